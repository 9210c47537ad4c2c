package overlay_test

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

// star draws a ring that does not cross itself: corners at rising angles
// around a centre.
func star(t *rapid.T, centre orb.Point, smallest, largest float64) orb.Ring {
	n := rapid.IntRange(3, 24).Draw(t, "corners")
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		angle := 2 * math.Pi * (float64(i) + rapid.Float64Range(0, 0.9).Draw(t, "turn")) / float64(n)
		radius := rapid.Float64Range(smallest, largest).Draw(t, "radius")
		ring = append(ring, orb.Point{centre[0] + radius*math.Cos(angle), centre[1] + radius*math.Sin(angle)})
	}
	return append(ring, ring[0])
}

// drawArea draws two polygons apart from each other, the first with a hole.
func drawArea(t *rapid.T) orb.MultiPolygon {
	x := rapid.Float64Range(10000, 270000).Draw(t, "x")
	y := rapid.Float64Range(310000, 600000).Draw(t, "y")
	size := rapid.SampledFrom([]float64{20, 150, 1200}).Draw(t, "size")
	centre, other := orb.Point{x, y}, orb.Point{x + 2.5*size, y}
	area := orb.MultiPolygon{{star(t, centre, 0.6*size, size)}, {star(t, other, 0.1*size, size)}}
	if rapid.Bool().Draw(t, "hole") {
		hole := star(t, centre, 0.001*size, 0.05*size)
		if insideRing(hole, area[0][0]) {
			hole.Reverse()
			area[0] = append(area[0], hole)
		}
	}
	return area
}

func insideRing(inner, outer orb.Ring) bool {
	for _, p := range inner {
		if !planar.RingContains(outer, p) {
			return false
		}
	}
	return true
}

// clip cuts a ring with a convex one (Sutherland and Hodgman) and gives the
// surface that is left: another way to the same number.
func clip(ring orb.Ring, cell [6]orb.Point) float64 {
	left := append([]orb.Point(nil), ring[:len(ring)-1]...)
	origin := cell[0]
	side := func(p, a, b orb.Point) float64 {
		return (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0])
	}
	for i := range cell {
		a, b := cell[i], cell[(i+1)%6]
		var kept []orb.Point
		for j, p := range left {
			before := left[(j+len(left)-1)%len(left)]
			sideBefore, sideP := side(before, a, b), side(p, a, b)
			if sideBefore < 0 != (sideP < 0) {
				part := sideBefore / (sideBefore - sideP)
				kept = append(kept, orb.Point{before[0] + part*(p[0]-before[0]), before[1] + part*(p[1]-before[1])})
			}
			if sideP >= 0 {
				kept = append(kept, p)
			}
		}
		left = kept
	}
	sum := 0.0
	for j, p := range left {
		before := left[(j+len(left)-1)%len(left)]
		sum += (before[0]-origin[0])*(p[1]-origin[1]) - (p[0]-origin[0])*(before[1]-origin[1])
	}
	return math.Abs(sum) / 2
}

// clipped is the surface of an area in a cell by clipping.
func clipped(area orb.MultiPolygon, cell [6]orb.Point) float64 {
	sum := 0.0
	for _, polygon := range area {
		for role, ring := range polygon {
			if role == 0 {
				sum += clip(ring, cell)
			} else {
				sum -= clip(ring, cell)
			}
		}
	}
	return sum
}
