package learning

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Service keeps answers closed until they are opened.
type Service struct {
	Records   *record.Service
	Store     Store
	Checklist Checklist
	Now       func() time.Time
	Today     func(time.Time) string
	// Number gives a number by chance: rand.Int64.
	Number func() int64
}

// Store keeps what is no record; *store.DB is one.
type Store interface {
	// KeepReflection keeps an answer, or puts it in the place of an earlier one
	// of the same person.
	KeepReflection(ctx context.Context, answer Answer) error
	ReflectionAnswers(ctx context.Context, reflection id.ID) ([]Answer, error)
	// KeepChecklist keeps an answer and that somebody gave one; a fault.Conflict
	// when they did before.
	KeepChecklist(ctx context.Context, round, person id.ID, number int64, scores string) error
	ChecklistAnswers(ctx context.Context, round id.ID) ([]string, error)
	ChecklistCount(ctx context.Context, round id.ID) (int, error)
	ChecklistDone(ctx context.Context, round, person id.ID) (bool, error)
}

// Answer is what somebody said to the three questions.
type Answer struct {
	Reflection, Person       id.ID
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

// program is who the service acts as, once it has asked whether the actor may.
func program() access.Actor { return access.Actor{Program: true} }

func (s *Service) today() string { return s.Today(s.Now()) }

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
		if actor.Person != 0 && answers[at].Person == actor.Person {
			session.Mine = &answers[at]
		}
	}
	members, err := s.members(ctx, one.Partnership)
	session.Members = len(members)
	if one.Opened != "" {
		session.Answers = answers
	}
	return session, err
}

// mostMembers is how many people of a partnership are looked at.
const mostMembers = 1_000

// members gives the people who are in a partnership now.
func (s *Service) members(ctx context.Context, in id.ID) (map[id.ID]bool, error) {
	rows, err := s.Records.Store.FindEqual(ctx, partnership.Members().Kind(), []string{record.PartnershipField}, []any{in}, mostMembers)
	people, today := map[id.ID]bool{}, s.today()
	for _, row := range rows {
		if member := partnership.Members().Of(row); member.Until == "" || member.Until >= today {
			people[member.Person] = true
		}
	}
	return people, err
}

// mayAnswer holds that somebody answers for themselves, in their partnership.
func (s *Service) mayAnswer(ctx context.Context, actor access.Actor, in id.ID) error {
	members, err := s.members(ctx, in)
	if err == nil && (actor.Person == 0 || !members[actor.Person]) {
		err = fault.New(fault.Denied, "learning.members-only", nil)
	}
	return err
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
	answer.Reflection, answer.Person = which, actor.Person
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

// Questions gives the questions of the checklist.
func (s *Service) Questions() Checklist { return s.Checklist }
