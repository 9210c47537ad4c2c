package demo

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/koppelkans/koppelkans/internal/place"
)

// drawRoads draws what carries noise: the main roads and the railway.
func (t *town) drawRoads() {
	draw := func(kind place.FeatureKind, name string, line orb.LineString) orb.LineString {
		line = simpler(line, 1)
		t.features = append(t.features, place.Feature{Kind: kind, Name: name, Geometry: line})
		return line
	}
	t.main = append(t.main, draw(place.Road, "Rondweg", orb.LineString(round(loop(t.allMetres(t.ring), 40)))))
	for number, road := range t.roads {
		t.main = append(t.main, draw(place.Road, fmt.Sprintf("N%d", 901+4*t.number+number), t.line(road, 40)))
	}
	for _, rail := range t.rails {
		t.rail = append(t.rail, draw(place.Rail, "Spoor", t.line(rail, 40)))
	}
}

// drawStreets fills each piece with streets in two directions that bend a
// little, broken off at water, green and the border of the piece.
func (t *town) drawStreets() {
	for number := range t.pieces {
		t.fillPiece(number)
	}
}

// walk is the distance in metres between the points along a street while it
// is drawn.
const walk = 20.0

func (t *town) fillPiece(number int) {
	piece := t.pieces[number]
	random := stream(t.seed, fmt.Sprint("streets ", number))
	bend := newWarp(t.seed, fmt.Sprint("bend ", number), 420)
	turned := random.Float64() * math.Pi
	middle, reach := t.extents[number].middle, t.extents[number].reach
	gap := block[piece.kind]
	names := t.streetNames(number)
	for pass, spacing := range []float64{gap, gap * 2.1} {
		angle := turned + float64(pass)*math.Pi/2
		along := orb.Point{math.Cos(angle), math.Sin(angle)}
		for offset := -reach; offset <= reach; offset += spacing * (0.85 + 0.3*random.Float64()) {
			from := orb.Point{middle[0] - along[1]*offset - along[0]*reach, middle[1] + along[0]*offset - along[1]*reach}
			for _, run := range t.runs(number, from, along, 2*reach, bend) {
				t.streets = append(t.streets, place.Feature{Kind: place.Street, Name: names(), Geometry: run})
			}
		}
	}
}

// extent is where a piece lies and how far it reaches from there.
type extent struct {
	middle orb.Point
	reach  float64
}

func (t *town) findExtents() []extent {
	bounds := make([]orb.Bound, len(t.pieces))
	for at := range bounds {
		bounds[at] = orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	}
	for at, piece := range t.lattice.piece {
		if piece != outside {
			bounds[piece] = bounds[piece].Extend(t.lattice.centres[at])
		}
	}
	extents := make([]extent, len(bounds))
	for at, bound := range bounds {
		extents[at] = extent{bound.Center(), planar.Distance(bound.Min, bound.Max) / 2}
	}
	return extents
}

// runs walks along a line and gives the parts of it where a street can be.
func (t *town) runs(number int, from, along orb.Point, length float64, bend warp) []orb.LineString {
	const shortest, crooked = 90.0, 45.0 // metres
	var runs []orb.LineString
	var run orb.LineString
	end := func() {
		if float64(len(run)-1)*walk >= shortest {
			runs = append(runs, simpler(round(run), 1))
		}
		run = nil
	}
	for far := 0.0; far <= length; far += walk {
		p := bend.move(orb.Point{from[0] + along[0]*far, from[1] + along[1]*far}, crooked)
		if !t.passable(p, number) {
			end()
			continue
		}
		run = append(run, p)
	}
	end()
	return runs
}

// streetNames gives the names of a piece one by one: its own first, then made
// from two halves.
func (t *town) streetNames(number int) func() string {
	random := stream(t.seed, fmt.Sprint("street names ", number))
	own := t.pieces[number].streets
	return func() string {
		if len(own) > 0 {
			name := own[0]
			own = own[1:]
			return name
		}
		return streetFirst[random.IntN(len(streetFirst))] + streetLast[random.IntN(len(streetLast))]
	}
}

var streetFirst = []string{
	"Eiken", "Beuken", "Linde", "Wilgen", "Merel", "Spreeuwen", "Reiger", "Zwaluw", "Koren", "Klaver", "Roggen",
	"Smids", "Bakkers", "Schippers", "Timmer", "Zeil", "Mast", "Roer", "Vlas", "Hop", "Maan", "Ster", "Zomer",
	"Winter", "Noorder", "Zuider", "Ooster", "Wester", "Brug", "Molen", "Dijk", "Weide", "Sloot", "Bies", "Munt",
}

var streetLast = []string{"straat", "laan", "weg", "hof", "pad", "plein", "steeg", "kade", "dreef", "ring"}
