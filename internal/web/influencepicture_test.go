package web

import (
	"fmt"
	"slices"
	"testing"

	"github.com/koppelkans/koppelkans/internal/partnership"
)

// However many stand on a ring, no name lies over another or over the point of
// an arrow.
func TestNamesOnRingsDoNotOverlap(t *testing.T) {
	for _, many := range []int{1, 4, 13, 40, 120} {
		var spots []ringSpot
		for at := range many {
			stand := partnership.Stand{Position: partnership.Position{Wanted: partnership.Rings[at%4], Desired: partnership.Rings[at*7%3]}}
			spots = append(spots, ringSpot{stand: stand, ring: at % 7 % 4, name: fmt.Sprintf("Organisatie nummer %d", at)})
		}
		width, fits := ringFirst, false
		for range mostWidths {
			if fits = placed(spots, width); fits {
				break
			}
			width *= ringWider
		}
		t.Logf("%d names: rings of %.0f", many, width)
		if !fits {
			t.Errorf("%d names do not fit", many)
		}
		var boxes []ringBox
		for _, s := range spots {
			box := boxAt(s, width)
			if slices.ContainsFunc(boxes, box.overlaps) {
				t.Errorf("%d names: %s overlaps", many, s.name)
			}
			boxes = append(boxes, box)
		}
	}
}
