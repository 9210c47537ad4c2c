// Package survey takes in what residents answered in surveys of our own, per
// neighbourhood, and makes figures of it. Small numbers never leave it: what
// shows is decided by package suppress, on the whole of an indicator, its
// areas and its rounds, and everything else is a hole. The counts themselves
// and the ledger of what was decided are kept by this service alone; no page,
// file or interface gives them.
//
// A round is published once. What was shown stays shown for whoever looked,
// also after its delivery was taken back: the counts and the ledger stay, and
// the same round with other counts is refused for good.
package survey

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/suppress"
)

// Source is the source of every figure that is made here.
const Source = "own-survey"

// SettingSmallest is the setting with k, the count from which numbers show.
const SettingSmallest = "survey-smallest"

// Unlisted says what it means that an area is not in the file.
type Unlisted string

const (
	// NobodyAnswered: it was asked there too, and nobody is known to have answered.
	NobodyAnswered Unlisted = "nobody-answered"
	// NotAsked: everybody knows that it was not asked there.
	NotAsked Unlisted = "not-asked"
)

// Count is how many people of an area were asked and answered, and how many of
// these answered yes.
type Count struct{ Asked, Yes int }

// Area is a node of the table: a smallest part, or the sum of some.
type Area struct {
	Code  string      `json:"code"`
	Level place.Level `json:"level"`
	Of    []string    `json:"of,omitempty"` // codes of smallest parts
}

// Series are the rounds of one own indicator in one survey and area: one table
// of which it is decided together what shows.
type Series struct {
	ID           id.ID
	Indicator    string
	Survey       string // its name: the table of its deliveries
	Scope        string // code of a municipality or GGD region
	BoundaryYear int
	// Areas are fixed by the first round: other areas are another table.
	Areas    []Area
	Smallest int // k
	Rounding int // base; 0 shows counts as they are
	Ledger   *suppress.Ledger
	Version  int64 // 0 while it is not kept yet
	// Rounds stand in the order in which they were published.
	Rounds []Round
}

// Round is one period.
type Round struct {
	Period   int
	Unlisted Unlisted
	Counts   map[string]Count // by smallest area; those not listed are not in it
}

// Store keeps series with their counts.
type Store interface {
	// SurveySeries gives a series with all its counts; false when there is none.
	SurveySeries(ctx context.Context, indicator, survey, scope string, boundaryYear int) (Series, bool, error)
	// SurveyTaken tells which of some periods of an indicator were published
	// for a municipality by another series.
	SurveyTaken(ctx context.Context, but id.ID, indicator string, municipalities []string, periods []int) ([]int, error)
	// SaveSurvey keeps a series with its ledger, and the rounds that are new. It
	// fails with fault.Conflict when somebody else saved it since it was read,
	// or when a period was published by another series.
	SaveSurvey(ctx context.Context, s Series, rounds []Round, municipalities []string) error
	// SurveyKey gives the secret of this installation, and keeps fresh when there
	// is none yet.
	SurveyKey(ctx context.Context, fresh []byte) ([]byte, error)

	Setting(ctx context.Context, name string) (string, error)
	FindEdition(ctx context.Context, key place.Key) (place.Edition, error)
	EditionsWithin(ctx context.Context, level place.Level, year int, municipality string) ([]place.Edition, error)
	EditionsWithBorders(ctx context.Context, level place.Level, year int) ([]place.Edition, error)
}
