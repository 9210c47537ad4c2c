// Package hex is a grid of regular hexagons with a point upwards in a plane
// of metres, by arithmetic alone: no cell is ever stored and no index is
// needed to find one.
//
// A cell has axial coordinates: q counts along a row to the east, r counts
// rows to the north, and the q-axis of every next row starts half a cell
// further east (the axial coordinates of Amit Patel's "Hexagonal Grids", with
// r turned to grow with y).
package hex

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Grid is the definition of a grid. It is stored with every map, because "a
// hexagon of 100 metres" alone is ambiguous: here it is the edge.
type Grid struct {
	Name    string  // first part of every cell's id; letters and digits
	Edge    float64 // metres
	OriginX float64 // metres, centre of cell 0,0
	OriginY float64
}

// RD100 is the grid of the health map in RD New (EPSG:28992). It gives
// Eindhoven the 3,620 cells that were published for it.
var RD100 = Grid{Name: "rd100", Edge: 100, OriginX: 155000, OriginY: 463000}

// Cell is one hexagon of a grid.
type Cell struct{ Q, R int32 }

// limit bounds q and r, so that every sum of theirs below stays far from
// overflow; a grid of 1 metre round the earth fits.
const limit = 1 << 28

// halfWidth is the distance from a centre to the middle of an edge: half of
// the distance between two centres in a row.
func (g Grid) halfWidth() float64 { return g.Edge * (math.Sqrt(3) / 2) }

// Width is the distance in metres between the centres of two neighbours.
func (g Grid) Width() float64 { return 2 * g.halfWidth() }

// CellArea is the surface of one cell in m².
func (g Grid) CellArea() float64 { return 3 * g.Edge * g.halfWidth() }

// lattice gives the point with whole coordinates i, j on the lattice that
// holds every centre and corner: half a width east, half an edge north. The
// same corner has the same i, j from each of its cells, so that neighbours
// share their corners to the last bit.
func (g Grid) lattice(i, j int64) orb.Point {
	return orb.Point{g.OriginX + g.halfWidth()*float64(i), g.OriginY + g.Edge/2*float64(j)}
}

// onLattice gives the lattice coordinates of a cell's centre.
func (c Cell) onLattice() (i, j int64) {
	return 2*int64(c.Q) + int64(c.R), 3 * int64(c.R)
}

// Centre gives the middle of a cell in metres:
// x = OriginX + √3·Edge·(q + r/2), y = OriginY + 1.5·Edge·r.
func (g Grid) Centre(c Cell) orb.Point { return g.lattice(c.onLattice()) }

// Corners gives the six corners in metres, counter-clockwise from the
// north-east one.
func (g Grid) Corners(c Cell) [6]orb.Point {
	i, j := c.onLattice()
	return [6]orb.Point{
		g.lattice(i+1, j+1),
		g.lattice(i, j+2),
		g.lattice(i-1, j+1),
		g.lattice(i-1, j-1),
		g.lattice(i, j-2),
		g.lattice(i+1, j-1),
	}
}

// Ring gives the closed outline of a cell, counter-clockwise.
func (g Grid) Ring(c Cell) orb.Ring {
	corners := g.Corners(c)
	return append(orb.Ring(corners[:]), corners[0])
}

// At gives the cell that holds a point in metres. A point on a border gets
// one of the cells that share it, always the same. Beyond about 10^8 cells
// from the origin, and for NaN, the answer is cell 0,0 with false.
func (g Grid) At(x, y float64) (Cell, bool) {
	r := (y - g.OriginY) / (1.5 * g.Edge)
	q := (x-g.OriginX)/g.Width() - r/2
	if !(math.Abs(q) < limit && math.Abs(r) < limit) {
		return Cell{}, false
	}
	// Three coordinates of which the sum is 0 are rounded; the one that moved
	// most follows from the other two.
	s := -q - r
	roundQ, roundR, roundS := math.Round(q), math.Round(r), math.Round(s)
	offQ, offR, offS := math.Abs(roundQ-q), math.Abs(roundR-r), math.Abs(roundS-s)
	switch {
	case offQ > offR && offQ > offS:
		roundQ = -roundR - roundS
	case offR > offS:
		roundR = -roundQ - roundS
	}
	return Cell{Q: int32(roundQ), R: int32(roundR)}, true
}

// Neighbours gives the six cells around a cell, counter-clockwise from the
// eastern one.
func (c Cell) Neighbours() [6]Cell {
	return [6]Cell{
		{c.Q + 1, c.R},
		{c.Q, c.R + 1},
		{c.Q - 1, c.R + 1},
		{c.Q - 1, c.R},
		{c.Q, c.R - 1},
		{c.Q + 1, c.R - 1},
	}
}

// ID gives the lasting name of a cell, such as rd100.-12.340.
func (g Grid) ID(c Cell) string {
	text := make([]byte, 0, len(g.Name)+24)
	text = append(text, g.Name...)
	text = strconv.AppendInt(append(text, '.'), int64(c.Q), 10)
	return string(strconv.AppendInt(append(text, '.'), int64(c.R), 10))
}

// ParseID is the inverse of ID. It takes only the one spelling that ID gives,
// of this grid, and says otherwise what is wrong.
func (g Grid) ParseID(id string) (Cell, error) {
	name, numbers, _ := strings.Cut(id, ".")
	if name != g.Name {
		return Cell{}, fmt.Errorf("hex: %q is no cell of grid %s", id, g.Name)
	}
	first, second, _ := strings.Cut(numbers, ".")
	q, errQ := strconv.ParseInt(first, 10, 32)
	r, errR := strconv.ParseInt(second, 10, 32)
	c := Cell{Q: int32(q), R: int32(r)}
	if errQ != nil || errR != nil || g.ID(c) != id {
		return Cell{}, fmt.Errorf("hex: %q is not written as %s.q.r", id, g.Name)
	}
	return c, nil
}
