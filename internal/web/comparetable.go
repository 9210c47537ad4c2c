package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/koppelkans/koppelkans/internal/compare"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/profile"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// What a table of areas is bounded to.
const (
	mostColumns        = 8
	mostMunicipalities = 30
	areasPerPage       = 200
)

// tableLevels are the levels whose areas can be set in a table.
var tableLevels = []place.Level{place.Neighbourhood, place.District, place.Municipality}

// tableQuery is what the address asks of the table of areas.
type tableQuery struct {
	level      place.Level
	within     []string // codes of municipalities
	indicators []string
	order      string // an indicator; "" is by name
	descending bool
	page       int
}

func (s *site) readTableQuery(r *http.Request, mapped []healthmap.Mapped) (tableQuery, error) {
	query := r.URL.Query()
	q := tableQuery{level: place.Level(query.Get("niveau")), within: query["in"], indicators: query["cijfer"], order: query.Get("op"), descending: query.Get("richting") == "af"}
	if q.level == "" {
		q.level = place.Neighbourhood
	}
	if !slices.Contains(tableLevels, q.level) {
		return q, fault.New(fault.Invalid, "place.badLevel", fault.Args{"value": string(q.level)})
	}
	for _, code := range q.within {
		if place.MunicipalityOf(code) != code {
			return q, fault.New(fault.Invalid, "place.badWithin", fault.Args{"value": code})
		}
	}
	// All of a region are shown at once; of a country the reader chooses.
	if len(q.within) == 0 && len(mapped) <= mostMunicipalities {
		for _, m := range mapped {
			q.within = append(q.within, m.Code)
		}
	}
	if len(q.within) > mostMunicipalities {
		return q, fault.New(fault.Invalid, "compare.tooManyPlaces", fault.Args{"Most": mostMunicipalities})
	}
	if len(q.indicators) > mostColumns {
		return q, fault.New(fault.Invalid, "compare.tooManyColumns", fault.Args{"Most": mostColumns})
	}
	if len(q.indicators) == 0 {
		q.indicators = s.Profiles.Rules.Columns
	}
	var err error
	q.page, err = readPage(query)
	return q, err
}

// areasTable answers /vergelijk/tabel: many areas with a few figures, by name
// until another order is asked for.
func (s *site) areasTable(w http.ResponseWriter, r *http.Request) error {
	p := s.page(w, r)
	shown, err := s.areas(r, &p)
	if err != nil {
		return err
	}
	p.Title, p.Section = p.T("compare.tableTitle"), "compare"
	shown.Embed = s.frame(embedPrefix+"tabel?"+p.Query.Encode(), p.Title, 600)
	return s.show(w, r, view.AreasTablePage(p, shown))
}

// areas makes the table that the address asks for.
func (s *site) areas(r *http.Request, p *view.Page) (view.AreasTable, error) {
	var shown view.AreasTable
	if s.Profiles == nil {
		return shown, fault.New(fault.NotFound, "error.404text", nil)
	}
	if _, err := s.mappedCodes(r, p); err != nil {
		return shown, err
	}
	mapped, err := s.mapPlaces(r)
	if err != nil {
		return shown, err
	}
	q, err := s.readTableQuery(r, mapped)
	if err != nil {
		return shown, err
	}
	table, err := s.tableOf(r, *p, q)
	if err != nil {
		return shown, err
	}
	shown = view.AreasTable{
		Levels: q.levelOptions(*p), Within: q.withinOptions(mapped), Indicators: s.indicatorOptions(*p, q.indicators),
		Ordered: p.T("compare.byName"), All: len(table.Lines), Sheet: "/vergelijk/tabel/bestand?" + p.Query.Encode(),
		Choose: len(q.within) == 0 && q.level != place.Municipality, Most: mostMunicipalities,
	}
	if at := q.column(table); at >= 0 {
		table.SortBy(at, q.descending)
		direction := map[bool]string{true: "falling", false: "rising"}[q.descending]
		shown.Ordered = p.T("compare.byColumn."+direction, "name", table.Columns[at].Indicator.Name.In(p.Lang))
	}
	shown.Columns = q.columnHeads(s, *p, table)
	shown.Pages = max(1, (len(table.Lines)+areasPerPage-1)/areasPerPage)
	shown.Page = min(q.page, shown.Pages)
	names := q.names(mapped)
	for _, line := range table.Lines[(shown.Page-1)*areasPerPage : min(shown.Page*areasPerPage, len(table.Lines))] {
		row := areaRow(*p, table, line)
		row.Within = names[place.MunicipalityOf(line.Code)]
		shown.Rows = append(shown.Rows, row)
	}
	return shown, nil
}

// names are those of municipalities, when areas of several stand in the table.
func (q tableQuery) names(mapped []healthmap.Mapped) map[string]string {
	if len(q.within) < 2 || q.level == place.Municipality {
		return nil
	}
	names := map[string]string{}
	for _, m := range mapped {
		names[m.Code] = m.Name
	}
	return names
}

// tableOf reads the areas and sets them in a table.
func (s *site) tableOf(r *http.Request, p view.Page, q tableQuery) (compare.Table, error) {
	areas, err := s.areasWithin(r, q.level, q.within)
	return compare.TableOf(s.Profiles.Rules, s.Indicators.Now().For(p.Actor), areas, q.indicators), err
}

// areasWithin gives the areas of a level in some municipalities, in their
// newest boundary year. Each municipality is read once and kept.
func (s *site) areasWithin(r *http.Request, level place.Level, municipalities []string) ([]profile.Area, error) {
	if level == place.Municipality {
		return s.municipalities(r, municipalities)
	}
	var areas []profile.Area
	for _, code := range municipalities {
		years, err := s.Places.BorderYears(r.Context(), level, code)
		if err != nil {
			return nil, err
		}
		if len(years) == 0 {
			continue // no areas of this level are known there
		}
		part, err := s.Profiles.Within(r.Context(), level, code, years[len(years)-1].Year)
		if err != nil {
			return nil, err
		}
		areas = append(areas, part...)
	}
	return areas, nil
}

// municipalities gives some municipalities, or all when none are named.
func (s *site) municipalities(r *http.Request, which []string) ([]profile.Area, error) {
	years, err := s.Places.BorderYears(r.Context(), place.Municipality, "")
	if err != nil || len(years) == 0 {
		return nil, err
	}
	all, err := s.Profiles.Within(r.Context(), place.Municipality, "", years[len(years)-1].Year)
	if err != nil || len(which) == 0 {
		return all, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(area profile.Area) bool { return !slices.Contains(which, area.Code) }), nil
}

// column finds the column that the order is by; -1 is by name.
func (q tableQuery) column(table compare.Table) int {
	return slices.IndexFunc(table.Columns, func(c compare.Column) bool { return c.Indicator.ID == q.order })
}

func (q tableQuery) columnHeads(s *site, p view.Page, table compare.Table) []view.AreaColumn {
	var heads []view.AreaColumn
	for _, column := range table.Columns {
		head := view.AreaColumn{Name: shortOf(p, column.Indicator), Full: column.Indicator.Name.In(p.Lang), Meta: s.figureMeta(p, column.Key, column.Period, column.Indicator), Known: column.Known}
		query := url.Values{}
		for name, values := range p.Query {
			if name != "p" && name != "lang" {
				query[name] = values
			}
		}
		query.Set("op", column.Indicator.ID)
		query.Del("richting")
		if column.Indicator.ID == q.order {
			head.Sorted = map[bool]string{true: "descending", false: "ascending"}[q.descending]
			if !q.descending {
				query.Set("richting", "af")
			}
		}
		head.URL = p.Path + "?" + query.Encode()
		heads = append(heads, head)
	}
	return heads
}

func shortOf(p view.Page, known indicator.Indicator) string {
	if short := known.Short.In(p.Lang); short != "" {
		return short
	}
	return known.Name.In(p.Lang)
}

func areaRow(p view.Page, table compare.Table, line compare.Line) view.AreaRow {
	row := view.AreaRow{Name: line.Name, Code: line.Code, URL: "/gebieden/" + line.Level + "/" + url.PathEscape(line.Code)}
	for at, cell := range line.Cells {
		known := table.Columns[at].Indicator
		if cell.Point.Known() {
			row.Cells = append(row.Cells, view.CompareCell{Value: p.Fmt().WithUnit(cell.Point.Value, known.Decimals, p.T("unit."+known.Unit))})
		} else {
			row.Cells = append(row.Cells, view.CompareCell{Hole: p.T("hole." + cell.Point.Hole.String())})
		}
	}
	return row
}

func (q tableQuery) levelOptions(p view.Page) []view.Option {
	var options []view.Option
	for _, level := range tableLevels {
		options = append(options, view.Option{Value: string(level), Label: p.T("levels." + string(level)), Chosen: level == q.level})
	}
	return options
}

func (q tableQuery) withinOptions(mapped []healthmap.Mapped) []view.Option {
	var options []view.Option
	for _, m := range mapped {
		options = append(options, view.Option{Value: m.Code, Label: m.Name, Chosen: slices.Contains(q.within, m.Code)})
	}
	return options
}

// indicatorOptions lists what a profile tells of, by theme, to choose from.
func (s *site) indicatorOptions(p view.Page, chosen []string) []view.OptionGroup {
	known := s.Indicators.Now().For(p.Actor)
	var groups []view.OptionGroup
	for _, name := range s.toldByTheme(known) {
		one, _ := known.ByID(name)
		if theme := s.themeName(p, one.Theme); len(groups) == 0 || groups[len(groups)-1].Label != theme {
			groups = append(groups, view.OptionGroup{Label: theme})
		}
		group := &groups[len(groups)-1]
		group.Options = append(group.Options, view.Option{Value: name, Label: one.Name.In(p.Lang), Chosen: slices.Contains(chosen, name)})
	}
	return groups
}
