package view

import (
	"cmp"
	"slices"

	"github.com/koppelkans/koppelkans/internal/chart"
)

func showDistribution(p Page, d chart.Distribution) shownChart {
	w := chartWords{p, d.Unit}
	return shownChart{
		ID: d.ID, Title: w.titled(d.Title), Source: d.Source,
		Drawings: w.sized(d), Description: w.sayDistribution(d),
		Notes: w.distributionNotes(d), Tables: w.distributionTables(d),
	}
}

// hereName is what here is called in words.
func (w chartWords) hereName(name string) string {
	if name == "" {
		return w.T("chart.here")
	}
	return name
}

func (w chartWords) sayDistribution(d chart.Distribution) string {
	list := []string{w.says(w.hereName(d.Here.Label), d.Here.Value, d.Here.Margin)}
	for _, point := range d.References {
		list = append(list, w.says(point.Label, point.Value, point.Margin))
	}
	return sentences(append(list, w.sayOthers(d))...)
}

// sayOthers tells between what the other areas lie, and how many lie lower.
func (w chartWords) sayOthers(d chart.Distribution) string {
	var known []float64
	below := 0
	for _, point := range d.Others {
		if point.Value.Known() {
			known = append(known, point.Value.Number())
			if d.Here.Value.Known() && point.Value.Number() < d.Here.Value.Number() {
				below++
			}
		}
	}
	if len(known) == 0 {
		return ""
	}
	text := w.T("chart.sayOthers", "n", len(known), "name", d.OthersName, "low", w.value(slices.Min(known)), "high", w.value(slices.Max(known)))
	if !d.Here.Value.Known() {
		return text
	}
	return text + " " + w.T("chart.sayBelow", "n", below)
}

func (w chartWords) distributionNotes(d chart.Distribution) []string {
	var notes []string
	if !d.Here.Value.Known() {
		notes = append(notes, w.says(w.hereName(d.Here.Label), d.Here.Value, chart.Interval{}))
	}
	for _, point := range d.References {
		if !point.Value.Known() {
			notes = append(notes, w.says(point.Label, point.Value, chart.Interval{}))
		}
	}
	if d.Here.Value.Known() && d.Here.Margin.Known() {
		notes = append(notes, w.T("chart.sure", "low", w.number(d.Here.Margin.Low()), "high", w.value(d.Here.Margin.High())))
	}
	if len(d.Others) == 0 {
		return notes
	}
	if bins := d.Bins(); len(bins) > 0 {
		return append(notes, w.T("chart.bins", "name", d.OthersName, "n", len(d.Others)))
	}
	return append(notes, w.T("chart.ticks", "name", d.OthersName))
}

func (w chartWords) distributionTables(d chart.Distribution) []chartTable {
	named := chartTable{Head: []string{w.T("chart.area"), w.T("chart.value")}}
	here := d.Here
	here.Label = w.hereName(here.Label)
	named.add(w, here)
	for _, point := range d.References {
		named.add(w, point)
	}
	bins := d.Bins()
	if len(bins) == 0 {
		for _, point := range fromHigh(d.Others) {
			named.add(w, point)
		}
		return []chartTable{named}
	}
	counted := chartTable{About: d.OthersName, Head: []string{d.OthersName, w.T("chart.count")}}
	for _, bin := range bins {
		counted.Rows = append(counted.Rows, chartRow{
			Name:  w.binName(bin),
			Cells: []chartCell{{Text: w.Fmt().Int(bin.Count)}},
		})
	}
	holes := 0
	for _, point := range d.Others {
		if !point.Value.Known() {
			holes++
		}
	}
	if holes > 0 {
		counted.Rows = append(counted.Rows, chartRow{Name: w.T("map.missing"), Cells: []chartCell{{Text: w.Fmt().Int(holes)}}})
	}
	return []chartTable{named, counted}
}

// binName gives the bounds of a bin with the decimals that they have, which
// may be more than those of a value.
func (w chartWords) binName(bin chart.Bin) string {
	text := w.T("chart.between", "low", w.Fmt().Float(bin.Low), "high", w.Fmt().Float(bin.High))
	if w.unit.Name != "" {
		text += "\u00a0" + w.unit.Name
	}
	if bin.Here {
		text += " (" + w.T("chart.here") + ")"
	}
	return text
}

func (t *chartTable) add(w chartWords, point chart.Point) {
	t.Rows = append(t.Rows, chartRow{Name: point.Label, Cells: []chartCell{w.cell(point.Value, point.Margin)}})
}

// fromHigh puts the highest first and what is missing last.
func fromHigh(list []chart.Point) []chart.Point {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b chart.Point) int {
		if a.Value.Known() != b.Value.Known() {
			return map[bool]int{true: -1, false: 1}[a.Value.Known()]
		}
		return cmp.Compare(b.Value.Number(), a.Value.Number())
	})
	return list
}
