package chart

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// number is any figure that a source may bring, from shares of a millionth to
// euros of a country.
func number() *rapid.Generator[float64] {
	return rapid.OneOf(
		rapid.Float64Range(-100, 100),
		rapid.Float64Range(-1e12, 1e12),
		rapid.Float64Range(-1e-4, 1e-4),
		rapid.Map(rapid.IntRange(-20, 20), func(n int) float64 { return float64(n) }),
	)
}

func TestTicksAreRound(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		count     int
		want      []float64
	}{
		{46, 53, 4, []float64{46, 48, 50, 52, 54}},
		{1, 53, 5, []float64{0, 20, 40, 60}},
		{0.1, 0.3, 4, []float64{0, 0.1, 0.2, 0.3}},
		{-3, 4, 4, []float64{-4, -2, 0, 2, 4}},
		{50, 50, 4, []float64{44, 46, 48, 50, 52, 54, 56}},
		{0, 0, 2, []float64{-1, 0, 1}},
		{1200000, 4800000, 4, []float64{0, 2000000, 4000000, 6000000}},
	} {
		got := nice(reach{c.low, c.high, true}, c.count).ticks()
		if !slices.Equal(got, c.want) && c.low != c.high {
			t.Errorf("%v to %v: %v, want %v", c.low, c.high, got, c.want)
		}
	}
}

func TestScaleHoldsItsValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r reach
		r.add(number().Draw(t, "a"), number().Draw(t, "b"))
		count := rapid.IntRange(1, 8).Draw(t, "count")
		s := nice(r, count)
		ticks := s.ticks()
		if len(ticks) < 2 || len(ticks) > 3*count+4 {
			t.Fatalf("%d ticks where about %d were asked: %v", len(ticks), count, ticks)
		}
		if room := 1e-6 * s.step; s.low() > r.low+room || s.high() < r.high-room {
			t.Fatalf("%v to %v lies outside %v to %v", r.low, r.high, s.low(), s.high())
		}
		digits := s.step / math.Pow(10, math.Floor(math.Log10(s.step)+1e-9))
		if !slices.ContainsFunc([]float64{1, 2, 5, 10}, func(d float64) bool { return math.Abs(digits-d) < 1e-6 }) {
			t.Fatalf("a step of %v is not round", s.step)
		}
		if !slices.IsSorted(ticks) {
			t.Fatalf("ticks out of order: %v", ticks)
		}
	})
}

// Two values keep their order on the scale, and lie between its ends.
func TestScaleIsTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := number().Draw(t, "a"), number().Draw(t, "b")
		var r reach
		r.add(a, b)
		s := nice(r, 5)
		x, y := s.onto(a, 10, 310), s.onto(b, 10, 310)
		if a < b && x > y || a > b && x < y {
			t.Fatalf("%v lies at %v, and %v at %v", a, x, b, y)
		}
		if min(x, y) < 10-1e-3 || max(x, y) > 310+1e-3 {
			t.Fatalf("%v and %v lie outside", x, y)
		}
	})
}

func TestSpread(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(t, "n")
		wanted := rapid.SliceOfN(rapid.Float64Range(-20, 340), n, n).Draw(t, "wanted")
		slices.Sort(wanted)
		sizes := rapid.SliceOfN(rapid.Float64Range(1, 90), n, n).Draw(t, "sizes")
		const gap, low, high = 4.0, 0.0, 320.0
		total := gap * float64(max(n-1, 0))
		for _, size := range sizes {
			total += size
		}
		placed, fits := spread(wanted, sizes, gap, low, high)
		if fits != (total <= high-low+1e-9) && math.Abs(total-(high-low)) > 1e-6 {
			t.Fatalf("labels of together %v: fits is %v", total, fits)
		}
		for at := range placed {
			if placed[at]-sizes[at]/2 < low-1e-6 || placed[at]+sizes[at]/2 > high+1e-6 {
				t.Fatalf("label %d sticks out: %v", at, placed)
			}
			if at > 0 && placed[at]-placed[at-1] < sizes[at]/2+sizes[at-1]/2+gap-1e-6 {
				t.Fatalf("labels %d and %d are too near: %v", at-1, at, placed)
			}
		}
	})
}

// Labels that have room where they want to be are not moved.
func TestSpreadLeavesWhatFits(t *testing.T) {
	placed, fits := spread([]float64{40, 100, 200}, []float64{30, 30, 30}, 5, 0, 320)
	if !fits || !slices.Equal(placed, []float64{40, 100, 200}) {
		t.Fatalf("moved to %v", placed)
	}
	// Two that want the same place each give way by half.
	placed, _ = spread([]float64{100, 100}, []float64{30, 30}, 10, 0, 320)
	if !slices.Equal(placed, []float64{80, 120}) {
		t.Fatalf("moved to %v", placed)
	}
}
