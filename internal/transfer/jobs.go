package transfer

import (
	"context"
	"errors"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// Names of the kinds of jobs.
const (
	JobCheck  = "record-check"
	JobImport = "record-import"
	JobExport = "record-export"
)

// Kinds are the jobs that move records.
func (s *Service) Kinds() job.Kinds {
	return job.Kinds{
		JobCheck:  {Handle: s.checkJob},
		JobImport: {Handle: s.importJob},
		JobExport: {Handle: s.exportJob},
	}
}

// payload says what a job is about. It holds nothing of records: what was sent
// lies in its file, and filters are ids and options.
type payload struct {
	Upload  string            `json:"upload,omitempty"`
	Kind    string            `json:"kind,omitempty"`
	Format  sheet.Format      `json:"format,omitempty"`
	Words   string            `json:"words,omitempty"` // the language of headings and options
	Filters map[string]string `json:"filters,omitempty"`
	Sort    string            `json:"sort,omitempty"`
	Down    bool              `json:"down,omitempty"`
}

// begin reads what a job is about, and who asked for it.
func (s *Service) begin(ctx context.Context, run *job.Run) (payload, access.Actor, error) {
	var p payload
	if err := run.Decode(&p); err != nil {
		return p, access.Actor{}, err
	}
	actor, err := s.ActorOf(ctx, id.ID(run.Job.Account))
	return p, actor, err
}

// work reads the file that a job is about.
func (s *Service) work(ctx context.Context, run *job.Run) (Incoming, *record.Kind, access.Actor, *sheet.Table, error) {
	p, actor, err := s.begin(ctx, run)
	if err != nil {
		return Incoming{}, nil, actor, nil, err
	}
	in, err := s.Uploads.get(p.Upload)
	if err != nil {
		return in, nil, actor, nil, err
	}
	kind, known := s.Records.Kinds.ByName(in.Kind)
	if !known || in.Account != actor.Account {
		return in, nil, actor, nil, gone()
	}
	in.Job = run.Job.ID
	if err := s.Uploads.write(in); err != nil {
		return in, kind, actor, nil, err
	}
	table, err := s.read(in)
	return in, kind, actor, table, err
}

// progress tells how far a job is.
func progress(run *job.Run) record.Progress {
	return func(step string, done, total int) { run.Progress(step, int64(done), int64(total)) }
}

// checkJob looks what an import would do. Done again, it writes the same.
func (s *Service) checkJob(ctx context.Context, run *job.Run) error {
	in, kind, actor, table, err := s.work(ctx, run)
	if err != nil {
		return err
	}
	plan, err := s.Records.PlanImport(ctx, actor, kind, table, progress(run))
	if err != nil {
		return err
	}
	count(run, plan)
	in.Stage, in.Report = Checked, reportOf(plan)
	return s.Uploads.write(in)
}

// manyRows is from how many rows on the database looks anew at what it holds.
const manyRows = 1_000

// importJob imports a file. Its end is written in the transaction of what it
// writes, so that it is done once.
func (s *Service) importJob(ctx context.Context, run *job.Run) error {
	in, kind, actor, table, err := s.work(ctx, run)
	if err != nil {
		return err
	}
	write := func(ctx context.Context, plan *record.Plan, writes []record.Write, since record.Since) error {
		count(run, plan)
		return s.Store.WriteSinceAndEnd(ctx, writes, since, run.Ending())
	}
	plan, err := s.Records.Import(ctx, actor, kind, table, write, progress(run))
	_, kept := s.concluded(in, plan, err)
	if err == nil {
		if plan.New+plan.Changed >= manyRows {
			kept = errors.Join(kept, s.Store.Settle(ctx))
		}
		return kept // the report is gone when it could not be kept; the import is there
	}
	if plan != nil && plan.FaultsTotal > 0 {
		return errors.Join(plan.Fault(), kept)
	}
	return err
}

func count(run *job.Run, plan *record.Plan) {
	run.Count("files.countNew", int64(plan.New))
	run.Count("files.countChanged", int64(plan.Changed))
	run.Count("files.countSame", int64(plan.Same))
	run.Count("files.countFaults", int64(plan.FaultsTotal))
}

// exportJob makes a file that can be fetched.
func (s *Service) exportJob(ctx context.Context, run *job.Run) error {
	p, actor, err := s.begin(ctx, run)
	if err != nil {
		return err
	}
	kind, known := s.Records.Kinds.ByName(p.Kind)
	if !known {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	draft, err := run.Create(s.FileName(kind, p.Format), p.Format.MediaType())
	if err != nil {
		return err
	}
	ask := record.Ask{Filters: p.Filters, Sort: p.Sort, Down: p.Down}
	rows, err := s.Records.WriteFile(ctx, actor, kind, ask, record.Layout{Format: p.Format, Words: p.Words}, draft, func(done, total int) { run.Progress("files.rows", int64(done), int64(total)) })
	if err != nil {
		return err
	}
	run.Count("files.rows", int64(rows))
	return draft.Close()
}
