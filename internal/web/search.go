package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

const (
	suggestions  = 8
	longestWords = 80 // characters of a question
)

// suggestion is a place that fits what was typed so far.
type suggestion struct {
	Name  string     `json:"name"`
	Note  string     `json:"note"`
	Code  string     `json:"code"`
	Level string     `json:"level"`
	URL   string     `json:"url"`
	Bound [4]float64 `json:"bound"` // RD metres: west, south, east, north; zeros when no border is known
}

// find looks for places: first within the municipality whose map is open, then
// everywhere, for a postcode lies in no municipality by its code.
func (s *site) find(r *http.Request, limit int) ([]place.Edition, error) {
	words := strings.TrimSpace(r.URL.Query().Get("q"))
	if words == "" || s.Places == nil {
		return nil, nil
	}
	if len(words) > longestWords {
		return nil, fault.New(fault.Limit, "search.tooLong", nil)
	}
	words = postcodeOf(words)
	var found []place.Edition
	if within := r.URL.Query().Get("in"); place.MunicipalityOf(within) == within && within != "" {
		near, _, err := s.Places.ListPlaces(r.Context(), place.Ask{Words: words, Within: within, Limit: limit})
		if err != nil {
			return nil, err
		}
		found = near
	}
	if len(found) < limit {
		anywhere, _, err := s.Places.ListPlaces(r.Context(), place.Ask{Words: words, Limit: limit})
		if err != nil {
			return nil, err
		}
		seen := map[place.Key]bool{}
		for _, e := range found {
			seen[e.Key] = true
		}
		for _, e := range anywhere {
			if !seen[e.Key] && len(found) < limit {
				found = append(found, e)
			}
		}
	}
	return found, nil
}

// postcodeOf leaves the letters off a whole postcode: areas are known by its
// four digits.
func postcodeOf(words string) string {
	compact := strings.ToUpper(strings.ReplaceAll(words, " ", ""))
	if len(compact) != 6 {
		return words
	}
	if level, ok := place.LevelOf(compact[:4]); !ok || level != place.Postcode4 {
		return words
	}
	for _, letter := range compact[4:] {
		if letter < 'A' || letter > 'Z' {
			return words
		}
	}
	return compact[:4]
}

func (s *site) searchData(w http.ResponseWriter, r *http.Request) error {
	found, err := s.find(r, suggestions)
	if err != nil {
		return err
	}
	p := s.page(w, r)
	mapped, err := s.mappedCodes(r, &p)
	if err != nil {
		return err
	}
	answer := struct {
		Results []suggestion `json:"results"`
		Status  string       `json:"status"`
	}{Results: []suggestion{}, Status: p.T("search.found", "n", len(found))}
	for _, e := range found {
		one := suggestion{Name: e.Name, Note: placeNote(p, e), Code: e.Code, Level: string(e.Level), URL: placeURL(e)}
		if e.Level == place.Municipality && mapped[e.Code] {
			one.URL = "/kaart/" + url.PathEscape(e.Code)
		}
		if around, err := s.mapAround(r, e, mapped); err != nil {
			return err
		} else if around != "" {
			one.URL = around
		}
		if e.HasBorder() {
			one.Bound = [4]float64{e.Bound.Min[0], e.Bound.Min[1], e.Bound.Max[0], e.Bound.Max[1]}
		}
		answer.Results = append(answer.Results, one)
	}
	return document(w, r, answer)
}

func (s *site) search(w http.ResponseWriter, r *http.Request) error {
	found, err := s.find(r, rowsPerPage)
	if err != nil {
		return err
	}
	p := s.page(w, r)
	mapped, err := s.mappedCodes(r, &p)
	if err != nil {
		return err
	}
	p.Title, p.Section = p.T("search.title"), "places"
	page := view.Search{Words: r.URL.Query().Get("q"), Within: r.URL.Query().Get("in")}
	for _, e := range found {
		row := placeRow(p, e, mapped)
		if row.MapURL == "" {
			if row.MapURL, err = s.mapAround(r, e, mapped); err != nil {
				return err
			}
		}
		page.Rows = append(page.Rows, row)
	}
	if err := s.findRecords(r, p, &page); err != nil {
		return err
	}
	return s.show(w, r, view.SearchPage(p, page))
}

// mappedCodes tells which municipalities have a map. A page on which all of
// them are made up says so.
func (s *site) mappedCodes(r *http.Request, p *view.Page) (map[string]bool, error) {
	places, err := s.mapPlaces(r)
	if err != nil {
		return nil, err
	}
	codes := make(map[string]bool, len(places))
	p.Fictional = len(places) > 0
	for _, m := range places {
		codes[m.Code] = true
		p.Fictional = p.Fictional && m.Fictional
	}
	return codes, nil
}

// mapAround gives the map of the municipality in which a postcode area has its
// middle: a postcode does not tell by itself where it lies. At most a page of
// places is looked up.
func (s *site) mapAround(r *http.Request, e place.Edition, mapped map[string]bool) (string, error) {
	if e.Level != place.Postcode4 || !e.HasBorder() {
		return "", nil
	}
	municipality, err := s.Places.MunicipalityAt(r.Context(), e.Bound.Center())
	if err != nil || !mapped[municipality] {
		return "", err
	}
	return "/kaart/" + url.PathEscape(municipality), nil
}

func placeURL(e place.Edition) string {
	return "/gebieden/" + string(e.Level) + "/" + url.PathEscape(e.Code)
}

// placeNote tells places with the same name apart: buurt, BU07720101, 2024.
func placeNote(p view.Page, e place.Edition) string {
	return p.T("place.note", "level", p.T("level."+string(e.Level)), "code", e.Code, "year", e.Year)
}

func placeRow(p view.Page, e place.Edition, mapped map[string]bool) view.PlaceRow {
	row := view.PlaceRow{Name: e.Name, Code: e.Code, Level: p.T("level." + string(e.Level)), Year: e.Year, URL: placeURL(e), HasBorder: e.HasBorder()}
	if e.HasBorder() {
		row.Source = e.Source
	}
	row.MapURL = mapURL(e.Level, e.Code, mapped)
	return row
}

// mapURL gives the map on which a place can be seen; "" when there is none.
func mapURL(level place.Level, code string, mapped map[string]bool) string {
	municipality := place.MunicipalityOf(code)
	if !mapped[municipality] {
		return ""
	}
	base := "/kaart/" + url.PathEscape(municipality)
	switch level {
	case place.District:
		return base + "?" + url.Values{"niveau": {"wijk"}, "gebied": {code}}.Encode()
	case place.Neighbourhood:
		return base + "?" + url.Values{"niveau": {"buurt"}, "gebied": {code}}.Encode()
	}
	return base
}
