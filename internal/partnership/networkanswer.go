package partnership

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Questionnaire is what a member of a partnership is asked in a round: what
// their own organisation has with each of the others.
type Questionnaire struct {
	Round  NetworkRound // the one that is open
	Own    Organisation
	Person id.ID
	Others []Organisation
	Given  map[id.ID]Relation // what was answered so far, by the other organisation
}

// Answer is what the own organisation has with another one.
type Answer struct {
	To       id.ID
	Strength int64 // 0 is nothing
	Sorts    []string
	Open     bool // takes back what was answered; the rest then says nothing
}

// Ask gives the questions of the round that is open now. It gives a fault with
// what to do for who is no member, works nowhere, or comes too late.
func (s *Service) Ask(ctx context.Context, actor access.Actor, of id.ID) (*Questionnaire, error) {
	q := &Questionnaire{Person: actor.Person, Given: map[id.ID]Relation{}}
	if err := s.openRound(ctx, actor, q, of); err != nil {
		return nil, err
	}
	if err := s.asMember(ctx, actor, q, of); err != nil {
		return nil, err
	}
	if err := s.others(ctx, actor, q, of); err != nil {
		return nil, err
	}
	// What was answered before is that of the own organisation, whoever said it.
	list, err := s.Records.List(ctx, access.Actor{Program: true}, s.kind("relation"), record.Ask{
		Filters: map[string]string{"fromOrganisation": q.Own.ID.String(), "round": q.Round.ID.String()}, Limit: mostParties})
	for at := range list.Rows {
		r := Relations().Of(list.Rows[at].Row)
		if held, has := q.Given[r.To]; !has || after(r, held) {
			q.Given[r.To] = r
		}
	}
	return q, err
}

func (s *Service) openRound(ctx context.Context, actor access.Actor, q *Questionnaire, of id.ID) error {
	list, err := s.Records.List(ctx, actor, s.kind("networkRound"), record.Ask{
		Filters: map[string]string{record.PartnershipField: of.String()}, Sort: "opens", Down: true, Limit: mostRounds})
	if err != nil {
		return err
	}
	for at := range list.Rows {
		if one := NetworkRounds().Of(list.Rows[at].Row); one.Open(s.Today(s.Now())) {
			q.Round = one
			return nil
		}
	}
	return fault.New(fault.Conflict, "network.closed", nil)
}

// asMember finds for which organisation the actor takes part.
func (s *Service) asMember(ctx context.Context, actor access.Actor, q *Questionnaire, of id.ID) error {
	if actor.Person == 0 {
		return fault.New(fault.Denied, "network.not-member", nil)
	}
	list, err := s.Records.List(ctx, actor, s.kind("member"), record.Ask{
		Filters: map[string]string{record.PartnershipField: of.String(), "person": actor.Person.String()}, Limit: mostParties})
	if err != nil {
		return err
	}
	today := s.Today(s.Now())
	if !slices.ContainsFunc(list.Rows, func(seen record.Seen) bool {
		m := Members().Of(seen.Row)
		return m.In(today)
	}) {
		return fault.New(fault.Denied, "network.not-member", nil)
	}
	own, err := s.worksFor(ctx, actor)
	if err != nil {
		return err
	}
	if own == 0 {
		return fault.New(fault.Conflict, "network.no-organisation", nil)
	}
	organisation, _, err := s.Records.Get(ctx, actor, s.kind("organisation"), own)
	q.Own = Organisations().Of(organisation.Row)
	return err
}

// others lists the organisations to ask about: those of the members, and those
// that something was said of before.
func (s *Service) others(ctx context.Context, actor access.Actor, q *Questionnaire, of id.ID) error {
	parties, err := s.parties(ctx, actor, of)
	if err != nil {
		return err
	}
	n := &Network{}
	relations, err := s.relations(ctx, actor, n, of)
	if err != nil {
		return err
	}
	for _, r := range relations {
		parties.organisations[r.From], parties.organisations[r.To] = true, true
	}
	delete(parties.organisations, q.Own.ID)
	delete(parties.organisations, 0)
	if err := s.organisationsOf(ctx, actor, n, parties.organisations); err != nil {
		return err
	}
	q.Others = n.Organisations
	return nil
}

// mostTries is how often answers are put on top of those that a colleague gives
// at the same moment.
const mostTries = 4

// Answer saves answers to the questions, all in one transaction, after which
// those are taken back that were left open. Answering again changes what was
// answered; the same answers twice change nothing. An answer may be about an
// organisation that was not asked about: from then on it is.
func (s *Service) Answer(ctx context.Context, actor access.Actor, of id.ID, answers []Answer) error {
	s.answering.Lock() // the same form sent twice at once makes one relation, not two
	defer s.answering.Unlock()
	for range mostTries {
		q, err := s.Ask(ctx, actor, of)
		if err != nil {
			return err
		}
		if err := s.widen(ctx, actor, q, answers); err != nil {
			return err
		}
		_, err = s.Records.Together(ctx, actor, s.drafts(q, of, answers))
		if err == nil {
			err = s.takeBack(ctx, actor, q, answers)
		}
		if !errors.Is(err, record.ErrOvertaken) {
			return err
		}
	}
	return fault.New(fault.Conflict, "record.busy", nil)
}

// takeBack deletes what was answered to the questions that are left open now, by
// the program for who answers, as in drafts.
func (s *Service) takeBack(ctx context.Context, actor access.Actor, q *Questionnaire, answers []Answer) error {
	actor.Program = true
	for _, answer := range answers {
		given, was := q.Given[answer.To]
		if !answer.Open || !was {
			continue
		}
		if _, err := s.Records.Delete(ctx, actor, s.kind("relation"), given.ID, given.Version); err != nil {
			return err
		}
	}
	return nil
}

// widen adds the organisations that were named in answers and are not asked
// about yet, as far as the actor sees them.
func (s *Service) widen(ctx context.Context, actor access.Actor, q *Questionnaire, answers []Answer) error {
	named := map[id.ID]bool{}
	for _, answer := range answers {
		named[answer.To] = answer.To != q.Own.ID && !q.asksAbout(answer.To)
	}
	maps.DeleteFunc(named, func(_ id.ID, is bool) bool { return !is })
	n := &Network{}
	err := s.organisationsOf(ctx, actor, n, named)
	q.Others = append(q.Others, n.Organisations...)
	return err
}

func (q *Questionnaire) asksAbout(one id.ID) bool {
	return slices.ContainsFunc(q.Others, func(o Organisation) bool { return o.ID == one })
}

// drafts are the relations that answers make or change. The program makes them
// for who answers: that they may was asked in Ask.
func (s *Service) drafts(q *Questionnaire, of id.ID, answers []Answer) []record.Draft {
	kind := s.kind("relation")
	var drafts []record.Draft
	for _, answer := range answers {
		if answer.Open || !q.asksAbout(answer.To) {
			continue
		}
		if answer.Strength == 0 {
			answer.Sorts = nil
		}
		given := q.Given[answer.To]
		if given.ID != 0 && given.Strength == answer.Strength && slices.Equal(given.Sorts, answer.Sorts) {
			continue
		}
		drafts = append(drafts, record.Draft{Kind: kind, ID: given.ID, ByProgram: true, Values: record.Values{
			"fromOrganisation": q.Own.ID, "toOrganisation": answer.To, "strength": answer.Strength, "sorts": answer.Sorts,
			"said": q.Person, "day": s.Today(s.Now()), "source": string(Asked), "round": q.Round.ID,
			record.PartnershipField: of, record.PlaceField: q.Round.Place, record.OwnerField: q.Own.ID,
		}})
	}
	return drafts
}
