package overlay_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/koppelkans/koppelkans/internal/geo/overlay"
	"github.com/koppelkans/koppelkans/internal/geo/shape/realdata"
)

func boundOf(areas []orb.MultiPolygon) orb.Bound {
	bound := areas[0].Bound()
	for _, area := range areas {
		bound = bound.Union(area.Bound())
	}
	return bound
}

func TestEindhoven(t *testing.T) {
	areas := realdata.Borders(realdata.Eindhoven(t))
	w := mustCover(t, boundOf(areas))
	shares := mustIntersect(t, w, areas...)
	touched := map[int32]float64{}
	for i, area := range areas {
		cells, surface := shares.Of(i)
		if sum, want := total(surface), planar.Area(area); math.Abs(sum/want-1) > 1e-9 {
			t.Errorf("area %d: %v m², want %v", i, sum, want)
		}
		for j, cell := range cells {
			touched[cell] += surface[j]
		}
	}
	if n := len(touched); n < 3617 || n > 3623 {
		t.Errorf("%d cells touched, published 3,620", n)
	}
	// The neighbourhoods fit: no cell is covered more than once.
	for cell, surface := range touched {
		if surface > grid.CellArea()*(1+1e-6) {
			t.Errorf("cell %d is covered %v times", cell, surface/grid.CellArea())
		}
	}
	owner, err := overlay.CentreIn(w, areas)
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, area := range owner {
		if area >= 0 {
			held++
		}
	}
	if held != 3440 {
		t.Errorf("%d centres held, want 3,440", held)
	}
	t.Logf("%d cells touched, %d centres held", len(touched), held)
}

func BenchmarkOverlayEindhoven(b *testing.B) {
	areas := realdata.Borders(realdata.Eindhoven(b))
	w := mustCover(b, boundOf(areas))
	b.ResetTimer()
	for range b.N {
		if _, err := overlay.Intersect(w, areas); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCentreInEindhoven(b *testing.B) {
	areas := realdata.Borders(realdata.Eindhoven(b))
	w := mustCover(b, boundOf(areas))
	b.ResetTimer()
	for range b.N {
		if _, err := overlay.CentreIn(w, areas); err != nil {
			b.Fatal(err)
		}
	}
}
