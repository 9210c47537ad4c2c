package record

import (
	"context"
	"errors"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Delete deletes a record. It stays in the store, so that it can come back.
func (s *Service) Delete(ctx context.Context, actor access.Actor, kind *Kind, one id.ID, version int64) (Row, error) {
	row, err := s.findFor(ctx, actor, access.Delete, kind, one)
	if err != nil || row.Deleted() {
		return row, err
	}
	if kind.Derived && !actor.Program {
		return row, denied()
	}
	if version != row.Version {
		return row, s.overtaken(kind, row, row, nil)
	}
	after := row.clone()
	after.DeletedAt = s.Now().UTC().Truncate(time.Microsecond)
	return s.write(ctx, actor, Removed, kind, row, after)
}

// Return brings a deleted record back.
func (s *Service) Return(ctx context.Context, actor access.Actor, kind *Kind, one id.ID) (Row, error) {
	row, err := s.findFor(ctx, actor, access.Delete, kind, one)
	if err != nil || !row.Deleted() {
		return row, err
	}
	if row.MergedInto != 0 {
		return row, fault.New(fault.Conflict, "record.was-merged", nil)
	}
	after := row.clone()
	after.DeletedAt = time.Time{}
	return s.write(ctx, actor, Returned, kind, row, after)
}

func (s *Service) write(ctx context.Context, actor access.Actor, deed Deed, kind *Kind, before, after Row) (Row, error) {
	write, err := s.planned(ctx, actor, deed, kind, &before, after, s.IDs.Next())
	if err != nil {
		return before, err
	}
	return write.Row, s.Store.Write(ctx, []Write{write})
}

// Undo takes back all that was changed together, as a new change. Only the
// fields of that change go back; when one of them changed since, nothing is
// done and the error is *Overtaken, which shows both.
func (s *Service) Undo(ctx context.Context, actor access.Actor, batch id.ID) ([]Row, error) {
	for range mostTries {
		rows, err := s.undoOnce(ctx, actor, batch)
		if !errors.Is(err, ErrOvertaken) {
			return rows, err
		}
	}
	return nil, fault.New(fault.Conflict, "record.busy", nil)
}

func (s *Service) undoOnce(ctx context.Context, actor access.Actor, batch id.ID) ([]Row, error) {
	changes, err := s.Store.ChangesOfBatch(ctx, batch)
	if err != nil {
		return nil, err
	}
	if len(changes) == 0 {
		return nil, hidden()
	}
	as, err := s.undoAs(ctx, actor, changes)
	if err != nil {
		return nil, err
	}
	again := s.IDs.Next()
	var writes []Write
	for _, change := range changes {
		kind, known := s.Kinds.ByName(change.Kind)
		if !known {
			return nil, hidden()
		}
		write, err := s.undoOf(ctx, as, kind, change, again)
		if err != nil {
			return nil, err
		}
		write.Change.By, write.Row.ChangedBy = actor.Account, actor.Account
		writes = append(writes, write)
	}
	rows := make([]Row, len(writes))
	for at := range writes {
		rows[at] = writes[at].Row
	}
	return rows, s.Store.Write(ctx, writes)
}

// undoAs gives whose permission counts. A merge turns records that the actor
// needs no permission for, so whoever may merge may take all of it back.
func (s *Service) undoAs(ctx context.Context, actor access.Actor, changes []Change) (access.Actor, error) {
	for _, change := range changes {
		kind, known := s.Kinds.ByName(change.Kind)
		if change.Deed != Merged || !known {
			continue
		}
		_, err := s.findFor(ctx, actor, access.Merge, kind, change.Record)
		return access.Actor{Program: true}, err
	}
	return actor, nil
}

// undoOf makes the write that takes one change back.
func (s *Service) undoOf(ctx context.Context, actor access.Actor, kind *Kind, change Change, batch id.ID) (Write, error) {
	row, err := s.findFor(ctx, actor, access.History, kind, change.Record)
	if err != nil {
		return Write{}, err
	}
	need := access.Change
	if change.Deed == Created || change.Deed == Removed || change.Deed == Returned || change.Deed == Merged {
		need = access.Delete
	}
	if !access.Can(actor, need, kind.Class, row.Facts()) || change.Deed == Erased {
		return Write{}, denied()
	}
	// Whoever may not see what it was cannot bring it back either.
	if change.Deed != Created && !actor.Program && !access.Can(actor, access.See, kind.Class, kind.factsBefore(change)) {
		return Write{}, denied()
	}
	after, clashes, err := s.takenBack(kind, row, change)
	if err != nil {
		return Write{}, err
	}
	if len(clashes) > 0 {
		return Write{}, s.overtaken(kind, row, after, clashes)
	}
	if err := mayBecome(actor, kind, &row, &after); err != nil {
		return Write{}, err
	}
	turned := actor.Program // only for who takes a merge back; see undoAs
	write, err := s.guardedAs(ctx, Planned{Actor: actor, Deed: Undone, Kind: kind, Before: &row, Turned: turned}, after, batch)
	write.Change.Undoes = change.Batch
	return write, err
}

// takenBack gives the row without a change, and the fields that changed since.
func (s *Service) takenBack(kind *Kind, row Row, change Change) (Row, []Clash, error) {
	after := row.clone()
	switch gone := s.Now().UTC().Truncate(time.Microsecond); change.Deed {
	case Created, Returned:
		if row.Version != change.Version && change.Deed == Created || row.Deleted() {
			return row, nil, fault.New(fault.Conflict, "record.changed-since", nil)
		}
		after.DeletedAt = gone
		return after, nil, nil
	case Removed:
		if !row.Deleted() {
			return row, nil, fault.New(fault.Conflict, "record.changed-since", nil)
		}
		after.DeletedAt, after.MergedInto = time.Time{}, 0
	default:
		if row.Deleted() {
			return row, nil, fault.New(fault.Conflict, "record.changed-since", nil)
		}
	}
	var clashes []Clash
	undoable := len(change.Fields) == 0
	for _, step := range change.Fields {
		field, known := kind.Field(step.Field)
		whole := change.Deed == Created || change.Deed == Removed || change.Deed == Returned
		if !known || step.Erased || field.WorkedOut && !whole {
			continue
		}
		undoable = true
		if field.Fixed && !whole {
			return row, nil, denied() // what the program sets has a way back of its own
		}
		back, problem := field.Parse(step.Before)
		if problem != nil {
			continue
		}
		switch now := field.Plain(row.Get(field)); now {
		case step.Before:
		case step.After:
			after.Set(field, back)
		default:
			then, _ := field.Parse(step.After)
			clashes = append(clashes, Clash{Field: field, Base: then, Mine: back, Theirs: row.Get(field)})
		}
	}
	if !undoable {
		return row, nil, denied() // it only followed from something else
	}
	return after, clashes, nil
}
