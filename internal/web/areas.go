package web

import (
	"context"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// areasOf gives the newest areas of a level in a municipality, by name.
func (s *site) areasOf(ctx context.Context, level place.Level, municipality string) ([]place.Edition, error) {
	if s.Places == nil {
		return nil, nil
	}
	years, err := s.Places.BorderYears(ctx, level, municipality)
	if err != nil || len(years) == 0 {
		return nil, err
	}
	newest := 0
	for _, year := range years {
		newest = max(newest, year.Year)
	}
	list, err := s.Places.EditionsWithin(ctx, level, newest, municipality)
	slices.SortFunc(list, func(a, b place.Edition) int { return strings.Compare(a.Name, b.Name) })
	return list, err
}

// areaGroups gives what can be ticked for a record that lies somewhere: of a
// municipality its districts with their neighbourhoods, and then the other
// municipalities; elsewhere the municipalities within it. A municipality that
// is ticked, or in which something is, shows its districts too.
func (rp *recordPage) areaGroups(where id.ID, chosen string) ([]view.AreaGroup, error) {
	all, err := rp.Scopes.Scopes(rp.r.Context())
	if err != nil {
		return nil, err
	}
	codes := strings.Fields(chosen)
	at := slices.IndexFunc(all, func(one place.Named) bool { return one.ID == where })
	if at < 0 || all[at].Level != place.Municipality {
		within := ""
		if at >= 0 && all[at].Level != place.Country {
			within = all[at].Code
		}
		more, err := rp.municipalityGroup(all, within, codes)
		more.Label, more.Open = rp.p.T("record.municipalities"), true
		if err != nil || len(more.Within)+len(more.Groups) == 0 {
			return nil, err
		}
		return []view.AreaGroup{more}, nil
	}
	own := all[at]
	groups, err := rp.districtGroups(own.Code, codes)
	if err != nil {
		return nil, err
	}
	others := slices.DeleteFunc(slices.Clone(all), func(one place.Named) bool { return one.ID == own.ID })
	more, err := rp.municipalityGroup(others, "", codes)
	if err != nil || len(more.Within)+len(more.Groups) == 0 {
		return groups, err
	}
	more.Label, more.Open = rp.p.T("record.moreMunicipalities"), len(more.Groups) > 0
	whole := slices.Contains(codes, own.Code)
	more.Open = more.Open || whole
	more.Within = append([]view.Option{{Value: own.Code, Label: rp.p.T("record.wholeDistrict", "name", own.Name), Chosen: whole}}, more.Within...)
	return append(groups, more), nil
}

// municipalityGroup gives the municipalities that lie in the area with a code,
// or all of them for "" and for an area of which no source tells what lies in
// it. Those in which something is ticked are groups of their own.
func (rp *recordPage) municipalityGroup(all []place.Named, within string, codes []string) (view.AreaGroup, error) {
	inside := func(one place.Named) bool {
		return one.Level == place.Municipality && (within == "" || one.Within == within)
	}
	if !slices.ContainsFunc(all, inside) {
		within = ""
	}
	group := view.AreaGroup{}
	for _, one := range all {
		touched := one.Level == place.Municipality && slices.ContainsFunc(codes, func(code string) bool { return place.MunicipalityOf(code) == one.Code })
		whole := view.Option{Value: one.Code, Label: rp.p.T("record.wholeDistrict", "name", one.Name), Chosen: slices.Contains(codes, one.Code)}
		switch {
		case touched:
			districts, err := rp.districtGroups(one.Code, codes)
			if err != nil {
				return group, err
			}
			group.Groups = append(group.Groups, view.AreaGroup{Label: one.Name, Within: []view.Option{whole}, Groups: districts, Open: true})
		case inside(one):
			group.Within = append(group.Within, whole)
		}
	}
	return group, nil
}

// districtGroups gives the districts of a municipality with their
// neighbourhoods.
func (rp *recordPage) districtGroups(municipality string, codes []string) ([]view.AreaGroup, error) {
	neighbourhoods, err := rp.areasOf(rp.r.Context(), place.Neighbourhood, municipality)
	if err != nil {
		return nil, err
	}
	districts, err := rp.areasOf(rp.r.Context(), place.District, municipality)
	if err != nil {
		return nil, err
	}
	groups, of := []view.AreaGroup{}, map[string]int{}
	for _, district := range districts {
		of[district.Code] = len(groups)
		ticked := slices.Contains(codes, district.Code)
		whole := view.Option{Value: district.Code, Label: rp.p.T("record.wholeDistrict", "name", district.Name), Chosen: ticked}
		groups = append(groups, view.AreaGroup{Label: district.Name, Within: []view.Option{whole}, Open: ticked})
	}
	for _, one := range neighbourhoods {
		if group, known := of[place.ParentOf(place.Neighbourhood, one.Code)]; known {
			ticked := slices.Contains(codes, one.Code)
			groups[group].Within = append(groups[group].Within, view.Option{Value: one.Code, Label: one.Name, Chosen: ticked})
			groups[group].Open = groups[group].Open || ticked
		}
	}
	return groups, nil
}

// areaNames writes codes as the names of their areas; one that is not known
// stays a code.
func (rp *recordPage) areaNames(codes string) string {
	names := strings.Fields(codes)
	asked := map[string]map[string]string{} // of a level and municipality, the names by code
	for at, code := range names {
		level, known := place.LevelOf(code)
		if !known {
			continue
		}
		within := string(level) + place.MunicipalityOf(code)
		if asked[within] == nil {
			found, err := rp.namesOf(level, place.MunicipalityOf(code))
			if err != nil {
				return codes // a page does not fail for a name
			}
			asked[within] = found
		}
		if name := asked[within][code]; name != "" {
			names[at] = name
		}
	}
	return strings.Join(names, ", ")
}

// namesOf gives the names of the areas of a level in a municipality by their
// codes; of the level of municipalities, that of the municipality itself.
func (rp *recordPage) namesOf(level place.Level, municipality string) (map[string]string, error) {
	names := map[string]string{}
	if level == place.Municipality {
		all, err := rp.Scopes.Scopes(rp.r.Context())
		for _, one := range all {
			if one.Level == level && one.Code == municipality {
				names[one.Code] = rp.p.T("record.municipality", "name", one.Name)
			}
		}
		return names, err
	}
	list, err := rp.areasOf(rp.r.Context(), level, municipality)
	for _, one := range list {
		names[one.Code] = one.Name
	}
	return names, err
}
