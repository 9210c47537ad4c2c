// Package delivery keeps the arrivals of areas and figures. A delivery is
// written in batches that nobody sees, is made current in one short
// transaction, and can be undone as a whole.
package delivery

import (
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
)

// State is where a delivery stands.
type State string

const (
	Writing State = "writing" // its rows arrive; nothing of it is shown
	Current State = "current" // shown
	Undone  State = "undone"  // kept, not shown
)

// Source publishes tables or borders. Of two borders for one edition the one
// whose source has the higher Rank is drawn.
type Source struct {
	ID        string `yaml:"id"`
	Name      string `yaml:"name"`
	Publisher string `yaml:"publisher"`
	Licence   string `yaml:"licence"`
	URL       string `yaml:"url"`
	Rank      int    `yaml:"rank"`
	Note      string `yaml:"note"`
}

// Delivery is one arrival.
type Delivery struct {
	ID           id.ID
	Source       string // id of a Source
	Table        string // the source's own edition of the table: 50090NED, 85984NED, …
	BoundaryYear int
	File         string // its name, without folder
	Checksum     string // SHA-256 of the file as it was read, hex
	Recipe       string // id of the recipe; "" when none was used
	Note         string // what a reader of the figures must know: an assumed year, …
	State        State
	Areas        int // claims written
	Figures      int // readings with a value written
	Holes        int // readings without
	CreatedAt    time.Time
	CurrentAt    time.Time // zero while it never was current
	UndoneAt     time.Time
}

// Content sums up what a delivery holds of one indicator, period and level.
type Content struct {
	Delivery     id.ID
	Indicator    string
	Period       int
	Level        place.Level
	BoundaryYear int
	Known        int
	Holes        int
	Assumed      bool // the source states no year; Period is an assumption
}
