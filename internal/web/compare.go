package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/chart"
	"github.com/koppelkans/koppelkans/internal/compare"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/profile"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// mostApart is how many differences are told before the table of all figures.
const mostApart = 5

// compare answers /vergelijk: two to five places side by side. Which ones stands
// in the address, as often as there are places: ?gebied=BU07720101.
func (s *site) compare(w http.ResponseWriter, r *http.Request) error {
	p := s.page(w, r)
	p.Title, p.Section = p.T("compare.title"), "compare"
	editions, err := s.compared(r)
	if err != nil {
		return err
	}
	shown := view.Compare{Words: strings.TrimSpace(r.URL.Query().Get("erbij"))}
	if shown.Words != "" {
		added, err := s.addCompared(w, r, &shown, p, editions)
		if added || err != nil {
			return err
		}
	}
	if _, err := s.mappedCodes(r, &p); err != nil {
		return err
	}
	for _, e := range editions {
		shown.Places = append(shown.Places, view.ComparePlace{
			Name: e.Name, Note: placeNote(p, e), URL: placeURL(e), Without: compareURL(without(editions, e)), Param: codeParam(e),
		})
	}
	if shown.Offers, err = s.offers(r, p, editions); err != nil {
		return err
	}
	shown.Full = len(editions) >= compare.Most
	if len(editions) >= compare.Fewest {
		if err := s.sideBySide(r, p, editions, &shown); err != nil {
			return err
		}
	}
	return s.show(w, r, view.ComparePage(p, shown))
}

// codeParam names a place in an address: by its official code, or with its
// level when the code does not tell that.
func codeParam(e place.Edition) string {
	if level, official := place.LevelOf(e.Code); official && level == e.Level {
		return e.Code
	}
	return string(e.Level) + ":" + e.Code
}

func keyOf(param string) (place.Level, string) {
	if level, code, found := strings.Cut(param, ":"); found {
		return place.Level(level), code
	}
	level, _ := place.LevelOf(param)
	return level, param
}

func compareURL(editions []place.Edition) string {
	query := url.Values{}
	for _, e := range editions {
		query.Add("gebied", codeParam(e))
	}
	if len(query) == 0 {
		return "/vergelijk"
	}
	return "/vergelijk?" + query.Encode()
}

func without(editions []place.Edition, one place.Edition) []place.Edition {
	return slices.DeleteFunc(slices.Clone(editions), func(e place.Edition) bool { return e.PlaceID == one.PlaceID })
}

// compared finds the places of the address, each once, in its order.
func (s *site) compared(r *http.Request) ([]place.Edition, error) {
	var editions []place.Edition
	for _, param := range r.URL.Query()["gebied"] {
		level, code := keyOf(param)
		e, err := s.newestEdition(r, level, code)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(editions, func(one place.Edition) bool { return one.PlaceID == e.PlaceID }) {
			editions = append(editions, e)
		}
		if len(editions) > compare.Most {
			return nil, fault.New(fault.Invalid, "compare.tooMany", fault.Args{"Most": compare.Most})
		}
	}
	return editions, nil
}

// newestEdition finds a place.
func (s *site) newestEdition(r *http.Request, level place.Level, code string) (place.Edition, error) {
	unknown := fault.New(fault.NotFound, "place.unknown", fault.Args{"Code": code})
	if s.Places == nil || !level.Valid() {
		return place.Edition{}, unknown
	}
	editions, err := s.Places.EditionsOf(r.Context(), level, code)
	if err != nil {
		return place.Edition{}, err
	}
	if len(editions) == 0 {
		return place.Edition{}, unknown
	}
	return editions[len(editions)-1], nil
}

// addCompared adds the place whose name was typed: at once when only one fits,
// else it offers what was found.
func (s *site) addCompared(w http.ResponseWriter, r *http.Request, shown *view.Compare, p view.Page, editions []place.Edition) (bool, error) {
	if len(shown.Words) > longestWords {
		return false, fault.New(fault.Limit, "search.tooLong", nil)
	}
	found, _, err := s.Places.ListPlaces(r.Context(), place.Ask{Words: postcodeOf(shown.Words), Limit: suggestions})
	if err != nil {
		return false, err
	}
	found = slices.DeleteFunc(found, func(e place.Edition) bool {
		return slices.ContainsFunc(editions, func(one place.Edition) bool { return one.PlaceID == e.PlaceID })
	})
	if len(found) == 1 && len(editions) < compare.Most {
		http.Redirect(w, r, compareURL(append(editions, found[0])), http.StatusSeeOther)
		return true, nil
	}
	for _, e := range found {
		shown.Found = append(shown.Found, view.Link{Name: e.Name, Note: placeNote(p, e), URL: compareURL(append(slices.Clip(editions), e))})
	}
	shown.Nothing = len(found) == 0
	return false, nil
}

// offers are the places that go well beside those that are chosen: what they
// lie in, and the country.
func (s *site) offers(r *http.Request, p view.Page, editions []place.Edition) ([]view.Link, error) {
	if len(editions) == 0 || len(editions) >= compare.Most {
		return nil, nil
	}
	keys := []place.Key{}
	for code := place.ParentOf(editions[0].Level, editions[0].Code); code != ""; {
		level, _ := place.LevelOf(code)
		keys = append(keys, place.Key{Level: level, Code: code})
		code = place.ParentOf(level, code)
	}
	var found []place.Edition
	for _, key := range keys {
		list, err := s.Places.EditionsOf(r.Context(), key.Level, key.Code)
		if err != nil {
			return nil, err
		}
		if len(list) > 0 {
			found = append(found, list[len(list)-1])
		}
	}
	countries, _, err := s.Places.ListPlaces(r.Context(), place.Ask{Level: place.Country, Limit: 1})
	if err != nil {
		return nil, err
	}
	var links []view.Link
	for _, e := range append(found, countries...) {
		if !slices.ContainsFunc(editions, func(one place.Edition) bool { return one.PlaceID == e.PlaceID }) {
			links = append(links, view.Link{Name: s.nameOf(p, e), URL: compareURL(append(slices.Clip(editions), e))})
		}
	}
	return links, nil
}

// nameOf names a place; a country that came without a name is called as the
// rules of profiles say.
func (s *site) nameOf(p view.Page, e place.Edition) string {
	if s.Profiles == nil {
		return e.Name
	}
	return s.teller(p, wordingProfessional).Name(e.Name, e.Level)
}

// comparison is a comparison that becomes a page.
type comparison struct {
	*site
	p      view.Page
	tell   profile.Teller
	places []compare.Place
}

// sideBySide fills the page with what differs and with all figures.
func (s *site) sideBySide(r *http.Request, p view.Page, editions []place.Edition, shown *view.Compare) error {
	if s.Profiles == nil {
		return fault.New(fault.NotFound, "place.unknown", fault.Args{"Code": editions[0].Code})
	}
	c := comparison{site: s, p: p, tell: s.teller(p, r.URL.Query().Get("woorden"))}
	for at, e := range editions {
		here, peers, err := s.Profiles.Around(r.Context(), e)
		if err != nil {
			return err
		}
		here.Name = c.tell.Name(here.Name, here.Level)
		c.places = append(c.places, compare.Place{Area: here, Peers: peers})
		shown.Places[at].Name = here.Name
	}
	rows := compare.Rows(s.Profiles.Rules, s.Indicators.Now().For(p.Actor), c.places)
	for _, row := range compare.Farthest(rows, mostApart) {
		shown.Apart = append(shown.Apart, c.apart(&row))
	}
	slices.SortStableFunc(rows, func(a, b compare.Row) int {
		return s.themeOrder(a.Indicator.Theme) - s.themeOrder(b.Indicator.Theme)
	})
	for at := range rows {
		shown.Rows = append(shown.Rows, c.row(&rows[at]))
	}
	shown.Sheet = "/vergelijk/bestand?" + p.Query.Encode()
	return nil
}

func (c *comparison) row(row *compare.Row) view.CompareRow {
	shown := view.CompareRow{
		Theme: c.themeName(c.p, row.Indicator.Theme), Name: row.Indicator.Name.In(c.p.Lang), URL: "/cijfers/" + row.Indicator.ID,
		Meta: c.figureMeta(c.p, row.Key, row.Period, row.Indicator), Verdict: c.verdict(row),
	}
	for at, cell := range row.Cells {
		one := view.CompareCell{Highest: at == row.Highest, Lowest: at == row.Lowest}
		if cell.Point.Known() {
			one.Value = c.value(row, cell.Point.Value)
			if cell.Margin.High > cell.Margin.Low {
				one.Margin = c.p.T("compare.between", "low", c.value(row, cell.Margin.Low), "high", c.value(row, cell.Margin.High))
			}
		} else {
			one.Hole = c.p.T("hole." + cell.Point.Hole.String())
		}
		shown.Cells = append(shown.Cells, one)
	}
	return shown
}

// verdict says whether the places differ: by words, for no colour says it.
func (c *comparison) verdict(row *compare.Row) string {
	switch {
	case row.Known() < compare.Fewest:
		return c.p.T("compare.alone")
	case row.Highest < 0:
		return c.p.T("compare.alike")
	}
	return c.p.T("compare.apart", "high", c.places[row.Highest].Name, "low", c.places[row.Lowest].Name)
}

func (c *comparison) value(row *compare.Row, value float64) string {
	return c.p.Fmt().WithUnit(value, row.Indicator.Decimals, c.p.T("unit."+row.Indicator.Unit))
}

// figureMeta tells where a figure is from.
func (s *site) figureMeta(p view.Page, key profile.Key, period int, known indicator.Indicator) string {
	return p.T("profile.meta", "source", strings.TrimSpace(s.sourceName(key.Source)+" "+key.Table), "period", strconv.Itoa(period), "sort", p.T("sort."+string(known.Sort)))
}

// apart tells one of the greatest differences, with all places on a line.
func (c *comparison) apart(row *compare.Row) view.CompareApart {
	high, low := row.Highest, row.Lowest
	shown := view.CompareApart{
		Name: row.Indicator.Name.In(c.p.Lang), Meta: c.figureMeta(c.p, row.Key, row.Period, row.Indicator), URL: "/cijfers/" + row.Indicator.ID,
		Text: c.p.T("compare.apartText", "high", c.places[high].Name, "highValue", c.value(row, row.Cells[high].Point.Value),
			"low", c.places[low].Name, "lowValue", c.value(row, row.Cells[low].Point.Value)),
	}
	if row.Indicator.Sort == indicator.Modelled {
		shown.Text += " " + c.p.T("compare.modelled")
	}
	shown.Line = c.line(row)
	return shown
}

func (c *comparison) line(row *compare.Row) chart.Distribution {
	line := chart.Distribution{
		ID: "verschil-" + row.Indicator.ID, Title: row.Indicator.Name.In(c.p.Lang), Ticks: true,
		Unit: chart.Unit{Name: c.p.T("unit." + row.Indicator.Unit), Decimals: row.Indicator.Decimals},
	}
	for at, cell := range row.Cells {
		point := chart.Point{Label: c.places[at].Name, Kind: kindOf(c.places[at].Level), Value: chart.Missing(c.p.T("hole." + cell.Point.Hole.String()))}
		if cell.Point.Known() {
			point.Value, point.Margin = chart.Of(cell.Point.Value), margin(cell.Margin)
		}
		if at == 0 {
			point.Kind = chart.Here
			line.Here = point
			continue
		}
		line.References = append(line.References, point)
	}
	return line
}
