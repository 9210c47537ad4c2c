package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/profile"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// What fits on two sheets of paper.
const (
	mostSheetLines = 30 // of the table, themes among them
)

// factsheet answers /gebieden/{level}/{code}/factsheet: a place on two sheets.
func (s *site) factsheet(w http.ResponseWriter, r *http.Request) error {
	p, sheet, err := s.factsheetOf(w, r)
	if err != nil {
		return err
	}
	return s.show(w, r, view.FactsheetPage(p, sheet))
}

// factsheetOf makes the factsheet that a request asks for.
func (s *site) factsheetOf(w http.ResponseWriter, r *http.Request) (view.Page, view.Factsheet, error) {
	on, err := s.onPlace(w, r, "/factsheet")
	if err != nil {
		return view.Page{}, view.Factsheet{}, err
	}
	pp, err := s.profileOf(r, on)
	if err != nil {
		return view.Page{}, view.Factsheet{}, err
	}
	shown, err := pp.told(r, on)
	if err != nil {
		return view.Page{}, view.Factsheet{}, err
	}
	on.p.Title = on.p.T("factsheet.title", "name", on.head.Name)
	sheet := view.Factsheet{Profile: shown, Day: on.p.Fmt().Day(on.p.Now), Address: s.PublicURL + on.head.URL, Files: s.factsheetFiles(on)}
	sheet.Standout = sheet.Standout[:fittingStandout(sheet)]
	sheet.Holes = byReason(sheet.Missing)
	sheet.Rows, sheet.Left = pp.sheetRows()
	return on.p, sheet, nil
}

// byReason puts together what is missing for one reason.
func byReason(missing []view.ProfileMissing) []view.FactsheetHole {
	var list []view.FactsheetHole
	for _, one := range missing {
		at := slices.IndexFunc(list, func(hole view.FactsheetHole) bool { return hole.Why == one.Why })
		if at < 0 {
			at, list = len(list), append(list, view.FactsheetHole{Why: one.Why})
		}
		list[at].Names = append(list[at].Names, one.Name)
	}
	return list
}

// signs stand before the words of a comparison, for who looks along a column.
var signs = map[profile.Standing]string{profile.Above: "▲", profile.Below: "▼", profile.Alike: "=", profile.Unknown: ""}

// sheetRows gives the lines of the table, by theme, and how many were left.
// What differs goes before what does not.
func (pp *profilePage) sheetRows() ([]view.FactsheetRow, int) {
	order := pp.byTheme()
	fits := pp.fitting(order)
	var rows []view.FactsheetRow
	for _, at := range order {
		if fits[at] {
			rows = append(rows, pp.sheetRow(&pp.made.Findings[at]))
		}
	}
	return rows, len(order) - len(rows)
}

// fitting chooses the findings whose lines, with one for each theme, fit on
// the sheet.
func (pp *profilePage) fitting(order []int) map[int]bool {
	wanted := slices.Clone(order)
	slices.SortStableFunc(wanted, func(a, b int) int { return differing(&pp.made.Findings[b]) - differing(&pp.made.Findings[a]) })
	fits, themes := map[int]bool{}, map[string]bool{}
	for _, at := range wanted {
		lines := 1
		if theme := pp.made.Findings[at].Indicator.Theme; !themes[theme] {
			lines = 2
		}
		if len(fits)+len(themes)+lines > mostSheetLines {
			continue
		}
		fits[at], themes[pp.made.Findings[at].Indicator.Theme] = true, true
	}
	return fits
}

func differing(f *profile.Finding) int {
	if len(f.Comparisons) > 0 && f.Comparisons[0].Standing != profile.Alike {
		return 1
	}
	return 0
}

func (pp *profilePage) sheetRow(f *profile.Finding) view.FactsheetRow {
	row := view.FactsheetRow{Theme: pp.themeName(pp.p, f.Indicator.Theme), Name: f.Indicator.Name.In(pp.p.Lang), Here: pp.value(f, f.Point.Value), Period: strconv.Itoa(f.Point.Period)}
	if f.Indicator.Sort == indicator.Modelled {
		row.Sort = "*"
	}
	for _, c := range f.Comparisons {
		if c.Level == place.Country {
			row.Country = pp.value(f, c.Value)
		} else {
			row.Municipality = pp.value(f, c.Value)
		}
	}
	if len(f.Comparisons) > 0 {
		row.Alike = f.Comparisons[0].Standing == profile.Alike
		row.Sign, row.Standing = signs[f.Comparisons[0].Standing], pp.p.T("standing."+string(f.Comparisons[0].Standing))
	}
	return row
}
