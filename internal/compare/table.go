package compare

import (
	"cmp"
	"slices"

	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/profile"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Table is many areas with a few indicators.
type Table struct {
	Columns []Column
	Lines   []Line
}

// Column is an indicator in one period of one edition of its source.
type Column struct {
	Indicator indicator.Indicator
	Key       profile.Key
	Period    int
	Known     int // of how many areas there is a figure
}

// Line is an area.
type Line struct {
	Name, Code string
	Level      string
	Cells      []Cell
}

// TableOf makes the table of areas and indicators, in the order of names. An
// indicator of which no area has a figure is left out.
func TableOf(rules *profile.Rules, known profile.Indicators, areas []profile.Area, indicators []string) Table {
	pointers := make([]*profile.Area, len(areas))
	lines := make([]Line, len(areas))
	for at := range areas {
		pointers[at] = &areas[at]
		lines[at] = Line{Name: areas[at].Name, Code: areas[at].Code, Level: string(areas[at].Level)}
	}
	table := Table{}
	for _, name := range indicators {
		one, ok := known.ByID(name)
		if !ok {
			continue
		}
		key, period, found := common(pointers, name)
		if !found {
			continue
		}
		column := Column{Indicator: one, Key: key, Period: period}
		for at, cell := range cells(rules, one, pointers, key, period) {
			lines[at].Cells = append(lines[at].Cells, cell)
			if cell.Point.Known() {
				column.Known++
			}
		}
		table.Columns = append(table.Columns, column)
	}
	table.Lines = lines
	table.byName()
	return table
}

func (t *Table) byName() {
	slices.SortStableFunc(t.Lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(record.SortKey(a.Name), record.SortKey(b.Name)), cmp.Compare(a.Code, b.Code))
	})
}

// SortBy puts the lines in the order of a column; what is not known comes last
// in either direction, and equals stay in the order of names.
func (t *Table) SortBy(column int, descending bool) {
	if column < 0 || column >= len(t.Columns) {
		return
	}
	slices.SortStableFunc(t.Lines, func(a, b Line) int {
		one, other := a.Cells[column].Point, b.Cells[column].Point
		switch {
		case !one.Known() || !other.Known():
			return -cmp.Compare(truth(one.Known()), truth(other.Known()))
		case descending:
			return cmp.Compare(other.Value, one.Value)
		}
		return cmp.Compare(one.Value, other.Value)
	})
}

func truth(is bool) int {
	if is {
		return 1
	}
	return 0
}
