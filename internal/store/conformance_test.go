package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// square is a border of side metres with its lower left corner at x, y.
func square(x, y, side float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}}}
}

func neighbourhood(code, name string, year int, border orb.MultiPolygon) place.Claim {
	return place.Claim{Key: place.Key{Level: place.Neighbourhood, Code: code, Year: year}, Name: name, Border: border}
}

func value(v float64) indicator.Reading { return indicator.Reading{Value: v} }

func hole(h indicator.Hole) indicator.Reading { return indicator.Reading{Hole: h} }

func service(db *store.DB) *delivery.Service {
	return &delivery.Service{Store: db, IDs: id.NewMaker(nil), Now: time.Now}
}

func deliver(t *testing.T, s *delivery.Service, checksum string, rank int, load delivery.Load) delivery.Delivery {
	t.Helper()
	d, err := s.Deliver(context.Background(), []delivery.Arrival{{
		Delivery: delivery.Delivery{Source: "test", Table: "T1", BoundaryYear: 2024, File: "t.csv", Checksum: checksum},
		Source:   delivery.Source{ID: "test", Rank: rank}, Load: load,
	}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d[0]
}

func TestDeliveryShowsOnlyWhenCurrentAndUndoesAsAWhole(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		s := service(db)
		first := deliver(t, s, "a", 1, delivery.Load{
			Claims:  []place.Claim{neighbourhood("BU99990101", "Oud", 2024, square(0, 0, 10)), neighbourhood("BU99990102", "Zuid", 2024, nil)},
			Columns: []delivery.Column{{Indicator: "x", Period: 2020, Readings: []indicator.Reading{value(1.5), hole(indicator.Secret)}}},
		})
		if first.Areas != 2 || first.Figures != 1 || first.Holes != 1 {
			t.Errorf("counts of the first delivery: %+v", first)
		}
		second := deliver(t, s, "b", 2, delivery.Load{
			Claims:  []place.Claim{neighbourhood("BU99990101", "Nieuw", 2024, square(0, 0, 12))},
			Columns: []delivery.Column{{Indicator: "x", Period: 2020, Readings: []indicator.Reading{value(2.5)}}},
		})
		key := place.Key{Level: place.Neighbourhood, Code: "BU99990101", Year: 2024}
		show := func() (string, float64, float64) {
			edition, err := db.FindEdition(ctx, key)
			if err != nil {
				t.Fatal(err)
			}
			seen, err := db.Observations(ctx, place.Neighbourhood, []id.ID{edition.PlaceID}, []string{"x"})
			if err != nil || len(seen) == 0 {
				t.Fatalf("observations %v, %v", seen, err)
			}
			return edition.Name, edition.Area, seen[len(seen)-1].Value
		}
		if name, area, figure := show(); name != "Nieuw" || area != 144 || figure != 2.5 {
			t.Errorf("after the second: %s %g %g", name, area, figure)
		}
		if err := s.Undo(ctx, second.ID, 0); err != nil {
			t.Fatal(err)
		}
		if name, area, figure := show(); name != "Oud" || area != 100 || figure != 1.5 {
			t.Errorf("after undo the first shows again, got %s %g %g", name, area, figure)
		}
		if err := s.Undo(ctx, second.ID, 0); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("undoing twice gives %v, want a conflict", err)
		}
		if err := s.Redo(ctx, second.ID, 0); err != nil {
			t.Fatal(err)
		}
		if name, _, _ := show(); name != "Nieuw" {
			t.Errorf("after redo: %s", name)
		}
		if err := s.Undo(ctx, first.ID, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := db.FindEdition(ctx, place.Key{Level: place.Neighbourhood, Code: "BU99990102", Year: 2024}); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("an edition of which no current delivery speaks: %v, want not found", err)
		}
	})
}

func TestHigherRankIsDrawnAndTheOtherKept(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		s := service(db)
		deliver(t, s, "exact", 9, delivery.Load{Claims: []place.Claim{neighbourhood("BU99990101", "Exact", 2024, square(0, 0, 10))}})
		deliver(t, s, "rough", 1, delivery.Load{Claims: []place.Claim{neighbourhood("BU99990101", "Rough", 2024, square(1, 1, 11))}})
		edition, err := db.FindEdition(ctx, place.Key{Level: place.Neighbourhood, Code: "BU99990101", Year: 2024})
		if err != nil {
			t.Fatal(err)
		}
		kept, err := db.KeptBorders(ctx, edition.ID)
		if err != nil {
			t.Fatal(err)
		}
		if edition.Area != 100 || len(kept) != 2 || kept[0].Area != 100 || kept[1].Area != 121 {
			t.Errorf("drawn %g, kept %+v", edition.Area, kept)
		}
		borders, err := db.Borders(ctx, []place.Edition{edition})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(square(0, 0, 10), borders[edition.ID]); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSameCodeOfAnotherYearIsTheSamePlace(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		s := service(db)
		deliver(t, s, "2020", 1, delivery.Load{Claims: []place.Claim{neighbourhood("BU99990101", "Oud", 2020, nil)}})
		deliver(t, s, "2024", 1, delivery.Load{Claims: []place.Claim{neighbourhood("BU99990101", "Oud", 2024, square(0, 0, 5))}})
		editions, err := db.EditionsOf(ctx, place.Neighbourhood, "BU99990101")
		if err != nil {
			t.Fatal(err)
		}
		if len(editions) != 2 || editions[0].PlaceID != editions[1].PlaceID || editions[0].HasBorder() || !editions[1].HasBorder() {
			t.Errorf("editions: %+v", editions)
		}
		if editions[0].Parent != "WK999901" {
			t.Errorf("parent from the code: %q", editions[0].Parent)
		}
	})
}

func TestSameFileIsRefused(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db := storetest.Open(t, config)
		s := service(db)
		load := delivery.Load{Claims: []place.Claim{neighbourhood("BU99990101", "A", 2024, nil)}}
		first := deliver(t, s, "same", 1, load)
		again := delivery.Delivery{Source: "test", Table: "T1", BoundaryYear: 2024, File: "t.csv", Checksum: "same"}
		if _, err := s.Deliver(context.Background(), []delivery.Arrival{{Delivery: again, Load: load}}, nil); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("second time: %v, want a conflict", err)
		}
		if err := s.Undo(context.Background(), first.ID, 0); err != nil {
			t.Fatal(err)
		}
		deliver(t, s, "same", 1, load)
	})
}

// failingStore breaks off while figures are written.
type failingStore struct{ *store.DB }

var errBroken = errors.New("broken off")

func (failingStore) WriteFigures(context.Context, id.ID, []delivery.Column, []id.ID) error {
	return errBroken
}

func TestBrokenDeliveryLeavesNothing(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		s := service(db)
		s.Store = failingStore{db}
		_, err := s.Deliver(ctx, []delivery.Arrival{{Delivery: delivery.Delivery{Source: "test", Checksum: "x"}, Load: delivery.Load{
			Claims:  []place.Claim{neighbourhood("BU99990101", "A", 2024, square(0, 0, 1))},
			Columns: []delivery.Column{{Indicator: "x", Period: 2020, Readings: []indicator.Reading{value(1)}}},
		}}}, nil)
		if !errors.Is(err, errBroken) {
			t.Fatalf("error %v", err)
		}
		if empty, err := db.Empty(ctx); !empty || err != nil {
			t.Errorf("empty %v, %v", empty, err)
		}
	})
}

func TestLeftoversAreRemoved(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		s := service(db)
		if err := db.BeginDelivery(ctx, delivery.Delivery{ID: 7, State: delivery.Writing, CreatedAt: time.Now()}); err != nil {
			t.Fatal(err)
		}
		if _, err := db.WriteClaims(ctx, 7, 1, []place.Claim{neighbourhood("BU99990101", "A", 2024, square(0, 0, 1))}); err != nil {
			t.Fatal(err)
		}
		if removed, err := s.RemoveLeftovers(ctx); removed != 0 || err != nil {
			t.Errorf("a delivery that is being written was removed: %d, %v", removed, err)
		}
		s.Now = func() time.Time { return time.Now().Add(time.Hour) }
		if removed, err := s.RemoveLeftovers(ctx); removed != 1 || err != nil {
			t.Errorf("removed %d, %v", removed, err)
		}
		if empty, err := db.Empty(ctx); !empty || err != nil {
			t.Errorf("empty %v, %v", empty, err)
		}
	})
}

func TestListPlacesFindsByWordsAndPages(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		deliver(t, service(db), "a", 1, delivery.Load{Claims: []place.Claim{
			neighbourhood("BU99990101", "Lage Meent", 2024, nil), neighbourhood("BU99990102", "Köningsplein", 2024, nil),
			neighbourhood("BU99990103", "100% Groen", 2024, nil), neighbourhood("BU99990101", "Lage Meent", 2020, nil),
		}})
		for _, try := range []struct {
			ask   place.Ask
			total int
		}{
			{place.Ask{Words: "meent"}, 1}, {place.Ask{Words: "KONINGS"}, 1}, {place.Ask{Words: "bu999901"}, 3},
			{place.Ask{Words: "%"}, 0}, {place.Ask{Words: "100%"}, 1}, {place.Ask{Words: "meent", Year: 2020}, 1},
			{place.Ask{Level: place.District}, 0}, {place.Ask{Within: "GM9999"}, 3}, {place.Ask{Within: "WK999901"}, 3},
		} {
			try.ask.Limit = 2
			list, total, err := db.ListPlaces(ctx, try.ask)
			if err != nil || total != try.total || len(list) != min(2, total) {
				t.Errorf("%+v: %d of %d, %v; want %d", try.ask, len(list), total, err, try.total)
			}
		}
	})
}

func TestEventsAreNumbered(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		before, err := db.LastEvent(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.SaveSetting(ctx, "background", "pdok"); err != nil {
			t.Fatal(err)
		}
		after, err := db.LastEvent(ctx)
		if err != nil || after <= before {
			t.Errorf("before %d, after %d, %v", before, after, err)
		}
		if got, err := db.Setting(ctx, "background"); got != "pdok" || err != nil {
			t.Errorf("setting %q, %v", got, err)
		}
	})
}

func TestSuccessionsAreForgottenWithTheirBorders(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		s := service(db)
		deliver(t, s, "2020", 1, delivery.Load{Claims: []place.Claim{neighbourhood("BU99990101", "A", 2020, square(0, 0, 5))}})
		seen, err := db.LastEvent(ctx)
		if err != nil {
			t.Fatal(err)
		}
		list := []place.Succession{{From: "BU99990101", To: "BU99990101", Kind: place.Continued, ShareFrom: 1, ShareTo: 1}}
		if saved, err := db.SaveSuccessions(ctx, seen, place.Neighbourhood, 2020, 2024, list); !saved || err != nil {
			t.Fatalf("saved %v, %v", saved, err)
		}
		got, counts, err := db.Successions(ctx, place.Neighbourhood, 2020, 2024, "", 0, 10)
		if err != nil || cmp.Diff(list, got) != "" || counts[place.Continued] != 1 {
			t.Errorf("got %v %v %v", got, counts, err)
		}
		deliver(t, s, "2024", 1, delivery.Load{Claims: []place.Claim{neighbourhood("BU99990101", "A", 2024, square(0, 0, 6))}})
		if saved, err := db.SaveSuccessions(ctx, seen, place.Neighbourhood, 2020, 2024, list); saved || err != nil {
			t.Errorf("what was derived before a change was kept: %v, %v", saved, err)
		}
		if got, _, err := db.Successions(ctx, place.Neighbourhood, 2020, 2024, "", 0, 10); len(got) != 0 || err != nil {
			t.Errorf("after a new border: %v, %v", got, err)
		}
	})
}

func TestRecodedAreaKeepsItsPlaceAndItsFigures(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		s := service(db)
		deliver(t, s, "2020", 1, delivery.Load{
			Claims:  []place.Claim{neighbourhood("BU99990101", "Oud", 2020, square(0, 0, 5))},
			Columns: []delivery.Column{{Indicator: "x", Period: 2020, Readings: []indicator.Reading{value(4)}}},
		})
		deliver(t, s, "2024", 1, delivery.Load{Claims: []place.Claim{neighbourhood("BU99990909", "Nieuw", 2024, square(0, 0, 5))}})
		places := &place.Service{Store: db, Overlay: place.OverlayBorders}
		if err := places.DeriveMissing(ctx, nil); err != nil {
			t.Fatal(err)
		}
		editions, err := db.EditionsOf(ctx, place.Neighbourhood, "BU99990909")
		if err != nil || len(editions) != 2 {
			t.Fatalf("%d editions, %v; want the old code's and the new one's", len(editions), err)
		}
		seen, err := db.Observations(ctx, place.Neighbourhood, []id.ID{editions[1].PlaceID}, []string{"x"})
		if err != nil || len(seen) != 1 || seen[0].Code != "BU99990101" || seen[0].Value != 4 {
			t.Errorf("figures of the old code: %+v, %v", seen, err)
		}
	})
}

func TestAllObservationsOfAPlaceComeOnce(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		// Two levels in one delivery make two lines of content.
		deliver(t, service(db), "a", 1, delivery.Load{
			Claims: []place.Claim{
				neighbourhood("BU99990101", "", 2024, nil),
				{Key: place.Key{Level: place.District, Code: "WK999901", Year: 2024}},
			},
			Columns: []delivery.Column{{Indicator: "x", Period: 2020, Readings: []indicator.Reading{value(1), value(2)}}},
		})
		edition, err := db.FindEdition(ctx, place.Key{Level: place.Neighbourhood, Code: "BU99990101", Year: 2024})
		if err != nil || edition.Name != "BU99990101" {
			t.Fatalf("an area without a name is called %q, %v", edition.Name, err)
		}
		seen, err := db.AllObservations(ctx, edition.PlaceID)
		if err != nil || len(seen) != 1 || seen[0].Value != 1 {
			t.Errorf("observations %+v, %v; want one", seen, err)
		}
	})
}

func TestMunicipalityAtAPoint(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		deliver(t, service(db), "a", 1, delivery.Load{Claims: []place.Claim{
			neighbourhood("BU99980101", "West", 2024, square(0, 0, 5)), neighbourhood("BU99990101", "Oost", 2024, square(5, 0, 5)),
		}})
		for point, want := range map[orb.Point]string{{2, 2}: "GM9998", {7, 2}: "GM9999", {20, 2}: ""} {
			if got, err := db.MunicipalityAt(ctx, point); got != want || err != nil {
				t.Errorf("at %v: %q, %v; want %q", point, got, err, want)
			}
		}
	})
}
