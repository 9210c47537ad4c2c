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

// Who adds somebody or something whose name is like one that is there is asked
// once, keeps what they typed, and may add it all the same; a file is told of
// them too, and who merges finds them.
func TestDoublesArePointedOut(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		s := start(t, config)
		b := &table{browser: newBrowser(t, s.address), t: t}
		b.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"administrator"}})

		typed := url.Values{"name": {"Basischool De Golfslag"}, "sort": {"school"}, "note": {"bij de haven"}}
		form := b.expect(t, http.StatusUnprocessableEntity, "/organisaties/toevoegen", typed)
		for _, want := range []string{"Lijkt dit er al te zijn?", ">Basisschool De Golfslag</a>", "bij de haven", `value="Basischool De Golfslag"`, `name="_toch"`} {
			if !strings.Contains(form, want) {
				t.Errorf("the form does not show %q", want)
			}
		}
		typed.Set("_toch", "1")
		if got := b.goes("/organisaties/toevoegen", typed); !strings.HasPrefix(got, "/organisaties/") {
			t.Errorf("adding it all the same leads to %s", got)
		}
		if got := b.goes("/organisaties/toevoegen", url.Values{"name": {"Kinderboerderij De Kwal"}, "sort": {"other"}}); !strings.HasPrefix(got, "/organisaties/") {
			t.Errorf("a name like no other leads to %q", got)
		}
		form = b.expect(t, http.StatusUnprocessableEntity, "/mensen/toevoegen", url.Values{"name": {"Amira el Strand"}, "terug": {"/deelnemers/toevoegen"}, "vult": {"person"}})
		if !regexp.MustCompile(`>Amira El Strand, [^<]+</a>`).MatchString(form) || !strings.Contains(form, "/deelnemers/toevoegen?gevuld=person") {
			t.Error("a person who is there cannot be chosen, or is not told apart")
		}

		sent := sendTable(t, b.browser, "/organisaties/import", "naam;soort\nS.V. Zeester;sportclub\nMuziekschool De Mossel;Anders\n")
		if !strings.Contains(sent, "Sportvereniging Zeester") || strings.Count(sent, "lijkt op wat er al staat") != 1 {
			t.Error("the preview of a file does not tell of the row that looks like what is there")
		}

		another := b.goes("/organisaties/toevoegen", url.Values{"name": {"S.V. Zeester"}, "sort": {"sports-club"}, "_toch": {"1"}})
		if page := b.expect(t, http.StatusOK, another+"/samenvoegen", nil); !strings.Contains(page, "Sportvereniging Zeester") {
			t.Error("who merges does not find the same under another name")
		}
	})
}

// sendTable sends a table to be imported, and gives the page that tells what
// would happen.
func sendTable(t *testing.T, b *browser, path, content string) string {
	t.Helper()
	body, contentType := fileForm(t, nil, "tabel.csv", content)
	answer, err := b.Post(b.address+path, contentType, body)
	if err != nil {
		t.Fatal(err)
	}
	if text := read(t, answer); answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("%s: %d %s", path, answer.StatusCode, text)
	}
	return b.expect(t, http.StatusOK, path, nil)
}
