// Package profile tells a place by its figures: what it is like, what stands
// out against the areas around it, how sure that is, what changed, and what is
// missing and why. The words follow from rules that are data (data/*.yaml); no
// sentence says what its number does not, names a cause, or reads a model's
// estimate as proof of a measure.
//
// Build decides what there is to say, Teller says it in a language.
package profile

import (
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Key is one indicator from one edition of its source. Figures of two editions
// do not compare, so a series and a comparison stay within one.
type Key struct{ Indicator, Source, Table string }

// Point is the figure of a period.
type Point struct {
	Period       int
	BoundaryYear int // of the edition that it was made for
	Delivery     id.ID
	indicator.Reading
	indicator.Sureness
}

// Series are the figures of one key for one area, the oldest first.
type Series []Point

// Last gives the newest point; false when there is none.
func (s Series) Last() (Point, bool) {
	if len(s) == 0 {
		return Point{}, false
	}
	return s[len(s)-1], true
}

// At gives the figure of a period; without one it was not loaded.
func (s Series) At(period int) Point {
	for _, point := range s {
		if point.Period == period {
			return point
		}
	}
	return Point{Period: period, Reading: indicator.Reading{Hole: indicator.NotLoaded}}
}

// Area is a place with its figures.
type Area struct {
	Name   string
	Level  place.Level
	Code   string
	Series map[Key]Series
}

// Subject is what a profile is about: a place, and what it is held against.
type Subject struct {
	Here Area
	// Municipality and Country are nil when they are not known, or are Here.
	Municipality, Country *Area
	// Peers are the areas of the same level in the municipality, Here among
	// them: they show what is usual.
	Peers []Area
	Now   time.Time
}

// Standing is how a figure compares to another.
type Standing string

const (
	Above   Standing = "above"
	Below   Standing = "below"
	Alike   Standing = "alike"   // the difference is smaller than its uncertainty
	Unknown Standing = "unknown" // there is nothing to hold it against
)

// Comparison holds a figure against that of another area, in the same period
// and edition.
type Comparison struct {
	Name     string
	Level    place.Level
	Value    float64
	Standing Standing
}

// Change is what became of a figure over the periods of one edition.
type Change struct {
	From, To Point
	Standing Standing // of To against From
}

// Finding is what there is to say about one indicator here.
type Finding struct {
	Key       Key
	Indicator indicator.Indicator
	Phrase    Phrase
	Point     Point
	Margin    Margin
	Series    Series
	// Comparisons are with the municipality and the country, as far as known.
	Comparisons []Comparison
	Change      *Change
	Peers       []float64 // values of the areas around, Here among them
	// Weight is how far the figure lies from the municipality, in standard
	// deviations of the areas around; 0 when it does not differ.
	Weight float64
	Old    bool // the figure is older than the rules call new
}

// Against gives the comparison with a level; its Standing is Unknown when
// there is none.
func (f *Finding) Against(level place.Level) Comparison {
	for _, one := range f.Comparisons {
		if one.Level == level {
			return one
		}
	}
	return Comparison{Level: level, Standing: Unknown}
}

// Missing is an indicator that is asked after and has no figure here.
type Missing struct {
	Indicator indicator.Indicator
	Phrase    Phrase
	Hole      indicator.Hole
	Period    int // 0 when no period is known
}

// Profile is all there is to say about a place.
type Profile struct {
	Subject  Subject
	Facts    []Fact    // who lives here, in numbers
	Standout []Finding // what stands out, first what differs most
	Findings []Finding // everything that is known, in the order of themes
	Missing  []Missing
	// Residents is how many people live here; 0 when that is not known.
	Residents float64
}

// Fact is a number about who lives here.
type Fact struct {
	Finding
	Label indicator.Text
}
