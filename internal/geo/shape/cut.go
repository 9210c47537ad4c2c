package shape

import (
	"math"

	"github.com/paulmach/orb"
)

const (
	// mostCuts bounds the work on one ring.
	mostCuts = 1000
	// mostTangled is the number of places where a ring may meet itself and
	// still be worth untangling.
	mostTangled = 500
	// sameLine is the distance in metres within which points of rings that
	// were cut from each other lie on one line.
	sameLine = 1e-6
)

// cutRings untangles rings that meet themselves. It tells whether it changed
// any; then every ring has to be looked at again.
func (f *findings) cutRings(parts []part, meetings []meeting) ([]part, bool) {
	tangled := map[int]bool{}
	for _, m := range meetings {
		if m.firstRing == m.secondRing {
			tangled[int(m.firstRing)] = true
		}
	}
	if len(tangled) == 0 {
		return parts, false
	}
	var after []part
	number, cut := 0, false
	for _, p := range parts {
		shells, holes := []orb.Ring{p.shell.points}, []ring(nil)
		var islands []part
		if tangled[number] {
			loops, changed := f.untangle(&p.shell)
			shells, cut = nil, cut || changed
			for _, loop := range loops {
				if ringArea(loop) < 0 {
					holes = append(holes, ring{loop, p.shell.part, p.shell.index})
				} else {
					shells = append(shells, loop)
				}
			}
		}
		number++
		for i := range p.holes {
			loops, changed := []orb.Ring{p.holes[i].points}, false
			if tangled[number] {
				loops, changed = f.untangle(&p.holes[i])
			}
			number, cut = number+1, cut || changed
			for _, loop := range loops {
				piece := ring{loop, p.holes[i].part, p.holes[i].index}
				if ringArea(loop) > 0 && len(loops) > 1 {
					islands = append(islands, part{shell: piece})
				} else {
					holes = append(holes, piece)
				}
			}
		}
		after = append(after, assemble(p.shell, shells, holes)...)
		after = append(after, islands...)
	}
	return after, cut
}

// assemble makes parts from shells that came from one ring and holes that lie
// in them; each hole goes to the shell that holds it.
func assemble(origin ring, shells []orb.Ring, holes []ring) []part {
	parts := make([]part, len(shells))
	for i, shell := range shells {
		parts[i].shell = ring{shell, origin.part, origin.index}
	}
	for _, hole := range holes {
		home := 0
		for i := range parts {
			if len(parts) > 1 && !compare(hole.points, parts[i].shell.points, true, sameLine).out {
				home = i
				break
			}
		}
		if len(parts) > 0 {
			parts[home].holes = append(parts[home].holes, hole)
		}
	}
	return parts
}

// untangle cuts a ring into loops that do not meet themselves, as far as that
// is safe, and reports what it did and what it left. Loops keep their
// direction: those that run against the ring are holes of a shell, or islands
// in a hole.
func (f *findings) untangle(r *ring) (loops []orb.Ring, changed bool) {
	pending := []orb.Ring{r.points}
	for step := 0; len(pending) > 0; step++ {
		points := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		meetings := findMeetings([]part{{shell: ring{points: points}}}, 0)
		if len(meetings) == 0 {
			loops = append(loops, points)
			continue
		}
		least, area := smallestLoop(points, meetings)
		report := Problem{Kind: SelfTouch, Repaired: true, Part: r.part, Ring: r.index, At: least.at, Value: area, Limit: f.opts.MinArea}
		if least.kind == crossing {
			report.Kind = SelfCrossing
		}
		pieces, ok := f.pieces(points, meetings, least, area)
		if !ok || len(meetings) > mostTangled || step > mostCuts {
			report.Kind, report.Repaired = SelfCrossing, false
			loops = append(loops, points)
		} else {
			pending, changed = append(pending, pieces...), true
		}
		f.add(report)
	}
	return loops, changed
}

// pieces gives what to put in the place of a ring: the ring without its
// smallest loop when that is a sliver, or the two rings that touch each other.
// It is false when neither is safe.
func (f *findings) pieces(points orb.Ring, meetings []meeting, least meeting, area float64) ([]orb.Ring, bool) {
	inner, outer := cutAt(points, least)
	small, large := inner, outer
	if loopArea(small) > loopArea(large) {
		small, large = large, small
	}
	if area < f.opts.MinArea && f.isWeak(small) {
		return []orb.Ring{large}, loopArea(large) >= f.opts.MinArea && len(large) >= 4
	}
	for _, m := range meetings {
		if m.kind == crossing {
			return nil, false
		}
	}
	return []orb.Ring{small, large}, len(small) >= 4 && fit(small, large)
}

// smallestLoop gives the meeting that cuts off the least surface, and that
// surface in m².
func smallestLoop(points orb.Ring, meetings []meeting) (least meeting, area float64) {
	whole, area := ringArea(points), math.Inf(1)
	for _, m := range meetings[:min(len(meetings), mostTangled)] {
		inner := ringArea(loopFrom(points, m))
		if smaller := min(math.Abs(inner), math.Abs(whole-inner)); smaller < area {
			least, area = m, smaller
		}
	}
	return least, area
}

// loopFrom gives the points from a meeting over the first edge's end to the
// second edge and back.
func loopFrom(points orb.Ring, m meeting) orb.Ring {
	loop := make(orb.Ring, 0, m.secondIndex-m.firstIndex+2)
	loop = append(loop, m.at)
	loop = append(loop, points[m.firstIndex+1:m.secondIndex+1]...)
	return append(loop, m.at)
}

// cutAt gives the loop from a meeting and what is left of the ring, tidied.
func cutAt(points orb.Ring, m meeting) (inner, outer orb.Ring) {
	inner, _, _ = tidied(loopFrom(points, m))
	rest := make(orb.Ring, 0, len(points))
	rest = append(rest, points[:m.firstIndex+1]...)
	rest = append(rest, m.at)
	rest = append(rest, points[m.secondIndex+1:]...)
	outer, _, _ = tidied(rest)
	return inner, outer
}

// fit tells whether two rings that were cut from one keep its surface beyond
// doubt: they run the same way and lie side by side, or they run in opposite
// ways and the smaller lies in the larger.
func fit(a, b orb.Ring) bool {
	if loopArea(a) > loopArea(b) {
		a, b = b, a
	}
	smallInLarge := compare(a, b, true, sameLine)
	if ringArea(a) > 0 == (ringArea(b) > 0) {
		return smallInLarge == standing{out: true} && compare(b, a, true, sameLine) == standing{out: true}
	}
	return smallInLarge == standing{in: true}
}
