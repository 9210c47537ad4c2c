package web

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/chart"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/picture"
	"github.com/koppelkans/koppelkans/internal/report"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// mapSheet answers /kaart/{code}/afbeelding.svg, .png and .csv: the map of the
// print page as a file that stands alone, with what it shows, its legend and
// its sources in the picture.
func (s *site) mapSheet(end string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := s.count(s.limits.prints, s.reader(r)); err != nil {
			return err
		}
		p, print, scored, err := s.printedMap(w, r)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		mediaType := sheet.CSV.MediaType()
		switch end {
		case "svg":
			mapOnSheet(p, print, scored).svg(&out, p.Lang)
			mediaType = "image/svg+xml"
		case "png":
			err, mediaType = mapOnSheet(p, print, scored).png(&out, s.letters), "image/png"
		default:
			err = mapTableFile(p, scored, &out)
		}
		if err != nil {
			return err
		}
		return s.download(w, fmt.Sprintf("%s-%s-%d.%s", r.PathValue("code"), scored.Values.Set, scored.Values.Year, end), mediaType, out.Bytes())
	}
}

// Measures of the legend below a map.
const (
	legendTall = 44.0
	legendStep = 96.0
	legendDown = 5.0 // from the middle of a text to its baseline
)

// mapPicture is a map with words around it.
type mapPicture struct {
	title, about string
	cells        *mapCells
	whole        chart.Drawing // the words, with room for the map
	left, top    float64       // of the map
	legend       []legendMark
	step         float64 // between two marks of the legend
}

// legendMark is a cell of the legend with what stands beside it.
type legendMark struct {
	look cellLook
	says string
}

// mapOnSheet lays a map between its title, and its legend and sources.
func mapOnSheet(p view.Page, print view.MapPrint, scored *healthmap.Scored) *mapPicture {
	m := &mapPicture{title: print.Title, about: p.T("map.still", "name", print.Name), cells: newCells(scored), step: legendStep}
	for _, entry := range print.Legend {
		mark := legendMark{says: p.Fmt().Int(entry.Count), look: cellLook{ink: inkOnPale, text: "?"}}
		if entry.Drawn != "hole" {
			mark.look = cellLook{fill: scoreColours[entry.Step], ink: inkOn(entry.Step), text: strconv.Itoa(entry.Score)}
		}
		m.legend = append(m.legend, mark)
	}
	around := chart.Sheet{Title: print.Title, Notes: []string{print.LegendText(p), p.T("map.stillThresholds", "list", strings.Join(print.Thresholds, "; "))}, Lines: []string{p.T("map.stillSources", "list", strings.Join(print.Sources, "; ")), p.T("map.stillMade", "day", print.Day)}}
	return m.around(p, around)
}

// around puts words around a map, with room for its legend.
func (m *mapPicture) around(p view.Page, words chart.Sheet) *mapPicture {
	if p.Fictional {
		words.Lines = append(words.Lines, p.T("map.fictional")+".")
	}
	width, height := m.cells.size()
	m.whole = words.Around(chart.Drawing{Width: max(width, m.step*float64(len(m.legend)), 640), Height: height + legendTall})
	m.left, m.top = m.whole.Parts[0].X, m.whole.Parts[0].Y
	return m
}

// draw draws the map and, below it, a cell for each score with how often it
// occurs.
func (m *mapPicture) draw(on mapPaper) (legend []chart.Mark) {
	m.cells.draw(on)
	y := m.cells.height + legendTall/2
	for at, entry := range m.legend {
		x := svgEdge + m.step*float64(at)
		on.cell(x, y, entry.look.fill)
		on.score(x, y, entry.look.ink, entry.look.text)
		legend = append(legend, chart.Mark{Role: chart.RoleWord, X: m.left + x + 16, Y: m.top + y + legendDown, Size: 14, Anchor: "start", Text: entry.says})
	}
	return legend
}

func (m *mapPicture) svg(out *bytes.Buffer, lang string) {
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="%[5]s" width="%[1]s" height="%[2]s" viewBox="0 0 %[1]s %[2]s"><title>%[3]s</title><desc>%[4]s</desc><rect width="100%%" height="100%%" fill="#ffffff"/>`,
		short(m.whole.Width), short(m.whole.Height), html.EscapeString(m.title), html.EscapeString(m.about), lang)
	fmt.Fprintf(out, `<g transform="translate(%s %s)">`, short(m.left), short(m.top))
	legend := m.draw(newSVGPaper(out))
	out.WriteString(`</g></g><g font-family="Atkinson Hyperlegible Next,system-ui,sans-serif">`)
	for _, mark := range append(m.whole.Marks, legend...) {
		weight := ""
		if picture.Inks[mark.Role].Bold {
			weight = ` font-weight="700"`
		}
		fmt.Fprintf(out, `<text x="%s" y="%s" font-size="%s" fill="%s"%s>%s</text>`, short(mark.X), short(mark.Y), short(mark.Size), picture.Inks[mark.Role].Fill, weight, html.EscapeString(mark.Text))
	}
	out.WriteString("</g></svg>")
}

func (m *mapPicture) png(out *bytes.Buffer, letters *picture.Letters) error {
	c := picture.New(m.whole.Width, m.whole.Height, letters)
	legend := m.draw(&pixelPaper{c, m.left, m.top})
	c.Drawing(chart.Drawing{Marks: append(m.whole.Marks, legend...)})
	return c.PNG(out)
}

// pixelPaper draws a map with pixels, at its place on the sheet.
type pixelPaper struct {
	*picture.Canvas
	left, top float64
}

func (p *pixelPaper) cell(x, y float64, fill string) {
	if fill == "" {
		p.hatch(x, y, 1)
		return
	}
	p.At(p.left+x, p.top+y, hexPath(), picture.Ink{Fill: fill, Stroke: "#ffffff", Width: 0.6})
}

func (p *pixelPaper) hatch(x, y, opacity float64) {
	// The pattern of the SVG: lines 4 apart, sloping down to the left, of which
	// the edge of the pattern leaves half.
	p.Hatch(p.left+x, p.top+y, hexPath(), 4, picture.Ink{Stroke: inkOnPale, Width: 0.35, Opacity: opacity})
}

func (p *pixelPaper) score(x, y float64, ink, text string) {
	p.Text(p.left+x, p.top+y+scoreDown, 10, "middle", text, "", picture.Ink{Fill: ink, Bold: true})
}

func (p *pixelPaper) borders(path string) {
	p.At(p.left, p.top, path, picture.Ink{Stroke: "#000000", Width: 2, Round: true})
}

func (p *pixelPaper) name(x, y float64, text string) {
	p.Text(p.left+x, p.top+y+nameDown, 17, "middle", text, "", picture.Ink{Fill: inkOnPale, Stroke: "#ffffff", Width: 4.5, Round: true, Bold: true})
}

// mapTableFile writes the figures of a map: a row for each cell, or for each
// area when these are scored.
func mapTableFile(p view.Page, scored *healthmap.Scored, out *bytes.Buffer) error {
	layer := scored.Grid.Layer(scored.Sheet.Level)
	if scored.Sheet.Level == healthmap.CellLevel || layer == nil {
		return report.MapFile{Scored: scored}.WriteCSV(out)
	}
	columns := []sheet.Column{{Name: "code"}, {Name: p.T("chart.column.area")}, {Name: p.T("map.score")}, {Name: p.T("map.knownShort")}}
	for at := range scored.Sheet.Items {
		columns = append(columns, sheet.Column{Name: scored.Sheet.Items[at].Item.Name})
	}
	table, err := sheet.NewWriter(out, sheet.CSV, columns)
	if err != nil {
		return err
	}
	for unit, area := range layer.Areas {
		row := []string{area.Code, area.Name, strconv.Itoa(int(scored.Sheet.Score[unit])), strconv.Itoa(int(scored.Sheet.Known[unit]))}
		for at := range scored.Sheet.Items {
			text := ""
			if value, known := scored.Sheet.Items[at].Value(unit); known {
				text = strconv.FormatFloat(value, 'f', -1, 64)
			}
			row = append(row, text)
		}
		if err := table.Write(row); err != nil {
			return err
		}
	}
	return table.Close()
}
