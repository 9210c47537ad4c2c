package app

import (
	"context"
	"log/slog"
	"maps"
	"os"
	"strconv"
	"time"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/letters"
	"github.com/koppelkans/koppelkans/internal/newsletter"
	"github.com/koppelkans/koppelkans/internal/place"
)

// filesFolder holds, within the data folder, what jobs made to be fetched.
const filesFolder = "files"

// Names of the kinds of jobs that this program can do.
const kindSuccessions = "successions"

// jobKinds lists the work that this program can do.
func jobKinds(p *parts) job.Kinds {
	list := job.Kinds{
		kindSuccessions:        {Handle: p.deriveSuccessions},
		account.JobSignInLink:  {Handle: p.accounts.SendLink, Quick: true},
		account.JobLetter:      {Handle: p.accounts.SendLetter},
		account.JobInvitation:  {Handle: p.accounts.SendInvitation, Quick: true},
		agreement.JobAsk:       {Handle: p.agreements.Ask},
		agreement.JobSettle:    {Handle: p.agreements.Settle, Quick: true},
		agreement.JobFollow:    {Handle: p.agreements.Follow, Quick: true},
		agreement.JobTold:      {Handle: p.agreements.Told},
		agreement.JobReviews:   {Handle: p.agreements.Reviews},
		agreement.JobReviewAsk: {Handle: p.agreements.ReviewAsk},
		newsletter.JobSend:     {Handle: p.newsletters.Deliver},
		letters.JobWeekly:      {Handle: p.letters.Weekly},
		letters.JobLetter:      {Handle: p.letters.Letter},
		learning.JobBegin:      {Handle: p.learning.Begin},
		place.OwnAreaChanged:   {Handle: p.bringOwnArea},
	}
	maps.Copy(list, p.transfer.Kinds())
	if p.bundles != nil {
		maps.Copy(list, p.bundles.Kinds())
	}
	return list
}

// askSuccessions adds a job when successions lack. Of several servers each may
// ask; one job comes of it.
func askSuccessions(ctx context.Context, p *parts) error {
	missing, err := p.places.Missing(ctx)
	if err != nil || !missing {
		return err
	}
	_, err = p.jobs.Add(ctx, job.Job{Kind: kindSuccessions, Key: kindSuccessions}, nil)
	return err
}

// deriveSuccessions does a job: what lacks is derived, pair by pair, and each
// pair is kept in a transaction of its own, so that doing it again is harmless.
func (p *parts) deriveSuccessions(ctx context.Context, run *job.Run) error {
	return p.places.DeriveMissing(ctx, func(_ place.Level, _, _, done, total int) {
		run.Progress("app.unit.areas", int64(done), int64(total))
	})
}

// working are the settings of a process that does jobs.
type working struct {
	Workers  int           `help:"How many jobs this process does at once; 0 leaves them to others (jobs work)." default:"2" env:"KOPPELKANS_WORKERS"`
	KeepJobs int           `help:"Days that ended jobs stay listed; 0 is for ever." default:"30" env:"KOPPELKANS_KEEP_JOBS" placeholder:"DAYS"`
	Lease    time.Duration `help:"How long a worker may be silent before another takes its job over." default:"1m" hidden:""`
}

// work does jobs until ctx ends and all are done or given back.
func (w working) work(ctx context.Context, p *parts, c *console, log *slog.Logger) {
	if w.Workers <= 0 {
		return
	}
	ids := id.NewMaker(nil)
	worker := &job.Worker{
		Store: p.db, Kinds: c.kinds(p), Files: p.files, IDs: ids, Log: log, Slots: w.Workers, Lease: w.Lease,
		// The number of a process returns; with the id it is told apart.
		Name: strconv.Itoa(os.Getpid()) + "-" + ids.Next().String(),
		Keep: time.Duration(w.KeepJobs) * 24 * time.Hour,
	}
	worker.Run(ctx)
}
