package e2e

import (
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/record"
)

// recordPages gives the pages that follow from the description of the kinds.
// Of the first kind all are looked at; of the others those that differ: list,
// record and form.
func recordPages(t testing.TB, s *site) []page {
	t.Helper()
	all := must(kinds.All())(t)
	var list []page
	for at, kind := range all.All() {
		path := "/" + kind.Path
		one := path + "/" + findRecord(t, s, kind)
		list = append(list, page{path, "administrator"}, page{one, "administrator"}, page{one + "/wijzigen", "administrator"})
		if kind.Derived {
			continue
		}
		list = append(list, page{path + "/toevoegen", "administrator"})
		if at == 0 {
			list = append(list, page{"/samenwerken", ""}, page{path, ""}, page{path + "?q=waterhaven", ""}, page{path + "?verwijderd=1", "administrator"}, page{one, ""},
				page{one + "/geschiedenis", "administrator"}, page{one + "/verwijderen", "administrator"}, page{one + "/samenvoegen", "administrator"},
				page{one + "/samenvoegen?met=" + secondRecord(t, s, kind), "administrator"})
		}
	}
	return list
}

// findRecord gives the id of a record on the first page of a list.
func findRecord(t testing.TB, s *site, kind *record.Kind) string {
	return recordsOnList(t, s, kind)[0]
}

func secondRecord(t testing.TB, s *site, kind *record.Kind) string {
	return recordsOnList(t, s, kind)[1]
}

func recordsOnList(t testing.TB, s *site, kind *record.Kind) []string {
	t.Helper()
	b := open(t, s, wide)
	b.signIn(t, "administrator")
	b.visit(t, "/"+kind.Path)
	links := eval[[]string](t, b, `[...document.querySelectorAll("tbody th a")].map((a) => a.getAttribute("href"))`)
	if len(links) == 0 {
		t.Fatalf("the demo has no %s", kind.One)
	}
	var ids []string
	for _, link := range links {
		ids = append(ids, link[strings.LastIndexByte(link, '/')+1:])
	}
	return ids
}
