package demo

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
	"github.com/koppelkans/koppelkans/internal/geo/overlay"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/place"
)

// book has all readings by area, indicator and period.
type book map[string]map[string]map[int]indicator.Reading

func bookOf(w *World) book {
	b := book{}
	for _, a := range w.Arrivals {
		for _, column := range a.Load.Columns {
			for at, reading := range column.Readings {
				code := a.Load.Claims[at].Code
				if b[code] == nil {
					b[code] = map[string]map[int]indicator.Reading{}
				}
				if b[code][column.Indicator] == nil {
					b[code][column.Indicator] = map[int]indicator.Reading{}
				}
				b[code][column.Indicator][column.Period] = reading
			}
		}
	}
	return b
}

func TestFiguresFitTheCatalogue(t *testing.T) {
	known, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, found := known.Source(source); !found {
		t.Error("the catalogue has no source demo")
	}
	used := map[string]map[int]bool{}
	for _, a := range world(t).Arrivals {
		for _, column := range a.Load.Columns {
			one, found := known.ByID(column.Indicator)
			if !found {
				t.Errorf("the catalogue has no indicator %s", column.Indicator)
				continue
			}
			if used[one.ID] == nil {
				used[one.ID] = map[int]bool{}
			}
			used[one.ID][column.Period] = true
			if len(column.Readings) != len(a.Load.Claims) {
				t.Errorf("%s: %d readings of %d areas", one.ID, len(column.Readings), len(a.Load.Claims))
			}
			for _, reading := range column.Readings {
				checkReading(t, one, reading)
			}
		}
	}
	sets, err := healthmap.LoadSets()
	if err != nil {
		t.Fatal(err)
	}
	inSets := map[string]bool{}
	for _, set := range sets {
		for _, item := range set.Items {
			for _, part := range item.Parts {
				inSets[part.Indicator] = true
				if len(used[part.Indicator]) != len(periods) {
					t.Errorf("%s of set %s has %d periods, want %d", part.Indicator, set.ID, len(used[part.Indicator]), len(periods))
				}
			}
		}
	}
	if others := len(used) - len(inSets); others < 60 {
		t.Errorf("%d indicators besides those of the map sets, want at least 60", others)
	}
}

func checkReading(t *testing.T, one indicator.Indicator, reading indicator.Reading) {
	t.Helper()
	switch {
	case !reading.Known() && reading.Value != 0:
		t.Errorf("%s: a hole carries the value %g", one.ID, reading.Value)
	case math.IsNaN(reading.Value) || math.IsInf(reading.Value, 0):
		t.Errorf("%s is %g", one.ID, reading.Value)
	case reading.Known() && one.Minimum != nil && reading.Value < *one.Minimum,
		reading.Known() && one.Maximum != nil && reading.Value > *one.Maximum:
		t.Errorf("%s is %g, which cannot be", one.ID, reading.Value)
	case reading.Known() && one.Unit == "km" && reading.Value > 15:
		t.Errorf("%s is %g km: there is none in town", one.ID, reading.Value)
	}
}

func TestEveryHoleOccurs(t *testing.T) {
	seen := map[indicator.Hole]int{}
	for _, a := range world(t).Arrivals {
		for _, column := range a.Load.Columns {
			for _, reading := range column.Readings {
				seen[reading.Hole]++
			}
		}
	}
	for hole := indicator.NotLoaded; hole <= indicator.Suppressed; hole++ {
		if seen[hole] == 0 {
			t.Errorf("no figure is missing because it is %s", hole)
		}
	}
}

// TestMapSetsAreMostlyKnown wants the current figures of every shipped map
// set in most areas, or the map would be all holes.
func TestMapSetsAreMostlyKnown(t *testing.T) {
	sets, err := healthmap.LoadSets()
	if err != nil {
		t.Fatal(err)
	}
	count := map[string][2]int{} // known, all
	for code, figures := range bookOf(world(t)) {
		level, _ := place.LevelOf(code)
		if level != place.Neighbourhood && level != place.Postcode4 {
			continue
		}
		for id, periods := range figures {
			if reading, there := periods[currentYear]; there {
				c := count[id]
				c[1]++
				if reading.Known() {
					c[0]++
				}
				count[id] = c
			}
		}
	}
	for _, set := range sets {
		for _, item := range set.Items {
			for _, part := range item.Parts {
				if c := count[part.Indicator]; 4*c[0] < 3*c[1] || c[0] == 0 {
					t.Errorf("%s of set %s is known in %d of %d areas", part.Indicator, set.ID, c[0], c[1])
				}
			}
		}
	}
}

// TestPartsAddUp checks what a reader would add up.
func TestPartsAddUp(t *testing.T) {
	b := bookOf(world(t))
	for code, figures := range b {
		for _, period := range periods {
			sum := func(ids ...string) (float64, bool) {
				total := 0.0
				for _, id := range ids {
					reading, there := figures[id][period.year]
					if !there || !reading.Known() {
						return 0, false
					}
					total += reading.Value
				}
				return total, true
			}
			for _, parts := range []struct {
				ids     []string
				rounded float64
			}{
				{[]string{"noise-class-1", "noise-class-2", "noise-class-3", "noise-class-4", "noise-class-5", "noise-class-6"}, 1e-9},
				{[]string{"cbs-share-0-15", "cbs-share-15-25", "cbs-share-25-45", "cbs-share-45-65", "cbs-share-65-plus"}, 2.5},
				{[]string{"cbs-owner-occupied", "cbs-rented"}, 1},
				{[]string{"rivm-underweight", "rivm-normal-weight", "rivm-overweight"}, 0.2},
			} {
				if total, known := sum(parts.ids...); known && math.Abs(total-100) > parts.rounded+1e-9 {
					t.Errorf("%s %d: %v are %g together", code, period.year, parts.ids, total)
				}
			}
			for _, pair := range [][2]string{
				{"rivm-severely-lonely", "rivm-lonely"}, {"rivm-obesity", "rivm-overweight"},
				{"rivm-walk-to-work", "rivm-walk-or-cycle-to-work"}, {"rivm-cycle-to-work", "rivm-walk-or-cycle-to-work"},
				{"rivm-severely-limited-by-health", "rivm-limited-by-health"}, {"rivm-moving-limitation", "rivm-physical-limitation"},
			} {
				part, _ := sum(pair[0])
				if all, known := sum(pair[1]); known && part > all {
					t.Errorf("%s %d: %s %g is more than %s %g", code, period.year, pair[0], part, pair[1], all)
				}
			}
		}
	}
}

// TestScoresSpread scores the cells of Waterhoven by their centre and wants
// the picture that the demo is for.
func TestScoresSpread(t *testing.T) {
	w := world(t)
	count, known := map[int]int{}, map[int]int{}
	for _, cell := range scored(t, w) {
		count[cell.score]++
		known[cell.known]++
	}
	total := 0
	for _, cells := range count {
		total += cells
	}
	middle := count[1] + count[2] + count[3] + count[4]
	if middle < total/2 {
		t.Errorf("%d of %d cells score 1 to 4, want most: %v", middle, total, count)
	}
	if count[0] == 0 || count[7]+count[8] == 0 || len(count) < 7 {
		t.Errorf("scores do not spread over 0 to 7: %v", count)
	}
	if known[8] < total/2 || known[8] == total {
		t.Errorf("all eight are known in %d of %d cells, want most but not all: %v", known[8], total, known)
	}
}

type scoredCell struct{ score, known int }

// scored holds the set city8 against the neighbourhood and postcode area in
// which the centre of each cell lies.
func scored(t *testing.T, w *World) []scoredCell {
	t.Helper()
	sets, err := healthmap.LoadSets()
	if err != nil {
		t.Fatal(err)
	}
	figures := bookOf(w)
	areas := claimsOf(arrivalOf(t, w, "demo-gebieden", currentYear), place.Neighbourhood)
	posts := claimsOf(arrivalOf(t, w, "demo-postcodes", currentYear), place.Postcode4)
	window, err := hex.RD100.Cover(claimsOf(arrivalOf(t, w, "demo-gebieden", currentYear), place.Municipality)[0].Border.Bound())
	if err != nil {
		t.Fatal(err)
	}
	inArea, inPost := owners(t, window, areas), owners(t, window, posts)
	city8 := sets[slices.IndexFunc(sets, func(s healthmap.MapSet) bool { return s.ID == "city8" })]
	var cells []scoredCell
	for at, area := range inArea {
		if area < 0 {
			continue
		}
		cell := scoredCell{}
		for _, item := range city8.Items {
			over, known := answer(item, func(id string) (indicator.Reading, bool) {
				reading, there := figures[areas[area].Code][id][currentYear]
				if !there {
					reading, there = figures[posts[inPost[at]].Code][id][currentYear]
				}
				return reading, there && reading.Known()
			})
			if over {
				cell.score++
			}
			if known {
				cell.known++
			}
		}
		cells = append(cells, cell)
	}
	return cells
}

func owners(t *testing.T, window hex.Window, claims []place.Claim) []int32 {
	t.Helper()
	borders := make([]orb.MultiPolygon, len(claims))
	for at, claim := range claims {
		borders[at] = claim.Border
	}
	owner, err := overlay.CentreIn(window, borders)
	if err != nil {
		t.Fatal(err)
	}
	return owner
}

// answer tells whether an item counts, and whether that is known.
func answer(item healthmap.Item, read func(id string) (indicator.Reading, bool)) (over, known bool) {
	known = true
	largest := math.Inf(-1)
	for _, part := range item.Parts {
		reading, there := read(part.Indicator)
		known = known && there
		largest = max(largest, reading.Value)
		if item.Combine == healthmap.AnyOf && there && passes(part.Cut, reading.Value) {
			return true, true
		}
	}
	return known && item.Combine != healthmap.AnyOf && passes(item.Cut, largest), known
}

func passes(cut *healthmap.Cut, value float64) bool {
	if cut.Side == healthmap.From {
		return value >= cut.Threshold
	}
	return value <= cut.Threshold
}
