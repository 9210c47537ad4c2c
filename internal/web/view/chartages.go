package view

import "github.com/koppelkans/koppelkans/internal/chart"

func showAgeBars(p Page, a chart.AgeBars) shownChart {
	w := chartWords{p, a.Unit}
	a.Here = w.hereName(a.Here)
	s := shownChart{
		ID: a.ID, Title: w.titled(a.Title), Source: a.Source, Drawings: w.sized(a),
		Description: w.sayAges(a), Tables: []chartTable{w.agesTable(a)},
	}
	if w.agesMissing(a) {
		s.Notes = append(s.Notes, w.T("chart.hatchedTable"))
	}
	return s
}

// side is a column of age bars: everybody, women or men.
type side struct {
	name string
	of   func(chart.AgeBand) chart.Pair
}

func (w chartWords) sides(a chart.AgeBars) []side {
	if !a.BySex() {
		return []side{{"", func(band chart.AgeBand) chart.Pair { return band.All }}}
	}
	return []side{
		{w.T("chart.women"), func(band chart.AgeBand) chart.Pair { return band.Women }},
		{w.T("chart.men"), func(band chart.AgeBand) chart.Pair { return band.Men }},
	}
}

// sayAges names the largest band, of everybody or of each sex.
func (w chartWords) sayAges(a chart.AgeBars) string {
	var list []string
	for _, side := range w.sides(a) {
		most := -1
		for at, band := range a.Bands {
			if pair := side.of(band); pair.Here.Known() && (most < 0 || pair.Here.Number() > side.of(a.Bands[most]).Here.Number()) {
				most = at
			}
		}
		if most < 0 {
			list = append(list, w.T("chart.nothing", "name", heading(a.Here, side.name)))
			continue
		}
		pair := side.of(a.Bands[most])
		list = append(list, w.T("chart.sayMost", "name", heading(a.Here, side.name), "band", a.Bands[most].Label, "value", w.value(pair.Here.Number())))
		if a.There != "" {
			list = append(list, w.says(heading(a.There, side.name), pair.There, chart.Interval{}))
		}
	}
	return sentences(list...)
}

func heading(name, side string) string {
	if side == "" {
		return name
	}
	return name + ", " + side
}

func (w chartWords) agesTable(a chart.AgeBars) chartTable {
	table := chartTable{Head: []string{w.T("chart.age")}}
	sides := w.sides(a)
	for _, side := range sides {
		table.Head = append(table.Head, heading(a.Here, side.name))
		if a.There != "" {
			table.Head = append(table.Head, heading(a.There, side.name))
		}
	}
	for _, band := range a.Bands {
		row := chartRow{Name: band.Label}
		for _, side := range sides {
			pair := side.of(band)
			row.Cells = append(row.Cells, w.cell(pair.Here, chart.Interval{}))
			if a.There != "" {
				row.Cells = append(row.Cells, w.cell(pair.There, chart.Interval{}))
			}
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

func (w chartWords) agesMissing(a chart.AgeBars) bool {
	for _, side := range w.sides(a) {
		for _, band := range a.Bands {
			if !side.of(band).Here.Known() {
				return true
			}
		}
	}
	return false
}
