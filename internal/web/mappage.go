package web

import (
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// maps answers /kaart: the only map there is, or a choice.
func (s *site) maps(w http.ResponseWriter, r *http.Request) error {
	places, err := s.mapPlaces(r)
	if err != nil {
		return err
	}
	if len(places) == 1 {
		http.Redirect(w, r, "/kaart/"+url.PathEscape(places[0].Code), http.StatusSeeOther)
		return nil
	}
	p := s.page(w, r)
	p.Title, p.Section = p.T("nav.map"), "map"
	page, err := readPage(r.URL.Query())
	if err != nil {
		return err
	}
	home := view.Home{Total: len(places), Words: r.URL.Query().Get("q")}
	words := strings.ToLower(strings.TrimSpace(home.Words))
	var found []view.MapLink
	for _, m := range places {
		if strings.Contains(strings.ToLower(m.Name+" "+m.Code), words) {
			found = append(found, mapLink(p, m))
		}
	}
	home.Maps, home.Page, home.Pages = paged(found, page)
	return s.show(w, r, view.MapsPage(p, home))
}

// mapDocs is what every form of a map begins with: the view that the address
// asks for and the figures behind it, with the reader's thresholds.
type mapDocs struct {
	query  mapQuery
	ground *healthmap.Ground
	own    *healthmap.Values // with the set's own thresholds
	values *healthmap.Values
	sets   []healthmap.MapSet
}

func (s *site) mapDocs(r *http.Request) (mapDocs, error) {
	var docs mapDocs
	if s.Maps == nil {
		return docs, noMap(r)
	}
	query, err := readMapQuery(r)
	if err != nil {
		return docs, err
	}
	lang, code := s.language(r), r.PathValue("code")
	if docs.sets, err = s.Maps.Sets(r.Context(), s.actor(r)); err != nil {
		return docs, err
	}
	if query.Set == "" && len(docs.sets) > 0 {
		query.Set = docs.sets[0].ID
	}
	if docs.ground, err = s.Maps.Ground(r.Context(), code, healthmap.ClipTouch); err != nil {
		return docs, err
	}
	if docs.own, err = s.Maps.Values(r.Context(), s.actor(r), code, query.Set, query.Year, lang); err != nil {
		return docs, err
	}
	docs.query, docs.values = query, withThresholds(docs.own, query.Thresholds)
	return docs, nil
}

// noMap is the answer when there is no service of maps.
func noMap(r *http.Request) error {
	return fault.New(fault.NotFound, "maps.unknown-place", fault.Args{"Code": r.PathValue("code")})
}

// mapPage answers /kaart/{code}: the frame and the panel; the script draws.
func (s *site) mapPage(w http.ResponseWriter, r *http.Request) error {
	docs, err := s.mapDocs(r)
	if err != nil {
		return err
	}
	p := s.page(w, r)
	code := url.PathEscape(docs.ground.Code)
	base := "/kaart/" + code
	params := url.Values{"set": {docs.own.Set}, "jaar": {strconv.Itoa(docs.own.Year)}, "lang": {p.Lang}}
	words, err := json.Marshal(s.Catalogue.Under(p.Lang, "map.", "format.", "hole.", "level.", "domain.", "border."))
	if err != nil {
		return err
	}
	tiles, by := s.Background()
	m := view.Map{
		Base: base, Code: docs.ground.Code, Name: docs.ground.Name, Words: string(words),
		Ground: base + "/grond.json", Values: base + "/waarden.json?" + params.Encode(),
		Background: base + "/achtergrond.json",
		Worker:     s.files.URL("maplibre-gl-worker.mjs"),
		Tiles:      tiles, TilesBy: by,
		Set: docs.own.Set, Level: docs.query.Level, Still: docs.query.address().Encode(),
		Panel: panelOf(p, docs),
	}
	for _, set := range docs.sets {
		m.Sets = append(m.Sets, view.Option{Value: set.ID, Label: set.Name.In(p.Lang), Chosen: set.ID == docs.own.Set})
	}
	for _, year := range docs.own.Years {
		text := strconv.Itoa(year)
		m.Years = append(m.Years, view.Option{Value: text, Label: text, Chosen: year == docs.own.Year})
	}
	p.Title, p.Section, p.Place = p.T("map.title", "name", docs.ground.Name), "map", docs.ground.Name
	p.Full, p.Fictional = true, docs.own.Fictional
	p.Styles, p.Scripts = []string{"map.css"}, []string{"map.js"}
	p.Preload = []view.Preload{
		{URL: m.Ground, As: "fetch"}, {URL: m.Values, As: "fetch"},
	}
	for _, module := range s.files.Imports("map.js") {
		p.Preload = append(p.Preload, view.Preload{URL: module, As: "module"})
	}
	// The map library is fetched early, but read by the browser only when the
	// panel stands; as a module it would be read at once.
	p.Preload = append(p.Preload, view.Preload{URL: s.files.URL("mapview.js"), As: "script"})
	return s.show(w, r, view.MapPage(p, m))
}

func (s *site) ground(w http.ResponseWriter, r *http.Request) error {
	if s.Maps == nil {
		return noMap(r)
	}
	ground, err := s.Maps.Ground(r.Context(), r.PathValue("code"), healthmap.ClipTouch)
	if err != nil {
		return err
	}
	return document(w, r, ground)
}

func (s *site) values(w http.ResponseWriter, r *http.Request) error {
	docs, err := s.mapDocs(r)
	if err != nil {
		return err
	}
	return document(w, r, docs.own)
}

func (s *site) background(w http.ResponseWriter, r *http.Request) error {
	if s.Maps == nil {
		return noMap(r)
	}
	content, err := s.Maps.Background(r.Context(), r.PathValue("code"))
	if err != nil {
		return err
	}
	return tagged(w, r, "application/geo+json", content)
}

// panelOf lists the items with their thresholds, in groups by domain. Order
// within a group is the set's.
func panelOf(p view.Page, docs mapDocs) []view.PanelGroup {
	var groups []view.PanelGroup
	place := map[string]int{}
	for at, item := range docs.values.Items {
		own := docs.own.Items[at]
		domain := item.Domain
		if _, known := place[domain]; !known {
			place[domain] = len(groups)
			groups = append(groups, view.PanelGroup{Domain: domain, Label: p.T("domain." + domain)})
		}
		shown := view.PanelItem{ID: item.ID, Name: item.Short, Full: item.Name, Note: item.Note}
		if shown.Name == "" {
			shown.Name = item.Name
		}
		if item.Combine == healthmap.AnyOf {
			for part := range item.Parts {
				shown.Cuts = append(shown.Cuts, cutOf(p, cutName(item, part), item.Parts[part].Name,
					item.Parts[part].Cut, own.Parts[part].Cut, item.Parts[part]))
			}
		} else if len(item.Parts) > 0 {
			shown.Cuts = append(shown.Cuts, cutOf(p, item.ID, "", item.Cut, own.Cut, item.Parts[0]))
		}
		for _, part := range item.Parts {
			shown.Sources = append(shown.Sources, sourceLine(p, part))
		}
		group := &groups[place[domain]]
		group.Items = append(group.Items, shown)
	}
	return groups
}

func cutOf(p view.Page, name, label string, cut, own *healthmap.ValueCut, part healthmap.ValuePart) view.PanelCut {
	if cut == nil {
		return view.PanelCut{Name: name, Label: label}
	}
	return view.PanelCut{
		Name: name, Label: label, Side: string(cut.Side), Unit: part.Unit,
		Value: p.Fmt().Fixed(cut.Threshold, cutDecimals(cut)), Own: strconv.FormatFloat(own.Threshold, 'f', -1, 64),
		Example: own.Example, Source: own.SourceText,
	}
}

// cutDecimals is as many decimals as a threshold and its step need; the script
// writes them the same way, so that nothing jumps when it begins.
func cutDecimals(cut *healthmap.ValueCut) int {
	needs := func(value float64) int {
		text := strconv.FormatFloat(math.Round(value*1e6)/1e6, 'f', -1, 64)
		_, fraction, _ := strings.Cut(text, ".")
		return len(fraction)
	}
	return max(needs(cut.Threshold), needs(cut.Step))
}

// sourceLine says where a figure comes from, in one line.
func sourceLine(p view.Page, part healthmap.ValuePart) view.SourceLine {
	line := view.SourceLine{Name: part.Name, URL: part.URL, Source: part.Source, Licence: licence(p, part.Licence), Notice: part.Notice}
	switch {
	case part.Period == 0:
		line.Text = p.T("map.noFigures")
	case part.Assumed:
		line.Text = p.T("map.periodAssumed", "period", part.Period, "sort", part.SortText, "support", part.SupportText)
	default:
		line.Text = p.T("map.period", "period", part.Period, "sort", part.SortText, "support", part.SupportText)
	}
	return line
}
