package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// onPlace is a request for a page of a place.
type onPlace struct {
	p        view.Page
	editions []place.Edition // old to new
	head     view.PlaceHead
}

func (on *onPlace) newest() place.Edition { return on.editions[len(on.editions)-1] }

// placeTabs are the pages of a place; the first is the place itself.
var placeTabs = []struct{ path, key string }{{"", "place.tab.profile"}, {"/cijfers", "place.tab.figures"}, {"/jaren", "place.tab.years"}, {"/lijkt-op", "place.tab.alike"}, {"/grenzen", "place.tab.borders"}}

// onPlace reads which place a page is about.
func (s *site) onPlace(w http.ResponseWriter, r *http.Request, tab string) (*onPlace, error) {
	level, code := place.Level(r.PathValue("level")), r.PathValue("code")
	if s.Places == nil || !level.Valid() {
		return nil, fault.New(fault.NotFound, "place.unknown", fault.Args{"Code": code})
	}
	editions, err := s.Places.EditionsOf(r.Context(), level, code)
	if err != nil {
		return nil, err
	}
	if len(editions) == 0 {
		return nil, fault.New(fault.NotFound, "place.unknown", fault.Args{"Code": code})
	}
	on := &onPlace{p: s.page(w, r), editions: editions}
	newest := on.newest()
	on.p.Title, on.p.Section = newest.Name, "places"
	on.head = view.PlaceHead{Name: newest.Name, URL: placeURL(newest), CompareURL: compareURL(on.editions[len(on.editions)-1:])}
	for _, one := range placeTabs {
		on.head.Tabs = append(on.head.Tabs, view.PlaceTab{Label: on.p.T(one.key), URL: on.head.URL + one.path, Current: one.path == tab})
	}
	mapped, err := s.mappedCodes(r, &on.p)
	if err != nil {
		return nil, err
	}
	on.head.MapURL = mapURL(level, code, mapped)
	on.head.Crumb, err = s.crumb(r, newest)
	return on, err
}

// placeFiguresPage answers /gebieden/{level}/{code}/cijfers: all figures of a place.
func (s *site) placeFiguresPage(w http.ResponseWriter, r *http.Request) error {
	on, err := s.onPlace(w, r, "/cijfers")
	if err != nil {
		return err
	}
	shown := view.Place{PlaceHead: on.head}
	if err := s.placeFigures(r, on.p, on.newest(), &shown); err != nil {
		return err
	}
	return s.show(w, r, view.PlaceFiguresPage(on.p, shown))
}

// placeBorders answers /gebieden/{level}/{code}/grenzen: a place through the
// boundary years.
func (s *site) placeBorders(w http.ResponseWriter, r *http.Request) error {
	on, err := s.onPlace(w, r, "/grenzen")
	if err != nil {
		return err
	}
	newest := on.newest()
	shown := view.Place{PlaceHead: on.head, Code: newest.Code, Level: on.p.T("level." + string(newest.Level)), Year: newest.Year}
	if newest.HasBorder() {
		shown.Area = on.p.Fmt().Fixed(newest.Area/1e6, 2)
	}
	if shown.Editions, err = s.editionRows(r, on.p, on.editions); err != nil {
		return err
	}
	if shown.Successions, err = s.successionRows(r, on.p, newest.Level, on.editions); err != nil {
		return err
	}
	if shown.Parts, shown.PartsURL, err = s.parts(r, newest); err != nil {
		return err
	}
	return s.show(w, r, view.PlaceBordersPage(on.p, shown))
}

// crumb leads from the municipality down to the place.
func (s *site) crumb(r *http.Request, e place.Edition) ([]view.Link, error) {
	var links []view.Link
	for code := place.ParentOf(e.Level, e.Code); code != ""; {
		level, _ := place.LevelOf(code)
		above, err := s.Places.EditionsOf(r.Context(), level, code)
		if err != nil {
			return nil, err
		}
		if len(above) > 0 {
			up := above[len(above)-1]
			links = append(links, view.Link{Name: up.Name, URL: placeURL(up)})
		}
		code = place.ParentOf(level, code)
	}
	slices.Reverse(links)
	return links, nil
}

// editionRows tells, newest first, which border is drawn in each boundary year
// and which others are kept.
func (s *site) editionRows(r *http.Request, p view.Page, editions []place.Edition) ([]view.EditionRow, error) {
	rows := make([]view.EditionRow, 0, len(editions))
	for _, e := range slices.Backward(editions) {
		row := view.EditionRow{Year: e.Year, Name: e.Name, Drawn: s.sourceName(e.Source)}
		if e.HasBorder() {
			row.Area = p.Fmt().WithUnit(e.Area/1e6, 2, "km²")
		} else {
			row.Drawn = ""
		}
		if e.StatedArea > 0 {
			row.Stated = p.Fmt().WithUnit(e.StatedArea/1e6, 2, "km²")
		}
		kept, err := s.Places.KeptBorders(r.Context(), e.ID)
		if err != nil {
			return nil, err
		}
		for at, border := range kept {
			if at > 0 { // the first is the one that is drawn
				row.Kept = append(row.Kept, p.T("place.kept", "source", s.sourceName(border.Source), "area", p.Fmt().WithUnit(border.Area/1e6, 2, "km²")))
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// successionRows tells what became of the place from each boundary year to the
// next: by overlay where both borders are known, else by code alone.
func (s *site) successionRows(r *http.Request, p view.Page, level place.Level, editions []place.Edition) ([]view.SuccessionRow, error) {
	pairs, err := s.Places.DerivedPairs(r.Context(), level)
	if err != nil {
		return nil, err
	}
	code := editions[len(editions)-1].Code
	known := map[int]bool{}
	years := map[int]bool{}
	for _, e := range editions {
		known[e.Year], years[e.Year] = true, true
	}
	for pair := range pairs {
		if known[pair[0]] || known[pair[1]] {
			years[pair[0]], years[pair[1]] = true, true
		}
	}
	var order []int
	for year := range years {
		order = append(order, year)
	}
	slices.Sort(order)
	var rows []view.SuccessionRow
	for at := len(order) - 1; at > 0; at-- {
		from, to := order[at-1], order[at]
		row := view.SuccessionRow{From: from, To: to}
		if !pairs[[2]int{from, to}] {
			if known[from] && known[to] {
				row.Text = p.T("change.sameCode")
				rows = append(rows, row)
			}
			continue
		}
		found, err := s.Places.SuccessionsOf(r.Context(), level, from, to, []string{code})
		if err != nil {
			return nil, err
		}
		for _, one := range found {
			row.Lines = append(row.Lines, s.successionLine(r, p, level, from, to, one))
		}
		if len(row.Lines) > 0 {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

func (s *site) successionLine(r *http.Request, p view.Page, level place.Level, from, to int, one place.Succession) view.SuccessionLine {
	line := view.SuccessionLine{Kind: p.T("change." + string(one.Kind)), Changed: one.Kind != place.Continued}
	line.From, line.To = s.successionEnd(r, level, from, one.From), s.successionEnd(r, level, to, one.To)
	if one.From != "" && one.To != "" {
		line.ShareFrom = p.Fmt().WithUnit(100*one.ShareFrom, 1, "%")
		line.ShareTo = p.Fmt().WithUnit(100*one.ShareTo, 1, "%")
	}
	return line
}

// successionEnd names one end of a succession; a name that cannot be found is
// no reason to fail.
func (s *site) successionEnd(r *http.Request, level place.Level, year int, code string) view.Link {
	if code == "" {
		return view.Link{}
	}
	link := view.Link{Name: code, Note: code, URL: "/gebieden/" + string(level) + "/" + url.PathEscape(code)}
	if e, err := s.Places.FindEdition(r.Context(), place.Key{Level: level, Code: code, Year: year}); err == nil && e.Name != "" {
		link.Name = e.Name
	}
	return link
}

const mostParts = 60

// parts lists the areas that a municipality or district is made of.
func (s *site) parts(r *http.Request, e place.Edition) ([]view.Link, string, error) {
	below := map[place.Level]place.Level{place.Municipality: place.District, place.District: place.Neighbourhood}[e.Level]
	municipality := place.MunicipalityOf(e.Code)
	if below == "" || municipality == "" {
		return nil, "", nil
	}
	found, err := s.Places.EditionsWithin(r.Context(), below, e.Year, municipality)
	if err != nil {
		return nil, "", err
	}
	var links []view.Link
	for _, part := range found {
		if e.Level == place.Municipality || part.Parent == e.Code || place.ParentOf(part.Level, part.Code) == e.Code {
			links = append(links, view.Link{Name: part.Name, URL: placeURL(part)})
		}
	}
	slices.SortFunc(links, func(a, b view.Link) int { return strings.Compare(a.Name, b.Name) })
	all := "/gebieden?" + url.Values{"in": {municipality}, "niveau": {string(below)}}.Encode()
	return links[:min(len(links), mostParts)], all, nil
}

// sourceName gives a source by the name of its publisher.
func (s *site) sourceName(name string) string {
	if s.Indicators == nil {
		return name
	}
	if source, ok := s.Indicators.Now().Source(name); ok && source.Name != "" {
		return source.Name
	}
	return name
}
