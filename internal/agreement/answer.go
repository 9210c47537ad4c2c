package agreement

import (
	"context"
	"errors"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/secret"
)

// Question is what a party is asked: whether it accepts a text.
type Question struct {
	Party     Party
	Agreement Agreement
	// Before is the text that this party answered last, when it is another.
	Before  *Agreement
	AskedBy id.ID // the account; 0 when nobody in particular asked
	// Review says that the question is what the party thinks of it now.
	Review bool
}

// ByLink gives what the holder of a link is asked. Its errors tell that the
// link was used, that there is a newer text, or that it is over; of one that was
// used the question comes with it, so that the holder sees what they said.
func (s *Service) ByLink(ctx context.Context, token string) (Question, error) {
	link, err := s.Store.AnswerLink(ctx, secret.Hashed(token))
	if err != nil {
		return Question{}, gone(err)
	}
	party, one, err := s.find(ctx, link.Party)
	switch {
	case err != nil:
		return Question{}, err
	case link.Review != "":
		return s.reviewed(link, party, one)
	case party.Edition >= link.Edition:
		return Question{Party: party, Agreement: one}, fault.New(fault.Conflict, "agreement.link-used", nil)
	case one.State == Stopped:
		return Question{}, fault.New(fault.Conflict, "agreement.stopped", nil)
	case one.Edition != link.Edition:
		return Question{}, fault.New(fault.Conflict, "agreement.link-old", nil)
	case !link.Ends.After(s.Now()):
		return Question{}, fault.New(fault.NotFound, "agreement.link-over", nil)
	}
	question, err := s.question(ctx, party, one)
	question.AskedBy = link.AskedBy
	return question, err
}

// Mine gives what somebody who is signed in is asked about an agreement; false
// when nothing is asked of them.
func (s *Service) Mine(ctx context.Context, actor access.Actor, which id.ID) (Question, bool, error) {
	if actor.Person == 0 {
		return Question{}, false, nil
	}
	one, err := s.read(ctx, actor, access.See, which)
	if err != nil || one.State == Stopped || one.State == Draft {
		return Question{}, false, err
	}
	parties, err := s.parties(ctx, which)
	if err != nil {
		return Question{}, false, err
	}
	for _, party := range parties {
		if party.Person == actor.Person && party.Edition != one.Edition {
			question, err := s.question(ctx, party, one)
			return question, err == nil, err
		}
	}
	return Question{}, false, nil
}

func (s *Service) question(ctx context.Context, party Party, one Agreement) (Question, error) {
	question := Question{Party: party, Agreement: one}
	if party.Answer == "" || party.Edition == one.Edition {
		return question, nil
	}
	before, err := s.Records.At(ctx, Agreements().Kind(), Agreements().Row(one), party.Text)
	if err == nil {
		was := Agreements().Of(before)
		question.Before = &was
	}
	return question, err
}

// AnswerByLink keeps the answer of who holds a link. Of several answers at the
// same time one is kept; then the link does nothing.
func (s *Service) AnswerByLink(ctx context.Context, token string, version int64, answer Answer, reason string) (Agreement, error) {
	question, err := s.ByLink(ctx, token)
	if err == nil && question.Review {
		err = fault.New(fault.Conflict, "agreement.link-old", nil)
	}
	if err != nil {
		return Agreement{}, err
	}
	return s.keep(ctx, question, version, answer, reason)
}

// AnswerMine keeps the answer of somebody who is signed in.
func (s *Service) AnswerMine(ctx context.Context, actor access.Actor, which id.ID, version int64, answer Answer, reason string) (Agreement, error) {
	question, asked, err := s.Mine(ctx, actor, which)
	if err == nil && !asked {
		err = fault.New(fault.Conflict, "agreement.not-asked", nil)
	}
	if err != nil {
		return Agreement{}, err
	}
	return s.keep(ctx, question, version, answer, reason)
}

// keep writes an answer to the text that was on the screen: version tells which.
func (s *Service) keep(ctx context.Context, question Question, version int64, answer Answer, reason string) (Agreement, error) {
	one := question.Agreement
	if answer != Yes && answer != No {
		return one, record.Wrong("answer", "agreement.choose", nil)
	}
	if answer == No && reason == "" {
		return one, record.Wrong("reason", "agreement.say-why", nil)
	}
	shown, err := s.Records.At(ctx, Agreements().Kind(), Agreements().Row(one), version)
	if err != nil {
		return one, err
	}
	if Agreements().Of(shown).Edition != one.Edition {
		return one, fault.New(fault.Conflict, "agreement.link-old", nil)
	}
	_, err = s.Records.Change(ctx, program(), Parties().Kind(), question.Party.ID, question.Party.Version, record.Values{
		"answer": string(answer), "edition": one.Edition, "text": version, "answered": s.today(), "reason": reason,
	})
	var overtaken *record.Overtaken
	if errors.As(err, &overtaken) {
		err = fault.New(fault.Conflict, "agreement.link-used", nil)
	}
	if err != nil {
		return one, err
	}
	return one, s.settle(ctx, one.ID)
}
