package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
)

// Mark tells what is known of something that a job does outside the database.
type Mark int

const (
	MarkNone  Mark = iota // never begun
	MarkBegun             // begun by an attempt that did not say how it ended
	MarkDone
)

// WorkStore is what a worker reads and writes. All but ClaimJob and
// RemoveEndedJobs answer ErrLeaseLost when the lease does not hold.
type WorkStore interface {
	// ClaimJob gives the first job that is due and has not ended, its lease
	// included; false when there is none.
	ClaimJob(ctx context.Context, claim Claim) (Job, bool, error)
	// KeepJob prolongs the lease and writes the progress; it tells whether
	// somebody asked the job to stop.
	KeepJob(ctx context.Context, lease Lease, until time.Time, progress Progress) (stop bool, err error)
	// LookJob tells whether somebody asked the job to stop, and writes nothing.
	LookJob(ctx context.Context, lease Lease) (stop bool, err error)
	// EndJob writes that a job is done. That it was written already, under the
	// same lease, is no error.
	EndJob(ctx context.Context, ending Ending, progress Progress) error
	LeaveJob(ctx context.Context, leaving Leaving) error
	// BeginMark writes that something is begun, and tells what was known before.
	BeginMark(ctx context.Context, lease Lease, name string) (Mark, error)
	// EndMark writes that it was done, or that it was not.
	EndMark(ctx context.Context, lease Lease, name string, done bool) error
	RemoveEndedJobs(ctx context.Context, before time.Time) (int, error)
}

// Worker does jobs until it is stopped.
type Worker struct {
	Store WorkStore
	Kinds Kinds
	Files *Files // nil: jobs make no files
	IDs   *id.Maker
	Log   *slog.Logger
	Name  string // of the process, for people
	Now   func() time.Time

	Slots int           // how many jobs at once, beside one for quick work
	Lease time.Duration // how long a process may be silent; 0 is a minute
	Idle  time.Duration // how often it looks when there is nothing to do; 0 is half a second
	Keep  time.Duration // how long ended jobs are kept; 0 is for ever
}

const (
	usualLease = time.Minute
	usualIdle  = 500 * time.Millisecond
	tellEvery  = 500 * time.Millisecond
	tidyEvery  = time.Minute
	// writeWithin bounds a write about a job: the context of the work may be
	// what ended it, so it cannot bound it.
	writeWithin = 20 * time.Second
)

// Run works until ctx ends, and then gives back what it has in hand: it
// returns when every handler has.
func (w *Worker) Run(ctx context.Context) {
	w.fill()
	all := slices.Sorted(maps.Keys(w.Kinds))
	var quick []string
	for _, name := range all {
		if w.Kinds[name].Quick {
			quick = append(quick, name)
		}
	}
	var working sync.WaitGroup
	for range w.Slots {
		working.Go(func() { w.loop(ctx, all) })
	}
	if len(quick) > 0 {
		working.Go(func() { w.loop(ctx, quick) })
	}
	working.Go(func() { w.tidy(ctx) })
	working.Wait()
}

func (w *Worker) fill() {
	if w.Now == nil {
		w.Now = time.Now
	}
	if w.Lease <= 0 {
		w.Lease = usualLease
	}
	if w.Idle <= 0 {
		w.Idle = usualIdle
	}
}

// loop does one job after another.
func (w *Worker) loop(ctx context.Context, kinds []string) {
	failed := 0
	for ctx.Err() == nil {
		worked, err := w.one(ctx, kinds)
		wait := w.Idle
		switch {
		case err != nil:
			failed++
			wait = min(w.Idle<<min(failed, 6), 30*time.Second)
			w.Log.LogAttrs(ctx, slog.LevelError, "cannot ask for jobs", slog.Any("error", err))
		case worked:
			failed = 0
			continue
		default:
			failed = 0
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// One does the first job that is due, if any, and tells whether there was one.
func (w *Worker) One(ctx context.Context) (bool, error) {
	w.fill()
	return w.one(ctx, slices.Sorted(maps.Keys(w.Kinds)))
}

func (w *Worker) one(ctx context.Context, kinds []string) (bool, error) {
	if len(kinds) == 0 {
		return false, nil
	}
	// A claim that is cut off could have been committed; then nobody would
	// have the job until its lease ends.
	claiming, done := w.writing(ctx)
	defer done()
	lease := Lease{Token: w.IDs.Next()}
	now := w.Now()
	claimed, found, err := w.Store.ClaimJob(claiming, Claim{Kinds: kinds, Token: lease.Token, Worker: w.Name, Now: now, Until: now.Add(w.Lease)})
	if err != nil || !found {
		return false, err
	}
	lease.Job = claimed.ID
	w.work(ctx, claimed, lease)
	return true, nil
}

// writing gives a context that a stopping worker may still write with.
func (w *Worker) writing(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), writeWithin)
}

// work makes an attempt at a job.
func (w *Worker) work(ctx context.Context, j Job, lease Lease) {
	kind := w.Kinds[j.Kind]
	run := &Run{Job: j, lease: lease, store: w.Store, files: w.Files, now: w.Now, told: true}
	switch {
	case j.CancelAsked: // and then its worker died
		w.leave(ctx, run, Leaving{State: Cancelled})
		return
	case j.Attempts > kind.attempts(): // its last worker died, and perhaps of it
		w.leave(ctx, run, Leaving{State: Failed, Problem: &Problem{Key: "job.lost"}})
		return
	}
	began := time.Now()
	working, stop := context.WithCancelCause(ctx)
	ended, kept := make(chan struct{}), make(chan struct{})
	go func() { w.keep(ctx, run, stop, ended); close(kept) }()
	err := w.handle(working, kind, run)
	close(ended)
	<-kept
	cause := context.Cause(working)
	stop(nil)
	if !w.conclude(ctx, run, kind, err, cause, time.Since(began)) {
		discarding, done := w.writing(ctx)
		defer done()
		run.discard(discarding)
	}
}

// handle calls the handler; a panic is a failure of this job only.
func (w *Worker) handle(ctx context.Context, kind Kind, run *Run) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return kind.Handle(ctx, run)
}

// keep prolongs the lease, writes progress, and ends the work when it is
// cancelled or the lease is lost.
func (w *Worker) keep(ctx context.Context, run *Run, stop context.CancelCauseFunc, ended <-chan struct{}) {
	ctx = context.WithoutCancel(ctx) // a handler that is stopping is still at work
	ticker := time.NewTicker(min(tellEvery, w.Lease/4))
	defer ticker.Stop()
	kept := time.Now()
	for {
		select {
		case <-ended:
			return
		case <-ticker.C:
		}
		asked, err := false, error(nil)
		progress, changed := run.untold()
		if changed || time.Since(kept) >= w.Lease/4 {
			begun := time.Now()
			asked, err = w.prolong(ctx, run.lease, progress)
			if err == nil {
				kept = begun
			}
		} else {
			asked, err = w.Store.LookJob(ctx, run.lease)
		}
		switch {
		case errors.Is(err, ErrLeaseLost), err != nil && time.Since(kept) > w.Lease:
			stop(ErrLeaseLost)
			return
		case err != nil:
			w.Log.LogAttrs(ctx, slog.LevelWarn, "lease not prolonged", slog.String("job", run.Job.ID.String()), slog.Any("error", err))
		case asked:
			stop(ErrCancelled)
		}
	}
}

func (w *Worker) prolong(ctx context.Context, lease Lease, progress Progress) (bool, error) {
	within, done := context.WithTimeout(ctx, w.Lease/2)
	defer done()
	return w.Store.KeepJob(within, lease, w.Now().Add(w.Lease), progress)
}

// conclude writes how an attempt ended, and tells whether the job is done.
func (w *Worker) conclude(ctx context.Context, run *Run, kind Kind, err, cause error, took time.Duration) bool {
	attempt := run.Job.Attempts
	level, result := slog.LevelInfo, ""
	switch {
	case err == nil:
		result = "done"
		if err = w.insist(ctx, func(ctx context.Context) error { return w.end(ctx, run) }); err != nil {
			result = "lost"
		}
	case errors.Is(cause, ErrLeaseLost), errors.Is(err, ErrLeaseLost):
		level, result = slog.LevelWarn, "lost"
	case errors.Is(cause, ErrCancelled):
		result = "cancelled"
		w.leave(ctx, run, Leaving{State: Cancelled})
	case ctx.Err() != nil:
		result = "given back"
		w.leave(ctx, run, Leaving{State: Waiting, Due: w.Now(), Unbegun: true})
	case mayHelp(err) && attempt < kind.attempts():
		level, result = slog.LevelWarn, "failed, will be retried"
		w.leave(ctx, run, Leaving{State: Waiting, Due: w.Now().Add(pause(attempt)), Problem: problemOf(err)})
	default:
		level, result = slog.LevelError, "failed"
		w.leave(ctx, run, Leaving{State: Failed, Problem: problemOf(err)})
	}
	attributes := []slog.Attr{slog.String("job", run.Job.ID.String()), slog.String("kind", run.Job.Kind), slog.Int("attempt", attempt),
		slog.Duration("took", took.Round(time.Millisecond))}
	if err != nil {
		level = max(level, slog.LevelWarn)
		attributes = append(attributes, slog.Any("error", err))
	}
	w.Log.LogAttrs(ctx, level, "job "+result, attributes...)
	return result == "done"
}

func (w *Worker) end(ctx context.Context, run *Run) error {
	progress, _ := run.untold()
	return w.Store.EndJob(ctx, run.Ending(), progress)
}

// leave writes the end of an attempt that did not do the job.
func (w *Worker) leave(ctx context.Context, run *Run, leaving Leaving) {
	leaving.Lease, leaving.At = run.lease, w.Now()
	leaving.Progress, _ = run.untold()
	err := w.insist(ctx, func(ctx context.Context) error { return w.Store.LeaveJob(ctx, leaving) })
	if err != nil { // the lease runs out, and another takes it over
		w.Log.LogAttrs(ctx, slog.LevelError, "end of a job not written", slog.String("job", run.Job.ID.String()), slog.Any("error", err))
	}
}

// insist tries a write a few times, because a job whose end is not written is
// done again.
func (w *Worker) insist(ctx context.Context, write func(context.Context) error) error {
	within, done := w.writing(ctx)
	defer done()
	for wait := 50 * time.Millisecond; ; wait *= 3 {
		err := write(within)
		if err == nil || errors.Is(err, ErrLeaseLost) || wait > 5*time.Second {
			return err
		}
		select {
		case <-within.Done():
			return err
		case <-time.After(wait):
		}
	}
}

// tidy removes jobs that ended long ago, and files that nobody fetched.
func (w *Worker) tidy(ctx context.Context) {
	ticker := time.NewTicker(tidyEvery)
	defer ticker.Stop()
	for {
		if err := w.tidyOnce(ctx); err != nil && ctx.Err() == nil {
			w.Log.LogAttrs(ctx, slog.LevelError, "old jobs or files not removed", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func (w *Worker) tidyOnce(ctx context.Context) error {
	var err error
	if w.Files != nil {
		err = w.Files.Sweep(ctx)
	}
	if w.Keep > 0 {
		_, removing := w.Store.RemoveEndedJobs(ctx, w.Now().Add(-w.Keep))
		err = errors.Join(err, removing)
	}
	return err
}
