package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/store"
)

// visible gives a checksum of all that can be seen of a database: the areas
// with their names, parents and borders, the deliveries and what they hold,
// and every figure. Ids and times are left out, because they differ between
// two runs that do the same. It reads through the queries that pages use.
func visible(t testing.TB, config store.Config) string {
	t.Helper()
	db, err := store.Open(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	sum := sha256.New()
	read := &visibleContent{db: db, to: sum, sources: map[id.ID]string{}}
	if err := read.all(context.Background()); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

type visibleContent struct {
	db      *store.DB
	to      io.Writer
	sources map[id.ID]string // what a delivery is, without its id
}

func (v *visibleContent) all(ctx context.Context) error {
	if err := v.deliveries(ctx); err != nil {
		return err
	}
	for _, level := range place.Levels {
		years, err := v.db.BorderYears(ctx, level, "")
		if err != nil {
			return err
		}
		fmt.Fprintln(v.to, level, years)
		for _, year := range years {
			if err := v.areas(ctx, level, year.Year); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *visibleContent) deliveries(ctx context.Context) error {
	list, total, err := v.db.Deliveries(ctx, commandLineActor(), 0, 10_000)
	if err != nil {
		return err
	}
	fmt.Fprintln(v.to, total)
	for _, d := range list {
		v.sources[d.ID] = d.Source + " " + d.Table + " " + d.Checksum
		fmt.Fprintln(v.to, v.sources[d.ID], d.BoundaryYear, d.File, d.Recipe, d.Note, d.State, d.Areas, d.Figures, d.Holes)
		contents, err := v.db.ContentsOf(ctx, d.ID)
		if err != nil {
			return err
		}
		for _, c := range contents {
			fmt.Fprintln(v.to, c.Indicator, c.Period, c.Level, c.BoundaryYear, c.Known, c.Holes, c.Assumed)
		}
	}
	return nil
}

func (v *visibleContent) areas(ctx context.Context, level place.Level, year int) error {
	editions, _, err := v.db.ListPlaces(ctx, place.Ask{Level: level, Year: year, Limit: 1_000_000})
	if err != nil {
		return err
	}
	borders, err := v.db.Borders(ctx, editions)
	if err != nil {
		return err
	}
	slices.SortFunc(editions, func(a, b place.Edition) int { return cmp.Compare(a.Code, b.Code) })
	places := make([]id.ID, 0, len(editions))
	for _, e := range editions {
		fmt.Fprintln(v.to, e.Level, e.Code, e.Year, e.Name, e.Parent, e.StatedArea, e.Source, e.Area, v.sources[e.BorderFrom], borders[e.ID])
		places = append(places, e.PlaceID)
	}
	return v.figures(ctx, level, places)
}

func (v *visibleContent) figures(ctx context.Context, level place.Level, places []id.ID) error {
	contents, err := v.db.Contents(ctx, nil)
	if err != nil {
		return err
	}
	var indicators []string
	for _, c := range contents {
		indicators = append(indicators, c.Indicator)
	}
	slices.Sort(indicators)
	observed, err := v.db.Observations(ctx, level, places, slices.Compact(indicators))
	if err != nil {
		return err
	}
	lines := make([]string, 0, len(observed))
	for _, o := range observed {
		lines = append(lines, fmt.Sprintln(o.Code, o.BoundaryYear, o.Indicator, o.Period, o.Value, o.Hole, o.Sureness, v.sources[o.Delivery]))
	}
	slices.Sort(lines)
	for _, line := range lines {
		fmt.Fprint(v.to, line)
	}
	return nil
}
