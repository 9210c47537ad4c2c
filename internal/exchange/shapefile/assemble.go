package shapefile

import (
	"math"

	"github.com/paulmach/orb"
)

// assemble makes polygons of rings. A shapefile does not say which hole is in
// which ring: clockwise rings are outer ones, and a hole belongs to the
// smallest that lies around it. A hole with nothing around it is taken for an
// area, as others do.
func assemble(rings []orb.Ring) orb.MultiPolygon {
	var all orb.MultiPolygon
	var bounds []orb.Bound
	var areas []float64
	var holes []orb.Ring
	for _, ring := range rings {
		if area := signedArea(ring); area > 0 {
			holes = append(holes, ring)
		} else {
			all, bounds, areas = append(all, orb.Polygon{ring}), append(bounds, ring.Bound()), append(areas, -area)
		}
	}
	outers := len(all)
	for _, hole := range holes {
		best := -1
		bound := hole.Bound()
		for at := range outers {
			if contains(bounds[at], bound) && (best < 0 || areas[at] < areas[best]) && inside(all[at][0], hole) {
				best = at
			}
		}
		if best < 0 {
			all = append(all, orb.Polygon{hole})
		} else {
			all[best] = append(all[best], hole)
		}
	}
	return all
}

// signedArea is positive for rings that run counter-clockwise.
func signedArea(ring orb.Ring) float64 {
	if len(ring) == 0 {
		return 0
	}
	sum, origin := 0.0, ring[0]
	for at := range ring {
		a, b := ring[at], ring[(at+1)%len(ring)]
		sum += (a[0]-origin[0])*(b[1]-origin[1]) - (b[0]-origin[0])*(a[1]-origin[1])
	}
	if math.IsNaN(sum) {
		return 0
	}
	return sum / 2
}

func contains(outer, inner orb.Bound) bool {
	return outer.Min[0] <= inner.Min[0] && outer.Min[1] <= inner.Min[1] && outer.Max[0] >= inner.Max[0] && outer.Max[1] >= inner.Max[1]
}

// inside tells whether a hole lies in a ring. A point on the ring tells
// nothing, so most of a few points decides.
func inside(ring, hole orb.Ring) bool {
	const most = 9
	step := max(1, len(hole)/most)
	in, out := 0, 0
	for at := 0; at < len(hole); at += step {
		if holds(ring, hole[at]) {
			in++
		} else {
			out++
		}
	}
	return in > out
}

// holds tells whether a ray from the point crosses the ring an odd number of
// times.
func holds(ring orb.Ring, point orb.Point) bool {
	odd := false
	for at := range ring {
		a, b := ring[at], ring[(at+1)%len(ring)]
		if (a[1] > point[1]) != (b[1] > point[1]) && point[0] < (b[0]-a[0])*(point[1]-a[1])/(b[1]-a[1])+a[0] {
			odd = !odd
		}
	}
	return odd
}
