package app

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// A number that nobody filled in is not 0; links to records without a name of
// their own say who, and in what; and a list of records in several partnerships
// says in which.
func TestRecordsThatAreToldByOthers(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		s := start(t, config)
		b := &table{browser: newBrowser(t, s.address), t: t}
		b.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"administrator"}})
		first := b.goes("/samenwerkingen/beginnen", url.Values{"name": {"Eerste tafel"}})
		second := b.goes("/samenwerkingen/beginnen", url.Values{"name": {"Tweede tafel"}})
		person := b.goes("/mensen/toevoegen", url.Values{"name": {"Truus Toeval"}})
		one := func(address string) string { return address[strings.LastIndexByte(address, '/')+1:] }
		member := b.goes("/deelnemers/toevoegen", url.Values{"person": {one(person)}, "partnership": {one(first)}, "hours": {""}})
		b.goes("/deelnemers/toevoegen", url.Values{"person": {one(person)}, "partnership": {one(second)}, "hours": {"2,5"}})

		if form := b.expect(t, http.StatusOK, member+"/wijzigen", nil); !regexp.MustCompile(`name="hours" value=""`).MatchString(form) {
			t.Error("the form fills in hours that nobody said")
		}
		if page := b.expect(t, http.StatusOK, member, nil); regexp.MustCompile(`<dt>Uren per week</dt>\s*<dd[^>]*>\s*0`).MatchString(page) {
			t.Error("the page tells of 0 hours")
		}
		page := b.expect(t, http.StatusOK, person, nil)
		for _, want := range []string{">Truus Toeval – Eerste tafel</a>", ">Truus Toeval – Tweede tafel</a>"} {
			if !strings.Contains(page, want) {
				t.Errorf("the person's page has no link %q", want)
			}
		}
		list := b.expect(t, http.StatusOK, "/deelnemers?person="+one(person), nil)
		for _, want := range []string{"Eerste tafel</a>", "Tweede tafel</a>"} {
			if !strings.Contains(list, want) {
				t.Errorf("the list does not say %q", want)
			}
		}
		if only := b.expect(t, http.StatusOK, "/deelnemers?partnership="+one(first), nil); strings.Contains(only, "Eerste tafel</a>") {
			t.Error("a list of one partnership names it in every row")
		}
	})
}
