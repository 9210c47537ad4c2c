package shape

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// spikeArea is the surface in m² that leaving out the tip of a spike may
// change.
const spikeArea = 1e-4

// cleanParts mends each ring by itself and leaves out those that are nothing.
func (f *findings) cleanParts(parts []part) ([]part, bool) {
	changed := false
	kept := make([]part, 0, len(parts))
	weak := make([]bool, 0, len(parts)) // has too little surface
	for _, p := range parts {
		changed = f.clean(&p.shell, orb.CCW) || changed
		p.holes, changed = f.cleanHoles(p.holes, changed)
		kept = append(kept, p)
		weak = append(weak, f.isWeak(p.shell.points))
	}
	if !slices.Contains(weak, true) {
		return kept, changed
	}
	return f.dropWeak(kept, weak), true
}

// isWeak tells whether a ring has too little surface. The loops of a bow-tie
// weigh against each other: a ring that crosses itself and has enough surface
// on either side is not weak.
func (f *findings) isWeak(points orb.Ring) bool {
	if loopArea(points) >= f.opts.MinArea {
		return false
	}
	meetings := findMeetings([]part{{shell: ring{points: points}}}, 0)
	for _, m := range meetings {
		if loopArea(loopFrom(points, m)) >= f.opts.MinArea {
			return false
		}
	}
	return true
}

// dropWeak leaves out parts with too little surface, when others remain.
// Otherwise the largest stays, if it is a ring at all.
func (f *findings) dropWeak(parts []part, weak []bool) []part {
	others := slices.Contains(weak, false)
	best, largest := -1, 0.0
	for i, p := range parts {
		if area := loopArea(p.shell.points); !others && len(p.shell.points) >= 4 && area > largest {
			best, largest = i, area
		}
	}
	var kept []part
	for i := range parts {
		keep := !weak[i] || i == best
		if keep {
			kept = append(kept, parts[i])
		}
		if weak[i] {
			f.little(&parts[i].shell, !keep && (others || best >= 0))
		}
	}
	return kept
}

// little reports a ring with too few points or too little surface.
func (f *findings) little(r *ring, repaired bool) {
	if points := len(r.points) - 1; points < 3 {
		f.ring(TooFewPoints, repaired, r, float64(max(points, 0)), 3)
		return
	}
	f.ring(Sliver, repaired, r, loopArea(r.points), f.opts.MinArea)
}

// cleanHoles mends holes and leaves out those with too little surface.
func (f *findings) cleanHoles(holes []ring, changed bool) ([]ring, bool) {
	drop := func(hole ring) bool { return f.isWeak(hole.points) }
	for i := range holes {
		changed = f.clean(&holes[i], orb.CW) || changed
	}
	if !slices.ContainsFunc(holes, drop) {
		return holes, changed
	}
	var kept []ring
	for i := range holes {
		if drop(holes[i]) {
			f.little(&holes[i], true)
		} else {
			kept = append(kept, holes[i])
		}
	}
	return kept, true
}

// clean closes a ring, takes out repeated points and spikes, and turns it in
// the direction of its role. It tells whether it changed anything; the points
// it got stay as they are.
func (f *findings) clean(r *ring, direction orb.Orientation) bool {
	changed := false
	if n := len(r.points); n > 0 && r.points[0] != r.points[n-1] {
		f.ring(Unclosed, true, r, 0, 0)
		r.points = append(slices.Clip(r.points), r.points[0])
		changed = true
	}
	if needsTidying(r.points) {
		tidy, repeated, spikes := tidied(r.points)
		if repeated > 0 {
			f.add(Problem{Kind: RepeatedPoints, Repaired: true, Count: repeated, Part: r.part, Ring: r.index, At: r.points[0]})
		}
		if spikes > 0 {
			f.add(Problem{Kind: Spike, Repaired: true, Count: spikes, Part: r.part, Ring: r.index, At: r.points[0]})
		}
		r.points, changed = tidy, true
	}
	if area := ringArea(r.points); area > 0 && direction == orb.CW || area < 0 && direction == orb.CCW {
		f.ring(Orientation, true, r, 0, 0)
		turned := slices.Clone(r.points)
		slices.Reverse(turned)
		r.points, changed = turned, true
	}
	return changed
}

// isSpike tells whether b is the tip of a spike between a and c.
func isSpike(a, b, c orb.Point) bool {
	toX, toY, backX, backY := b[0]-a[0], b[1]-a[1], c[0]-b[0], c[1]-b[1]
	return toX*backX+toY*backY < 0 && math.Abs(toX*backY-toY*backX) <= 2*spikeArea
}

// needsTidying tells whether a closed ring has a repeated point or a spike.
func needsTidying(points orb.Ring) bool {
	for i := 1; i < len(points); i++ {
		if points[i] == points[i-1] {
			return true
		}
		after := points[1]
		if i+1 < len(points) {
			after = points[i+1]
		}
		if isSpike(points[i-1], points[i], after) {
			return true
		}
	}
	return false
}

// tidied gives a closed ring without repeated points and spikes. Taking out a
// tip can bring a new one to light, so points already passed are looked at
// again, also across the place where the ring begins.
func tidied(points orb.Ring) (tidy orb.Ring, repeated, spikes int) {
	stack := make(orb.Ring, 0, len(points))
	push := func(p orb.Point) {
		for {
			n := len(stack)
			if n > 0 && stack[n-1] == p {
				repeated++
				return
			}
			if n < 2 || !isSpike(stack[n-2], stack[n-1], p) {
				break
			}
			spikes++
			stack = stack[:n-1]
		}
		stack = append(stack, p)
	}
	for _, p := range points[:len(points)-1] {
		push(p)
	}
	for trimmed := true; trimmed && len(stack) >= 3; {
		n := len(stack)
		trimmed = true
		switch {
		case stack[n-1] == stack[0]:
			repeated++
			stack = stack[:n-1]
		case isSpike(stack[n-2], stack[n-1], stack[0]):
			spikes++
			stack = stack[:n-1]
		case isSpike(stack[n-1], stack[0], stack[1]):
			spikes++
			stack = stack[1:]
		default:
			trimmed = false
		}
	}
	if len(stack) > 0 {
		stack = append(stack, stack[0])
	}
	return stack, repeated, spikes
}
