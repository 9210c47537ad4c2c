package chart

import "math"

// crowdFrom is the number of areas from which ticks would cover each other:
// they are then counted in bars, in the drawing and in the table alike.
const crowdFrom = 80

// crowdBins is about how many bars are made of them.
const crowdBins = 24

// Bin counts the areas from Low up to High; the last holds High as well.
type Bin struct {
	Low, High float64
	Count     int
	Here      bool // the place itself lies in it
}

// crowded tells whether the other areas are counted in bins.
func (d Distribution) crowded() bool { return len(d.Others) > crowdFrom }

// Bins counts the other areas in bins between round numbers, from the first
// that holds any to the last. It is empty while there are few enough to be
// drawn one by one.
func (d Distribution) Bins() []Bin {
	if !d.crowded() {
		return nil
	}
	var all reach
	for _, p := range d.Others {
		all.value(p.Value, Interval{})
	}
	if !all.any {
		return nil
	}
	s := nice(all, crowdBins)
	bins := make([]Bin, s.last-s.first)
	place := func(v float64) int {
		return min(max(int(math.Floor(v/s.step+1e-9))-s.first, 0), len(bins)-1)
	}
	for at := range bins {
		bins[at].Low, bins[at].High = s.tick(s.first+at), s.tick(s.first+at+1)
	}
	for _, p := range d.Others {
		if p.Value.known {
			bins[place(p.Value.number)].Count++
		}
	}
	if v := d.Here.Value; v.known && v.number >= s.low() && v.number <= s.high() {
		bins[place(v.number)].Here = true
	}
	for len(bins) > 1 && bins[0].Count == 0 {
		bins = bins[1:]
	}
	for len(bins) > 1 && bins[len(bins)-1].Count == 0 {
		bins = bins[:len(bins)-1]
	}
	return bins
}

// crowd draws bins as bars that stand on the line.
func (l *line) crowd(bins []Bin) {
	most := 0
	for _, bin := range bins {
		most = max(most, bin.Count)
	}
	for _, bin := range bins {
		if bin.Count == 0 {
			continue
		}
		tall := max(2, crowdTall*float64(bin.Count)/float64(most))
		from, to := l.clamped(bin.Low), l.clamped(bin.High)
		if to-from > 2 {
			to--
		}
		l.rectangle(RoleCrowd, Box{from, l.y - tall, to, l.y}, false)
	}
}

// clamped places a bound that may lie beyond the line's own scale.
func (l *line) clamped(v float64) float64 { return min(max(l.x(v), 0), l.width) }
