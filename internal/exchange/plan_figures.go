package exchange

import (
	"math"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/indicator"
)

// figurePlan makes the readings of one indicator.
type figurePlan struct {
	rule             *FigureRule
	indicator        string
	fixed            int // 0 when rows tell the year
	assumed          bool
	period           *periodReader
	parts            []partPlan
	scale            float64
	minimum, maximum float64
	zero             indicator.Hole
	blank            *Blank
	sure             surenessPlan
	series           map[int]*series // by year
}

// partPlan reads one column of a figure.
type partPlan struct {
	column  int
	name    string
	format  numberFormat
	holes   map[string]indicator.Hole
	numbers map[float64]indicator.Hole
}

// bindFigure makes one plan, or one for every column that Columns matches.
func (p *plan) bindFigure(rule *FigureRule, lookup Lookup) {
	if rule.Columns == "" {
		if f := p.newFigure(rule, rule.Indicator, lookup); p.addParts(f, rule.parts()) {
			f.sure = p.bindSureness(rule)
			p.figures = append(p.figures, f)
		}
		return
	}
	pattern := p.recipe.ready.patterns[rule.Columns]
	matched := false
	for at, name := range p.names {
		groups := pattern.FindStringSubmatch(name)
		if groups == nil {
			continue
		}
		matched = true
		id, year := rule.Indicator, 0
		for group, meaning := range pattern.SubexpNames() {
			switch meaning {
			case "class":
				id = strings.ReplaceAll(id, "{class}", p.classOf(rule, name, groups[group]))
			case "period":
				year = p.yearOf(name, groups[group])
			}
		}
		f := p.newFigure(rule, id, lookup)
		if year > 0 {
			f.fixed, f.assumed, f.period = year, false, nil
		}
		p.used[at] = true
		f.parts = []partPlan{p.newPart(rule, at)}
		p.figures = append(p.figures, f)
	}
	if !matched {
		p.column(rule.Columns, rule.Optional) // reports it
	}
}

// parts names the columns of a figure.
func (f *FigureRule) parts() []string {
	if f.Column != "" {
		return []string{f.Column}
	}
	return append(append(append([]string{}, f.Sum...), f.Difference...), f.Ratio...)
}

func (p *plan) classOf(rule *FigureRule, name, class string) string {
	if rule.Classes == nil {
		return class
	}
	mapped, known := rule.Classes[class]
	if !known {
		p.report.Add(Finding{Severity: Error, Column: name, Value: class, Key: "import.unknown-class"})
	}
	return mapped
}

func (p *plan) yearOf(name, text string) int {
	year, err := strconv.Atoi(text)
	if err != nil || !goodYear(year) {
		p.report.Add(Finding{Severity: Error, Column: name, Value: text, Key: "import.period"})
		return 0
	}
	return year
}

func (p *plan) newFigure(rule *FigureRule, id string, lookup Lookup) *figurePlan {
	f := &figurePlan{rule: rule, indicator: id, scale: rule.Scale, blank: rule.Blank,
		minimum: math.Inf(-1), maximum: math.Inf(1), series: map[int]*series{}}
	if f.scale == 0 {
		f.scale = 1
	}
	if f.blank == nil {
		f.blank = p.recipe.Blank
	}
	f.zero, _ = indicator.ParseHole(rule.Zero)
	period := rule.Period
	f.period = p.periodOf(period)
	if period == nil {
		period, f.period = p.recipe.Period, p.period
	}
	if period != nil {
		f.fixed, f.assumed = period.Fixed+period.Assumed, period.Assumed > 0
	}
	if lookup != nil {
		known, found := lookup.Indicator(id)
		if !found {
			p.report.Add(Finding{Severity: Error, Value: id, Key: "import.unknown-indicator"})
		}
		if known.Minimum != nil {
			f.minimum = *known.Minimum
		}
		if known.Maximum != nil {
			f.maximum = *known.Maximum
		}
	}
	return f
}

// addParts binds the columns of a figure; false when one is missing.
func (p *plan) addParts(f *figurePlan, names []string) bool {
	for _, name := range names {
		column, found := p.column(name, f.rule.Optional)
		if !found {
			return false
		}
		f.parts = append(f.parts, p.newPart(f.rule, column))
	}
	return true
}

func (p *plan) newPart(rule *FigureRule, column int) partPlan {
	decimal, thousands := p.recipe.File.Decimal, p.recipe.File.Thousands
	if rule.Decimal != "" || rule.Thousands != "" {
		decimal, thousands = rule.Decimal, rule.Thousands
	}
	part := partPlan{column: column, name: p.names[column], format: newNumberFormat(decimal, thousands),
		holes: map[string]indicator.Hole{}, numbers: map[float64]indicator.Hole{}}
	for _, holes := range []map[string]string{p.recipe.Holes, rule.Holes} {
		for text, reason := range holes {
			hole, _ := indicator.ParseHole(reason)
			part.holes[strings.TrimSpace(text)] = hole
			// -99997 also stands in files as -99997.0.
			if number, isNumber := (numberFormat{decimal: '.'}).parse(strings.TrimSpace(text)); isNumber {
				part.numbers[number] = hole
			}
		}
	}
	return part
}
