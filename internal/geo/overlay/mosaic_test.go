package overlay_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/geo/overlay"
)

// mosaic makes columns × rows areas that fit without gap or overlap, in the
// size of neighbourhoods: crooked quadrilaterals of which each side has steps
// points between its corners.
func mosaic(columns, rows, steps int, cellWidth, cellHeight float64) []orb.MultiPolygon {
	const west, south = 20000, 320000
	node := func(i, j int) orb.Point {
		random := rand.New(rand.NewPCG(uint64(i), uint64(j)))
		return orb.Point{
			west + cellWidth*(float64(i)+0.3*random.Float64()),
			south + cellHeight*(float64(j)+0.3*random.Float64()),
		}
	}
	// side gives the points from one node up to, not with, the next one to
	// the east or north, the same from either neighbour.
	side := func(i, j int, north bool) []orb.Point {
		from, to, turn := node(i, j), node(i+1, j), uint64(0)
		if north {
			to, turn = node(i, j+1), 1
		}
		random := rand.New(rand.NewPCG(uint64(i)<<32|uint64(j), turn))
		points := []orb.Point{from}
		for k := 1; k <= steps; k++ {
			part := float64(k) / float64(steps+1)
			bend := 0.1 * (random.Float64() - 0.5)
			points = append(points, orb.Point{
				from[0] + part*(to[0]-from[0]) - bend*(to[1]-from[1]),
				from[1] + part*(to[1]-from[1]) + bend*(to[0]-from[0]),
			})
		}
		return points
	}
	var areas []orb.MultiPolygon
	for j := range rows {
		for i := range columns {
			ring := append(orb.Ring{}, side(i, j, false)...)
			ring = append(ring, side(i+1, j, true)...)
			ring = append(ring, node(i+1, j+1))
			ring = append(ring, reversed(side(i, j+1, false)[1:])...)
			ring = append(ring, node(i, j+1))
			ring = append(ring, reversed(side(i, j, true)[1:])...)
			areas = append(areas, orb.MultiPolygon{{append(ring, ring[0])}})
		}
	}
	return areas
}

func reversed(points []orb.Point) []orb.Point {
	turned := make([]orb.Point, len(points))
	for i, p := range points {
		turned[len(points)-1-i] = p
	}
	return turned
}

// Areas that fit cover every cell among them exactly once, and every centre
// belongs to one of the areas that touch its cell.
func TestMosaicCoversEveryCellOnce(t *testing.T) {
	areas := mosaic(25, 20, 4, 700, 650)
	w := mustCover(t, boundOf(areas))
	byCell := mustIntersect(t, w, areas...).ByCell(w.Len())
	owner, err := overlay.CentreIn(w, areas)
	if err != nil {
		t.Fatal(err)
	}
	inner := boundOf(areas).Pad(-900)
	seen := 0
	for cell := range w.Len() {
		touching, surface := byCell.Of(cell)
		if !inner.Contains(grid.Centre(w.Cell(cell))) {
			continue
		}
		seen++
		if sum := total(surface) / grid.CellArea(); math.Abs(sum-1) > 4*overlay.Epsilon {
			t.Fatalf("cell %d is covered %.12f times", cell, sum)
		}
		held := false
		for _, area := range touching {
			held = held || area == owner[cell]
		}
		if !held {
			t.Fatalf("the centre of cell %d is in area %d, which does not touch it", cell, owner[cell])
		}
	}
	if seen < 5000 {
		t.Fatalf("only %d cells were looked at", seen)
	}
}

// BenchmarkOverlayCountry has the size of all neighbourhoods of the
// Netherlands: 14,400 areas, 302,000 points, 2.1 million cells.
func BenchmarkOverlayCountry(b *testing.B) {
	areas := mosaic(110, 131, 4, 2000, 1900)
	w := mustCover(b, boundOf(areas))
	b.ResetTimer()
	var shares overlay.Shares
	for range b.N {
		var err error
		if shares, err = overlay.Intersect(w, areas); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(areas)), "areas")
	b.ReportMetric(float64(w.Len()), "cells")
	b.ReportMetric(float64(len(shares.Cells)), "shares")
}

func BenchmarkCentreInCountry(b *testing.B) {
	areas := mosaic(110, 131, 4, 2000, 1900)
	w := mustCover(b, boundOf(areas))
	b.ResetTimer()
	for range b.N {
		if _, err := overlay.CentreIn(w, areas); err != nil {
			b.Fatal(err)
		}
	}
}
