package network

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// asked is a network as the program below reads it, and answered what networkx
// says of it.
type asked struct {
	Name               string
	Nodes              int
	Directed, Weighted bool
	Ties               []Tie
}

type answered struct {
	Degree                 []int
	Closeness, Betweenness []float64
	Components             [][]int
	Cuts                   []int
	Loose                  []int // how many nodes each cut, in order of its number, takes from the largest piece
	Density                float64
}

const networkxProgram = `
import json, sys
import networkx as nx

def measure(asked):
    g = nx.DiGraph() if asked["Directed"] else nx.Graph()
    nodes = range(asked["Nodes"])
    g.add_nodes_from(nodes)
    g.add_weighted_edges_from((t["From"], t["To"], t["Length"]) for t in asked["Ties"] or [])
    length = "weight" if asked["Weighted"] else None
    closeness = nx.closeness_centrality(g, distance=length)
    between = nx.betweenness_centrality(g, weight=length)
    both = g.to_undirected()
    cuts = sorted(nx.articulation_points(both))
    loose = []
    for cut in cuts:
        left = both.subgraph(set(nx.node_connected_component(both, cut)) - {cut})
        sizes = sorted(len(part) for part in nx.connected_components(left))
        loose.append(sum(sizes[:-1]))
    return {
        "Degree": [g.degree(v) for v in nodes],
        "Closeness": [closeness[v] for v in nodes],
        "Betweenness": [between[v] for v in nodes],
        "Components": sorted(sorted(part) for part in nx.connected_components(both)),
        "Cuts": cuts, "Loose": loose, "Density": nx.density(g),
    }

json.dump([measure(asked) for asked in json.load(sys.stdin)], sys.stdout)
`

// networkx asks networkx; the test is skipped when it is not there.
func networkx(t *testing.T, networks []asked) []answered {
	t.Helper()
	python := "/usr/bin/python3"
	if exec.Command(python, "-c", "import networkx").Run() != nil {
		t.Skip("needs networkx: no python3 with networkx (Debian package python3-networkx) here: it is not asked")
	}
	in, err := json.Marshal(networks)
	if err != nil {
		t.Fatal(err)
	}
	run := exec.Command(python, "-c", networkxProgram)
	run.Stdin = bytes.NewReader(in)
	var wrong bytes.Buffer
	run.Stderr = &wrong
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, wrong.String())
	}
	var answers []answered
	if err := json.Unmarshal(out, &answers); err != nil {
		t.Fatal(err)
	}
	return answers
}

// random makes a network of some nodes and about some ties. Lengths are whole
// numbers, so that two ways of equal length are equal for both programs.
func random(name string, seed uint64, nodes, ties int, directed, weighted bool) asked {
	dice := rand.New(rand.NewPCG(seed, 7))
	a := asked{Name: name, Nodes: nodes, Directed: directed, Weighted: weighted}
	there := map[[2]int]bool{}
	for range ties {
		from, to := dice.IntN(nodes), dice.IntN(nodes)
		if !directed && from > to {
			from, to = to, from
		}
		if from == to || there[[2]int{from, to}] {
			continue
		}
		there[[2]int{from, to}] = true
		length := 1.0
		if weighted {
			length = float64(1 + dice.IntN(6))
		}
		a.Ties = append(a.Ties, Tie{from, to, length})
	}
	return a
}

func networks() []asked {
	line := func(nodes int) (ties []Tie) {
		for v := range nodes - 1 {
			ties = append(ties, Tie{v, v + 1, 1})
		}
		return ties
	}
	star := []Tie{{0, 1, 1}, {0, 2, 1}, {0, 3, 1}, {0, 4, 1}}
	list := []asked{
		{Name: "one", Nodes: 1}, {Name: "two apart", Nodes: 2}, {Name: "two", Nodes: 2, Ties: line(2)},
		{Name: "line", Nodes: 7, Ties: line(7)}, {Name: "one way", Nodes: 7, Directed: true, Ties: line(7)},
		{Name: "ring", Nodes: 6, Ties: append(line(6), Tie{0, 5, 1})}, {Name: "star", Nodes: 6, Ties: star},
		{Name: "star one way", Nodes: 5, Directed: true, Ties: star},
		{Name: "shorter round", Nodes: 4, Weighted: true, Ties: []Tie{{0, 1, 1}, {1, 2, 1}, {2, 3, 1}, {0, 3, 5}, {0, 2, 2}}},
	}
	for at := range 52 {
		nodes := 4 + at
		ties := nodes * (1 + at%5) / 2 // from many pieces to well tied
		list = append(list, random(fmt.Sprintf("random %d", at), uint64(at), nodes, ties, at%2 == 1, at/2%2 == 1))
	}
	return list
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9 }

func hold(t *testing.T, name string, g *Graph, want answered) {
	t.Helper()
	if got := g.Degree(); !slices.Equal(got, want.Degree) {
		t.Errorf("%s: degree %v, networkx %v", name, got, want.Degree)
	}
	if got := g.Closeness(); !slices.EqualFunc(got, want.Closeness, near) {
		t.Errorf("%s: closeness %v, networkx %v", name, got, want.Closeness)
	}
	if got := g.Betweenness(); !slices.EqualFunc(got, want.Betweenness, near) {
		t.Errorf("%s: betweenness %v, networkx %v", name, got, want.Betweenness)
	}
	parts := g.Components()
	slices.SortFunc(parts, func(a, b []int) int { return a[0] - b[0] })
	if !slices.EqualFunc(parts, want.Components, slices.Equal) {
		t.Errorf("%s: components %v, networkx %v", name, parts, want.Components)
	}
	cuts := g.Cuts()
	slices.SortFunc(cuts, func(a, b Cut) int { return a.Node - b.Node })
	var nodes, lost []int
	for _, cut := range cuts {
		nodes, lost = append(nodes, cut.Node), append(lost, cut.Lost())
	}
	if !slices.Equal(nodes, want.Cuts) || !slices.Equal(lost, want.Loose) {
		t.Errorf("%s: cuts %v lose %v, networkx %v lose %v", name, nodes, lost, want.Cuts, want.Loose)
	}
	if share, _ := g.Density().Share(); !near(share, want.Density) {
		t.Errorf("%s: density %v, networkx %v", name, share, want.Density)
	}
}

func TestNetworkxGenerated(t *testing.T) {
	list := networks()
	for at, want := range networkx(t, list) {
		one := list[at]
		hold(t, one.Name, New(one.Nodes, one.Directed, one.Ties), want)
	}
	t.Logf("measured: %d generated networks (directed and not, with lengths and not, in pieces) equal to networkx within 1e-9", len(list))
}

// A real partnership of 25 health agencies: who works with whom.
func TestNetworkxTCcoll(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "data")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("needs data: no ../shared/data here: real files are not tested")
	}
	nodes := table(t, filepath.Join(folder, "networks", "tc_TCcoll_nodes.csv"))
	real := asked{Name: "TCcoll", Nodes: len(nodes)}
	for _, row := range table(t, filepath.Join(folder, "networks", "tc_TCcoll_edges.csv")) {
		from, _ := strconv.Atoi(row[0])
		to, _ := strconv.Atoi(row[1])
		real.Ties = append(real.Ties, Tie{from - 1, to - 1, 1})
	}
	if real.Nodes != 25 || len(real.Ties) < 100 {
		t.Fatalf("%d nodes, %d ties", real.Nodes, len(real.Ties))
	}
	g := New(real.Nodes, false, real.Ties)
	if len(g.Ties()) != len(real.Ties) {
		t.Fatalf("%d ties of %d are told apart", len(g.Ties()), len(real.Ties))
	}
	hold(t, real.Name, g, networkx(t, []asked{real})[0])
	t.Logf("measured: TCcoll, %d nodes and %d ties: equal to networkx within 1e-9", real.Nodes, len(real.Ties))
}

func table(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%s: %d rows, %v", path, len(rows), err)
	}
	return rows[1:]
}
