package survey

import (
	"context"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
)

// scope is where a survey was held.
type scope struct {
	edition        place.Edition
	municipalities []string
}

// findScope finds a municipality, or a GGD region with its municipalities.
func (s *Service) findScope(ctx context.Context, code string, year int) (scope, error) {
	unknown := fault.New(fault.Invalid, "survey.unknownScope", fault.Args{"Code": code, "Year": year})
	level, known := place.LevelOf(code)
	if !known || level != place.Municipality && level != place.GGDRegion {
		return scope{}, unknown
	}
	edition, err := s.Store.FindEdition(ctx, place.Key{Level: level, Code: code, Year: year})
	if fault.CodeOf(err) == fault.NotFound && err != nil {
		return scope{}, unknown
	}
	if err != nil || level == place.Municipality {
		return scope{edition, []string{code}}, err
	}
	all, err := s.Store.EditionsWithBorders(ctx, place.Municipality, year)
	if err != nil {
		return scope{}, err
	}
	found := scope{edition: edition}
	for _, one := range all {
		if one.Parent == code {
			found.municipalities = append(found.municipalities, one.Code)
		}
	}
	if len(found.municipalities) == 0 {
		return scope{}, unknown
	}
	return found, nil
}

// areas gives the smallest areas of a scope on a level, and the sums that are
// published: districts, municipalities and the scope itself.
func (s *Service) areas(ctx context.Context, in scope, level place.Level, year int) ([]Area, error) {
	var parts []Area
	sums := map[string]*Area{}
	add := func(code string, level place.Level, part string) {
		if sums[code] == nil {
			sums[code] = &Area{Code: code, Level: level}
		}
		sums[code].Of = append(sums[code].Of, part)
	}
	for _, municipality := range in.municipalities {
		editions, err := s.Store.EditionsWithin(ctx, level, year, municipality)
		if err != nil {
			return nil, err
		}
		for _, e := range editions {
			parts = append(parts, Area{Code: e.Code, Level: level})
			if level == place.Neighbourhood {
				add(place.ParentOf(level, e.Code), place.District, e.Code)
			}
			add(municipality, place.Municipality, e.Code)
			if in.edition.Level == place.GGDRegion {
				add(in.edition.Code, place.GGDRegion, e.Code)
			}
		}
	}
	if len(parts) == 0 {
		return nil, fault.New(fault.Invalid, "survey.noAreas", fault.Args{"Code": in.edition.Code, "Year": year})
	}
	for _, sum := range sums {
		parts = append(parts, *sum)
	}
	slices.SortFunc(parts, func(a, b Area) int { return strings.Compare(a.Code, b.Code) })
	return parts, nil
}

// parts gives the codes of the smallest areas.
func (s *Series) parts() map[string]bool {
	codes := map[string]bool{}
	for _, area := range s.Areas {
		if len(area.Of) == 0 {
			codes[area.Code] = true
		}
	}
	return codes
}

// level is the level of the smallest areas.
func (s *Series) level() place.Level {
	for _, area := range s.Areas {
		if len(area.Of) == 0 {
			return area.Level
		}
	}
	return ""
}
