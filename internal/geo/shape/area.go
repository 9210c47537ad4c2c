// Package shape measures, checks and repairs polygons in a plane of metres
// (RD New). Everywhere the first ring of a polygon is its shell and the
// further ones are holes.
package shape

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"
)

// Area is the surface in m²: shells add, holes take away, whichever way their
// rings run. Overlapping parts count twice.
func Area(mp orb.MultiPolygon) float64 {
	sum := 0.0
	for _, polygon := range mp {
		for role, ring := range polygon {
			if role == 0 {
				sum += math.Abs(ringArea(ring))
			} else {
				sum -= math.Abs(ringArea(ring))
			}
		}
	}
	return sum
}

// ringArea is the surface of a ring in m², positive when it runs
// counter-clockwise. It takes coordinates relative to the first point, because
// squares of RD coordinates would cost eleven of sixteen digits.
func ringArea(ring orb.Ring) float64 {
	if len(ring) < 3 {
		return 0
	}
	sum, origin := 0.0, ring[0]
	before := orb.Point{ring[1][0] - origin[0], ring[1][1] - origin[1]}
	for _, p := range ring[2:] {
		at := orb.Point{p[0] - origin[0], p[1] - origin[1]}
		sum += before[0]*at[1] - at[0]*before[1]
		before = at
	}
	return sum / 2
}

// Simplify gives a copy with fewer points for drawing (Douglas and Peucker):
// no point of the old outline lies further than tolerance metres from the new
// one. Rings that shrink to nothing are left out. Neighbours are simplified
// apart from each other, so their common border can open by twice the
// tolerance: choose it below half a pixel, and never calculate with the result.
func Simplify(mp orb.MultiPolygon, tolerance float64) orb.MultiPolygon {
	simplifier := simplify.DouglasPeucker(tolerance)
	simple := make(orb.MultiPolygon, 0, len(mp))
	for _, polygon := range mp {
		var kept orb.Polygon
		for role, ring := range polygon {
			ring = simplifier.Ring(ring.Clone()) // it works in place
			if len(ring) >= 4 && ringArea(ring) != 0 {
				kept = append(kept, ring)
			} else if role == 0 {
				break
			}
		}
		if kept != nil {
			simple = append(simple, kept)
		}
	}
	return simple
}
