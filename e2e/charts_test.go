package e2e

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/koppelkans/koppelkans/internal/chart"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/web"
	"github.com/koppelkans/koppelkans/internal/web/assets"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

const (
	longName = "’s-Gravenhage, Bezuidenhout-Midden en omgeving van het Centraal Station"
	source   = "GGD’en, CBS en RIVM, Gezondheidsmonitor 2024"
)

var percent = chart.Unit{Name: "%"}

// specimen is a chart with what is awkward about it.
type specimen struct {
	about  string
	beside bool
	chart  chart.Chart
}

func point(label string, kind chart.Kind, value float64) chart.Point {
	return chart.Point{Label: label, Kind: kind, Value: chart.Of(value)}
}

// around gives areas with values around a middle.
func around(n int, middle, step float64) []chart.Point {
	var list []chart.Point
	for at := range n {
		away := float64((at*7919)%n) - float64(n)/2
		list = append(list, point(fmt.Sprintf("Buurt %d", at+1), chart.Other, middle+away*step*(0.4+float64((at*31)%17)/17)))
	}
	return list
}

func references(municipality, country float64) []chart.Point {
	nl := point("Nederland", chart.Country, country)
	nl.Short = "NL"
	return []chart.Point{point("Waterhoven", chart.Municipality, municipality), nl}
}

func sure(value, low, high float64) chart.Point {
	return chart.Point{Value: chart.Of(value), Margin: chart.Between(low, high)}
}

func series(label string, kind chart.Kind, from, step int, values ...float64) chart.Series {
	s := chart.Series{Label: label, Kind: kind}
	for at, v := range values {
		s.Moments = append(s.Moments, chart.Moment{Year: from + at*step, Value: chart.Of(v)})
	}
	return s
}

func unsure(s chart.Series, margin float64) chart.Series {
	for at, m := range s.Moments {
		if m.Value.Known() {
			s.Moments[at].Margin = chart.Between(m.Value.Number()-margin, m.Value.Number()+margin)
		}
	}
	return s
}

// without makes years of a series missing.
func without(s chart.Series, reason string, years ...int) chart.Series {
	for at, m := range s.Moments {
		for _, year := range years {
			if m.Year == year {
				s.Moments[at] = chart.Moment{Year: year, Value: chart.Missing(reason)}
			}
		}
	}
	return s
}

func specimens() []specimen {
	metre, degrees := chart.Unit{Name: "m"}, chart.Unit{Name: "°C", Decimals: 1}
	hole := chart.Point{Label: "Lage Meent", Value: chart.Missing("geheim bij de bron")}
	many := references(46, 47)
	for at := range 58 {
		many = append(many, point(fmt.Sprintf("Wijk %d", at+1), chart.Other, 30+float64(at*37%41)))
	}
	list := []specimen{
		{"Meer mensen voelen zich eenzaam", true, chart.Distribution{Title: "Voelt zich eenzaam", Unit: percent, Here: sure(53, 49, 57), References: references(46, 47), Axis: chart.Axis{Low: 30, High: 70}}},
		{"Het groen is dichtbij, maar niet om de hoek", true, chart.Distribution{Title: "Lopen tot groen", Unit: metre, Here: point("", chart.Here, 410), References: references(260, 240)}},
		{"Drie straten worden heet", true, chart.Distribution{Title: "Op een warme dag", Unit: degrees, Here: sure(38.5, 36, 41), References: references(35, 34.2)}},
		{"Kinderen sporten evenveel als elders", true, chart.Distribution{Title: "Sport elke week", Unit: percent, Here: sure(61, 54, 67), References: references(63, 65), Axis: chart.Axis{Low: 40, High: 90}}},
		{"Er is geen cijfer", true, chart.Distribution{Title: "Voelt zich veilig", Unit: percent, Here: hole, References: references(76, 73)}},
		{"Alles gelijk", true, chart.Distribution{Title: "Alles gelijk", Unit: percent, Here: point("", chart.Here, 50), References: references(50, 50)}},
		{"Negatief", true, chart.Distribution{Title: "Verschil met tien jaar geleden", Unit: percent, Here: sure(-12, -18, -6), References: references(-3, 4)}},
		{"Een waarde", true, chart.Distribution{Title: "Een waarde", Unit: percent, Here: point("", chart.Here, 7)}},
	}
	here := sure(53, 49, 57)
	here.Label = "Lage Meent"
	long := here
	long.Label = longName
	return append(list,
		specimen{"Met alle buurten", false, chart.Distribution{Title: "Voelt zich eenzaam, 2024", Unit: percent, Here: here, References: references(46, 47), Others: around(34, 45, 0.7), OthersName: "buurten van Waterhoven", Ticks: true, Source: source}},
		specimen{"Met honderden buurten", false, chart.Distribution{Title: "Voelt zich eenzaam, 2024", Unit: percent, Here: here, References: references(46, 47), Others: around(480, 45, 0.05), OthersName: "buurten van Amsterdam", Ticks: true, Source: source}},
		specimen{"Zestig vergelijkingen", false, chart.Distribution{Title: "Voelt zich eenzaam, 2024", Unit: percent, Here: here, References: many, Ticks: true, Source: source}},
		specimen{"Lange namen", false, chart.Distribution{Title: "Heeft moeite om rond te komen in " + longName, Unit: percent, Here: long, References: []chart.Point{point(longName, chart.Municipality, 52), point("Veiligheidsregio Zuid-Holland-Zuid en omstreken", chart.Other, 54), {Label: "Nederland", Kind: chart.Country, Value: chart.Missing("komt later")}}, Ticks: true, Source: source}},
		specimen{"Grote getallen", false, chart.Distribution{Title: "Waarde van woningen", Unit: chart.Unit{Name: "euro"}, Here: point("Lage Meent", chart.Here, 1234567890), References: references(987654321, 1500000000), Ticks: true, Source: source}},

		specimen{"Loop door de jaren, ongelijke stappen", false, chart.Trend{Title: "Voelt zich eenzaam", Unit: percent, Source: source,
			Here:       unsure(chart.Series{Label: "Lage Meent", Moments: []chart.Moment{{Year: 2012, Value: chart.Of(41)}, {Year: 2016, Value: chart.Of(44)}, {Year: 2020, Value: chart.Of(49)}, {Year: 2022, Value: chart.Of(52)}, {Year: 2024, Value: chart.Of(53)}}}, 4),
			References: []chart.Series{series("Waterhoven", chart.Municipality, 2012, 4, 40, 43, 44, 46), series("Nederland", chart.Country, 2012, 4, 39, 43, 47, 47)}}},
		specimen{"Gaten", false, chart.Trend{Title: "Verkeersgewonden", Unit: chart.Unit{Name: "per 1.000 inwoners", Decimals: 1}, Source: source,
			Here:       without(without(unsure(series("Lage Meent", chart.Here, 2014, 1, 2.1, 2.4, 1.9, 2.2, 1.2, 1.1, 1.4, 0.9, 0.8, 1.1), 0.4), "dat jaar niet gevraagd", 2017, 2018), "te klein om te tonen", 2023),
			References: []chart.Series{series("Waterhoven", chart.Municipality, 2014, 1, 1.5, 1.5, 1.4, 1.3, 1.3, 1.2, 1.2, 1.1, 1.0, 1.0)}}},
		specimen{"Alleen gaten", false, chart.Trend{Title: "Voelt zich veilig", Unit: percent, Source: source, Here: without(series("Lage Meent", chart.Here, 2020, 1, 1, 1, 1), "niet geladen", 2020, 2021, 2022)}},
		specimen{"Een jaar", false, chart.Trend{Title: "Voelt zich veilig", Unit: percent, Source: source, Here: unsure(series("Lage Meent", chart.Here, 2024, 1, 78), 5), References: []chart.Series{series("Waterhoven", chart.Municipality, 2024, 1, 76)}}},
		specimen{"Negatief, alles dicht bij elkaar, lange namen", false, chart.Trend{Title: "Verschil met tien jaar eerder", Unit: percent, Source: source, Here: series(longName, chart.Here, 2018, 1, -4, -2, 0, 1, 1.2), References: []chart.Series{series("Veiligheidsregio Zuid-Holland-Zuid", chart.Other, 2018, 1, -3, -1, 0, 1, 1.1), series("Waterhoven", chart.Municipality, 2018, 1, -3, -2, 0.5, 1, 1.15), series("Nederland", chart.Country, 2016, 1, -3.5, -2, 0, 0.9)}}},

		specimen{"Wijken naast elkaar", false, multiples()},
		specimen{"Wijken naast elkaar, een jaar", false, rows()},
		specimen{"Leeftijden", false, ages(false)},
		specimen{"Leeftijden van vrouwen en mannen", false, ages(true)},
	)
}

var districts = []string{"Zuidoever", "Binnenstad", "De Waterkant", "Oost", "Havenkwartier", "Lage Landen en Hoge Venen", "Noord", "Nieuwe Polder", "West"}

func multiples() chart.SmallMultiples {
	m := chart.SmallMultiples{Title: "Voelt zich eenzaam, in de wijken van Waterhoven", Unit: percent, Source: source}
	for at, name := range districts {
		first := 36 + float64(at*5%13)
		here := unsure(series("", chart.Here, 2012, 4, first, first+float64(at%4), first+3+float64(at%5), first+5-float64(at%3)*4), 3)
		if at == 3 {
			here = without(here, "te klein om te tonen", 2016)
		}
		m.Trends = append(m.Trends, chart.Trend{Title: name, Here: here, References: []chart.Series{series("Waterhoven", chart.Municipality, 2012, 4, 40, 43, 44, 46)}})
	}
	return m
}

func rows() chart.SmallMultiples {
	m := chart.SmallMultiples{Title: "Voelt zich veilig, in de wijken van Waterhoven", Unit: percent, Source: source}
	for at, name := range districts {
		value := 66 + float64(at*7%19)
		d := chart.Distribution{Title: name, Here: sure(value, value-4, value+4), References: references(76, 73)[:1]}
		if at == 5 {
			d.Here = chart.Point{Value: chart.Missing("te klein om te tonen")}
		}
		m.Distributions = append(m.Distributions, d)
	}
	return m
}

func ages(bySex bool) chart.AgeBars {
	a := chart.AgeBars{Title: "Wie hier wonen", Unit: chart.Unit{Name: "%", Decimals: 1}, Here: "Lage Meent", There: "Waterhoven", Source: "CBS, kerncijfers wijken en buurten 2025"}
	names := []string{"0 tot 15 jaar", "15 tot 25 jaar", "25 tot 45 jaar", "45 tot 65 jaar", "65 jaar of ouder"}
	values := [][2]float64{{19, 15.2}, {9.4, 12.1}, {22.7, 28}, {26.9, 25.4}, {22, 19.3}}
	if !bySex {
		for at, v := range values {
			a.Bands = append(a.Bands, chart.AgeBand{Label: names[at], All: chart.Pair{Here: chart.Of(v[0]), There: chart.Of(v[1])}})
		}
		a.Bands[1].All.Here = chart.Missing("te klein om te tonen")
		return a
	}
	for at := range 18 {
		label, share := fmt.Sprintf("%d–%d", at*5, at*5+4), 3.4-float64((at-6)*(at-6))*0.021
		if at == 17 {
			label = "85+"
		}
		pair := func(here, there float64) chart.Pair {
			return chart.Pair{Here: chart.Of(max(0.2, here)), There: chart.Of(max(0.2, there))}
		}
		a.Bands = append(a.Bands, chart.AgeBand{Label: label, Women: pair(share+float64(at%3)*0.5, share), Men: pair(share-float64(at%4)*0.3, share-0.2)})
	}
	a.Bands[17].Men.Here = chart.Missing("te klein om te tonen")
	return a
}

// numbered gives a chart the name of its parts on the page.
func numbered(c chart.Chart, at int) chart.Chart {
	name, more := fmt.Sprintf("grafiek-%d", at), fmt.Sprintf(" (%d)", at+1) // regions of a page need names that differ
	switch c := c.(type) {
	case chart.Distribution:
		c.ID, c.Title = name, c.Title+more
		return c
	case chart.Trend:
		c.ID, c.Title = name, c.Title+more
		return c
	case chart.SmallMultiples:
		c.ID, c.Title = name, c.Title+more
		return c
	case chart.AgeBars:
		c.ID, c.Title = name, c.Title+more
		return c
	}
	return c
}

// specimenSite serves a page with every chart, under the policy of all pages.
func specimenSite(t testing.TB) *site {
	t.Helper()
	needsBrowser(t)
	pages := must(web.New(web.Options{}))(t)
	files := must(assets.Open())(t)
	catalogue := must(i18n.Load())(t)
	probe := httptest.NewRecorder()
	pages.ServeHTTP(probe, httptest.NewRequest(http.MethodGet, "/over", nil))
	policy := probe.Header().Get("Content-Security-Policy")
	mux := http.NewServeMux()
	mux.Handle("/", pages)
	mux.HandleFunc("/favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }) // a bare picture names none
	page := func(r *http.Request) view.Page {
		lang := r.URL.Query().Get("lang")
		if !catalogue.Has(lang) {
			lang = "nl"
		}
		return view.Page{Lang: lang, Languages: catalogue.Languages(), Catalogue: catalogue, Asset: files.URL, Path: r.URL.Path, Title: "Proefblad", Fictional: true}
	}
	mux.HandleFunc("/proefblad", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		p := page(r)
		if err := view.Layout(p).Render(templ.WithChildren(r.Context(), specimenPage(p)), w); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("/proefblad/{at}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "image/svg+xml")
		w.Header().Set("Content-Security-Policy", policy)
		var at int
		if _, err := fmt.Sscanf(r.PathValue("at"), "%d.svg", &at); err != nil {
			t.Error(err)
			return
		}
		if err := view.ChartFile(page(r), specimens()[at].chart, "CC BY 4.0").Render(r.Context(), w); err != nil {
			t.Error(err)
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return &site{address: strings.Replace(server.URL, "127.0.0.1", "localhost", 1)}
}

func specimenPage(p view.Page) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if _, err := io.WriteString(w, "<h1>Proefblad</h1>"); err != nil {
			return err
		}
		for at, s := range specimens() {
			if _, err := fmt.Fprintf(w, `<section class="ruled"><h2>%s</h2>`, templ.EscapeString(s.about)); err != nil {
				return err
			}
			shown := view.Chart(p, numbered(s.chart, at))
			if s.beside {
				shown = view.ChartBeside(p, numbered(s.chart, at))
			}
			if err := shown.Render(ctx, w); err != nil {
				return err
			}
			if _, err := io.WriteString(w, "</section>"); err != nil {
				return err
			}
		}
		return nil
	})
}

// misdrawn lists words of charts that a browser draws over each other, or
// outside their picture: the letter it has may be wider than we think.
const misdrawn = `(() => {
	const wrong = [];
	for (const svg of document.querySelectorAll(".chart-picture")) {
		const frame = svg.getBoundingClientRect();
		if (frame.width === 0) continue;
		const seen = [];
		for (const text of svg.querySelectorAll("text")) {
			const box = text.getBoundingClientRect(), said = text.textContent.trim();
			if (box.left < frame.left - 1 || box.right > frame.right + 1) wrong.push(said + " sticks out");
			for (const [other, word] of seen) {
				const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
				const tall = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
				if (wide > 1 && tall > 5) wrong.push(said + " covers " + word); // a line of text is taller than its letters
			}
			seen.push([box, said]);
		}
	}
	return wrong.join("; ");
})()`

// Every chart must be legible on a telephone, on a screen, in the dark and on
// grey paper, and by who hears it.
func TestCharts(t *testing.T) {
	s := specimenSite(t)
	axe := must(os.ReadFile(filepath.Join(root, "node_modules/axe-core/axe.min.js")))(t)
	for _, l := range []look{
		{lang: "nl", width: 320, script: true}, {lang: "en", width: 1280, dark: true, script: true}, {lang: "nl", width: 680, print: true, script: true},
	} {
		t.Run(l.String(), func(t *testing.T) {
			b := open(t, s, l)
			if l.print {
				grey := emulation.SetEmulatedVisionDeficiencyParams{Type: emulation.SetEmulatedVisionDeficiencyTypeAchromatopsia}
				if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedVisionDeficiency, grey); err != nil {
					t.Fatal(err)
				}
			}
			b.visit(t, "/proefblad")
			if sideways := eval[int](t, b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); sideways > 0 {
				t.Errorf("scrolls %d px sideways: %s", sideways, eval[string](t, b, widest))
			}
			if wrong := eval[string](t, b, misdrawn); wrong != "" {
				t.Error(wrong)
			}
			picture(t, b, "charts-"+l.String())
			if !l.print {
				eval[bool](t, b, `document.querySelectorAll("details").forEach((d) => { d.open = true; }) ?? true`)
				violations(t, b, axe)
			}
			b.clean(t)
		})
	}
	t.Run("files", func(t *testing.T) {
		b := open(t, s, look{lang: "nl", width: 740, script: true})
		for at, one := range specimens() {
			if one.beside {
				continue
			}
			b.visit(t, fmt.Sprintf("/proefblad/%d.svg", at))
			picture(t, b, fmt.Sprintf("charts-file-%d", at))
		}
		b.clean(t)
	})
}
