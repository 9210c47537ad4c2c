package shape_test

import (
	"math"
	"reflect"
	"testing"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
	"github.com/koppelkans/koppelkans/internal/geo/overlay"
	"github.com/koppelkans/koppelkans/internal/geo/shape"
)

// fromBytes makes rings on a lattice of ten metres, on which points, edges and
// whole rings often meet: 255 begins a part, 254 a hole, 253 closes the ring,
// everything else is a point in a block of 15 by 15. An odd number of bytes
// turns the lattice, so that no point lies exactly on a line any more.
func fromBytes(data []byte) orb.MultiPolygon {
	var mp orb.MultiPolygon
	for _, b := range data {
		if b == 255 || len(mp) == 0 {
			mp = append(mp, orb.Polygon{nil})
		}
		polygon := &mp[len(mp)-1]
		ring := &(*polygon)[len(*polygon)-1]
		switch {
		case b == 255:
		case b == 254:
			*polygon = append(*polygon, nil)
		case b == 253:
			if len(*ring) > 0 {
				*ring = append(*ring, (*ring)[0])
			}
		default:
			x, y := 10*float64(b%15), 10*float64(b/15)
			if len(data)%2 == 1 {
				x, y = 0.96*x-0.28*y+40, 0.28*x+0.96*y
			}
			*ring = append(*ring, orb.Point{160000 + x, 383000 + y})
		}
	}
	return mp
}

// crossings counts how often a line to the east of p crosses a ring, and tells
// whether p is too near to an edge to say.
func crossings(ring orb.Ring, p orb.Point) (odd, near bool) {
	for i, b := range ring {
		a := ring[(i+len(ring)-1)%len(ring)]
		dx, dy := b[0]-a[0], b[1]-a[1]
		part := 0.0
		if dx != 0 || dy != 0 {
			part = max(0, min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/(dx*dx+dy*dy)))
		}
		if math.Hypot(p[0]-a[0]-part*dx, p[1]-a[1]-part*dy) < 0.01 {
			return false, true
		}
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/dy*dx {
			odd = !odd
		}
	}
	return odd, false
}

// covers tells whether a point lies in an area: in some shell, and in none of
// its holes.
func covers(mp orb.MultiPolygon, p orb.Point) (in, near bool) {
	for _, polygon := range mp {
		within := false
		for role, ring := range polygon {
			odd, close := crossings(ring, p)
			if close {
				return false, true
			}
			if role == 0 {
				within = odd
			} else if odd {
				within = false
			}
		}
		in = in || within
	}
	return in, false
}

// FuzzCheck: no input makes Check fail or change its input; what was wholly
// repaired is without problems, covers the same ground as before, and has the
// surface that the overlay gives it.
func FuzzCheck(f *testing.F) {
	f.Add([]byte{0, 10, 160, 150, 253})
	f.Add([]byte{0, 10, 150, 160, 253})
	f.Add([]byte{0, 10, 160, 150, 253, 254, 32, 122, 128, 38, 253, 255, 48, 52, 112, 108, 253})
	f.Add([]byte{0, 5, 80, 85, 165, 160, 80, 75, 253})
	f.Add([]byte{0, 10, 160, 155, 125, 37, 66, 155, 150, 253, 255, 0, 10, 160, 150, 253})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 120 {
			return
		}
		in := fromBytes(data)
		before := in.Clone()
		// No surface but nothing is a sliver here: every point must keep its side.
		fixed, problems := shape.Check(in, shape.Options{MinArea: 1e-3})
		if !reflect.DeepEqual(before, in) {
			t.Fatal("the input was changed")
		}
		for _, p := range problems {
			if p.Count < 1 || p.Part >= len(in) {
				t.Fatalf("%+v", p)
			}
			if !p.Repaired {
				return
			}
		}
		if _, again := shape.Check(fixed, shape.Options{MinArea: 1e-3}); len(again) > 0 {
			t.Fatalf("%v\nwas repaired to\n%v\nwhich has %+v", in, fixed, again)
		}
		for x := 0.5; x < 190; x += 3 {
			for y := 0.7; y < 210; y += 3 {
				p := orb.Point{160000 + x + y/1000, 383000 + y + x/1000}
				was, nearBefore := covers(in, p)
				is, nearAfter := covers(fixed, p)
				if nearBefore || nearAfter {
					continue
				}
				if was != is {
					t.Fatalf("%v lay inside: %v, now: %v\n%v\nwas repaired to\n%v\n%+v", p, was, is, in, fixed, problems)
				}
			}
		}
		compareWithOverlay(t, fixed)
	})
}

// compareWithOverlay takes the surface by two ways.
func compareWithOverlay(t *testing.T, mp orb.MultiPolygon) {
	t.Helper()
	w, err := hex.RD100.Cover(mp.Bound())
	if err != nil {
		t.Fatal(err)
	}
	shares, err := overlay.Intersect(w, []orb.MultiPolygon{mp})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, part := range shares.Area {
		sum += part
	}
	if want := shape.Area(mp); math.Abs(sum-want) > 0.01 {
		t.Fatalf("%v m², by the overlay %v", want, sum)
	}
}
