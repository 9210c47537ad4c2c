package record

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// mostRowFaults is how many faults of a file are kept; of all the number is.
const mostRowFaults = 200

// RowFault is what is wrong in a row of a file.
type RowFault struct {
	Row    int    // as a person counts; 0 is the file as a whole
	Column string // "" is the row as a whole
	Key    string
	Args   fault.Args
}

// Plan is what the import of a file would do. An import is all or nothing:
// with one fault nothing is written.
type Plan struct {
	Kind    *Kind
	New     int
	Changed int
	Same    int
	// Faults are the first ones, in the order of the rows.
	Faults      []RowFault
	FaultsTotal int
	// Notices are what is worth a look, of the first rows that have it; they keep
	// nothing from being written.
	Notices []RowFault
	// Batch is that of the changes, for Undo.
	Batch id.ID

	writes []Write
	event  int64 // before which the store was read
}

// Rows is how many rows the file has.
func (p *Plan) Rows() int { return p.New + p.Changed + p.Same }

// Fault gives the error of a plan that cannot be carried out; nil when it can.
func (p *Plan) Fault() error {
	if p.FaultsTotal == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "record.importWrong", fault.Args{"n": p.FaultsTotal})
}

// blame adds a fault.
func (p *Plan) blame(row int, column, key string, args fault.Args) {
	p.FaultsTotal++
	p.Faults = append(p.Faults, RowFault{Row: row, Column: column, Key: key, Args: args})
}

// note adds a notice, unless there are many.
func (p *Plan) note(row int, column, key string, args fault.Args) {
	if len(p.Notices) < mostRowFaults {
		p.Notices = append(p.Notices, RowFault{Row: row, Column: column, Key: key, Args: args})
	}
}

// order puts the faults in the order of the file, and keeps the first.
func (p *Plan) order() {
	slices.SortStableFunc(p.Faults, func(a, b RowFault) int { return cmp.Compare(a.Row, b.Row) })
	p.Faults = p.Faults[:min(len(p.Faults), mostRowFaults)]
}

// Progress tells how far an import is. The step is a key of the catalogue.
type Progress func(step string, done, total int)

// Steps of an import.
const (
	StepChecking = "record.importChecking"
	StepWriting  = "record.importWriting"
)

// ImportWrite writes an import, all or nothing; see Store.WriteSince.
type ImportWrite func(ctx context.Context, plan *Plan, writes []Write, since Since) error

// mayImport tells whether the actor may import anything of the kind.
func mayImport(actor access.Actor, kind *Kind) error {
	if !access.CanAnywhere(actor, access.Import, kind.Class) {
		return denied()
	}
	return nil
}

// PlanImport tells what importing a table would do; nothing is written.
//
// A row is the record that its id names, or else the one that has the same
// values of the fields by which the kind is told apart (Kind.Key), or else a
// new one. What has no column stays as it is.
func (s *Service) PlanImport(ctx context.Context, actor access.Actor, kind *Kind, table *sheet.Table, progress Progress) (*Plan, error) {
	if err := mayImport(actor, kind); err != nil {
		return nil, err
	}
	if progress == nil {
		progress = func(string, int, int) {}
	}
	event, err := s.Store.LastEvent(ctx)
	if err != nil {
		return nil, err
	}
	start, err := s.Begin(ctx, actor, kind)
	if err != nil {
		return nil, err
	}
	if slices.Contains(kind.Key, PlaceField) {
		start.Place = 0 // where it lies tells which record a row is
	}
	i := newImporting(s, start, actor, kind, table, event)
	for from := 0; from < len(table.Rows); from += importChunk {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		progress(StepChecking, from, len(table.Rows))
		if err := i.chunk(ctx, table.Rows[from:min(from+importChunk, len(table.Rows))]); err != nil {
			return nil, err
		}
	}
	progress(StepChecking, len(table.Rows), len(table.Rows))
	i.plan.order()
	return i.plan, nil
}

// Import imports a table. Its plan tells what was done, or with a fault why
// nothing was. Somebody who changes the same records meanwhile is not
// overwritten: then all is planned again. write may be nil; a job gives one
// that ends the job in the same transaction.
func (s *Service) Import(ctx context.Context, actor access.Actor, kind *Kind, table *sheet.Table, write ImportWrite, progress Progress) (*Plan, error) {
	if write == nil {
		write = func(ctx context.Context, _ *Plan, writes []Write, since Since) error {
			return s.Store.WriteSince(ctx, writes, since)
		}
	}
	if progress == nil {
		progress = func(string, int, int) {}
	}
	var before error
	for range mostTries {
		plan, err := s.PlanImport(ctx, actor, kind, table, progress)
		if err != nil {
			return nil, err
		}
		if err := plan.Fault(); err != nil {
			return plan, err
		}
		err = write(ctx, plan, plan.writes, Since{Kind: kind, Event: plan.event, Progress: func(done int) { progress(StepWriting, done, len(plan.writes)) }})
		// A unique value that somebody took meanwhile is named by planning again.
		var problems Problems
		if !errors.Is(err, ErrOvertaken) && !(errors.As(err, &problems) && before == nil) {
			return plan, err
		}
		before = err
	}
	return nil, fault.New(fault.Conflict, "record.busy", nil)
}
