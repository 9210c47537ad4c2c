package demo

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/koppelkans/koppelkans/internal/place"
)

const (
	riverHalf   = 110.0 // metres, half the width of the river
	harbourHalf = 45.0
)

func (t *town) drawWater() {
	wide := newField(t.seed, "river", 600)
	t.addWater(t.riverName, band(t.river, func(at int) float64 {
		return riverHalf * (1 + 0.22*wide.at(t.river[at]))
	}))
	if len(t.harbour) > 1 {
		basin := t.line(t.harbour, 20)
		t.addWater("Haven", band(basin, func(at int) float64 {
			return harbourHalf * (1 + 0.2*wide.at(basin[at]))
		}))
	}
	for _, lake := range t.lakes {
		t.addWater(lake.name, t.shape(lake, 0.2))
	}
}

func (t *town) addWater(name string, ring orb.Ring) {
	t.water = append(t.water, ccw(ring))
	t.features = append(t.features, place.Feature{Kind: place.Water, Name: name, Geometry: ccw(ring)})
}

// drawGreen draws the parks of the plan and small ones in every piece.
func (t *town) drawGreen() {
	for _, spot := range t.parks {
		t.addGreen(t.within(spot), 0.35)
	}
	for number, piece := range t.pieces {
		random := stream(t.seed, fmt.Sprint("small parks ", number))
		where := t.cellsOf(number)
		count := float64(len(where)) * t.lattice.CellArea() / 1e6 * smallParks[piece.kind]
		for n := range int(count + random.Float64()) {
			centre := t.lattice.centres[where[random.IntN(len(where))]]
			size := (55 + 75*random.Float64()) / t.radius
			t.addGreen(spot{fmt.Sprintf("Plantsoen %s %d", piece.name, n+1), t.toUnits(centre), size, size * 0.75}, 0.45)
		}
	}
}

// smallParks is how many small parks there are on a km², by kind of building.
var smallParks = [...]float64{centre: 0.4, inner: 1.5, garden: 1.9, outer: 1.7, rural: 0.4, business: 0.4}

func (t *town) cellsOf(piece int) []int {
	var cells []int
	for at, own := range t.lattice.piece {
		if own == piece {
			cells = append(cells, at)
		}
	}
	return cells
}

// within pulls a spot of the plan towards the middle until it touches town.
func (t *town) within(s spot) spot {
	far := math.Hypot(s.at[0], s.at[1])
	most := t.reach(math.Atan2(s.at[1], s.at[0])) - 0.5*max(s.width, s.height)
	if far > most {
		s.at = orb.Point{s.at[0] * most / far, s.at[1] * most / far}
	}
	return s
}

// inLake tells whether a spot would lie in a lake for a good part.
func (t *town) inLake(s spot) bool {
	return slices.ContainsFunc(t.lakes, func(lake spot) bool {
		return planar.Distance(lake.at, s.at) < 0.9*(lake.width+s.width)
	})
}

// addGreen draws a park, unless the river or a lake is there.
func (t *town) addGreen(s spot, wild float64) {
	size := max(s.width, s.height) * t.radius
	room, _ := nearest(t.course, t.metres(s.at))
	if room < riverHalf*1.3+size*(1+wild/2) || t.inLake(s) {
		return
	}
	area := ccw(t.shape(s, wild))
	t.green = append(t.green, area)
	t.greenBound = append(t.greenBound, area.Bound())
	t.features = append(t.features, place.Feature{Kind: place.Green, Name: s.name, Geometry: area})
}

// shape draws a spot of the plan.
func (t *town) shape(s spot, wild float64) orb.Ring {
	size := max(s.width, s.height) * t.radius
	return blob(newField(t.seed, "shape "+s.name, size*0.7), t.metres(s.at), s.width*t.radius, s.height*t.radius, wild)
}

// ccw makes a polygon of a ring, counter-clockwise as borders are.
func ccw(ring orb.Ring) orb.Polygon {
	if ring.Orientation() != orb.CCW {
		ring = orb.Ring(reversed(orb.LineString(ring)))
	}
	return orb.Polygon{ring}
}

// toGreen gives the distance in metres from a point to the nearest park, 0
// within one.
func (t *town) toGreen(p orb.Point) float64 {
	least := math.Inf(1)
	for at, area := range t.green {
		if !t.greenBound[at].Pad(least).Contains(p) {
			continue // farther than the nearest so far
		}
		if planar.PolygonContains(area, p) {
			return 0
		}
		least = min(least, planar.DistanceFrom(area, p))
	}
	return least
}
