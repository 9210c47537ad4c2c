package demo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/koppelkans/koppelkans/internal/geo/overlay"
	"github.com/koppelkans/koppelkans/internal/place"
)

// town is a plan that was drawn at a place, with all that can be computed
// from it.
type town struct {
	plan
	seed   uint64
	number int // 0 for the first
	centre orb.Point
	radius float64 // metres in a unit

	lattice *lattice
	borders *graph
	extents []extent // of each piece
	use     []use    // of each lattice cell

	river      orb.LineString
	course     orb.LineString // the river in fewer points
	features   []place.Feature
	water      []orb.Polygon
	green      []orb.Polygon
	greenBound []orb.Bound
	main       []orb.LineString // roads that carry noise
	rail       []orb.LineString
	toRoad     []float64 // metres, of some lattice cells
	toRail     []float64
	streets    []place.Feature
	amenities  []Amenity

	facts  []*fact        // of each piece
	areas  map[int][]area // by boundary year
	posted map[int][]area // postcode areas, likewise
}

// use is what a lattice cell is covered with.
type use uint8

const (
	built  use = iota
	fields     // around the town
	park
	wet
)

// found gives a town its plan and its borders.
func found(seed uint64, number int, centre orb.Point) (*town, error) {
	t := &town{seed: seed + uint64(number)<<32, number: number, centre: centre}
	if number == 0 {
		t.plan = waterhoven()
	} else {
		t.plan = invent(t.seed, number)
	}
	t.radius = t.radiusFor(townArea)
	t.river = t.line(t.plan.river, 30)
	t.course = simpler(t.river, 3)
	return t, t.divide()
}

// build draws a town and computes what figures are made from. The order
// matters: streets avoid parks, amenities lie on streets.
func build(seed uint64, number int, centre orb.Point) (*town, error) {
	t, err := found(seed, number, centre)
	if err != nil {
		return nil, err
	}
	t.drawWater()
	t.drawGreen()
	if err := t.cover(); err != nil {
		return nil, err
	}
	t.drawRoads()
	t.findTraffic()
	t.drawStreets()
	t.placeAmenities()
	t.features = append(t.features, t.streets...)
	for _, amenity := range t.amenities {
		t.features = append(t.features, place.Feature{Kind: place.Amenity, Name: amenity.Name, Geometry: amenity.At})
	}
	t.facts = t.gather()
	t.outline()
	return t, nil
}

// toUnits brings metres to units of the plan; metres is the way back.
func (t *town) toUnits(p orb.Point) orb.Point {
	return orb.Point{(p[0] - t.centre[0]) / t.radius, (p[1] - t.centre[1]) / t.radius}
}

func (t *town) metres(p orb.Point) orb.Point {
	return orb.Point{t.centre[0] + p[0]*t.radius, t.centre[1] + p[1]*t.radius}
}

// line draws a smooth line through points of the plan.
func (t *town) line(through []orb.Point, step float64) orb.LineString {
	return round(spline(t.allMetres(through), step))
}

func (t *town) allMetres(points []orb.Point) []orb.Point {
	all := make([]orb.Point, len(points))
	for at, p := range points {
		all[at] = t.metres(p)
	}
	return all
}

// reach is how far the border lies from the middle in a direction, in units.
func (t *town) reach(angle float64) float64 {
	hills := newField(t.seed, "outline", 0.75)
	fine := newField(t.seed, "outline fine", 0.21)
	direction := orb.Point{math.Cos(angle), math.Sin(angle)}
	return 1 + 0.15*hills.at(direction) + 0.04*fine.at(direction)
}

// radiusFor gives the metres in a unit with which the town has a surface.
func (t *town) radiusFor(surface float64) float64 {
	const steps = 720
	sum := 0.0
	for at := range steps {
		far := t.reach(2 * math.Pi * float64(at) / steps)
		sum += far * far
	}
	return math.Sqrt(surface / (math.Pi * sum / steps))
}

// divide gives every lattice cell its piece and its postcode area, and finds
// the borders between them.
func (t *town) divide() error {
	const margin = 1.25 // units; the farthest that the border reaches
	l, err := newLattice(orb.Bound{Min: t.metres(orb.Point{-margin, -margin}), Max: t.metres(orb.Point{margin, margin})})
	if err != nil {
		return err
	}
	t.lattice = l
	coarse, fine := newWarp(t.seed, "border", 0.42), newWarp(t.seed, "border fine", 0.13)
	posts := newWarp(t.seed, "postcode", 0.33)
	banks := t.banks()
	for at, centre := range l.centres {
		p := t.toUnits(centre)
		if far := math.Hypot(p[0], p[1]); far > 1.2 || far > t.reach(math.Atan2(p[1], p[0])) {
			continue
		}
		bank := t.left(p)
		moved := fine.move(coarse.move(p, 0.085), 0.03)
		l.piece[at] = closest(len(t.pieces), func(n int) (float64, bool) {
			return planar.Distance(moved, t.pieces[n].at) - t.pieces[n].size, banks.pieces[n] == bank
		})
		moved = fine.move(posts.move(p, 0.10), 0.03)
		l.post[at] = closest(len(t.posts), func(n int) (float64, bool) {
			return planar.Distance(moved, t.posts[n]), banks.posts[n] == bank
		})
	}
	l.joinIslands()
	l.joinSlivers()
	t.borders = borders(l)
	t.extents = t.findExtents()
	return nil
}

// sides tells of pieces and postcode areas whether they lie left of the
// river: no border crosses it.
type sides struct{ pieces, posts []bool }

func (t *town) banks() sides {
	var s sides
	for _, p := range t.pieces {
		s.pieces = append(s.pieces, t.left(p.at))
	}
	for _, p := range t.posts {
		s.posts = append(s.posts, t.left(p))
	}
	return s
}

// left tells whether a point in units lies left of the river, looking
// downstream.
func (t *town) left(p orb.Point) bool {
	_, side := nearest(t.course, t.metres(p))
	return side > 0
}

// closest gives the number of the nearest of those that count.
func closest(count int, distance func(n int) (float64, bool)) int {
	best, least := outside, math.Inf(1)
	for n := range count {
		if far, counts := distance(n); counts && far < least {
			best, least = n, far
		}
	}
	return best
}

// cover finds out what each lattice cell in town is covered with.
func (t *town) cover() error {
	t.use = make([]use, t.lattice.Len())
	edge := newField(t.seed, "edge of building", 0.3)
	for at, centre := range t.lattice.centres {
		p := t.toUnits(centre)
		if math.Hypot(p[0], p[1])+0.22*edge.at(p) > 0.84 {
			t.use[at] = fields
		}
	}
	for _, layer := range []struct {
		areas []orb.Polygon
		use   use
	}{{t.green, park}, {t.water, wet}} {
		areas := make([]orb.MultiPolygon, len(layer.areas))
		for at, area := range layer.areas {
			areas[at] = orb.MultiPolygon{area}
		}
		owner, err := overlay.CentreIn(t.lattice.Window, areas)
		if err != nil {
			return err
		}
		for at, area := range owner {
			if area >= 0 {
				t.use[at] = layer.use
			}
		}
	}
	return nil
}

// inhabited tells whether people live in a lattice cell: where it is built
// on, and in the fields too where there are only farms.
func (t *town) inhabited(at int) bool {
	piece := t.lattice.piece[at]
	if piece == outside || t.pieces[piece].kind == business {
		return false
	}
	return t.use[at] == built || t.use[at] == fields && t.pieces[piece].kind == rural
}

// passable tells whether a street of a piece can run through a point in
// metres.
func (t *town) passable(p orb.Point, piece int) bool {
	cell, _ := t.lattice.At(p[0], p[1])
	at, within := t.lattice.Index(cell)
	if !within || t.lattice.piece[at] != piece {
		return false
	}
	return t.use[at] == built || t.use[at] == fields && t.pieces[piece].kind == rural
}
