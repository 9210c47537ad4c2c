package web

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/profile"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// mostYears is how many periods the table of years has; older ones are left.
const mostYears = 10

// placeYears answers /gebieden/{level}/{code}/jaren: a place through the years.
// Each edition of a source is a line of its own, for a trend never mixes them.
func (s *site) placeYears(w http.ResponseWriter, r *http.Request) error {
	on, err := s.onPlace(w, r, "/jaren")
	if err != nil {
		return err
	}
	pp, err := s.profileOf(r, on)
	if err != nil {
		return err
	}
	shown := view.PlaceYears{PlaceHead: on.head}
	for _, at := range pp.byTheme() {
		f := &pp.made.Findings[at]
		if f.Change == nil {
			continue
		}
		told := pp.tell.Tell(&pp.made, f)
		shown.Trends = append(shown.Trends, view.YearTrend{
			Name: f.Indicator.Name.In(on.p.Lang), Change: told.Change, Chart: pp.trend(f, "jaren-"+f.Indicator.ID), Meta: pp.meta(f), Theme: pp.themeName(on.p, f.Indicator.Theme),
		})
	}
	shown.Years, shown.Lines, shown.Older = pp.yearLines()
	on.p.Title = on.p.T("compare.yearsTitle", "name", on.head.Name)
	return s.show(w, r, view.PlaceYearsPage(on.p, shown))
}

// yearLines sets every series of the place in a table of years.
func (pp *profilePage) yearLines() (years []string, lines []view.YearLine, older bool) {
	series := pp.made.Subject.Here.Series
	keys := slices.SortedFunc(maps.Keys(series), func(a, b profile.Key) int {
		return strings.Compare(a.Indicator+"\x00"+a.Source+"\x00"+a.Table, b.Indicator+"\x00"+b.Source+"\x00"+b.Table)
	})
	seen := map[int]bool{}
	for _, key := range keys {
		for _, point := range series[key] {
			seen[point.Period] = true
		}
	}
	periods := slices.Sorted(maps.Keys(seen))
	older = len(periods) > mostYears
	periods = periods[max(0, len(periods)-mostYears):]
	for _, period := range periods {
		years = append(years, strconv.Itoa(period))
	}
	known := pp.Indicators.Now().For(pp.p.Actor)
	for _, name := range pp.toldByTheme(known) {
		one, _ := known.ByID(name)
		for _, key := range keys {
			if key.Indicator != name {
				continue
			}
			line := view.YearLine{Theme: pp.themeName(pp.p, one.Theme), Name: one.Name.In(pp.p.Lang), URL: "/cijfers/" + name,
				Source: strings.TrimSpace(pp.sourceName(key.Source) + " " + key.Table), Sort: pp.p.T("sort." + string(one.Sort))}
			for _, period := range periods {
				cell := view.CompareCell{}
				if at := slices.IndexFunc(series[key], func(point profile.Point) bool { return point.Period == period }); at >= 0 {
					point := series[key][at]
					cell = view.CompareCell{Hole: pp.p.T("hole." + point.Hole.String())}
					if point.Known() {
						cell = view.CompareCell{Value: pp.p.Fmt().WithUnit(point.Value, one.Decimals, pp.p.T("unit."+one.Unit))}
					}
				}
				line.Cells = append(line.Cells, cell)
			}
			lines = append(lines, line)
		}
	}
	return years, lines, older
}

// toldByTheme lists the indicators that are told and known, in the order of
// themes.
func (s *site) toldByTheme(known profile.Indicators) []string {
	theme := func(name string) int {
		one, _ := known.ByID(name)
		return s.themeOrder(one.Theme)
	}
	list := slices.DeleteFunc(s.Profiles.Rules.Told(), func(name string) bool {
		_, ok := known.ByID(name)
		return !ok
	})
	slices.SortStableFunc(list, func(a, b string) int { return theme(a) - theme(b) })
	return list
}
