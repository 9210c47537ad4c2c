package demo

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// smoothings are tried from the roundest to none; the last cannot cross
// itself, for it is the lattice.
var smoothings = []int{24, 12, 6, 2, 0}

// tolerance in metres of the borders against their smooth form.
const tolerance = 1.5

// borders gives the graph of a lattice, as smooth as it can be.
func borders(l *lattice) *graph {
	var g *graph
	for _, times := range smoothings {
		g = newGraph(l)
		g.smooth(times)
		far := tolerance
		if times == 0 {
			far = 0
		}
		if g.trace(far); !g.crossing() {
			break
		}
	}
	return g
}

// area stitches the border of a set of faces: outer rings counter-clockwise,
// each followed by its holes.
func (g *graph) area(in func(face int) bool) orb.MultiPolygon {
	within := func(face int) bool { return face != outside && in(face) }
	leaving := map[int]orb.LineString{}
	end := map[int]int{}
	var starts []int
	var rings []orb.Ring
	for _, c := range g.chains {
		left, right := within(c.left), within(c.right)
		if left == right {
			continue
		}
		from, to, line := c.from, c.to, c.line
		if right { // the area must lie on the left
			from, to, line = c.to, c.from, reversed(line)
		}
		if from == to {
			rings = append(rings, orb.Ring(line))
			continue
		}
		leaving[from], end[from] = line, to
		starts = append(starts, from)
	}
	for _, start := range starts {
		var ring orb.Ring
		for at := start; ; {
			line, there := leaving[at]
			if !there {
				break
			}
			delete(leaving, at)
			ring = append(ring[:max(0, len(ring)-1)], line...)
			at = end[at]
		}
		if ring != nil {
			rings = append(rings, ring)
		}
	}
	return polygons(rings)
}

func reversed(line orb.LineString) orb.LineString {
	turned := line.Clone()
	turned.Reverse()
	return turned
}

// polygons puts holes (clockwise) behind the outer ring that holds them.
func polygons(rings []orb.Ring) orb.MultiPolygon {
	var all orb.MultiPolygon
	for _, ring := range rings {
		if ring.Orientation() == orb.CCW {
			all = append(all, orb.Polygon{ring})
		}
	}
	for _, ring := range rings {
		if ring.Orientation() == orb.CCW {
			continue
		}
		for at := range all {
			if planar.RingContains(all[at][0], ring[0]) {
				all[at] = append(all[at], ring)
				break
			}
		}
	}
	return all
}
