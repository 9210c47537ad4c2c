package healthmap

import (
	"math"
	"slices"
)

// The rules in this file are those of score.ts in the browser. Both are held
// against testdata/score_cases.json; both calculate with the same doubles in
// the same order, so that they never differ.

// State is what an item says of a unit: a cell or an area.
type State uint8

const (
	Missing State = iota // a hole; the reason goes with it
	Under                // known, does not count
	Over                 // known, counts for one point
)

// CellLevel names the level of the cells beside those of areas.
const CellLevel = "cell"

// Readings has a value, or the reason why there is none, for each unit.
type Readings struct {
	Value []float64
	Hole  []string // "" where there is a value
}

func holes(units int, reason string) Readings {
	r := Readings{Value: make([]float64, units), Hole: make([]string, units)}
	for at := range r.Hole {
		r.Hole[at] = reason
	}
	return r
}

// ItemSheet is what one item says of each unit.
type ItemSheet struct {
	Item  *ValueItem
	Parts []Readings
	State []State
}

// Sheet has the scores of one level. The cost of making it grows with cells ×
// parts, plus the shares that areas have in cells.
type Sheet struct {
	Level string
	Items []ItemSheet
	Score []uint8 // number of items that count
	Known []uint8 // number of items that are known
	// MostKnown is the most items that are known of any unit.
	MostKnown uint8
}

// Score scores every unit of a level: CellLevel, or the level of a layer.
func Score(g *Grid, values *Values, level string) *Sheet {
	units := len(g.Cells)
	layer := g.Layer(level)
	if layer != nil {
		units = len(layer.Areas)
	}
	sheet := &Sheet{Level: level, Score: make([]uint8, units), Known: make([]uint8, units)}
	for at := range values.Items {
		item := &values.Items[at]
		scored := ItemSheet{Item: item, State: make([]State, units)}
		for _, part := range item.Parts {
			readings := g.cellReadings(part)
			if layer != nil {
				readings = g.areaReadings(layer, part, readings)
			}
			scored.Parts = append(scored.Parts, readings)
		}
		scored.judge()
		for unit, state := range scored.State {
			if state == Over {
				sheet.Score[unit]++
			}
			if state != Missing {
				sheet.Known[unit]++
			}
		}
		sheet.Items = append(sheet.Items, scored)
	}
	if units > 0 {
		sheet.MostKnown = slices.Max(sheet.Known)
	}
	return sheet
}

// cellReadings brings the figures of a part to the cells: the mean weighted by
// surface over the areas that have a value, when these cover at least half of
// the cell's part inside the map. Otherwise the cell has a hole: partly
// unknown when some have a value, else the reason of the largest share.
func (g *Grid) cellReadings(part ValuePart) Readings {
	found := holes(len(g.Cells), "not-loaded")
	column, layer := part.column(part.Support), g.Layer(part.Support)
	if column == nil || layer == nil {
		return found
	}
	for cell := range g.Cells {
		var sum float64
		var known, most uint64
		reason := "no-area"
		for _, share := range layer.Of(cell) {
			weight := uint64(share.Weight)
			if value := column.Values[share.Area]; value != nil {
				// The conversion keeps the product from being fused with the sum,
				// which no browser does.
				sum += float64(float64(weight) * *value)
				known += weight
			}
			if weight > most {
				most, reason = weight, column.hole(int(share.Area))
			}
		}
		switch {
		case known > 0 && 2*known >= uint64(g.Inside[cell]):
			found.Value[cell], found.Hole[cell] = sum/float64(known), ""
		case known > 0:
			found.Hole[cell] = "partly-unknown"
		default:
			found.Hole[cell] = reason
		}
	}
	return found
}

// areaReadings gives a part for the areas of a layer: the column published for
// their level when there is one, else the mean of their cells by share.
func (g *Grid) areaReadings(layer *Layer, part ValuePart, cells Readings) Readings {
	found := holes(len(layer.Areas), "no-area")
	if own := part.column(layer.Level); own != nil {
		for area, value := range own.Values {
			if found.Hole[area] = own.hole(area); value != nil {
				found.Value[area], found.Hole[area] = *value, ""
			}
		}
		return found
	}
	known, whole, most := make([]float64, len(layer.Areas)), make([]float64, len(layer.Areas)), make([]uint32, len(layer.Areas))
	for cell := range g.Cells {
		for _, share := range layer.Of(cell) {
			weight := float64(share.Weight)
			whole[share.Area] += weight
			if cells.Hole[cell] == "" {
				found.Value[share.Area] += float64(weight * cells.Value[cell])
				known[share.Area] += weight
			}
			if share.Weight > most[share.Area] {
				most[share.Area], found.Hole[share.Area] = share.Weight, cells.Hole[cell]
			}
		}
	}
	for area := range layer.Areas {
		switch {
		case known[area] > 0 && 2*known[area] >= whole[area]:
			found.Value[area], found.Hole[area] = found.Value[area]/known[area], ""
		case known[area] > 0:
			found.Hole[area] = "partly-unknown"
		}
	}
	return found
}

// Counts tells whether a value counts. It compares at six decimals, which is
// finer than any figure is published, so that a mean of equal values is not
// taken for less than they are.
func (c Cut) Counts(value float64) bool {
	value = roundHalfUp(value*1e6) / 1e6
	if c.Side == UpTo {
		return value <= c.Threshold
	}
	return value >= c.Threshold
}

// roundHalfUp rounds as JavaScript does: halves towards positive infinity.
func roundHalfUp(x float64) float64 {
	floor := math.Floor(x)
	if x-floor >= 0.5 {
		return floor + 1
	}
	return floor
}

// judge makes one answer of the parts of an item for each unit.
func (s *ItemSheet) judge() {
	for unit := range s.State {
		switch passed, hole := s.passes(unit); {
		case passed:
			s.State[unit] = Over
		case hole:
			s.State[unit] = Missing
		default:
			s.State[unit] = Under
		}
	}
}

// passes tells whether a unit counts and whether a part is missing. One
// missing part makes a hole, unless another part settles it: with AnyOf any
// part that counts does; the largest of several settles it only when large is
// what counts, because the missing part can only make it larger.
func (s *ItemSheet) passes(unit int) (passed, hole bool) {
	largest := math.Inf(-1)
	for at, part := range s.Parts {
		if part.Hole[unit] != "" {
			hole = true
			continue
		}
		if s.Item.Combine == AnyOf {
			cut := s.Item.Parts[at].Cut
			passed = passed || (cut != nil && cut.Counts(part.Value[unit]))
		}
		largest = max(largest, part.Value[unit])
	}
	if s.Item.Combine != AnyOf && s.Item.Cut != nil && !math.IsInf(largest, -1) {
		passed = s.Item.Cut.Counts(largest) && (!hole || s.Item.Cut.Side == From)
	}
	return passed, hole
}

// Hole gives the reason why an item is missing for a unit: that of its first
// part that is.
func (s *ItemSheet) Hole(unit int) string {
	for _, part := range s.Parts {
		if s.State[unit] == Missing && part.Hole[unit] != "" {
			return part.Hole[unit]
		}
	}
	return ""
}

// Value gives the one number of an item for a unit, false when it is missing:
// the value itself, the largest of several, or, where each part has its own
// threshold, how many times its threshold the worst known part is.
func (s *ItemSheet) Value(unit int) (float64, bool) {
	if s.State[unit] == Missing {
		return 0, false
	}
	worst := math.Inf(-1)
	for at, part := range s.Parts {
		if part.Hole[unit] != "" {
			continue
		}
		value := part.Value[unit]
		if s.Item.Combine == AnyOf {
			value = s.Item.Parts[at].Cut.times(value)
		}
		worst = max(worst, value)
	}
	return worst, !math.IsInf(worst, -1)
}

// times tells how many times its threshold a value is, so that 1 or more
// counts on either side.
func (c Cut) times(value float64) float64 {
	if c.Side == UpTo {
		return c.Threshold / value
	}
	return value / c.Threshold
}

// column gives the figures of a part for a level; nil when there are none.
func (p ValuePart) column(level string) *ValueColumn {
	for at := range p.Columns {
		if p.Columns[at].Level == level {
			return &p.Columns[at]
		}
	}
	return nil
}

// hole gives the reason why an area has no value.
func (c *ValueColumn) hole(area int) string {
	if c.Values[area] != nil {
		return ""
	}
	if c.Holes[area] == "" {
		return "not-loaded"
	}
	return c.Holes[area]
}

// StateText gives what files and the interface write of a unit: over, under
// or hole:REASON.
func (s *ItemSheet) StateText(unit int) string {
	switch s.State[unit] {
	case Over:
		return "over"
	case Under:
		return "under"
	}
	return "hole:" + s.Hole(unit)
}
