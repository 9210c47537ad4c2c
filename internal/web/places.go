package web

import (
	"net/http"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// places answers /gebieden: a list with filters.
func (s *site) places(w http.ResponseWriter, r *http.Request) error {
	p := s.page(w, r)
	p.Title, p.Section = p.T("nav.places"), "places"
	list := view.Places{}
	query := r.URL.Query()
	page, err := readPage(query)
	if err != nil {
		return err
	}
	ask := place.Ask{Words: query.Get("q"), Level: place.Level(query.Get("niveau")), Within: query.Get("in"), Offset: (page - 1) * rowsPerPage, Limit: rowsPerPage}
	if ask.Level != "" && !ask.Level.Valid() {
		return fault.New(fault.Invalid, "place.badLevel", fault.Args{"value": string(ask.Level)})
	}
	if ask.Within != "" && place.MunicipalityOf(ask.Within) != ask.Within {
		return fault.New(fault.Invalid, "place.badWithin", fault.Args{"value": ask.Within})
	}
	if len(ask.Words) > longestWords {
		return fault.New(fault.Limit, "search.tooLong", nil)
	}
	if ask.Year, err = readYear(query.Get("jaar")); err != nil {
		return err
	}
	list.Words, list.Within = ask.Words, ask.Within
	list.Levels = levelOptions(p, ask.Level)
	if s.Places == nil {
		return s.show(w, r, view.PlacesPage(p, list))
	}
	if list.Years, err = s.yearOptions(r, p, ask); err != nil {
		return err
	}
	found, total, err := s.Places.ListPlaces(r.Context(), ask)
	if err != nil {
		return err
	}
	mapped, err := s.mappedCodes(r, &p)
	if err != nil {
		return err
	}
	for _, e := range found {
		list.Rows = append(list.Rows, placeRow(p, e, mapped))
	}
	list.Total, list.Page, list.Pages = total, page, max(1, (total+rowsPerPage-1)/rowsPerPage)
	return s.show(w, r, view.PlacesPage(p, list))
}

func readYear(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	year, err := strconv.Atoi(text)
	if err != nil || year < 1900 || year > 2200 {
		return 0, fault.New(fault.Invalid, "map.badYear", fault.Args{"value": text})
	}
	return year, nil
}

func levelOptions(p view.Page, chosen place.Level) []view.Option {
	options := []view.Option{{Label: p.T("place.everyLevel"), Chosen: chosen == ""}}
	for _, level := range place.Levels {
		options = append(options, view.Option{Value: string(level), Label: p.T("level." + string(level)), Chosen: level == chosen})
	}
	return options
}

// yearOptions lists the boundary years that have places of the chosen level,
// or of any.
func (s *site) yearOptions(r *http.Request, p view.Page, ask place.Ask) ([]view.Option, error) {
	levels := []place.Level{ask.Level}
	if ask.Level == "" {
		levels = place.Levels
	}
	seen := map[int]bool{}
	for _, level := range levels {
		years, err := s.Places.BorderYears(r.Context(), level, "")
		if err != nil {
			return nil, err
		}
		for _, year := range years {
			seen[year.Year] = true
		}
	}
	options := []view.Option{{Label: p.T("place.newest"), Chosen: ask.Year == 0}}
	for year := 2200; year >= 1900; year-- {
		if seen[year] {
			text := strconv.Itoa(year)
			options = append(options, view.Option{Value: text, Label: text, Chosen: year == ask.Year})
		}
	}
	return options, nil
}
