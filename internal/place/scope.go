package place

import "context"

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
