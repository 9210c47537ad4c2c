package shape

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// SharedArea is the surface in m² that two multipolygons have in common.
//
// Method: the surface under each edge, down to one level, makes up an area
// when surfaces under its upper sides are added and those under its lower
// sides taken away. What two areas share is then the sum, over all pairs of an
// edge of one and an edge of the other, of the surface under the lower of the
// two. No outline is built, so nothing can fail on borders that nearly
// coincide or that are not valid: an area counts as package overlay counts it,
// signed by the role of its rings. Edges are taken from west to east, and only
// those that lie above each other are paired: time grows with the edges in the
// common bound times how many a vertical line crosses. The result is good to
// about 1e-12 of the common bound.
//
// The error says that a coordinate is not finite.
func SharedArea(a, b orb.MultiPolygon) (float64, error) {
	boundA, errA := finiteBound(a)
	boundB, errB := finiteBound(b)
	if errA != nil {
		return 0, errA
	}
	if errB != nil {
		return 0, errB
	}
	common := orb.Bound{
		Min: orb.Point{max(boundA.Min[0], boundB.Min[0]), max(boundA.Min[1], boundB.Min[1])},
		Max: orb.Point{min(boundA.Max[0], boundB.Max[0]), min(boundA.Max[1], boundB.Max[1])},
	}
	if !(common.Min[0] < common.Max[0] && common.Min[1] < common.Max[1]) {
		return 0, nil
	}
	roofs := appendRoofs(nil, a, common, false)
	roofs = appendRoofs(roofs, b, common, true)
	slices.SortFunc(roofs, func(r, s roof) int {
		switch {
		case r.x0 < s.x0:
			return -1
		case r.x0 > s.x0:
			return 1
		}
		return 0
	})
	return max(0, sumUnderPairs(roofs)), nil
}

// finiteBound is the bound of all rings; nothing has an empty one.
func finiteBound(mp orb.MultiPolygon) (orb.Bound, error) {
	inf := math.Inf(1)
	b := orb.Bound{Min: orb.Point{inf, inf}, Max: orb.Point{-inf, -inf}}
	for _, polygon := range mp {
		for _, ring := range polygon {
			for _, p := range ring {
				if !finite(p) {
					return b, fmt.Errorf("shape: the point (%v, %v) is not finite", p[0], p[1])
				}
				b.Min[0], b.Max[0] = min(b.Min[0], p[0]), max(b.Max[0], p[0])
				b.Min[1], b.Max[1] = min(b.Min[1], p[1]), max(b.Max[1], p[1])
			}
		}
	}
	return b, nil
}

func finite(p orb.Point) bool {
	sum := p[0] + p[1]
	return sum-sum == 0
}

// roof is an edge, or a piece of one, from west to east within the common
// bound, relative to its south-western corner.
type roof struct {
	x0, y0, x1, y1 float64
	sign           float64 // +1 over the area, −1 under it
	second         bool    // of the second area
}

// appendRoofs cuts the edges of an area to the common bound. What is below it
// covers nothing of it and is left out; what is above covers all of its height.
func appendRoofs(roofs []roof, mp orb.MultiPolygon, common orb.Bound, second bool) []roof {
	width, height := common.Max[0]-common.Min[0], common.Max[1]-common.Min[1]
	for _, polygon := range mp {
		for role, ring := range polygon {
			sign := 1.0
			if (ringArea(ring) < 0) == (role == 0) {
				sign = -1
			}
			for i, p := range ring {
				before := ring[(i+len(ring)-1)%len(ring)]
				r := roof{
					before[0] - common.Min[0], before[1] - common.Min[1],
					p[0] - common.Min[0], p[1] - common.Min[1], -sign, second,
				}
				if r.x0 > r.x1 { // to the west: the upper side of a counter-clockwise ring
					r = roof{r.x1, r.y1, r.x0, r.y0, sign, second}
				}
				if r.x0 < width && r.x1 > 0 && r.x0 < r.x1 && max(r.y0, r.y1) > 0 {
					roofs = r.cutSides(width).appendCut(roofs, height)
				}
			}
		}
	}
	return roofs
}

// at gives the height at x.
func (r roof) at(x float64) float64 {
	return r.y0 + (r.y1-r.y0)*((x-r.x0)/(r.x1-r.x0))
}

// cutSides leaves what lies between 0 and width.
func (r roof) cutSides(width float64) roof {
	cut := r
	if r.x0 < 0 {
		cut.x0, cut.y0 = 0, r.at(0)
	}
	if r.x1 > width {
		cut.x1, cut.y1 = width, r.at(width)
	}
	return cut
}

// appendCut appends the roof cut at level 0 and lowered to height.
func (r roof) appendCut(roofs []roof, height float64) []roof {
	if max(r.y0, r.y1) <= 0 {
		return roofs
	}
	if r.y0 < 0 || r.y1 < 0 {
		x := r.x0 + (r.x1-r.x0)*(r.y0/(r.y0-r.y1))
		if r.y0 < 0 {
			r.x0, r.y0 = x, 0
		} else {
			r.x1, r.y1 = x, 0
		}
	}
	switch {
	case min(r.y0, r.y1) >= height:
		r.y0, r.y1 = height, height
	case max(r.y0, r.y1) > height:
		x := r.x0 + (r.x1-r.x0)*((height-r.y0)/(r.y1-r.y0))
		flat := r
		if r.y0 > height {
			flat.x1, flat.y0, flat.y1 = x, height, height
			r.x0, r.y0 = x, height
		} else {
			flat.x0, flat.y0, flat.y1 = x, height, height
			r.x1, r.y1 = x, height
		}
		roofs = append(roofs, flat)
	}
	return append(roofs, r)
}

// sumUnderPairs sweeps from west to east and pairs each roof with those of the
// other area that began before it and have not ended.
func sumUnderPairs(roofs []roof) float64 {
	var open [2][]roof
	sum := 0.0
	for _, r := range roofs {
		own, other := 0, 1
		if r.second {
			own, other = 1, 0
		}
		kept := open[other][:0]
		for _, s := range open[other] {
			if s.x1 <= r.x0 {
				continue
			}
			kept = append(kept, s)
			sum += r.sign * s.sign * underLower(r, s)
		}
		open[other] = kept
		open[own] = append(open[own], r)
	}
	return sum
}

// underLower is the surface under the lower of two roofs where they lie above
// each other; r does not begin before s.
func underLower(r, s roof) float64 {
	from, to := r.x0, min(r.x1, s.x1)
	rFrom, sFrom, rTo, sTo := r.y0, s.at(from), r.at(to), s.at(to)
	before, after := rFrom-sFrom, rTo-sTo
	switch {
	case before <= 0 && after <= 0:
		return (to - from) * (rFrom + rTo) / 2
	case before >= 0 && after >= 0:
		return (to - from) * (sFrom + sTo) / 2
	}
	part := before / (before - after)
	cross := from + part*(to-from)
	height := rFrom + part*(rTo-rFrom)
	return ((cross-from)*(min(rFrom, sFrom)+height) + (to-cross)*(height+min(rTo, sTo))) / 2
}
