package shape_test

import (
	"math"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/geo/shape"
)

// at makes a closed ring of points in metres from a place near Eindhoven.
func at(points ...float64) orb.Ring {
	ring := open(points...)
	return append(ring, ring[0])
}

func open(points ...float64) orb.Ring {
	var ring orb.Ring
	for i := 0; i < len(points); i += 2 {
		ring = append(ring, orb.Point{160000 + points[i], 383000 + points[i+1]})
	}
	return ring
}

func turned(r orb.Ring) orb.Ring {
	r = r.Clone()
	r.Reverse()
	return r
}

// square is a closed square, counter-clockwise.
func square(x, y, size float64) orb.Ring {
	return at(x, y, x+size, y, x+size, y+size, x, y+size)
}

type found struct {
	Kind     shape.Kind
	Repaired bool
	Count    int
}

func summary(problems []shape.Problem) []found {
	var list []found
	for _, p := range problems {
		list = append(list, found{p.Kind, p.Repaired, p.Count})
	}
	return list
}

// Each case says what must be found and which surface must be left.
var checkCases = []struct {
	name string
	in   orb.MultiPolygon
	want []found
	area float64
}{
	{"a square", orb.MultiPolygon{{square(0, 0, 100)}}, nil, 10000},
	{"a square with a hole", orb.MultiPolygon{{square(0, 0, 100), turned(square(20, 20, 50))}}, nil, 7500},
	{"parts side by side", orb.MultiPolygon{{square(0, 0, 100)}, {square(100, 0, 100)}}, nil, 20000},
	{"parts that share part of an edge", orb.MultiPolygon{{square(0, 0, 100)}, {square(100, 30, 100)}}, nil, 20000},
	{"an island in a hole", orb.MultiPolygon{{square(0, 0, 100), turned(square(20, 20, 50))}, {square(30, 30, 10)}}, nil, 7600},
	{"an island that fills the hole", orb.MultiPolygon{{square(0, 0, 100), turned(square(20, 20, 50))}, {square(20, 20, 50)}}, nil, 10000},
	{"a hole that touches its shell", orb.MultiPolygon{{square(0, 0, 100), turned(square(0, 20, 50))}}, nil, 7500},

	{"unclosed", orb.MultiPolygon{{open(0, 0, 100, 0, 100, 100, 0, 100)}}, []found{{shape.Unclosed, true, 1}}, 10000},
	{"repeated points", orb.MultiPolygon{{at(0, 0, 0, 0, 100, 0, 100, 100, 100, 100, 100, 100, 0, 100)}}, []found{{shape.RepeatedPoints, true, 3}}, 10000},
	{"spike", orb.MultiPolygon{{at(0, 0, 100, 0, 100, 50, 180, 50, 100, 50, 100, 100, 0, 100)}}, []found{{shape.RepeatedPoints, true, 1}, {shape.Spike, true, 1}}, 10000},
	{"spike where the ring begins", orb.MultiPolygon{{at(180, 0, 100, 0, 100, 100, 0, 100, 0, 0)}}, []found{{shape.Spike, true, 1}}, 10000},
	{"clockwise shell", orb.MultiPolygon{{turned(square(0, 0, 100))}}, []found{{shape.Orientation, true, 1}}, 10000},
	{"counter-clockwise holes", orb.MultiPolygon{{square(0, 0, 100), square(10, 10, 10), square(30, 30, 10)}}, []found{{shape.Orientation, true, 2}}, 9800},

	{"line beside a square", orb.MultiPolygon{{square(0, 0, 100)}, {open(200, 0, 300, 0, 200, 0)}}, []found{{shape.TooFewPoints, true, 1}}, 10000},
	{"only a line", orb.MultiPolygon{{open(200, 0, 300, 0, 200, 0)}}, []found{{shape.TooFewPoints, false, 1}, {shape.Empty, false, 1}}, 0},
	{"sliver part", orb.MultiPolygon{{square(0, 0, 100)}, {at(200, 0, 210, 0, 210, 0.05)}}, []found{{shape.Sliver, true, 1}}, 10000},
	{"sliver hole", orb.MultiPolygon{{square(0, 0, 100), at(20, 20, 30, 20.05, 30, 20)}}, []found{{shape.Sliver, true, 1}}, 10000},
	{"only slivers", orb.MultiPolygon{{square(0, 0, 0.5)}, {square(2, 0, 0.6)}}, []found{{shape.Sliver, true, 1}, {shape.Sliver, false, 1}}, 0.36},
	{"duplicate part", orb.MultiPolygon{{square(0, 0, 100)}, {at(100, 0, 100, 100, 0, 100, 0, 0)}}, []found{{shape.DuplicatePart, true, 1}}, 10000},
	{"duplicate hole", orb.MultiPolygon{{square(0, 0, 100), turned(square(20, 20, 50)), turned(square(20, 20, 50))}}, []found{{shape.DuplicatePart, true, 1}}, 7500},

	{"bow-tie", orb.MultiPolygon{{at(0, 0, 100, 0, 0, 80, 100, 100)}}, []found{{shape.SelfCrossing, false, 1}}, math.NaN()},
	{"bow-tie of equal halves", orb.MultiPolygon{{at(0, 0, 100, 0, 0, 100, 100, 100)}}, []found{{shape.SelfCrossing, false, 1}}, math.NaN()},
	{"bow-tie in a point of both halves", orb.MultiPolygon{{at(0, 0, 50, 50, 100, 100, 0, 110, 50, 50, 100, 0)}}, []found{{shape.SelfCrossing, false, 1}}, math.NaN()},
	{"curl", orb.MultiPolygon{{at(0, 0, 100, 0, 100, 100, 40, 100, 40, 30, 60, 30, 60, 60, 0, 60)}}, []found{{shape.SelfCrossing, false, 1}}, math.NaN()},
	{"tiny loop", orb.MultiPolygon{{at(0, 0, 100, 0, 100, 100, 49.9, 100, 50.1, 100.2, 50.1, 99.8, 49.9, 100.2, 0, 100)}}, []found{{shape.SelfCrossing, true, 1}}, math.NaN()},
	{"two squares in one ring", orb.MultiPolygon{{at(0, 0, 50, 0, 50, 50, 100, 50, 100, 100, 50, 100, 50, 50, 0, 50)}}, []found{{shape.SelfTouch, true, 1}}, 5000},
	{"hole drawn in the shell's ring", orb.MultiPolygon{{at(0, 0, 100, 0, 100, 100, 50, 100, 80, 50, 50, 20, 20, 50, 50, 100, 0, 100)}}, []found{{shape.SelfTouch, true, 1}}, 7600},
	{"hole tied to the shell by a line", orb.MultiPolygon{{at(0, 0, 50, 0, 50, 20, 30, 40, 50, 80, 70, 40, 50, 20, 50, 0, 100, 0, 100, 100, 0, 100)}}, []found{{shape.SelfTouch, true, 1}}, 8800},
	{"corner on an edge of its own", orb.MultiPolygon{{at(0, 0, 100, 0, 100, 100, 80, 0, 60, 100, 0, 100)}}, []found{{shape.SelfTouch, true, 1}}, 8000},

	{"hole outside", orb.MultiPolygon{{square(0, 0, 100), turned(square(200, 0, 50))}}, []found{{shape.HoleOutside, true, 1}}, 10000},
	{"hole in another part", orb.MultiPolygon{{square(0, 0, 100), turned(square(220, 20, 50))}, {square(200, 0, 100)}}, []found{{shape.HoleOutside, false, 1}}, math.NaN()},
	{"hole across the shell", orb.MultiPolygon{{square(0, 0, 100), turned(square(80, 20, 50))}}, []found{{shape.HoleOutside, false, 1}}, math.NaN()},
	{"hole over the whole shell", orb.MultiPolygon{{square(0, 0, 100), turned(square(0, 0, 100))}}, []found{{shape.HoleOutside, false, 1}}, math.NaN()},
	{"holes in each other", orb.MultiPolygon{{square(0, 0, 100), turned(square(20, 20, 50)), turned(square(30, 30, 10))}}, []found{{shape.Overlap, false, 1}}, math.NaN()},
	{"overlapping parts", orb.MultiPolygon{{square(0, 0, 100)}, {square(50, 50, 100)}}, []found{{shape.Overlap, false, 1}}, math.NaN()},
	{"part in a part", orb.MultiPolygon{{square(0, 0, 100)}, {square(20, 20, 10)}}, []found{{shape.Overlap, false, 1}}, math.NaN()},
	{"parts that cross in their corners", orb.MultiPolygon{{square(0, 0, 100)}, {at(0, 0, 100, 100, 0, 300)}}, []found{{shape.Overlap, false, 1}}, math.NaN()},
	{"part that reaches over a hole", orb.MultiPolygon{{square(0, 0, 100), turned(square(20, 20, 50))}, {square(30, 30, 60)}}, []found{{shape.Overlap, false, 1}}, math.NaN()},
	{"overlap within the tolerance", orb.MultiPolygon{{square(0, 0, 100)}, {square(99.98, -20, 50)}}, nil, 12500},

	{"nothing", nil, []found{{shape.Empty, false, 1}}, 0},
	{"parts of nothing", orb.MultiPolygon{{}, {{}}}, []found{{shape.Empty, false, 1}}, 0},
	{"NaN", orb.MultiPolygon{{at(0, 0, math.NaN(), 0, 0, 100)}}, []found{{shape.NotFinite, false, 1}}, 0},
	{"infinite", orb.MultiPolygon{{at(0, 0, math.Inf(-1), 0, 0, 100)}}, []found{{shape.NotFinite, false, 1}}, 0},
	{"degrees", orb.MultiPolygon{{orb.Ring{{5.4, 51.4}, {5.5, 51.4}, {5.5, 51.5}, {5.4, 51.4}}}}, []found{{shape.SuspectWGS84, false, 1}}, math.NaN()},
	{"abroad", orb.MultiPolygon{{orb.Ring{{500000, 500000}, {500010, 500000}, {500010, 500010}, {500000, 500000}}}}, []found{{shape.OutsideNetherlands, false, 1}}, 50},
}

func TestCheck(t *testing.T) {
	for _, c := range checkCases {
		t.Run(c.name, func(t *testing.T) {
			before := c.in.Clone()
			fixed, problems := shape.Check(c.in, shape.Options{})
			if diff := cmp.Diff(c.want, summary(problems)); diff != "" {
				t.Errorf("problems (-want +got):\n%s%+v", diff, problems)
			}
			if area := shape.Area(fixed); !math.IsNaN(c.area) && math.Abs(area-c.area) > 1e-6 {
				t.Errorf("%v m² are left, want %v: %v", area, c.area, fixed)
			}
			if !reflect.DeepEqual(before, c.in) && c.name != "NaN" {
				t.Error("the input was changed")
			}
			if len(problems) == 0 && len(c.in) > 0 && &fixed[0] != &c.in[0] {
				t.Error("an area without problems was copied")
			}
		})
	}
}

func TestProblemSaysWhere(t *testing.T) {
	area := orb.MultiPolygon{
		{square(0, 0, 100)},
		{square(200, 0, 100), turned(square(220, 20, 20)), turned(square(290, 20, 30))},
	}
	_, problems := shape.Check(area, shape.Options{})
	want := []shape.Problem{{Kind: shape.HoleOutside, Count: 1, Part: 1, Ring: 2, At: area[1][2][0], Value: 900}}
	if diff := cmp.Diff(want, problems); diff != "" {
		t.Error(diff)
	}
}

func TestUnrepairedBowTieStaysAsItIs(t *testing.T) {
	area := orb.MultiPolygon{{at(0, 0, 100, 0, 0, 80, 100, 100)}, {turned(square(500, 0, 10))}}
	fixed, problems := shape.Check(area, shape.Options{})
	if diff := cmp.Diff(area[0], fixed[0]); diff != "" {
		t.Error(diff)
	}
	if len(problems) != 2 {
		t.Errorf("%+v", problems)
	}
}

func TestTinyLoopLeavesTheRest(t *testing.T) {
	in := orb.MultiPolygon{{at(0, 0, 100, 0, 100, 100, 49.9, 100, 50.1, 100.2, 50.1, 99.8, 49.9, 100.2, 0, 100)}}
	fixed, _ := shape.Check(in, shape.Options{})
	if area := shape.Area(fixed); math.Abs(area-10000) > 10 {
		t.Errorf("%v m² left", area)
	}
	if _, problems := shape.Check(fixed, shape.Options{}); len(problems) > 0 {
		t.Errorf("checked again: %+v", problems)
	}
}

func TestOptions(t *testing.T) {
	area := orb.MultiPolygon{{square(0, 0, 100)}, {square(200, 0, 2)}}
	if _, problems := shape.Check(area, shape.Options{MinArea: 5}); len(problems) != 1 || problems[0].Kind != shape.Sliver {
		t.Errorf("MinArea: %+v", problems)
	}
	area = orb.MultiPolygon{{square(0, 0, 100)}, {square(99, -20, 50)}}
	if _, problems := shape.Check(area, shape.Options{Tolerance: 1.5}); len(problems) != 0 {
		t.Errorf("Tolerance: %+v", problems)
	}
	area = orb.MultiPolygon{{orb.Ring{{0, 0}, {10, 0}, {10, 10}, {0, 0}}}}
	if _, problems := shape.Check(area, shape.Options{AnyPlane: true}); len(problems) != 0 {
		t.Errorf("AnyPlane: %+v", problems)
	}
}

func TestEveryKindIsTried(t *testing.T) {
	tried := map[shape.Kind]bool{ // by TestPlausible
		shape.SuspectRD: true, shape.SuspectAxisOrder: true, shape.SuspectWebMercator: true,
	}
	for _, c := range checkCases {
		for _, f := range c.want {
			tried[f.Kind] = true
		}
	}
	for _, kind := range shape.Kinds {
		if !tried[kind] {
			t.Errorf("no case gives %s", kind)
		}
	}
}

func TestPlausible(t *testing.T) {
	box := func(x0, y0, x1, y1 float64) orb.Bound {
		return orb.Bound{Min: orb.Point{x0, y0}, Max: orb.Point{x1, y1}}
	}
	rd, degrees := box(155000, 380000, 165000, 390000), box(5.4, 51.4, 5.5, 51.5)
	swappedRD, swappedDegrees := box(380000, 155000, 390000, 165000), box(51.4, 5.4, 51.5, 5.5)
	mercator := box(601000, 6690000, 612000, 6710000)
	for _, c := range []struct {
		name     string
		bound    orb.Bound
		declared shape.CRS
		want     []shape.Kind
	}{
		{"rd", rd, shape.RDNew, nil},
		{"degrees", degrees, shape.WGS84, nil},
		{"degrees as rd", degrees, shape.RDNew, []shape.Kind{shape.SuspectWGS84}},
		{"rd as degrees", rd, shape.WGS84, []shape.Kind{shape.SuspectRD}},
		{"swapped rd", swappedRD, shape.RDNew, []shape.Kind{shape.SuspectAxisOrder}},
		{"swapped degrees", swappedDegrees, shape.WGS84, []shape.Kind{shape.SuspectAxisOrder}},
		{"swapped degrees as rd", swappedDegrees, shape.RDNew, []shape.Kind{shape.SuspectWGS84, shape.SuspectAxisOrder}},
		{"swapped rd as degrees", swappedRD, shape.WGS84, []shape.Kind{shape.SuspectRD, shape.SuspectAxisOrder}},
		{"web mercator as rd", mercator, shape.RDNew, []shape.Kind{shape.SuspectWebMercator}},
		{"web mercator as degrees", mercator, shape.WGS84, []shape.Kind{shape.SuspectWebMercator}},
		{"Helsinki", box(24.9, 60.1, 25, 60.2), shape.WGS84, []shape.Kind{shape.OutsideNetherlands}},
		{"nowhere", box(-1e6, -1e6, 1e6, 1e6), shape.RDNew, []shape.Kind{shape.OutsideNetherlands}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []shape.Kind
			for _, p := range shape.Plausible(c.bound, c.declared) {
				got = append(got, p.Kind)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
