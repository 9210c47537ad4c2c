package app

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// Where there are too many people to list, a person is typed with their
// organisation; a name that several have is answered with how to write each.
func TestPersonIsTypedWithOrganisation(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		words, err := i18n.Load()
		if err != nil {
			t.Fatal(err)
		}
		p, err := openParts(t.Context(), config, words)
		if err != nil {
			t.Fatal(err)
		}
		ctx, program := context.Background(), access.Actor{Program: true}
		kind := func(name string) *record.Kind { found, _ := p.records.Kinds.ByName(name); return found }
		make := func(of string, values record.Values) record.Row {
			row, err := p.records.Create(ctx, program, kind(of), values)
			if err != nil {
				t.Fatal(err)
			}
			return row
		}
		club := make("organisation", record.Values{"name": "Duinclub", "sort": "sports-club"})
		for at := range 30 {
			make("person", record.Values{"name": fmt.Sprint("Iemand ", at)})
		}
		make("person", record.Values{"name": "Noor Helmgras", "organisation": club.ID})
		make("person", record.Values{"name": "Noor Helmgras"})
		if err := p.db.Close(); err != nil {
			t.Fatal(err)
		}

		s := start(t, config)
		b := &table{browser: newBrowser(t, s.address), t: t}
		b.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"administrator"}})
		partnership := strings.TrimPrefix(b.goes("/samenwerkingen/beginnen", url.Values{"name": {"Tafel"}}), "/samenwerkingen/")
		if form := b.expect(t, http.StatusOK, "/deelnemers/toevoegen", nil); !strings.Contains(form, `name="person_naam"`) {
			t.Fatal("people are still chosen from a list")
		}
		if answer := b.expect(t, http.StatusOK, "/kies.json?soort=person&q=noor+helm", nil); !strings.Contains(answer, `"Noor Helmgras, Duinclub"`) {
			t.Errorf("the suggestions are %s", answer)
		}
		page := b.expect(t, http.StatusUnprocessableEntity, "/deelnemers/toevoegen", url.Values{"person_naam": {"Noor Helmgras"}, "partnership": {partnership}})
		if !strings.Contains(page, "Schrijf het zo op: ") || !strings.Contains(page, "Noor Helmgras, Duinclub") {
			t.Error("a name of two is not answered with how to write each")
		}
		member := b.goes("/deelnemers/toevoegen", url.Values{"person_naam": {"Noor Helmgras, Duinclub"}, "partnership": {partnership}})
		if form := b.expect(t, http.StatusOK, member+"/wijzigen", nil); !strings.Contains(form, `value="Noor Helmgras, Duinclub"`) {
			t.Error("the form does not tell which of the two it is")
		}
	})
}
