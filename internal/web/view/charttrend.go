package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/chart"
)

func showTrend(p Page, t chart.Trend) shownChart {
	w := chartWords{p, t.Unit}
	t.Here.Label = w.hereName(t.Here.Label)
	s := shownChart{
		ID: t.ID, Title: w.titled(t.Title), Source: t.Source,
		Drawings: w.sized(t), Description: w.sayTrend(t), Tables: []chartTable{w.trendTable(t)},
	}
	if slices.ContainsFunc(t.Here.Moments, func(m chart.Moment) bool { return m.Value.Known() && m.Margin.Known() }) {
		s.Notes = append(s.Notes, w.T("chart.band"))
	}
	if holes := w.holes(t.Here); holes != "" {
		s.Notes = append(s.Notes, w.T("chart.hatched", "holes", holes))
	}
	if from, raised := t.From(); raised {
		s.Notes = append(s.Notes, w.T("chart.from", "value", w.value(from)))
	}
	return s
}

func (w chartWords) sayTrend(t chart.Trend) string {
	list := []string{w.sayCourse(t.Here)}
	if holes := w.holes(t.Here); holes != "" {
		list = append(list, w.T("chart.missingIn", "holes", holes))
	}
	for _, series := range t.References {
		list = append(list, w.sayCourse(series))
	}
	return sentences(list...)
}

// sayCourse tells where a series begins, ends and turns.
func (w chartWords) sayCourse(series chart.Series) string {
	var known []chart.Moment
	for _, m := range series.Moments {
		if m.Value.Known() {
			known = append(known, m)
		}
	}
	if len(known) == 0 {
		return w.T("chart.nothing", "name", series.Label)
	}
	first, last := known[0], known[len(known)-1]
	if len(known) == 1 {
		return w.T("chart.sayYear", "name", series.Label, "value", w.value(first.Value.Number()), "year", number(first.Year))
	}
	compare := func(a, b chart.Moment) int { return cmp.Compare(a.Value.Number(), b.Value.Number()) }
	low, high := slices.MinFunc(known, compare), slices.MaxFunc(known, compare)
	return w.T("chart.sayCourse", "name", series.Label,
		"first", w.value(first.Value.Number()), "from", number(first.Year), "last", w.value(last.Value.Number()), "to", number(last.Year),
		"low", w.value(low.Value.Number()), "lowYear", number(low.Year), "high", w.value(high.Value.Number()), "highYear", number(high.Year))
}

// holes lists the years that are missing, with the reason once for each.
func (w chartWords) holes(series chart.Series) string {
	var reasons []string
	years := map[string][]string{}
	for _, m := range series.Moments {
		if m.Value.Known() {
			continue
		}
		reason := orUnknown(w.Page, m.Value.Reason())
		if years[reason] == nil {
			reasons = append(reasons, reason)
		}
		years[reason] = append(years[reason], number(m.Year))
	}
	for at, reason := range reasons {
		reasons[at] = strings.Join(years[reason], ", ") + " (" + reason + ")"
	}
	return joined(reasons)
}

func (w chartWords) trendTable(t chart.Trend) chartTable {
	series := append([]chart.Series{t.Here}, t.References...)
	table := chartTable{Head: []string{w.T("figure.period")}}
	for _, one := range series {
		table.Head = append(table.Head, one.Label)
	}
	for _, year := range slices.Backward(t.Years()) {
		row := chartRow{Name: number(year)}
		for _, one := range series {
			row.Cells = append(row.Cells, w.moment(one, year))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// moment is the cell of a year; one that the series does not know stays a dash.
func (w chartWords) moment(series chart.Series, year int) chartCell {
	for _, m := range series.Moments {
		if m.Year == year {
			return w.cell(m.Value, m.Margin)
		}
	}
	return chartCell{Text: "–"}
}
