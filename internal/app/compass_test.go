package app

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/compass"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// signals reads the compass and gives what each signal is about, then and now.
func (c *circle) signals(actor access.Actor, then time.Time) (was, is map[string][]string) {
	c.t.Helper()
	read, err := c.hall.parts.compass.Of(context.Background(), actor, c.in, then)
	if err != nil {
		c.t.Fatal(err)
	}
	about := func(readings []compass.Reading) map[string][]string {
		list := map[string][]string{}
		for _, reading := range readings {
			list[reading.ID] = reading.About
		}
		return list
	}
	return about(read.Then), about(read.Now)
}

// write makes or changes a record as the program, at a moment.
func (c *circle) write(at time.Time, kind string, one id.ID, values record.Values) id.ID {
	c.t.Helper()
	records, ctx := c.hall.parts.records, context.Background()
	records.Now = func() time.Time { return at }
	defer func() { records.Now = time.Now }()
	if one == 0 {
		values[record.PartnershipField], values[record.PlaceField] = c.in, c.place
		row, err := records.Create(ctx, commandLineActor(), c.hall.kind(kind), values)
		if err != nil {
			c.t.Fatal(err)
		}
		return row.ID
	}
	row, err := c.hall.parts.db.FindRow(ctx, c.hall.kind(kind), one)
	if err != nil {
		c.t.Fatal(err)
	}
	if values == nil {
		_, err = records.Delete(ctx, commandLineActor(), c.hall.kind(kind), one, row.Version)
	} else {
		_, err = records.Change(ctx, commandLineActor(), c.hall.kind(kind), one, row.Version, values)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	return one
}

// The compass names nothing that its reader may not see: not people who are
// shown to their own organisation only, nor what was taken away, nor what was
// not theirs to see on the earlier day.
func TestTheCompassNamesNothingHidden(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newCircle(t, config)
		now := time.Now()
		days := func(n int) time.Time { return now.AddDate(0, 0, -n) }
		day := func(n int) string { return days(n).Format(time.DateOnly) }
		elsewhere := c.one("organisation", "name", "Woonstichting Meentewonen").ID
		shy := c.write(days(300), "person", 0, record.Values{"name": "Verscholen Violet", record.OwnerField: elsewhere, record.AudienceField: "own-organisation"})
		c.write(days(300), "member", 0, record.Values{"person": shy, "starts": day(300), record.AudienceField: "partnership"})
		promise := record.Values{"what": "Geheim beloofd", "toWhom": "Bewoners", "mandate": "Eigen", "due": day(200)}
		gone := c.write(days(290), "promise", 0, with(promise, "partnership"))
		promise["what"] = "Eerst nog van onszelf"
		once := c.write(days(290), "promise", 0, with(promise, "own-organisation"))
		c.write(days(20), "promise", gone, nil)
		c.write(days(20), "promise", once, record.Values{record.AudienceField: "partnership"})

		reader := access.Actor{Account: 1, Scopes: map[access.Role]access.Scope{access.Reader: {Partnerships: []id.ID{c.in}}}}
		was, is := c.signals(reader, days(100))
		for _, list := range []map[string][]string{was, is} {
			for signal, about := range list {
				if slices.Contains(about, "Verscholen Violet") {
					t.Errorf("%s names somebody whom the reader may not see", signal)
				}
			}
		}
		if !slices.Contains(is["not-heard"], "") {
			t.Error("somebody who may not be named does not count")
		}
		if slices.Contains(was["promise-late"], "Geheim beloofd") || !slices.Contains(was["promise-late"], "") {
			t.Errorf("what was taken away: %q", was["promise-late"])
		}
		if slices.Contains(was["promise-late"], "Eerst nog van onszelf") || !slices.Contains(is["promise-late"], "Eerst nog van onszelf") {
			t.Errorf("what was not yet theirs to see: %q, then %q", was["promise-late"], is["promise-late"])
		}
		whole, _ := c.signals(commandLineActor(), days(100))
		if !slices.Contains(whole["promise-late"], "Geheim beloofd") {
			t.Error("who may see what was taken away does not see its name")
		}
		if _, err := c.hall.parts.compass.Of(context.Background(), access.Actor{Account: 1, Scopes: map[access.Role]access.Scope{access.Administrator: {Everywhere: true}}}, c.in, now); err == nil {
			t.Error("who is not in the partnership reads its compass")
		}
	})
}

func with(values record.Values, audience string) record.Values {
	all := record.Values{record.AudienceField: audience}
	for name, value := range values {
		all[name] = value
	}
	return all
}

// A difference counts from the day it was found, not from the day of its word,
// and a member from the day they came.
func TestTheCompassCountsFromWhenItWasSo(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newCircle(t, config)
		now := time.Now()
		days := func(n int) time.Time { return now.AddDate(0, 0, -n) }
		term := c.write(days(200), "term", 0, record.Values{"word": "proefwoord", "sort": "noun"})
		c.write(days(30), "term", term, record.Values{"difference": "Wat is een proef?"})
		if _, is := c.signals(commandLineActor(), days(10)); slices.Contains(is["term-open"], "proefwoord") {
			t.Error("a difference of thirty days counts as one of sixty")
		}
		c.hall.parts.compass.Now = func() time.Time { return now.AddDate(0, 0, 40) }
		was, is := c.signals(commandLineActor(), now)
		if slices.Contains(was["term-open"], "proefwoord") || !slices.Contains(is["term-open"], "proefwoord") {
			t.Errorf("a difference of seventy days: %q, then %q", was["term-open"], is["term-open"])
		}
		c.hall.parts.compass.Now = time.Now
		_, before := c.signals(commandLineActor(), now)
		if !slices.Contains(before["not-behind"], "GGD Zeekust") {
			t.Errorf("no level is not behind it: %q", before["not-behind"])
		}
		for _, level := range []string{"board", "directors"} {
			person := c.write(now, "person", 0, record.Values{"name": "Later " + level, "level": level})
			c.write(now, "member", 0, record.Values{"person": person, "starts": now.AddDate(0, 0, 30).Format(time.DateOnly)})
		}
		if _, is := c.signals(commandLineActor(), days(10)); !slices.Equal(is["no-level"], before["no-level"]) {
			t.Errorf("who comes next month is at the table already: %q, was %q", is["no-level"], before["no-level"])
		}
	})
}

// Reading the compass asks as much of the database whatever it holds.
func BenchmarkCompass(b *testing.B) {
	config := store.Config{Folder: b.TempDir()}
	fillDemo(b, config)
	h := openHall(b, config)
	rows, err := h.parts.db.FindEqual(context.Background(), h.kind("partnership"), []string{"name"}, []any{"Samen gezond in Waterhoven"}, 1)
	if err != nil || len(rows) == 0 {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := h.parts.compass.Of(context.Background(), commandLineActor(), rows[0].ID, time.Now().AddDate(0, -6, 0)); err != nil {
			b.Fatal(err)
		}
	}
}
