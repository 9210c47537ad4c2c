package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// figures answers /cijfers: the catalogue of indicators.
func (s *site) figures(w http.ResponseWriter, r *http.Request) error {
	if s.Indicators == nil {
		return fault.New(fault.NotFound, "figure.unknown", fault.Args{"id": ""})
	}
	p := s.page(w, r)
	p.Title, p.Section = p.T("nav.figures"), "figures"
	query := r.URL.Query()
	page, err := readPage(query)
	if err != nil {
		return err
	}
	words, theme, source, domain := strings.ToLower(strings.TrimSpace(query.Get("q"))), query.Get("thema"), query.Get("bron"), query.Get("domein")
	loaded, err := s.loadedPeriods(r)
	if err != nil {
		return err
	}
	var rows []view.IndicatorRow
	for _, known := range s.Indicators.Now().For(s.actor(r)).Indicators {
		if theme != "" && known.Theme != theme || source != "" && known.Source != source || domain != "" && string(known.Domain) != domain {
			continue
		}
		if words != "" && !strings.Contains(strings.ToLower(known.Name.In(p.Lang)+" "+known.ID+" "+known.Field), words) {
			continue
		}
		if query.Get("geladen") != "" && loaded[known.ID] == nil {
			continue
		}
		rows = append(rows, view.IndicatorRow{
			Name: known.Name.In(p.Lang), URL: "/cijfers/" + known.ID, Theme: s.themeName(p, known.Theme), Domain: string(known.Domain),
			Source: s.sourceName(known.Source), Sort: p.T("sort." + string(known.Sort)), Unit: p.T("unit." + known.Unit), Periods: periods(loaded[known.ID]),
		})
	}
	list := view.Indicators{Words: query.Get("q"), Total: len(rows), Loaded: query.Get("geladen") != "", MayLoad: s.mayLoadOwn(r) == nil}
	list.Rows, list.Page, list.Pages = paged(rows, page)
	list.Themes, list.Sources, list.Domains = s.indicatorFilters(p, s.Indicators.Now().For(s.actor(r)), theme, source, domain)
	return s.show(w, r, view.IndicatorsPage(p, list))
}

func (s *site) indicatorFilters(p view.Page, seen *catalogue.Catalogue, theme, source, domain string) (themes, sources, domains []view.Option) {
	themes = []view.Option{{Label: p.T("figure.everyTheme"), Chosen: theme == ""}}
	for _, t := range seen.Themes {
		themes = append(themes, view.Option{Value: t.ID, Label: t.Name.In(p.Lang), Chosen: t.ID == theme})
	}
	used := map[string]bool{}
	for _, known := range seen.Indicators {
		used[known.Source] = true
	}
	sources = []view.Option{{Label: p.T("figure.everySource"), Chosen: source == ""}}
	for _, one := range seen.Sources {
		if used[one.ID] {
			sources = append(sources, view.Option{Value: one.ID, Label: one.Name, Chosen: one.ID == source})
		}
	}
	domains = []view.Option{{Label: p.T("figure.everyDomain"), Chosen: domain == ""}}
	for _, one := range []indicator.Domain{indicator.Social, indicator.Physical} {
		domains = append(domains, view.Option{Value: string(one), Label: p.T("domain." + string(one)), Chosen: string(one) == domain})
	}
	return themes, sources, domains
}

// loadedPeriods tells for each indicator the periods of which there are figures.
func (s *site) loadedPeriods(r *http.Request) (map[string]map[int]bool, error) {
	found := map[string]map[int]bool{}
	if s.Figures == nil {
		return found, nil
	}
	contents, err := s.Figures.Contents(r.Context(), nil)
	if err != nil {
		return nil, err
	}
	for _, content := range contents {
		if content.Known == 0 {
			continue
		}
		if found[content.Indicator] == nil {
			found[content.Indicator] = map[int]bool{}
		}
		found[content.Indicator][content.Period] = true
	}
	return found, nil
}

func periods(set map[int]bool) string {
	var years []int
	for year := range set {
		years = append(years, year)
	}
	slices.Sort(years)
	texts := make([]string, len(years))
	for at, year := range years {
		texts[at] = strconv.Itoa(year)
	}
	return strings.Join(texts, ", ")
}

// figure answers /cijfers/{id}: what an indicator means, and what was
// delivered of it.
func (s *site) figure(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("id")
	if s.Indicators == nil {
		return fault.New(fault.NotFound, "figure.unknown", fault.Args{"id": name})
	}
	known, ok := s.Indicators.Now().For(s.actor(r)).ByID(name)
	if !ok {
		return fault.New(fault.NotFound, "figure.unknown", fault.Args{"id": name})
	}
	p := s.page(w, r)
	p.Title, p.Section = known.Name.In(p.Lang), "figures"
	source, _ := s.Indicators.Now().Source(known.Source)
	shown := view.Indicator{
		ID: known.ID, Name: known.Name.In(p.Lang), Short: known.Short.In(p.Lang), Description: known.Description.In(p.Lang),
		Theme: s.themeName(p, known.Theme), Domain: string(known.Domain), DomainName: p.T("domain." + string(known.Domain)),
		Perspective: p.T("perspective." + string(known.Perspective)), Unit: p.T("unit." + known.Unit), Direction: p.T("direction." + string(known.Direction)),
		Sort: p.T("sort." + string(known.Sort)), Modelled: known.Sort == indicator.Modelled, Support: p.T("level." + string(known.Support)),
		Source: source.Name, Publisher: source.Publisher, SourceURL: source.URL, SourceNote: source.Note, Licence: licence(p, s.Indicators.Now().LicenceOf(known)), Field: known.Field,
	}
	if known.Minimum != nil {
		shown.Minimum = p.Fmt().Float(*known.Minimum)
	}
	if known.Maximum != nil {
		shown.Maximum = p.Fmt().Float(*known.Maximum)
	}
	if s.Figures != nil {
		contents, err := s.Figures.Contents(r.Context(), []string{name})
		if err != nil {
			return err
		}
		if shown.Tables, err = s.contentTables(r, p, contents); err != nil {
			return err
		}
	}
	return s.show(w, r, view.IndicatorPage(p, shown))
}

// contentTables groups what was delivered by source table: each is an edition
// of its own, of which figures are never mixed with those of another.
func (s *site) contentTables(r *http.Request, p view.Page, contents []delivery.Content) ([]view.ContentTable, error) {
	wanted := map[id.ID]bool{}
	for _, content := range contents {
		wanted[content.Delivery] = true
	}
	deliveries, err := s.Figures.DeliveriesByID(r.Context(), wanted)
	if err != nil {
		return nil, err
	}
	var tables []view.ContentTable
	place := map[string]int{}
	for _, content := range contents {
		d := deliveries[content.Delivery]
		key := d.Source + " " + d.Table
		at, known := place[key]
		if !known {
			at, place[key] = len(tables), len(tables)
			tables = append(tables, view.ContentTable{Source: s.sourceName(d.Source), Table: d.Table})
		}
		tables[at].Rows = append(tables[at].Rows, contentRow(p, content))
	}
	return tables, nil
}

func contentRow(p view.Page, content delivery.Content) view.ContentRow {
	return view.ContentRow{
		Indicator: content.Indicator, Period: content.Period, Level: p.T("level." + string(content.Level)), Year: content.BoundaryYear,
		Known: content.Known, Holes: content.Holes, Assumed: content.Assumed, Delivery: content.Delivery.String(), URL: "/leveringen/" + content.Delivery.String(),
	}
}
