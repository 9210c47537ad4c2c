package e2e

import (
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
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
	add := func(role string, once bool, paths ...string) {
		for _, path := range paths {
			list = append(list, page{path, role, once})
		}
	}
	for at, kind := range all.All() {
		path := "/" + kind.Path
		one := path + "/" + findRecord(t, s, kind)
		add(watcher(kind), at > 0, path, one, one+"/wijzigen")
		if kind.Derived {
			continue
		}
		add(watcher(kind), at > 0, path+"/toevoegen")
		if kind.AboutPeople() {
			add("administrator", true, one+"/wissen")
		}
		if at == 0 {
			add("", false, "/samenwerken", path, path+"?q=waterhaven", one)
			add("administrator", false, path+"?verwijderd=1", one+"/geschiedenis", one+"/verwijderen", one+"/samenvoegen",
				one+"/samenvoegen?met="+secondRecord(t, s, kind))
		}
	}
	return list
}

// watcher is who sees all of a kind: for what a partnership thinks of others,
// somebody with a role in it.
func watcher(kind *record.Kind) string {
	if kind.Class == access.Judgements {
		return "coordinator"
	}
	return "administrator"
}

// findRecord gives the id of a record on the first page of a list.
func findRecord(t testing.TB, s *site, kind *record.Kind) string {
	return recordsOnList(t, s, kind)[0]
}

func secondRecord(t testing.TB, s *site, kind *record.Kind) string {
	return recordsOnList(t, s, kind)[1]
}

// recordsCalled gives the id of a record whose name begins like that.
func recordsCalled(t testing.TB, s *site, path, begins string) string {
	t.Helper()
	return recordCalled(t, s, "administrator", path, begins)
}

// recordCalled does the same as somebody who sees it.
func recordCalled(t testing.TB, s *site, role, path, begins string) string {
	t.Helper()
	b := open(t, s, wide)
	b.signIn(t, role)
	b.visit(t, "/"+path)
	link := eval[string](t, b, `[...document.querySelectorAll("tbody th a")].find((a) => a.textContent.trim().startsWith("`+begins+`"))?.getAttribute("href") ?? ""`)
	if link == "" {
		t.Fatalf("nothing on /%s is called %s…", path, begins)
	}
	return link[strings.LastIndexByte(link, '/')+1:]
}

func recordsOnList(t testing.TB, s *site, kind *record.Kind) []string {
	t.Helper()
	b := open(t, s, wide)
	b.signIn(t, watcher(kind))
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
