package app

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// Who takes part in a partnership sees what only members may, when they were
// written down by somebody who might have invited them there. Nobody lets in
// themselves, and who leaves sees it no more.
func TestTakingPartGivesAccess(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		h := openHall(t, config)
		ctx, program := context.Background(), commandLineActor()
		who := func(role access.Role) access.Actor {
			t.Helper()
			account, err := h.parts.accounts.DemoSignIn(ctx, role)
			if err != nil {
				t.Fatal(err)
			}
			now, err := h.parts.accounts.ActorOf(ctx, account.ID)
			if err != nil {
				t.Fatal(err)
			}
			return now.Actor
		}
		in := func(name string) id.ID {
			t.Helper()
			rows, err := h.parts.db.FindEqual(ctx, h.kind("partnership"), []string{"name"}, []any{name}, 1)
			if err != nil || len(rows) != 1 {
				t.Fatalf("no %s: %v", name, err)
			}
			return rows[0].ID
		}
		schools := in("Gezonde scholen in Waterhoven")
		secret, err := h.parts.records.Create(ctx, program, h.kind("decision"), record.Values{"what": "Onder ons", "reasons": "Zomaar", "day": "2026-01-01", record.PartnershipField: schools, record.AudienceField: "partnership"})
		if err != nil {
			t.Fatal(err)
		}
		sees := func(role access.Role) bool {
			_, _, err := h.parts.records.Get(ctx, who(role), h.kind("decision"), secret.ID)
			return err == nil
		}
		mees := who(access.Contributor)
		values := func() record.Values {
			return record.Values{"person": mees.Person, record.PartnershipField: schools, record.PlaceField: h.samenPlace(t, schools)}
		}
		own, err := h.parts.records.Create(ctx, mees, h.kind("member"), values())
		if err != nil {
			t.Fatalf("a contributor writes down a member: %v", err)
		}
		if partnership.Members().Of(own).Opens || sees(access.Contributor) {
			t.Fatal("somebody let in themselves")
		}
		if _, err := h.parts.records.Change(ctx, mees, h.kind("member"), own.ID, own.Version, record.Values{"opens": true}); err == nil && sees(access.Contributor) {
			t.Fatal("somebody let in themselves by changing their part")
		}

		h.signIn(t, "contributor")
		s := &surfaces{hall: h, t: t}
		if _, status := s.post("/deelnemers/"+own.ID.String()+"/toelaten", url.Values{}); status != http.StatusForbidden {
			t.Errorf("who is not in lets in themselves on the page: %d", status)
		}
		h.signIn(t, "coordinator") // of that partnership too
		if page := s.mustGet("/samenwerkingen/"+schools.String()+"/mensen", "Mees Meedoener"); !strings.Contains(page, "/toelaten") {
			t.Error("who may let somebody in is not offered it")
		}
		if _, status := s.post("/deelnemers/"+own.ID.String()+"/toelaten", url.Values{}); status != http.StatusOK {
			t.Fatalf("letting in: %d", status)
		}
		if !sees(access.Contributor) {
			t.Error("who was let in does not see what members see")
		}
		row, err := h.parts.db.FindRow(ctx, h.kind("member"), own.ID)
		if err == nil {
			_, err = h.parts.records.Change(ctx, program, h.kind("member"), own.ID, row.Version, record.Values{"starts": "2020-01-01", "until": "2020-02-01"})
		}
		if err != nil {
			t.Fatal(err)
		}
		if sees(access.Contributor) {
			t.Error("who left still sees what members see")
		}
	})
}

// samenPlace gives the place of a partnership.
func (h *hall) samenPlace(t *testing.T, of id.ID) id.ID {
	t.Helper()
	row, err := h.parts.db.FindRow(context.Background(), h.kind("partnership"), of)
	if err != nil {
		t.Fatal(err)
	}
	return row.Place
}

// A question for advice waits for who is named, or for everybody of the
// organisation that is asked; for who asked it when it is late, and when nothing
// was done with the answer. Who joins a meeting sits at it.
func TestAdviceAndMeetingsFindPeople(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		h := openHall(t, config)
		s := &surfaces{hall: h, t: t}
		ctx, program := context.Background(), commandLineActor()
		ggd, err := h.parts.db.FindEqual(ctx, h.kind("organisation"), []string{"name"}, []any{"GGD Zeekust"}, 1)
		if err != nil || len(ggd) != 1 {
			t.Fatal(err)
		}
		cor := h.personNamed(t, "Cor Coördinator")
		row, err := h.parts.records.Create(ctx, program, h.kind("adviceRequest"), record.Values{"question": "Mag hier een speeltuin?", "deadline": "2026-01-01", "asked": ggd[0].ID, "asker": cor,
			record.PartnershipField: h.samen(), record.AudienceField: "professionals"})
		if err != nil {
			t.Fatal(err)
		}
		waits := func(role, deed string, want bool) {
			t.Helper()
			h.signIn(t, role)
			page := s.mustGet("/mijn-werk", "Mijn werk")
			_, after, is := strings.Cut(page, "Mag hier een speeltuin?")
			if is = is && strings.Contains(after[:min(len(after), 1_500)], deed); is != want {
				t.Errorf("%q waits for the %s: %v", deed, role, is)
			}
		}
		waits("editor", "Zeg wie antwoordt", true) // of the GGD
		waits("contributor", "Zeg wie antwoordt", false)
		waits("coordinator", "Bel eens", true)
		if row, err = h.parts.records.Change(ctx, program, h.kind("adviceRequest"), row.ID, row.Version, record.Values{"advice": "Ja, in de schaduw."}); err != nil {
			t.Fatal(err)
		}
		if got := partnership.AdviceRequests().Of(row).Advised; got == "" {
			t.Error("nobody knows when the advice came")
		}
		waits("editor", "Zeg wie antwoordt", false)
		waits("coordinator", "Zeg wat je ermee doet", true)

		meetings, err := h.parts.db.FindEqual(ctx, h.kind("standingMeeting"), []string{"name"}, []any{"Plantafel ruimte"}, 1)
		if err != nil || len(meetings) != 1 {
			t.Fatal(err)
		}
		path := "/overleggen/" + meetings[0].ID.String()
		h.signIn(t, "contributor")
		if page, status := s.post(path+"/aansluiten", url.Values{}); status != http.StatusOK || !strings.Contains(page, "Mees Meedoener") {
			t.Errorf("joining a meeting: %d", status)
		}
		if strings.Contains(s.mustGet(path, "Mees Meedoener"), "/aansluiten") {
			t.Error("who sits at a meeting is asked to join it")
		}
		if form := s.mustGet("/overleggen/toevoegen", "Plantafel ruimte"); strings.Index(form, "Plantafel ruimte") > strings.Index(form, `name="name"`) {
			t.Error("the meetings that exist are not shown before the form")
		}
	})
}
