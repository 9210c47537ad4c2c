package demo

import (
	"fmt"

	"github.com/paulmach/orb"
)

// kind is how a piece of town is built.
type kind uint8

const (
	centre   kind = iota // flats, shops, the station
	inner                // streets of before the war
	garden               // suburbs of 1960 to 1990
	outer                // new suburbs
	rural                // farms
	business             // quays and sheds, nobody lives there
)

// density is how many people live on a km² that is built on.
var density = [...]float64{centre: 11_600, inner: 9_200, garden: 5_900, outer: 3_600, rural: 48, business: 0}

// block is the distance in metres between residential streets.
var block = [...]float64{centre: 105, inner: 110, garden: 135, outer: 160, rural: 700, business: 260}

// piece is a part of town that every boundary year keeps whole. In most cases
// it is a neighbourhood; some are part of one in one of the years.
type piece struct {
	name, code       string    // in the current boundary year; code is the last four digits
	formerName       string    // in the former boundary year; "" when the same
	formerCode       string    //
	at               orb.Point // its middle, in units
	size             float64   // how much farther than its equals it reaches, in units
	kind             kind
	poverty, age     float64 // how far it departs from what its place would make of it
	since            int     // first year in which it was built; 0 when it is old
	streets          []string
	surgery, primary string // names of its GP and school; "" when invented
}

// former gives what the piece belonged to in the former boundary year.
func (p piece) former() (name, code string) {
	name, code = p.name, p.code
	if p.formerName != "" {
		name = p.formerName
	}
	if p.formerCode != "" {
		code = p.formerCode
	}
	return name, code
}

// district is a wijk; code is its last two digits.
type district struct{ name, code string }

// spot is a round thing, in units.
type spot struct {
	name          string
	at            orb.Point
	width, height float64
}

// plan is a town before it is drawn. Its points are in units: 0,0 is the
// middle of the town and 1 about the distance to its border.
type plan struct {
	code, name string // code is the four digits of the municipality
	districts  []district
	pieces     []piece
	posts      []orb.Point // middles of the postcode areas
	river      []orb.Point // from beyond the border to beyond the border
	riverName  string
	harbour    []orb.Point // a basin, from the river inland
	lakes      []spot
	parks      []spot
	station    orb.Point
	rails      [][]orb.Point
	ring       []orb.Point // closed
	roads      [][]orb.Point
}

// postcodes are ranges of four-digit codes that no area uses in the lists of
// 2020 and 2021 that we know; what lies in them here is fictional.
var postcodes = [][2]int{{8942, 9000}, {4945, 5010}, {6764, 6810}, {3654, 3700}, {8659, 8700}, {6472, 6510}, {5873, 5910}, {6375, 6410}, {4065, 4100}}

// postcode gives the n-th free code.
func postcode(n int) string {
	for _, free := range postcodes {
		count := free[1] - free[0] + 1
		if n < count {
			return fmt.Sprint(free[0] + n)
		}
		n -= count
	}
	return ""
}
