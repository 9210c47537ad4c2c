package store_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// TestSurenessComesWithItsFigure keeps margins and respondents through undo and
// redo, gives none to a hole, and leaves nothing behind of a delivery that is
// removed.
func TestSurenessComesWithItsFigure(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		s := service(db)
		load := delivery.Load{
			Claims: []place.Claim{neighbourhood("BU99990101", "Oost", 2024, nil), neighbourhood("BU99990102", "Zuid", 2024, nil), neighbourhood("BU99990103", "Noord", 2024, nil)},
			Columns: []delivery.Column{{Indicator: "x", Period: 2024, Readings: []indicator.Reading{value(30), hole(indicator.Secret), value(40)},
				Sureness: []indicator.Sureness{{Low: 25, High: 34.5, Respondents: 120}, {Respondents: 4}, {}}},
				{Indicator: "y", Period: 2024, Readings: []indicator.Reading{value(1), value(2), value(3)}}},
		}
		d := deliver(t, s, "a", 1, load)
		sure := func() map[string]indicator.Sureness {
			found := map[string]indicator.Sureness{}
			for _, claim := range load.Claims {
				edition, err := db.FindEdition(ctx, claim.Key)
				if err != nil {
					continue
				}
				seen, err := db.AllObservations(ctx, edition.PlaceID)
				if err != nil {
					t.Fatal(err)
				}
				some, err := db.Observations(ctx, place.Neighbourhood, []id.ID{edition.PlaceID}, []string{"x", "y"})
				if err != nil || len(some) != len(seen) {
					t.Fatalf("%d of %d observations, %v", len(some), len(seen), err)
				}
				for at, o := range seen {
					if o.Sureness != some[at].Sureness {
						t.Errorf("two ways give %+v and %+v", o.Sureness, some[at].Sureness)
					}
					if o.Sureness != (indicator.Sureness{}) {
						found[o.Code+" "+o.Indicator] = o.Sureness
					}
				}
			}
			return found
		}
		want := map[string]indicator.Sureness{"BU99990101 x": {Low: 25, High: 34.5, Respondents: 120}}
		if diff := cmp.Diff(want, sure()); diff != "" {
			t.Error(diff)
		}
		if err := s.Undo(ctx, d.ID, 0); err != nil || len(sure()) != 0 {
			t.Errorf("after undo: %v, %v", sure(), err)
		}
		if err := s.Redo(ctx, d.ID, 0); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, sure()); diff != "" {
			t.Error(diff)
		}
		left := deliveryBegun(t, db, load)
		if err := db.RemoveDelivery(ctx, left); err != nil {
			t.Fatal(err)
		}
		if kept := db.RowsOf(t, `SELECT count(*) FROM figure_sureness WHERE delivery_id = $1`, left); kept != 0 {
			t.Errorf("%d margins were left behind", kept)
		}
	})
}

// deliveryBegun writes a delivery and dies before it is made current.
func deliveryBegun(t *testing.T, db *store.DB, load delivery.Load) id.ID {
	t.Helper()
	ctx, d := context.Background(), delivery.Delivery{ID: 7, Source: "test", BoundaryYear: 2024, State: delivery.Writing}
	if err := db.BeginDelivery(ctx, d); err != nil {
		t.Fatal(err)
	}
	editions, err := db.WriteClaims(ctx, d.ID, 1, load.Claims)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.WriteFigures(ctx, d.ID, load.Columns, editions); err != nil {
		t.Fatal(err)
	}
	if kept := db.RowsOf(t, `SELECT count(*) FROM figure_sureness WHERE delivery_id = $1`, d.ID); kept != 1 {
		t.Errorf("%d margins written, want 1", kept)
	}
	return d.ID
}
