package overlay

import (
	"fmt"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
	"github.com/koppelkans/koppelkans/internal/geo/shape"
)

// Within takes from the shares of areas what lies outside a mask: afterwards
// each share is the surface in m² of area ∩ cell ∩ mask. mask is a list of
// areas that do not overlap, inMask are their shares by cell. Shares are
// changed in place; one of which nothing is left becomes 0.
//
// A cell that the mask covers needs no work, so time grows with the cells that
// the mask covers in part × the points of the areas that meet there: the area
// is cut to the hexagon, and the surface it shares with the mask is summed
// edge by edge (shape.SharedArea).
func Within(w hex.Window, shares Shares, areas, mask []orb.MultiPolygon, inMask CellShares) error {
	full := w.CellArea()
	for area := range areas {
		cells, surface := shares.Of(area)
		for at, cell := range cells {
			inside := 0.0
			parts, covered := inMask.Of(int(cell))
			for _, part := range covered {
				inside += part
			}
			switch {
			case inside >= full*(1-Epsilon):
			case inside == 0:
				surface[at] = 0
			case surface[at] >= full*(1-Epsilon):
				surface[at] = inside
			default:
				shared, err := sharedInCell(areas[area], mask, parts, w.Ring(w.Cell(int(cell))))
				if err != nil {
					return fmt.Errorf("overlay: area %d: %w", area, err)
				}
				surface[at] = min(shared, surface[at], inside)
			}
		}
	}
	return nil
}

// sharedInCell is the surface of area ∩ cell ∩ some parts of the mask.
func sharedInCell(area orb.MultiPolygon, mask []orb.MultiPolygon, parts []int32, cell orb.Ring) (float64, error) {
	piece := cutToConvex(area, cell)
	sum := 0.0
	for _, part := range parts {
		shared, err := shape.SharedArea(piece, mask[part])
		if err != nil {
			return 0, err
		}
		sum += shared
	}
	return sum, nil
}

// cutToConvex cuts every ring to a convex ring that runs counter-clockwise
// (Sutherland and Hodgman, 1974). What falls apart stays joined by edges there
// and back along the cut, which have no surface.
func cutToConvex(area orb.MultiPolygon, convex orb.Ring) orb.MultiPolygon {
	bound := convex.Bound()
	var cut orb.MultiPolygon
	for _, polygon := range area {
		if len(polygon) == 0 || !polygon[0].Bound().Intersects(bound) {
			continue
		}
		var rings orb.Polygon
		for _, ring := range polygon {
			for side := range len(convex) - 1 {
				ring = cutToSide(ring, convex[side], convex[side+1])
			}
			rings = append(rings, ring)
		}
		cut = append(cut, rings)
	}
	return cut
}

// cutToSide keeps what of a closed ring lies left of the line from a to b.
func cutToSide(ring orb.Ring, a, b orb.Point) orb.Ring {
	var kept orb.Ring
	left := func(p orb.Point) float64 { return (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0]) }
	for at := range len(ring) - 1 {
		from, to := ring[at], ring[at+1]
		before, after := left(from), left(to)
		if before >= 0 {
			kept = append(kept, from)
		}
		if (before > 0 && after < 0) || (before < 0 && after > 0) {
			t := before / (before - after)
			kept = append(kept, orb.Point{from[0] + t*(to[0]-from[0]), from[1] + t*(to[1]-from[1])})
		}
	}
	if len(kept) > 0 {
		kept = append(kept, kept[0])
	}
	return kept
}
