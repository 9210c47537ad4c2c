package exchange

import (
	"math"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

// surenessPlan reads how exact a figure is; a column that is not given is nil.
type surenessPlan struct{ low, high, respondents *partPlan }

// bindSureness binds the columns with margins and respondents of a figure.
func (p *plan) bindSureness(rule *FigureRule) surenessPlan {
	bind := func(name string) *partPlan {
		if name == "" {
			return nil
		}
		column, found := p.column(name, rule.Optional)
		if !found {
			return nil
		}
		part := p.newPart(rule, column)
		return &part
	}
	return surenessPlan{low: bind(rule.Low), high: bind(rule.High), respondents: bind(rule.Respondents)}
}

// sureness reads how exact a figure is. It gives nothing for a hole, of which
// nothing may be known; false when what stands there cannot be.
func (b *tableBuilder) sureness(f *figurePlan, reading indicator.Reading, r record) (indicator.Sureness, bool) {
	low, lowGiven, lowFine := b.optional(f.sure.low, r)
	high, highGiven, highFine := b.optional(f.sure.high, r)
	count, countGiven, countFine := b.optional(f.sure.respondents, r)
	if !lowFine || !highFine || !countFine {
		return indicator.Sureness{}, false
	}
	if countGiven && (count < 0 || count != math.Trunc(count) || count > math.MaxInt32) {
		b.wrongSureness(f.sure.respondents, r, "import.respondents", nil)
		return indicator.Sureness{}, false
	}
	if !reading.Known() {
		return indicator.Sureness{}, true
	}
	if !b.goodMargins(f, reading.Value, low*f.scale, high*f.scale, lowGiven, highGiven, r) {
		return indicator.Sureness{}, false
	}
	return indicator.Sureness{Low: low * f.scale, High: high * f.scale, Respondents: int(count)}, true
}

// goodMargins tells whether margins are given both or not at all, and hold the
// value between them.
func (b *tableBuilder) goodMargins(f *figurePlan, value, low, high float64, lowGiven, highGiven bool, r record) bool {
	args := fault.Args{"Number": bound(value)}
	switch {
	case lowGiven && !highGiven:
		b.wrongSureness(f.sure.high, r, "import.one-margin", args)
	case highGiven && !lowGiven:
		b.wrongSureness(f.sure.low, r, "import.one-margin", args)
	case lowGiven && low > value+slack*math.Max(1, math.Abs(value)):
		b.wrongSureness(f.sure.low, r, "import.low-margin", args)
	case highGiven && high < value-slack*math.Max(1, math.Abs(value)):
		b.wrongSureness(f.sure.high, r, "import.high-margin", args)
	default:
		return true
	}
	return false
}

func (b *tableBuilder) wrongSureness(part *partPlan, r record, key string, args fault.Args) {
	b.problem(r.row, part.name, strings.TrimSpace(r.fields[part.column]), key, args)
}

// optional reads a number that need not be there: given is false for an empty
// cell and for a sign for a missing value, fine is false for anything else
// that is no number.
func (b *tableBuilder) optional(part *partPlan, r record) (value float64, given, fine bool) {
	if part == nil {
		return 0, false, true
	}
	text := strings.TrimSpace(r.fields[part.column])
	value, isNumber := part.format.parse(text)
	if isNumber {
		_, isHole := part.numbers[value]
		return value, !isHole, true
	}
	_, isHole := part.holes[text]
	if text != "" && !isHole {
		b.wrongSureness(part, r, part.format.whyNot(text), fault.Args{"Decimal": string(part.format.decimal)})
		return 0, false, false
	}
	return 0, false, true
}
