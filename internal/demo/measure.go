package demo

import (
	"math"

	"github.com/koppelkans/koppelkans/internal/indicator"
)

// measure makes the figures of one indicator.
type measure struct {
	id string
	// of gives the figure of a piece in a year.
	of func(f *fact, year int) float64
	// weigh says by what pieces count in the mean of an area; nil when the
	// figures of pieces add up.
	weigh func(f *fact, year int) float64
	step  float64 // to which the publisher rounds
}

// Ways in which pieces count.
func byResidents(f *fact, year int) float64  { return f.residents[year] }
func byHouseholds(f *fact, year int) float64 { return f.households(year) }
func byLand(f *fact, _ int) float64          { return f.land }

// figure gives the figure of an area that consists of pieces; Impossible when
// there is nobody, or nothing, to say it of.
func (m measure) figure(pieces []*fact, year int) indicator.Reading {
	sum, weights := 0.0, 0.0
	for _, f := range pieces {
		weight := 1.0
		if m.weigh != nil {
			weight = m.weigh(f, year)
		}
		if weight > 0 {
			sum += weight * m.of(f, year)
			weights += weight
		}
	}
	if m.weigh == nil {
		return known(sum, m.step)
	}
	if weights == 0 {
		return indicator.Reading{Hole: indicator.Impossible}
	}
	return known(sum/weights, m.step)
}

// known rounds to a step. The second rounding brings 3 × 0.1 to 0.3, as it
// would be printed.
func known(value, step float64) indicator.Reading {
	value = math.Round(math.Round(value/step)*step*1e6) / 1e6
	return indicator.Reading{Value: value + 0} // no −0
}

// share keeps a percentage within what can be.
func share(value float64) float64 { return min(98, max(0.5, value)) }

// trait is a percentage that depends on the character of a piece.
type trait struct {
	id                  string
	base                float64 // of an ordinary piece in 2020
	poverty, age, urban float64 // how it goes with each
	spread              float64 // how far pieces of the same character differ
	yearly              float64 // change a year
}

// of gives the figure of a piece.
func (t trait) of(f *fact, year int) float64 {
	return t.base + t.poverty*f.poverty + t.age*f.age + t.urban*f.urban +
		t.spread*f.quirk(t.id, year) + t.yearly*float64(year-2020)
}

// percentages makes measures of traits.
func percentages(traits []trait, step float64) []measure {
	measures := make([]measure, len(traits))
	for at, t := range traits {
		measures[at] = measure{id: t.id, weigh: byResidents, step: step, of: func(f *fact, year int) float64 {
			return share(t.of(f, year))
		}}
	}
	return measures
}
