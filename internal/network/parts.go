package network

import (
	"cmp"
	"slices"
)

// Components gives the parts that hang together, the largest first and else by
// their lowest node; directions do not count. Nodes of a part stand in order.
func (g *Graph) Components() [][]int {
	var parts [][]int
	seen := make([]bool, g.nodes)
	for start := range g.nodes {
		if seen[start] {
			continue
		}
		seen[start] = true
		part := []int{start}
		for at := 0; at < len(part); at++ {
			for _, to := range g.both.of(int32(part[at])) {
				if !seen[to] {
					seen[to] = true
					part = append(part, int(to))
				}
			}
		}
		slices.Sort(part)
		parts = append(parts, part)
	}
	slices.SortStableFunc(parts, func(a, b []int) int { return cmp.Compare(len(b), len(a)) })
	return parts
}

// Cut is a node without which its part of the network falls apart.
type Cut struct {
	Node int
	// Loose are the pieces that come loose from the largest one, the greatest
	// first; their nodes stand in order.
	Loose [][]int
}

// Lost is how many nodes come loose.
func (c Cut) Lost() int {
	lost := 0
	for _, piece := range c.Loose {
		lost += len(piece)
	}
	return lost
}

// Cuts finds the nodes without which the network falls apart further, those that
// cost most first (articulation points: Hopcroft & Tarjan 1973, Algorithm 447).
// Directions do not count. Finding them takes time with nodes + ties.
func (g *Graph) Cuts() []Cut {
	s := &cutting{
		g: g, when: make([]int32, g.nodes), low: make([]int32, g.nodes), size: make([]int32, g.nodes),
		children: make([][]int32, g.nodes), order: make([]int32, 0, g.nodes),
	}
	for root := range g.nodes {
		if s.when[root] > 0 {
			continue
		}
		begin := len(s.order)
		s.visit(int32(root), -1)
		s.collect(s.order[begin:])
	}
	slices.SortStableFunc(s.cuts, func(a, b Cut) int {
		if c := cmp.Compare(b.Lost(), a.Lost()); c != 0 {
			return c
		}
		return cmp.Compare(a.Node, b.Node)
	})
	return s.cuts
}

// cutting is one walk in depth over all nodes.
type cutting struct {
	g        *Graph
	when     []int32   // in which step a node was reached, from 1; 0 is not yet
	low      []int32   // the earliest step that can be reached from what lies below it
	size     []int32   // of what lies below it, with itself
	children [][]int32 // nodes below which nothing leads past the node
	order    []int32   // what lies below a node stands behind it
	cuts     []Cut
}

func (s *cutting) visit(v, from int32) {
	s.order = append(s.order, v)
	step := int32(len(s.order))
	s.when[v], s.low[v], s.size[v] = step, step, 1
	for _, to := range s.g.both.of(v) {
		switch {
		case to == from:
		case s.when[to] > 0:
			s.low[v] = min(s.low[v], s.when[to])
		default:
			s.visit(to, v)
			s.size[v] += s.size[to]
			s.low[v] = min(s.low[v], s.low[to])
			if s.low[to] >= s.when[v] {
				s.children[v] = append(s.children[v], to)
			}
		}
	}
}

// collect makes the cuts of one part, of which the first node is the root: that
// one is a cut only with two children.
func (s *cutting) collect(part []int32) {
	start := s.when[part[0]]
	for at, v := range part {
		below := s.children[v]
		if len(below) == 0 || at == 0 && len(below) < 2 {
			continue
		}
		var pieces [][]int
		taken := make([]bool, len(part))
		taken[at] = true
		for _, child := range below {
			from := int(s.when[child] - start)
			pieces = append(pieces, whole(part[from:from+int(s.size[child])]))
			for i := from; i < from+int(s.size[child]); i++ {
				taken[i] = true
			}
		}
		var rest []int
		for i, w := range part {
			if !taken[i] {
				rest = append(rest, int(w))
			}
		}
		if len(rest) > 0 {
			pieces = append(pieces, rest)
		}
		for _, piece := range pieces {
			slices.Sort(piece)
		}
		slices.SortFunc(pieces, func(a, b []int) int {
			if c := cmp.Compare(len(b), len(a)); c != 0 {
				return c
			}
			return cmp.Compare(a[0], b[0])
		})
		s.cuts = append(s.cuts, Cut{Node: int(v), Loose: pieces[1:]})
	}
}

func whole(nodes []int32) []int {
	list := make([]int, len(nodes))
	for at, v := range nodes {
		list[at] = int(v)
	}
	return list
}
