package overlay

import (
	"fmt"
	"iter"
	"math"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
)

// vertex is a point in units of the lattice of centres and corners, counted
// from the window's first row and first column (as an even row has it): u in
// half widths east, v in half edges north. Centres and corners are whole
// numbers; a cell has a surface of 6.
type vertex struct{ u, v float64 }

// cellUnits is the surface of a cell in units of u times v.
const cellUnits = 6

// edge is one side of a ring, from low to high; sign is +1 when the area lies
// to its right, −1 to its left. Both neighbours of a border meet the very same
// numbers, so that what one gains by rounding the other loses.
type edge struct {
	low, high vertex
	sign      float64
}

// outline is an area made ready: its edges without the level ones, which
// bound no surface to their right.
type outline struct {
	edges  []edge
	points []vertex // of one ring, kept for the memory
	cover  hex.Window
}

// load makes an area ready for a window.
func (o *outline) load(w hex.Window, area orb.MultiPolygon) error {
	o.edges = o.edges[:0]
	bound := emptyBound()
	for _, polygon := range area {
		for role, ring := range polygon {
			if err := o.addRing(w, ring, role == 0); err != nil {
				return err
			}
			bound = extend(bound, ring)
		}
	}
	var err error
	o.cover, err = w.Cover(bound)
	return err
}

// emptyBound holds nothing. (The zero of orb.Bound holds the origin.)
func emptyBound() orb.Bound {
	inf := math.Inf(1)
	return orb.Bound{Min: orb.Point{inf, inf}, Max: orb.Point{-inf, -inf}}
}

func extend(b orb.Bound, ring orb.Ring) orb.Bound {
	for _, p := range ring {
		b.Min[0], b.Max[0] = min(b.Min[0], p[0]), max(b.Max[0], p[0])
		b.Min[1], b.Max[1] = min(b.Min[1], p[1]), max(b.Max[1], p[1])
	}
	return b
}

// addRing adds the edges of one ring with the sign of its role.
func (o *outline) addRing(w hex.Window, ring orb.Ring, outer bool) error {
	if len(ring) == 0 {
		return nil
	}
	perU, perV := 2/w.Width(), 2/w.Edge
	firstU, firstV := 2*float64(w.FirstColumn), 3*float64(w.FirstRow)
	o.points = o.points[:0]
	for _, p := range ring {
		at := vertex{(p[0]-w.OriginX)*perU - firstU, (p[1]-w.OriginY)*perV - firstV}
		if sum := at.u + at.v; sum-sum != 0 { // NaN or infinite
			return fmt.Errorf("the point (%v, %v) is not finite", p[0], p[1])
		}
		o.points = append(o.points, at)
	}
	sign := 1.0
	if (twiceArea(o.points) < 0) == outer { // an outer ring that runs clockwise, a hole that does not
		sign = -1
	}
	before := o.points[len(o.points)-1]
	for _, at := range o.points {
		switch {
		case at.v < before.v: // a descending side of a counter-clockwise ring has the area on its right
			o.edges = append(o.edges, edge{at, before, sign})
		case at.v > before.v:
			o.edges = append(o.edges, edge{before, at, -sign})
		}
		before = at
	}
	return nil
}

// twiceArea is twice the surface of a ring, positive when it runs
// counter-clockwise; relative to its first point, to keep the digits.
func twiceArea(points []vertex) float64 {
	sum := 0.0
	origin := points[0]
	for i := 1; i+1 < len(points); i++ {
		a, b := points[i], points[i+1]
		sum += (a.u-origin.u)*(b.v-origin.v) - (b.u-origin.u)*(a.v-origin.v)
	}
	return sum
}

// at gives u where the edge has height v.
func (e *edge) at(v float64) float64 {
	return e.low.u + (e.high.u-e.low.u)*((v-e.low.v)/(e.high.v-e.low.v))
}

// block is a part of a window: rows and columns counted from the window's
// first, the last ones included.
type block struct {
	firstRow, lastRow       int
	firstColumn, lastColumn int
	odd                     int // 1 when the first row of the block is an odd row of the grid
}

// blockCells bounds the work space: an area with more cells in its bound is
// done some rows at a time.
const blockCells = 1 << 15

// blocks gives the parts of the window that the area's bound reaches.
func (o *outline) blocks(w hex.Window) iter.Seq[block] {
	firstRow := max(0, int(o.cover.FirstRow)-int(w.FirstRow))
	lastRow := min(int(w.Rows), int(o.cover.FirstRow)+int(o.cover.Rows)-int(w.FirstRow)) - 1
	firstColumn := max(0, int(o.cover.FirstColumn)-int(w.FirstColumn))
	lastColumn := min(int(w.Columns), int(o.cover.FirstColumn)+int(o.cover.Columns)-int(w.FirstColumn)) - 1
	return func(yield func(block) bool) {
		if o.cover.Len() == 0 || firstRow > lastRow || firstColumn > lastColumn {
			return
		}
		step := max(1, blockCells/(lastColumn-firstColumn+1))
		for row := firstRow; row <= lastRow; row += step {
			part := block{row, min(row+step-1, lastRow), firstColumn, lastColumn, (int(w.FirstRow) + row) & 1}
			if !yield(part) {
				return
			}
		}
	}
}
