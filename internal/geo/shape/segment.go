package shape

import (
	"math"

	"github.com/paulmach/orb"
)

// turn is twice the surface of the triangle a, b, c in m²: positive when c
// lies left of the line from a to b. Products are taken with a fused step
// (Kahan's difference of products), so that the sign can be trusted: 0 means
// that the three lie on a line.
func turn(a, b, c orb.Point) float64 {
	p, q := b[0]-a[0], c[1]-a[1]
	r, s := b[1]-a[1], c[0]-a[0]
	product := r * s
	return math.FMA(p, q, -product) + math.FMA(-r, s, product)
}

// contact tells how two segments meet.
type contact uint8

const (
	apartFrom contact = iota
	touching          // in an end of one of them, or along a line
	crossing          // each has its ends on both sides of the other
)

// meet tells how segments a–b and c–d meet, where, and how deep the shallowest
// of the four ends lies beyond the other's line (in metres; 0 when touching).
func meet(a, b, c, d orb.Point) (contact, orb.Point, float64) {
	toC, toD := turn(a, b, c), turn(a, b, d)
	if toC > 0 && toD > 0 || toC < 0 && toD < 0 {
		return apartFrom, orb.Point{}, 0
	}
	toA, toB := turn(c, d, a), turn(c, d, b)
	if toA > 0 && toB > 0 || toA < 0 && toB < 0 {
		return apartFrom, orb.Point{}, 0
	}
	if toA != 0 && toB != 0 && toC != 0 && toD != 0 {
		part := toA / (toA - toB)
		at := orb.Point{a[0] + part*(b[0]-a[0]), a[1] + part*(b[1]-a[1])}
		first, second := math.Hypot(b[0]-a[0], b[1]-a[1]), math.Hypot(d[0]-c[0], d[1]-c[1])
		depth := min(min(math.Abs(toC), math.Abs(toD))/first, min(math.Abs(toA), math.Abs(toB))/second)
		return crossing, at, depth
	}
	switch {
	case toC == 0 && between(c, a, b):
		return touching, c, 0
	case toD == 0 && between(d, a, b):
		return touching, d, 0
	case toA == 0 && between(a, c, d):
		return touching, a, 0
	case toB == 0 && between(b, c, d):
		return touching, b, 0
	}
	return apartFrom, orb.Point{}, 0
}

// between tells whether p, which lies on the line through a and b, lies from a
// to b.
func between(p, a, b orb.Point) bool {
	return p[0] >= min(a[0], b[0]) && p[0] <= max(a[0], b[0]) &&
		p[1] >= min(a[1], b[1]) && p[1] <= max(a[1], b[1])
}

// where tells how a point stands to a ring.
type where uint8

const (
	outside where = iota
	onBorder
	inside
)

// locate tells whether a point lies in a closed ring; what is within tolerance
// metres of an edge is on the border.
func locate(points orb.Ring, p orb.Point, tolerance float64) where {
	in := false
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		low, high := min(a[1], b[1]), max(a[1], b[1])
		if p[1] < low-tolerance || p[1] > high+tolerance {
			continue
		}
		if distanceSquared(p, a, b) <= tolerance*tolerance {
			return onBorder
		}
		if (a[1] > p[1]) != (b[1] > p[1]) && (turn(a, b, p) > 0) == (b[1] > a[1]) {
			in = !in
		}
	}
	if in {
		return inside
	}
	return outside
}

// distanceSquared is the square of the distance from p to segment a–b.
func distanceSquared(p, a, b orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	px, py := p[0]-a[0], p[1]-a[1]
	if length := dx*dx + dy*dy; length > 0 {
		part := max(0, min(1, (px*dx+py*dy)/length))
		px, py = px-part*dx, py-part*dy
	}
	return px*px + py*py
}
