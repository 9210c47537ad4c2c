package demo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

const sqrt3 = 1.7320508075688772

// spline draws a smooth line through points (Catmull-Rom), with a point about
// every step.
func spline(through []orb.Point, step float64) orb.LineString {
	var line orb.LineString
	last := len(through) - 1
	for at := 0; at < last; at++ {
		before, after := through[max(at-1, 0)], through[min(at+2, last)]
		line = append(line, bend(before, through[at], through[at+1], after, step)...)
	}
	return append(line, through[last])
}

// loop draws a smooth closed ring through points.
func loop(through []orb.Point, step float64) orb.Ring {
	var ring orb.Ring
	count := len(through)
	for at := range through {
		ring = append(ring, bend(through[(at+count-1)%count], through[at], through[(at+1)%count], through[(at+2)%count], step)...)
	}
	return append(ring, ring[0])
}

// bend gives the points of the part from b up to c, c left out.
func bend(a, b, c, d orb.Point, step float64) []orb.Point {
	pieces := max(1, int(math.Round(planar.Distance(b, c)/step)))
	points := make([]orb.Point, pieces)
	for at := range points {
		t := float64(at) / float64(pieces)
		for axis := range 2 {
			points[at][axis] = 0.5 * (2*b[axis] + (c[axis]-a[axis])*t +
				(2*a[axis]-5*b[axis]+4*c[axis]-d[axis])*t*t +
				(3*b[axis]-a[axis]-3*c[axis]+d[axis])*t*t*t)
		}
	}
	return points
}

// blob gives a rounded shape around a point; wild tells how far it may leave
// the ellipse, as part of its size.
func blob(f field, centre orb.Point, width, height, wild float64) orb.Ring {
	const corners = 28
	points := make([]orb.Point, corners)
	for at := range points {
		angle := 2 * math.Pi * float64(at) / corners
		east, north := math.Cos(angle), math.Sin(angle)
		far := 1 + wild*f.at(orb.Point{centre[0] + east*f.wave, centre[1] + north*f.wave})
		points[at] = orb.Point{centre[0] + east*width*far, centre[1] + north*height*far}
	}
	return round(loop(points, max(width, height)/12))
}

// band gives the outline of a line that has a width at every point.
func band(line orb.LineString, half func(at int) float64) orb.Ring {
	ring := make(orb.Ring, 0, 2*len(line)+1)
	for at := range line {
		ring = append(ring, beside(line, at, -half(at)))
	}
	for at := len(line) - 1; at >= 0; at-- {
		ring = append(ring, beside(line, at, half(at)))
	}
	return round(append(ring, ring[0]))
}

// beside gives the point at a distance left of a line; right when negative.
func beside(line orb.LineString, at int, far float64) orb.Point {
	from, to := line[max(at-1, 0)], line[min(at+1, len(line)-1)]
	length := planar.Distance(from, to)
	return orb.Point{line[at][0] - far*(to[1]-from[1])/length, line[at][1] + far*(to[0]-from[0])/length}
}

// nearest gives the distance to a line and the side of it: positive is left.
func nearest(line orb.LineString, p orb.Point) (distance, side float64) {
	best := math.Inf(1)
	for at := 1; at < len(line); at++ {
		a, b := line[at-1], line[at]
		if far := planar.DistanceFromSegmentSquared(a, b, p); far < best {
			best = far
			side = (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0])
		}
	}
	return math.Sqrt(best), side
}

// round brings points to whole centimetres: more would be noise in a file.
func round[T ~[]orb.Point](points T) T {
	for at := range points {
		points[at] = orb.Point{math.Round(points[at][0]*100) / 100, math.Round(points[at][1]*100) / 100}
	}
	return points
}
