package suppress

import (
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// MostCells bounds the cells of a table, its sums included.
const MostCells = 1_000_000

// MostNodes bounds the nodes of a dimension.
const MostNodes = 5_000

// mostAxes bounds the dimensions: the corners of a box double with each.
const mostAxes = 4

// mostCount bounds a count, so that sums never overflow.
const mostCount = 1_000_000_000

// grid numbers the cells of a table: one for each combination of nodes.
type grid struct {
	axes     []*axis
	stride   []int // by axis
	size     int   // cells
	smallest int   // cells of smallest parts only
	time     int   // the axis of periods; -1 when there is none
	facts    []facts
}

// facts are what is asked of a cell again and again.
type facts struct {
	step    int  // the period in which it comes
	sums    int  // how many of its nodes are sums
	parts   int  // how many smallest cells it holds
	unasked bool // whether it is never shown itself
}

func newGrid(dimensions []Dimension) (*grid, error) {
	if len(dimensions) == 0 || len(dimensions) > mostAxes {
		return nil, fault.New(fault.Limit, "suppress.too-many-dimensions", fault.Args{"Most": mostAxes})
	}
	g := &grid{size: 1, smallest: 1, time: -1}
	for _, dimension := range slices.SortedFunc(slices.Values(dimensions), func(a, b Dimension) int { return strings.Compare(a.name, b.name) }) {
		if err := g.add(dimension); err != nil {
			return nil, err
		}
	}
	g.stride = make([]int, len(g.axes))
	for x, stride := len(g.axes)-1, 1; x >= 0; x-- {
		g.stride[x] = stride
		stride *= len(g.axes[x].nodes)
	}
	g.facts = make([]facts, g.size)
	for cell := range g.facts {
		g.facts[cell] = g.factsOf(cell)
	}
	return g, nil
}

func (g *grid) factsOf(cell int) facts {
	f := facts{parts: 1}
	for x, a := range g.axes {
		node := g.node(cell, x)
		f.step = max(f.step, a.nodes[node].step)
		f.unasked = f.unasked || a.nodes[node].unasked
		f.parts *= len(a.nodes[node].members)
		if node >= a.parts {
			f.sums++
		}
	}
	return f
}

func (g *grid) add(d Dimension) error {
	if len(d.nodes) > MostCells/g.size {
		return fault.New(fault.Limit, "suppress.too-large", fault.Args{"Most": MostCells})
	}
	a, err := newAxis(d)
	if err != nil {
		return err
	}
	for _, known := range g.axes {
		if known.name == a.name || known.ordered && a.ordered || known.whole >= 0 && a.whole >= 0 {
			return badDimension(a.name, "")
		}
	}
	if a.ordered {
		g.time = len(g.axes)
	}
	g.axes = append(g.axes, a)
	g.size *= len(a.nodes)
	g.smallest *= a.parts
	if g.size > MostCells {
		return fault.New(fault.Limit, "suppress.too-large", fault.Args{"Most": MostCells})
	}
	return nil
}

// hasWhole tells whether one of the dimensions is of answers.
func (g *grid) hasWhole() bool {
	return slices.ContainsFunc(g.axes, func(a *axis) bool { return a.whole >= 0 })
}

// steps is the number of periods, 1 when there are none.
func (g *grid) steps() int {
	if g.time < 0 {
		return 1
	}
	return g.axes[g.time].parts
}

// locate finds the node in each axis.
func (g *grid) locate(at At) ([]int, error) {
	if len(at) != len(g.axes) {
		return nil, unknownCell(at)
	}
	nodes := make([]int, len(g.axes))
	for x, a := range g.axes {
		node, known := a.byID[at[a.name]]
		if !known {
			return nil, unknownCell(at)
		}
		nodes[x] = node
	}
	return nodes, nil
}

// node gives the node of a cell in an axis.
func (g *grid) node(cell, x int) int { return cell / g.stride[x] % len(g.axes[x].nodes) }

func (g *grid) cell(nodes []int) int {
	cell := 0
	for x, node := range nodes {
		cell += node * g.stride[x]
	}
	return cell
}

// canonical gives one name to the cells that hold the same parts.
func (g *grid) canonical(cell int) string {
	ids := make([]string, 0, 2*len(g.axes))
	for x, a := range g.axes {
		ids = append(ids, a.name, a.nodes[a.nodes[g.node(cell, x)].same].id)
	}
	return strings.Join(ids, "\x00")
}

// total adds up, for every cell, what the smallest cells in it have.
func (g *grid) total(parts []int) []int {
	values := make([]int, g.size)
	for smaller, count := range parts {
		if count != 0 {
			g.visit(smaller, func(cell int) { values[cell] += count })
		}
	}
	return values
}

// visit calls do for every cell that holds a smallest cell.
func (g *grid) visit(smaller int, do func(cell int)) {
	g.visitAxis(g.partsOf(smaller), 0, 0, do)
}

func (g *grid) visitAxis(parts []int, x, base int, do func(cell int)) {
	if x == len(parts) {
		do(base)
		return
	}
	for _, node := range g.axes[x].holders[parts[x]] {
		g.visitAxis(parts, x+1, base+node*g.stride[x], do)
	}
}

// partsOf gives the part of a smallest cell in each axis.
func (g *grid) partsOf(smaller int) []int {
	parts := make([]int, len(g.axes))
	for x := len(g.axes) - 1; x >= 0; x-- {
		parts[x] = smaller % g.axes[x].parts
		smaller /= g.axes[x].parts
	}
	return parts
}
