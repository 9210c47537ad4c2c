package demo

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// AmenityKind is the sort of an amenity.
type AmenityKind string

const (
	GP           AmenityKind = "gp"
	Supermarket  AmenityKind = "supermarket"
	School       AmenityKind = "school"
	Pharmacy     AmenityKind = "pharmacy"
	Childcare    AmenityKind = "childcare"
	Secondary    AmenityKind = "secondary-school"
	Cafe         AmenityKind = "cafe"
	Restaurant   AmenityKind = "restaurant"
	Library      AmenityKind = "library"
	Pool         AmenityKind = "swimming-pool"
	TrainStation AmenityKind = "train-station"
	Hospital     AmenityKind = "hospital"
)

// Amenity is something that people go to.
type Amenity struct {
	Kind AmenityKind
	Name string
	At   orb.Point // RD New metres
}

// supply is how many of a kind there are: one to so many residents of a
// piece, or so many in the town as a whole. Central ones seek the busiest
// pieces.
type supply struct {
	kind    AmenityKind
	name    string // of which %s becomes a street or the town
	each    float64
	inTown  int
	central bool
}

var supplies = []supply{
	{kind: GP, name: "Huisartsenpraktijk %s", each: 5600},
	{kind: Supermarket, name: "Supermarkt %s", each: 5600},
	{kind: School, name: "Basisschool %s", each: 3900},
	{kind: Childcare, name: "Kinderopvang %s", each: 3400},
	{kind: Pharmacy, name: "Apotheek %s", each: 8000},
	{kind: Cafe, name: "Café %s", each: 5200},
	{kind: Restaurant, name: "Restaurant %s", each: 4800},
	{kind: Secondary, name: "College %s", inTown: 3},
	{kind: Library, name: "Bibliotheek %s", inTown: 2, central: true},
	{kind: Pool, name: "Zwembad %s", inTown: 1},
	{kind: Hospital, name: "Ziekenhuis %s", inTown: 1},
}

// placeAmenities puts amenities on streets, by the number of people around.
func (t *town) placeAmenities() {
	t.amenities = append(t.amenities, Amenity{TrainStation, "Station " + t.name, round([]orb.Point{t.metres(t.station)})[0]})
	residents := t.residents(currentYear)
	for _, s := range supplies {
		random := stream(t.seed, "amenity "+string(s.kind))
		if s.inTown > 0 {
			for range s.inTown {
				t.placeOne(s, t.draw(random, residents, s.central), random)
			}
			continue
		}
		for number := range t.pieces {
			// A place that is too small has none: its people go elsewhere.
			for range int(residents[number]/s.each + 0.4) {
				t.placeOne(s, number, random)
			}
		}
	}
}

// draw picks a piece by its residents; a central thing by their square.
func (t *town) draw(random *rand.Rand, residents []float64, central bool) int {
	weights, sum := make([]float64, len(residents)), 0.0
	for number, people := range residents {
		weights[number] = people
		if central {
			weights[number] = people * density[t.pieces[number].kind]
		}
		sum += weights[number]
	}
	left := random.Float64() * sum
	for number, weight := range weights {
		if left -= weight; left < 0 {
			return number
		}
	}
	return len(weights) - 1
}

// placeOne puts one amenity at a street of a piece, away from others of its
// kind: of some places drawn the one farthest from them is taken.
func (t *town) placeOne(s supply, number int, random *rand.Rand) {
	const tries = 3
	var best orb.Point
	street, farthest := t.name, -1.0
	for range tries {
		at, name, found := t.onStreet(number, random)
		if !found {
			continue
		}
		if far := t.toAmenity(s.kind, at); far > farthest {
			best, street, farthest = at, name, far
		}
	}
	if farthest < 0 {
		return
	}
	t.amenities = append(t.amenities, Amenity{s.kind, t.amenityName(s, number, street), best})
}

// amenityName uses the name that the plan has for the first GP or school of a
// piece.
func (t *town) amenityName(s supply, number int, street string) string {
	known := map[AmenityKind]string{GP: t.pieces[number].surgery, School: t.pieces[number].primary}[s.kind]
	for _, other := range t.amenities {
		if other.Name == known {
			known = ""
		}
	}
	if known != "" {
		return known
	}
	return fmt.Sprintf(s.name, street)
}

// onStreet draws a point of a street in a piece; the middle of a piece is
// drawn more often than its edge.
func (t *town) onStreet(number int, random *rand.Rand) (orb.Point, string, bool) {
	middle, reach := t.extents[number].middle, t.extents[number].reach
	for range 200 {
		angle, far := random.Float64()*2*math.Pi, random.Float64()*reach*0.8
		p := orb.Point{middle[0] + far*math.Cos(angle), middle[1] + far*math.Sin(angle)}
		if !t.passable(p, number) {
			continue
		}
		for _, street := range t.streets {
			line := street.Geometry.(orb.LineString)
			if !line.Bound().Pad(40).Contains(p) {
				continue
			}
			if far, at := planar.DistanceFromWithIndex(line, p); far < 40 {
				return round([]orb.Point{line[at]})[0], street.Name, true
			}
		}
	}
	return orb.Point{}, "", false
}

// toAmenity gives the distance in metres to the nearest of a kind; very far
// when there is none.
func (t *town) toAmenity(kind AmenityKind, p orb.Point) float64 {
	least := 1e6
	for _, amenity := range t.amenities {
		if amenity.Kind == kind {
			least = min(least, planar.Distance(amenity.At, p))
		}
	}
	return least
}
