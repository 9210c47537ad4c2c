package overlay_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
	"github.com/koppelkans/koppelkans/internal/geo/overlay"
)

func rectangle(x0, y0, x1, y1 float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}}}}
}

// Rectangles cut by rectangles are rectangles, so the shares within a mask
// must be those of the areas that were cut beforehand.
func TestWithinEqualsAreasCutBeforehand(t *testing.T) {
	const x, y = 155_000.0, 463_000.0
	areas := []orb.MultiPolygon{rectangle(x-700, y-500, x+33, y+900), rectangle(x+33, y-500, x+800, y+900)}
	mask := []orb.MultiPolygon{rectangle(x-310, y-211, x+12, y+407), rectangle(x+12, y-211, x+455, y+407)}
	cut := []orb.MultiPolygon{rectangle(x-310, y-211, x+33, y+407), rectangle(x+33, y-211, x+455, y+407)}
	w, err := hex.RD100.Cover(areas[0].Bound().Union(areas[1].Bound()))
	if err != nil {
		t.Fatal(err)
	}
	intersect := func(list []orb.MultiPolygon) overlay.Shares {
		shares, err := overlay.Intersect(w, list)
		if err != nil {
			t.Fatal(err)
		}
		return shares
	}
	got, want := intersect(areas), intersect(cut)
	if err := overlay.Within(w, got, areas, mask, intersect(mask).ByCell(w.Len())); err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for area := range areas {
		expected := map[int32]float64{}
		cells, surface := want.Of(area)
		for at, cell := range cells {
			expected[cell] = surface[at]
		}
		cells, surface = got.Of(area)
		for at, cell := range cells {
			sum += surface[at]
			if math.Abs(surface[at]-expected[cell]) > 1e-6 {
				t.Errorf("area %d, cell %d: %g m², want %g", area, cell, surface[at], expected[cell])
			}
		}
	}
	if whole := 765.0 * 618; math.Abs(sum-whole) > 1e-3 {
		t.Errorf("all shares are %g m², the mask is %g", sum, whole)
	}
}
