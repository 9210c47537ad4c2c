package app

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// Before its review day every party of an agreement is asked whether it is
// still right, and not only who keeps it. What they say decides nothing, is
// seen by all, and is of this review only.
func TestPartiesSayWhetherAnAgreementIsStillRight(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		h := openHall(t, config)
		s := &surfaces{hall: h, t: t}
		ctx, service := context.Background(), h.parts.agreements
		soon := service.Today(service.Now().Add(agreement.AskBefore))
		make := func(kind string, values record.Values) record.Row {
			t.Helper()
			values[record.PartnershipField], values[record.AudienceField] = h.samen(), "partnership"
			row, err := h.parts.records.Create(ctx, commandLineActor(), h.kind(kind), values)
			if err != nil {
				t.Fatal(err)
			}
			return row
		}
		one := make("agreement", record.Values{"what": "De hekken gaan om acht uur open", "review": soon, "steward": h.personNamed(t, "Cor Coördinator")})
		party := make("agreementParty", record.Values{"agreement": one.ID, "person": h.personNamed(t, "Mees Meedoener")})
		path := "/afspraken/" + one.ID.String() + "/klopt-het-nog"
		says := func(opinion, why string) int {
			_, status := s.post(path, url.Values{"deed": {"opinion"}, "mening": {opinion}, "toelichting": {why}})
			return status
		}

		h.signIn(t, "contributor")
		if status := says("holds", ""); status != http.StatusConflict {
			t.Errorf("somebody says something of what nobody accepted: %d", status)
		}
		token, err := service.LinkFor(ctx, agreement.Parties().Of(party), 1)
		if err == nil {
			_, err = service.AnswerByLink(ctx, token, one.Version, agreement.Yes, "")
		}
		if err != nil {
			t.Fatal(err)
		}
		if work := s.mustGet("/mijn-werk", "De hekken gaan om acht uur open"); !strings.Contains(work, path) {
			t.Error("what waits for a party does not lead to the question")
		}
		if page := s.mustGet(path, "Wat vind jij?"); strings.Contains(page, `value="stop"`) && strings.Contains(page, `name="review"`) {
			t.Error("a party can end the review")
		}
		if says("", "") != http.StatusUnprocessableEntity || says("change", "") != http.StatusUnprocessableEntity || says("never", "Zomaar") != http.StatusUnprocessableEntity {
			t.Error("an opinion without a choice, or without why, is taken")
		}
		if status := says("change", "Om zeven uur gaat de school open"); status != http.StatusOK {
			t.Fatalf("saying something: %d", status)
		}
		if strings.Contains(s.mustGet("/mijn-werk", "Mijn werk"), path) {
			t.Error("who said something is asked again")
		}
		if _, status := s.post(path, url.Values{"deed": {"stop"}, "waarom": {"Ik wil niet meer"}}); status != http.StatusForbidden {
			t.Errorf("a party stops the agreement: %d", status)
		}

		h.signIn(t, "coordinator")
		s.mustGet(path, "Om zeven uur gaat de school open")
		s.mustGet("/afspraken/"+one.ID.String(), "Het moet anders, zegt deze partij")
		if status := says("holds", ""); status != http.StatusConflict {
			t.Errorf("who is no party says something as one: %d", status)
		}
		s.post(path, url.Values{"deed": {"still"}, "review": {"2040-01-01"}})
		if strings.Contains(s.mustGet("/afspraken/"+one.ID.String(), "De hekken"), "zegt deze partij") {
			t.Error("what was said before an earlier review day still counts")
		}
	})
}

func (h *hall) personNamed(t *testing.T, name string) id.ID {
	t.Helper()
	rows, err := h.parts.db.FindEqual(context.Background(), h.kind("person"), []string{"name"}, []any{name}, 1)
	if err != nil || len(rows) != 1 {
		t.Fatalf("no %s: %v", name, err)
	}
	return rows[0].ID
}
