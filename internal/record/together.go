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
	From   []Origin // what led to a new record
	// New is the id that a new record gets, so that others of the same drafts
	// can point to it; 0 lets the service choose.
	New id.ID
	// ByProgram makes the record for the actor by the rules of the program: what
	// the actor may not make by hand, but brings about.
	ByProgram bool
}

// Together makes and changes records in one transaction, which is undone as
// one. It gives them in the order of the drafts; one that changes nothing is
// left alone. When another process changes one of them meanwhile, nothing is
// written and the error is ErrOvertaken.
func (s *Service) Together(ctx context.Context, actor access.Actor, drafts []Draft) ([]Row, error) {
	batch := s.IDs.Next()
	rows := make([]Row, len(drafts))
	fresh := freshly(drafts)
	var writes []Write
	for at, draft := range drafts {
		actor := actor
		actor.Program = actor.Program || draft.ByProgram
		deed, before := Created, (*Row)(nil)
		row := s.New(actor, draft.Kind)
		row.ID = draft.New
		if draft.ID == 0 && (draft.Kind.Derived && !actor.Program || !access.CanAnywhere(actor, access.Create, draft.Kind.Class)) {
			return nil, denied()
		}
		for _, from := range draft.From {
			if _, _, err := s.Source(ctx, actor, draft.Kind, from); err != nil {
				return nil, err
			}
		}
		if draft.ID != 0 {
			found, err := s.findFor(ctx, actor, access.Change, draft.Kind, draft.ID)
			if err != nil {
				return nil, err
			}
			deed, before, row = Changed, &found, found.clone()
		}
		if err := s.fill(ctx, actor, draft.Kind, &row, before, draft.Values, fresh); err != nil {
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
		if draft.ID == 0 {
			write.From = draft.From
		}
		writes = append(writes, write)
	}
	return rows, s.Store.Write(ctx, writes)
}

// freshly gives the kinds of the records that drafts will make under a known
// id.
func freshly(drafts []Draft) map[id.ID]string {
	fresh := map[id.ID]string{}
	for _, draft := range drafts {
		if draft.New != 0 {
			fresh[draft.New] = draft.Kind.One
		}
	}
	return fresh
}
