package place

import (
	"context"
	"sync"
)

// scopes keeps the places that records lie in, for one state of the database.
type scopes struct {
	mu   sync.Mutex
	seq  int64
	list []Named
}

// Scopes gives the places that a record or a grant can lie in, large to small.
// They are read once for each state of the database; the list is not to be
// changed.
func (s *Service) Scopes(ctx context.Context) ([]Named, error) {
	seq, err := s.Store.LastEvent(ctx)
	if err != nil {
		return nil, err
	}
	s.scopes.mu.Lock()
	defer s.scopes.mu.Unlock()
	if s.scopes.list != nil && s.scopes.seq == seq {
		return s.scopes.list, nil
	}
	list, err := s.Store.ScopePlaces(ctx)
	if err == nil {
		s.scopes.seq, s.scopes.list = seq, list
	}
	return list, err
}
