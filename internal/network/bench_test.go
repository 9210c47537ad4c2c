package network

import (
	"testing"

	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
)

// region is a network as large as that of a whole region: 1,300 organisations,
// 2,700 ties.
func region(nodes, ties int) asked {
	for extra := 0; ; extra++ {
		if one := random("region", 5, nodes, ties+extra, false, false); len(one.Ties) == ties {
			return one
		}
	}
}

func BenchmarkBetweenness(b *testing.B) {
	one := region(1_300, 2_700)
	g := New(one.Nodes, false, one.Ties)
	b.Run("ours", func(b *testing.B) {
		for b.Loop() {
			g.Betweenness()
		}
	})
	weighted := region(1_300, 2_700)
	for at := range weighted.Ties {
		weighted.Ties[at].Length = float64(1 + at%3)
	}
	b.Run("ours, with lengths", func(b *testing.B) {
		g := New(weighted.Nodes, false, weighted.Ties)
		for b.Loop() {
			g.Betweenness()
		}
	})
	b.Run("gonum", func(b *testing.B) {
		peer := simple.NewUndirectedGraph()
		for _, t := range one.Ties {
			peer.SetEdge(simple.Edge{F: simple.Node(t.From), T: simple.Node(t.To)})
		}
		for b.Loop() {
			network.Betweenness(peer)
		}
	})
}

// The cost grows with nodes × ties: twice the network takes four times as long.
func BenchmarkBetweennessGrows(b *testing.B) {
	for _, size := range []struct {
		name        string
		nodes, ties int
	}{{"650 nodes", 650, 1_350}, {"1300 nodes", 1_300, 2_700}, {"2600 nodes", 2_600, 5_400}, {"5200 nodes", 5_200, 10_800}} {
		one := region(size.nodes, size.ties)
		g := New(one.Nodes, false, one.Ties)
		b.Run(size.name, func(b *testing.B) {
			for b.Loop() {
				g.Betweenness()
			}
		})
	}
}

func BenchmarkAnalyse(b *testing.B) {
	one := region(1_300, 2_700)
	groups := make([][]int, one.Nodes)
	for v := range groups {
		groups[v] = []int{v % 8, (v / 3) % 8}
	}
	for b.Loop() {
		Analyse(New(one.Nodes, false, one.Ties), groups, 8)
	}
}
