package compare

import (
	"cmp"
	"math"
	"slices"

	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/profile"
)

// Resemblance is how much a place is like another.
type Resemblance struct {
	profile.Area
	// Distance is the root of the mean square of the differences, each in
	// standard deviations of all areas: 0 for twins, about 1.4 for two areas
	// taken at random.
	Distance float64
	Parts    []Part // in the order of the traits; only what both have
}

// Part is what one trait adds to a distance.
type Part struct {
	Trait       *Trait
	Here, There float64
	Apart       float64 // standard deviations, by its size
}

// Trait is one of the indicators by which places are held alike.
type Trait struct {
	Indicator indicator.Indicator
	Key       profile.Key
	Period    int
	Here      profile.Point
	spread    float64
}

// Likeness is what was found for a place.
type Likeness struct {
	Traits  []Trait
	Left    []indicator.Indicator // asked for, but not known here or the same everywhere
	Found   []Resemblance         // the nearest first
	Looked  int                   // areas with enough figures to be held against this one
	Skipped int                   // areas with too few
}

// enough is the part of the traits that must be known of an area.
const enough = 2.0 / 3

// Similar finds the areas that are most like one, by the indicators that are
// asked for: each counts alike, whatever its unit. An area of which less than
// two thirds of the traits is known is passed over, so that it is not called
// alike by what is missing. The time grows with areas × traits.
func Similar(known profile.Indicators, here profile.Area, all []profile.Area, asked []string, most int) Likeness {
	var found Likeness
	found.chooseTraits(known, here, all, asked)
	if len(found.Traits) == 0 {
		return found
	}
	for at := range all {
		if all[at].Code == here.Code && all[at].Level == here.Level {
			continue
		}
		one, ok := found.hold(all[at])
		if !ok {
			found.Skipped++
			continue
		}
		found.Looked++
		found.Found = append(found.Found, one)
	}
	slices.SortStableFunc(found.Found, func(a, b Resemblance) int {
		return cmp.Or(cmp.Compare(a.Distance, b.Distance), cmp.Compare(a.Code, b.Code))
	})
	found.Found = found.Found[:min(len(found.Found), most)]
	return found
}

// chooseTraits takes what is known here and differs between the areas.
func (l *Likeness) chooseTraits(known profile.Indicators, here profile.Area, all []profile.Area, asked []string) {
	for _, name := range asked {
		one, ok := known.ByID(name)
		if !ok {
			continue
		}
		key, period, found := common([]*profile.Area{&here}, name)
		trait := Trait{Indicator: one, Key: key, Period: period, Here: here.Series[key].At(period), spread: usual(all, key, period)}
		if !found || trait.spread == 0 {
			l.Left = append(l.Left, one)
			continue
		}
		l.Traits = append(l.Traits, trait)
	}
}

func (l *Likeness) hold(area profile.Area) (Resemblance, bool) {
	one := Resemblance{Area: area}
	squares := 0.0
	for at := range l.Traits {
		trait := &l.Traits[at]
		there := area.Series[trait.Key].At(trait.Period)
		if !there.Known() {
			continue
		}
		apart := math.Abs(trait.Here.Value-there.Value) / trait.spread
		one.Parts = append(one.Parts, Part{Trait: trait, Here: trait.Here.Value, There: there.Value, Apart: apart})
		squares += apart * apart
	}
	if float64(len(one.Parts)) < enough*float64(len(l.Traits)) {
		return one, false
	}
	one.Distance = math.Sqrt(squares / float64(len(one.Parts)))
	return one, true
}
