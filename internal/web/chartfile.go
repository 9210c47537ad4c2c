package web

import (
	"bytes"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/chart"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/picture"
	"github.com/koppelkans/koppelkans/internal/profile"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/web/assets"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// The charts of an indicator, by their words in addresses, and that of ages.
const (
	lineFile  = "verdeling"
	trendFile = "loop"
	agesFile  = "leeftijden"
)

// lettersOf gives the letters that pictures are painted in.
func lettersOf(files *assets.Files) (*picture.Letters, error) {
	var fonts [3][]byte
	for at, style := range [3]string{"400-normal", "700-normal", "400-italic"} {
		var err error
		if fonts[at], err = files.Content("atkinson-hyperlegible-next-latin-" + style + ".woff"); err != nil {
			return nil, err
		}
	}
	return picture.LoadLetters(fonts[0], fonts[1], fonts[2])
}

// chartFile answers /gebieden/{level}/{code}/grafiek/{file}: a chart of the page
// of a place as SVG, PNG or CSV.
func (s *site) chartFile(w http.ResponseWriter, r *http.Request) error {
	end := path.Ext(r.PathValue("file"))
	name := strings.TrimSuffix(r.PathValue("file"), end)
	end = strings.TrimPrefix(end, ".")
	if !slices.Contains(view.ChartEnds[:], end) {
		return fault.New(fault.NotFound, "chart.unknown", nil)
	}
	if err := s.count(s.limits.prints, s.reader(r)); err != nil {
		return err
	}
	on, err := s.onPlace(w, r, "")
	if err != nil {
		return err
	}
	pp, err := s.profileOf(r, on)
	if err != nil {
		return err
	}
	found, licence, err := pp.chartNamed(name, r.URL.Query().Get("soort"))
	if err != nil {
		return err
	}
	content, mediaType, err := s.chartContent(r, pp.p, found, licence, end)
	if err != nil {
		return err
	}
	return s.download(w, r.PathValue("code")+"-"+r.PathValue("file"), mediaType, content)
}

// chartNamed finds a chart of the page, and the licence of its figures.
func (pp *profilePage) chartNamed(name, sort string) (chart.Chart, string, error) {
	unknown := fault.New(fault.NotFound, "chart.unknown", nil)
	if name == agesFile {
		ages := pp.ages()
		if len(ages.Bands) == 0 {
			return nil, "", unknown
		}
		ages.Title += ", " + pp.made.Subject.Here.Name
		return ages, pp.licence(pp.made.Facts[0].Key.Source), nil
	}
	at := slices.IndexFunc(pp.made.Findings, func(f profile.Finding) bool { return f.Indicator.ID == name })
	if at < 0 {
		return nil, "", unknown
	}
	f := &pp.made.Findings[at]
	switch sort {
	case "", lineFile:
		line := pp.line(f, name)
		line.Ticks, line.Here.Short = true, ""
		return line, pp.licence(f.Key.Source), nil
	case trendFile:
		trend := pp.trend(f, name)
		trend.Here.Short = ""
		return trend, pp.licence(f.Key.Source), nil
	}
	return nil, "", unknown
}

func (pp *profilePage) licence(source string) string {
	known, _ := pp.Indicators.Now().Source(source)
	return known.Licence
}

// chartContent makes the file of a chart.
func (s *site) chartContent(r *http.Request, p view.Page, c chart.Chart, licence, end string) (content []byte, mediaType string, err error) {
	var out bytes.Buffer
	switch end {
	case "svg":
		err, mediaType = view.ChartFile(p, c, licence).Render(r.Context(), &out), "image/svg+xml"
	case "png":
		_, _, drawing := view.ChartOnSheet(p, c, licence)
		err, mediaType = picture.Chart(drawing, s.letters).PNG(&out), "image/png"
	default:
		err, mediaType = chartTable(p, c, &out), sheet.CSV.MediaType()
	}
	return out.Bytes(), mediaType, err
}

// chartTable writes the figures of a chart as a table: a row for each, with how
// sure it is, or why it is missing.
func chartTable(p view.Page, c chart.Chart, out *bytes.Buffer) error {
	var columns []sheet.Column
	for _, name := range []string{"area", "year", "group", "value", "low", "high", "missing", "unit", "source"} {
		columns = append(columns, sheet.Column{Name: p.T("chart.column." + name)})
	}
	table, err := sheet.NewWriter(out, sheet.CSV, columns)
	if err != nil {
		return err
	}
	var rows chartRows
	switch c := c.(type) {
	case chart.Distribution:
		rows.unit, rows.source = c.Unit, c.Source
		for at, point := range slices.Concat([]chart.Point{c.Here}, c.References, c.Others) {
			if at == 0 || point.Label != c.Here.Label { // the others may have here among them
				rows.add(point.Label, "", "", point.Value, point.Margin)
			}
		}
	case chart.Trend:
		rows.unit, rows.source = c.Unit, c.Source
		for _, series := range append([]chart.Series{c.Here}, c.References...) {
			for _, m := range series.Moments {
				rows.add(series.Label, strconv.Itoa(m.Year), "", m.Value, m.Margin)
			}
		}
	case chart.AgeBars:
		rows.unit, rows.source = c.Unit, c.Source
		for _, band := range c.Bands {
			rows.add(c.Here, "", band.Label, band.All.Here, chart.Interval{})
			if c.There != "" {
				rows.add(c.There, "", band.Label, band.All.There, chart.Interval{})
			}
		}
	}
	for _, row := range rows.list {
		if err := table.Write(row); err != nil {
			return err
		}
	}
	return table.Close()
}

// chartRows collects the rows of a table.
type chartRows struct {
	unit   chart.Unit
	source string
	list   [][]string
}

func (t *chartRows) add(area, year, group string, value chart.Value, margin chart.Interval) {
	row := []string{area, year, group, "", "", "", value.Reason(), t.unit.Name, t.source}
	if value.Known() {
		row[3] = t.number(value.Number())
	}
	if value.Known() && margin.Known() {
		row[4], row[5] = t.number(margin.Low()), t.number(margin.High())
	}
	t.list = append(t.list, row)
}

// number writes a number for programs, with the decimals that it has on the
// page.
func (t *chartRows) number(v float64) string {
	return strconv.FormatFloat(v, 'f', t.unit.Decimals, 64)
}
