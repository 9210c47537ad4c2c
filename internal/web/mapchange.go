package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// changeQuery is what the address asks of the difference between two maps: the
// first as for one map (set, jaar), the second as met-set and met-jaar.
func (s *site) changeOf(r *http.Request) (mapQuery, *healthmap.Change, error) {
	if s.Maps == nil {
		return mapQuery{}, nil, noMap(r)
	}
	query, err := readMapQuery(r)
	if err != nil {
		return query, nil, err
	}
	with := healthmap.View{Set: r.URL.Query().Get("met-set")}
	if with.Set == "" {
		with.Set = query.Set
	}
	if with.Year, err = readYear(r.URL.Query().Get("met-jaar")); err != nil {
		return query, nil, err
	}
	ask := healthmap.AskChange{Actor: s.actor(r), Code: r.PathValue("code"), Lang: s.language(r), Level: query.Level,
		From: healthmap.View{Set: query.Set, Year: query.Year}, To: with}
	if query.Year == 0 && with.Year == 0 && with.Set == query.Set {
		// Nothing was chosen yet.
		if ask.From.Year, ask.To.Year, err = s.Maps.ChangedYears(r.Context(), ask.Actor, ask.Code, query.Set, ask.Lang); err != nil {
			return query, nil, err
		}
	}
	change, err := s.Maps.Compare(r.Context(), ask)
	return query, change, err
}

// mapChange answers /kaart/{code}/verschil: two years, or two map sets, against
// each other.
func (s *site) mapChange(w http.ResponseWriter, r *http.Request) error {
	query, change, err := s.changeOf(r)
	if err != nil {
		return err
	}
	sets, err := s.Maps.Sets(r.Context(), s.actor(r))
	if err != nil {
		return err
	}
	p := s.page(w, r)
	base := "/kaart/" + url.PathEscape(change.To.Ground.Code)
	shown := view.MapChange{
		Base: base, Name: change.To.Ground.Name, Level: query.Level, Sets: change.Sets, Items: change.Items,
		From: sideOf(base, change.From, query.Level, sets), To: sideOf(base, change.To, query.Level, sets),
		Image: base + "/verschil.svg?" + changeAddress(change, query.Level).Encode(), Files: changeFiles(base, change, query.Level), Legend: changeLegend(p, change), Left: leftItems(p, change),
		Modelled: hasModelled(change), Residents: change.ResidentsPeriod,
	}
	shown.Sums = changeSums(p, change)
	order := byStep(change)
	shown.All, shown.Pages = len(order), max(1, (len(order)+rowsPerPage-1)/rowsPerPage)
	shown.Page = min(query.Page, shown.Pages)
	for _, unit := range order[(shown.Page-1)*rowsPerPage : min(shown.Page*rowsPerPage, len(order))] {
		shown.Rows = append(shown.Rows, changeRow(p, change, unit))
	}
	p.Title, p.Section, p.Place = p.T("mapchange.title", "name", change.To.Ground.Name), "map", change.To.Ground.Name
	p.Fictional, p.Styles = change.To.Values.Fictional, []string{"map.css"}
	return s.show(w, r, view.MapChangePage(p, shown))
}

// changeFiles leads to the difference as files.
func changeFiles(base string, change *healthmap.Change, level string) []view.Link {
	var files []view.Link
	for _, end := range []string{"svg", "png", "csv"} {
		files = append(files, view.Link{Name: strings.ToUpper(end), URL: base + "/verschil/afbeelding." + end + "?" + changeAddress(change, level).Encode()})
	}
	return files
}

// changeAddress writes which two maps are compared.
func changeAddress(change *healthmap.Change, level string) url.Values {
	query := mapQuery{Set: change.From.Values.Set, Year: change.From.Values.Year, Level: level}.address()
	query.Set("met-set", change.To.Values.Set)
	query.Set("met-jaar", strconv.Itoa(change.To.Values.Year))
	return query
}

func sideOf(base string, scored *healthmap.Scored, level string, sets []healthmap.MapSet) view.ChangeSide {
	address := mapQuery{Set: scored.Values.Set, Year: scored.Values.Year, Level: level}.address().Encode()
	side := view.ChangeSide{Title: scored.Values.Name + ", " + strconv.Itoa(scored.Values.Year), Image: base + "/kaart.svg?" + address, Map: base + "?" + address}
	for _, set := range sets {
		side.Sets = append(side.Sets, view.Option{Value: set.ID, Label: set.Name["nl"], Chosen: set.ID == scored.Values.Set})
	}
	for _, year := range scored.Values.Years {
		side.Years = append(side.Years, view.Option{Value: strconv.Itoa(year), Label: strconv.Itoa(year), Chosen: year == scored.Values.Year})
	}
	return side
}

// stepBounds is how many steps of difference have a colour of their own.
const stepBounds = 3

func clipped(by int) int { return max(-stepBounds, min(stepBounds, by)) }

func changeLegend(p view.Page, change *healthmap.Change) []view.ChangeLegend {
	counts := map[int]int{}
	for _, step := range change.Steps {
		if step.Known {
			counts[clipped(step.By)]++
		}
	}
	var legend []view.ChangeLegend
	for by := -stepBounds; by <= stepBounds; by++ {
		text := signed(p, by)
		switch by {
		case -stepBounds, stepBounds:
			text = p.T("mapchange.stepMore", "by", text)
		case 0:
			text = p.T("mapchange.same")
		}
		legend = append(legend, view.ChangeLegend{Class: stepClass(by), Text: text, Count: counts[by]})
	}
	return append(legend, view.ChangeLegend{Class: "hole", Text: p.T("map.missing"), Count: change.Unknown.Units})
}

// stepClass names the look of a difference: less-3 … same … more-3.
func stepClass(by int) string {
	switch by = clipped(by); {
	case by < 0:
		return "less-" + strconv.Itoa(-by)
	case by > 0:
		return "more-" + strconv.Itoa(by)
	}
	return "same"
}

// signed writes a difference with its sign.
func signed(p view.Page, by int) string {
	switch {
	case by > 0:
		return "+" + p.Fmt().Int(by)
	case by < 0:
		return "−" + p.Fmt().Int(-by)
	}
	return "0"
}

func changeSums(p view.Page, change *healthmap.Change) []view.ChangeSum {
	total, people := 0, 0.0
	list := []struct {
		key   string
		count healthmap.Count
	}{{"up", change.Up}, {"down", change.Down}, {"same", change.Same}, {"unknown", change.Unknown}}
	for _, one := range list {
		total, people = total+one.count.Units, people+one.count.Residents
	}
	var sums []view.ChangeSum
	for _, one := range list {
		sum := view.ChangeSum{Name: p.T("mapchange." + one.key), Units: p.Fmt().Int(one.count.Units), Share: share(p, float64(one.count.Units), float64(total))}
		if change.ResidentsPeriod > 0 {
			sum.Residents, sum.ResidentsShare = p.Fmt().Fixed(one.count.Residents, 0), share(p, one.count.Residents, people)
		}
		sums = append(sums, sum)
	}
	return sums
}

func share(p view.Page, part, whole float64) string {
	if whole == 0 {
		return ""
	}
	return p.Fmt().WithUnit(100*part/whole, 0, "%")
}

func leftItems(p view.Page, change *healthmap.Change) []view.Link {
	var list []view.Link
	for _, one := range change.Left {
		list = append(list, view.Link{Name: one.Name, Note: p.T("mapchange.why." + string(one.Why))})
	}
	return list
}

// hasModelled tells whether any figure that is compared was estimated.
func hasModelled(change *healthmap.Change) bool {
	for _, item := range change.To.Values.Items {
		for _, part := range item.Parts {
			if part.Sort == "modelled" {
				return true
			}
		}
	}
	return false
}

// byStep orders units: what changed most first, then the order of the grid.
func byStep(change *healthmap.Change) []int {
	order := make([]int, len(change.Steps))
	for at := range order {
		order[at] = at
	}
	size := func(unit int) int {
		if !change.Steps[unit].Known {
			return -1
		}
		return max(change.Steps[unit].By, -change.Steps[unit].By)
	}
	slices.SortStableFunc(order, func(a, b int) int { return size(b) - size(a) })
	return order
}

func changeRow(p view.Page, change *healthmap.Change, unit int) view.ChangeRow {
	from, to := mapRow(p, change.From, unit), mapRow(p, change.To, unit)
	row := view.ChangeRow{Name: to.Name, Within: to.Within, Link: to.Link, From: from, To: to}
	if step := change.Steps[unit]; step.Known {
		row.By, row.Class = signed(p, step.By), stepClass(step.By)
	}
	return row
}
