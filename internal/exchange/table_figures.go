package exchange

import (
	"math"
	"sort"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// addFigure adds the reading of one figure; a faulty cell is reported.
func (b *tableBuilder) addFigure(f *figurePlan, claim, rowYear int, r record) {
	year := f.fixed
	if f.period == b.period && f.period != nil {
		year = rowYear
	} else if f.period != nil {
		var ok bool
		if year, ok = b.yearOfRow(f.period, r); !ok {
			return
		}
	}
	reading, ok := b.reading(f, r)
	if !ok {
		return
	}
	sure, ok := b.sureness(f, reading, r)
	if !ok {
		return
	}
	s := f.series[year]
	if s == nil {
		s = &series{}
		f.series[year] = s
	}
	s.set(claim, reading, r.row)
	s.setSureness(claim, sure)
}

// reading computes a figure from its columns. A hole in a part is a hole.
func (b *tableBuilder) reading(f *figurePlan, r record) (indicator.Reading, bool) {
	var total indicator.Reading
	good := true
	for at := range f.parts {
		part, ok := b.partOf(f, &f.parts[at], r)
		good = good && ok
		if at == 0 {
			total = part
		} else {
			total = combine(f.rule, total, part)
		}
	}
	if !good || !total.Known() {
		return total, good
	}
	total.Value *= f.scale
	return total, b.inBounds(f, &total, r)
}

// partOf reads one cell.
func (b *tableBuilder) partOf(f *figurePlan, part *partPlan, r record) (indicator.Reading, bool) {
	text := strings.TrimSpace(r.fields[part.column])
	if text == "" {
		return indicator.Reading{Hole: blankCell}, true
	}
	value, isNumber := part.format.parse(text)
	if !isNumber {
		hole, known := part.holes[text]
		if !known {
			b.problem(r.row, part.name, text, part.format.whyNot(text), fault.Args{"Decimal": string(part.format.decimal)})
		}
		return indicator.Reading{Hole: hole}, known
	}
	if len(part.numbers) > 0 {
		if hole, known := part.numbers[value]; known {
			return indicator.Reading{Hole: hole}, true
		}
	}
	if value == 0 && f.zero != indicator.None {
		return indicator.Reading{Hole: f.zero}, true
	}
	return indicator.Reading{Value: value}, true
}

// weightOfHole orders the reasons for when parts of one figure lack for
// different reasons: the one that says most about the figure itself wins.
var weightOfHole = map[indicator.Hole]int{
	indicator.Secret: 9, indicator.Suppressed: 8, indicator.ComesLater: 7, indicator.Discontinued: 6, indicator.NotAsked: 5,
	indicator.Impossible: 4, indicator.NoArea: 3, indicator.PartlyUnknown: 2, blankCell: 1, indicator.NotLoaded: 0,
}

// combine joins two parts as the rule says.
func combine(rule *FigureRule, a, b indicator.Reading) indicator.Reading {
	switch {
	case !a.Known() && !b.Known():
		if weightOfHole[b.Hole] > weightOfHole[a.Hole] {
			return b
		}
		return a
	case !a.Known():
		return a
	case !b.Known():
		return b
	case rule.Difference != nil:
		return indicator.Reading{Value: a.Value - b.Value}
	case rule.Ratio != nil && b.Value == 0:
		return indicator.Reading{Hole: indicator.Impossible}
	case rule.Ratio != nil:
		return indicator.Reading{Value: a.Value / b.Value}
	}
	return indicator.Reading{Value: a.Value + b.Value}
}

// slack is how far, as a part of the bound, a computed value may pass it:
// shares that were added up give 100.00000017 %.
const slack = 1e-6

// inBounds holds a value against what is possible for its indicator.
func (b *tableBuilder) inBounds(f *figurePlan, reading *indicator.Reading, r record) bool {
	value := reading.Value
	if value >= f.minimum && value <= f.maximum {
		return true
	}
	if snapped := math.Max(f.minimum, math.Min(f.maximum, value)); math.Abs(value-snapped) <= slack*math.Max(1, math.Abs(snapped)) {
		reading.Value = snapped
		return true
	}
	b.problem(r.row, f.from(), strings.TrimSpace(r.fields[f.parts[0].column]), "import.out-of-bounds",
		fault.Args{"Indicator": f.indicator, "Number": bound(value), "Minimum": bound(f.minimum), "Maximum": bound(f.maximum)})
	return false
}

// bound shows a value, or a bound that may be absent, in full.
func bound(value float64) string {
	if math.IsInf(value, -1) {
		return "-∞"
	} else if math.IsInf(value, 1) {
		return "∞"
	}
	return strconv.FormatFloat(value, 'f', -1, 64)
}

// from names the columns of a figure.
func (f *figurePlan) from() string {
	names := make([]string, len(f.parts))
	for at := range f.parts {
		names[at] = f.parts[at].name
	}
	return strings.Join(names, " + ")
}

// finish makes the columns, one a figure and year, and gives empty cells
// their reason.
func (b *tableBuilder) finish() []Column {
	if b.decimals > 0 {
		b.report.Add(Finding{Severity: Repaired, Column: b.code.name, Key: codeDecimals, Args: fault.Args{"Number": b.decimals}})
	}
	var columns []Column
	made := map[columnKey]string{}
	for _, f := range b.figures {
		source, edition := b.recipe.edition(f.rule)
		years := make([]int, 0, len(f.series))
		for year := range f.series {
			years = append(years, year)
		}
		sort.Ints(years)
		for _, year := range years {
			key := columnKey{f.indicator, year, source, edition}
			if before, twice := made[key]; twice {
				b.report.Add(Finding{Severity: Error, Column: f.from(), Key: "import.same-figure",
					Args: fault.Args{"Indicator": f.indicator, "Period": year, "Other": before}})
				continue
			}
			made[key] = f.from()
			s := f.series[year]
			s.pad(len(b.claims))
			s.padSureness()
			b.explainBlanks(f, s, year)
			columns = append(columns, Column{Indicator: f.indicator, Source: source, Edition: edition, Period: year,
				Assumed: f.assumed, From: f.from(), Readings: s.readings, Sureness: s.sureness})
		}
	}
	return columns
}

// columnKey is what a reader tells figures apart by.
type columnKey struct {
	indicator       string
	period          int
	source, edition string
}

// explainBlanks gives the empty cells of a series their reason: a column that
// is empty from top to bottom was not asked, one that is empty for all
// districts is not in this file for districts, and so on, as the recipe says.
func (b *tableBuilder) explainBlanks(f *figurePlan, s *series, year int) {
	filled := map[place.Level]bool{}
	blanks, any := 0, false
	for at, reading := range s.readings {
		switch reading.Hole {
		case blankCell:
			blanks++
		case indicator.NotLoaded:
		default:
			filled[b.claims[at].Level], any = true, true
		}
	}
	if blanks == 0 {
		return
	}
	rule := f.blank
	if rule == nil {
		rule = &Blank{}
	}
	unexplained := 0
	for at, reading := range s.readings {
		if reading.Hole != blankCell {
			continue
		}
		reason := rule.Cell
		if !any && rule.Column != "" {
			reason = rule.Column
		} else if !filled[b.claims[at].Level] && rule.Level != "" {
			reason = rule.Level
		}
		hole, known := indicator.ParseHole(reason)
		if !known {
			unexplained++
		}
		s.readings[at].Hole = hole
	}
	if unexplained > 0 {
		b.report.Add(Finding{Severity: Error, Row: s.firstBlank, Map: b.mapRows, Column: f.from(), Key: "import.blank", Args: fault.Args{"Number": unexplained, "Period": year}})
	}
}
