package web

import (
	"net/http"
	"net/url"
	"sort"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

const rowsPerPage = 50

// scored answers a map without script: table, picture, print page.
func (s *site) scored(r *http.Request) (mapQuery, *healthmap.Scored, error) {
	if s.Maps == nil {
		return mapQuery{}, nil, noMap(r)
	}
	query, err := readMapQuery(r)
	if err != nil {
		return query, nil, err
	}
	scored, err := s.Maps.Score(r.Context(), healthmap.Ask{
		Actor: s.actor(r),
		Code:  r.PathValue("code"), Set: query.Set, Year: query.Year, Lang: s.language(r),
		Level: query.Level, Thresholds: query.Thresholds,
	})
	return query, scored, err
}

// drawnAs is how a unit is shown: with how little known it is no longer a
// colour. The browser's is in score.ts.
func drawnAs(sheet *healthmap.Sheet, unit int) string {
	known, items := int(sheet.Known[unit]), len(sheet.Items)
	switch {
	case known == 0 || 2*known < items:
		return "hole"
	case known < int(sheet.MostKnown):
		return "partly"
	}
	return "whole"
}

// ramp is the step of the colours for a score; sets of other than eight items
// stretch it.
func ramp(score, items int) int {
	if items == 8 || items == 0 {
		return min(score, 8)
	}
	return (2*score*8 + items) / (2 * items)
}

// mapTable answers /kaart/{code}/tabel: the map in rows.
func (s *site) mapTable(w http.ResponseWriter, r *http.Request) error {
	query, scored, err := s.scored(r)
	if err != nil {
		return err
	}
	p := s.page(w, r)
	order := byScore(scored.Sheet)
	pages := max(1, (len(order)+rowsPerPage-1)/rowsPerPage)
	page := min(query.Page, pages)
	first := (page - 1) * rowsPerPage
	shown := order[first:min(first+rowsPerPage, len(order))]

	base := "/kaart/" + url.PathEscape(scored.Ground.Code)
	t := view.MapTable{
		Level: query.Level, First: first + 1, Last: first + len(shown), All: len(order), Page: page, Pages: pages,
		Map: base + "?" + query.address().Encode(), Items: len(scored.Sheet.Items),
		Title: p.T("map.stillTitle", "name", scored.Ground.Name, "set", scored.Values.Name, "year", scored.Values.Year),
	}
	for _, item := range scored.Sheet.Items {
		t.Columns = append(t.Columns, view.MapColumn{Name: shortName(item.Item), Full: item.Item.Name})
	}
	for _, unit := range shown {
		t.Rows = append(t.Rows, mapRow(p, scored, unit))
	}
	p.Title, p.Section, p.Place = p.T("map.tableTitle", "name", scored.Ground.Name), "map", scored.Ground.Name
	p.Fictional, p.Styles = scored.Values.Fictional, []string{"map.css"}
	return s.show(w, r, view.MapTablePage(p, t))
}

// byScore orders units: the highest score first, of equals the one of which
// most is known, then the order of the grid.
func byScore(sheet *healthmap.Sheet) []int {
	order := make([]int, len(sheet.Score))
	for at := range order {
		order[at] = at
	}
	sort.SliceStable(order, func(i, j int) bool {
		a, b := order[i], order[j]
		if sheet.Score[a] != sheet.Score[b] {
			return sheet.Score[a] > sheet.Score[b]
		}
		return sheet.Known[a] > sheet.Known[b]
	})
	return order
}

func mapRow(p view.Page, scored *healthmap.Scored, unit int) view.MapRow {
	sheet := scored.Sheet
	row := view.MapRow{
		Score: int(sheet.Score[unit]), Known: int(sheet.Known[unit]), Drawn: drawnAs(sheet, unit),
		Step: ramp(int(sheet.Score[unit]), len(sheet.Items)),
	}
	if sheet.Level == healthmap.CellLevel {
		cell := scored.Grid.Cells[unit]
		row.Name = p.Fmt().Int(int(cell.Q)) + ",\u00a0" + p.Fmt().Int(int(cell.R))
		if layer := scored.Grid.Layer("neighbourhood"); layer != nil {
			if area := layer.Largest(unit); area >= 0 {
				row.Within, row.Link = layer.Areas[area].Name, "/gebieden/neighbourhood/"+url.PathEscape(layer.Areas[area].Code)
			}
		}
	} else if layer := scored.Grid.Layer(sheet.Level); layer != nil {
		row.Name, row.Link = layer.Areas[unit].Name, "/gebieden/"+sheet.Level+"/"+url.PathEscape(layer.Areas[unit].Code)
	}
	for at := range sheet.Items {
		row.Values = append(row.Values, mapValue(p, &sheet.Items[at], unit))
	}
	return row
}

func mapValue(p view.Page, item *healthmap.ItemSheet, unit int) view.MapValue {
	value := view.MapValue{State: "under"}
	switch item.State[unit] {
	case healthmap.Missing:
		return view.MapValue{State: "hole", Hole: p.T("hole." + item.Hole(unit))}
	case healthmap.Over:
		value.State = "over"
	}
	if item.Item.Combine != healthmap.AnyOf {
		if number, known := item.Value(unit); known {
			part := item.Item.Parts[0]
			value.Texts = []string{p.Fmt().WithUnit(number, part.Decimals, part.Unit)}
		}
		return value
	}
	for at, part := range item.Parts {
		text := p.T("map.missing")
		if part.Hole[unit] == "" {
			text = p.Fmt().WithUnit(part.Value[unit], item.Item.Parts[at].Decimals, item.Item.Parts[at].Unit)
		}
		value.Texts = append(value.Texts, text)
	}
	return value
}

func shortName(item *healthmap.ValueItem) string {
	if item.Short != "" {
		return item.Short
	}
	return item.Name
}

// mapPrint answers /kaart/{code}/afdruk: map, legend, source line, date.
func (s *site) mapPrint(w http.ResponseWriter, r *http.Request) error {
	p, print, _, err := s.printedMap(w, r)
	if err != nil {
		return err
	}
	return s.show(w, r, view.MapPrintPage(p, print))
}

// printedMap makes what stands around the map on paper.
func (s *site) printedMap(w http.ResponseWriter, r *http.Request) (view.Page, view.MapPrint, *healthmap.Scored, error) {
	query, scored, err := s.scored(r)
	if err != nil {
		return view.Page{}, view.MapPrint{}, nil, err
	}
	p := s.page(w, r)
	print := mapPrintOf(p, query, scored)
	print.Embed = s.frame(embedPrefix+"kaart/"+url.PathEscape(scored.Ground.Code)+"?"+query.address().Encode(), print.Title, 700)
	p.Title, p.Section, p.Place = print.Title, "map", scored.Ground.Name
	p.Fictional, p.Styles = scored.Values.Fictional, []string{"map.css"}
	return p, print, scored, nil
}

// mapPrintOf is a map as a picture with all that belongs to it.
func mapPrintOf(p view.Page, query mapQuery, scored *healthmap.Scored) view.MapPrint {
	base, address := "/kaart/"+url.PathEscape(scored.Ground.Code), query.address().Encode()
	print := view.MapPrint{
		Title: p.T("map.stillTitle", "name", scored.Ground.Name, "set", scored.Values.Name, "year", scored.Values.Year),
		Image: base + "/kaart.svg?" + address, Map: base + "?" + address, Table: base + "/tabel?" + address,
		Change: base + "/verschil?" + url.Values{"niveau": {levelParam(query.Level)}, "set": {scored.Values.Set}}.Encode(),
		Name:   scored.Ground.Name, Legend: legendOf(scored.Sheet), Day: p.Fmt().Day(p.Now),
		Files: view.ChartLinks{Address: base + "/afbeelding", Query: address},
		Level: scored.Sheet.Level, Known: int(scored.Sheet.MostKnown), Items: len(scored.Sheet.Items),
	}
	sources := map[string]bool{}
	for at := range scored.Values.Items {
		item := &scored.Values.Items[at]
		print.Thresholds = append(print.Thresholds, shortName(item)+" "+thresholdWords(p, item))
		for _, part := range item.Parts {
			line := part.Source + " " + strconv.Itoa(part.Period)
			if part.Period > 0 && !sources[line] {
				sources[line] = true
				print.Sources = append(print.Sources, line)
			}
		}
	}
	return print
}

// thresholdWords says a threshold: vanaf 48 %.
func thresholdWords(p view.Page, item *healthmap.ValueItem) string {
	words := func(cut *healthmap.ValueCut, unit string) string {
		if cut == nil {
			return ""
		}
		text := p.Fmt().Fixed(cut.Threshold, cutDecimals(cut))
		if unit != "" {
			text += "\u00a0" + unit
		}
		if cut.Side == healthmap.UpTo {
			return p.T("map.upTo") + " " + text
		}
		return p.T("map.from") + " " + text
	}
	if item.Combine != healthmap.AnyOf {
		if len(item.Parts) == 0 {
			return ""
		}
		return words(item.Cut, item.Parts[0].Unit)
	}
	text := ""
	for at, part := range item.Parts {
		if at > 0 {
			text += ", "
		}
		text += part.Name + " " + words(part.Cut, part.Unit)
	}
	return text
}

func legendOf(sheet *healthmap.Sheet) []view.LegendEntry {
	items := len(sheet.Items)
	entries := make([]view.LegendEntry, int(sheet.MostKnown)+1)
	hole := view.LegendEntry{Drawn: "hole"}
	for score := range entries {
		entries[score] = view.LegendEntry{Score: score, Step: ramp(score, items), Drawn: "whole"}
	}
	for unit, score := range sheet.Score {
		if drawnAs(sheet, unit) == "hole" {
			hole.Count++
		} else {
			entries[score].Count++
		}
	}
	return append(entries, hole)
}
