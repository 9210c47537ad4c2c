// Package place knows places and their editions. A place is a lasting
// identity; an edition is that place as it was drawn in one boundary year,
// with its official code and, when some source gave it, its border.
package place

import (
	"regexp"
	"slices"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/id"
)

// Level is the sort of area.
type Level string

const (
	Country       Level = "country"       // land, NL00
	Province      Level = "province"      // provincie, PV + 2 digits
	GGDRegion     Level = "ggd-region"    // GGD-regio, GG + 4 digits or its name
	Municipality  Level = "municipality"  // gemeente, GM + 4 digits
	District      Level = "district"      // wijk, WK + 4 digits + 2 characters
	Neighbourhood Level = "neighbourhood" // buurt, BU + 4 digits + 4 characters
	Village       Level = "village"       // kern, dorp
	Postcode4     Level = "postcode4"     // 4 digits
	OwnArea       Level = "own"           // an area that an organisation drew itself
)

// Levels lists every level from large to small.
var Levels = []Level{Country, Province, GGDRegion, Municipality, District, Neighbourhood, Village, Postcode4, OwnArea}

// Valid tells whether the level is one of Levels.
func (l Level) Valid() bool {
	for _, known := range Levels {
		if l == known {
			return true
		}
	}
	return false
}

// codePatterns follow CBS: districts and neighbourhoods can hold letters
// since the recoding of Amsterdam, so only the first four are digits.
var codePatterns = []struct {
	level   Level
	pattern *regexp.Regexp
}{
	{Country, regexp.MustCompile(`^NL0[01]$`)},
	{Province, regexp.MustCompile(`^PV\d{2}$`)},
	{GGDRegion, regexp.MustCompile(`^GG\d{4}$`)},
	{Municipality, regexp.MustCompile(`^GM\d{4}$`)},
	{District, regexp.MustCompile(`^WK\d{4}[0-9A-Z]{2}$`)},
	{Neighbourhood, regexp.MustCompile(`^BU\d{4}[0-9A-Z]{4}$`)},
	{Postcode4, regexp.MustCompile(`^[1-9]\d{3}$`)},
}

// LevelOf tells the level from an official code; false when the code has no
// official form.
func LevelOf(code string) (Level, bool) {
	for _, known := range codePatterns {
		if known.pattern.MatchString(code) {
			return known.level, true
		}
	}
	return "", false
}

// ParentOf gives the official code of the area that contains this one, as far
// as the code itself tells: neighbourhood → district → municipality → none.
func ParentOf(level Level, code string) string {
	switch {
	case level == Neighbourhood && len(code) == 10:
		return "WK" + code[2:8]
	case level == District && len(code) == 8:
		return "GM" + code[2:6]
	}
	return ""
}

// MunicipalityOf gives the code of the municipality that a district or
// neighbourhood code lies in, or the code itself for a municipality.
func MunicipalityOf(code string) string {
	switch level, _ := LevelOf(code); level {
	case Municipality:
		return code
	case District, Neighbourhood:
		return "GM" + code[2:6]
	}
	return ""
}

// Key names an edition in words that files use.
type Key struct {
	Level Level
	Code  string
	Year  int // boundary year
}

// Claim is what one delivery says of one edition. Several deliveries can
// claim the same edition; for each part the claim of the highest rank that
// has it is shown, and the others are kept.
type Claim struct {
	Key
	Name   string
	Parent string // official code of the containing area; "" when unknown
	// StatedArea is the surface in m² that a table of figures gives for the
	// area it counted; 0 when it gives none. It is compared with the border
	// that is drawn.
	StatedArea float64
	// Border in RD New metres (EPSG:28992), outer rings counter-clockwise;
	// nil when this delivery has none.
	Border orb.MultiPolygon
}

// Edition is a place in one boundary year as it is shown now.
type Edition struct {
	ID      id.ID
	PlaceID id.ID
	Key
	Name       string
	Parent     string
	StatedArea float64   // m², 0 when no table gave one
	BorderFrom id.ID     // the delivery whose border is drawn; 0 when no border is known
	Source     string    // source of that border
	Rank       int       // its rank
	Area       float64   // m² of that border
	Bound      orb.Bound // of that border, RD New metres
}

// Named is a place with its newest name and code.
type Named struct {
	ID    id.ID
	Level Level
	Code  string
	Name  string
	// Within is the code of the area that contains it; "" when that is not
	// known, or was not asked for.
	Within string
}

// Around gives a place and the places that it lies in, from small to large, as
// far as they are among all; nothing when it is not.
func Around(all []Named, code string) []Named {
	var chain []Named
	for code != "" && len(chain) < len(Levels) { // areas that contain one another end here
		at := slices.IndexFunc(all, func(one Named) bool { return one.Code == code })
		if at < 0 {
			break
		}
		chain, code = append(chain, all[at]), all[at].Within
	}
	return chain
}

// HasBorder tells whether a border is known.
func (e Edition) HasBorder() bool { return e.BorderFrom != 0 }

// FeatureKind is the sort of thing a background is drawn from.
type FeatureKind string

const (
	Water   FeatureKind = "water"
	Green   FeatureKind = "green"
	Street  FeatureKind = "street"
	Road    FeatureKind = "road"
	Rail    FeatureKind = "rail"
	Amenity FeatureKind = "amenity"
)

// Feature is something that lies in a place and is drawn, but has no figures.
type Feature struct {
	Kind     FeatureKind
	Name     string
	Geometry orb.Geometry // RD New metres
}
