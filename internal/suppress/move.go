package suppress

// move is a step from one table to another with the same shown cells. In each
// axis it takes a pair of parts; the corners of the box that the pairs span
// go up and down by turns, so that every sum that holds both parts of a pair
// stays as it is. A pair without a second part changes all sums of its part.
type move struct {
	pairs  [mostAxes]pair
	sign   int // of the first corner
	amount int // from 1
}

type pair struct{ first, second int } // second −1: none

// delta is a node that changes, as an offset of the cell's number, and its sign.
type delta struct{ offset, sign int }

// deltas lists the nodes that hold exactly one part of the pair and have come
// by a step.
func (g *grid) deltas(x int, p pair, step int) []delta {
	a := g.axes[x]
	var list []delta
	add := func(part, other, sign int) {
		for _, node := range a.holders[part] {
			if (other < 0 || !a.nodes[node].holds[other]) && a.nodes[node].step <= step {
				list = append(list, delta{node * g.stride[x], sign})
			}
		}
	}
	add(p.first, p.second, 1)
	if p.second >= 0 {
		add(p.second, p.first, -1)
	}
	return list
}

// box lists the nodes that a move changes in each axis.
type box [mostAxes][]delta

func (g *grid) box(m move, step int) box {
	var b box
	for x := range g.axes {
		b[x] = g.deltas(x, m.pairs[x], step)
	}
	return b
}

// each calls do for every cell of a box with its sign, until do gives false.
func (g *grid) each(b *box, x, base, sign int, do func(cell, sign int) bool) bool {
	if x == len(g.axes) {
		return do(base, sign)
	}
	for _, d := range b[x] {
		if !g.each(b, x+1, base+d.offset, sign*d.sign, do) {
			return false
		}
	}
	return true
}
