package demo

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// graph has the borders between all faces, each once. Every area of every
// level and year is stitched from its chains, so that areas that touch share
// their points to the last bit.
type graph struct {
	points []orb.Point
	beside [][]int // for each point those it is joined to, at most three
	left   map[[2]int]int
	chains []chain
}

// chain is a border between two faces, from one junction to the next.
type chain struct {
	from, to    int // junctions; equal for a closed one
	line        orb.LineString
	left, right int // faces
}

// newGraph takes the borders over from a lattice.
func newGraph(l *lattice) *graph {
	g := &graph{left: map[[2]int]int{}}
	number := map[orb.Point]int{}
	point := func(p orb.Point) int {
		at, known := number[p]
		if !known {
			at = len(g.points)
			number[p] = at
			g.points = append(g.points, p)
			g.beside = append(g.beside, nil)
		}
		return at
	}
	for at := range l.centres {
		face := l.face(at)
		corners := l.Grid.Corners(l.Cell(at))
		for direction := range 6 {
			other := l.face(l.neighbour(at, direction))
			if face <= other { // seen from the other side, or no border
				continue
			}
			from, to := point(corners[(direction+5)%6]), point(corners[direction])
			g.beside[from] = append(g.beside[from], to)
			g.beside[to] = append(g.beside[to], from)
			g.left[[2]int{from, to}] = face
			g.left[[2]int{to, from}] = other
		}
	}
	return g
}

// smooth moves each point to the middle of itself and its neighbours, many
// times over.
func (g *graph) smooth(times int) {
	moved := make([]orb.Point, len(g.points))
	for range times {
		for at, p := range g.points {
			var sum orb.Point
			for _, other := range g.beside[at] {
				sum[0] += g.points[other][0]
				sum[1] += g.points[other][1]
			}
			share := 1 / float64(len(g.beside[at]))
			moved[at] = orb.Point{(p[0] + sum[0]*share) / 2, (p[1] + sum[1]*share) / 2}
		}
		g.points, moved = moved, g.points
	}
	round(g.points)
}

// trace cuts the borders into chains, each made simpler by leaving out points
// that lie within the tolerance of the line.
func (g *graph) trace(tolerance float64) {
	g.chains = g.chains[:0]
	used := map[[2]int]bool{}
	follow := func(start, next int) {
		if !used[[2]int{start, next}] {
			g.chains = append(g.chains, g.follow(start, next, used, tolerance))
		}
	}
	for at, others := range g.beside {
		if len(others) == 3 {
			for _, other := range others {
				follow(at, other)
			}
		}
	}
	for at, others := range g.beside { // what is left has no junction
		follow(at, others[0])
	}
}

func (g *graph) follow(start, next int, used map[[2]int]bool, tolerance float64) chain {
	c := chain{from: start, left: g.left[[2]int{start, next}], right: g.left[[2]int{next, start}]}
	line := orb.LineString{g.points[start]}
	for at := start; ; {
		used[[2]int{at, next}], used[[2]int{next, at}] = true, true
		line = append(line, g.points[next])
		if next == start || len(g.beside[next]) != 2 {
			break
		}
		others := g.beside[next]
		onward := others[0]
		if onward == at {
			onward = others[1]
		}
		at, next = next, onward
	}
	c.to, c.line = next, simpler(line, tolerance)
	return c
}

// simpler leaves out points that lie within a tolerance of the line without
// them (Douglas and Peucker). A closed line keeps its farthest point too, or
// nothing would be left of it.
func simpler(line orb.LineString, tolerance float64) orb.LineString {
	if len(line) < 3 {
		return line
	}
	farthest, at := 0.0, 0
	first, last := line[0], line[len(line)-1]
	for middle := 1; middle < len(line)-1; middle++ {
		if far := planar.DistanceFromSegment(first, last, line[middle]); far > farthest {
			farthest, at = far, middle
		}
	}
	if farthest <= tolerance {
		return orb.LineString{first, last}
	}
	before, after := simpler(line[:at+1], tolerance), simpler(line[at:], tolerance)
	return append(before[:len(before)-1:len(before)-1], after...)
}

// crossing tells whether two borders cross or touch anywhere but at their
// ends: smoothing moves points blindly, so its outcome is checked.
func (g *graph) crossing() bool {
	const bucket = 150.0 // metres
	type segment struct{ a, b orb.Point }
	buckets := map[[2]int][]segment{}
	for _, c := range g.chains {
		for at := 1; at < len(c.line); at++ {
			s := segment{c.line[at-1], c.line[at]}
			bound := orb.MultiPoint{s.a, s.b}.Bound()
			for x := int(bound.Min[0] / bucket); x <= int(bound.Max[0]/bucket); x++ {
				for y := int(bound.Min[1] / bucket); y <= int(bound.Max[1]/bucket); y++ {
					for _, other := range buckets[[2]int{x, y}] {
						if cross(s.a, s.b, other.a, other.b) {
							return true
						}
					}
					buckets[[2]int{x, y}] = append(buckets[[2]int{x, y}], s)
				}
			}
		}
	}
	return false
}

// cross tells whether two different segments a-b and c-d share more than one
// end.
func cross(a, b, c, d orb.Point) bool {
	switch {
	case a == c && b == d || a == d && b == c:
		return true
	case a == c:
		return overlap(a, b, d)
	case a == d:
		return overlap(a, b, c)
	case b == c:
		return overlap(b, a, d)
	case b == d:
		return overlap(b, a, c)
	}
	near := orb.MultiPoint{a, b}.Bound().Intersects(orb.MultiPoint{c, d}.Bound())
	return near && turn(a, b, c)*turn(a, b, d) <= 0 && turn(c, d, a)*turn(c, d, b) <= 0
}

// overlap tells whether two segments from one point run in the same direction.
func overlap(from, a, b orb.Point) bool {
	return turn(from, a, b) == 0 && (a[0]-from[0])*(b[0]-from[0])+(a[1]-from[1])*(b[1]-from[1]) > 0
}

func turn(a, b, c orb.Point) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}
