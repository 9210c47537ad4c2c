package place

import (
	"context"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/kept"
)

// Store is what the service of places reads and writes.
type Store interface {
	LastEvent(ctx context.Context) (int64, error)
	BorderYears(ctx context.Context, level Level, municipality string) ([]BorderYear, error)
	EditionsWithBorders(ctx context.Context, level Level, year int) ([]Edition, error)
	Borders(ctx context.Context, editions []Edition) (map[id.ID]orb.MultiPolygon, error)
	DerivedPairs(ctx context.Context, level Level) (map[[2]int]bool, error)
	SaveSuccessions(ctx context.Context, seen int64, level Level, from, to int, list []Succession) (bool, error)
	ScopePlaces(ctx context.Context) ([]Named, error)
}

// Overlay tells how the areas of an older boundary year went on in a newer
// one, by laying their borders over each other.
type Overlay func(ctx context.Context, older, newer []Area, progress func(done, total int)) ([]Succession, error)

// Area is a code with its border in RD New metres.
type Area struct {
	Code   string
	Border orb.MultiPolygon
}

// Service knows how places went on from one boundary year to another.
type Service struct {
	Store   Store
	Overlay Overlay

	scopes kept.Cache[[]Named]
}

// mostYears bounds how many pairs of boundary years are overlaid for a level:
// all pairs of the newest seven years.
const mostYears = 7

// pair is two boundary years of a level, old to new.
type pair struct {
	level    Level
	from, to int
}

// missing lists the pairs of boundary years whose borders are known and of
// which nothing is kept.
func (s *Service) missing(ctx context.Context) ([]pair, error) {
	var list []pair
	for _, level := range Levels {
		years, err := s.drawnYears(ctx, level)
		if err != nil {
			return nil, err
		}
		if len(years) < 2 {
			continue
		}
		derived, err := s.Store.DerivedPairs(ctx, level)
		if err != nil {
			return nil, err
		}
		for at, from := range years {
			for _, to := range years[at+1:] {
				if !derived[[2]int{from, to}] {
					list = append(list, pair{level, from, to})
				}
			}
		}
	}
	return list, nil
}

// Missing tells whether DeriveMissing has anything to do.
func (s *Service) Missing(ctx context.Context) (bool, error) {
	list, err := s.missing(ctx)
	return len(list) > 0, err
}

// DeriveMissing derives the successions of every pair of boundary years whose
// borders are known and of which nothing is kept. What changes under its hands
// is left for the next time.
func (s *Service) DeriveMissing(ctx context.Context, progress func(level Level, from, to, done, total int)) error {
	if progress == nil {
		progress = func(Level, int, int, int, int) {}
	}
	list, err := s.missing(ctx)
	if err != nil {
		return err
	}
	for _, p := range list {
		if err := s.derive(ctx, p.level, p.from, p.to, func(done, total int) { progress(p.level, p.from, p.to, done, total) }); err != nil {
			return err
		}
	}
	return nil
}

// drawnYears gives the newest boundary years of a level that have borders,
// old to new.
func (s *Service) drawnYears(ctx context.Context, level Level) ([]int, error) {
	years, err := s.Store.BorderYears(ctx, level, "")
	if err != nil {
		return nil, err
	}
	var drawn []int
	for _, year := range years {
		if year.Borders > 0 {
			drawn = append(drawn, year.Year)
		}
	}
	return drawn[max(0, len(drawn)-mostYears):], nil
}

func (s *Service) derive(ctx context.Context, level Level, from, to int, progress func(done, total int)) error {
	seen, err := s.Store.LastEvent(ctx)
	if err != nil {
		return err
	}
	older, err := s.areas(ctx, level, from)
	if err != nil {
		return err
	}
	newer, err := s.areas(ctx, level, to)
	if err != nil {
		return err
	}
	list, err := s.Overlay(ctx, older, newer, progress)
	if err != nil {
		return err
	}
	_, err = s.Store.SaveSuccessions(ctx, seen, level, from, to, list)
	return err
}

func (s *Service) areas(ctx context.Context, level Level, year int) ([]Area, error) {
	editions, err := s.Store.EditionsWithBorders(ctx, level, year)
	if err != nil {
		return nil, err
	}
	borders, err := s.Store.Borders(ctx, editions)
	if err != nil {
		return nil, err
	}
	areas := make([]Area, len(editions))
	for at, e := range editions {
		areas[at] = Area{Code: e.Code, Border: borders[e.ID]}
	}
	return areas, nil
}
