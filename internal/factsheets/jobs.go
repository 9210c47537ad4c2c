package factsheets

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
)

// JobBundle names the job that makes a bundle.
const JobBundle = "factsheets"

// Kinds are the jobs of this package.
func (s *Service) Kinds() job.Kinds {
	return job.Kinds{JobBundle: {Handle: s.bundleJob}}
}

// Later adds a job that makes a bundle, to be fetched when it is done. Who asks
// for the same while it waits gets that job.
func (s *Service) Later(ctx context.Context, actor access.Actor, order Order) (id.ID, error) {
	if !MayOrder(actor) {
		return 0, fault.New(fault.Denied, "factsheets.denied", nil)
	}
	if err := s.check(order); err != nil {
		return 0, err
	}
	if _, err := s.areas(ctx, order); err != nil {
		return 0, err
	}
	key := actor.Account.String() + " " + order.Municipality + " " + string(order.Level) + " " + string(order.Format) + " " + order.Lang + " " + order.Wording
	return s.Jobs.Add(ctx, job.Job{Kind: JobBundle, Account: int64(actor.Account), Key: key}, order)
}

// bundleJob makes a bundle with the rights that who asked has now. Done again,
// it makes the same: what an attempt that died has written is never a result.
func (s *Service) bundleJob(ctx context.Context, run *job.Run) error {
	var order Order
	if err := run.Decode(&order); err != nil {
		return err
	}
	actor, err := s.ActorOf(ctx, id.ID(run.Job.Account))
	if err != nil {
		return err
	}
	if !MayOrder(actor) {
		return fault.New(fault.Denied, "factsheets.denied", nil)
	}
	draft, err := run.Create(s.BundleName(ctx, order), "application/zip")
	if err != nil {
		return err
	}
	written, err := s.Write(ctx, actor, order, draft, func(done, total int) { run.Progress("factsheets.areas", int64(done), int64(total)) })
	if err != nil {
		return err
	}
	run.Count("factsheets.made", int64(written))
	return draft.Close()
}

// BundleName is what the file of a bundle is called.
func (s *Service) BundleName(ctx context.Context, order Order) string {
	return FileName(order.Municipality, s.name(ctx, order)+" "+s.Words(order.Lang, "levels."+string(order.Level))+" "+s.Now().Format("2006-01-02"), order.Format+".zip")
}
