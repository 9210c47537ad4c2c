// Package healthmap makes the health map: it brings the figures of areas to
// the hexagons of a grid, compares them with thresholds and counts.
package healthmap

import (
	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

// Side tells which values count as unfavourable.
type Side string

const (
	From Side = "from" // the value is the threshold or more
	UpTo Side = "to"   // the value is the threshold or less
)

// Combine tells how the parts of an item make one answer.
type Combine string

const (
	Single  Combine = "single"  // there is one part
	Largest Combine = "largest" // the largest of the parts is held against one threshold
	AnyOf   Combine = "any"     // each part has a threshold of its own; one that counts is enough
)

// Cut is a threshold and all that is known of it.
type Cut struct {
	Side      Side           `yaml:"side" json:"side"`
	Threshold float64        `yaml:"threshold" json:"threshold"`
	Step      float64        `yaml:"step" json:"step"` // of one key press
	Source    indicator.Text `yaml:"source" json:"-"`
	Example   bool           `yaml:"example" json:"example"` // shipped as an example, decided by nobody
	// Facts tell who may read why it is so; who may not sees the number alone.
	Facts access.Facts `yaml:"-" json:"-"`
}

// Part is an indicator within an item. Table pins the source's own edition of
// the table, so that editions are never mixed; empty takes the newest.
type Part struct {
	Indicator string `yaml:"indicator"`
	Table     string `yaml:"table,omitempty"`
	Cut       *Cut   `yaml:"cut,omitempty"` // only when the item's Combine is AnyOf
}

// Item is one line of a map set: what counts for one point.
type Item struct {
	ID      string           `yaml:"id"`
	Name    indicator.Text   `yaml:"name"`
	Short   indicator.Text   `yaml:"short"`
	Note    indicator.Text   `yaml:"note,omitempty"` // for instance: stands in for …
	Domain  indicator.Domain `yaml:"domain"`
	Combine Combine          `yaml:"combine"`
	Cut     *Cut             `yaml:"cut,omitempty"` // nil when Combine is AnyOf
	Parts   []Part           `yaml:"parts"`
}

// MapSet is a chosen list of items.
type MapSet struct {
	ID          string         `yaml:"id"`
	Name        indicator.Text `yaml:"name"`
	Description indicator.Text `yaml:"description"`
	Items       []Item         `yaml:"items"`
	// Facts tell who may see the set.
	Facts access.Facts `yaml:"-"`
}
