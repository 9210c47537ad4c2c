package suppress

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// world is a made-up truth: dimensions, and a count for each smallest cell.
type world struct {
	dimensions []Dimension
	places     []At
	counts     []int
}

// areas makes districts of neighbourhoods, under one municipality.
func areas(districts, each int) Dimension {
	var nodes []Node
	city := Node{ID: "GM", Level: "municipality"}
	for d := range districts {
		district := Node{ID: fmt.Sprintf("WK%02d", d), Level: "district"}
		for n := range each {
			neighbourhood := Node{ID: fmt.Sprintf("BU%02d%02d", d, n), Level: "neighbourhood"}
			nodes = append(nodes, neighbourhood)
			district.Of = append(district.Of, neighbourhood.ID)
		}
		nodes = append(nodes, district)
		city.Of = append(city.Of, district.ID)
	}
	return NewDimension("area", append(nodes, city)...)
}

func answers(count int) Dimension {
	var nodes []Node
	for at := range count {
		nodes = append(nodes, Node{ID: fmt.Sprintf("a%d", at), Level: "answer"})
	}
	return Answers("answer", "all", nodes...)
}

func themes(count int) Dimension {
	var nodes []Node
	all := Node{ID: "all", Level: "total"}
	for at := range count {
		nodes = append(nodes, Node{ID: fmt.Sprintf("t%d", at), Level: "theme"})
		all.Of = append(all.Of, nodes[at].ID)
	}
	return NewDimension("theme", append(nodes, all)...)
}

func months(count int) []string {
	var list []string
	for at := range count {
		list = append(list, fmt.Sprintf("2026-%02d", at+1))
	}
	return list
}

// newWorld draws counts whose logarithm is normal around mean: many small
// ones and a few large, as answers per neighbourhood are.
func newWorld(random *rand.Rand, mean, deviation float64, dimensions ...Dimension) *world {
	w := &world{dimensions: dimensions, places: []At{{}}}
	for _, d := range dimensions {
		var next []At
		for _, at := range w.places {
			for _, node := range d.nodes {
				if len(node.Of) == 0 {
					next = append(next, at.with(d.name, node.ID))
				}
			}
		}
		w.places = next
	}
	for range w.places {
		w.counts = append(w.counts, int(math.Exp(mean+deviation*random.NormFloat64())))
	}
	return w
}

func (at At) with(dimension, id string) At {
	next := At{dimension: id}
	for name, node := range at {
		next[name] = node
	}
	return next
}

// upTo gives the world as it was known after the first periods.
func (w *world) upTo(periods int) *world {
	time := -1
	for at, d := range w.dimensions {
		if d.ordered {
			time = at
		}
	}
	if time < 0 {
		return w
	}
	d := w.dimensions[time]
	var all []string
	running := false
	for _, node := range d.nodes {
		running = running || len(node.Of) > 0
		if len(node.Of) == 0 {
			all = append(all, node.ID)
		}
	}
	known := map[string]bool{}
	for _, period := range all[:periods] {
		known[period] = true
	}
	next := &world{}
	next.dimensions = append(next.dimensions, w.dimensions...)
	next.dimensions[time] = Rounds(d.name, all[:periods]...)
	if running {
		next.dimensions[time] = Running(d.name, all[:periods]...)
	}
	for at, place := range w.places {
		if known[place[d.name]] {
			next.places, next.counts = append(next.places, place), append(next.counts, w.counts[at])
		}
	}
	return next
}

func (w *world) table(t testing.TB) *Table {
	t.Helper()
	table, err := NewTable(w.dimensions...)
	if err != nil {
		t.Fatal(err)
	}
	for at, place := range w.places {
		if err := table.Add(place, w.counts[at]); err != nil {
			t.Fatal(err)
		}
	}
	return table
}

func (w *world) plan(t testing.TB, rule Rule, earlier *Ledger) *Plan {
	t.Helper()
	plan, err := Build(context.Background(), w.table(t), rule, earlier)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return plan
}

// loss tells how much of a plan is hidden: shares of the cells that can be
// asked, those that are small and those that are not.
func (p *Plan) loss() (small, others float64) {
	var cells, smalls, rest int
	for cell := range p.hidden {
		if p.grid.facts[cell].unasked || p.fixed[cell] {
			continue
		}
		cells++
		switch {
		case p.small[cell]:
			smalls++
		case p.hidden[cell]:
			rest++
		}
	}
	return float64(smalls) / float64(cells), float64(rest) / float64(cells)
}
