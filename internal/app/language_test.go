package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/language"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// Only words of the region are taken over, and many words of a partnership push
// none of the region's out.
func TestWordsOfTheRegion(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newCircle(t, config)
		ctx, words, program := context.Background(), c.hall.parts.language, commandLineActor()
		kind := c.hall.kind("partnership")
		other, _, err := c.hall.parts.records.Get(ctx, program, kind, c.one("partnership", "name", "Groen en koel in de zomer").ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := words.TakeOver(ctx, program, c.one("term", "word", "signaal").ID, &other); err == nil {
			t.Error("a word of another partnership is taken over")
		}
		if _, err := words.TakeOver(ctx, program, c.one("term", "word", "inclusie").ID, &other); err != nil {
			t.Errorf("a word of the region is not taken over: %v", err)
		}
		before, err := words.Of(ctx, program, 0)
		if err != nil || len(before) == 0 {
			t.Fatalf("the region has %d words: %v", len(before), err)
		}
		var drafts []record.Draft
		for n := range 1_000 {
			drafts = append(drafts, record.Draft{Kind: c.hall.kind("term"), Values: record.Values{"word": fmt.Sprintf("aa%04d", n), record.PartnershipField: c.in}})
		}
		if _, err := c.hall.parts.records.Together(ctx, program, drafts); err != nil {
			t.Fatal(err)
		}
		if after, err := words.Of(ctx, program, 0); err != nil || len(after) != len(before) {
			t.Errorf("the region has %d words, and had %d: %v", len(after), len(before), err)
		}
	})
}

// writes makes a record of the partnership as the program, for somebody.
func (c *circle) writes(kind string, by id.ID, values record.Values) record.Row {
	c.t.Helper()
	values[record.PartnershipField], values[record.PlaceField] = c.in, c.place
	row, err := c.hall.parts.records.Create(context.Background(), access.Actor{Program: true, Account: by}, c.hall.kind(kind), values)
	if err != nil {
		c.t.Fatal(err)
	}
	return row
}

// A word is marked where it first stands in a text, for professionals who may
// see what it means, and however many words there are the page asks the same.
func TestWordsAreMarked(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		heard := &statements{}
		config.Heard = heard.add
		c := newCircle(t, config)
		for at := range 20 {
			c.writes("term", 0, record.Values{"word": fmt.Sprintf("proefwoord%c", 'a'+at), "agreed": "Een proef.", "agreedBy": "De keukentafel", "agreedOn": "2026-01-01", record.AudienceField: "professionals"})
		}
		c.writes("term", 0, record.Values{"word": "verborgenwoord", "agreed": "Zegt niemand anders.", "agreedBy": "De keukentafel", "agreedOn": "2026-01-01", record.AudienceField: "partnership"})
		few := "/besluiten/" + c.writes("decision", 0, record.Values{"what": "Wij tellen", "reasons": "Een signaal is een signaal, en Signalen tellen. Een verborgenwoord ook.", "day": "2026-01-01", record.AudienceField: "public"}).ID.String()
		many := "/besluiten/" + c.writes("decision", 0, record.Values{"what": "Wij tellen meer", "reasons": "proefwoorda, proefwoordb, proefwoordc, proefwoordd, proefwoorde, proefwoordf, proefwoordg, proefwoordh, proefwoordi, proefwoordj.", "day": "2026-01-01", record.AudienceField: "public"}).ID.String()

		for role, want := range map[string][]string{"": nil, "coordinator": {"signaal", "verborgenwoord"}, "reader": {"signaal"}} {
			if role == "" {
				answer, err := c.hall.client.PostForm(c.hall.server.URL+"/uitloggen", nil)
				if err != nil {
					t.Fatal(err)
				}
				answer.Body.Close()
			} else {
				c.hall.signIn(t, role)
			}
			page := c.body(few)
			if !strings.Contains(page, "Signalen tellen") {
				t.Fatalf("%q does not see the text", role)
			}
			if got := marks(page); !slices.Equal(got, want) {
				t.Errorf("%q has %v marked, not %v", role, got, want)
			}
		}
		c.hall.signIn(t, "coordinator")
		if got := marks(c.body(many)); len(got) != 10 {
			t.Errorf("%d of ten words are marked: %v", len(got), got)
		}
		one, ten := c.hall.asks(t, heard, few), c.hall.asks(t, heard, many)
		if len(one) != len(ten) {
			t.Errorf("a page asks %d statements for two words, and %d for ten:\n%s", len(one), len(ten), strings.Join(ten, "\n"))
		}
	})
}

// marks gives the words of a page that a press explains.
func marks(page string) (list []string) {
	for _, piece := range strings.Split(page, `<button type="button" class="term"`)[1:] {
		_, rest, _ := strings.Cut(piece, ">")
		word, _, _ := strings.Cut(rest, "<")
		list = append(list, word)
	}
	return list
}

// A word is proposed when people of several fields use it much and nobody
// explained it; only from texts that the reader may see.
func TestWordsAreProposed(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newCircle(t, config)
		ctx, words := context.Background(), c.hall.parts.language
		account := func(email string) id.ID { return c.one("account", "email", email).ID }
		mees, ravi, cor := account("meedoener@example.org"), account("redacteur@example.org"), account("coordinator@example.org")
		actor := func(of id.ID) access.Actor {
			who, err := c.hall.parts.accounts.ActorOf(ctx, of)
			if err != nil {
				t.Fatal(err)
			}
			return who.Actor
		}
		proposed := func(of id.ID, word string) (found language.Proposal, is bool) {
			t.Helper()
			list, err := words.Propose(ctx, actor(of), c.in)
			if err != nil {
				t.Fatal(err)
			}
			at := slices.IndexFunc(list, func(one language.Proposal) bool { return one.Word == word })
			if at < 0 {
				return language.Proposal{}, false
			}
			return list[at], true
		}
		if _, is := proposed(cor, "veerkracht"); !is {
			t.Error("the demo has no word to explain")
		}
		says := func(by id.ID, text, audience string) {
			c.writes("decision", by, record.Values{"what": "Besluit " + text, "reasons": text, "day": "2026-01-01", record.AudienceField: audience})
		}
		says(mees, "De klankbordrol en de klankbordrollen", "professionals")
		if _, is := proposed(cor, "klankbordrol"); is {
			t.Error("a word of one field only is proposed")
		}
		says(ravi, "Zonder klankbordrol gaat het niet", "partnership")
		if one, is := proposed(cor, "klankbordrol"); !is || one.Times < 4 || len(one.Domains) != 2 {
			t.Errorf("a word of two fields is not proposed: %+v", one)
		}
		if _, is := proposed(account("lezer@example.org"), "klankbordrol"); is {
			t.Error("a text that the reader may not see counts")
		}
		c.writes("term", 0, record.Values{"word": "klankbordrol", "agreed": "Meedenken, niet besluiten.", "agreedBy": "De keukentafel", "agreedOn": "2026-01-01"})
		if _, is := proposed(cor, "klankbordrol"); is {
			t.Error("a word that is explained is proposed")
		}
	})
}
