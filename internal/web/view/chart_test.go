package view

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/koppelkans/koppelkans/internal/chart"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/picture"
)

func chartPage(t *testing.T, lang string) Page {
	t.Helper()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return Page{Lang: lang, Catalogue: catalogue}
}

func rendered(t *testing.T, c templ.Component) string {
	t.Helper()
	var out strings.Builder
	if err := c.Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

var lonely = chart.Distribution{
	ID: "eenzaam", Title: "Voelt zich <eenzaam>", Unit: chart.Unit{Name: "%", Decimals: 1}, Source: "GGD & RIVM",
	Here: chart.Point{Label: "Lage Meent", Value: chart.Of(53.25), Margin: chart.Between(49, 57)},
	References: []chart.Point{
		{Label: "Waterhoven", Kind: chart.Municipality, Value: chart.Of(46)},
		{Label: "Nederland", Kind: chart.Country, Value: chart.Missing("komt later")},
	},
	Others:     []chart.Point{{Label: "Oost", Value: chart.Of(40)}, {Label: "West", Value: chart.Of(61)}, {Label: "Noord", Value: chart.Missing("geheim bij de bron")}},
	OthersName: "buurten van Waterhoven",
}

var course = chart.Trend{
	ID: "loop", Title: "Voelt zich eenzaam", Unit: chart.Unit{Name: "%"}, Source: "GGD’en",
	Here: chart.Series{Label: "Lage Meent", Moments: []chart.Moment{
		{Year: 2012, Value: chart.Of(41)}, {Year: 2016, Value: chart.Missing("dat jaar niet gevraagd")}, {Year: 2020, Value: chart.Of(40)}, {Year: 2024, Value: chart.Of(53), Margin: chart.Between(49, 57)},
	}},
	References: []chart.Series{{Label: "Waterhoven", Kind: chart.Municipality, Moments: []chart.Moment{{Year: 2012, Value: chart.Of(40)}, {Year: 2024, Value: chart.Of(46)}}}},
}

var bands = chart.AgeBars{
	ID: "leeftijd", Title: "Wie hier wonen", Unit: chart.Unit{Name: "%", Decimals: 1}, Here: "Lage Meent", There: "Waterhoven", Source: "CBS",
	Bands: []chart.AgeBand{
		{Label: "0 tot 15 jaar", Women: chart.Pair{Here: chart.Of(9), There: chart.Of(7.5)}, Men: chart.Pair{Here: chart.Missing("te klein om te tonen"), There: chart.Of(7)}},
		{Label: "15 tot 25 jaar", Women: chart.Pair{Here: chart.Of(12.5), There: chart.Of(11)}, Men: chart.Pair{Here: chart.Of(12), There: chart.Of(10)}},
	},
}

func oneOfEach() map[string]chart.Chart {
	return map[string]chart.Chart{
		"distribution": lonely, "trend": course, "ages": bands,
		"multiples": chart.SmallMultiples{ID: "wijken", Title: "In de wijken", Unit: chart.Unit{Name: "%"}, Source: "GGD’en", Trends: []chart.Trend{
			{Title: "Oost", Here: course.Here, References: course.References}, {Title: "West", Here: course.References[0]},
		}},
	}
}

// Who hears a chart gets the same facts as who sees it.
func TestChartsInWords(t *testing.T) {
	p := chartPage(t, "nl")
	for want, got := range map[string]string{
		"Lage Meent: 53,2\u00a0%, vrijwel zeker tussen 49,0 en 57,0\u00a0%. Waterhoven: 46,0\u00a0%. Nederland: ontbreekt, komt later. buurten van Waterhoven: 2 met een cijfer, van 40,0\u00a0% tot 61,0\u00a0%. 1 daarvan ligt lager dan hier.":                                               showChart(p, lonely).Description,
		"Lage Meent: van 41\u00a0% in 2012 naar 53\u00a0% in 2024; het laagst 40\u00a0% in 2020, het hoogst 53\u00a0% in 2024. Ontbreekt: 2016 (dat jaar niet gevraagd). Waterhoven: van 40\u00a0% in 2012 naar 46\u00a0% in 2024; het laagst 40\u00a0% in 2012, het hoogst 46\u00a0% in 2024.": showChart(p, course).Description,
		"Lage Meent, vrouwen: de meeste mensen zijn 15 tot 25 jaar, 12,5\u00a0%. Waterhoven, vrouwen: 11,0\u00a0%. Lage Meent, mannen: de meeste mensen zijn 15 tot 25 jaar, 12,0\u00a0%. Waterhoven, mannen: 10,0\u00a0%.":                                                                     showChart(p, bands).Description,
	} {
		if got != want {
			t.Errorf("says\n%s\nwant\n%s", got, want)
		}
	}
}

// Each chart is a picture with a name and a description, no name is used
// twice, and nothing inline is in it that the policy of pages forbids.
func TestChartsAreNamedPictures(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		for name, c := range oneOfEach() {
			page := rendered(t, Chart(chartPage(t, lang), c))
			pictures := strings.Count(page, `role="img"`)
			if pictures == 0 || strings.Count(page, "<desc") != pictures || strings.Contains(page, "<desc></desc>") {
				t.Errorf("%s has %d pictures and %d descriptions", name, pictures, strings.Count(page, "<desc"))
			}
			for _, forbidden := range []string{" style=", "<style", "<script", "NaN", "Inf"} {
				if strings.Contains(page, forbidden) {
					t.Errorf("%s has %q", name, forbidden)
				}
			}
			seen := map[string]bool{}
			for _, found := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
				if seen[found[1]] {
					t.Errorf("%s: two parts are named %s", name, found[1])
				}
				seen[found[1]] = true
			}
			for _, found := range regexp.MustCompile(`aria-(?:labelled|described)by="([^"]*)"`).FindAllStringSubmatch(page, -1) {
				if !seen[found[1]] {
					t.Errorf("%s: %s is not there", name, found[1])
				}
			}
			if !strings.Contains(page, "<table") {
				t.Errorf("%s has no table", name)
			}
		}
	}
}

// The table has every figure of the chart, and the reason of every hole.
func TestChartTwins(t *testing.T) {
	p := chartPage(t, "nl")
	for name, want := range map[string][]string{
		"distribution": {"53,2\u00a0%", "49,0 tot 57,0\u00a0%", "46,0\u00a0%", "komt later", "Oost", "40,0\u00a0%", "61,0\u00a0%", "geheim bij de bron"},
		"trend":        {"2012", "2016", "dat jaar niet gevraagd", "2020", "2024", "53\u00a0%", "46\u00a0%", "49 tot 57\u00a0%"},
		"multiples":    {"Oost", "West", "dat jaar niet gevraagd", "Waterhoven", "2016", "53\u00a0%"},
		"ages":         {"Lage Meent, vrouwen", "Waterhoven, mannen", "te klein om te tonen", "12,5\u00a0%", "7,0\u00a0%"},
	} {
		_, table, _ := strings.Cut(rendered(t, Chart(p, oneOfEach()[name])), "<table")
		for _, text := range want {
			if !strings.Contains(table, text) {
				t.Errorf("the table of %s lacks %q", name, text)
			}
		}
	}
}

// Hundreds of areas are counted in the table as they are in the drawing.
func TestCrowdTwin(t *testing.T) {
	crowd := lonely
	crowd.Others = nil
	for at := range 200 {
		crowd.Others = append(crowd.Others, chart.Point{Label: "Buurt", Value: chart.Of(float64(40 + at%20))})
	}
	crowd.Others[0].Value = chart.Missing("geheim bij de bron")
	tables := showChart(chartPage(t, "nl"), crowd).Tables
	if len(tables) != 2 || len(tables[1].Rows) > 40 {
		t.Fatalf("%d tables", len(tables))
	}
	if last := tables[1].Rows[len(tables[1].Rows)-1]; last.Name != "ontbreekt" || last.Cells[0].Text != "1" {
		t.Errorf("the missing area is told as %+v", last)
	}
}

// A chart beside a text leaves title and source to it, and stays named.
func TestChartBeside(t *testing.T) {
	page := rendered(t, ChartBeside(chartPage(t, "nl"), lonely))
	if strings.Contains(page, "chart-wide") || strings.Contains(page, "GGD &amp; RIVM") || !strings.Contains(page, "Voelt zich &lt;eenzaam&gt;") {
		t.Error(page)
	}
}

// A file stands alone: well-formed, with title, source and licence, and with
// its looks in it.
func TestChartFile(t *testing.T) {
	for name, c := range oneOfEach() {
		file := rendered(t, ChartFile(chartPage(t, "nl"), c, "CC BY 4.0"))
		reader := xml.NewDecoder(strings.NewReader(file))
		for {
			if _, err := reader.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, file)
			}
		}
		for _, want := range []string{`xmlns="http://www.w3.org/2000/svg"`, "Bron: ", "Licentie: CC BY 4.0", `stroke="#17211f"`, "font-family", "<desc>"} {
			if !strings.Contains(file, want) {
				t.Errorf("the file of %s lacks %q", name, want)
			}
		}
		for _, forbidden := range []string{" class=", " style=", "<style", "var("} {
			if strings.Contains(file, forbidden) {
				t.Errorf("the file of %s has %q", name, forbidden)
			}
		}
	}
}

// Every role has a look, so that a file never draws in a browser's black.
func TestEveryRoleHasALook(t *testing.T) {
	p := chartPage(t, "nl")
	var look func(chart.Drawing)
	look = func(d chart.Drawing) {
		for _, m := range d.Marks {
			if look := picture.Inks[m.Role]; look.Fill == "" && look.Stroke == "" {
				t.Errorf("%s has no look", m.Role)
			}
		}
		for _, part := range d.Parts {
			look(part.Drawing)
		}
	}
	for _, c := range oneOfEach() {
		_, drawing := chartSheet(p, c, "CC BY 4.0")
		look(drawing)
	}
}
