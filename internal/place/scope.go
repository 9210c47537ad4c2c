package place

import (
	"context"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Scopes gives the places that a record or a grant can lie in, large to small.
// They are read once for each state of the database; the list is not to be
// changed.
func (s *Service) Scopes(ctx context.Context) ([]Named, error) {
	seq, err := s.Store.LastEvent(ctx)
	if err != nil {
		return nil, err
	}
	return s.scopes.Get(ctx, seq, "", s.Store.ScopePlaces)
}

// Likely gives the place in which somebody works, the largest when there are
// several; 0 when that is the whole installation, or nowhere.
func (s *Service) Likely(ctx context.Context, actor access.Actor) (id.ID, error) {
	places, everywhere := actor.Places(access.WorkingRoles...)
	if everywhere || len(places) == 0 {
		return 0, nil
	}
	all, err := s.Scopes(ctx)
	for _, one := range all { // large to small
		if slices.Contains(places, one.ID) {
			return one.ID, nil
		}
	}
	return 0, err
}
