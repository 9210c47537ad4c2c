package app

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// neighbour adds a second municipality, Oeverdam, with a district and a
// neighbourhood, in a region of its own.
func neighbour(t *testing.T, config store.Config) {
	t.Helper()
	const border = `"{""type"":""Polygon"",""coordinates"":[[[150000,450000],[152000,450000],[152000,452000],[150000,452000],[150000,450000]]]}"`
	for _, area := range []struct{ level, code, name, parent string }{
		{"ggd-region", "GG9001", "Oevers", ""}, {"municipality", "GM0002", "Oeverdam", "GG9001"}, {"district", "WK000201", "Dijkrand", "GM0002"}, {"neighbourhood", "BU00020101", "Dijkhoek", "WK000201"},
	} {
		file := filepath.Join(t.TempDir(), area.level+".csv")
		if err := os.WriteFile(file, fmt.Appendf(nil, "code;naam;ouder;grens\n%s;%s;%s;%s\n", area.code, area.name, area.parent, border), 0o600); err != nil {
			t.Fatal(err)
		}
		must(t, config, "import", "areas", file, "--level", area.level, "--year", "2024", "--code", "code", "--name", "naam", "--parent", "ouder", "--geometry", "grens", "--crs", "rd")
	}
}

// The form that begins a partnership shows the districts of what was chosen
// and keeps what was typed. A partnership on parts of two municipalities stands
// on the pages of those parts, of both municipalities, and nowhere else.
func TestPartnershipOverMunicipalities(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		neighbour(t, config)
		s := start(t, config)
		b := newBrowser(t, s.address)
		b.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"administrator"}})
		placeOf := func(name string) string {
			t.Helper()
			form := b.expect(t, http.StatusOK, "/samenwerkingen/beginnen", nil)
			found := regexp.MustCompile(`<option value="([a-z0-9]{13})"[^>]*>` + name + `<`).FindStringSubmatch(form)
			if found == nil {
				t.Fatalf("%s cannot be chosen", name)
			}
			return found[1]
		}
		waterhoven, region := placeOf("Waterhoven"), placeOf("Oevers")

		typed := url.Values{"name": {"Langs de Meente"}, "aim": {"Samen één dijk"}, "place": {waterhoven}, "areas": {"", "GM0002"}, "_toon": {"areas"}}
		shown := b.expect(t, http.StatusOK, "/samenwerkingen/beginnen", typed)
		for _, want := range []string{`value="Langs de Meente"`, "Samen één dijk", "Heel Zuidoever", "Heel Oeverdam", "Heel Dijkrand", "Dijkhoek"} {
			if !strings.Contains(shown, want) {
				t.Errorf("the form does not show %q", want)
			}
		}
		typed.Del("_toon")
		typed["areas"] = []string{"", "BU00020101", "WK999903"}
		response, _ := b.ask(t, "/samenwerkingen/beginnen", typed)
		path := response.Header.Get("Location")
		page := b.expect(t, http.StatusOK, path, nil)
		for _, want := range []string{"Dijkhoek", "Zuidoever", "Zo begin je"} {
			if !strings.Contains(page, want) {
				t.Errorf("the partnership does not say %q", want)
			}
		}
		stands := func(link string, want bool, areas ...string) {
			t.Helper()
			for _, area := range areas {
				if got := strings.Contains(b.expect(t, http.StatusOK, "/gebieden/"+area, nil), `href="`+link+`"`); got != want {
					t.Errorf("on %s the partnership stands: %v, want %v", area, got, want)
				}
			}
		}
		stands(path, true, "neighbourhood/BU00020101", "district/WK000201", "municipality/GM0002", "municipality/GM9999", "district/WK999903", "neighbourhood/BU99990301")
		stands(path, false, "district/WK999901", "neighbourhood/BU99990101")

		response, _ = b.ask(t, "/samenwerkingen/beginnen", url.Values{"name": {"De hele regio"}, "place": {region}})
		whole := response.Header.Get("Location")
		stands(whole, true, "municipality/GM0002", "neighbourhood/BU00020101")
		stands(whole, false, "municipality/GM9999")

		// The form of a record shows the same, and saves nothing yet.
		edit := b.expect(t, http.StatusOK, path+"/wijzigen", nil)
		again := b.expect(t, http.StatusOK, path+"/wijzigen", url.Values{"_versie": {versionSent.FindStringSubmatch(edit)[1]}, "name": {"Anders"}, "place": {region}, "areas": {""}, "_toon": {"areas"}})
		if !strings.Contains(again, `value="Anders"`) || !strings.Contains(again, "Heel Oeverdam") || strings.Contains(again, "Heel Zuidoever") {
			t.Error("the form does not show the municipalities of the region that was chosen")
		}
		if strings.Contains(b.expect(t, http.StatusOK, path, nil), "Anders") {
			t.Error("looking what can be chosen saved the form")
		}
	})
}

// Who adds a member comes back where they came from, also by way of a person
// who was not there yet, and is told once that it was saved.
func TestBackFromAForm(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		s := start(t, config)
		b := &table{browser: newBrowser(t, s.address), t: t}
		b.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"administrator"}})
		partnership := b.goes("/samenwerkingen/beginnen", url.Values{"name": {"Tafel"}})
		of := strings.TrimPrefix(partnership, "/samenwerkingen/")

		form := b.expect(t, http.StatusOK, "/deelnemers/toevoegen?"+url.Values{"partnership": {of}, "terug": {partnership}}.Encode(), nil)
		leads := regexp.MustCompile(`href="(/mensen/toevoegen\?[^"]*vult=person)"`).FindStringSubmatch(form)
		if leads == nil {
			t.Fatal("the form of a member does not lead to a new person")
		}
		address, err := url.Parse(strings.ReplaceAll(leads[1], "&amp;", "&"))
		if err != nil {
			t.Fatal(err)
		}
		back := b.goes("/mensen/toevoegen", url.Values{"name": {"Truus Toeval"}, "terug": {address.Query().Get("terug")}, "vult": {"person"}})
		if form = b.expect(t, http.StatusOK, back, nil); !strings.Contains(form, "Opgeslagen.") || !regexp.MustCompile(`selected>Truus Toeval|value="Truus Toeval"`).MatchString(form) {
			t.Error("the new person is not filled in")
		}

		// What was typed before, and kept as a draft, comes back by itself; the new
		// person lies on top of it.
		b.expect(t, http.StatusNoContent, "/concept", url.Values{"_pad": {"/deelnemers/toevoegen"}, "person_naam": {"Niemand"}, "person": {""}, "brings": {"een bakfiets"}, "partnership": {of}})
		form = b.expect(t, http.StatusOK, back, nil)
		if !strings.Contains(form, "een bakfiets") || !regexp.MustCompile(`selected>Truus Toeval|value="Truus Toeval"`).MatchString(form) || strings.Contains(form, "Ga daarmee verder") {
			t.Error("the draft and the new person are not both in the form")
		}
		if form = b.expect(t, http.StatusOK, "/deelnemers/toevoegen", nil); strings.Contains(form, "een bakfiets") || !strings.Contains(form, "Ga daarmee verder") {
			t.Error("a draft comes back without being asked for")
		}
		filled, err := url.Parse(back)
		if err != nil {
			t.Fatal(err)
		}
		query := filled.Query()
		if got := b.goes("/deelnemers/toevoegen", url.Values{"person": query["person"], "partnership": query["partnership"], "terug": query["terug"], "vult": {""}}); got != partnership {
			t.Errorf("one comes to %s, not back at %s", got, partnership)
		}
		if page := b.expect(t, http.StatusOK, partnership, nil); !strings.Contains(page, "Opgeslagen.") || !strings.Contains(page, "Truus Toeval") {
			t.Error("nothing tells that the member was saved")
		}
		if strings.Contains(b.expect(t, http.StatusOK, partnership, nil), "Opgeslagen.") {
			t.Error("it is told twice")
		}
		if got := b.goes("/mensen/toevoegen", url.Values{"name": {"Teun Toeval"}, "terug": {"https://elsewhere.example.org/"}}); !strings.HasPrefix(got, "/mensen/") {
			t.Errorf("a form leads to %s", got)
		}
	})
}
