package survey

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

var key = []byte("a key of a test, no secret")

// made is a series of two districts with three neighbourhoods each.
func made() Series {
	s := Series{ID: 1, Indicator: "own-x", Survey: "Peiling", Scope: "GM0001", BoundaryYear: 2024, Smallest: 10}
	city := Area{Code: "GM0001", Level: place.Municipality}
	for d := range 2 {
		district := Area{Code: fmt.Sprintf("WK0001%02d", d), Level: place.District}
		for n := range 3 {
			code := fmt.Sprintf("BU0001%02d%02d", d, n)
			s.Areas = append(s.Areas, Area{Code: code, Level: place.Neighbourhood})
			district.Of, city.Of = append(district.Of, code), append(city.Of, code)
		}
		s.Areas = append(s.Areas, district)
	}
	s.Areas = append(s.Areas, city)
	return s
}

// with adds a round: n and yes of each neighbourhood; −1 is not listed.
func (s Series) with(period int, unlisted Unlisted, counts ...[2]int) Series {
	round, at := Round{Period: period, Unlisted: unlisted, Counts: map[string]Count{}}, 0
	for _, area := range s.Areas {
		if len(area.Of) > 0 {
			continue
		}
		if counts[at][0] >= 0 {
			round.Counts[area.Code] = Count{counts[at][0], counts[at][1]}
		}
		at++
	}
	s.Rounds = append(s.Rounds[:len(s.Rounds):len(s.Rounds)], round)
	return s
}

func (s Series) decided(t *testing.T, period int) map[string]figure {
	t.Helper()
	plan, err := s.plan(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	column, err := s.column(plan, period)
	if err != nil {
		t.Fatal(err)
	}
	return byCode(s, column)
}

type figure struct {
	indicator.Reading
	indicator.Sureness
}

func byCode(s Series, column delivery.Column) map[string]figure {
	all := map[string]figure{}
	for at, area := range s.Areas {
		all[area.Code] = figure{column.Readings[at], column.Sureness[at]}
	}
	return all
}

// What shows has its number of people, and no hole has one.
func TestRespondentsGoWithWhatShows(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var counts [][2]int
		for range 6 {
			n := random.IntN(120)
			counts = append(counts, [2]int{n, random.IntN(n + 1)})
		}
		s := made().with(2024, NobodyAnswered, counts...)
		if random.IntN(2) == 0 {
			s.Rounding = 5
		}
		for code, f := range s.decided(t, 2024) {
			if f.Known() != (f.Respondents > 0) {
				t.Fatalf("%v: %s is %+v", counts, code, f)
			}
			if f.Known() && s.Rounding > 0 && f.Respondents%5 != 0 {
				t.Fatalf("%s: %d people were not rounded", code, f.Respondents)
			}
		}
	}
}

// An area that everybody knows was not asked says so, and protects nothing; one
// that is only not listed is a hole like others.
func TestAreasThatAreNotListed(t *testing.T) {
	counts := [][2]int{{80, 40}, {90, 30}, {70, 30}, {100, 60}, {120, 50}, {-1, 0}}
	asked := made().with(2024, NotAsked, counts...).decided(t, 2024)
	if asked["BU00010102"].Hole != indicator.NotAsked || !asked["WK000101"].Known() || asked["WK000101"].Respondents != 220 || !asked["BU00010100"].Known() {
		t.Errorf("%+v", asked)
	}
	few := made().with(2024, NobodyAnswered, counts...).decided(t, 2024)
	if few["BU00010102"].Hole != indicator.Suppressed || few["BU00010100"].Known() && few["BU00010101"].Known() {
		t.Errorf("an area without answers is given away: %+v", few)
	}
}

// A round that was shown cannot change, and rounds that come later leave it as
// it is, also when they are of an earlier year.
func TestRoundsStayAsTheyWereShown(t *testing.T) {
	first := made().with(2024, NobodyAnswered, [2]int{80, 40}, [2]int{90, 4}, [2]int{70, 30}, [2]int{100, 60}, [2]int{120, 50}, [2]int{60, 25})
	plan, err := first.plan(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	first.Ledger = plan.Ledger()
	shown := first.decided(t, 2024)
	second := first.with(2020, NotAsked, [2]int{30, 12}, [2]int{9, 4}, [2]int{70, 30}, [2]int{40, 20}, [2]int{-1, 0}, [2]int{60, 5})
	for code, f := range second.decided(t, 2024) {
		if f != shown[code] {
			t.Errorf("%s was %+v and is %+v", code, shown[code], f)
		}
	}
	changed := made().with(2024, NobodyAnswered, [2]int{80, 41}, [2]int{90, 4}, [2]int{70, 30}, [2]int{100, 60}, [2]int{120, 50}, [2]int{60, 25})
	changed.Ledger = first.Ledger
	if _, err := changed.plan(context.Background(), key); fault.CodeOf(err) != fault.Conflict || err == nil {
		t.Errorf("a round was changed: %v", err)
	}
}

// The reasons that an analyst is told are those of the counts.
func TestOutcomeCountsReasons(t *testing.T) {
	s := made().with(2024, NobodyAnswered, [2]int{9, 5}, [2]int{90, 4}, [2]int{70, 65}, [2]int{100, 60}, [2]int{120, 50}, [2]int{60, 25})
	plan, err := s.plan(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	column, err := s.column(plan, 2024)
	if err != nil {
		t.Fatal(err)
	}
	var o Outcome
	o.add(&s, s.Rounds[0], column)
	if o.FewAsked != 1 || o.FewYes != 1 || o.FewNo != 1 || o.Shown+o.Hidden()+o.NotAsked != len(s.Areas) {
		t.Errorf("%+v of %d areas", o, len(s.Areas))
	}
}
