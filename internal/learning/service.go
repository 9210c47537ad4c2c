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
	Tellings  []Telling
	Now       func() time.Time
	Today     func(time.Time) string
	// Named names a reflection that begins by rhythm on a day.
	Named func(time.Time) string
	// Number gives a number by chance: rand.Int64.
	Number func() int64
}

// Store keeps what is no record; *store.DB is one.
type Store interface {
	// KeepReflection keeps an answer, or puts it in the place of an earlier one
	// of the same person and account; a fault.Conflict when the reflection was
	// opened, or another account answered for the person.
	KeepReflection(ctx context.Context, answer Answer) error
	ReflectionAnswers(ctx context.Context, reflection id.ID) ([]Answer, error)
	// KeepChecklist keeps an answer and that somebody gave one; a fault.Conflict
	// when they did before.
	KeepChecklist(ctx context.Context, round, person id.ID, number int64, scores string) error
	ChecklistAnswers(ctx context.Context, rounds []id.ID) (map[id.ID][]string, error)
	ChecklistCounts(ctx context.Context, rounds []id.ID) (map[id.ID]int, error)
	// HaveAccounts gives those of some people who can sign in.
	HaveAccounts(ctx context.Context, people []id.ID) ([]id.ID, error)
	// AnsweredOf and ChecklistsDone give which of some somebody answered.
	AnsweredOf(ctx context.Context, person id.ID, reflections []id.ID) (map[id.ID]bool, error)
	ChecklistsDone(ctx context.Context, person id.ID, rounds []id.ID) (map[id.ID]bool, error)
}

// program is who the service acts as, once it has asked whether the actor may.
func program() access.Actor { return access.Actor{Program: true} }

func (s *Service) today() string { return s.Today(s.Now()) }

// mostMembers is how many people of a partnership are looked at.
const mostMembers = 1_000

// members gives the people who are in a partnership now.
func (s *Service) members(ctx context.Context, in id.ID) (map[id.ID]bool, error) {
	rows, err := s.Records.Store.FindEqual(ctx, partnership.Members().Kind(), []string{record.PartnershipField}, []any{in}, mostMembers)
	people, today := map[id.ID]bool{}, s.today()
	for _, row := range rows {
		if member := partnership.Members().Of(row); member.In(today) {
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

// Questions gives the questions of the checklist.
func (s *Service) Questions() Checklist { return s.Checklist }
