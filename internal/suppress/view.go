package suppress

import (
	"slices"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

// Number is a count that shows, or a hole. Nothing tells why it is a hole.
// The zero Number is a hole.
type Number struct {
	count int
	shown bool
}

// Count gives the count, rounded when the rule says so; false for a hole.
func (n Number) Count() (int, bool) { return n.count, n.shown }

// Reading gives the count as figures are given, or indicator.Suppressed.
func (n Number) Reading() indicator.Reading {
	if !n.shown {
		return indicator.Reading{Hole: indicator.Suppressed}
	}
	return indicator.Reading{Value: float64(n.count)}
}

// Cell is one cell of a view.
type Cell struct {
	Nodes  []string          // ids, in the order of View.Dimensions
	Number Number            // the count
	Share  indicator.Reading // percentage of the whole; not asked when the table has no answers
}

// View is a part of a plan.
type View struct {
	Dimensions []string // names
	Cells      []Cell   // those of the first node of the first dimension first
}

// Choice chooses nodes of one dimension.
type Choice struct {
	ids   []string
	level *string
}

// Only chooses nodes by id, in this order.
func Only(ids ...string) Choice { return Choice{ids: ids} }

// Level chooses the nodes of a level.
func Level(name string) Choice { return Choice{level: &name} }

// All chooses every node, sums too.
func All() Choice { return Choice{} }

// Selection says which part of a plan to view: a choice for each dimension,
// by name. It chooses among cells that were decided; it never adds up.
type Selection map[string]Choice

// View gives the chosen cells. It fails with fault.NotFound when a dimension
// has no choice, or a choice finds no node.
func (p *Plan) View(selection Selection) (*View, error) {
	if len(selection) != len(p.grid.axes) {
		return nil, badDimension("", "")
	}
	view := &View{}
	chosen := make([][]int, len(p.grid.axes))
	for x, a := range p.grid.axes {
		choice, given := selection[a.name]
		chosen[x] = a.choose(choice)
		if !given || len(chosen[x]) == 0 {
			return nil, fault.New(fault.NotFound, "suppress.nothing-chosen", fault.Args{"Dimension": a.name})
		}
		view.Dimensions = append(view.Dimensions, a.name)
	}
	p.collect(view, chosen, nil)
	return view, nil
}

// choose gives the nodes of a choice; none when one of them is unknown or
// named twice.
func (a *axis) choose(c Choice) []int {
	var nodes []int
	for _, id := range c.ids {
		node, known := a.byID[id]
		if !known || slices.Contains(nodes, node) {
			return nil
		}
		nodes = append(nodes, node)
	}
	if c.ids != nil {
		return nodes
	}
	for at, node := range a.nodes {
		if !node.unasked && (c.level == nil || *c.level == node.level) {
			nodes = append(nodes, at)
		}
	}
	return nodes
}

func (p *Plan) collect(view *View, chosen [][]int, nodes []int) {
	if len(nodes) == len(chosen) {
		cell := p.grid.cell(nodes)
		view.Cells = append(view.Cells, Cell{Nodes: p.grid.ids(cell), Number: p.number(cell), Share: p.share(cell)})
		return
	}
	for _, node := range chosen[len(nodes)] {
		p.collect(view, chosen, append(nodes, node))
	}
}

// number is where every count leaves the package.
func (p *Plan) number(cell int) Number {
	if p.hidden[cell] {
		return Number{}
	}
	if p.rule.Rounding == nil {
		return Number{count: p.values[cell], shown: true}
	}
	return Number{count: p.rule.rounded(p.grid.canonical(cell), p.values[cell]), shown: true}
}

// share is the percentage of the whole, from the numbers that show.
func (p *Plan) share(cell int) indicator.Reading {
	whole, asked := p.wholeOf(cell)
	if !asked {
		return indicator.Reading{Hole: indicator.NotAsked}
	}
	part, shown := p.number(cell).Count()
	all, allShown := p.number(whole).Count()
	switch {
	case !shown || !allShown:
		return indicator.Reading{Hole: indicator.Suppressed}
	case all == 0:
		return indicator.Reading{Hole: indicator.Impossible}
	default:
		return indicator.Reading{Value: min(100, 100*float64(part)/float64(all))}
	}
}

// wholeOf gives the cell of all respondents where a cell is.
func (p *Plan) wholeOf(cell int) (int, bool) {
	for x, a := range p.grid.axes {
		if a.whole >= 0 {
			return cell + (a.whole-p.grid.node(cell, x))*p.grid.stride[x], true
		}
	}
	return 0, false
}

// at finds a cell that may be asked.
func (p *Plan) at(at At) (int, error) {
	nodes, err := p.grid.locate(at)
	if err != nil {
		return 0, err
	}
	return p.grid.cell(nodes), nil
}

// Number gives the count of one cell. It fails with fault.NotFound when the
// plan has no such cell.
func (p *Plan) Number(at At) (Number, error) {
	cell, err := p.at(at)
	if err != nil {
		return Number{}, err
	}
	return p.number(cell), nil
}

// Share gives a cell as a percentage of the whole of its dimension of
// answers: a hole when the part or the whole is one, not asked when the table
// has no answers. It fails with fault.NotFound when the plan has no such cell.
func (p *Plan) Share(at At) (indicator.Reading, error) {
	cell, err := p.at(at)
	if err != nil {
		return indicator.Reading{}, err
	}
	return p.share(cell), nil
}

// Guard gives a figure that was calculated from the respondents of one cell,
// such as a weighted share, when count and share of that cell show, else
// indicator.Suppressed. The figure must be of exactly these respondents.
func (p *Plan) Guard(at At, figure float64) (indicator.Reading, error) {
	cell, err := p.at(at)
	if err != nil {
		return indicator.Reading{}, err
	}
	whole, asked := p.wholeOf(cell)
	if p.hidden[cell] || asked && p.hidden[whole] {
		return indicator.Reading{Hole: indicator.Suppressed}, nil
	}
	return indicator.Reading{Value: figure}, nil
}

// Sum adds up cells, for a total that the plan does not have, such as some
// neighbourhoods together: a hole when one of them is. Any reader could add
// them up as well, so nothing more is shown. Cells that overlap count twice.
func (p *Plan) Sum(ats ...At) (Number, error) {
	sum := Number{shown: len(ats) > 0}
	for _, at := range ats {
		number, err := p.Number(at)
		if err != nil {
			return Number{}, err
		}
		sum.count += number.count
		sum.shown = sum.shown && number.shown
	}
	if !sum.shown {
		return Number{}, nil
	}
	return sum, nil
}
