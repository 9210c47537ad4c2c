package story

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/thread"
)

// comes adds a record that comes of another one.
func comes(fromKind, from, kind, name string, values record.Values) Deed {
	return func(ctx context.Context, s *scene) error {
		described, err := s.kind(kind)
		if err != nil {
			return err
		}
		origin, err := s.find(from)
		if err != nil {
			return err
		}
		resolved, err := s.resolve(values)
		if err != nil {
			return err
		}
		if _, said := resolved[record.PlaceField]; !said {
			resolved[record.PlaceField] = s.place
		}
		row, err := s.Records.CreateFrom(ctx, s.actor, described, resolved, record.Origin{Kind: fromKind, ID: origin})
		s.made[name] = row.ID
		return err
	}
}

// discloses gives a sentence about a record to who may not see it.
func discloses(kind, name string, said thread.Disclosure) Deed {
	return func(ctx context.Context, s *scene) error {
		described, row, err := s.row(ctx, kind, name)
		if err != nil {
			return err
		}
		threads := &thread.Service{Kinds: s.Records.Kinds, Records: s.Records.Store, Maker: s.Records}
		return threads.Disclose(ctx, s.actor, described, row.ID, said)
	}
}
