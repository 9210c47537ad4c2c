package network

// Degree gives the number of ties of each node, in and out together (Freeman
// 1978, Centrality in social networks: conceptual clarification). With no tie it
// is 0, and the node stands alone.
func (g *Graph) Degree() []int {
	degree := make([]int, g.nodes)
	for _, t := range g.ties {
		degree[t.From]++
		degree[t.To]++
	}
	return degree
}

// Isolates lists the nodes without any tie.
func (g *Graph) Isolates() []int {
	var alone []int
	for v, n := range g.Degree() {
		if n == 0 {
			alone = append(alone, v)
		}
	}
	return alone
}

// Closeness gives, from 0 to 1, how near each node is to those from which it can
// be reached: the number of those over the sum of their distances (Freeman 1978),
// times the share of all others that they are (Wasserman & Faust 1994, formula
// 5.22), so that nodes of a small island do not seem central. In a directed graph
// distances are counted towards the node, as networkx does.
func (g *Graph) Closeness() []float64 {
	closeness := make([]float64, g.nodes)
	walk := g.walker(&g.in)
	for v := range g.nodes {
		walk.from(int32(v))
		var sum float64
		for _, reached := range walk.order {
			sum += walk.distance[reached]
		}
		if others := float64(len(walk.order) - 1); sum > 0 {
			closeness[v] = others / sum * others / float64(g.nodes-1)
		}
	}
	return closeness
}

// Betweenness gives, from 0 to 1, the share of the shortest paths between two
// others that go over each node; of several paths of equal length each counts for
// its part (Brandes 2001, A faster algorithm for betweenness centrality). It is
// divided by the number of pairs of others. Its time is that of nodes × ties;
// with lengths, times the logarithm of the nodes.
func (g *Graph) Betweenness() []float64 {
	between := make([]float64, g.nodes)
	depends := make([]float64, g.nodes)
	walk := g.walker(&g.out)
	for source := range g.nodes {
		walk.from(int32(source))
		for at := len(walk.order) - 1; at > 0; at-- { // from the farthest back, but not the source itself
			w := walk.order[at]
			share := (1 + depends[w]) / walk.paths[w]
			for _, v := range walk.before(w) {
				depends[v] += walk.paths[v] * share
			}
			between[w] += depends[w]
			depends[w] = 0
		}
		depends[source] = 0
	}
	if g.nodes > 2 {
		pairs := float64(g.nodes-1) * float64(g.nodes-2) // each both ways, as they were counted
		for v := range between {
			between[v] /= pairs
		}
	}
	return between
}
