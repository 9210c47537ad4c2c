package shape

import (
	"github.com/paulmach/orb"
)

// Check looks for everything that package overlay and other programs cannot
// be trusted with in an area in RD New metres, repairs what can be repaired
// without changing the surface by more than Options.MinArea a case, and says
// what it found. Without problems fixed is mp itself; otherwise it is a new
// value that may share rings with mp, which is never changed. A feature of
// which every problem was repaired has none when it is checked again.
//
// Parts and rings that touch each other, in points or along edges, are no
// problem: their surface is beyond doubt.
//
// Time grows with the number of points times its logarithm, plus the places
// where edges meet: crossings are looked for with a tree of boxes over edges
// in the order in which they follow each other.
func Check(mp orb.MultiPolygon, opts Options) (fixed orb.MultiPolygon, problems []Problem) {
	bound, err := finiteBound(mp)
	if err != nil {
		part, index, at := firstNotFinite(mp)
		return nil, []Problem{{Kind: NotFinite, Count: 1, Part: part, Ring: index, At: at}}
	}
	if bound.Min[0] > bound.Max[0] {
		return nil, []Problem{{Kind: Empty, Count: 1, Part: -1, Ring: -1}}
	}
	if !opts.AnyPlane {
		problems = Plausible(bound, RDNew)
		if len(problems) > 0 && problems[0].Kind != OutsideNetherlands {
			return mp, problems // metres and surfaces mean nothing here
		}
	}
	f := findings{opts: opts.withDefaults()}
	fixed = f.settle(mp)
	return fixed, append(problems, f.list...)
}

func firstNotFinite(mp orb.MultiPolygon) (part, index int, at orb.Point) {
	for part, polygon := range mp {
		for index, ring := range polygon {
			for _, p := range ring {
				if !finite(p) {
					return part, index, p
				}
			}
		}
	}
	return -1, -1, orb.Point{}
}

// ring is a ring at work; part and index say where it came from.
type ring struct {
	points      orb.Ring
	part, index int
}

// part is a polygon at work.
type part struct {
	shell ring
	holes []ring
}

// mostRounds bounds how often a feature is looked at again after a repair
// that made new rings. Real features need two rounds.
const mostRounds = 12

// settle repairs in rounds until no ring has been cut.
func (f *findings) settle(mp orb.MultiPolygon) orb.MultiPolygon {
	parts, changed, cut := apart(mp), false, true
	for round := 0; cut; round++ {
		if round == mostRounds {
			f.add(Problem{Kind: SelfCrossing, Part: -1, Ring: -1, Limit: f.opts.MinArea})
			break
		}
		f.forgetUnrepaired()
		var other bool
		parts, other, cut = f.round(parts)
		changed = changed || other || cut
	}
	if !changed {
		return mp
	}
	return together(parts)
}

// round looks at everything once. After a cut it stops, because the new rings
// have to be looked at again.
func (f *findings) round(parts []part) (after []part, changed, cut bool) {
	parts, changed = f.cleanParts(parts)
	if len(parts) == 0 {
		f.add(Problem{Kind: Empty, Part: -1, Ring: -1})
		return nil, changed, false
	}
	meetings := findMeetings(parts, f.opts.Tolerance)
	if parts, cut = f.cutRings(parts, meetings); cut {
		return parts, true, true
	}
	parts, dropped := f.nest(parts, meetings)
	return parts, changed || dropped, false
}

// apart takes a multipolygon to pieces without copying points.
func apart(mp orb.MultiPolygon) []part {
	parts := make([]part, 0, len(mp))
	for i, polygon := range mp {
		if len(polygon) == 0 {
			continue
		}
		p := part{shell: ring{polygon[0], i, 0}}
		for j, hole := range polygon[1:] {
			p.holes = append(p.holes, ring{hole, i, j + 1})
		}
		parts = append(parts, p)
	}
	return parts
}

// together is the inverse of apart; nothing becomes nil.
func together(parts []part) orb.MultiPolygon {
	if len(parts) == 0 {
		return nil
	}
	mp := make(orb.MultiPolygon, len(parts))
	for i, p := range parts {
		mp[i] = make(orb.Polygon, 0, 1+len(p.holes))
		mp[i] = append(mp[i], p.shell.points)
		for _, hole := range p.holes {
			mp[i] = append(mp[i], hole.points)
		}
	}
	return mp
}
