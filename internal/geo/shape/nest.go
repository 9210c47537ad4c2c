package shape

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// standing tells whether some of a ring lies inside and some outside another.
// Neither means that they cover each other.
type standing struct{ in, out bool }

// compare tells how ring a stands to ring b; what lies within tolerance metres
// of b is neither in nor out. When the rings are known not to touch, the first
// point decides for all.
func compare(a, b orb.Ring, touch bool, tolerance float64) standing {
	var s standing
	look := func(p orb.Point) bool {
		switch locate(b, p, tolerance) {
		case inside:
			s.in = true
		case outside:
			s.out = true
		}
		return !touch && (s.in || s.out) || s.in && s.out
	}
	for _, p := range a {
		if look(p) {
			return s
		}
	}
	for i := 1; i < len(a); i++ { // points on the border say nothing of the edge between them
		if look(orb.Point{(a[i-1][0] + a[i][0]) / 2, (a[i-1][1] + a[i][1]) / 2}) {
			return s
		}
	}
	return s
}

// nesting looks at how rings lie in each other.
type nesting struct {
	parts  []part
	first  []int32              // number of each part's shell in the order of eachRing
	met    map[[2]int32]contact // of rings that meet
	bounds [][]orb.Bound        // of each part: shell, holes
	tol    float64
}

func newNesting(parts []part, meetings []meeting, tolerance float64) *nesting {
	n := &nesting{parts: parts, tol: tolerance, first: make([]int32, len(parts)), bounds: make([][]orb.Bound, len(parts))}
	number := int32(0)
	for i, p := range parts {
		n.first[i] = number
		number += int32(1 + len(p.holes))
		n.bounds[i] = append(n.bounds[i], p.shell.points.Bound())
		for _, hole := range p.holes {
			n.bounds[i] = append(n.bounds[i], hole.points.Bound())
		}
	}
	for _, m := range meetings {
		if m.firstRing == m.secondRing {
			continue
		}
		if n.met == nil {
			n.met = map[[2]int32]contact{}
		}
		pair := [2]int32{m.firstRing, m.secondRing}
		n.met[pair] = max(n.met[pair], m.kind)
	}
	return n
}

// contact tells how two rings meet, by their numbers.
func (n *nesting) contact(a, b int32) contact { return n.met[[2]int32{min(a, b), max(a, b)}] }

// at gives ring k of part i: 0 is the shell.
func (n *nesting) at(i, k int) *ring {
	if k == 0 {
		return &n.parts[i].shell
	}
	return &n.parts[i].holes[k-1]
}

// stands tells how ring k of part i stands to ring l of part j.
func (n *nesting) stands(i, k, j, l int) standing {
	kind := n.contact(n.first[i]+int32(k), n.first[j]+int32(l))
	if kind == crossing {
		return standing{in: true, out: true}
	}
	if !n.bounds[i][k].Intersects(n.bounds[j][l]) {
		return standing{out: true}
	}
	return compare(n.at(i, k).points, n.at(j, l).points, kind == touching, n.tol)
}

// nest reports parts and holes that do not lie as they should, and leaves out
// those that add or take away nothing.
func (f *findings) nest(parts []part, meetings []meeting) ([]part, bool) {
	holes := 0
	for _, p := range parts {
		holes += len(p.holes)
	}
	if len(parts) == 1 && holes == 0 {
		return parts, false
	}
	n := newNesting(parts, meetings, f.opts.Tolerance)
	gone := make([]bool, len(parts))
	f.lookAtParts(n, gone)
	changed := slices.Contains(gone, true)
	var kept []part
	for i := range parts {
		if gone[i] {
			continue
		}
		p := parts[i]
		if drop := f.lookAtHoles(n, i); drop != nil {
			p.holes, changed = without(p.holes, drop), true
		}
		kept = append(kept, p)
	}
	return kept, changed
}

func without(holes []ring, drop map[int]bool) []ring {
	var kept []ring
	for i, hole := range holes {
		if !drop[i+1] {
			kept = append(kept, hole)
		}
	}
	return kept
}

// lookAtParts compares the parts of which the bounds meet, from west to east.
func (f *findings) lookAtParts(n *nesting, gone []bool) {
	order := make([]int, len(n.parts))
	for i := range order {
		order[i] = i
	}
	west := func(i int) float64 { return n.bounds[i][0].Min[0] }
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(west(i), west(j)) })
	for k, i := range order {
		for _, j := range order[k+1:] {
			if west(j) > n.bounds[i][0].Max[0] {
				break
			}
			if !gone[i] && !gone[j] && n.bounds[i][0].Intersects(n.bounds[j][0]) {
				f.lookAtPair(n, min(i, j), max(i, j), gone)
			}
		}
	}
}

func (f *findings) lookAtPair(n *nesting, i, j int, gone []bool) {
	if samePart(n.parts[i], n.parts[j]) {
		gone[j] = true
		f.ring(DuplicatePart, true, n.at(j, 0), loopArea(n.at(j, 0).points), 0)
		return
	}
	if n.coverSameGround(i, j) || n.coverSameGround(j, i) {
		smaller := min(loopArea(n.at(i, 0).points), loopArea(n.at(j, 0).points))
		f.ring(Overlap, false, n.at(j, 0), smaller, 0)
	}
}

// coverSameGround tells whether the shell of part j lies, wholly or for a
// part, in part i and not in one of its holes.
func (n *nesting) coverSameGround(i, j int) bool {
	s := n.stands(j, 0, i, 0)
	if s.out && !s.in {
		return false
	}
	if s.out { // across the shell
		return true
	}
	for hole := 1; hole < len(n.bounds[i]); hole++ {
		if !n.stands(j, 0, i, hole).out {
			return false
		}
	}
	return true
}

// lookAtHoles reports the holes of one part and gives the indices of the
// rings to leave out.
func (f *findings) lookAtHoles(n *nesting, i int) (drop map[int]bool) {
	leave := func(hole int) {
		if drop == nil {
			drop = map[int]bool{}
		}
		drop[hole] = true
	}
	for hole := 1; hole < len(n.bounds[i]); hole++ {
		r := n.at(i, hole)
		if s := n.stands(i, hole, i, 0); s.out || !s.in {
			nowhere := s.out && !s.in && n.outsideAllShells(i, hole)
			f.ring(HoleOutside, nowhere, r, loopArea(r.points), 0)
			if nowhere {
				leave(hole)
				continue
			}
		}
		for other := 1; other < hole; other++ {
			switch {
			case drop[other] || !n.bounds[i][hole].Intersects(n.bounds[i][other]):
			case sameRing(r.points, n.at(i, other).points):
				f.ring(DuplicatePart, true, r, loopArea(r.points), 0)
				leave(hole)
			case n.stands(i, hole, i, other) != standing{out: true} || n.stands(i, other, i, hole) != standing{out: true}:
				f.ring(Overlap, false, r, min(loopArea(r.points), loopArea(n.at(i, other).points)), 0)
			}
		}
	}
	return drop
}

// outsideAllShells tells whether a hole takes nothing away from any part.
func (n *nesting) outsideAllShells(i, hole int) bool {
	for j := range n.parts {
		if n.stands(i, hole, j, 0) != (standing{out: true}) || n.stands(j, 0, i, hole).in {
			return false
		}
	}
	return true
}

// samePart tells whether two parts have the same rings.
func samePart(a, b part) bool {
	if len(a.holes) != len(b.holes) || !sameRing(a.shell.points, b.shell.points) {
		return false
	}
	for i := range a.holes {
		if !sameRing(a.holes[i].points, b.holes[i].points) {
			return false
		}
	}
	return true
}

// sameRing tells whether two closed rings that run the same way have the same
// points, wherever they begin.
func sameRing(a, b orb.Ring) bool {
	if len(a) != len(b) || len(a) == 0 {
		return false
	}
	n := len(a) - 1
	start := slices.Index(b, a[0])
	if start < 0 {
		return false
	}
	for i := range n {
		if a[i] != b[(start+i)%n] {
			return false
		}
	}
	return true
}
