package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// pen writes as a page in Dutch would.
func testPen() Pen {
	write := func(v float64, decimals int) string { return strconv.FormatFloat(v, 'f', decimals, 64) }
	return Pen{
		Value:  func(v float64) string { return write(v, 1) + "\u00a0%" },
		Number: func(v float64) string { return write(v, 1) },
		Tick:   write, Missing: "ontbreekt", Women: "vrouwen", Men: "mannen",
	}
}

func name() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"", "NL", "Lage Meent", "Waterhoven", "'s-Gravenhage, Bezuidenhout-Midden en omgeving van het station", "Wijk Zuidoever", "Ĳsselmuiden-Oost"})
}

func value() *rapid.Generator[Value] {
	return rapid.Custom(func(t *rapid.T) Value {
		if rapid.IntRange(0, 4).Draw(t, "hole") == 0 {
			return Missing("geheim bij de bron")
		}
		return Of(number().Draw(t, "number"))
	})
}

func interval() *rapid.Generator[Interval] {
	return rapid.Custom(func(t *rapid.T) Interval {
		if rapid.Bool().Draw(t, "unsure") {
			return Between(number().Draw(t, "low"), number().Draw(t, "high"))
		}
		return Interval{}
	})
}

func kind() *rapid.Generator[Kind] {
	return rapid.SampledFrom([]Kind{Municipality, Country, Other})
}

func points(most int) *rapid.Generator[[]Point] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Point {
		return Point{Label: name().Draw(t, "name"), Kind: kind().Draw(t, "kind"), Value: value().Draw(t, "value")}
	}), 0, most)
}

func distribution() *rapid.Generator[Distribution] {
	return rapid.Custom(func(t *rapid.T) Distribution {
		return Distribution{
			Title:      name().Draw(t, "title"),
			Here:       Point{Label: name().Draw(t, "here"), Value: value().Draw(t, "value"), Margin: interval().Draw(t, "margin")},
			References: points(60).Draw(t, "references"), Others: points(100).Draw(t, "others"), Ticks: rapid.Bool().Draw(t, "ticks"),
		}
	})
}

func series(kind Kind) *rapid.Generator[Series] {
	return rapid.Custom(func(t *rapid.T) Series {
		years := rapid.SliceOfNDistinct(rapid.IntRange(1998, 2030), 0, 14, rapid.ID[int]).Draw(t, "years")
		slices.Sort(years)
		s := Series{Label: name().Draw(t, "name"), Kind: kind}
		for _, year := range years {
			s.Moments = append(s.Moments, Moment{Year: year, Value: value().Draw(t, "value"), Margin: interval().Draw(t, "margin")})
		}
		return s
	})
}

func trend() *rapid.Generator[Trend] {
	return rapid.Custom(func(t *rapid.T) Trend {
		tr := Trend{Title: name().Draw(t, "title"), Here: series(Here).Draw(t, "here")}
		for range rapid.IntRange(0, 12).Draw(t, "references") {
			tr.References = append(tr.References, series(kind().Draw(t, "kind")).Draw(t, "reference"))
		}
		return tr
	})
}

func multiples() *rapid.Generator[SmallMultiples] {
	return rapid.Custom(func(t *rapid.T) SmallMultiples {
		if rapid.Bool().Draw(t, "trends") {
			return SmallMultiples{Trends: rapid.SliceOfN(trend(), 0, 6).Draw(t, "trends")}
		}
		return SmallMultiples{Distributions: rapid.SliceOfN(distribution(), 0, 6).Draw(t, "distributions")}
	})
}

func ages() *rapid.Generator[AgeBars] {
	share := rapid.Custom(func(t *rapid.T) Value {
		if rapid.IntRange(0, 4).Draw(t, "hole") == 0 {
			return Missing("te klein om te tonen")
		}
		return Of(rapid.Float64Range(0, 100).Draw(t, "share"))
	})
	return rapid.Custom(func(t *rapid.T) AgeBars {
		a := AgeBars{Here: name().Draw(t, "here"), There: name().Draw(t, "there")}
		bySex := rapid.Bool().Draw(t, "sex")
		for at := range rapid.IntRange(0, 20).Draw(t, "bands") {
			band := AgeBand{Label: fmt.Sprintf("%d tot %d jaar", at*5, at*5+5)}
			pair := func() Pair { return Pair{share.Draw(t, "here"), share.Draw(t, "there")} }
			if bySex {
				band.Women, band.Men = pair(), pair()
			} else {
				band.All = pair()
			}
			a.Bands = append(a.Bands, band)
		}
		return a
	})
}

func anyChart() *rapid.Generator[Chart] {
	return rapid.OneOf(
		rapid.Map(distribution(), func(c Distribution) Chart { return c }),
		rapid.Map(trend(), func(c Trend) Chart { return c }),
		rapid.Map(multiples(), func(c SmallMultiples) Chart { return c }),
		rapid.Map(ages(), func(c AgeBars) Chart { return c }),
	)
}

// flat gives the marks of a drawing and its parts, where they lie in the whole.
func flat(d Drawing) []Mark {
	marks := slices.Clone(d.Marks)
	for _, part := range d.Parts {
		for _, m := range flat(part.Drawing) {
			m.Box = Box{m.Box.Left + part.X, m.Box.Top + part.Y, m.Box.Right + part.X, m.Box.Bottom + part.Y}
			marks = append(marks, m)
		}
	}
	return marks
}

// Whatever comes in, words never cover each other and nothing sticks out.
func TestDrawingsAreLegible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyChart().Draw(t, "chart")
		size := rapid.SampledFrom([]Size{Narrow, Wide}).Draw(t, "size")
		d := c.Draw(testPen(), size)
		if rapid.Bool().Draw(t, "alone") {
			d = Sheet{Title: strings.Repeat("Een lange titel ", 9), Notes: []string{strings.Repeat("noot ", 60)}, Lines: []string{"Bron: CBS"}}.Around(d)
		}
		legible(t, d)
	})
}

func legible(t interface{ Fatalf(string, ...any) }, d Drawing) {
	const room = 0.05
	var words []Mark
	for _, m := range flat(d) {
		for _, side := range []float64{m.Box.Left, m.Box.Top, m.Box.Right, m.Box.Bottom} {
			if math.IsNaN(side) || math.IsInf(side, 0) {
				t.Fatalf("%s is nowhere: %+v", m.Role, m)
			}
		}
		if m.Box.Left < -room || m.Box.Top < -room || m.Box.Right > d.Width+room || m.Box.Bottom > d.Height+room {
			t.Fatalf("%s %q sticks out of %v × %v: %+v", m.Role, m.Text+m.Strong, d.Width, d.Height, m.Box)
		}
		if m.Text == "" && m.Strong == "" {
			continue
		}
		for _, other := range words {
			if m.Box.overlaps(other.Box) {
				t.Fatalf("%q covers %q: %+v %+v", m.Text+m.Strong, other.Text+other.Strong, m.Box, other.Box)
			}
		}
		words = append(words, m)
	}
}

func of(role Role, d Drawing) []Mark {
	return slices.DeleteFunc(flat(d), func(m Mark) bool { return m.Role != role })
}

// Marks lie in the order of their values.
func TestMarksAreTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, here := number().Draw(t, "a"), number().Draw(t, "b"), number().Draw(t, "here")
		d := Distribution{
			Here:       Point{Value: Of(here)},
			References: []Point{{Label: "a", Kind: Municipality, Value: Of(a)}, {Label: "b", Kind: Country, Value: Of(b)}},
		}.Draw(testPen(), Narrow)
		dot, bar, ring := of(RoleHere, d)[0], of(RoleMunicipality, d)[0], of(RoleCountry, d)[0]
		for _, pair := range []struct{ v, w, x, y float64 }{
			{a, b, bar.Box.middle(), ring.Box.middle()}, {a, here, bar.Box.middle(), dot.Box.middle()}, {b, here, ring.Box.middle(), dot.Box.middle()},
		} {
			if pair.v < pair.w && pair.x > pair.y+1e-6 || pair.v > pair.w && pair.x < pair.y-1e-6 {
				t.Fatalf("%v and %v lie at %v and %v", pair.v, pair.w, pair.x, pair.y)
			}
		}
	})
}

// A missing value is hatched, never a mark at nought.
func TestMissingIsNeverNought(t *testing.T) {
	hole := Missing("geheim bij de bron")
	pen := testPen()
	d := Distribution{Here: Point{Label: "Lage Meent", Value: hole}, References: []Point{{Label: "NL", Kind: Country, Value: hole}, {Label: "Waterhoven", Kind: Municipality, Value: Of(46)}}}.Draw(pen, Narrow)
	if len(of(RoleHere, d)) != 0 || len(of(RoleCountry, d)) != 0 || len(of(RoleHatch, d)) != 1 || len(of(RoleHoleWord, d)) != 1 {
		t.Errorf("a missing place is drawn as %+v", d.Marks)
	}
	moments := []Moment{{2012, Of(40), Interval{}}, {2016, hole, Interval{}}, {2020, Of(42), Interval{}}, {2024, Of(44), Interval{}}}
	d = Trend{Here: Series{Label: "Lage Meent", Moments: moments}}.Draw(pen, Narrow)
	if dots, lines, holes := len(of(RoleHere, d)), len(of(RoleHereLine, d)), len(of(RoleHatch, d)); dots != 3 || lines != 2 || holes != 1 {
		t.Errorf("a gap gives %d dots, %d lines, %d holes", dots, lines, holes)
	}
	d = AgeBars{Here: "a", Bands: []AgeBand{{Label: "0", All: Pair{Here: hole}}, {Label: "1", All: Pair{Here: Of(0)}}}}.Draw(pen, Narrow)
	if bars, holes := len(of(RoleBar, d)), len(of(RoleHatch, d)); bars != 2 || holes != 1 { // one bar is the key's
		t.Errorf("a missing band gives %d bars, %d holes", bars, holes)
	}
	if of := Of(math.NaN()); of.Known() {
		t.Error("what is no number is a value")
	}
}

// Unequal steps between years are drawn as they are.
func TestYearsAreTrueToTime(t *testing.T) {
	d := Trend{Here: Series{Moments: []Moment{{2012, Of(1), Interval{}}, {2016, Of(2), Interval{}}, {2024, Of(3), Interval{}}}}}.Draw(testPen(), Wide)
	dots := of(RoleHere, d)
	first, second := dots[1].X-dots[0].X, dots[2].X-dots[1].X
	if math.Abs(second-2*first) > 0.1 {
		t.Errorf("four years take %v, eight take %v", first, second)
	}
}

// Rows on a common axis put the same value at the same place.
func TestCommonAxis(t *testing.T) {
	a := Distribution{Here: Point{Value: Of(10)}, References: []Point{{Label: "NL", Kind: Country, Value: Of(47)}}}
	b := Distribution{Here: Point{Value: Of(90)}, References: []Point{{Label: "NL", Kind: Country, Value: Of(47)}}}
	axis := Common(a, b)
	a.Axis, b.Axis = axis, axis
	x := of(RoleCountry, a.Draw(testPen(), Narrow))[0].X
	if y := of(RoleCountry, b.Draw(testPen(), Narrow))[0].X; x != y {
		t.Errorf("the same value lies at %v and %v", x, y)
	}
}

// Bins lose no area.
func TestBinsCountAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(value(), crowdFrom+1, 300).Draw(t, "values")
		d := Distribution{Here: Point{Value: value().Draw(t, "here")}}
		known := 0
		for _, v := range values {
			d.Others = append(d.Others, Point{Value: v})
			if v.Known() {
				known++
			}
		}
		counted := 0
		for at, bin := range d.Bins() {
			counted += bin.Count
			if bin.Low >= bin.High {
				t.Fatalf("bin %d runs from %v to %v", at, bin.Low, bin.High)
			}
		}
		if counted != known {
			t.Fatalf("%d areas in bins, of %d", counted, known)
		}
	})
}

func TestMultiplesAreBounded(t *testing.T) {
	m := SmallMultiples{Trends: make([]Trend, 70)}
	if cells := len(m.Cells(testPen())); cells != MaxCells || m.Left() != 70-MaxCells {
		t.Errorf("%d cells, %d left", cells, m.Left())
	}
}
