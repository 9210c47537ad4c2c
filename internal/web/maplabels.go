package web

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"
)

// label is a name that wants a place on a map; its middle is at x and y.
type label struct {
	x, y   float64
	text   string
	weight float64 // the cells of its area; the heaviest go first
}

// Measures of a name in a drawing of a map.
const (
	letterWide = 9.4 // of a bold letter, on the whole
	nameTall   = 19.0
	nameMoves  = 26.0 // how far a name may stand above or below its middle
)

// over tells whether two names lie over each other.
func (l label) over(other label) bool {
	wide := letterWide * float64(utf8.RuneCountInString(l.text)+utf8.RuneCountInString(other.text)) / 2
	return math.Abs(l.x-other.x) < wide && math.Abs(l.y-other.y) < nameTall
}

// apart gives the names that find a place where they lie over no other: in the
// middle of their area, else a little above or below it. Those of the largest
// areas go first; who finds no place is left out, and stands in the table.
func apart(labels []label) []label {
	order := slices.Clone(labels)
	slices.SortStableFunc(order, func(a, b label) int { return cmp.Compare(b.weight, a.weight) })
	var placed []label
	for _, one := range order {
		for _, down := range []float64{0, nameTall, -nameTall, nameMoves, -nameMoves} {
			moved := one
			moved.y += down
			if !slices.ContainsFunc(placed, moved.over) {
				placed = append(placed, moved)
				break
			}
		}
	}
	return placed
}
