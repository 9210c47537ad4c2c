package record

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Draft is a record to be made, or to be changed when it has an id.
type Draft struct {
	Kind   *Kind
	ID     id.ID
	Values Values
}

// Together makes and changes records in one transaction, which is undone as
// one. It gives them in the order of the drafts; one that changes nothing is
// left alone. When another process changes one of them meanwhile, nothing is
// written and the error is ErrOvertaken.
func (s *Service) Together(ctx context.Context, actor access.Actor, drafts []Draft) ([]Row, error) {
	batch := s.IDs.Next()
	rows := make([]Row, len(drafts))
	var writes []Write
	for at, draft := range drafts {
		deed, before := Created, (*Row)(nil)
		row := s.New(actor, draft.Kind)
		if draft.ID != 0 {
			found, err := s.findFor(ctx, actor, access.Change, draft.Kind, draft.ID)
			if err != nil {
				return nil, err
			}
			deed, before, row = Changed, &found, found.clone()
		}
		if err := s.fill(ctx, actor, draft.Kind, &row, before, draft.Values); err != nil {
			return nil, err
		}
		if rows[at] = row; before != nil && len(draft.Kind.Differences(before, &row)) == 0 {
			continue
		}
		write, err := s.planned(ctx, actor, deed, draft.Kind, before, row, batch)
		if err != nil {
			return nil, err
		}
		rows[at] = write.Row
		writes = append(writes, write)
	}
	return rows, s.Store.Write(ctx, writes)
}
