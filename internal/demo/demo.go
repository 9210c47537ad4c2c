// Package demo makes up a municipality, or several: borders, water, green,
// streets, amenities and figures of three periods. It computes from a seed
// alone and knows no database. Nothing in it exists: it lies in the sea, its
// codes are not in use, and its source is called "demo".
package demo

import (
	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/geo/hex"
	"github.com/koppelkans/koppelkans/internal/place"
)

// DefaultSeed gives the Waterhoven that the pictures and texts of the demo
// are about.
const DefaultSeed = 9999

// DefaultCentre is in the North Sea, over 70 km west of Den Helder but within
// the range of RD New, so that nobody takes the town for a real one.
var DefaultCentre = orb.Point{40_000, 550_000}

// MostMunicipalities is how many fit: postcodes that are not in use run out
// first.
const MostMunicipalities = 40

// Boundary years. The neighbourhoods of both are made of the same pieces, so
// that a change of border is exact.
const (
	formerYear  = 2020
	currentYear = 2024
)

// periods are the years with figures; each is published on the borders of
// the boundary year behind it.
var periods = []struct{ year, borders int }{{2016, formerYear}, {2020, formerYear}, {2024, currentYear}}

// Options tells what to make. The zero value makes Waterhoven.
type Options struct {
	Seed           uint64    // 0 is DefaultSeed
	Municipalities int       // 0 is 1; the first is always called Waterhoven
	Centre         orb.Point // of the first, RD New metres; zero is DefaultCentre
}

// World is all that was made up.
type World struct {
	Towns    []Town
	Arrivals []Arrival // in the order in which they should be delivered
}

// Town tells of one municipality what its arrivals do not: which amenity is of
// which kind.
type Town struct {
	Code      string // GM9999
	Name      string
	Centre    orb.Point // RD New metres
	Amenities []Amenity
}

// Arrival is a delivery with its content. Who delivers it adds the source,
// which the catalogue has.
type Arrival struct {
	Delivery delivery.Delivery
	Load     delivery.Load
}

// Generate makes a world; the same options always make the same one.
func Generate(options Options) (*World, error) {
	if options.Seed == 0 {
		options.Seed = DefaultSeed
	}
	if options.Municipalities == 0 {
		options.Municipalities = 1
	}
	if options.Centre == (orb.Point{}) {
		options.Centre = DefaultCentre
	}
	if options.Municipalities < 0 || options.Municipalities > MostMunicipalities {
		return nil, fault.New(fault.Limit, "demo.municipalities", fault.Args{"Most": MostMunicipalities})
	}
	world := &World{}
	var towns []*town
	for number, centre := range centres(options.Centre, options.Municipalities) {
		t, err := build(options.Seed, number, centre)
		if err != nil {
			return nil, err
		}
		towns = append(towns, t)
		world.Towns = append(world.Towns, Town{
			Code: "GM" + t.plan.code, Name: t.plan.name, Centre: t.centre, Amenities: t.amenities,
		})
	}
	world.Arrivals = arrivals(towns)
	return world, nil
}

// apart is the distance in metres between the centres of two municipalities,
// more than twice the farthest that one reaches.
const apart = 12_000

// centres lays municipalities out in rings around the first, as the cells of
// a coarse grid.
func centres(first orb.Point, count int) []orb.Point {
	grid := hex.Grid{Name: "towns", Edge: apart / sqrt3, OriginX: first[0], OriginY: first[1]}
	cells := []hex.Cell{{}}
	for seen := map[hex.Cell]bool{{}: true}; len(cells) < count; {
		for _, cell := range cells {
			for _, next := range cell.Neighbours() {
				if !seen[next] {
					seen[next] = true
					cells = append(cells, next)
				}
			}
		}
	}
	points := make([]orb.Point, count)
	for at := range points {
		points[at] = grid.Centre(cells[at])
	}
	return points
}

// key names an area of this town in a boundary year.
func key(level place.Level, code string, year int) place.Key {
	return place.Key{Level: level, Code: code, Year: year}
}
