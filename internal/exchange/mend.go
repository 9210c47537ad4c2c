package exchange

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// mendShape mends what is safe to mend in one border and gives it with outer
// rings counter-clockwise; nil when it cannot be used.
func (s *borderSet) mendShape(item *borderItem, polygons orb.MultiPolygon) orb.MultiPolygon {
	open, dropped := 0, 0
	whole := polygons[:0]
	for _, polygon := range polygons {
		kept := polygon[:0]
		for at, ring := range polygon {
			ring, closed := tidyRing(ring)
			if !closed {
				open++
			}
			area := signedArea(ring)
			if len(ring) < 4 || area == 0 {
				dropped++
				if at == 0 {
					break // a part without outer ring has no holes either
				}
				continue
			}
			if (area > 0) != (at == 0) {
				ring.Reverse()
			}
			kept = append(kept, ring)
		}
		if len(kept) > 0 {
			whole = append(whole, kept)
		}
	}
	if len(whole) == 0 {
		s.tell(item, Error, "import.no-surface", nil)
		return nil
	}
	if open > 0 {
		s.tell(item, Repaired, "import.ring-open", fault.Args{"Number": open})
	}
	if dropped > 0 {
		s.tell(item, Repaired, "import.ring-without-surface", fault.Args{"Number": dropped})
	}
	return whole
}

// tidyRing closes a ring and takes out points that repeat the one before.
func tidyRing(ring orb.Ring) (tidy orb.Ring, closed bool) {
	tidy = ring[:0:len(ring)]
	for _, point := range ring {
		if len(tidy) == 0 || tidy[len(tidy)-1] != point {
			tidy = append(tidy, point)
		}
	}
	if len(tidy) == 0 {
		return nil, true
	}
	if tidy[0] != tidy[len(tidy)-1] {
		return append(tidy, tidy[0]), false
	}
	return tidy, true
}

// signedArea of a closed ring in square units, positive when it runs
// counter-clockwise; taken from its first point so that large coordinates
// cost no digits.
func signedArea(ring orb.Ring) float64 {
	if len(ring) < 4 {
		return 0
	}
	sum, x0, y0 := 0.0, ring[0][0], ring[0][1]
	for at := 1; at < len(ring); at++ {
		sum += (ring[at-1][0]-x0)*(ring[at][1]-y0) - (ring[at][0]-x0)*(ring[at-1][1]-y0)
	}
	if math.IsNaN(sum) {
		return 0
	}
	return sum / 2
}
