package network

import (
	"cmp"
	"math"
	"slices"
)

// Spot is a point of a drawing, in any unit.
type Spot struct{ X, Y float64 }

// Box is the room that something takes in a drawing.
type Box struct{ Width, Height float64 }

// Sector is the part of a drawing in which the nodes of one group lie: the
// angles from From to To, in radians, clockwise from the right.
type Sector struct{ From, To float64 }

// Middle is the angle halfway.
func (s Sector) Middle() float64 { return (s.From + s.To) / 2 }

// Place gives each node of a network its spot in a circle of radius 1 around 0:
// who is nearer to all others lies nearer to the middle, and each group has a
// sector of its own, as far as there is room (target diagrams: Brandes, Kenis &
// Wagner 2003, Communicating centrality in policy network drawings). However
// many nodes there are, they lie as far apart as the circle allows, on rings.
// Within its ring and sector a node lies towards those that it is tied to. The
// same network gets the same drawing.
//
// near has how near a node is to all others, and group its group, below count.
func Place(g *Graph, near []float64, group []int, count int) ([]Spot, []Sector) {
	p := placing{graph: g, group: group, sectors: sectors(group, count), ring: rings(g, near), angle: make([]float64, g.nodes)}
	p.cells = p.inCells()
	for range sweeps {
		p.spread()
		p.turn()
	}
	p.spread()
	for range swaps {
		if !p.swap() {
			break
		}
	}
	p.apart()
	spots := make([]Spot, g.nodes)
	for v := range spots {
		spots[v] = p.spot(v)
	}
	return spots, p.sectors
}

const (
	sweeps  = 24   // in which nodes turn towards those that they are tied to
	swaps   = 12   // rounds in which two nodes change places
	between = 0.12 // radians between two sectors
	nearest = 0.72 // of an even share of its ring: how near two nodes may lie
	// roomInside, below 1, gives rings near the middle more room than those at the
	// edge: names stand there.
	roomInside = 0.8
)

// placing is a drawing in the making.
type placing struct {
	graph   *Graph
	group   []int
	sectors []Sector
	ring    ringed
	angle   []float64
	cells   [][]int // the nodes of a group on a ring, in the order of their angles
}

// ringed tells on which ring each node lies; the middle is ring 0.
type ringed struct {
	of   []int
	most int
}

// room is how many nodes a ring has room for.
func room(ring int) int { return max(1, 6*ring) }

// rings fills rings from the middle outward, each with as large a share of the
// nodes as it has of all the room.
func rings(g *Graph, near []float64) ringed {
	order := make([]int, g.nodes)
	for v := range order {
		order[v] = v
	}
	degree := g.Degree()
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(near[b], near[a]), cmp.Compare(degree[b], degree[a]))
	})
	r := ringed{of: make([]int, g.nodes)}
	total := 1
	for total < g.nodes {
		r.most++
		total += room(r.most)
	}
	at, upTo := 0, 0
	for ring := range r.most + 1 {
		upTo += room(ring)
		last := int(math.Round(float64(g.nodes) * float64(upTo) / float64(total)))
		for ; at < last; at++ {
			r.of[order[at]] = ring
		}
	}
	return r
}

// sectors gives each group a share of the circle by how many nodes it has,
// beginning at the top.
func sectors(group []int, count int) []Sector {
	has, used := make([]int, count), 0
	for _, one := range group {
		if has[one]++; has[one] == 1 {
			used++
		}
	}
	gap := between
	if used < 2 {
		gap = 0
	}
	list := make([]Sector, count)
	from := -math.Pi / 2
	for at, n := range has {
		if n == 0 {
			continue
		}
		wide := (2*math.Pi - float64(used)*gap) * float64(n) / float64(len(group))
		list[at] = Sector{from + gap/2, from + gap/2 + wide}
		from += gap + wide
	}
	return list
}

func (p *placing) inCells() [][]int {
	cells := make([][]int, len(p.sectors)*(p.ring.most+1))
	for v := range p.graph.nodes {
		at := p.ring.of[v]*len(p.sectors) + p.group[v]
		cells[at] = append(cells[at], v)
	}
	return slices.DeleteFunc(cells, func(c []int) bool { return len(c) == 0 })
}

// spread lays the nodes of each cell evenly over its sector, in their order.
// Rings lie a little turned, so that nodes do not stand in rows.
func (p *placing) spread() {
	for _, cell := range p.cells {
		for at, v := range cell {
			p.angle[v] = p.slot(cell, at)
		}
	}
}

func (p *placing) slot(cell []int, at int) float64 {
	s := p.sectors[p.group[cell[0]]]
	aside := 0.3
	if p.ring.of[cell[0]]%2 == 1 {
		aside = 0.7
	}
	if len(cell) == 1 {
		aside = 0.5
	}
	return s.From + (s.To-s.From)*(float64(at)+aside)/float64(len(cell))
}

func (p *placing) spot(v int) Spot {
	far := 0.0
	if p.ring.most > 0 {
		far = math.Pow(float64(p.ring.of[v])/float64(p.ring.most), roomInside)
	}
	return Spot{far * math.Cos(p.angle[v]), far * math.Sin(p.angle[v])}
}

// turn puts the nodes of each cell in the order of the directions in which those
// lie that they are tied to.
func (p *placing) turn() {
	wanted := make([]float64, p.graph.nodes)
	for v := range wanted {
		middle := p.sectors[p.group[v]].Middle()
		sum := p.spot(v)
		for _, to := range p.graph.both.of(int32(v)) {
			other := p.spot(int(to))
			sum.X, sum.Y = sum.X+other.X, sum.Y+other.Y
		}
		wanted[v] = math.Remainder(math.Atan2(sum.Y, sum.X)-middle, 2*math.Pi)
	}
	for _, cell := range p.cells {
		slices.SortStableFunc(cell, func(a, b int) int { return cmp.Compare(wanted[a], wanted[b]) })
	}
}

// swap lets two nodes of a cell change places where that makes their ties
// shorter; false when none did.
func (p *placing) swap() bool {
	better := false
	for _, cell := range p.cells {
		for i := range cell {
			for j := range i {
				a, b := cell[i], cell[j]
				before := p.length(a) + p.length(b)
				p.angle[a], p.angle[b] = p.angle[b], p.angle[a]
				if p.length(a)+p.length(b) < before-1e-9 {
					cell[i], cell[j], better = b, a, true
					continue
				}
				p.angle[a], p.angle[b] = p.angle[b], p.angle[a]
			}
		}
	}
	return better
}

// length is how long the ties of a node are, all together.
func (p *placing) length(v int) (total float64) {
	from := p.spot(v)
	for _, to := range p.graph.both.of(int32(v)) {
		other := p.spot(int(to))
		total += math.Hypot(from.X-other.X, from.Y-other.Y)
	}
	return total
}

// apart pushes nodes of a ring aside that lie too near each other, past the edge
// of their sector if need be: a ring has room for all that it holds.
func (p *placing) apart() {
	onRing := make([][]int, p.ring.most+1)
	for v, ring := range p.ring.of {
		onRing[ring] = append(onRing[ring], v)
	}
	for ring, nodes := range onRing {
		slices.SortStableFunc(nodes, func(a, b int) int { return cmp.Compare(p.angle[a], p.angle[b]) })
		least := nearest * 2 * math.Pi / float64(room(ring))
		for range 4 * len(nodes) {
			moved := false
			for at := range nodes {
				a, b, turn := nodes[at], nodes[(at+1)%len(nodes)], 0.0
				if at+1 == len(nodes) {
					turn = 2 * math.Pi
				}
				if lack := least - (p.angle[b] + turn - p.angle[a]); a != b && lack > 1e-6 {
					p.angle[a], p.angle[b], moved = p.angle[a]-lack/2, p.angle[b]+lack/2, true
				}
			}
			if !moved {
				break
			}
		}
	}
}
