package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/profile"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// profile answers /gebieden/{level}/{code}: a place told.
func (s *site) profile(w http.ResponseWriter, r *http.Request) error {
	on, err := s.onPlace(w, r, "")
	if err != nil {
		return err
	}
	pp, err := s.profileOf(r, on)
	if err != nil {
		return err
	}
	shown, err := pp.told(r, on)
	if err != nil {
		return err
	}
	return s.show(w, r, view.ProfilePage(on.p, shown))
}

// profilePage is a profile that becomes a page.
type profilePage struct {
	*site
	p          view.Page
	made       profile.Profile
	tell       profile.Teller
	deliveries map[id.ID]delivery.Delivery
	url        string // of the place
}

// profileOf makes the profile of a place.
func (s *site) profileOf(r *http.Request, on *onPlace) (*profilePage, error) {
	if s.Profiles == nil {
		return nil, fault.New(fault.NotFound, "place.unknown", fault.Args{"Code": on.newest().Code})
	}
	newest := on.newest()
	made, err := s.Profiles.Of(r.Context(), on.p.Actor, newest)
	if err != nil {
		return nil, err
	}
	pp := &profilePage{site: s, url: on.head.URL, made: made, tell: s.teller(on.p, r.URL.Query().Get("woorden"))}
	pp.deliveries, err = s.Figures.DeliveriesByID(r.Context(), deliveriesOf(&made))
	on.p.Fictional = pp.fictional()
	pp.p = on.p
	return pp, err
}

// told makes all that the page of a place says.
func (pp *profilePage) told(r *http.Request, on *onPlace) (view.Profile, error) {
	made := &pp.made
	shown := view.Profile{PlaceHead: on.head, Told: pp.tell.Lead(made), Missing: pp.missing(), Sources: pp.sources()}
	shown.Areas = pp.p.T("levels." + string(made.Subject.Here.Level))
	if made.Subject.Municipality != nil {
		shown.Municipality = made.Subject.Municipality.Name
	}
	if made.Subject.Country != nil {
		shown.Country = pp.tell.Name(made.Subject.Country.Name, place.Country)
	}
	for at := range made.Facts {
		fact := &made.Facts[at]
		shown.Facts = append(shown.Facts, view.ProfileFact{Value: pp.factValue(fact), Label: fact.Label.In(on.p.Lang)})
	}
	if len(made.Facts) > 0 {
		shown.FactsSource = pp.meta(&made.Facts[0].Finding)
	}
	for at := range made.Standout {
		shown.Standout = append(shown.Standout, pp.finding(&made.Standout[at], "opvalt"))
	}
	shown.Wording, shown.Grouping = pp.wordings(), pp.groupings(r.URL.Query().Get("indeling"))
	shown.Groups = pp.groups(r.URL.Query().Get("indeling"))
	shown.Ages, shown.AgesFiles = pp.ages(), view.ChartLinks{Address: on.head.URL + "/grafiek/" + agesFile}
	if on.newest().Level == place.Municipality && pp.mayBundle(r) {
		shown.BundleURL = on.head.URL + "/factsheets"
	}
	var err error
	shown.Chapters, err = pp.chapters(r, on)
	return shown, err
}

// teller chooses the words of a page: plain Dutch for residents, unless asked
// otherwise.
func (s *site) teller(p view.Page, wording string) profile.Teller {
	language := p.Lang
	if language == "nl" && (wording == wordingPlain || wording == "" && !p.Actor.Professional()) {
		language = profile.Plain
	}
	return profile.Teller{Rules: s.Profiles.Rules, Language: language, Format: p.Fmt(), Unit: func(key string) string { return p.T("unit." + key) }}
}

const (
	wordingPlain        = "gewoon"
	wordingProfessional = "vak"
)

// wordings are the ways in which a page can be worded; English has one.
func (pp *profilePage) wordings() []view.View {
	if pp.p.Lang != "nl" {
		return nil
	}
	plain := pp.tell.Language == profile.Plain
	return []view.View{
		{Label: pp.p.T("profile.plain"), URL: pp.p.With("woorden", wordingPlain), Current: plain},
		{Label: pp.p.T("profile.professional"), URL: pp.p.With("woorden", wordingProfessional), Current: !plain},
	}
}

const groupedByPerspective = "perspectief"

func (pp *profilePage) groupings(asked string) []view.View {
	return []view.View{
		{Label: pp.p.T("profile.byTheme"), URL: pp.p.With("indeling", ""), Current: asked != groupedByPerspective},
		{Label: pp.p.T("profile.byPerspective"), URL: pp.p.With("indeling", groupedByPerspective), Current: asked == groupedByPerspective},
	}
}

// groups puts what is known together by theme, or by what it asks of policy:
// protect, promote or facilitate.
func (pp *profilePage) groups(asked string) []view.ProfileGroup {
	name := func(f *profile.Finding) (int, string) {
		return pp.themeOrder(f.Indicator.Theme), pp.themeName(pp.p, f.Indicator.Theme)
	}
	if asked == groupedByPerspective {
		name = func(f *profile.Finding) (int, string) {
			order := slices.Index([]indicator.Perspective{indicator.Protect, indicator.Promote, indicator.Facilitate}, f.Indicator.Perspective)
			return order, pp.p.T("perspective." + string(f.Indicator.Perspective))
		}
	}
	type group struct {
		order int
		view.ProfileGroup
	}
	var list []group
	for _, at := range pp.byTheme() {
		f := &pp.made.Findings[at]
		order, heading := name(f)
		found := slices.IndexFunc(list, func(g group) bool { return g.order == order })
		if found < 0 {
			found = len(list)
			list = append(list, group{order, view.ProfileGroup{Heading: heading}})
		}
		list[found].Findings = append(list[found].Findings, pp.finding(f, "alles"))
	}
	slices.SortStableFunc(list, func(a, b group) int { return a.order - b.order })
	groups := make([]view.ProfileGroup, len(list))
	for at := range list {
		groups[at] = list[at].ProfileGroup
	}
	return groups
}

// byTheme gives the findings in the order of themes.
func (pp *profilePage) byTheme() []int {
	order := make([]int, len(pp.made.Findings))
	for at := range order {
		order[at] = at
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return pp.themeOrder(pp.made.Findings[a].Indicator.Theme) - pp.themeOrder(pp.made.Findings[b].Indicator.Theme)
	})
	return order
}

// finding makes what the page says of an indicator.
func (pp *profilePage) finding(f *profile.Finding, part string) view.ProfileFinding {
	shown := view.ProfileFinding{
		ID: part + "-" + f.Indicator.ID, Domain: string(f.Indicator.Domain), DomainName: pp.p.T("domain." + string(f.Indicator.Domain)),
		Meta: pp.meta(f), SourceURL: "/leveringen/" + f.Point.Delivery.String(), Told: pp.tell.Tell(&pp.made, f), Assumed: f.Margin.Example,
	}
	shown.Rows = append(shown.Rows, view.ProfileRow{Name: pp.made.Subject.Here.Name, Value: pp.value(f, f.Point.Value)})
	for _, c := range f.Comparisons {
		shown.Rows = append(shown.Rows, view.ProfileRow{Name: pp.tell.Name(c.Name, c.Level), Value: pp.value(f, c.Value), Standing: pp.p.T("standing." + string(c.Standing))})
	}
	if f.Margin.High > f.Margin.Low {
		shown.Margin = pp.p.T("profile.margin", "low", pp.value(f, f.Margin.Low), "high", pp.value(f, f.Margin.High))
	}
	shown.Line, shown.Trend = pp.line(f, shown.ID), pp.trend(f, shown.ID)
	files := pp.url + "/grafiek/" + url.PathEscape(f.Indicator.ID)
	shown.LineFiles, shown.TrendFiles = view.ChartLinks{Address: files, Query: "soort=" + lineFile}, view.ChartLinks{Address: files, Query: "soort=" + trendFile}
	return shown
}

func (pp *profilePage) value(f *profile.Finding, value float64) string {
	return pp.p.Fmt().WithUnit(value, f.Indicator.Decimals, pp.p.T("unit."+f.Indicator.Unit))
}

// factValue writes a number about who lives here; its label has the unit,
// unless it is a percentage.
func (pp *profilePage) factValue(fact *profile.Fact) string {
	if fact.Indicator.Unit == "percent" {
		return pp.value(&fact.Finding, fact.Point.Value)
	}
	return pp.p.Fmt().Fixed(fact.Point.Value, fact.Indicator.Decimals)
}

// meta tells where a figure is from: source, period, borders and how it came
// about.
func (pp *profilePage) meta(f *profile.Finding) string {
	text := pp.p.T("profile.meta", "source", pp.sourceName(f.Key.Source), "period", strconv.Itoa(f.Point.Period), "sort", pp.p.T("sort."+string(f.Indicator.Sort)))
	if f.Point.BoundaryYear != f.Point.Period {
		text += " " + pp.p.T("profile.borders", "year", strconv.Itoa(f.Point.BoundaryYear))
	}
	return text
}

// missing tells what is not known, and why.
func (pp *profilePage) missing() []view.ProfileMissing {
	var list []view.ProfileMissing
	for _, one := range pp.made.Missing {
		shown := view.ProfileMissing{Name: one.Indicator.Name.In(pp.p.Lang), URL: "/cijfers/" + one.Indicator.ID, Why: pp.p.T("hole." + one.Hole.String())}
		if one.Period > 0 {
			shown.Period = strconv.Itoa(one.Period)
		}
		list = append(list, shown)
	}
	return list
}

// deliveriesOf lists the deliveries that a profile rests on.
func deliveriesOf(made *profile.Profile) map[id.ID]bool {
	ids := map[id.ID]bool{}
	for at := range made.Findings {
		ids[made.Findings[at].Point.Delivery] = true
	}
	for at := range made.Facts {
		ids[made.Facts[at].Point.Delivery] = true
	}
	return ids
}

// sources lists the tables that a profile rests on, by name.
func (pp *profilePage) sources() []view.ProfileSource {
	periods := map[[2]string][]int{}
	for _, d := range pp.deliveries {
		periods[[2]string{d.Source, d.Table}] = nil
	}
	for at := range pp.made.Findings {
		f := &pp.made.Findings[at]
		for _, point := range f.Series {
			key := [2]string{f.Key.Source, f.Key.Table}
			periods[key] = append(periods[key], point.Period)
		}
	}
	var list []view.ProfileSource
	for key, years := range periods {
		source, _ := pp.Indicators.Now().Source(key[0])
		shown := view.ProfileSource{Name: strings.TrimSpace(pp.sourceName(key[0]) + " " + key[1]), Publisher: source.Publisher, Licence: licence(pp.p, source.Licence), URL: source.URL, Periods: years2text(years)}
		list = append(list, shown)
	}
	slices.SortFunc(list, func(a, b view.ProfileSource) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// years2text writes years in order, each once.
func years2text(years []int) string {
	slices.Sort(years)
	var texts []string
	for _, year := range slices.Compact(years) {
		texts = append(texts, strconv.Itoa(year))
	}
	return strings.Join(texts, ", ")
}

// fictional tells whether figures are made up: of a place that is made up, a
// survey that somebody loads there is so too.
func (pp *profilePage) fictional() bool {
	for _, d := range pp.deliveries {
		if d.Source == healthmap.FictionalSource {
			return true
		}
	}
	return false
}
