package app

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/job"
)

type jobsGroup struct {
	List   jobsList   `cmd:"" help:"List jobs, newest first."`
	Show   jobShow    `cmd:"" help:"Show one job."`
	Watch  jobWatch   `cmd:"" help:"Follow a job until it has ended; exit code 1 when it failed."`
	Cancel jobCancel  `cmd:"" help:"Cancel a job that waits; ask one that runs to stop."`
	Retry  jobRetry   `cmd:"" help:"Let a failed or cancelled job wait again."`
	Work   workerOnly `cmd:"" help:"Do jobs without serving pages, until told to stop."`
}

type jobsList struct {
	Where
	State string `help:"Only those: waiting, running, done, failed or cancelled." enum:"waiting,running,done,failed,cancelled," default:""`
	Page  int    `help:"Page of 50." default:"1"`
}

// Run lists jobs.
func (cmd *jobsList) Run(ctx context.Context, c *console) error {
	const perPage = 50
	return cmd.with(ctx, c, func(p *parts) error {
		list, total, err := p.jobs.List(ctx, job.Ask{State: job.State(cmd.State), Offset: max(cmd.Page-1, 0) * perPage, Limit: perPage})
		if err != nil {
			return err
		}
		for _, j := range list {
			fmt.Fprintf(c.out, "%s  %s  %-12s %-24s %s\n", j.ID, j.CreatedAt.Format("2006-01-02 15:04:05"), c.say("job.state."+string(j.State), nil), c.kindName(j.Kind), c.progress(j))
		}
		c.print("job.total", fault.Args{"n": total})
		return nil
	})
}

// kindName gives the name of a kind, or its key when it has none here.
func (c *console) kindName(kind string) string {
	if name := c.say("job.kind."+kind, nil); name != "job.kind."+kind {
		return name
	}
	return kind
}

// progress sums up in a few words how far a job is.
func (c *console) progress(j job.Job) string {
	switch {
	case j.State == job.Running && j.Progress.Total > 0:
		return fmt.Sprintf("%.0f%%", 100*j.Progress.Part())
	case j.Problem != nil && (j.State == job.Failed || j.State == job.Waiting):
		return c.say(j.Problem.Key, j.Problem.Args)
	}
	return ""
}

// oneJob is a command about one job.
type oneJob struct {
	Where
	Job string `arg:"" help:"Id of the job, as listed."`
}

func (cmd *oneJob) about(ctx context.Context, c *console, work func(*parts, job.Job) error) error {
	return cmd.with(ctx, c, func(p *parts) error {
		found, err := p.jobs.Find(ctx, cmd.Job)
		if err != nil {
			return err
		}
		return work(p, found)
	})
}

type jobShow struct{ oneJob }

// Run shows a job.
func (cmd *jobShow) Run(ctx context.Context, c *console) error {
	return cmd.about(ctx, c, func(_ *parts, j job.Job) error {
		line := func(key, value string) {
			if value != "" {
				fmt.Fprintf(c.out, "%-14s %s\n", c.say(key, nil), value)
			}
		}
		when := func(t time.Time) string {
			if t.IsZero() {
				return ""
			}
			return t.Local().Format("2006-01-02 15:04:05")
		}
		line("job.number", j.ID.String())
		line("job.kindLabel", c.kindName(j.Kind))
		line("job.stateLabel", c.say("job.state."+string(j.State), nil))
		line("job.asked", when(j.CreatedAt))
		line("job.started", when(j.StartedAt))
		line("job.ended", when(j.EndedAt))
		line("job.attempt", fmt.Sprint(j.Attempts))
		if j.State == job.Waiting {
			line("job.next", when(j.RunAfter))
		}
		if j.Progress.Total > 0 {
			line("job.progress", fmt.Sprintf("%d / %d", j.Progress.Done, j.Progress.Total))
		}
		for _, key := range slices.Sorted(maps.Keys(j.Progress.Counts)) {
			line(key, fmt.Sprint(j.Progress.Counts[key]))
		}
		if j.Problem != nil {
			line("job.problem", c.say(j.Problem.Key, j.Problem.Args))
		}
		line("job.result", string(j.Result))
		return nil
	})
}

type jobWatch struct{ oneJob }

// Run follows a job.
func (cmd *jobWatch) Run(ctx context.Context, c *console) error {
	return cmd.about(ctx, c, func(p *parts, j job.Job) error {
		bar := c.newBar(c.kindName(j.Kind))
		state := job.State("")
		last, err := p.jobs.Watch(ctx, j.ID, func(now job.Job) {
			if now.State != state && !now.State.Ended() {
				bar.end()
				fmt.Fprintf(c.errs, "%s: %s\n", c.kindName(now.Kind), c.say("job.state."+string(now.State), nil))
			}
			state = now.State
			if now.Progress.Step != "" {
				bar.show(c.say(now.Progress.Step, nil), now.Progress.Done, now.Progress.Total)
			}
		})
		bar.end()
		if err != nil {
			return err
		}
		c.print("job.is-now", fault.Args{"Job": last.ID.String(), "State": c.say("job.state."+string(last.State), nil)})
		if last.State == job.Failed {
			return fault.New(fault.Broken, last.Problem.Key, last.Problem.Args)
		}
		return nil
	})
}

type jobCancel struct{ oneJob }

// Run cancels a job.
func (cmd *jobCancel) Run(ctx context.Context, c *console) error {
	return cmd.about(ctx, c, func(p *parts, j job.Job) error {
		state, err := p.jobs.Cancel(ctx, j.ID)
		if err != nil {
			return err
		}
		if state == job.Running {
			c.print("job.stop-asked", fault.Args{"Job": j.ID.String()})
			return nil
		}
		c.print("job.is-now", fault.Args{"Job": j.ID.String(), "State": c.say("job.state."+string(state), nil)})
		return nil
	})
}

type jobRetry struct{ oneJob }

// Run lets a job wait again.
func (cmd *jobRetry) Run(ctx context.Context, c *console) error {
	return cmd.about(ctx, c, func(p *parts, j job.Job) error {
		if err := p.jobs.Retry(ctx, j.ID); err != nil {
			return err
		}
		c.print("job.is-now", fault.Args{"Job": j.ID.String(), "State": c.say("job.state."+string(job.Waiting), nil)})
		return nil
	})
}

type workerOnly struct {
	Where
	working
	mailing
	printing
	Debug bool `help:"Log more." env:"KOPPELKANS_DEBUG"`
}

// Run does jobs until it is told to stop.
func (cmd *workerOnly) Run(ctx context.Context, c *console) error {
	level := slog.LevelInfo
	if cmd.Debug {
		level = slog.LevelDebug
	}
	if cmd.Workers <= 0 {
		return fault.New(fault.Invalid, "job.no-workers", nil)
	}
	ctx, log := asItself(ctx), logger(c.errs, level)
	return cmd.with(ctx, c, func(p *parts) error {
		if err := cmd.mailing.prepare(p, c, log, "http://"+usualAddress); err != nil {
			return err
		}
		base, err := cmd.base()
		if err != nil {
			return err
		}
		stop, err := cmd.printing.prepare(p, c, log, base)
		if err != nil {
			return err
		}
		defer stop()
		c.print("job.working", fault.Args{"N": cmd.Workers})
		cmd.work(ctx, p, c, log)
		return nil
	})
}
