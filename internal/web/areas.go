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

// areaGroups gives the districts of a municipality with their neighbourhoods,
// to be ticked; nothing when a record lies in no municipality.
func (rp *recordPage) areaGroups(where id.ID, chosen string) ([]view.AreaGroup, error) {
	if where == 0 {
		return nil, nil
	}
	all, err := rp.Scopes.Scopes(rp.r.Context())
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(one place.Named) bool { return one.ID == where && one.Level == place.Municipality })
	if at < 0 {
		return nil, nil
	}
	neighbourhoods, err := rp.areasOf(rp.r.Context(), place.Neighbourhood, all[at].Code)
	if err != nil {
		return nil, err
	}
	districts, err := rp.areasOf(rp.r.Context(), place.District, all[at].Code)
	if err != nil {
		return nil, err
	}
	codes := strings.Fields(chosen)
	groups, of := []view.AreaGroup{}, map[string]int{}
	for _, district := range districts {
		of[district.Code] = len(groups)
		ticked := slices.Contains(codes, district.Code)
		groups = append(groups, view.AreaGroup{Option: view.Option{Value: district.Code, Label: district.Name, Chosen: ticked}, Open: ticked})
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
			asked[within] = map[string]string{}
			list, err := rp.areasOf(rp.r.Context(), level, place.MunicipalityOf(code))
			if err != nil {
				return codes // a page does not fail for a name
			}
			for _, one := range list {
				asked[within][one.Code] = one.Name
			}
		}
		if name := asked[within][code]; name != "" {
			names[at] = name
		}
	}
	return strings.Join(names, ", ")
}
