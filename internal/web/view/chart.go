package view

import (
	"math"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/koppelkans/koppelkans/internal/chart"
	"github.com/koppelkans/koppelkans/internal/picture"
)

// shownChart is a chart with all that goes with it in words.
type shownChart struct {
	ID, Title, Description, Source string
	Drawings                       []sizedDrawing // the same, for a narrow and a wide place
	Cells                          []shownCell    // instead of drawings: one for each area
	Notes                          []string
	Tables                         []chartTable
}

type sizedDrawing struct {
	Class string
	chart.Drawing
}

type shownCell struct {
	chart.Cell
	Description string
}

// chartTable holds the same figures as a chart.
type chartTable struct {
	About string // of a second one: what it has
	Head  []string
	Rows  []chartRow
}

// titled names a table of a chart.
func (t chartTable) titled(title string) string {
	if t.About == "" {
		return title
	}
	return title + ", " + t.About
}

type chartRow struct {
	Name  string
	Cells []chartCell
}

// chartCell is a value, with how sure it is, or the reason why it is missing.
type chartCell struct{ Text, Margin, Hole string }

// showChart says in words what a chart draws.
func showChart(p Page, c chart.Chart) shownChart {
	switch c := c.(type) {
	case chart.Distribution:
		return showDistribution(p, c)
	case chart.Trend:
		return showTrend(p, c)
	case chart.SmallMultiples:
		return showMultiples(p, c)
	case chart.AgeBars:
		return showAgeBars(p, c)
	}
	return shownChart{}
}

// chartWords writes the numbers of one chart.
type chartWords struct {
	Page
	unit chart.Unit
}

func (w chartWords) number(v float64) string {
	return w.Fmt().WorkedOut(v, w.unit.Decimals, w.unit.Name)
}

func (w chartWords) value(v float64) string {
	return w.Fmt().WithUnit(v, w.unit.Decimals, w.unit.Name)
}

// tick writes a round number; millions in words, for an axis has little room.
func (w chartWords) tick(v float64, decimals int) string {
	const million = 1e6
	if math.Abs(v) < million {
		return w.Fmt().WorkedOut(v, decimals, w.unit.Name)
	}
	return w.T("chart.million", "n", w.Fmt().Float(v/million))
}

func (w chartWords) pen() chart.Pen {
	return chart.Pen{
		Value: w.value, Number: w.number, Tick: w.tick,
		Missing: w.T("map.missing"), Women: w.T("chart.women"), Men: w.T("chart.men"),
	}
}

// sized draws a chart for a narrow and for a wide place.
func (w chartWords) sized(c chart.Chart) []sizedDrawing {
	return []sizedDrawing{
		{"chart-narrow", c.Draw(w.pen(), chart.Narrow)},
		{"chart-wide", c.Draw(w.pen(), chart.Wide)},
	}
}

func (w chartWords) margin(i chart.Interval) string {
	if !i.Known() {
		return ""
	}
	return w.T("chart.between", "low", w.number(i.Low()), "high", w.value(i.High()))
}

func (w chartWords) cell(v chart.Value, margin chart.Interval) chartCell {
	if !v.Known() {
		return chartCell{Hole: orUnknown(w.Page, v.Reason())}
	}
	return chartCell{Text: w.value(v.Number()), Margin: w.margin(margin)}
}

func orUnknown(p Page, reason string) string {
	if reason == "" {
		return p.T("chart.noReason")
	}
	return reason
}

// says is a value of an area as a sentence.
func (w chartWords) says(name string, v chart.Value, margin chart.Interval) string {
	switch {
	case !v.Known():
		return w.T("chart.saysMissing", "name", name, "reason", orUnknown(w.Page, v.Reason()))
	case margin.Known():
		return w.T("chart.saysBetween", "name", name, "value", w.value(v.Number()), "low", w.number(margin.Low()), "high", w.value(margin.High()))
	}
	return w.T("chart.says", "name", name, "value", w.value(v.Number()))
}

func sentences(list ...string) string {
	var said []string
	for _, text := range list {
		if text != "" {
			said = append(said, text)
		}
	}
	return strings.Join(said, " ")
}

// chartSheet is a chart as a picture that stands alone.
func chartSheet(p Page, c chart.Chart, licence string) (shownChart, chart.Drawing) {
	s := showChart(p, c)
	sheet := chart.Sheet{Title: s.Title, Notes: s.Notes}
	if s.Source != "" {
		sheet.Lines = append(sheet.Lines, sourceLine(p, s.Source))
	}
	if licence != "" {
		sheet.Lines = append(sheet.Lines, p.T("chart.licence", "licence", licence))
	}
	if p.Fictional {
		sheet.Lines = append(sheet.Lines, p.T("site.fictional"))
	}
	return s, sheet.Around(c.Draw(chartWords{p, chartUnit(c)}.pen(), chart.Wide))
}

// sourceLine names a source that may be a sentence already.
func sourceLine(p Page, source string) string {
	return p.T("chart.source", "source", strings.TrimSuffix(source, "."))
}

// ChartOnSheet is a chart that stands alone, with its title, source and licence
// in the drawing, and what it shows in words.
func ChartOnSheet(p Page, c chart.Chart, licence string) (title, description string, d chart.Drawing) {
	s, drawing := chartSheet(p, c, licence)
	return s.Title, s.Description, drawing
}

// ChartAlone is a chart beside a text that says what it is about, and what it
// shows in words.
func ChartAlone(p Page, c chart.Chart) (title, description string, d chart.Drawing) {
	s := showChart(p, c)
	return s.Title, s.Description, c.Draw(chartWords{p, chartUnit(c)}.pen(), chart.Narrow)
}

// titled puts a unit that is a word behind the title; % and km stand beside
// numbers.
func (w chartWords) titled(title string) string {
	if len([]rune(w.unit.Name)) <= 3 {
		return title
	}
	return title + ", " + w.unit.Name
}

func chartUnit(c chart.Chart) chart.Unit {
	switch c := c.(type) {
	case chart.Distribution:
		return c.Unit
	case chart.Trend:
		return c.Unit
	case chart.SmallMultiples:
		return c.Unit
	case chart.AgeBars:
		return c.Unit
	}
	return chart.Unit{}
}

// chartFont is asked for by a picture that stands alone; a page has its own.
const chartFont = "'Atkinson Hyperlegible Next','Atkinson Hyperlegible',system-ui,sans-serif"

// chartInk is the look of a mark; paper says that no style sheet is there.
func chartInk(m chart.Mark, paper bool) templ.Attributes {
	look := picture.Inks[m.Role]
	ink := templ.Attributes{"fill": "none"}
	if look.Fill != "" {
		ink["fill"] = look.Fill
	}
	if look.Stroke != "" {
		ink["stroke"] = look.Stroke
	}
	if look.Width > 0 {
		ink["stroke-width"] = unit(look.Width)
	}
	if len(look.Dash) > 0 {
		ink["stroke-dasharray"] = dashes(look.Dash)
	}
	if look.Round {
		ink["stroke-linecap"] = "round"
	}
	if m.Role == chart.RoleHereLine {
		ink["stroke-linejoin"] = "round"
	}
	if look.Bold {
		ink["font-weight"] = "700"
	}
	if look.Italic {
		ink["font-style"] = "italic"
	}
	if !paper {
		ink["class"] = "chart-" + string(m.Role)
	}
	return ink
}

func dashes(list []float64) string {
	var texts []string
	for _, length := range list {
		texts = append(texts, unit(length))
	}
	return strings.Join(texts, " ")
}

// unit writes a length of a drawing.
func unit(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func viewBox(d chart.Drawing) string { return "0 0 " + unit(d.Width) + " " + unit(d.Height) }

func shift(part chart.Part) string { return "translate(" + unit(part.X) + " " + unit(part.Y) + ")" }

// spaced puts a space before a strong part that follows a text.
func spaced(m chart.Mark) string {
	if m.Text == "" || m.Strong == "" {
		return m.Text
	}
	return m.Text + " "
}
