package suppress

import (
	"errors"
	"fmt"
	"io"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// At says where a cell is: for each dimension, by name, the id of a node.
type At map[string]string

// Table takes the counts of the smallest parts. It keeps them to itself: not
// even printing or encoding a Table gives them. A part that nothing was added
// to counts 0.
type Table struct {
	grid       *grid
	counts     []int  // by smallest cell
	impossible []bool // by smallest cell
}

// NewTable makes a table without counts. It fails with fault.Invalid when a
// dimension does not hold together, and with fault.Limit when the table with
// its sums would have more than MostCells cells.
func NewTable(dimensions ...Dimension) (*Table, error) {
	g, err := newGrid(dimensions)
	if err != nil {
		return nil, err
	}
	return &Table{grid: g, counts: make([]int, g.smallest), impossible: make([]bool, g.smallest)}, nil
}

// Add counts more in one smallest cell. It fails with fault.Invalid when the
// place is no smallest cell, or the count is under 0 or beyond a billion.
func (t *Table) Add(at At, count int) error {
	cell, err := t.smallest(at)
	if err != nil {
		return err
	}
	if count < 0 || count > mostCount-t.counts[cell] {
		return fault.New(fault.Invalid, "suppress.bad-count", nil)
	}
	t.counts[cell] += count
	return nil
}

// Impossible marks a smallest cell that cannot hold anybody and of which
// everybody knows so, such as an area where the question was not asked. It
// shows as 0 and protects nothing. A cell that only happens to be empty is
// not impossible.
func (t *Table) Impossible(at At) error {
	cell, err := t.smallest(at)
	if err == nil {
		t.impossible[cell] = true
	}
	return err
}

func (t *Table) smallest(at At) (int, error) {
	nodes, err := t.grid.locate(at)
	if err != nil {
		return 0, err
	}
	cell := 0
	for x, a := range t.grid.axes {
		if nodes[x] >= a.parts {
			return 0, unknownCell(at)
		}
		cell = cell*a.parts + nodes[x]
	}
	return cell, nil
}

func unknownCell(at At) error {
	return fault.New(fault.NotFound, "suppress.unknown-cell", fault.Args{"Cell": fmt.Sprint(map[string]string(at))})
}

var errSecret = errors.New("suppress: counts are read from the views of a plan")

// Format keeps counts out of logs and messages.
func (t *Table) Format(state fmt.State, _ rune) { io.WriteString(state, "suppress.Table") }

// MarshalJSON refuses.
func (t *Table) MarshalJSON() ([]byte, error) { return nil, errSecret }
