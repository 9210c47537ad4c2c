package web

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/chart"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// changeSheet answers /kaart/{code}/verschil/afbeelding.svg, .png and .csv: the
// difference of two maps as a file that stands alone, with what went up and
// down, its legend and its sources.
func (s *site) changeSheet(end string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := s.count(s.limits.prints, s.reader(r)); err != nil {
			return err
		}
		_, change, err := s.changeOf(r)
		if err != nil {
			return err
		}
		p := s.page(w, r)
		p.Fictional = change.To.Values.Fictional
		var out bytes.Buffer
		mediaType := sheet.CSV.MediaType()
		switch end {
		case "svg":
			changeOnSheet(p, change).svg(&out, p.Lang)
			mediaType = "image/svg+xml"
		case "png":
			err, mediaType = changeOnSheet(p, change).png(&out, s.letters), "image/png"
		default:
			err = changeTableFile(p, change, &out)
		}
		if err != nil {
			return err
		}
		name := fmt.Sprintf("%s-verschil-%s-%d-%s-%d.%s", r.PathValue("code"), change.From.Values.Set, change.From.Values.Year, change.To.Values.Set, change.To.Values.Year, end)
		return s.download(w, name, mediaType, out.Bytes())
	}
}

// changeStep is the width of a mark in the legend of a difference.
const changeStep = 84.0

// changeOnSheet lays the difference between its title, and its legend, what went
// up and down, and its sources.
func changeOnSheet(p view.Page, change *healthmap.Change) *mapPicture {
	from, to := change.From.Values, change.To.Values
	title := p.T("mapchange.pictureTitle", "name", change.To.Ground.Name, "from", from.Name, "fromYear", from.Year, "to", to.Name, "toYear", to.Year)
	m := &mapPicture{title: title, about: title, cells: changeCells(change), step: changeStep}
	counts := changeLegend(p, change)
	for by := -stepBounds; by <= stepBounds; by++ {
		look := changeLook(healthmap.Step{Known: true, By: by})
		look.text = plusMinus(by)
		m.legend = append(m.legend, legendMark{look: look, says: p.Fmt().Int(counts[by+stepBounds].Count)})
	}
	m.legend = append(m.legend, legendMark{look: cellLook{ink: inkOnPale, text: "?"}, says: p.Fmt().Int(counts[len(counts)-1].Count)})
	var sums []string
	for _, sum := range changeSums(p, change) {
		sums = append(sums, strings.ToLower(sum.Name)+" "+sum.Units+" ("+sum.Share+")")
	}
	notes := []string{p.T("mapchange.sheetLegend", "sums", strings.Join(sums, ", ")), p.T("mapchange.sheetItems", "list", strings.Join(change.Items, "; "))}
	lines := []string{p.T("map.stillSources", "list", strings.Join(changeSources(change), "; ")), p.T("map.stillMade", "day", p.Day(p.Today()))}
	return m.around(p, chart.Sheet{Title: title, Notes: notes, Lines: lines})
}

// changeSources lists the sources of both maps, each once.
func changeSources(change *healthmap.Change) []string {
	var list []string
	for _, values := range []*healthmap.Values{change.From.Values, change.To.Values} {
		for _, item := range values.Items {
			for _, part := range item.Parts {
				if line := part.Source + " " + strconv.Itoa(part.Period); part.Period > 0 && !slices.Contains(list, line) {
					list = append(list, line)
				}
			}
		}
	}
	return list
}

// changeTableFile writes a row for each cell, or for each area: both scores and
// the difference, what changed most first.
func changeTableFile(p view.Page, change *healthmap.Change, out *bytes.Buffer) error {
	columns := []sheet.Column{{Name: p.T("chart.column.area")}, {Name: p.T("mapchange.within")}, {Name: p.T("mapchange.columnFrom", "year", change.From.Values.Year)},
		{Name: p.T("mapchange.columnTo", "year", change.To.Values.Year)}, {Name: p.T("mapchange.columnBy")}}
	table, err := sheet.NewWriter(out, sheet.CSV, columns)
	if err != nil {
		return err
	}
	for _, unit := range byStep(change) {
		row := changeRow(p, change, unit)
		by := ""
		if step := change.Steps[unit]; step.Known {
			by = strconv.Itoa(step.By)
		}
		if err := table.Write([]string{row.Name, row.Within, strconv.Itoa(row.From.Score), strconv.Itoa(row.To.Score), by}); err != nil {
			return err
		}
	}
	return table.Close()
}
