package shape

import (
	"math"

	"github.com/paulmach/orb"
)

// meeting is a place where two edges meet that do not follow each other.
// Edges are numbered within their ring; first comes before second in the order
// of rings and edges.
type meeting struct {
	kind                    contact
	at                      orb.Point
	firstRing, secondRing   int32 // in the order of eachRing
	firstIndex, secondIndex int32
}

// mostMeetings bounds what a scribble can cost; beyond it a feature is beyond
// repair anyway.
const mostMeetings = 10000

// eachRing walks all rings in a fixed order: part by part, shell first.
func eachRing(parts []part, visit func(number int, r *ring)) {
	number := 0
	for i := range parts {
		visit(number, &parts[i].shell)
		number++
		for j := range parts[i].holes {
			visit(number, &parts[i].holes[j])
			number++
		}
	}
}

// findMeetings gives where edges meet: in one ring wherever they do, between
// rings only where they lie across each other by more than tolerance, or touch.
func findMeetings(parts []part, tolerance float64) []meeting {
	size := 0
	eachRing(parts, func(_ int, r *ring) { size += len(r.points) })
	s := search{edges: make([]side, 0, size), tolerance: tolerance}
	eachRing(parts, func(number int, r *ring) { s.addRing(int32(number), r.points) })
	s.run()
	return s.found
}

// side is an edge in the tree; last is the number of its ring's last edge.
type side struct {
	from, to          orb.Point
	ring, index, last int32
}

// box is a bound in four numbers, smaller to handle than orb.Bound.
type box struct{ west, south, east, north float64 }

func (b *box) apart(c *box) bool {
	return b.west > c.east || c.west > b.east || b.south > c.north || c.south > b.north
}

func (s *side) box() box {
	return box{
		min(s.from[0], s.to[0]), min(s.from[1], s.to[1]),
		max(s.from[0], s.to[0]), max(s.from[1], s.to[1]),
	}
}

// search joins edges with themselves by a tree of boxes: leaves hold some edges
// that follow each other, and so lie together; every box above holds two.
type search struct {
	edges     []side
	boxes     []box   // of edges
	levels    [][]box // from leaves to the root
	tolerance float64
	found     []meeting
}

const leafSize = 8

func (s *search) addRing(number int32, points orb.Ring) {
	last := int32(len(points) - 2)
	for i := 1; i < len(points); i++ {
		s.edges = append(s.edges, side{points[i-1], points[i], number, int32(i - 1), last})
	}
}

func (s *search) run() {
	s.boxes = make([]box, len(s.edges))
	for i := range s.edges {
		s.boxes[i] = s.edges[i].box()
	}
	for level := gather(s.boxes, leafSize); ; level = gather(level, 2) {
		s.levels = append(s.levels, level)
		if len(level) <= 1 {
			break
		}
	}
	if root := len(s.levels) - 1; len(s.levels[root]) == 1 {
		s.within(root, 0)
	}
}

// gather gives the bounds of each group of some boxes.
func gather(boxes []box, group int) []box {
	level := make([]box, 0, (len(boxes)+group-1)/group)
	for i := 0; i < len(boxes); i += group {
		all := boxes[i]
		for _, b := range boxes[i+1 : min(i+group, len(boxes))] {
			all = box{min(all.west, b.west), min(all.south, b.south), max(all.east, b.east), max(all.north, b.north)}
		}
		level = append(level, all)
	}
	return level
}

// within joins a node with itself.
func (s *search) within(level, node int) {
	if level == 0 {
		from, to := s.leaf(node)
		for i := from; i < to; i++ {
			for j := i + 1; j < to; j++ {
				s.pair(i, j)
			}
		}
		return
	}
	left, right := 2*node, 2*node+1
	s.within(level-1, left)
	if right < len(s.levels[level-1]) {
		s.within(level-1, right)
		s.across(level-1, left, right)
	}
}

// across joins two nodes of a level, the first before the second.
func (s *search) across(level, first, second int) {
	boxes := s.levels[level]
	if boxes[first].apart(&boxes[second]) || len(s.found) >= mostMeetings {
		return
	}
	if level == 0 {
		from, to := s.leaf(first)
		otherFrom, otherTo := s.leaf(second)
		for i := from; i < to; i++ {
			if s.boxes[i].apart(&boxes[second]) {
				continue
			}
			for j := otherFrom; j < otherTo; j++ {
				s.pair(i, j)
			}
		}
		return
	}
	for i := 2 * first; i <= 2*first+1; i++ { // a node before another has both children
		for j := 2 * second; j <= min(2*second+1, len(s.levels[level-1])-1); j++ {
			s.across(level-1, i, j)
		}
	}
}

func (s *search) leaf(node int) (from, to int) {
	return node * leafSize, min((node+1)*leafSize, len(s.edges))
}

// pair looks at two edges, the first before the second.
func (s *search) pair(i, j int) {
	if s.boxes[i].apart(&s.boxes[j]) {
		return
	}
	a, b := &s.edges[i], &s.edges[j]
	if a.ring == b.ring && (b.index == a.index+1 || a.index == 0 && b.index == b.last) {
		return // they share a point by right; a fold was taken out as a spike
	}
	kind, at, depth := meet(a.from, a.to, b.from, b.to)
	if kind == crossing && a.ring != b.ring && depth <= s.tolerance {
		kind = touching
	}
	if kind != apartFrom {
		s.found = append(s.found, meeting{kind, at, a.ring, b.ring, a.index, b.index})
	}
}

// loopArea is the surface of a loop, whatever its direction.
func loopArea(points orb.Ring) float64 { return math.Abs(ringArea(points)) }
