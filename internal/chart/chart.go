// Package chart works out the charts of a profile: scales, places of marks and
// of labels that do not cover each other. It knows no screen: a chart becomes
// a Drawing of marks, each with a role, and whoever shows it chooses how a role
// looks.
//
// A missing value is never nought. It is drawn as missing, or left out of the
// picture and told in the table that goes with it.
package chart

import "math"

// Value is a number, or the reason why there is none. The empty Value is
// missing without a reason.
type Value struct {
	number float64
	known  bool
	reason string
}

// Of gives a known value. What is no number at all (NaN, infinite) is missing.
func Of(number float64) Value {
	if math.IsNaN(number) || math.IsInf(number, 0) {
		return Value{}
	}
	return Value{number: number, known: true}
}

// Missing gives a value that is not there, with the reason in words.
func Missing(reason string) Value { return Value{reason: reason} }

// Known tells whether there is a number.
func (v Value) Known() bool { return v.known }

// Number gives the number; only a known value has one.
func (v Value) Number() float64 { return v.number }

// Reason tells why a value is missing.
func (v Value) Reason() string { return v.reason }

// Interval is how sure a value is: the bounds between which it lies, mostly
// those of 95 %. The empty Interval is not known.
type Interval struct {
	low, high float64
	known     bool
}

// Between gives the interval from low to high, in whichever order they come.
func Between(low, high float64) Interval {
	if !Of(low).known || !Of(high).known {
		return Interval{}
	}
	return Interval{min(low, high), max(low, high), true}
}

// Known tells whether the bounds are known.
func (i Interval) Known() bool { return i.known }

// Low and High are the bounds of a known interval.
func (i Interval) Low() float64  { return i.low }
func (i Interval) High() float64 { return i.high }

// Kind is what a value is about: it decides its mark or its dashes.
type Kind uint8

const (
	Here         Kind = iota // the place that the chart is about
	Municipality             // a bar; a dashed line
	Country                  // an open circle; a dotted line
	Other                    // any other area: a diamond; dashes and dots
)

// Unit is how values are written.
type Unit struct {
	Name     string // behind the number, as "%"; may be empty
	Decimals int
}

// Axis is a stretch of values that a chart shows at least, so that several
// compare. The empty Axis leaves it to the values.
type Axis struct{ Low, High float64 }

// Pen writes for a drawing, in the reader's language.
type Pen struct {
	Value  func(float64) string                 // with unit: 53 %
	Number func(float64) string                 // without: 53
	Tick   func(v float64, decimals int) string // on an axis, without unit

	Missing, Women, Men string
}

// Size is how much room a drawing has.
type Size uint8

const (
	Narrow Size = iota // 320 wide: a telephone, a column beside a text
	Wide               // 640 wide
)

// Chart is one of the charts of this package.
type Chart interface {
	// Draw works out the marks. It never fails: what does not fit is shortened
	// or left to the table.
	Draw(Pen, Size) Drawing
}
