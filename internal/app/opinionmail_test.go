package app

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// Who has no account is asked by mail before the review day, once for each
// day, and says what they think with a link that works once. Who has an account
// finds the question in Mijn werk and gets no letter.
func TestReviewIsAskedByMail(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		o := newOffice(t, config)
		ctx, service := context.Background(), o.parts.agreements
		create := func(kind string, values record.Values) record.Row {
			t.Helper()
			values[record.PartnershipField], values[record.AudienceField] = o.samen(), "partnership"
			row, err := o.parts.records.Create(ctx, commandLineActor(), o.kind(kind), values)
			if err != nil {
				t.Fatal(err)
			}
			return row
		}
		far := service.Today(service.Now().Add(agreement.AskBefore + 48*time.Hour))
		one := create("agreement", record.Values{"what": "De fontein gaat om negen uur aan", "review": far})
		agree := func(values record.Values) id.ID {
			t.Helper()
			values["agreement"] = one.ID
			party := create("agreementParty", values)
			token, err := service.LinkFor(ctx, agreement.Parties().Of(party), 1)
			if err == nil {
				_, err = service.AnswerByLink(ctx, token, one.Version, agreement.Yes, "")
			}
			if err != nil {
				t.Fatal(err)
			}
			return party.ID
		}
		agree(record.Values{"name": "Comité Zuid", "email": "zuid@example.org"})
		agree(record.Values{"person": o.personNamed(t, "Mees Meedoener")})
		agree(record.Values{"name": "Wie geen adres gaf"})
		o.work()
		for range 20 { // what settling told to who wrote it down
			if _, is := o.post.Next(); !is {
				break
			}
		}
		letters := func() map[string]string {
			t.Helper()
			if err := service.Reviews(ctx, nil); err != nil {
				t.Fatal(err)
			}
			o.work()
			got := map[string]string{}
			for {
				letter, is := o.post.Next()
				if !is {
					return got
				}
				got[letter.To] = letter.Text
			}
		}
		if early := letters(); early["zuid@example.org"] != "" {
			t.Error("a party is asked long before the review day")
		}
		o.now = o.now.Add(72 * time.Hour)
		got := letters()
		text := got["zuid@example.org"]
		if text == "" || !strings.Contains(text, "De fontein gaat om negen uur aan") {
			t.Fatalf("the party gets no letter; these do: %v", got)
		}
		if got["contributor@example.org"] != "" {
			t.Error("who can sign in gets a letter too")
		}
		if again := letters(); len(again) != 0 {
			t.Errorf("a party is asked twice: %v", again)
		}

		link := answerPath.FindString(text)
		guest := newBrowser(t, o.server.URL)
		guest.expect(t, http.StatusSeeOther, link, nil)
		page := guest.expect(t, http.StatusOK, "/antwoord", nil)
		if !strings.Contains(page, "De fontein gaat om negen uur aan") || !strings.Contains(page, `name="mening"`) || strings.Contains(page, `name="antwoord"`) {
			t.Error("the link does not ask what the party thinks")
		}
		guest.expect(t, http.StatusUnprocessableEntity, "/antwoord", url.Values{"mening": {""}})
		if back := guest.expect(t, http.StatusUnprocessableEntity, "/antwoord", url.Values{"mening": {"stop"}}); !strings.Contains(back, "toelichting-fout") {
			t.Error("who wants to stop is not asked why")
		}
		guest.expect(t, http.StatusOK, "/antwoord", url.Values{"mening": {"change"}, "toelichting": {"Acht uur is beter voor de school"}})
		guest.expect(t, http.StatusConflict, "/antwoord", url.Values{"mening": {"holds"}})
		o.signIn(t, "coordinator")
		s := &surfaces{hall: o.hall, t: t}
		s.mustGet("/afspraken/"+one.ID.String()+"/klopt-het-nog", "Acht uur is beter voor de school")

		// A next review asks again; the link of the first says nothing about it.
		if err := service.StillRight(ctx, access.Actor{Program: true}, one.ID, service.Today(o.now.AddDate(1, 0, 0))); err != nil {
			t.Fatal(err)
		}
		o.now = o.now.AddDate(1, 0, -7)
		if next := letters(); next["zuid@example.org"] == "" {
			t.Error("the next review does not ask again")
		}
		guest.expect(t, http.StatusConflict, "/antwoord", nil)
	})
}

// A change of substance asks who answered again by itself, once, some time after
// it; a correction asks nobody.
func TestAChangedTextIsAskedAgain(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		o := newOffice(t, config)
		o.now = time.Now().Add(-2 * agreement.AskAgainAfter) // what waits for a while may be done now
		ctx, service, program := context.Background(), o.parts.agreements, commandLineActor()
		create := func(kind string, values record.Values) record.Row {
			t.Helper()
			values[record.PartnershipField] = o.samen()
			row, err := o.parts.records.Create(ctx, program, o.kind(kind), values)
			if err != nil {
				t.Fatal(err)
			}
			return row
		}
		one := create("agreement", record.Values{"what": "De schuur is open op dinsdag", "details": "De sleutl ligt bij de buren.", "review": "2040-01-01"})
		party := create("agreementParty", record.Values{"agreement": one.ID, "name": "Comité Zuid", "email": "zuid@example.org"})
		token, err := service.LinkFor(ctx, agreement.Parties().Of(party), 1)
		if err == nil {
			_, err = service.AnswerByLink(ctx, token, one.Version, agreement.Yes, "")
		}
		if err != nil {
			t.Fatal(err)
		}
		letters := func() (count int) {
			t.Helper()
			o.work()
			for {
				letter, is := o.post.Next()
				if !is {
					return count
				}
				if letter.To == "zuid@example.org" {
					count++
				}
			}
		}
		change := func(values record.Values) error {
			t.Helper()
			row, err := o.parts.db.FindRow(ctx, o.kind("agreement"), one.ID)
			if err == nil {
				_, err = o.parts.records.Change(ctx, program, o.kind("agreement"), one.ID, row.Version, values)
			}
			return err
		}
		letters()
		if err := change(record.Values{"details": "De sleutel ligt bij de buren.", "correction": true}); err != nil {
			t.Fatal(err)
		}
		if got := letters(); got != 0 {
			t.Errorf("a correction sends %d letters", got)
		}
		for _, text := range []string{"De sleutel ligt niet bij de buren.", "De sleutel ligt bij twee buren."} {
			if err := change(record.Values{"details": text, "correction": true}); err == nil {
				t.Errorf("%q passes for a correction", text)
			}
		}
		if err := change(record.Values{"details": "De sleutel ligt bij de gemeente."}); err != nil {
			t.Fatal(err)
		}
		if got := letters(); got != 1 {
			t.Errorf("another text sends %d letters", got)
		}
		if err := change(record.Values{"review": "2041-01-01"}); err != nil {
			t.Fatal(err)
		}
		if got := letters(); got != 0 {
			t.Errorf("another review day sends %d letters", got)
		}
	})
}
