package network

import (
	"cmp"
	"math"
	"slices"
)

// Box is the room that a node takes in a drawing, with its name, in units of the
// drawing.
type Box struct{ Width, Height float64 }

// Spot is the middle of a box.
type Spot struct{ X, Y float64 }

// Place gives each node of a network its spot, such that no two boxes overlap,
// and the size of the drawing. The same network gets the same drawing. Nodes
// that are tied lie near each other: parts that hang together are laid out by
// stress majorization (Gansner, Koren & North 2004, Graph drawing by stress
// majorization) on numbers of steps, then boxes that overlap are pushed apart,
// and parts lie in rows, those of one node last. Its time grows with the square
// of the nodes; meant for hundreds.
func Place(g *Graph, boxes []Box) (spots []Spot, width, height float64) {
	spots = make([]Spot, g.nodes)
	var parts []part
	for _, nodes := range g.Components() {
		parts = append(parts, g.part(nodes, boxes))
	}
	area := 0.0
	widest := 0.0
	for _, p := range parts {
		area += p.width * p.height
		widest = max(widest, p.width)
	}
	row := max(widest, math.Sqrt(area*wide))
	x, y, deep := 0.0, 0.0, 0.0
	for _, p := range parts {
		if x > 0 && x+p.width > row {
			x, y, deep = 0, y+deep, 0
		}
		for at, v := range p.nodes {
			spots[v] = Spot{x + p.spots[at].X, y + p.spots[at].Y}
		}
		x, deep = x+p.width, max(deep, p.height)
		width, height = max(width, x), max(height, y+deep)
	}
	return spots, width, height
}

const (
	wide   = 1.4 // how much wider than high a drawing is
	gap    = 10  // between boxes
	rounds = 80  // of majorization
)

// part is what hangs together, laid out on its own, with a gap around it.
type part struct {
	nodes         []int
	spots         []Spot
	width, height float64
}

func (g *Graph) part(nodes []int, boxes []Box) part {
	p := part{nodes: nodes, spots: make([]Spot, len(nodes))}
	sizes := make([]Box, len(nodes))
	side := 0.0
	for at, v := range nodes {
		sizes[at] = boxes[v]
		side += math.Sqrt(boxes[v].Width * boxes[v].Height)
	}
	if len(nodes) > 1 {
		p.majorize(g.steps(nodes), stepLength*side/float64(len(nodes)))
		separate(p.spots, sizes)
	}
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for at, s := range p.spots {
		left, right = min(left, s.X-sizes[at].Width/2), max(right, s.X+sizes[at].Width/2)
		top, bottom = min(top, s.Y-sizes[at].Height/2), max(bottom, s.Y+sizes[at].Height/2)
	}
	for at := range p.spots {
		p.spots[at].X += gap - left
		p.spots[at].Y += gap - top
	}
	p.width, p.height = right-left+2*gap, bottom-top+2*gap
	return p
}

// stepLength is how long a tie is, in sides of an average box.
const stepLength = 2

// steps gives how many steps lie between each two nodes of a part.
func (g *Graph) steps(nodes []int) [][]float64 {
	at := map[int32]int{}
	for i, v := range nodes {
		at[int32(v)] = i
	}
	w := (&Graph{nodes: g.nodes}).walker(&g.both)
	steps := make([][]float64, len(nodes))
	for i, v := range nodes {
		steps[i] = make([]float64, len(nodes))
		w.from(int32(v))
		for _, to := range w.order {
			steps[i][at[to]] = w.distance[to]
		}
	}
	return steps
}

// majorize moves each node in turn to where its distances to all others would
// have it; those nearby weigh most.
func (p *part) majorize(steps [][]float64, length float64) {
	n := len(p.spots)
	radius := length * float64(n) / (2 * math.Pi)
	for at, i := range aroundCentre(steps) { // neighbours begin beside each other
		turn := 2 * math.Pi * float64(at) / float64(n)
		p.spots[i] = Spot{radius * wide * math.Cos(turn), radius * math.Sin(turn)}
	}
	for range rounds {
		for i := range n {
			var x, y, total float64
			for j := range n {
				if i == j {
					continue
				}
				dx, dy := p.spots[i].X-p.spots[j].X, (p.spots[i].Y-p.spots[j].Y)*wide
				far := math.Hypot(dx, dy)
				weight := 1 / (steps[i][j] * steps[i][j])
				if far > 0 {
					dx, dy = dx/far, dy/far
				} else {
					dx, dy = 1, float64(i-j)/float64(n)
				}
				x += weight * (p.spots[j].X + steps[i][j]*length*dx)
				y += weight * (p.spots[j].Y + steps[i][j]*length*dy/wide)
				total += weight
			}
			p.spots[i] = Spot{x / total, y / total}
		}
	}
}

// aroundCentre orders the nodes by a walk that begins with the one that is
// nearest to all and each time goes to the nearest that it has not seen.
func aroundCentre(steps [][]float64) []int {
	sum := func(list []float64) (total float64) {
		for _, one := range list {
			total += one
		}
		return total
	}
	centre := 0
	for i := range steps {
		if sum(steps[i]) < sum(steps[centre]) {
			centre = i
		}
	}
	order, seen := []int{centre}, make([]bool, len(steps))
	seen[centre] = true
	for len(order) < len(steps) {
		last := order[len(order)-1]
		next := -1
		for i := range steps {
			if !seen[i] && (next < 0 || steps[last][i] < steps[last][next]) {
				next = i
			}
		}
		seen[next] = true
		order = append(order, next)
	}
	return order
}

const (
	pushes   = 60  // before a drawing is made larger
	enlarged = 1.1 // and how much
)

// separate pushes boxes apart until none overlap. When pushing does not end, all
// is drawn larger, which does.
func separate(spots []Spot, sizes []Box) {
	order := make([]int, len(spots))
	for i := range order {
		order[i] = i
	}
	for {
		for range pushes {
			slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(spots[a].Y, spots[b].Y) })
			if !push(spots, sizes, order) {
				return
			}
		}
		for i := range spots {
			spots[i].X, spots[i].Y = spots[i].X*enlarged+float64(i%7), spots[i].Y*enlarged+float64(i%5)
		}
	}
}

// push moves each two boxes that overlap half out of each other, the short way;
// false when none do. order goes from top to bottom.
func push(spots []Spot, sizes []Box, order []int) bool {
	moved, tallest := false, 0.0
	for _, s := range sizes {
		tallest = max(tallest, s.Height)
	}
	for at, i := range order {
		for _, j := range order[at+1:] {
			if spots[j].Y-spots[i].Y > 2*tallest+gap {
				break // all that follow lie lower; pushing moved them less than a box
			}
			dx, dy := spots[j].X-spots[i].X, spots[j].Y-spots[i].Y
			overX := (sizes[i].Width+sizes[j].Width)/2 + gap - math.Abs(dx)
			overY := (sizes[i].Height+sizes[j].Height)/2 + gap - math.Abs(dy)
			if overX <= 0.01 || overY <= 0.01 {
				continue
			}
			moved = true
			if overX < overY {
				shift := math.Copysign(overX/2, dx)
				spots[i].X, spots[j].X = spots[i].X-shift, spots[j].X+shift
			} else {
				shift := math.Copysign(overY/2, dy)
				spots[i].Y, spots[j].Y = spots[i].Y-shift, spots[j].Y+shift
			}
		}
	}
	return moved
}
