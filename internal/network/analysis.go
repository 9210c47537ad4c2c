package network

// Analysis is all that is measured of a network. Lists have a value a node.
type Analysis struct {
	Degree      []int
	Closeness   []float64
	Betweenness []float64
	Components  [][]int
	Cuts        []Cut
	Isolates    []int
	Density     Density
	Densities   []Density // within groups, then between them
}

// Analyse measures a network whose nodes are in groups; see Densities.
func Analyse(g *Graph, groups [][]int, count int) Analysis {
	return Analysis{
		Degree: g.Degree(), Closeness: g.Closeness(), Betweenness: g.Betweenness(), Components: g.Components(),
		Cuts: g.Cuts(), Isolates: g.Isolates(), Density: g.Density(), Densities: g.Densities(groups, count),
	}
}
