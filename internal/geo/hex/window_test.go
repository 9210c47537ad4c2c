package hex_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
)

func drawBound(t *rapid.T) orb.Bound {
	x := rapid.Float64Range(0, 280000).Draw(t, "x")
	y := rapid.Float64Range(300000, 620000).Draw(t, "y")
	w := rapid.Float64Range(0, 3000).Draw(t, "width")
	h := rapid.Float64Range(0, 3000).Draw(t, "height")
	return orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{x + w, y + h}}
}

func TestWindowNumbersItsCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, err := grid.Cover(drawBound(t))
		if err != nil {
			t.Fatal(err)
		}
		south, west := math.Inf(-1), 0.0
		for i := range w.Len() {
			cell := w.Cell(i)
			if back, ok := w.Index(cell); !ok || back != i {
				t.Fatalf("cell %d became %d, %v", i, back, ok)
			}
			centre := w.Centre(cell)
			if centre[1] < south || centre[1] == south && centre[0] <= west {
				t.Fatalf("cell %d is not north or east of the one before", i)
			}
			south, west = centre[1], centre[0]
		}
	})
}

// Every cell that a point of the bound can be in, and every cell around that
// touches the bound, must be in the window, but no heaps of cells more.
func TestCoverHoldsWhatTouches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBound(t)
		w, err := grid.Cover(b)
		if err != nil {
			t.Fatal(err)
		}
		x := b.Min[0] + rapid.Float64Range(0, 1).Draw(t, "right")*(b.Max[0]-b.Min[0])
		y := b.Min[1] + rapid.Float64Range(0, 1).Draw(t, "up")*(b.Max[1]-b.Min[1])
		cell, _ := grid.At(x, y)
		if _, ok := w.Index(cell); !ok {
			t.Fatalf("cell %v of a point of the bound is not in the window", cell)
		}
		for _, neighbour := range cell.Neighbours() {
			if _, ok := w.Index(neighbour); !ok && touchesBound(neighbour, b) {
				t.Fatalf("cell %v touches the bound but is not in the window", neighbour)
			}
		}
		around := w.Bound()
		if around.Min[0] > b.Min[0] || around.Min[1] > b.Min[1] || around.Max[0] < b.Max[0] || around.Max[1] < b.Max[1] {
			t.Fatalf("bound of the window %v lacks a part of %v", around, b)
		}
		if around.Max[0]-around.Min[0] > b.Max[0]-b.Min[0]+3.1*grid.Width() || around.Max[1]-around.Min[1] > b.Max[1]-b.Min[1]+4.1*grid.Edge {
			t.Fatalf("window too large: %v for %v", around, b)
		}
	})
}

// touchesBound tells whether a corner of the cell lies in the bound.
func touchesBound(c hex.Cell, b orb.Bound) bool {
	for _, corner := range grid.Corners(c) {
		if b.Contains(corner) {
			return true
		}
	}
	return false
}

func TestWindowBoundIsThatOfItsCells(t *testing.T) {
	for _, w := range []hex.Window{
		{Grid: grid, FirstRow: 0, FirstColumn: 3, Rows: 1, Columns: 2},
		{Grid: grid, FirstRow: -5, FirstColumn: -7, Rows: 1, Columns: 1},
		{Grid: grid, FirstRow: -5, FirstColumn: -7, Rows: 2, Columns: 4},
		{Grid: grid, FirstRow: 4, FirstColumn: 1, Rows: 3, Columns: 1},
	} {
		want := grid.Ring(w.Cell(0)).Bound()
		for i := range w.Len() {
			want = want.Union(grid.Ring(w.Cell(i)).Bound())
		}
		if got := w.Bound(); got != want {
			t.Errorf("%+v: %v, want %v", w, got, want)
		}
	}
}

func TestCoverOfNothingAndOfTooMuch(t *testing.T) {
	w, err := grid.Cover(orb.MultiPolygon{}.Bound())
	if err != nil || w.Len() != 0 || !w.Bound().IsEmpty() {
		t.Errorf("nothing: %d cells, %v", w.Len(), err)
	}
	if _, ok := w.Index(hex.Cell{}); ok {
		t.Error("a window without cells has a cell")
	}
	for _, b := range []orb.Bound{
		{Min: orb.Point{0, 0}, Max: orb.Point{math.Inf(1), 1}},
		{Min: orb.Point{math.NaN(), 0}, Max: orb.Point{1, 1}},
		{Min: orb.Point{-2e7, -2e7}, Max: orb.Point{2e7, 2e7}},
	} {
		if w, err := grid.Cover(b); err == nil {
			t.Errorf("%v: %d cells", b, w.Len())
		}
	}
}

func BenchmarkAt(b *testing.B) {
	for i := range b.N {
		grid.At(155000+float64(i%997)*31, 463000+float64(i%991)*29)
	}
}
