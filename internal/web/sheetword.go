package web

import (
	"bytes"
	"strings"

	"github.com/koppelkans/koppelkans/internal/chart"
	"github.com/koppelkans/koppelkans/internal/picture"
	"github.com/koppelkans/koppelkans/internal/profile"
	"github.com/koppelkans/koppelkans/internal/web/view"
	"github.com/koppelkans/koppelkans/internal/word"
)

// chartWidth is how wide a chart is in a document, in centimetres.
const chartWidth = 8.5

// wordOf makes a document of a factsheet: the same words, figures and charts in
// the same order, to be worked on.
func (s *site) wordOf(p view.Page, sheet view.Factsheet) ([]byte, error) {
	foot := strings.Join([]string{p.T("site.name"), sheet.Day, sheet.Address}, "   ")
	if p.Fictional {
		foot = p.T("site.fictional") + "   " + foot
	}
	d := word.New(word.About{Title: p.Title, Creator: p.T("site.name"), Lang: p.Lang, Made: p.Now, Foot: foot})
	if err := s.firstSheet(d, p, sheet); err != nil {
		return nil, err
	}
	d.PageBreak()
	secondSheet(d, p, sheet)
	var out bytes.Buffer
	err := d.Pack(&out)
	return out.Bytes(), err
}

func (s *site) firstSheet(d *word.Document, p view.Page, sheet view.Factsheet) error {
	d.Text(word.Note, p.T("factsheet.kicker"))
	d.Text(word.Title, sheet.Name)
	d.Text(word.Lead, sentences(sheet.Told))
	var facts []string
	for _, fact := range sheet.Facts {
		facts = append(facts, fact.Value+"\u00a0"+fact.Label)
	}
	d.Text(word.Normal, strings.Join(facts, "  ·  "))
	d.Text(word.Note, sheet.FactsSource)
	d.Text(word.Heading1, p.T("profile.standout"))
	if len(sheet.Standout) == 0 {
		d.Text(word.Normal, p.T("profile.noStandout"))
		return nil
	}
	d.Text(word.Note, p.T("profile.legend", "areas", sheet.Areas))
	for at := range sheet.Standout {
		finding := &sheet.Standout[at]
		d.Text(word.Heading2, finding.Headline.Text)
		d.Text(word.Normal, strings.TrimSpace(sentences(finding.Figure)+" "+sentences(finding.Sure)))
		d.Text(word.Note, finding.Meta)
		if err := s.chartIn(d, p, finding.Line); err != nil {
			return err
		}
	}
	return nil
}

// chartIn puts a chart in a document, with its description for who does not
// see it.
func (s *site) chartIn(d *word.Document, p view.Page, c chart.Chart) error {
	title, description, drawing := view.ChartAlone(p, c)
	painted := picture.Chart(drawing, s.letters)
	var content bytes.Buffer
	if err := painted.PNG(&content); err != nil {
		return err
	}
	wide, high := painted.Size()
	d.Picture(content.Bytes(), wide, high, chartWidth, title, title+". "+description)
	return nil
}

func secondSheet(d *word.Document, p view.Page, sheet view.Factsheet) {
	d.Text(word.Heading1, p.T("factsheet.figures"))
	columns, rows := figuresTable(p, sheet)
	d.Table(p.T("place.figuresOf", "name", sheet.Name), columns, rows)
	d.Text(word.Note, p.T("factsheet.signs"))
	if sheet.Left > 0 {
		d.Text(word.Note, p.T("factsheet.left", "n", sheet.Left))
	}
	if len(sheet.Holes) > 0 {
		d.Text(word.Heading1, p.T("profile.missing"))
		for _, hole := range sheet.Holes {
			d.Text(word.Note, hole.Text())
		}
	}
	d.Text(word.Heading1, p.T("profile.sources"))
	for _, source := range sheet.Sources {
		d.Text(word.Note, strings.Join([]string{source.Name, source.Publisher, source.Periods, source.Licence}, ", "))
	}
}

// figuresTable is the table of the second sheet; columns of places that are not
// known are left out.
func figuresTable(p view.Page, sheet view.Factsheet) ([]word.Column, [][]string) {
	columns := []word.Column{{Head: p.T("figure.what")}, {Head: p.T("profile.here"), Share: 15, Numbers: true}}
	for _, name := range []string{sheet.Municipality, sheet.Country} {
		if name != "" {
			columns = append(columns, word.Column{Head: name, Share: 15, Numbers: true})
		}
	}
	columns = append(columns, word.Column{Head: p.T("factsheet.compared"), Share: 18}, word.Column{Head: p.T("figure.period"), Share: 9, Numbers: true})
	columns[0].Share = 100
	for _, column := range columns[1:] {
		columns[0].Share -= column.Share
	}
	var rows [][]string
	for at, row := range sheet.Rows {
		if at == 0 || sheet.Rows[at-1].Theme != row.Theme {
			rows = append(rows, []string{row.Theme})
		}
		cells := []string{row.Name, row.Here}
		if sheet.Municipality != "" {
			cells = append(cells, row.Municipality)
		}
		if sheet.Country != "" {
			cells = append(cells, row.Country)
		}
		rows = append(rows, append(cells, strings.TrimSpace(row.Sign+" "+row.Standing), row.Period+row.Sort))
	}
	return columns, rows
}

func sentences(list []profile.Sentence) string {
	texts := make([]string, len(list))
	for at, sentence := range list {
		texts[at] = sentence.Text
	}
	return strings.Join(texts, " ")
}
