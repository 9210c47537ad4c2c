package agreement

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// AskBefore is how long before its review day the steward of an agreement is
// asked whether it is still right. Example: no publication states it.
const AskBefore = 21 * 24 * time.Hour

// StillRight keeps that an agreement was looked at and is right, and when to
// look again. It changes nothing in what was accepted.
func (s *Service) StillRight(ctx context.Context, actor access.Actor, which id.ID, next string) error {
	one, err := s.read(ctx, actor, access.Change, which)
	if err != nil {
		return err
	}
	if next <= s.today() {
		return record.Wrong("review", "agreement.review-later", nil)
	}
	_, err = s.Records.Change(ctx, actor, Agreements().Kind(), which, one.Version, record.Values{"review": next})
	return err
}

// Stop ends an agreement, with the reason. What was accepted can still be read.
func (s *Service) Stop(ctx context.Context, actor access.Actor, which id.ID, why string) error {
	one, err := s.read(ctx, actor, access.Change, which)
	if err != nil {
		return err
	}
	if why == "" {
		return record.Wrong("endedWhy", "agreement.stop-why", nil)
	}
	if one.State == Stopped {
		return fault.New(fault.Conflict, "agreement.stopped", nil)
	}
	return s.set(ctx, actor, one, record.Values{"ended": s.today(), "endedWhy": why, "state": string(Stopped)})
}

// Resume takes a stop back. The answers that were given count again.
func (s *Service) Resume(ctx context.Context, actor access.Actor, which id.ID) error {
	one, err := s.read(ctx, actor, access.Change, which)
	if err != nil || one.State != Stopped {
		return err
	}
	if err := s.set(ctx, actor, one, record.Values{"ended": "", "endedWhy": "", "state": string(Draft), "since": ""}); err != nil {
		return err
	}
	return s.settle(ctx, which)
}

// set sets fields that only the program may, as the deed of the actor.
func (s *Service) set(ctx context.Context, actor access.Actor, one Agreement, values record.Values) error {
	as := actor
	as.Program = true
	_, err := s.Records.Change(ctx, as, Agreements().Kind(), one.ID, one.Version, values)
	return err
}
