package app

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// arrival makes a table of our own: square neighbourhoods in a lattice, with
// names, borders and columns of figures, and the recipe that reads it. Its
// columns are of two sources, so that one file makes two deliveries that have
// to become visible together.
type arrival struct {
	areas   int
	columns int
	seed    uint64 // another seed: other names, borders and figures for the same codes
}

// healthColumns are what the columns of a table mean, in turn.
var healthColumns = []string{"rivm-lonely", "rivm-good-health", "rivm-high-stress", "rivm-smoker", "rivm-obesity", "rivm-volunteer", "rivm-drinker", "rivm-overweight"}

// ownershipColumn is what the last column means; it is of another source.
const ownershipColumn = "cbs-owner-occupied"

func (a arrival) name() string { return fmt.Sprintf("arrival-%d.csv", a.seed) }

// write writes recipe and table, and gives their paths.
func (a arrival) write(t testing.TB) (recipe, table string) {
	t.Helper()
	return write(t, "recipe.yaml", a.recipe()), write(t, a.name(), a.table())
}

func (a arrival) recipe() string {
	var text strings.Builder
	fmt.Fprintf(&text, `id: test-arrival-%d
name: {nl: Proef, en: Trial}
about: made by a test
confirmed: made by a test
source: rivm-health
table: TEST%d
boundary_year: 2020
file: {delimiter: ";", decimal: point}
level: neighbourhood
code: {column: code}
title: {column: naam}
areas: {column: vlak, crs: rd}
period: {fixed: 2020}
holes: {".": secret}
figures:
`, a.seed, a.seed)
	for column := range a.columns {
		fmt.Fprintf(&text, "  - {indicator: %s, column: v%d%s}\n", a.indicator(column), column, a.extra(column))
	}
	return text.String()
}

// indicator is what a column holds; the last column is of another source.
func (a arrival) indicator(column int) string {
	if column == a.columns-1 {
		return ownershipColumn
	}
	return healthColumns[column%len(healthColumns)]
}

func (a arrival) extra(column int) string {
	extra := ""
	if column == a.columns-1 {
		extra = ", source: cbs-kwb, table: OTHER"
	}
	if turn := column / len(healthColumns); turn > 0 && column < a.columns-1 {
		extra = fmt.Sprintf(", period: {fixed: %d}", 2020-turn)
	}
	return extra
}

func (a arrival) table() string {
	const perRow, side = 60, 500
	random := rand.New(rand.NewPCG(a.seed, 7))
	var text strings.Builder
	text.WriteString("code;naam;vlak")
	for column := range a.columns {
		fmt.Fprintf(&text, ";v%d", column)
	}
	text.WriteString("\n")
	for row := range a.areas {
		x, y := 130000+row%perRow*side, 440000+row/perRow*side
		inset := 1 + random.IntN(50) // borders differ by seed
		fmt.Fprintf(&text, `BU0001%04d;Buurt %d-%d;"{""type"":""Polygon"",""coordinates"":[[[%d,%d],[%d,%d],[%d,%d],[%d,%d],[%d,%d]]]}"`,
			row, a.seed, row, x+inset, y+inset, x+side-inset, y+inset, x+side-inset, y+side-inset, x+inset, y+side-inset, x+inset, y+inset)
		for range a.columns {
			if random.IntN(20) == 0 {
				text.WriteString(";.")
			} else {
				fmt.Fprintf(&text, ";%.1f", 100*random.Float64())
			}
		}
		text.WriteString("\n")
	}
	return text.String()
}
