package hex_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
)

var grid = hex.RD100

func drawCell(t *rapid.T) hex.Cell {
	return hex.Cell{
		Q: rapid.Int32Range(-3000, 3000).Draw(t, "q"),
		R: rapid.Int32Range(-3000, 3000).Draw(t, "r"),
	}
}

func TestDefinition(t *testing.T) {
	if got := grid.Centre(hex.Cell{}); got != (orb.Point{155000, 463000}) {
		t.Errorf("cell 0,0 lies at %v", got)
	}
	got, want := grid.Centre(hex.Cell{Q: 2, R: -3}), orb.Point{155000 + math.Sqrt(3)*100*0.5, 463000 - 450}
	if math.Abs(got[0]-want[0]) > 1e-9 || got[1] != want[1] {
		t.Errorf("centre %v, want %v", got, want)
	}
	// 2.598 hectare: the surface in the domain's facts.
	if area := grid.CellArea(); math.Abs(area-25980.762113533) > 1e-6 {
		t.Errorf("surface %v", area)
	}
}

func TestCentreIsInItsCell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := drawCell(t)
		centre := grid.Centre(cell)
		if got, ok := grid.At(centre[0], centre[1]); !ok || got != cell {
			t.Fatalf("centre of %v is in %v", cell, got)
		}
	})
}

// The nearest centre decides to which cell a point belongs; At must find it
// without looking at others.
func TestAtGivesTheNearestCentre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-10000, 300000).Draw(t, "x")
		y := rapid.Float64Range(280000, 630000).Draw(t, "y")
		cell, ok := grid.At(x, y)
		if !ok {
			t.Fatal("no cell")
		}
		own := planar.Distance(grid.Centre(cell), orb.Point{x, y})
		for _, other := range cell.Neighbours() {
			if d := planar.Distance(grid.Centre(other), orb.Point{x, y}); d < own-1e-9 {
				t.Fatalf("%v is nearer (%v) than %v (%v)", other, d, cell, own)
			}
		}
	})
}

func TestAtRefusesWhatIsNowhere(t *testing.T) {
	for _, p := range [][2]float64{{math.NaN(), 0}, {0, math.NaN()}, {math.Inf(1), 0}, {0, math.Inf(-1)}, {1e300, 0}} {
		if cell, ok := grid.At(p[0], p[1]); ok {
			t.Errorf("%v is in %v", p, cell)
		}
	}
}

func TestCorners(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := drawCell(t)
		ring, centre := grid.Ring(cell), grid.Centre(cell)
		if !ring.Closed() || ring.Orientation() != orb.CCW || len(ring) != 7 {
			t.Fatalf("ring %v", ring)
		}
		for _, corner := range ring {
			if d := planar.Distance(corner, centre); math.Abs(d-grid.Edge) > 1e-8 {
				t.Fatalf("corner at %v of the centre", d)
			}
		}
		if area := planar.Area(ring); math.Abs(area/grid.CellArea()-1) > 1e-9 {
			t.Fatalf("surface %v", area)
		}
	})
}

// Two neighbours share exactly two corners, to the last bit, and the edge
// between them runs in opposite directions.
func TestNeighboursShareCorners(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := drawCell(t)
		own := grid.Corners(cell)
		for i, neighbour := range cell.Neighbours() {
			other := grid.Corners(neighbour)
			// Edge i of a cell lies to the side of neighbour i, from corner
			// i−1 to corner i; the neighbour has it as its opposite edge.
			from, to := own[(i+5)%6], own[i]
			if other[(i+3)%6] != from || other[(i+2)%6] != to {
				t.Fatalf("%v and %v: %v-%v against %v-%v", cell, neighbour, from, to, other[(i+3)%6], other[(i+2)%6])
			}
			if neighbour.Neighbours()[(i+3)%6] != cell {
				t.Fatalf("%v is no neighbour of its neighbour %v", cell, neighbour)
			}
		}
	})
}

func TestIDRoundTrip(t *testing.T) {
	if got := grid.ID(hex.Cell{Q: -12, R: 340}); got != "rd100.-12.340" {
		t.Errorf("id %s", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		cell := hex.Cell{Q: rapid.Int32().Draw(t, "q"), R: rapid.Int32().Draw(t, "r")}
		got, err := grid.ParseID(grid.ID(cell))
		if err != nil || got != cell {
			t.Fatalf("%v became %v, %v", cell, got, err)
		}
	})
}

func TestParseIDTakesOneSpelling(t *testing.T) {
	for _, id := range []string{
		"", "rd100", "rd100.1", "rd100.1.", "rd100..1", "rd100.1.2.3", "rd250.1.2", "RD100.1.2",
		"rd100.+1.2", "rd100.01.2", "rd100.-0.2", "rd100.1.2 ", "rd100.1e1.2", "rd100.2147483648.0",
	} {
		if cell, err := grid.ParseID(id); err == nil {
			t.Errorf("%q was taken for %v", id, cell)
		}
	}
}

func FuzzParseID(f *testing.F) {
	f.Add("rd100.-12.340")
	f.Add("rd100.x.")
	f.Fuzz(func(t *testing.T, id string) {
		if cell, err := grid.ParseID(id); err == nil && grid.ID(cell) != id {
			t.Errorf("%q has two spellings", id)
		}
	})
}
