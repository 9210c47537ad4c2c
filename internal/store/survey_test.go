package store_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
	"github.com/koppelkans/koppelkans/internal/suppress"
	"github.com/koppelkans/koppelkans/internal/survey"
)

// A series comes back as it was saved; a round is kept once, and an indicator
// is published once for a municipality and period.
func TestSurveysAreKept(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		s := survey.Series{
			ID: 1, Indicator: "own-x", Survey: "Monitor", Scope: "GM0001", BoundaryYear: 2024, Smallest: 10, Rounding: 5,
			Areas:  []survey.Area{{Code: "BU00010000", Level: place.Neighbourhood}, {Code: "GM0001", Level: place.Municipality, Of: []string{"BU00010000"}}},
			Ledger: &suppress.Ledger{Shape: "a", Periods: []suppress.Decided{{Period: "2024", Counts: "b", Hidden: [][]string{{"yes", "BU00010000", "2024"}}}}},
		}
		first := survey.Round{Period: 2024, Unlisted: survey.NotAsked, Counts: map[string]survey.Count{"BU00010000": {Asked: 40, Yes: 12}}}
		second := survey.Round{Period: 2022, Unlisted: survey.NobodyAnswered, Counts: map[string]survey.Count{}}
		save := func(s survey.Series, rounds ...survey.Round) error {
			s.Rounds = append(s.Rounds, rounds...)
			return db.SaveSurvey(ctx, s, rounds, []string{"GM0001"})
		}
		if err := save(s, first); err != nil {
			t.Fatal(err)
		}
		found, is, err := db.SurveySeries(ctx, "own-x", "Monitor", "GM0001", 2024)
		want := s
		want.Version, want.Rounds = 1, []survey.Round{first}
		if diff := cmp.Diff(want, found); diff != "" || !is || err != nil {
			t.Fatalf("%v %v\n%s", is, err, diff)
		}
		if err := save(found, second); err != nil {
			t.Fatal(err)
		}
		if err := save(found, survey.Round{Period: 2020}); fault.CodeOf(err) != fault.Conflict || err == nil {
			t.Errorf("saved over what another saved: %v", err)
		}
		found, _, err = db.SurveySeries(ctx, "own-x", "Monitor", "GM0001", 2024)
		if err != nil || len(found.Rounds) != 2 || found.Rounds[1].Period != 2022 || found.Version != 2 {
			t.Errorf("rounds in the order of publication: %+v, %v", found.Rounds, err)
		}
		other := s
		other.ID, other.Survey = id.ID(2), "Another"
		if err := save(other, first); fault.CodeOf(err) != fault.Conflict || err == nil {
			t.Errorf("published twice: %v", err)
		}
		if _, is, _ := db.SurveySeries(ctx, "own-x", "Another", "GM0001", 2024); is {
			t.Error("what was refused was kept in part")
		}
		taken, err := db.SurveyTaken(ctx, other.ID, "own-x", []string{"GM0002", "GM0001"}, []int{2018, 2022, 2024})
		if diff := cmp.Diff([]int{2022, 2024}, taken); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
		if taken, err = db.SurveyTaken(ctx, s.ID, "own-x", []string{"GM0001"}, []int{2024}); len(taken) > 0 || err != nil {
			t.Errorf("a series stands in its own way: %v, %v", taken, err)
		}
	})
}

func TestSurveyKeyIsMadeOnce(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		first, err := db.SurveyKey(ctx, []byte("a first key of some length"))
		if err != nil {
			t.Fatal(err)
		}
		again, err := db.SurveyKey(ctx, []byte("another key of some length"))
		if err != nil || string(again) != string(first) {
			t.Errorf("%q, then %q, %v", first, again, err)
		}
	})
}
