// Package network measures who is tied to whom: how many ties somebody has, who
// lies between others, who stands alone, what falls apart when one leaves, how
// dense it is within and between groups. It draws such a network too (Place). It
// computes only, and knows nothing of organisations. docs/network.md tells the
// methods and their limits.
package network

import "slices"

// Tie goes from one node to another. Nodes are numbered from 0.
type Tie struct {
	From, To int
	// Length is how far apart the two are, in any unit, above 0. An unweighted
	// network has 1 for all: paths are then counted in steps.
	Length float64
}

// Graph is a network. It must not be changed; several goroutines may read it.
type Graph struct {
	directed bool
	weighted bool // not all lengths are 1
	nodes    int
	ties     []Tie // each once, in order; in an undirected graph From < To
	out, in  arcs
	both     arcs // out and in together: the network without directions
}

// arcs are neighbours, those of a node beside each other.
type arcs struct {
	first  []int32 // of node v: from first[v] to first[v+1]
	to     []int32
	length []float64
}

func (a *arcs) of(v int32) []int32 { return a.to[a.first[v]:a.first[v+1]] }

// New makes a graph of some nodes. Of several ties between the same two nodes
// the shortest is kept; a tie of a node with itself, to a node that is not
// there, or of no length above 0, is left out.
func New(nodes int, directed bool, ties []Tie) *Graph {
	g := &Graph{directed: directed, nodes: nodes, ties: tidy(nodes, directed, ties)}
	g.weighted = slices.ContainsFunc(g.ties, func(t Tie) bool { return t.Length != 1 })
	g.both = gather(nodes, g.ties, true, true)
	if !directed {
		g.out, g.in = g.both, g.both
		return g
	}
	g.out = gather(nodes, g.ties, true, false)
	g.in = gather(nodes, g.ties, false, true)
	return g
}

// Nodes is how many nodes there are.
func (g *Graph) Nodes() int { return g.nodes }

// Ties gives each tie once, in order.
func (g *Graph) Ties() []Tie { return slices.Clone(g.ties) }

func tidy(nodes int, directed bool, ties []Tie) []Tie {
	kept := make([]Tie, 0, len(ties))
	for _, t := range ties {
		if !directed && t.From > t.To {
			t.From, t.To = t.To, t.From
		}
		if t.From != t.To && min(t.From, t.To) >= 0 && max(t.From, t.To) < nodes && t.Length > 0 {
			kept = append(kept, t)
		}
	}
	slices.SortFunc(kept, func(a, b Tie) int {
		switch {
		case a.From != b.From:
			return a.From - b.From
		case a.To != b.To:
			return a.To - b.To
		case a.Length < b.Length:
			return -1
		case a.Length > b.Length:
			return 1
		}
		return 0
	})
	return slices.CompactFunc(kept, func(a, b Tie) bool { return a.From == b.From && a.To == b.To })
}

func gather(nodes int, ties []Tie, forth, back bool) arcs {
	a := arcs{first: make([]int32, nodes+1)}
	each := func(do func(from, to int, length float64)) {
		for _, t := range ties {
			if forth {
				do(t.From, t.To, t.Length)
			}
			if back {
				do(t.To, t.From, t.Length)
			}
		}
	}
	total := 0
	each(func(from, _ int, _ float64) { a.first[from+1]++; total++ })
	for v := range nodes {
		a.first[v+1] += a.first[v]
	}
	a.to, a.length = make([]int32, total), make([]float64, total)
	next := slices.Clone(a.first)
	each(func(from, to int, length float64) {
		a.to[next[from]], a.length[next[from]] = int32(to), length
		next[from]++
	})
	return a
}
