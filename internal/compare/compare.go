// Package compare holds places against each other: a few side by side, many in
// a table, one against all to find those like it. It never ranks: it tells what
// differs by more than it may be off, and what does not.
//
// Figures are compared within one edition of a source and one period only, as
// package profile reads them.
package compare

import (
	"cmp"
	"slices"

	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/profile"
)

// Fewest and Most are how many places stand side by side.
const (
	Fewest = 2
	Most   = 5
)

// Place is one of the places that are compared, and the areas that it is
// usually held among.
type Place struct {
	profile.Area
	Peers []profile.Area
}

// Row is one indicator in each of the places.
type Row struct {
	Indicator indicator.Indicator
	Key       profile.Key
	Period    int
	Cells     []Cell // in the order of the places
	// Highest and Lowest are places of which the figures differ by more than
	// they may be off; both -1 when there are none.
	Highest, Lowest int
	// Apart is how far the highest lies from the lowest, in standard deviations
	// of the areas around the first place; 0 when they do not differ, or when
	// it is not known what is usual.
	Apart float64
}

// Cell is the figure of a place; its point tells why there is none.
type Cell struct {
	Point  profile.Point
	Margin profile.Margin
}

// Rows gives a row for each indicator of which at least one of the places has
// a figure, in the order of the rules.
func Rows(rules *profile.Rules, known profile.Indicators, places []Place) []Row {
	var rows []Row
	for _, name := range rules.Told() {
		one, ok := known.ByID(name)
		if !ok {
			continue
		}
		areas := make([]*profile.Area, len(places))
		for at := range places {
			areas[at] = &places[at].Area
		}
		key, period, found := common(areas, name)
		if !found {
			continue
		}
		row := Row{Indicator: one, Key: key, Period: period, Cells: cells(rules, one, areas, key, period)}
		row.judge(places)
		rows = append(rows, row)
	}
	return rows
}

// common chooses the edition and period of an indicator that most of the areas
// have a figure of; of equals the newest.
func common(areas []*profile.Area, name string) (best profile.Key, period int, found bool) {
	type choice struct {
		key    profile.Key
		period int
	}
	known := map[choice]int{}
	for _, area := range areas {
		for key, series := range area.Series {
			if key.Indicator != name {
				continue
			}
			for _, point := range series {
				if point.Known() {
					known[choice{key, point.Period}]++
				}
			}
		}
	}
	most := 0
	for one, count := range known {
		order := cmp.Or(cmp.Compare(count, most), cmp.Compare(one.period, period), cmp.Compare(one.key.Table, best.Table), cmp.Compare(one.key.Source, best.Source))
		if order > 0 {
			best, period, most = one.key, one.period, count
		}
	}
	return best, period, most > 0
}

func cells(rules *profile.Rules, known indicator.Indicator, areas []*profile.Area, key profile.Key, period int) []Cell {
	list := make([]Cell, len(areas))
	for at, area := range areas {
		point := area.Series[key].At(period)
		list[at].Point = point
		if point.Known() {
			list[at].Margin = rules.MarginOf(known, area.Level, point, profile.ResidentsOf(area))
		}
	}
	return list
}

// judge finds the two places that differ most, when they do.
func (r *Row) judge(places []Place) {
	r.Highest, r.Lowest = -1, -1
	high, low := -1, -1
	for at, cell := range r.Cells {
		if !cell.Point.Known() {
			continue
		}
		if high < 0 || cell.Point.Value > r.Cells[high].Point.Value {
			high = at
		}
		if low < 0 || cell.Point.Value < r.Cells[low].Point.Value {
			low = at
		}
	}
	if high == low || r.standing(high, low) != profile.Above {
		return
	}
	r.Highest, r.Lowest = high, low
	if spread := usual(places[0].Peers, r.Key, r.Period); spread > 0 {
		r.Apart = (r.Cells[high].Point.Value - r.Cells[low].Point.Value) / spread
	}
}

func (r *Row) standing(a, b int) profile.Standing {
	one, other := r.Cells[a], r.Cells[b]
	return profile.Compare(one.Point.Value, one.Margin, other.Point.Value, other.Margin)
}

// Like tells of a place whether its figure differs from that of another by more
// than both may be off.
func (r *Row) Like(a, b int) bool { return r.standing(a, b) == profile.Alike }

// Known counts the places that have a figure.
func (r *Row) Known() int {
	known := 0
	for _, cell := range r.Cells {
		if cell.Point.Known() {
			known++
		}
	}
	return known
}

// counts are the units of which the size of an area decides.
var counts = []string{"number", "persons"}

// fewestAround is with how many areas there is no telling what is usual.
const fewestAround = 5

// usual is the standard deviation of the areas around; 0 when there are too few.
func usual(peers []profile.Area, key profile.Key, period int) float64 {
	var values []float64
	for at := range peers {
		if point := peers[at].Series[key].At(period); point.Known() {
			values = append(values, point.Value)
		}
	}
	if len(values) < fewestAround {
		return 0
	}
	return profile.Deviation(values)
}

// Farthest gives the rows that differ, first those that lie farthest apart; at
// most so many, and at most two of a theme. Counts are left out: that more
// people live in a larger area tells nothing.
func Farthest(rows []Row, most int) []Row {
	list := slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return r.Apart == 0 || slices.Contains(counts, r.Indicator.Unit) })
	slices.SortStableFunc(list, func(a, b Row) int { return cmp.Compare(b.Apart, a.Apart) })
	themes := map[string]int{}
	list = slices.DeleteFunc(list, func(r Row) bool {
		themes[r.Indicator.Theme]++
		return themes[r.Indicator.Theme] > 2
	})
	return list[:min(len(list), most)]
}
