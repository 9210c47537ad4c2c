package suppress

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// Ledger is what a plan decided, to be kept and given to the Build of the
// next period. It can be written as JSON. It is as secret as the counts: it
// tells of each hole that it is one, and its sums of small counts can be
// guessed.
type Ledger struct {
	Shape   string    `json:"shape"` // of dimensions and rule; another shape is another publication
	Periods []Decided `json:"periods"`
}

// Decided is what was decided of one period, with the totals up to it.
type Decided struct {
	Period string     `json:"period"` // empty for a table without periods
	Counts string     `json:"counts"` // a sum of its counts, to see when they change
	Hidden [][]string `json:"hidden"` // cells, by node, in order of dimension
}

// Ledger gives what the plan decided.
func (p *Plan) Ledger() *Ledger {
	l := &Ledger{Shape: p.shape()}
	for step := range p.grid.steps() {
		l.Periods = append(l.Periods, Decided{Period: p.period(step), Counts: p.sum(step)})
	}
	for cell, hidden := range p.hidden {
		if hidden && !p.grid.facts[cell].unasked {
			step := p.grid.facts[cell].step
			l.Periods[step].Hidden = append(l.Periods[step].Hidden, p.grid.ids(cell))
		}
	}
	return l
}

// fits refuses a table that is no continuation of what was decided.
func (l *Ledger) fits(p *Plan) error {
	if l == nil {
		return nil
	}
	if l.Shape != p.shape() || len(l.Periods) > p.grid.steps() {
		return fault.New(fault.Conflict, "suppress.other-table", nil)
	}
	for step, decided := range l.Periods {
		if decided.Period != p.period(step) || decided.Counts != p.sum(step) {
			return fault.New(fault.Conflict, "suppress.changed", fault.Args{"Period": decided.Period})
		}
	}
	return nil
}

// decided gives the cells that were hidden in a period; nil when it was not
// decided before. It refuses a ledger in which a small cell shows.
func (l *Ledger) decided(p *Plan, step int) (map[int]bool, error) {
	if l == nil || step >= len(l.Periods) {
		return nil, nil
	}
	hidden := map[int]bool{}
	for _, ids := range l.Periods[step].Hidden {
		cell, err := p.grid.find(ids)
		if err != nil {
			return nil, err
		}
		hidden[cell] = true
	}
	for cell, facts := range p.grid.facts {
		if facts.step == step && p.small[cell] && !facts.unasked && !hidden[cell] {
			return nil, fault.New(fault.Conflict, "suppress.other-table", nil)
		}
	}
	return hidden, nil
}

func (p *Plan) period(step int) string {
	if p.grid.time < 0 {
		return ""
	}
	return p.grid.axes[p.grid.time].nodes[step].id
}

// shape sums the rule, and the dimensions with their nodes; of periods only
// whether there are totals.
func (p *Plan) shape() string {
	sum := sha256.New()
	fmt.Fprintf(sum, "1 %d %d %d\n", p.rule.Smallest, p.rule.Zeros, p.rule.Spread)
	for x, a := range p.grid.axes {
		fmt.Fprintf(sum, "%q %d\n", a.name, a.whole)
		if x == p.grid.time {
			fmt.Fprintln(sum, len(a.nodes) > a.parts)
			continue
		}
		for _, node := range a.nodes {
			fmt.Fprintf(sum, "%q %v\n", node.id, node.members)
		}
	}
	return text(sum)
}

// sum sums the counts of a period.
func (p *Plan) sum(step int) string {
	sum := sha256.New()
	for part, count := range p.parts {
		if p.grid.time < 0 || p.grid.partsOf(part)[p.grid.time] == step {
			fmt.Fprintln(sum, count, p.fixed[p.grid.cell(p.grid.partsOf(part))])
		}
	}
	return text(sum)
}

func text(sum hash.Hash) string { return hex.EncodeToString(sum.Sum(nil)) }

// ids gives the nodes of a cell.
func (g *grid) ids(cell int) []string {
	ids := make([]string, len(g.axes))
	for x, a := range g.axes {
		ids[x] = a.nodes[g.node(cell, x)].id
	}
	return ids
}

// find gives the cell of nodes.
func (g *grid) find(ids []string) (int, error) {
	at := At{}
	for x, id := range ids[:min(len(ids), len(g.axes))] {
		at[g.axes[x].name] = id
	}
	nodes, err := g.locate(at)
	if err != nil || len(ids) != len(g.axes) {
		return 0, fault.New(fault.Conflict, "suppress.other-table", nil)
	}
	return g.cell(nodes), nil
}
