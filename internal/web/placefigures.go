package web

import (
	"net/http"
	"sort"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// placeFigures adds the figures of a place: one row for each indicator and
// source table, the newest period in front. Tables of one source are never
// mixed in a row, for their figures do not compare.
func (s *site) placeFigures(r *http.Request, p view.Page, e place.Edition, shown *view.Place) error {
	if s.Figures == nil || s.Indicators == nil {
		return nil
	}
	seen, err := s.Figures.AllObservations(r.Context(), e.PlaceID)
	if err != nil {
		return err
	}
	wanted := map[id.ID]bool{}
	for _, o := range seen {
		wanted[o.Delivery] = true
	}
	deliveries, err := s.Figures.DeliveriesByID(r.Context(), wanted)
	if err != nil {
		return err
	}
	rows := s.figureRows(p, seen, deliveries)
	page, err := readPage(r.URL.Query())
	if err != nil {
		return err
	}
	shown.Figures, shown.Page, shown.Pages = paged(rows, page)
	shown.FiguresTotal = len(rows)
	return nil
}

// paged cuts one page out of a list.
func paged[T any](list []T, page int) (part []T, at, pages int) {
	pages = max(1, (len(list)+rowsPerPage-1)/rowsPerPage)
	at = min(page, pages)
	return list[(at-1)*rowsPerPage : min(at*rowsPerPage, len(list))], at, pages
}

func (s *site) figureRows(p view.Page, seen []indicator.Observation, deliveries map[id.ID]delivery.Delivery) []view.FigureRow {
	type series struct{ indicator, source, table string }
	grouped := map[series][]indicator.Observation{}
	for _, o := range seen {
		d := deliveries[o.Delivery]
		key := series{o.Indicator, d.Source, d.Table}
		grouped[key] = append(grouped[key], o)
	}
	type entry struct {
		theme int
		row   view.FigureRow
	}
	var list []entry
	for key, group := range grouped {
		known, ok := s.Indicators.Now().For(p.Actor).ByID(key.indicator)
		if !ok {
			continue
		}
		sort.SliceStable(group, func(i, j int) bool {
			if group[i].Period != group[j].Period {
				return group[i].Period > group[j].Period
			}
			return group[i].BoundaryYear > group[j].BoundaryYear
		})
		row := view.FigureRow{
			Name: known.Name.In(p.Lang), URL: "/cijfers/" + known.ID, Theme: s.themeName(p, known.Theme),
			Source: s.sourceName(key.source), Table: key.table, Sort: p.T("sort." + string(known.Sort)), Domain: string(known.Domain),
			DeliveryURL: "/leveringen/" + group[0].Delivery.String(),
		}
		row.Now = readingOf(p, known, group[0])
		for at, former := range group[1:] {
			if former.Period != group[at].Period { // another boundary year of the same period says nothing new
				row.Before = append(row.Before, readingOf(p, known, former))
			}
		}
		list = append(list, entry{s.themeOrder(known.Theme), row})
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if a.theme != b.theme {
			return a.theme < b.theme
		}
		if a.row.Name != b.row.Name {
			return a.row.Name < b.row.Name
		}
		return a.row.Table < b.row.Table
	})
	rows := make([]view.FigureRow, len(list))
	for at, one := range list {
		rows[at] = one.row
	}
	return rows
}

func readingOf(p view.Page, known indicator.Indicator, o indicator.Observation) view.Reading {
	reading := view.Reading{Period: strconv.Itoa(o.Period), Year: o.BoundaryYear}
	if o.Known() {
		reading.Value = p.Fmt().WithUnit(o.Value, known.Decimals, p.T("unit."+known.Unit))
		reading.Sure = surenessOf(p, known, o.Sureness)
	} else {
		reading.Hole = p.T("hole." + o.Hole.String())
	}
	return reading
}

// surenessOf says how exact a figure is, as far as its publisher does.
func surenessOf(p view.Page, known indicator.Indicator, sure indicator.Sureness) string {
	var parts []string
	if sure.Margins() {
		unit := p.T("unit." + known.Unit)
		parts = append(parts, p.T("figure.between", "low", p.Fmt().WithUnit(sure.Low, known.Decimals, unit), "high", p.Fmt().WithUnit(sure.High, known.Decimals, unit)))
	}
	if sure.Respondents > 0 {
		parts = append(parts, p.T("figure.respondents", "n", sure.Respondents))
	}
	return strings.Join(parts, ", ")
}

func (s *site) themeName(p view.Page, name string) string {
	if theme, ok := s.Indicators.Now().Theme(name); ok {
		return theme.Name.In(p.Lang)
	}
	return name
}

func (s *site) themeOrder(name string) int {
	for at, theme := range s.Indicators.Now().Themes {
		if theme.ID == name {
			return at
		}
	}
	return len(s.Indicators.Now().Themes)
}
