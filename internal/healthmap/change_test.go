package healthmap

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"pgregory.net/rapid"
)

// grids are those of the score cases.
func grids(t testing.TB) []*Grid {
	t.Helper()
	text, err := os.ReadFile("testdata/score_cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases scoreCases
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	var list []*Grid
	for _, c := range cases.Cases {
		grid, err := c.Ground.Decode()
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, grid)
	}
	return list
}

// sheetOf makes a sheet with random states; what it says of its figures is in
// the parts of its items.
func sheetOf(t *rapid.T, units int, parts []ValuePart) *Scored {
	values := &Values{Set: "set"}
	sheet := &Sheet{Level: CellLevel, Score: make([]uint8, units), Known: make([]uint8, units)}
	for at, part := range parts {
		values.Items = append(values.Items, ValueItem{ID: string(rune('a' + at)), Name: string(rune('A' + at)), Parts: []ValuePart{part}})
	}
	for at := range parts {
		item := ItemSheet{Item: &values.Items[at], State: make([]State, units)}
		for unit := range units {
			item.State[unit] = State(rapid.IntRange(0, 2).Draw(t, "state"))
			if item.State[unit] == Over {
				sheet.Score[unit]++
			}
			if item.State[unit] != Missing {
				sheet.Known[unit]++
			}
		}
		sheet.Items = append(sheet.Items, item)
	}
	return &Scored{Values: values, Sheet: sheet}
}

func partsOf(t *rapid.T, n int) []ValuePart {
	var list []ValuePart
	for range n {
		list = append(list, ValuePart{
			Source: rapid.SampledFrom([]string{"RIVM (oud)", "RIVM (nieuw)"}).Draw(t, "edition"),
			Period: rapid.SampledFrom([]int{0, 2016, 2020}).Draw(t, "period"),
		})
	}
	return list
}

// Between two years only items of one edition and of two periods count; the way
// back is the same with the other sign; no unit is lost.
func TestChangeBetweenYears(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units, items := rapid.IntRange(1, 12).Draw(t, "units"), rapid.IntRange(1, 6).Draw(t, "items")
		from, to := sheetOf(t, units, partsOf(t, items)), sheetOf(t, units, partsOf(t, items))
		there, back := &Change{From: from, To: to}, &Change{From: to, To: from}
		there.compareYears()
		back.compareYears()
		residents := make([]float64, units)
		for unit := range residents {
			residents[unit] = float64(rapid.IntRange(0, 500).Draw(t, "residents"))
		}
		there.count(residents)
		back.count(residents)
		if len(there.Items)+len(there.Left) != items {
			t.Fatalf("%d items compared and %d left out, of %d", len(there.Items), len(there.Left), items)
		}
		for unit := range units {
			by, known := 0, false
			for at := range items {
				was, is := from.Values.Items[at].Parts[0], to.Values.Items[at].Parts[0]
				if was.Source != is.Source || was.Period == is.Period || was.Period*is.Period == 0 {
					continue
				}
				before, after := from.Sheet.Items[at].State[unit], to.Sheet.Items[at].State[unit]
				if before == Missing || after == Missing {
					continue
				}
				known = true
				if before != after {
					by += map[State]int{Over: 1, Under: -1}[after]
				}
			}
			if got := there.Steps[unit]; got.By != by || got.Known != known {
				t.Fatalf("unit %d: %+v, want %d %v", unit, got, by, known)
			}
			if back.Steps[unit].By != -by {
				t.Fatalf("unit %d: there %d and back %d", unit, by, back.Steps[unit].By)
			}
		}
		if there.Up != back.Down || there.Down != back.Up || there.Same != back.Same || there.Unknown != back.Unknown {
			t.Fatal("the counts of there and back differ")
		}
		all := there.Up.Units + there.Down.Units + there.Same.Units + there.Unknown.Units
		people := there.Up.Residents + there.Down.Residents + there.Same.Residents + there.Unknown.Residents
		if all != units || math.Abs(people-sumOf(residents)) > 1e-6 {
			t.Fatalf("%d of %d units and %g of %g residents are counted", all, units, people, sumOf(residents))
		}
	})
}

// Two sets are compared by the part of what is known that counts: the same
// sheet is no change, whatever is missing.
func TestChangeBetweenSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.IntRange(1, 12).Draw(t, "units")
		one := sheetOf(t, units, partsOf(t, rapid.IntRange(1, 8).Draw(t, "items")))
		other := sheetOf(t, units, partsOf(t, rapid.IntRange(1, 8).Draw(t, "other items")))
		same, change := &Change{From: one, To: one}, &Change{From: one, To: other}
		same.compareSets()
		change.compareSets()
		for unit := range units {
			if same.Steps[unit].By != 0 {
				t.Fatalf("unit %d changed against itself", unit)
			}
			enough := func(s *Sheet) bool { return 2*int(s.Known[unit]) >= len(s.Items) && s.Known[unit] > 0 }
			step := change.Steps[unit]
			if step.Known != (enough(one.Sheet) && enough(other.Sheet)) {
				t.Fatalf("unit %d: known is %v", unit, step.Known)
			}
			if step.By < -eighths || step.By > eighths {
				t.Fatalf("unit %d: %d eighths", unit, step.By)
			}
		}
	})
}

// Residents of areas are spread over cells, and none are lost or made.
func TestResidentsAreSpreadWhole(t *testing.T) {
	spread := 0
	for _, grid := range grids(t) {
		for at := range grid.Layers {
			layer := &grid.Layers[at]
			reached := map[int32]bool{}
			for cell := range grid.Cells {
				for _, share := range layer.Of(cell) {
					reached[share.Area] = reached[share.Area] || share.Weight > 0
				}
			}
			values, want := make([]*float64, len(layer.Areas)), 0.0
			for area := range values {
				count := float64(100 * (area + 1))
				if area%3 == 2 {
					continue // a hole
				}
				values[area] = &count
				if reached[int32(area)] {
					want += count
				}
			}
			counts := grid.spread(layer, values)
			if got := sumOf(counts); math.Abs(got-want) > 1e-6 {
				t.Errorf("%s: %g of %g residents", layer.Level, got, want)
			}
			spread++
		}
	}
	if spread == 0 {
		t.Fatal("no layer was tried")
	}
}

func sumOf(values []float64) float64 {
	total := 0.0
	for _, value := range values {
		total += value
	}
	return total
}
