// Package overlay tells how much of each area lies in each hexagon, exactly
// and without clipping one polygon, and which area holds a hexagon's centre.
//
// Coordinates are metres in the plane of the grid (RD New for hex.RD100). An
// area is signed by role: the first ring of a polygon adds its surface, every
// further ring (a hole) takes its own away, whichever way the rings run and
// whether or not their last point repeats the first. For a valid multipolygon
// that is its exact surface. Where parts overlap, the overlap counts twice; a
// ring that crosses itself counts the surface on its wrong side as negative.
// Package shape finds and reports both.
package overlay

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
)

// Epsilon is the part of a cell's surface below which an area counts as not
// touching it, and from which the cell counts as wholly covered when no more
// than this is left over. On the grid of 100 metres it is 2.6 cm²: more than
// rounding can make of a shared border, less than any border was measured to.
// Cells that an area meets in a point or along an edge are thus not touched.
const Epsilon = 1e-8

// Shares has the surface of every area in every cell it touches, by area: the
// shares of area a are those from Offsets[a] up to Offsets[a+1].
type Shares struct {
	Offsets []int32   // one more than there are areas
	Cells   []int32   // number of the cell in the window, rising within an area
	Area    []float64 // m²; a cell that is wholly covered has exactly CellArea
}

// Of gives the cells that one area touches and its surface in each, in m².
// Both are parts of s.
func (s Shares) Of(area int) (cells []int32, surface []float64) {
	from, to := s.Offsets[area], s.Offsets[area+1]
	return s.Cells[from:to], s.Area[from:to]
}

// CellShares is Shares turned over, by cell: those of cell c are from
// Offsets[c] up to Offsets[c+1].
type CellShares struct {
	Offsets []int32   // one more than there are cells in the window
	Areas   []int32   // index of the area, rising within a cell
	Area    []float64 // m²
}

// Of gives the areas that touch one cell and the surface of each in it, in
// m². Both are parts of s.
func (s CellShares) Of(cell int) (areas []int32, surface []float64) {
	from, to := s.Offsets[cell], s.Offsets[cell+1]
	return s.Areas[from:to], s.Area[from:to]
}

// ByCell turns the shares over; cells is the number of cells in the window
// they were made with.
func (s Shares) ByCell(cells int) CellShares {
	turned := CellShares{
		Offsets: make([]int32, cells+1),
		Areas:   make([]int32, len(s.Cells)),
		Area:    make([]float64, len(s.Cells)),
	}
	for _, cell := range s.Cells {
		turned.Offsets[cell+1]++
	}
	for cell := range cells {
		turned.Offsets[cell+1] += turned.Offsets[cell]
	}
	next := make([]int32, cells)
	copy(next, turned.Offsets)
	for area := range len(s.Offsets) - 1 {
		for i := s.Offsets[area]; i < s.Offsets[area+1]; i++ {
			at := next[s.Cells[i]]
			next[s.Cells[i]]++
			turned.Areas[at], turned.Area[at] = int32(area), s.Area[i]
		}
	}
	return turned
}

// Intersect gives the surface of each area in each cell of the window.
//
// Method: a row of pointed hexagons is a band of rectangles between two
// zigzag bands of triangles. Every edge of an area is walked once through
// these bands; a piece of it adds, with the sign of its direction, the surface
// to its right to the one figure it lies in, and its height to a running sum
// from which all figures further right follow (the way fonts are drawn, in
// hexagons). Time grows with the edges, plus the borders of cells they cross,
// plus the cells that are touched; memory with the shares that come out and a
// work space of some MB, whatever the size of an area. A city of 116 areas
// takes about 1 ms, a country of 14,400 areas and 300,000 points on 2.1 million
// cells a quarter of a second on one core. Agreement with PostGIS is near 1e-11
// of a share.
//
// Areas may lie partly or wholly outside the window. The error names the area
// with a coordinate that is not a finite number within the reach of the grid.
func Intersect(w hex.Window, areas []orb.MultiPolygon) (Shares, error) {
	shares := Shares{Offsets: make([]int32, 1, len(areas)+1)}
	var work outline
	var bands sweep
	for i, area := range areas {
		if err := work.load(w, area); err != nil {
			return Shares{}, fmt.Errorf("overlay: area %d: %w", i, err)
		}
		for block := range work.blocks(w) {
			bands.run(&work, block)
			shares = bands.collect(w, block, shares)
		}
		if len(shares.Cells) > math.MaxInt32 {
			return Shares{}, fmt.Errorf("overlay: more than %d shares", math.MaxInt32)
		}
		shares.Offsets = append(shares.Offsets, int32(len(shares.Cells)))
	}
	return shares, nil
}
