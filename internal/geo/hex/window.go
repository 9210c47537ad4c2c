package hex

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Window is a rectangular block of cells, numbered row by row from south to
// north and in a row from west to east. Rows lie half a cell apart, so a
// column is counted as q + ⌊r/2⌋: column c of an even row has its centre at
// OriginX + Width·c, that of an odd row half a width further east.
type Window struct {
	Grid
	FirstRow, FirstColumn int32
	Rows, Columns         int32
}

// column gives the column of a cell; >> rounds down for negative rows too.
func (c Cell) column() int32 { return c.Q + c.R>>1 }

// Cover gives the smallest window with every cell that touches a bound in
// metres. A bound that is empty (its minimum beyond its maximum) gets a window
// of 0 cells. The error says that the bound is not finite or needs more cells
// than an int32 can number.
func (g Grid) Cover(b orb.Bound) (Window, error) {
	if b.Min[0] > b.Max[0] || b.Min[1] > b.Max[1] {
		return Window{Grid: g}, nil
	}
	rowHeight, width := 1.5*g.Edge, g.Width()
	// A cell reaches an edge north and south of its centre. In widths from
	// the origin, column c reaches from c−½ (its even rows) to c+1 (its odd
	// ones).
	firstRow := math.Ceil((b.Min[1]-g.OriginY-g.Edge)/rowHeight - slack)
	lastRow := math.Floor((b.Max[1]-g.OriginY+g.Edge)/rowHeight + slack)
	firstColumn := math.Ceil((b.Min[0]-g.OriginX)/width - 1 - slack)
	lastColumn := math.Floor((b.Max[0]-g.OriginX)/width + 0.5 + slack)
	for _, edge := range []float64{firstRow, lastRow, firstColumn, lastColumn} {
		if !(math.Abs(edge) < limit) {
			return Window{}, fmt.Errorf("hex: the bound %v does not fit grid %s", b, g.Name)
		}
	}
	rows, columns := lastRow-firstRow+1, lastColumn-firstColumn+1
	if rows*columns > math.MaxInt32 {
		return Window{}, fmt.Errorf("hex: the bound %v needs %.0f cells of grid %s, more than can be numbered", b, rows*columns, g.Name)
	}
	return Window{
		Grid:     g,
		FirstRow: int32(firstRow), FirstColumn: int32(firstColumn),
		Rows: int32(rows), Columns: int32(columns),
	}, nil
}

// slack, in cells, keeps a cell in the window whose border the bound touches
// but for rounding.
const slack = 1e-6

// Len is the number of cells.
func (w Window) Len() int { return int(w.Rows) * int(w.Columns) }

// Cell gives the cell with a number from 0 up to Len.
func (w Window) Cell(index int) Cell {
	row, column := int32(index/int(w.Columns)), int32(index%int(w.Columns))
	r := w.FirstRow + row
	return Cell{Q: w.FirstColumn + column - r>>1, R: r}
}

// Index gives the number of a cell, or false when the window lacks it.
func (w Window) Index(c Cell) (int, bool) {
	row, column := int64(c.R)-int64(w.FirstRow), int64(c.column())-int64(w.FirstColumn)
	if row < 0 || row >= int64(w.Rows) || column < 0 || column >= int64(w.Columns) {
		return 0, false
	}
	return int(row)*int(w.Columns) + int(column), true
}

// Bound gives the box in metres around all cells; a window without cells has
// an empty one.
func (w Window) Bound() orb.Bound {
	if w.Len() == 0 {
		return orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}}
	}
	last := w.FirstRow + w.Rows - 1
	west, east := int64(w.FirstColumn)*2-1, int64(w.FirstColumn+w.Columns-1)*2+1
	if w.Rows > 1 || w.FirstRow&1 == 1 { // there is an odd row
		east++
	}
	if w.Rows == 1 && w.FirstRow&1 == 1 { // and no even one
		west++
	}
	return orb.Bound{
		Min: w.lattice(west, 3*int64(w.FirstRow)-2),
		Max: w.lattice(east, 3*int64(last)+2),
	}
}
