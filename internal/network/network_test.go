package network

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Two triangles that share a node, one that hangs on, and one alone:
//
//	0─1   3
//	 \ \ / \
//	  ──2──4   5 on 4, 6 alone
func sample() *Graph {
	return New(7, false, []Tie{{0, 1, 1}, {1, 2, 1}, {2, 0, 1}, {2, 3, 1}, {3, 4, 1}, {4, 2, 1}, {5, 4, 1}, {4, 5, 1}, {3, 3, 1}, {3, 9, 1}})
}

func TestCutsTellWhatComesLoose(t *testing.T) {
	want := []Cut{{Node: 2, Loose: [][]int{{0, 1}}}, {Node: 4, Loose: [][]int{{5}}}}
	if got := sample().Cuts(); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if got := sample().Isolates(); !slices.Equal(got, []int{6}) {
		t.Errorf("alone: %v", got)
	}
}

// Without a cut node, what came loose really hangs together no more.
func TestCutsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nodes := rapid.IntRange(1, 30).Draw(t, "nodes")
		var ties []Tie
		for range rapid.IntRange(0, 45).Draw(t, "ties") {
			ties = append(ties, Tie{rapid.IntRange(0, nodes-1).Draw(t, "from"), rapid.IntRange(0, nodes-1).Draw(t, "to"), 1})
		}
		g := New(nodes, rapid.Bool().Draw(t, "directed"), ties)
		cuts := g.Cuts()
		for v := range nodes {
			left := slices.DeleteFunc(slices.Clone(ties), func(tie Tie) bool { return tie.From == v || tie.To == v })
			without := New(nodes, false, left).Components()
			at := slices.IndexFunc(cuts, func(c Cut) bool { return c.Node == v })
			more := len(without) > len(g.Components())+1 // v itself stays, alone
			if more != (at >= 0) {
				t.Fatalf("node %d: %d pieces without it, cut: %v", v, len(without), at >= 0)
			}
			if at < 0 {
				continue
			}
			for _, piece := range cuts[at].Loose {
				if !slices.ContainsFunc(without, func(part []int) bool { return slices.Equal(part, piece) }) {
					t.Fatalf("node %d: %v is no piece of %v", v, piece, without)
				}
			}
		}
	})
}

func TestDensities(t *testing.T) {
	// 0, 1 and 2 are in group 0; 2, 3 and 4 in group 1.
	groups := [][]int{{0}, {0}, {0, 1}, {1}, {1}, {}, {0, 70}}
	got := sample().Densities(groups, 2)
	want := []Density{{A: 0, B: 0, Ties: 3, Possible: 6}, {A: 1, B: 1, Ties: 3, Possible: 3}, {A: 0, B: 1, Ties: 4, Possible: 11}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if _, any := New(1, false, nil).Density().Share(); any {
		t.Error("one node has a density")
	}
}

// The densities of blocks are those that counting pair by pair gives.
func TestDensitiesCountPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		directed := rapid.Bool().Draw(t, "directed")
		one := random("", rapid.Uint64().Draw(t, "seed"), 9, 20, directed, false)
		groups := make([][]int, 9)
		for v := range groups {
			groups[v] = rapid.SliceOfDistinct(rapid.IntRange(0, 2), func(n int) int { return n }).Draw(t, "groups")
		}
		for _, d := range New(9, directed, one.Ties).Densities(groups, 3) {
			ties, possible := 0, 0
			for a := range 9 {
				for b := range 9 {
					from, to := slices.Contains(groups[a], d.A) && slices.Contains(groups[b], d.B), slices.Contains(groups[b], d.A) && slices.Contains(groups[a], d.B)
					if a == b || !directed && a > b || !from && (directed || !to) {
						continue
					}
					possible++
					if slices.ContainsFunc(one.Ties, func(t Tie) bool { return t.From == a && t.To == b }) {
						ties++
					}
				}
			}
			if d.Ties != ties || d.Possible != possible {
				t.Fatalf("%+v, by pairs %d of %d", d, ties, possible)
			}
		}
	})
}
