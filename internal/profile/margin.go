package profile

import (
	"math"
	"slices"

	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Margin says between which values a figure probably lies.
type Margin struct {
	Low, High float64
	Stated    bool // by the publisher, or from the number of respondents
	Example   bool // from a rule whose number is ours
}

// half is how far the figure may be off, on the wider side.
func (m Margin) half(value float64) float64 { return math.Max(m.High-value, value-m.Low) }

// z95 is the 97.5th percentile of the normal distribution: 95 % lies within.
const z95 = 1.959963984540054

// wilson gives the interval of a percentage that n people answered, by the
// score interval of Wilson (1927), which holds for few answers too.
func wilson(percent float64, n int) (low, high float64) {
	p, count := percent/100, float64(n)
	middle := (p + z95*z95/(2*count)) / (1 + z95*z95/count)
	half := z95 / (1 + z95*z95/count) * math.Sqrt(p*(1-p)/count+z95*z95/(4*count*count))
	return 100 * math.Max(0, middle-half), 100 * math.Min(1, middle+half)
}

// MarginOf gives the margin of a figure: what its publisher states, what
// follows from the number of respondents, or what the rules assume.
func (r *Rules) MarginOf(known indicator.Indicator, level place.Level, point Point, residents float64) Margin {
	if point.Sureness.Margins() {
		return Margin{Low: point.Sureness.Low, High: point.Sureness.High, Stated: true}
	}
	if n := point.Sureness.Respondents; n > 0 && known.Unit == percent {
		low, high := wilson(point.Value, n)
		return Margin{Low: low, High: high, Stated: true}
	}
	for _, rule := range r.Margins {
		if half, fits := rule.half(known, level, point.Value, residents); fits {
			margin := Margin{Low: point.Value - half, High: point.Value + half, Example: rule.Example}
			if known.Minimum != nil {
				margin.Low = math.Max(margin.Low, *known.Minimum)
			}
			if known.Maximum != nil {
				margin.High = math.Min(margin.High, *known.Maximum)
			}
			return margin
		}
	}
	return Margin{Low: point.Value, High: point.Value}
}

const percent = "percent"

func (rule MarginRule) half(known indicator.Indicator, level place.Level, value, residents float64) (float64, bool) {
	if rule.Sort != "" && rule.Sort != known.Sort || rule.Unit != "" && rule.Unit != known.Unit || len(rule.Levels) > 0 && !slices.Contains(rule.Levels, level) {
		return 0, false
	}
	switch {
	case rule.Points > 0:
		return rule.Points, true
	case rule.Share > 0:
		return rule.Share * math.Abs(value), true
	case rule.Rounding > 0:
		if residents <= 0 {
			return 0, false
		}
		return math.Max(100*rule.Rounding/2/residents, lastDecimal(known)), true
	case rule.Shown:
		return lastDecimal(known), true
	}
	return 0, false
}

// lastDecimal is half of the last decimal that is shown.
func lastDecimal(known indicator.Indicator) float64 { return math.Pow10(-known.Decimals) / 2 }

// Compare holds a value against another. They are alike when they differ less
// than both may be off together: the root of the sum of squares, as for
// differences of independent estimates.
func Compare(value float64, margin Margin, other float64, otherMargin Margin) Standing {
	difference := value - other
	switch off := math.Hypot(margin.half(value), otherMargin.half(other)); {
	case difference > off:
		return Above
	case difference < -off:
		return Below
	}
	return Alike
}
