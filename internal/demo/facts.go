package demo

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// fact is what is true of a piece of town, before any publisher rounded it or
// kept it secret. Figures of areas are made from the facts of their pieces.
type fact struct {
	seed  uint64
	name  string // names the piece in random streams
	piece piece

	land, water float64 // km²
	homes       []orb.Point
	residents   map[int]float64 // by year

	// What lies behind the figures: how poor (about −1 … 2), how old
	// (−1.5 … 1.5) and how dense (−1 … 1.5) it is, 0 being ordinary.
	poverty, age, urban float64

	distance map[AmenityKind]float64         // km by road, mean over homes
	within   map[AmenityKind]map[int]float64 // number within so many km, mean over homes
	toGreen  float64                         // m
}

// sample is how many lattice cells go to one home that distances are
// measured from.
const sample = 8

// detour is how much longer the road is than the straight line.
const detour = 1.3

// residents gives the residents of each piece in a year.
func (t *town) residents(year int) []float64 {
	surface := t.lattice.CellArea() / 1e6
	people := make([]float64, len(t.pieces))
	for at, piece := range t.lattice.piece {
		if t.inhabited(at) {
			people[piece] += surface * density[t.pieces[piece].kind]
		}
	}
	for at, piece := range t.pieces {
		luck := stream(t.seed, fmt.Sprint("residents ", at)).NormFloat64()
		people[at] *= (1 + 0.06*luck) * growth(piece.since, year)
	}
	return people
}

// growth is the part of today's residents that a piece had in a year.
func growth(since, year int) float64 {
	all := 1 + 0.007*float64(year-currentYear)
	if since > 0 {
		return all * min(1, max(0.08, float64(year-since+1)/8))
	}
	return all
}

// gather finds out the facts of all pieces.
func (t *town) gather() []*fact {
	facts := make([]*fact, len(t.pieces))
	for at, piece := range t.pieces {
		facts[at] = &fact{seed: t.seed, name: fmt.Sprint(at), piece: piece, residents: map[int]float64{}}
	}
	t.measure(facts)
	for _, period := range periods {
		for at, people := range t.residents(period.year) {
			facts[at].residents[period.year] = people
		}
	}
	for _, f := range facts {
		t.character(f)
		t.nearness(f)
	}
	return facts
}

// measure adds up the surfaces and picks the homes.
func (t *town) measure(facts []*fact) {
	surface := t.lattice.CellArea() / 1e6
	for at, piece := range t.lattice.piece {
		if piece == outside {
			continue
		}
		f := facts[piece]
		if t.use[at] == wet {
			f.water += surface
			continue
		}
		f.land += surface
		if at%sample == 0 && t.inhabited(at) {
			f.homes = append(f.homes, t.lattice.centres[at])
		}
	}
}

// character gives a piece what lies behind its figures: poverty falls away
// from the station, age grows outwards, and each piece has a share of its own.
func (t *town) character(f *fact) {
	random := stream(t.seed, "character "+f.name)
	far := planar.Distance(f.piece.at, t.station)
	f.poverty = 1.65*math.Exp(-far*far/(2*0.42*0.42)) - 0.65 + f.piece.poverty + 0.15*random.NormFloat64()
	f.age = 0.6*far - 0.35 + f.piece.age + 0.15*random.NormFloat64()
	if f.land > 0 {
		f.urban = f.residents[currentYear]/f.land/5000 - 1
	}
}

// nearness measures from homes to amenities and green.
func (t *town) nearness(f *fact) {
	f.distance, f.within = map[AmenityKind]float64{}, map[AmenityKind]map[int]float64{}
	if len(f.homes) == 0 {
		return
	}
	each := 1 / float64(len(f.homes))
	for _, kind := range amenityKinds {
		f.within[kind] = map[int]float64{}
		for _, home := range f.homes {
			f.distance[kind] += each * detour * t.toAmenity(kind, home) / 1000
			for _, reach := range []int{1, 3, 5} {
				f.within[kind][reach] += each * t.count(kind, home, float64(reach)*1000/detour)
			}
		}
	}
	for _, home := range f.homes {
		f.toGreen += each * detour * t.toGreen(home)
	}
}

var amenityKinds = []AmenityKind{
	GP, Supermarket, School, Pharmacy, Childcare, Secondary, Cafe, Restaurant, Library, Pool, TrainStation, Hospital,
}

// count gives how many of a kind lie within a reach in metres.
func (t *town) count(kind AmenityKind, p orb.Point, reach float64) float64 {
	found := 0.0
	for _, amenity := range t.amenities {
		if amenity.Kind == kind && planar.Distance(amenity.At, p) <= reach {
			found++
		}
	}
	return found
}

// quirk is how far a piece departs from what its character would make of an
// indicator: the same in all years but for a little.
func (f *fact) quirk(indicator string, year int) float64 {
	lasting := stream(f.seed, indicator+" "+f.name).NormFloat64()
	yearly := stream(f.seed, fmt.Sprint(indicator, " ", f.name, " ", year)).NormFloat64()
	return 0.92*lasting + 0.25*yearly
}
