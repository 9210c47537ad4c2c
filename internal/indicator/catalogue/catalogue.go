// Package catalogue has the indicators and sources that Koppelkans ships: who
// publishes what, in which unit, and how a reader should understand it. It
// stands apart from package indicator because sources belong to package
// delivery, which itself needs indicator.
package catalogue

import (
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

// Theme is what indicators are about.
type Theme struct {
	ID   string         `yaml:"id"`
	Name indicator.Text `yaml:"name"`
}

// Licences are those that a source or an indicator may have: SPDX names,
// "own" for what this installation makes, "unknown" where the publisher states
// none.
var licences = []string{"CC-BY-4.0", "CC0-1.0", "ODbL-1.0", "own", "unknown"}

// units are keys; the language catalogue has how each is written.
var units = []string{
	"percent", "number", "per-km2", "per-1000", "per-household", "persons", "thousand-euro",
	"km", "metre", "square-metre", "hectare", "ug-m3", "kwh", "score", "index", "class",
}

// Units lists the keys of all units that an indicator may have.
func Units() []string { return slices.Clone(units) }

// Licences lists the licences that a source or indicator may have.
func Licences() []string { return slices.Clone(licences) }

// Catalogue is what is known of indicators and sources, in the order of the
// files. It must not be changed.
type Catalogue struct {
	Indicators []indicator.Indicator
	Sources    []delivery.Source
	Themes     []Theme

	// hidden are the facts of indicators that not everybody may see.
	hidden map[string]access.Facts

	indicators map[string]int
	sources    map[string]int
	themes     map[string]int
}

// For gives the catalogue as somebody may see it.
func (c *Catalogue) For(actor access.Actor) *Catalogue {
	if len(c.hidden) == 0 {
		return c
	}
	may := access.For(actor, access.See, access.Figures, access.Public)
	seen := &Catalogue{Sources: c.Sources, Themes: c.Themes, sources: c.sources, themes: c.themes, indicators: map[string]int{}}
	for _, known := range c.Indicators {
		if facts, is := c.hidden[known.ID]; !is || may.Holds(facts) {
			seen.indicators[known.ID] = len(seen.Indicators)
			seen.Indicators = append(seen.Indicators, known)
		}
	}
	return seen
}

// ByID finds an indicator.
func (c *Catalogue) ByID(id string) (indicator.Indicator, bool) {
	at, found := c.indicators[id]
	if !found {
		return indicator.Indicator{}, false
	}
	return c.Indicators[at], true
}

// Source finds a source.
func (c *Catalogue) Source(id string) (delivery.Source, bool) {
	at, found := c.sources[id]
	if !found {
		return delivery.Source{}, false
	}
	return c.Sources[at], true
}

// Theme finds a theme.
func (c *Catalogue) Theme(id string) (Theme, bool) {
	at, found := c.themes[id]
	if !found {
		return Theme{}, false
	}
	return c.Themes[at], true
}

// LicenceOf gives the licence of an indicator: its own, else its source's.
func (c *Catalogue) LicenceOf(i indicator.Indicator) string {
	if i.Licence != "" {
		return i.Licence
	}
	source, _ := c.Source(i.Source)
	return source.Licence
}
