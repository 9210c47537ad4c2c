package app

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
)

const square = `{"type":"Polygon","coordinates":[[[5.47,51.43],[5.49,51.43],[5.49,51.45],[5.47,51.45],[5.47,51.43]]]}`

// An area that somebody draws becomes a place, follows its record, and goes
// with it.
func TestOwnAreaBecomesAPlace(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	p := openTest(t)
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := &console{out: t.Output(), errs: t.Output(), words: words, lang: "en", kinds: jobKinds}
	worked := make(chan struct{})
	go func() {
		defer close(worked)
		working{Workers: 1, Lease: time.Minute}.work(ctx, p, c, slog.New(slog.NewTextHandler(t.Output(), nil)))
	}()
	defer func() { stop(); <-worked }()
	kind, _ := p.records.Kinds.ByName("ownArea")
	analyst := access.Actor{Account: 7, Scopes: map[access.Role]access.Scope{access.Analyst: {Everywhere: true}}}
	for _, bad := range []string{"", "hier", `{"type":"Point","coordinates":[5,52]}`, `{"type":"Polygon","coordinates":[[[51.4,5.4],[51.5,5.4],[51.5,5.5],[51.4,5.4]]]}`} {
		if _, err := p.records.Create(ctx, analyst, kind, record.Values{"name": "Fout", "border": bad}); err == nil {
			t.Errorf("%q was taken for a border", bad)
		}
	}
	row, err := p.records.Create(ctx, analyst, kind, record.Values{"name": "Plan Noord", "border": square})
	if err != nil {
		t.Fatal(err)
	}
	area := place.OwnAreas().Of(row)
	waitFor := func(what string, holds func([]place.Edition) bool) {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			editions, err := p.db.EditionsOf(ctx, place.OwnArea, area.Code)
			if err != nil {
				t.Fatal(err)
			}
			if holds(editions) {
				return
			}
			if time.Now().After(end) {
				found, _, err := p.jobs.List(ctx, job.Ask{})
				t.Fatalf("%s: %+v; jobs %+v, %v", what, editions, found, err)
			}
		}
	}
	waitFor("the area is no place", func(list []place.Edition) bool {
		// 1.39 km by 2.22 km
		return len(list) == 1 && list[0].Name == "Plan Noord" && list[0].Area > 3.0e6 && list[0].Area < 3.2e6
	})
	if row, err = p.records.Change(ctx, analyst, kind, row.ID, row.Version, record.Values{"name": "Plan Noorderpark"}); err != nil {
		t.Fatal(err)
	}
	waitFor("the place keeps its former name", func(list []place.Edition) bool { return len(list) == 1 && list[0].Name == "Plan Noorderpark" })
	if _, err := p.records.Delete(ctx, analyst, kind, row.ID, row.Version); err != nil {
		t.Fatal(err)
	}
	waitFor("the place stays", func(list []place.Edition) bool { return len(list) == 0 })
}
