package chart

import (
	"math"
	"strconv"
)

// scale has round bounds and a round step: 1, 2 or 5 times a power of ten.
type scale struct {
	first, last int // bounds, in steps
	step        float64
	decimals    int // that a tick needs
}

// reach collects the lowest and highest of values.
type reach struct {
	low, high float64
	any       bool
}

func (r *reach) add(values ...float64) {
	for _, v := range values {
		if !r.any {
			r.low, r.high, r.any = v, v, true
			continue
		}
		r.low, r.high = min(r.low, v), max(r.high, v)
	}
}

func (r *reach) value(v Value, margin Interval) {
	if !v.known {
		return
	}
	r.add(v.number)
	if margin.known {
		r.add(margin.low, margin.high)
	}
}

func (r *reach) axis(a Axis) {
	if a.Low < a.High {
		r.add(a.Low, a.High)
	}
}

// nearNought is the part of the whole that may lie empty to let an axis begin
// at nought, where an eye expects it.
const nearNought = 0.4

// smallest is a difference between figures that is none.
const smallest = 1e-7

// nice gives a scale of about count steps that holds all that was reached.
func nice(r reach, count int) scale {
	low, high := r.low, r.high
	if !r.any {
		low, high = 0, 1
	}
	// Closer than a double can tell apart at this size, or than any figure is
	// told, is the same.
	if high-low <= max(1e-9*max(math.Abs(low), math.Abs(high)), smallest) {
		room := math.Abs(high) * 0.1
		if room < smallest {
			room = 1
		}
		low, high = low-room, high+room
		if r.low >= 0 {
			low = max(low, 0)
		}
	}
	if low > 0 && low < nearNought*high {
		low = 0
	}
	if high < 0 && high > nearNought*low {
		high = 0
	}
	step, decimals := niceStep((high - low) / float64(max(count, 1)))
	return scale{
		first: int(math.Floor(low/step + 1e-9)), last: int(math.Ceil(high/step - 1e-9)),
		step: step, decimals: decimals,
	}
}

// niceStep gives the round step at or above a step, and its decimals.
func niceStep(least float64) (step float64, decimals int) {
	power := int(math.Floor(math.Log10(least)))
	base := math.Pow10(power)
	for _, times := range []float64{1, 2, 5} {
		if least <= times*base*(1+1e-9) {
			return times * base, max(0, -power)
		}
	}
	return 10 * base, max(0, -power-1)
}

func (s scale) low() float64  { return s.tick(s.first) }
func (s scale) high() float64 { return s.tick(s.last) }

// tick gives the value of a step, without the dust of multiplying: 0.3, not
// 0.30000000000000004.
func (s scale) tick(at int) float64 {
	clean, err := strconv.ParseFloat(strconv.FormatFloat(float64(at)*s.step, 'f', s.decimals, 64), 64)
	if err != nil {
		return float64(at) * s.step
	}
	return clean
}

func (s scale) ticks() []float64 {
	list := make([]float64, 0, s.last-s.first+1)
	for at := s.first; at <= s.last; at++ {
		list = append(list, s.tick(at))
	}
	return list
}

// onto places a value between two positions of a drawing.
func (s scale) onto(v, from, to float64) float64 {
	low, high := s.low(), s.high()
	if high <= low {
		return (from + to) / 2
	}
	return from + (v-low)/(high-low)*(to-from)
}
