package web

import (
	"net/http"
	"net/url"

	"github.com/koppelkans/koppelkans/internal/compare"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/profile"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

const (
	mostAlike  = 10
	mostTraits = 12
	everywhere = "overal"
)

// likeness answers /gebieden/{level}/{code}/lijkt-op: the places that are most
// like this one, by indicators that the reader chooses.
func (s *site) likeness(w http.ResponseWriter, r *http.Request) error {
	on, err := s.onPlace(w, r, "/lijkt-op")
	if err != nil {
		return err
	}
	if s.Profiles == nil {
		return fault.New(fault.NotFound, "place.unknown", fault.Args{"Code": on.newest().Code})
	}
	asked, where := r.URL.Query()["cijfer"], r.URL.Query().Get("waar")
	if len(asked) == 0 {
		asked = s.Profiles.Rules.Traits
	}
	if len(asked) > mostTraits {
		return fault.New(fault.Invalid, "compare.tooManyColumns", fault.Args{"Most": mostTraits})
	}
	here, all, err := s.Profiles.Around(r.Context(), on.newest())
	if err != nil {
		return err
	}
	if where == everywhere {
		if all, err = s.areasEverywhere(r, on.newest().Level, all); err != nil {
			return err
		}
	}
	p := on.p
	p.Title = p.T("compare.alikeTitle", "name", on.head.Name)
	found := compare.Similar(s.Indicators.Now().For(p.Actor), here, all, asked, mostAlike)
	shown := view.Likeness{PlaceHead: on.head, Looked: found.Looked, Skipped: found.Skipped, Indicators: s.indicatorOptions(p, asked)}
	shown.Where = []view.Option{
		{Value: "", Label: p.T("compare.inMunicipality"), Chosen: where != everywhere},
		{Value: everywhere, Label: p.T("compare.everywhere"), Chosen: where == everywhere},
	}
	if on.newest().Level == place.Municipality {
		shown.Where = nil // all are around
	}
	for _, one := range found.Left {
		shown.Left = append(shown.Left, one.Name.In(p.Lang))
	}
	for at := range found.Traits {
		trait := &found.Traits[at]
		shown.Traits = append(shown.Traits, view.TraitHead{Name: shortOf(p, trait.Indicator), Full: trait.Indicator.Name.In(p.Lang), Meta: s.figureMeta(p, trait.Key, trait.Period, trait.Indicator),
			Here: p.Fmt().WithUnit(trait.Here.Value, trait.Indicator.Decimals, p.T("unit."+trait.Indicator.Unit))})
	}
	for at := range found.Found {
		shown.Found = append(shown.Found, s.alike(p, on.newest(), &found, &found.Found[at]))
	}
	return s.show(w, r, view.LikenessPage(p, shown))
}

// areasEverywhere gives the areas of a level in all municipalities with a map.
func (s *site) areasEverywhere(r *http.Request, level place.Level, around []profile.Area) ([]profile.Area, error) {
	mapped, err := s.mapPlaces(r)
	if err != nil || level != place.Neighbourhood && level != place.District {
		return around, err
	}
	var codes []string
	for _, m := range mapped[:min(len(mapped), mostMunicipalities)] {
		codes = append(codes, m.Code)
	}
	return s.areasWithin(r, level, codes)
}

// Bounds of what a distance is called, in standard deviations.
const (
	veryNear = 0.5
	near     = 1.0
	// partNear is up to where one trait is called about the same.
	partNear = 0.5
)

// alike tells how much a place is like this one, and by what.
func (s *site) alike(p view.Page, here place.Edition, found *compare.Likeness, one *compare.Resemblance) view.Alike {
	shown := view.Alike{
		Name: one.Name, URL: "/gebieden/" + string(one.Level) + "/" + url.PathEscape(one.Code),
		Compare: "/vergelijk?" + url.Values{"gebied": {codeParam(here), codeParam(place.Edition{Key: place.Key{Level: one.Level, Code: one.Code}})}}.Encode(),
		How:     p.T("compare.how." + howNear(one.Distance)), Distance: p.Fmt().Fixed(one.Distance, 2),
	}
	parts := map[*compare.Trait]compare.Part{}
	for _, part := range one.Parts {
		parts[part.Trait] = part
	}
	for at := range found.Traits {
		trait := &found.Traits[at]
		part, known := parts[trait]
		cell := view.AlikeCell{Hole: p.T("map.missing")}
		if known {
			cell = view.AlikeCell{
				Value: p.Fmt().WithUnit(part.There, trait.Indicator.Decimals, p.T("unit."+trait.Indicator.Unit)),
				Text:  p.T("compare.part." + partText(part)),
			}
		}
		shown.Cells = append(shown.Cells, cell)
	}
	return shown
}

func howNear(distance float64) string {
	switch {
	case distance < veryNear:
		return "very"
	case distance < near:
		return "near"
	}
	return "far"
}

func partText(part compare.Part) string {
	switch {
	case part.Apart <= partNear:
		return "same"
	case part.There > part.Here:
		return "more"
	}
	return "less"
}
