package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// changes answers /gebieden/wijzigingen: how the codes of one boundary year
// went on in another.
func (s *site) changes(w http.ResponseWriter, r *http.Request) error {
	if s.Places == nil {
		return fault.New(fault.NotFound, "place.unknown", fault.Args{"Code": ""})
	}
	query := r.URL.Query()
	level := place.Level(query.Get("niveau"))
	if level == "" {
		level = place.Neighbourhood
	}
	if !level.Valid() {
		return fault.New(fault.Invalid, "place.badLevel", fault.Args{"value": string(level)})
	}
	years, err := s.Places.BorderYears(r.Context(), level, "")
	if err != nil {
		return err
	}
	from, to, err := s.chosenYears(r, level, years)
	if err != nil {
		return err
	}
	page, err := readPage(query)
	if err != nil {
		return err
	}
	p := s.page(w, r)
	p.Title, p.Section = p.T("place.changes"), "places"
	shown := view.Changes{Levels: levelOptions(p, level)[1:], Within: query.Get("in"), FromYear: from, ToYear: to, Page: page, Pages: 1}
	for _, year := range slices.Backward(years) {
		text := strconv.Itoa(year.Year)
		label := text
		if year.Borders == 0 {
			label = p.T("change.yearNoBorders", "year", year.Year)
		}
		shown.From = append(shown.From, view.Option{Value: text, Label: label, Chosen: year.Year == from})
		shown.To = append(shown.To, view.Option{Value: text, Label: label, Chosen: year.Year == to})
	}
	pairs, err := s.Places.DerivedPairs(r.Context(), level)
	if err != nil {
		return err
	}
	switch {
	case from == 0 || to == 0:
	case pairs[[2]int{from, to}]:
		err = s.derivedChanges(r, p, level, place.SuccessionKind(query.Get("soort")), &shown)
	default:
		err = s.codeChanges(r, p, level, &shown)
	}
	if err != nil {
		return err
	}
	return s.show(w, r, view.ChangesPage(p, shown))
}

// chosenYears reads the pair, or takes the newest that was derived, else the
// two newest years.
func (s *site) chosenYears(r *http.Request, level place.Level, years []place.BorderYear) (from, to int, err error) {
	if from, err = readYear(r.URL.Query().Get("van")); err != nil {
		return 0, 0, err
	}
	if to, err = readYear(r.URL.Query().Get("naar")); err != nil {
		return 0, 0, err
	}
	if from != 0 && to != 0 {
		if from >= to {
			return 0, 0, fault.New(fault.Invalid, "change.badYears", nil)
		}
		return from, to, nil
	}
	pairs, err := s.Places.DerivedPairs(r.Context(), level)
	if err != nil {
		return 0, 0, err
	}
	for pair := range pairs {
		if pair[1] > to || pair[1] == to && pair[0] > from {
			from, to = pair[0], pair[1]
		}
	}
	if to == 0 && len(years) >= 2 {
		from, to = years[len(years)-2].Year, years[len(years)-1].Year
	}
	return from, to, nil
}

func (s *site) derivedChanges(r *http.Request, p view.Page, level place.Level, kind place.SuccessionKind, shown *view.Changes) error {
	if kind != "" && !slices.Contains(place.SuccessionKinds, kind) {
		return fault.New(fault.Invalid, "change.badKind", fault.Args{"value": string(kind)})
	}
	found, counts, err := s.Places.Successions(r.Context(), level, shown.FromYear, shown.ToYear, kind, (shown.Page-1)*rowsPerPage, rowsPerPage)
	if err != nil {
		return err
	}
	total := 0
	for _, known := range place.SuccessionKinds {
		total += counts[known]
		if counts[known] > 0 {
			shown.Kinds = append(shown.Kinds, view.KindCount{Name: p.T("change." + string(known)), Count: counts[known], URL: p.With("soort", string(known)), Chosen: known == kind})
		}
	}
	shown.Kinds = append([]view.KindCount{{Name: p.T("change.all"), Count: total, URL: p.With("soort", ""), Chosen: kind == ""}}, shown.Kinds...)
	if kind != "" {
		total = counts[kind]
	}
	shown.Derived, shown.Pages = true, max(1, (total+rowsPerPage-1)/rowsPerPage)
	for _, one := range found {
		shown.Rows = append(shown.Rows, s.successionLine(r, p, level, shown.FromYear, shown.ToYear, one))
	}
	return nil
}

// codeChanges compares codes alone, within one municipality: without both
// borders nothing more can be said.
func (s *site) codeChanges(r *http.Request, p view.Page, level place.Level, shown *view.Changes) error {
	within := shown.Within
	if within == "" || place.MunicipalityOf(within) != within || level != place.Neighbourhood && level != place.District {
		return nil
	}
	byCode := map[string][2]string{}
	for at, year := range []int{shown.FromYear, shown.ToYear} {
		found, err := s.Places.EditionsWithin(r.Context(), level, year, within)
		if err != nil {
			return err
		}
		for _, e := range found {
			both := byCode[e.Code]
			both[at] = e.Name
			byCode[e.Code] = both
		}
	}
	var rows []view.SuccessionLine
	for code, names := range byCode {
		link := func(name string) view.Link {
			return view.Link{Name: name, Note: code, URL: "/gebieden/" + string(level) + "/" + url.PathEscape(code)}
		}
		line := view.SuccessionLine{Kind: p.T("change.sameCode")}
		switch {
		case names[1] == "":
			line.Kind, line.Changed = p.T("change.codeGone"), true
		case names[0] == "":
			line.Kind, line.Changed = p.T("change.codeNew"), true
		}
		if names[0] != "" {
			line.From = link(names[0])
		}
		if names[1] != "" {
			line.To = link(names[1])
		}
		rows = append(rows, line)
	}
	slices.SortFunc(rows, func(a, b view.SuccessionLine) int {
		if a.Changed != b.Changed {
			if a.Changed {
				return -1
			}
			return 1
		}
		return strings.Compare(a.From.Note+a.To.Note, b.From.Note+b.To.Note)
	})
	shown.Rows, shown.Page, shown.Pages = paged(rows, shown.Page)
	return nil
}
