package view

import (
	"slices"

	"github.com/koppelkans/koppelkans/internal/chart"
)

func showMultiples(p Page, m chart.SmallMultiples) shownChart {
	w := chartWords{p, m.Unit}
	trends, distributions := m.Shown()
	s := shownChart{ID: m.ID, Title: w.titled(m.Title), Source: m.Source}
	var cells []string // what each says
	trends = slices.Clone(trends)
	for at := range trends {
		trends[at].Here.Label = trends[at].Title
		cells = append(cells, w.sayTrend(trends[at]))
	}
	for _, d := range distributions {
		d.Here.Label = d.Title
		cells = append(cells, w.sayDistribution(d))
	}
	for at, cell := range m.Cells(w.pen()) {
		s.Cells = append(s.Cells, shownCell{cell, cells[at]})
	}
	s.Description = sentences(cells...)
	s.Notes = w.multiplesNotes(m, trends, distributions)
	if len(trends) > 0 {
		s.Tables = append(s.Tables, w.trendsTable(trends))
	}
	if len(distributions) > 0 {
		s.Tables = append(s.Tables, w.pointsTable(distributions))
	}
	return s
}

func (w chartWords) multiplesNotes(m chart.SmallMultiples, trends []chart.Trend, distributions []chart.Distribution) []string {
	notes := []string{w.T("chart.sameScale")}
	for _, series := range sharedSeries(trends) {
		notes = append(notes, w.T("chart.line."+lineName(series.Kind), "name", series.Label))
	}
	holes := slices.ContainsFunc(trends, func(t chart.Trend) bool { return w.holes(t.Here) != "" }) ||
		slices.ContainsFunc(distributions, func(d chart.Distribution) bool { return !d.Here.Value.Known() })
	if holes {
		notes = append(notes, w.T("chart.hatchedTable"))
	}
	if left := m.Left(); left > 0 {
		notes = append(notes, w.T("chart.left", "n", left))
	}
	return []string{sentences(notes...)}
}

// sharedSeries are the references of small trends, each once.
func sharedSeries(trends []chart.Trend) []chart.Series {
	var list []chart.Series
	for _, t := range trends {
		for _, series := range t.References {
			if !slices.ContainsFunc(list, func(known chart.Series) bool { return known.Label == series.Label }) {
				list = append(list, series)
			}
		}
	}
	return list
}

func lineName(kind chart.Kind) string {
	switch kind {
	case chart.Municipality:
		return "dashed"
	case chart.Country:
		return "dotted"
	}
	return "mixed"
}

// trendsTable has a row for each area and a column for each year.
func (w chartWords) trendsTable(trends []chart.Trend) chartTable {
	shared := sharedSeries(trends)
	whole := chart.Trend{References: shared}
	for _, t := range trends {
		whole.References = append(whole.References, t.Here)
	}
	table := chartTable{Head: []string{w.T("chart.area")}}
	years := whole.Years()
	for _, year := range years {
		table.Head = append(table.Head, number(year))
	}
	for _, series := range append(whole.References[len(shared):], shared...) {
		row := chartRow{Name: series.Label}
		for _, year := range years {
			row.Cells = append(row.Cells, w.moment(series, year))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// pointsTable has a row for each area, and one for each reference.
func (w chartWords) pointsTable(distributions []chart.Distribution) chartTable {
	table := chartTable{Head: []string{w.T("chart.area"), w.T("chart.value")}}
	var references []chart.Point
	for _, d := range distributions {
		d.Here.Label = d.Title
		table.add(w, d.Here)
		for _, point := range d.References {
			if !slices.ContainsFunc(references, func(known chart.Point) bool { return known.Label == point.Label }) {
				references = append(references, point)
			}
		}
	}
	for _, point := range references {
		table.add(w, point)
	}
	return table
}
