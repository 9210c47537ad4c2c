package app

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/newsletter"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// A newsletter is made of the records that every professional may see, edited,
// and sent to everybody once, however often it is asked for.
func TestNewsletter(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		o := newOffice(t, config)
		ctx, p := context.Background(), o.parts
		p.newsletters.Post, p.newsletters.Demo = p.letters.Post, p.letters.Demo
		o.signIn(t, "coordinator")
		s := &surfaces{hall: o.hall, t: t}
		today := p.newsletters.Today(o.now.AddDate(0, 0, 1))
		for audience, what := range map[string]string{"public": "Een feest op het plein", "own-organisation": "Geheim van de gemeente"} {
			if _, err := p.records.Create(ctx, commandLineActor(), o.kind("success"), record.Values{"what": what, "day": today, record.PartnershipField: o.samen(), record.AudienceField: audience}); err != nil {
				t.Fatal(err)
			}
		}
		form, status := s.post("/samenwerkingen/"+o.samen().String()+"/nieuwsbrief", url.Values{})
		if status != http.StatusOK || !strings.Contains(form, "Een feest op het plein") || strings.Contains(form, "Geheim") {
			t.Fatalf("the draft: %d, holds the feast %v, holds the secret %v", status, strings.Contains(form, "Een feest op het plein"), strings.Contains(form, "Geheim"))
		}
		rows, err := p.db.FindEqual(ctx, o.kind("newsletter"), []string{"asked"}, []any{""}, 10)
		if err != nil {
			t.Fatal(err)
		}
		one := newsletter.Newsletters().Of(rows[len(rows)-1])
		for _, row := range rows {
			if made := newsletter.Newsletters().Of(row); made.CreatedAt.After(one.CreatedAt) {
				one = made
			}
		}
		path := "/nieuwsbrieven/" + one.ID.String()
		if _, status := s.post(path+"/wijzigen", url.Values{"_versie": {"1"}, "text": {"Kom je zaterdag?"}}); status != http.StatusOK {
			t.Fatalf("editing: %d", status)
		}
		sent := func() map[string]int {
			t.Helper()
			if _, status := s.post(path+"/versturen", url.Values{}); status != http.StatusOK {
				t.Fatalf("sending: %d", status)
			}
			worker := &job.Worker{Store: p.db, Kinds: jobKinds(p), Files: p.files, IDs: p.records.IDs, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Slots: 1, Name: "office"}
			for worked := true; worked; {
				if worked, err = worker.One(ctx); err != nil {
					t.Fatal(err)
				}
			}
			got := map[string]int{}
			for letter, is := o.post.Next(); is; letter, is = o.post.Next() {
				got[letter.To]++
				if !strings.Contains(letter.Text, "Kom je zaterdag?") {
					t.Errorf("%s gets another text", letter.To)
				}
			}
			return got
		}
		first := sent()
		if first["meedoener@example.org"] != 1 || len(first) < 8 {
			t.Errorf("sent to %v", first)
		}
		if again := sent(); len(again) != 0 {
			t.Errorf("sent again to %v", again)
		}
		if _, status := s.post(path+"/wijzigen", url.Values{"_versie": {"9"}, "text": {"Anders"}}); status == http.StatusOK {
			t.Error("what people got can be changed")
		}
		s.mustGet(path, "lezers")
	})
}
