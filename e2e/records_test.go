package e2e

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
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
	for _, one := range onList(t, s, role, path) {
		if strings.HasPrefix(one.title, begins) {
			return one.id
		}
	}
	t.Fatalf("nothing on /%s is called %s…", path, begins)
	return ""
}

func recordsOnList(t testing.TB, s *site, kind *record.Kind) []string {
	t.Helper()
	var ids []string
	for _, one := range onList(t, s, watcher(kind), kind.Path) {
		ids = append(ids, one.id)
	}
	if len(ids) == 0 {
		t.Fatalf("the demo has no %s", kind.One)
	}
	return ids
}

// listed is a record on a list.
type listed struct{ id, title string }

// rowHeads finds the first cell of each row of a list.
var rowHeads = regexp.MustCompile(`<th scope="row">\s*<a href="/[a-z-]+/([0-9a-z]{13})">([^<]*)</a>`)

// onList gives the records on the first page of a list, as somebody sees it. No
// browser is needed to read an address.
func onList(t testing.TB, s *site, role, path string) []listed {
	t.Helper()
	client := &http.Client{Jar: must(cookiejar.New(nil))(t)}
	must(client.PostForm(s.address+"/demo", url.Values{"rol": {role}}))(t).Body.Close()
	response := must(client.Get(s.address + "/" + path))(t)
	defer response.Body.Close()
	var list []listed
	for _, found := range rowHeads.FindAllStringSubmatch(string(must(io.ReadAll(response.Body))(t)), -1) {
		list = append(list, listed{id: found[1], title: strings.TrimSpace(html.UnescapeString(found[2]))})
	}
	return list
}
