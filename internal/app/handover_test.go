package app

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// Whoever leaves a partnership hands over what is open; what is done stays
// theirs, and the ordinary form is no way around it.
func TestALeaverHandsOver(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		h := openHall(t, config)
		h.signIn(t, "coordinator")
		s := &surfaces{hall: h, t: t}
		ctx, program := context.Background(), commandLineActor()
		find := func(kind string, values record.Values) record.Row {
			t.Helper()
			described := h.kind(kind)
			var fields []string
			var equal []any
			for name, value := range values {
				fields, equal = append(fields, name), append(equal, value)
			}
			rows, err := h.parts.db.FindEqual(ctx, described, fields, equal, 2)
			if err != nil || len(rows) == 0 {
				t.Fatalf("no %s like %v: %v", kind, values, err)
			}
			return rows[0]
		}
		mees, cor := find("person", record.Values{"name": "Mees Meedoener"}).ID, find("person", record.Values{"name": "Cor Coördinator"}).ID
		in := find("partnership", record.Values{"name": "Samen gezond in Waterhoven"}).ID
		part := find("member", record.Values{"person": mees, record.PartnershipField: in})
		doer := func(what string) id.ID {
			return agreement.Actions().Of(find("action", record.Values{"what": what})).Doer
		}
		if _, err := h.parts.records.Create(ctx, program, h.kind("promise"), record.Values{"what": "Ik bel terug", "toWhom": "Een bewoner", "mandate": "Mag ik", "due": "2030-01-01",
			"promiser": mees, record.PartnershipField: in, record.AudienceField: "own-organisation"}); err != nil {
			t.Fatal(err)
		}

		path := "/deelnemers/" + part.ID.String()
		body, status := s.post(path+"/wijzigen", url.Values{"_versie": {"1"}, "until": {h.parts.agreements.Today(h.parts.agreements.Now())}})
		if status != http.StatusUnprocessableEntity || !strings.Contains(problemsIn(body), "Vertrekken") {
			t.Errorf("the form lets somebody leave who holds things: %d %s", status, problemsIn(body))
		}
		if _, status = s.post(path+"/verwijderen", url.Values{"_versie": {"1"}}); status != http.StatusConflict {
			t.Errorf("deleting lets somebody leave who holds things: %d", status)
		}
		page := s.mustGet(path+"/vertrekken", "Leg de zaal vast")
		if strings.Contains(page, "Ik bel terug") || !strings.Contains(page, "niet mag zien") {
			t.Error("what the reader may not see is named, or not counted")
		}
		if _, status = s.post(path+"/vertrekken", url.Values{"until": {"2026-01-01"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("leaving without a successor: %d", status)
		}
		if _, status = s.post(path+"/vertrekken", url.Values{"until": {"2026-01-01"}, "successor": {mees.String()}}); status != http.StatusUnprocessableEntity {
			t.Errorf("leaving to oneself: %d", status)
		}
		if _, status = s.post(path+"/vertrekken", url.Values{"until": {"2026-01-01"}, "successor": {cor.String()}}); status != http.StatusOK {
			t.Fatalf("leaving: %d", status)
		}
		if got := doer("Leg de zaal vast voor de extra avonden"); got != cor {
			t.Errorf("an open action is of %s, not of the successor", got)
		}
		if got := doer("Loop met bewoners de route en kies plekken"); got != mees {
			t.Error("what was done went to the successor")
		}
		if got := agreement.Promises().Of(find("promise", record.Values{"what": "Ik bel terug"})); got.Keeper != cor || got.Promiser != mees {
			t.Errorf("a promise that the reader may not see is kept by %s, and promised by %s", got.Keeper, got.Promiser)
		}
		if left := partnership.Members().Of(find("member", record.Values{"person": mees, record.PartnershipField: in})); left.Until != "2026-01-01" {
			t.Errorf("the part ends %q", left.Until)
		}
	})
}
