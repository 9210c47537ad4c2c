package story

import (
	"context"
	"fmt"

	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/handover"
	"github.com/koppelkans/koppelkans/internal/record"
)

// signs makes people parties to an agreement, as "agreement/who".
func signs(what, in string, who ...string) Deed {
	return func(ctx context.Context, s *scene) error {
		for _, key := range who {
			person, err := member(key)
			if err != nil {
				return err
			}
			works, _ := person.organisation()
			values := record.Values{"agreement": the(what), "person": the(key), "organisation": the(works), record.PartnershipField: the(in), record.OwnerField: the("gemeente")}
			if err := adds("agreementParty", what+"/"+key, values)(ctx, s); err != nil {
				return err
			}
		}
		return nil
	}
}

// asksParties sends the parties their letters; in the story nobody gets one.
func asksParties(what string) Deed {
	return func(ctx context.Context, s *scene) error {
		one, err := s.find(what)
		if err == nil {
			_, err = s.Agreements.AskAll(ctx, s.actor, one)
		}
		return err
	}
}

// reply is what a party of the story says.
type reply struct {
	who, no string // no is why not; "" is yes
}

// replies gives the answers of parties, each with the link of their letter.
func replies(what string, answers ...reply) Deed {
	return func(ctx context.Context, s *scene) error {
		_, row, err := s.row(ctx, "agreement", what)
		if err != nil {
			return err
		}
		one := agreement.Agreements().Of(row)
		for _, a := range answers {
			_, party, err := s.row(ctx, "agreementParty", what+"/"+a.who)
			if err != nil {
				return err
			}
			token, err := s.Agreements.LinkFor(ctx, agreement.Parties().Of(party), one.Edition)
			if err != nil {
				return err
			}
			said := agreement.Yes
			if a.no != "" {
				said = agreement.No
			}
			if _, err := s.Agreements.AnswerByLink(ctx, token, one.Version, said, a.no); err != nil {
				return fmt.Errorf("%s: %w", a.who, err)
			}
		}
		return nil
	}
}

// stillRight looks at an agreement again and moves its day.
func stillRight(what string, next int) Deed {
	return func(ctx context.Context, s *scene) error {
		one, err := s.find(what)
		if err != nil {
			return err
		}
		return s.Agreements.StillRight(ctx, s.actor, one, s.start.AddDate(0, 0, next).Format("2006-01-02"))
	}
}

// opines says what a party thinks of an agreement when its day comes.
func opines(what string, opinion agreement.Opinion, why string) Deed {
	return func(ctx context.Context, s *scene) error {
		one, err := s.find(what)
		if err != nil {
			return err
		}
		return s.Agreements.Opine(ctx, s.actor, one, opinion, why)
	}
}

// stops ends an agreement, and says why.
func stops(what, why string) Deed {
	return func(ctx context.Context, s *scene) error {
		one, err := s.find(what)
		if err != nil {
			return err
		}
		return s.Agreements.Stop(ctx, s.actor, one, why)
	}
}

// leavesPartnership ends somebody's part; what they hold goes to a successor.
func leavesPartnership(part, successor string, day dayOf) Deed {
	return func(ctx context.Context, s *scene) error {
		one, err := s.find(part)
		if err != nil {
			return err
		}
		next, err := s.find(successor)
		if err != nil {
			return err
		}
		_, err = s.HandOver.Leave(ctx, s.actor, one, handover.Leaving{Day: s.start.AddDate(0, 0, int(day)).Format("2006-01-02"), Successor: next})
		return err
	}
}
