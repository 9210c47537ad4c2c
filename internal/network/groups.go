package network

// Density is how many of the ties that could be there are there.
type Density struct {
	A, B     int // groups; the same twice is within one
	Ties     int
	Possible int
}

// Share is from 0 to 1; false when no tie is possible, such as within a group of
// one.
func (d Density) Share() (float64, bool) {
	if d.Possible == 0 {
		return 0, false
	}
	return float64(d.Ties) / float64(d.Possible), true
}

// Density gives that of the whole network (Wasserman & Faust 1994, chapter 4.3
// and 4.4).
func (g *Graph) Density() Density {
	possible := g.nodes * (g.nodes - 1)
	if !g.directed {
		possible /= 2
	}
	return Density{Ties: len(g.ties), Possible: possible}
}

// MostGroups is how many groups Densities can tell apart.
const MostGroups = 64

// Densities gives the density within each group and between each two of them,
// within first (blocks: Wasserman & Faust 1994, chapter 10). groups has the
// groups of each node, numbered from 0 below count, which is at most MostGroups;
// a node may be in several and then counts in each, a pair of nodes once for each
// pair of groups. In a directed graph A to B and B to A are apart.
func (g *Graph) Densities(groups [][]int, count int) []Density {
	count = min(count, MostGroups)
	in := make([]uint64, g.nodes)
	for v := range min(g.nodes, len(groups)) {
		for _, group := range groups[v] {
			if group >= 0 && group < count {
				in[v] |= 1 << group
			}
		}
	}
	var within, between []Density
	for a := range count {
		within = append(within, g.block(in, a, a))
		for b := range count {
			if a < b || g.directed && a > b {
				between = append(between, g.block(in, a, b))
			}
		}
	}
	return append(within, between...)
}

func (g *Graph) block(in []uint64, a, b int) Density {
	d := Density{A: a, B: b}
	inA, inB, inBoth := 0, 0, 0
	for _, mask := range in {
		isA, isB := mask>>a&1 == 1, mask>>b&1 == 1
		inA, inB, inBoth = inA+one(isA), inB+one(isB), inBoth+one(isA && isB)
	}
	d.Possible = inA*inB - inBoth // ordered pairs of two different nodes
	if !g.directed {
		d.Possible -= inBoth * (inBoth - 1) / 2 // both ways round they are the same pair
	}
	for _, t := range g.ties {
		from, to := in[t.From], in[t.To]
		if from>>a&1 == 1 && to>>b&1 == 1 || !g.directed && from>>b&1 == 1 && to>>a&1 == 1 {
			d.Ties++
		}
	}
	return d
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}
