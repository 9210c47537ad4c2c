// Package indicator knows what is measured: the catalogue of indicators, the
// figures that deliveries bring and the reasons why a figure can be missing.
package indicator

import (
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Text is a text in each language of the screen, by language code ("nl", "en").
type Text map[string]string

// In gives the text in a language, else in Dutch.
func (t Text) In(language string) string {
	if text, ok := t[language]; ok && text != "" {
		return text
	}
	return t["nl"]
}

// Direction tells which way is better for health.
type Direction string

const (
	HigherIsBetter Direction = "higher-is-better"
	LowerIsBetter  Direction = "lower-is-better"
	Neutral        Direction = "neutral"
)

// Sort tells how a figure came about.
type Sort string

const (
	Counted    Sort = "counted"    // from registers
	Modelled   Sort = "modelled"   // estimated by a model, as the RIVM neighbourhood figures are
	Reported   Sort = "reported"   // what people answered
	Measured   Sort = "measured"   // by instruments
	Calculated Sort = "calculated" // by Koppelkans, from other figures
)

// Perspective is PBL's frame of a healthy living environment.
type Perspective string

const (
	Protect    Perspective = "protect"
	Promote    Perspective = "promote"
	Facilitate Perspective = "facilitate"
)

// Domain says whose work an indicator mostly is.
type Domain string

const (
	Social   Domain = "social"
	Physical Domain = "physical"
)

// Indicator is one line of the catalogue.
type Indicator struct {
	ID          string      `yaml:"id"`
	Name        Text        `yaml:"name"`
	Short       Text        `yaml:"short"` // at most 24 characters, for panels
	Description Text        `yaml:"description"`
	Theme       string      `yaml:"theme"`
	Domain      Domain      `yaml:"domain"`
	Perspective Perspective `yaml:"perspective"`
	Unit        string      `yaml:"unit"`     // key of a unit: percent, km, …
	Decimals    int         `yaml:"decimals"` // shown
	Direction   Direction   `yaml:"direction"`
	Sort        Sort        `yaml:"sort"`
	Support     place.Level `yaml:"support"` // the smallest level on which it is published
	Source      string      `yaml:"source"`  // id of a source
	Field       string      `yaml:"field"`   // its name in the source's table, without suffix
	Licence     string      `yaml:"licence"` // when it differs from the source's
	Minimum     *float64    `yaml:"minimum"` // impossible below
	Maximum     *float64    `yaml:"maximum"` // impossible above
}

// Residents is the indicator that counts who lives in an area.
const Residents = "cbs-residents"

// Hole is the reason why a figure is missing. None means there is a value.
type Hole uint8

const (
	None Hole = iota
	NotLoaded
	NotAsked
	Secret
	ComesLater
	Discontinued
	Impossible
	NoArea
	PartlyUnknown
	Suppressed
)

var holeNames = [...]string{
	"", "not-loaded", "not-asked", "secret", "comes-later", "discontinued",
	"impossible", "no-area", "partly-unknown", "suppressed",
}

// String gives the name that files, interface and catalogue keys use.
func (h Hole) String() string {
	if int(h) < len(holeNames) {
		return holeNames[h]
	}
	return "not-loaded"
}

// ParseHole reads what String wrote; false when there is no such reason.
func ParseHole(name string) (Hole, bool) {
	for at, known := range holeNames {
		if at > 0 && known == name {
			return Hole(at), true
		}
	}
	return None, false
}

// Reading is a value, or the reason why there is none.
type Reading struct {
	Value float64
	Hole  Hole
}

// Known tells whether there is a value.
func (r Reading) Known() bool { return r.Hole == None }

// Sureness is what is known of how exact a figure is. Its zero value says
// nothing.
type Sureness struct {
	Low, High   float64 // 95 % margins as the publisher states them; both 0 when it states none
	Respondents int     // how many people answered; 0 when that is not known
}

// Margins tells whether the publisher states margins.
func (s Sureness) Margins() bool { return s.Low != 0 || s.High != 0 }

// Figure is the reading of one indicator for one edition and period.
type Figure struct {
	Indicator string
	Period    int // year
	Edition   id.ID
	Reading
	Sureness
}

// Observation is a figure with all that is needed to judge whether it fits
// the area that is drawn.
type Observation struct {
	Figure
	Place        id.ID
	Delivery     id.ID   // the current delivery it is from
	Code         string  // of the edition it was made for
	BoundaryYear int     // of that edition
	StatedArea   float64 // m² that the publisher counted; 0 when not stated
	BorderKnown  bool    // whether a border of that edition is known
}
