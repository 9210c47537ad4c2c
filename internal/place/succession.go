package place

import "github.com/koppelkans/koppelkans/internal/id"

// SuccessionKind tells how an area of one boundary year stands to one of
// another.
type SuccessionKind string

const (
	Continued SuccessionKind = "continued" // same code, same border within the tolerance
	Recoded   SuccessionKind = "recoded"   // other code, same border
	Split     SuccessionKind = "split"     // one became several
	Merged    SuccessionKind = "merged"    // several became one
	Redrawn   SuccessionKind = "redrawn"   // they share ground, but neither of the above
	Ended     SuccessionKind = "ended"     // nothing goes on
	Begun     SuccessionKind = "new"       // nothing came before
)

// SuccessionKinds lists every kind, changes first.
var SuccessionKinds = []SuccessionKind{Merged, Split, Recoded, Redrawn, Begun, Ended, Continued}

// Succession says how the area From of an older boundary year and the area To
// of a newer one share ground. From or To is empty when nothing came before
// or after.
type Succession struct {
	From, To  string
	Kind      SuccessionKind
	ShareFrom float64 // part of From's surface that lies in To
	ShareTo   float64 // part of To's surface that lies in From
}

// BorderYear tells how many editions a boundary year has, and of how many the
// border is known.
type BorderYear struct {
	Year     int
	Editions int
	Borders  int
}

// NewestDrawn gives the newest of some boundary years, old to new, of which a
// border is known; 0 when there is none.
func NewestDrawn(years []BorderYear) int {
	newest := 0
	for _, year := range years {
		if year.Borders > 0 {
			newest = year.Year
		}
	}
	return newest
}

// KeptBorder is a border that some delivery gave for an edition. The first of
// a list is drawn, the others are kept.
type KeptBorder struct {
	Delivery id.ID
	Source   string
	Rank     int
	Area     float64 // m²
	File     string
}

// Ask asks for a page of a list of places.
type Ask struct {
	Words  string // in the name, or the beginning of the code
	Level  Level  // "" for every level
	Year   int    // boundary year; 0 for the newest edition of each code
	Within string // code of a municipality; "" for everywhere
	Offset int
	Limit  int
}
