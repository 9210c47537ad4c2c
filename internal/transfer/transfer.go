// Package transfer moves records in and out as files, for people who wait at a
// page: what they sent is kept until they decide, what is large is done by a
// job.
package transfer

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// Store ends a job in the transaction that writes what it did.
type Store interface {
	WriteSinceAndEnd(ctx context.Context, writes []record.Write, since record.Since, ending job.Ending) error
	// Settle lets the database look at what is in it after much was written.
	Settle(ctx context.Context) error
}

// Jobs adds work that goes on behind the pages; *job.Service is one.
type Jobs interface {
	Add(ctx context.Context, j job.Job, payload any) (id.ID, error)
}

// Service moves records in and out.
type Service struct {
	Records *record.Service
	Uploads *Uploads
	Store   Store
	Jobs    Jobs
	// ActorOf gives what an account may do at the moment that a job runs.
	ActorOf func(ctx context.Context, account id.ID) (access.Actor, error)
	Now     func() time.Time

	ImportAtOnce int // rows that a page imports itself; 0 is 2,000
	ExportAtOnce int // rows that a page exports itself; 0 is 5,000
}

const (
	usualImportAtOnce = 2_000
	usualExportAtOnce = 5_000
)

// MayImport tells whether the actor may bring in records of a kind from a file
// of their own; it needs an account to keep the file for.
func (s *Service) MayImport(actor access.Actor, kind *record.Kind) error {
	if actor.Account == 0 || kind.Derived || !access.CanAnywhere(actor, access.Import, kind.Class) {
		return fault.New(fault.Denied, "record.denied", nil)
	}
	return nil
}

// Receive keeps a file that somebody sent and looks what importing it would
// do: at once, or by a job when it is large.
func (s *Service) Receive(ctx context.Context, actor access.Actor, kind *record.Kind, fileName string, from io.Reader) (Incoming, error) {
	if err := s.MayImport(actor, kind); err != nil {
		return Incoming{}, err
	}
	in, err := s.Uploads.save(actor.Account, kind.One, fileName, from)
	if err != nil {
		return in, err
	}
	table, err := s.read(in)
	if err == nil {
		in.Rows = len(table.Rows)
		err = s.check(ctx, actor, kind, &in, table)
	}
	if err != nil {
		return in, errors.Join(err, s.Uploads.remove(in.Name))
	}
	return in, nil
}

func (s *Service) check(ctx context.Context, actor access.Actor, kind *record.Kind, in *Incoming, table *sheet.Table) error {
	if in.Rows > s.importAtOnce() {
		// What is written of the file belongs to the job from now on.
		if err := s.Uploads.write(*in); err != nil {
			return err
		}
		_, err := s.Jobs.Add(ctx, job.Job{Kind: JobCheck, Account: int64(actor.Account), Key: in.Name}, payload{Upload: in.Name})
		return err
	}
	plan, err := s.Records.PlanImport(ctx, actor, kind, table, nil)
	if err != nil {
		return err
	}
	in.Stage, in.Report = Checked, reportOf(plan)
	return s.Uploads.write(*in)
}

func (s *Service) importAtOnce() int {
	if s.ImportAtOnce > 0 {
		return s.ImportAtOnce
	}
	return usualImportAtOnce
}

func (s *Service) read(in Incoming) (table *sheet.Table, err error) {
	file, err := s.Uploads.open(in)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return sheet.Read(file, sheet.UsualLimits())
}

func reportOf(plan *record.Plan) Report {
	return Report{New: plan.New, Changed: plan.Changed, Same: plan.Same, Faults: plan.Faults, Total: plan.FaultsTotal, Notices: plan.Notices, Batch: plan.Batch}
}

// Waiting gives the file that somebody sent for a kind and that is not
// finished with; false when there is none.
func (s *Service) Waiting(actor access.Actor, kind *record.Kind) (Incoming, bool, error) {
	if err := s.MayImport(actor, kind); err != nil {
		return Incoming{}, false, err
	}
	return s.Uploads.find(actor.Account, kind.One)
}

// mine gives a file by its name when the actor sent it.
func (s *Service) mine(actor access.Actor, kind *record.Kind, name string) (Incoming, error) {
	in, there, err := s.Waiting(actor, kind)
	if err != nil {
		return in, err
	}
	if !there || in.Name != name {
		return in, gone()
	}
	return in, nil
}

// Confirm imports a file that was checked: at once, or by a job when it is
// large. What others changed meanwhile counts; when a row has become faulty,
// nothing is imported and the file tells why.
func (s *Service) Confirm(ctx context.Context, actor access.Actor, kind *record.Kind, name string) (Incoming, error) {
	in, err := s.mine(actor, kind, name)
	if err != nil {
		return in, err
	}
	if in.Stage != Checked || in.Report.Total > 0 {
		return in, nil // asked twice, or there is nothing to confirm
	}
	if in.Rows > s.importAtOnce() {
		return s.confirmLater(ctx, actor, in)
	}
	table, err := s.read(in)
	if err != nil {
		return in, err
	}
	plan, err := s.Records.Import(ctx, actor, kind, table, nil, nil)
	return s.concluded(in, plan, err)
}

func (s *Service) confirmLater(ctx context.Context, actor access.Actor, in Incoming) (Incoming, error) {
	in.Stage, in.Job = Importing, 0
	if err := s.Uploads.write(in); err != nil {
		return in, err
	}
	added, err := s.Jobs.Add(ctx, job.Job{Kind: JobImport, Account: int64(actor.Account), Key: in.Name}, payload{Upload: in.Name})
	if err != nil {
		in.Stage = Checked
		return in, errors.Join(err, s.Uploads.write(in))
	}
	in.Job = added
	return in, nil
}

// concluded keeps what came of an import.
func (s *Service) concluded(in Incoming, plan *record.Plan, err error) (Incoming, error) {
	if err != nil && (plan == nil || plan.FaultsTotal == 0) {
		return in, err
	}
	in.Report, in.Stage = reportOf(plan), Checked
	if err == nil {
		in.Stage = Imported
		if err := s.Uploads.dropContent(in); err != nil {
			return in, err
		}
	}
	return in, s.Uploads.write(in)
}

// Drop forgets a file.
func (s *Service) Drop(actor access.Actor, kind *record.Kind, name string) error {
	in, err := s.mine(actor, kind, name)
	if err != nil {
		return err
	}
	return s.Uploads.remove(in.Name)
}

// TakeBack undoes an import as a whole, as one change.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, kind *record.Kind, name string) error {
	in, err := s.mine(actor, kind, name)
	if err != nil {
		return err
	}
	if in.Stage != Imported {
		return gone()
	}
	if _, err := s.Records.Undo(ctx, actor, in.Report.Batch); err != nil {
		return err
	}
	return s.Uploads.remove(in.Name)
}

// Large tells whether an export is made by a job, and how many rows it has.
func (s *Service) Large(ctx context.Context, actor access.Actor, kind *record.Kind, ask record.Ask) (rows int, large bool, err error) {
	ask.Limit, ask.After = 1, 0
	list, err := s.Records.List(ctx, actor, kind, ask)
	most := s.ExportAtOnce
	if most <= 0 {
		most = usualExportAtOnce
	}
	return list.Total, list.Total > most, err
}

// FileName is what an export is called.
func (s *Service) FileName(kind *record.Kind, format sheet.Format) string {
	return kind.Path + "-" + s.Now().Format(time.DateOnly) + "." + string(format)
}

// ExportLater adds a job that makes an export, to be fetched when it is done.
func (s *Service) ExportLater(ctx context.Context, actor access.Actor, kind *record.Kind, ask record.Ask, layout record.Layout) (id.ID, error) {
	if actor.Account == 0 {
		return 0, fault.New(fault.Denied, "files.signIn", nil)
	}
	return s.Jobs.Add(ctx, job.Job{Kind: JobExport, Account: int64(actor.Account)},
		payload{Kind: kind.One, Format: layout.Format, Words: layout.Words, Filters: ask.Filters, Sort: ask.Sort, Down: ask.Down})
}
