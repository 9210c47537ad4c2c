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
	var open []NetworkRound
	for at := range list.Rows {
		if round := NetworkRounds().Of(list.Rows[at].Row); round.Open(today) && slices.Contains(partnerships, round.Partnership) {
			open = append(open, round)
		}
	}
	if len(open) == 0 {
		return nil, nil
	}
	told, err := s.toldIn(ctx, actor)
	if err != nil || told == nil {
		return nil, err
	}
	var items []mywork.Item
	for _, round := range open {
		if !told[round.ID] {
			items = append(items, mywork.Item{Kind: kind.One, ID: round.ID, Title: round.Name, Partnership: round.Partnership,
				Due: round.Closes, Deed: "mywork.deed.fill", Path: "/samenwerkingen/" + round.Partnership.String() + "/netwerk/vragenlijst"})
		}
	}
	return items, nil
}

// mostTold is how many relations of one organisation are looked through.
const mostTold = 5_000

// toldIn gives the rounds in which somebody's organisation told something; nil
// for who works for none.
func (s *Service) toldIn(ctx context.Context, actor access.Actor) (map[id.ID]bool, error) {
	own, err := s.worksFor(ctx, actor)
	if err != nil || own == 0 {
		return nil, err
	}
	rows, err := s.Records.Store.FindEqual(ctx, s.kind("relation"), []string{"fromOrganisation"}, []any{own}, mostTold)
	told := map[id.ID]bool{}
	for at := range rows {
		told[Relations().Of(rows[at]).Round] = true
	}
	return told, err
}

// worksFor gives the organisation for which somebody works; 0 is none.
func (s *Service) worksFor(ctx context.Context, actor access.Actor) (id.ID, error) {
	person, _, err := s.Records.Get(ctx, actor, s.kind("person"), actor.Person)
	if err != nil {
		return 0, fault.UnlessNotFound(err)
	}
	return People().Of(person.Row).Organisation, nil
}
