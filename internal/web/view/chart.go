package view

import (
	"math"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/koppelkans/koppelkans/internal/chart"
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

func (w chartWords) number(v float64) string { return w.Fmt().Fixed(v, w.unit.Decimals) }

func (w chartWords) value(v float64) string {
	return w.Fmt().WithUnit(v, w.unit.Decimals, w.unit.Name)
}

// tick writes a round number; millions in words, for an axis has little room.
func (w chartWords) tick(v float64, decimals int) string {
	const million = 1e6
	if math.Abs(v) < million {
		return w.Fmt().Fixed(v, decimals)
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
		sheet.Lines = append(sheet.Lines, p.T("chart.source", "source", s.Source))
	}
	if licence != "" {
		sheet.Lines = append(sheet.Lines, p.T("chart.licence", "licence", licence))
	}
	if p.Fictional {
		sheet.Lines = append(sheet.Lines, p.T("site.fictional"))
	}
	return s, sheet.Around(c.Draw(chartWords{p, chartUnit(c)}.pen(), chart.Wide))
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

// chartInks are the looks of roles. They are those of a picture on white paper;
// on a page chart.css puts the tokens of the brand over the colours. No two
// marks that may meet differ by colour alone.
var chartInks = map[chart.Role]templ.Attributes{
	chart.RoleAxis:             {"fill": "none", "stroke": "#767d78", "stroke-width": "1.25"},
	chart.RoleGrid:             {"fill": "none", "stroke": "#dbd7ca"},
	chart.RoleTick:             {"fill": "#414c49"},
	chart.RoleBand:             {"fill": "#cfcbc0"},
	chart.RoleArea:             {"fill": "#e4e1d8"},
	chart.RoleHere:             {"fill": "#17211f", "stroke": "#ffffff", "stroke-width": "1.5"},
	chart.RoleHereLine:         {"fill": "none", "stroke": "#17211f", "stroke-width": "2.5", "stroke-linejoin": "round"},
	chart.RoleHereWord:         {"fill": "#17211f"},
	chart.RoleMunicipality:     {"fill": "none", "stroke": "#17211f", "stroke-width": "3"},
	chart.RoleMunicipalityLine: {"fill": "none", "stroke": "#414c49", "stroke-width": "2", "stroke-dasharray": "7 4"},
	chart.RoleCountry:          {"fill": "#ffffff", "stroke": "#17211f", "stroke-width": "2"},
	chart.RoleCountryLine:      {"fill": "none", "stroke": "#414c49", "stroke-width": "2.25", "stroke-dasharray": "0.1 5", "stroke-linecap": "round"},
	chart.RoleOther:            {"fill": "#ffffff", "stroke": "#17211f", "stroke-width": "1.75"},
	chart.RoleOtherLine:        {"fill": "none", "stroke": "#414c49", "stroke-width": "1.75", "stroke-dasharray": "9 3 2 3"},
	chart.RoleWord:             {"fill": "#17211f"},
	chart.RoleNeighbour:        {"fill": "none", "stroke": "#767d78"},
	chart.RoleCrowd:            {"fill": "#cbc5b4"},
	chart.RoleBar:              {"fill": "#cbc5b4", "stroke": "#17211f"},
	chart.RoleHalo:             {"fill": "none", "stroke": "#ffffff", "stroke-width": "6"},
	chart.RoleHole:             {"fill": "#ffffff", "stroke": "#767d78"},
	chart.RoleHatch:            {"fill": "none", "stroke": "#17211f", "stroke-width": "0.8"},
	chart.RoleHoleWord:         {"fill": "#414c49", "font-style": "italic"},
	chart.RoleLeader:           {"fill": "none", "stroke": "#767d78"},
	chart.RoleTitle:            {"fill": "#17211f", "font-weight": "700"},
	chart.RoleNote:             {"fill": "#414c49"},
}

// chartInk is the look of a mark; paper says that no style sheet is there.
func chartInk(m chart.Mark, paper bool) templ.Attributes {
	ink := templ.Attributes{}
	for name, value := range chartInks[m.Role] {
		ink[name] = value
	}
	if !paper {
		ink["class"] = "chart-" + string(m.Role)
	}
	return ink
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
