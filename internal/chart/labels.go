package chart

import (
	"cmp"
	"math"
	"slices"
)

// labelRows is how many rows of labels lie under a line. What fits in none
// stands in the table only.
const labelRows = 2

const (
	labelPart  = 0.62 // the most of the width that one label of more may take
	leaderFrom = 24.0 // how far from its mark a word needs a line to it
)

// pinned is a label with the place where it would like to be.
type pinned struct {
	label
	x float64
}

// labels names the references under the line, and gives where they end. The
// first of the list goes first when there is too little room.
func (l *line) labels(pen Pen, list []Point) (bottom float64) {
	var rows [labelRows][]pinned
	most := l.width
	if len(list) > 1 {
		most *= labelPart
	}
	for _, p := range list {
		if !p.Value.known {
			continue
		}
		said := label{role: RoleWord, text: p.name(), strong: "", size: wordSize}
		number := "\u00a0" + pen.Number(p.Value.number)
		said.text = shorten(said.text, "", wordSize, most-measure(number, "", wordSize)) + number
		one := pinned{said, l.x(p.Value.number)}
		for at := range rows {
			if at > 0 && l.covered(rows[at-1], one.x) {
				break // its leader would run through a word
			}
			with := ordered(rows[at], one)
			if middles, fits := l.placed(with); fits && (at == 0 || below(with, middles)) && (at+1 == labelRows || !l.hides(with, rows[at+1])) {
				rows[at] = with
				break
			}
		}
	}
	bottom = l.y + barHalf
	for _, row := range rows {
		if len(row) == 0 {
			continue
		}
		l.row(row, bottom)
		bottom += rowHeight
	}
	return bottom
}

func ordered(row []pinned, one pinned) []pinned {
	row = append(slices.Clone(row), one)
	slices.SortStableFunc(row, func(a, b pinned) int { return cmp.Compare(a.x, b.x) })
	return row
}

// placed gives the middles of the labels of a row.
func (l *line) placed(row []pinned) ([]float64, bool) {
	wanted, sizes := make([]float64, len(row)), make([]float64, len(row))
	for at, one := range row {
		wanted[at], sizes[at] = one.x, one.width()
	}
	return spread(wanted, sizes, 12, 0, l.width)
}

// below tells whether each label of a row lies under its mark, so that a line
// to it runs straight down between the words above.
func below(row []pinned, middles []float64) bool {
	for at, one := range row {
		if math.Abs(one.x-middles[at]) > one.width()/2-2 {
			return false
		}
	}
	return true
}

// covered tells whether a word of a row lies over a place on the line.
func (l *line) covered(row []pinned, x float64) bool {
	middles, _ := l.placed(row)
	for at, one := range row {
		if half := one.width()/2 + 3; middles[at]-half < x && x < middles[at]+half {
			return true
		}
	}
	return false
}

// hides tells whether a row would cover a leader to the row below it.
func (l *line) hides(row, next []pinned) bool {
	for _, one := range next {
		if l.covered(row, one.x) {
			return true
		}
	}
	return false
}

// row writes labels below a height, with a leader to each that lies aside.
func (l *line) row(row []pinned, top float64) {
	middles, _ := l.placed(row)
	baseline := top + wordSize + 2
	under := l.y + barHalf + 1
	for at, one := range row {
		mark := one.at(middles[at], baseline, middle)
		// Words keep the order of their marks, so that one nearby needs no line.
		far := max(mark.Box.Left-one.x, one.x-mark.Box.Right) > leaderFrom
		if far || top > l.y+barHalf {
			to := min(max(one.x, mark.Box.Left+2), mark.Box.Right-2)
			l.line(RoleLeader, false, point{one.x, under}, point{to, mark.Box.Top})
		}
		l.marks = append(l.marks, mark)
	}
}
