package learning

import (
	"context"
	"maps"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Answer is what somebody said to the three questions.
type Answer struct {
	Reflection, Person       id.ID
	Account                  id.ID // with which it was given
	Went, Otherwise, Learned string
	Agrees                   bool // to opening
}

// Session is a reflection as one reader sees it. Answers of others are in it
// only when it was opened.
type Session struct {
	Reflection Reflection
	Mine       *Answer
	Answered   int
	Agreed     int
	Members    int // who could answer
	Answers    []Answer
}

// reflection gives a reflection that the actor may see.
func (s *Service) reflection(ctx context.Context, actor access.Actor, which id.ID) (Reflection, error) {
	seen, _, err := s.Records.Get(ctx, actor, Reflections().Kind(), which)
	if err == nil && seen.Deleted() {
		err = fault.New(fault.NotFound, "record.unknown", nil)
	}
	return Reflections().Of(seen.Row), err
}

// Session gives a reflection to somebody.
func (s *Service) Session(ctx context.Context, actor access.Actor, which id.ID) (Session, error) {
	one, err := s.reflection(ctx, actor, which)
	if err != nil {
		return Session{}, err
	}
	answers, err := s.Store.ReflectionAnswers(ctx, which)
	if err != nil {
		return Session{}, err
	}
	session := Session{Reflection: one, Answered: len(answers)}
	for at := range answers {
		if answers[at].Agrees {
			session.Agreed++
		}
		if actor.Person != 0 && answers[at].Person == actor.Person && answers[at].Account == actor.Account {
			session.Mine = &answers[at]
		}
	}
	members, err := s.members(ctx, one.Partnership)
	if err != nil {
		return session, err
	}
	able, err := s.Store.HaveAccounts(ctx, slices.Collect(maps.Keys(members)))
	session.Members = len(able)
	if one.Opened != "" {
		// Whoever changed their mind while it was being opened is not shown.
		session.Answers = slices.DeleteFunc(slices.Clone(answers), func(a Answer) bool { return !a.Agrees })
	}
	return session, err
}

// Reflect keeps the answer of somebody, which they may change until all are
// opened. When everybody who is in the partnership answered and agreed, the
// answers are opened.
func (s *Service) Reflect(ctx context.Context, actor access.Actor, which id.ID, answer Answer) error {
	one, err := s.reflection(ctx, actor, which)
	if err != nil {
		return err
	}
	if err := s.mayAnswer(ctx, actor, one.Partnership); err != nil {
		return err
	}
	if one.Opened != "" {
		return fault.New(fault.Conflict, "learning.opened", nil)
	}
	if answer.Went+answer.Otherwise+answer.Learned == "" {
		return record.Wrong("went", "learning.say-something", nil)
	}
	answer.Reflection, answer.Person, answer.Account = which, actor.Person, actor.Account
	if err := s.Store.KeepReflection(ctx, answer); err != nil {
		return err
	}
	session, err := s.Session(ctx, actor, which)
	if err != nil || session.Answered < max(session.Members, leastTogether) || session.Agreed < session.Answered {
		return err
	}
	return s.open(ctx, one)
}

// leastTogether is of how many answers at least some are opened.
const leastTogether = 2

// OpenTogether opens the answers now, for who sits together. Everybody who
// answered must have agreed to it.
func (s *Service) OpenTogether(ctx context.Context, actor access.Actor, which id.ID) error {
	session, err := s.Session(ctx, actor, which)
	if err != nil {
		return err
	}
	if err := s.mayAnswer(ctx, actor, session.Reflection.Partnership); err != nil {
		return err
	}
	switch {
	case session.Reflection.Opened != "":
		return nil
	case session.Answered < leastTogether:
		return fault.New(fault.Conflict, "learning.too-few", fault.Args{"n": leastTogether})
	case session.Agreed < session.Answered:
		return fault.New(fault.Conflict, "learning.not-agreed", fault.Args{"n": session.Answered - session.Agreed})
	}
	return s.open(ctx, session.Reflection)
}

func (s *Service) open(ctx context.Context, one Reflection) error {
	_, err := s.Records.Change(ctx, program(), Reflections().Kind(), one.ID, one.Version, record.Values{"opened": s.today()})
	return err
}
