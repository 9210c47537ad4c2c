package agreement

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Opinion is what a party says of an agreement when its review day comes. It
// decides nothing: who may change the agreement sees what all say, and does
// what follows.
type Opinion string

// Opinions; "" is none.
const (
	StillHolds Opinion = "holds"
	MustChange Opinion = "change"
	MayStop    Opinion = "stop"
)

// UnderReview tells whether the parties are asked what they think now.
func (s *Service) UnderReview(one Agreement) bool {
	return one.State == Accepted && one.Review <= s.Today(s.Now().Add(AskBefore))
}

// Said gives what a party said in this review; "" when it said nothing, or
// only before an earlier review day.
func (p Party) Said(one Agreement) Opinion {
	review, err := time.Parse(time.DateOnly, one.Review)
	if err != nil || p.OpinionDay < review.Add(-AskBefore).Format(time.DateOnly) {
		return ""
	}
	return p.Opinion
}

// Reviewer gives the party that somebody who is signed in can say something
// for; false when nothing is asked of them.
func (s *Service) Reviewer(ctx context.Context, actor access.Actor, one Agreement) (Party, bool, error) {
	if actor.Person == 0 || !s.UnderReview(one) {
		return Party{}, false, nil
	}
	parties, err := s.parties(ctx, one.ID)
	if err != nil {
		return Party{}, false, err
	}
	for _, party := range parties {
		if party.Person == actor.Person {
			return party, true, nil
		}
	}
	return Party{}, false, nil
}

// Opine keeps what a party says; it may be said anew until the review is over.
// Whoever wants something else says why.
func (s *Service) Opine(ctx context.Context, actor access.Actor, which id.ID, opinion Opinion, why string) error {
	one, err := s.read(ctx, actor, access.See, which)
	if err != nil {
		return err
	}
	party, asked, err := s.Reviewer(ctx, actor, one)
	if err == nil && !asked {
		err = fault.New(fault.Conflict, "agreement.not-asked", nil)
	}
	if err != nil {
		return err
	}
	as := actor
	as.Program = true // the fields are for nobody else to fill in
	return s.keepOpinion(ctx, as, party, opinion, why)
}

func (s *Service) keepOpinion(ctx context.Context, as access.Actor, party Party, opinion Opinion, why string) error {
	switch {
	case opinion == "":
		return record.Wrong("opinion", "agreement.choose", nil)
	case opinion != StillHolds && why == "":
		return record.Wrong("opinionWhy", "agreement.opinion-why", nil)
	}
	_, err := s.Records.Change(ctx, as, Parties().Kind(), party.ID, party.Version, record.Values{"opinion": string(opinion), "opinionDay": s.today(), "opinionWhy": why})
	return err
}
