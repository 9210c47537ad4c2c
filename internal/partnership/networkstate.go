package partnership

import (
	"context"
	"slices"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/mywork"
	"github.com/koppelkans/koppelkans/internal/record"
)

// RoundState is how far a round is: which of the organisations that take part
// told something, and which did not yet; by name.
type RoundState struct{ Answered, Silent []Organisation }

// RoundState reads how far a round is, as the actor sees its relations.
func (s *Service) RoundState(ctx context.Context, actor access.Actor, round NetworkRound) (*RoundState, error) {
	n := &Network{}
	relations, err := s.relationsWith(ctx, actor, n, "round", round.ID)
	if err != nil {
		return nil, err
	}
	parties, err := s.parties(ctx, actor, round.Partnership)
	if err != nil {
		return nil, err
	}
	told := answered(relations, round.ID)
	for one := range told {
		parties.organisations[one] = true
	}
	delete(parties.organisations, 0)
	if err := s.organisationsOf(ctx, actor, n, parties.organisations); err != nil {
		return nil, err
	}
	state := &RoundState{}
	for _, one := range n.Organisations {
		if told[one.ID] {
			state.Answered = append(state.Answered, one)
		} else {
			state.Silent = append(state.Silent, one)
		}
	}
	return state, nil
}

// roundsWaiting gives the rounds that are open in the partnerships of somebody
// and in which their organisation told nothing yet. Whoever answers does so for
// the organisation, so that nobody else of it needs to.
func (s *Service) roundsWaiting(ctx context.Context, actor access.Actor, partnerships []id.ID, now time.Time) ([]mywork.Item, error) {
	if len(partnerships) == 0 {
		return nil, nil
	}
	kind, today := s.kind("networkRound"), s.Today(now)
	list, err := s.Records.List(ctx, actor, kind, record.Ask{Sort: "closes", Down: true, Limit: mywork.Most})
	if err != nil {
		return nil, err
	}
	var items []mywork.Item
	own := id.ID(0)
	of := NetworkRounds()
	for at := range list.Rows {
		round := of.Of(list.Rows[at].Row)
		if !round.Open(today) || !slices.Contains(partnerships, round.Partnership) {
			continue
		}
		if own == 0 {
			if own, err = s.worksFor(ctx, actor); err != nil || own == 0 {
				return nil, err
			}
		}
		told, err := s.Records.List(ctx, access.Actor{Program: true}, s.kind("relation"), record.Ask{
			Filters: map[string]string{"fromOrganisation": own.String(), "round": round.ID.String()}, Limit: 1})
		if err != nil {
			return nil, err
		}
		if len(told.Rows) == 0 {
			items = append(items, mywork.Item{Kind: kind.One, ID: round.ID, Title: round.Name, Partnership: round.Partnership,
				Due: round.Closes, Deed: "mywork.deed.fill", Path: "/samenwerkingen/" + round.Partnership.String() + "/netwerk/vragenlijst"})
		}
	}
	return items, nil
}

// worksFor gives the organisation for which somebody works; 0 is none.
func (s *Service) worksFor(ctx context.Context, actor access.Actor) (id.ID, error) {
	person, _, err := s.Records.Get(ctx, actor, s.kind("person"), actor.Person)
	if err != nil {
		return 0, fault.UnlessNotFound(err)
	}
	return People().Of(person.Row).Organisation, nil
}
