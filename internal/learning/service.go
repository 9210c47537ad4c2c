package learning

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
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
	// of the same person and account; a fault.Conflict when the reflection was
	// opened, or another account answered for the person.
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
		if actor.Person != 0 && answers[at].Person == actor.Person && answers[at].Account == actor.Account {
			session.Mine = &answers[at]
		}
	}
	members, err := s.members(ctx, one.Partnership)
	session.Members = len(members)
	if one.Opened != "" {
		// Whoever changed their mind while it was being opened is not shown.
		session.Answers = slices.DeleteFunc(slices.Clone(answers), func(a Answer) bool { return !a.Agrees })
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

// JobBegin begins the reflections that are due by the rhythm of a partnership.
const JobBegin = "reflection-begin"

// mostPartnerships is how many partnerships are looked at for their rhythm.
const mostPartnerships = 1_000

// Begin does the job: each partnership with a rhythm gets a reflection when the
// last one is that long ago. Doing it again begins no second one.
func (s *Service) Begin(ctx context.Context, _ *job.Run) error {
	for _, rhythm := range []partnership.Rhythm{partnership.Monthly, partnership.Quarterly, partnership.HalfYearly} {
		rows, err := s.Records.Store.FindEqual(ctx, partnership.Partnerships().Kind(), []string{"rhythm"}, []any{string(rhythm)}, mostPartnerships)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := s.beginOne(ctx, partnership.Partnerships().Of(row)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) beginOne(ctx context.Context, of partnership.Partnership) error {
	kind := Reflections().Kind()
	rows, err := s.Records.Store.FindEqual(ctx, kind, []string{record.PartnershipField}, []any{of.ID}, mostPartnerships)
	if err != nil {
		return err
	}
	last := of.Since
	for _, row := range rows {
		last = max(last, Reflections().Of(row).Begins)
	}
	due := s.Today(s.Now().AddDate(0, -of.Rhythm.Months(), 0))
	if last > due {
		return nil
	}
	_, err = s.Records.Create(ctx, program(), kind, record.Values{"occasion": s.today(), "begins": s.today(),
		record.PartnershipField: of.ID, record.PlaceField: of.Place, record.OwnerField: of.Owner})
	return err
}

// Fill keeps a filled-in checklist without the name of who filled it in. Its
// error tells when they did before, or the round is closed.
func (s *Service) Fill(ctx context.Context, actor access.Actor, which id.ID, scores Scores) error {
	seen, _, err := s.Records.Get(ctx, actor, ChecklistRounds().Kind(), which)
	if err != nil {
		return err
	}
	round := ChecklistRounds().Of(seen.Row)
	if seen.Deleted() || !round.Open(s.today()) {
		return fault.New(fault.Conflict, "learning.not-open", nil)
	}
	if err := s.mayAnswer(ctx, actor, round.Partnership); err != nil {
		return err
	}
	clean, given := Scores{}, 0
	for _, item := range s.Checklist.Items() {
		score := scores[item.ID]
		if score < 0 || score > Points {
			return fault.New(fault.Invalid, "learning.no-score", nil)
		}
		if clean[item.ID] = score; score > 0 {
			given++
		}
	}
	if given == 0 {
		return record.Wrong("scores", "learning.say-something", nil)
	}
	text, err := json.Marshal(clean)
	if err != nil {
		return err
	}
	number := s.Number
	if number == nil {
		number = rand.Int64
	}
	return s.Store.KeepChecklist(ctx, which, actor.Person, number(), string(text))
}

// Outcome is what came of a checklist round. While it is open there is only
// how many answered: who sees results between two answers knows the second.
type Outcome struct {
	Round    ChecklistRound
	Answered int
	Done     bool // by the reader
	Results  []Result
}

// Outcomes gives the rounds of a partnership, newest first, with results of
// those that are closed and have enough answers.
func (s *Service) Outcomes(ctx context.Context, actor access.Actor, in id.ID) ([]Outcome, error) {
	list, err := s.Records.List(ctx, actor, ChecklistRounds().Kind(), record.Ask{Filters: map[string]string{record.PartnershipField: in.String()}, Sort: "opens", Down: true, Limit: mostRounds})
	if err != nil {
		return nil, err
	}
	var all []Outcome
	for at := range list.Rows {
		outcome := Outcome{Round: ChecklistRounds().Of(list.Rows[at].Row)}
		if outcome.Answered, err = s.Store.ChecklistCount(ctx, outcome.Round.ID); err != nil {
			return nil, err
		}
		if actor.Person != 0 {
			if outcome.Done, err = s.Store.ChecklistDone(ctx, outcome.Round.ID, actor.Person); err != nil {
				return nil, err
			}
		}
		if outcome.Round.Closes < s.today() && outcome.Answered >= s.Checklist.K {
			if outcome.Results, err = s.results(ctx, outcome.Round.ID); err != nil {
				return nil, err
			}
		}
		all = append(all, outcome)
	}
	return all, nil
}

// mostRounds is how many rounds are shown; each takes a few questions.
const mostRounds = 8

func (s *Service) results(ctx context.Context, round id.ID) ([]Result, error) {
	texts, err := s.Store.ChecklistAnswers(ctx, round)
	if err != nil {
		return nil, err
	}
	var answers []Scores
	for _, text := range texts {
		var scores Scores
		if err := json.Unmarshal([]byte(text), &scores); err != nil {
			return nil, err
		}
		answers = append(answers, scores)
	}
	return s.Checklist.Results(answers), nil
}

// SayMine writes down what somebody needs, offers, fears and hopes, or puts it
// in the place of what they said before.
func (s *Service) SayMine(ctx context.Context, actor access.Actor, in *record.Seen, said Stance) error {
	if err := s.mayAnswer(ctx, actor, in.ID); err != nil {
		return err
	}
	values := record.Values{"needs": said.Needs, "offers": said.Offers, "fears": said.Fears, "hopes": said.Hopes, "day": s.today()}
	rows, err := s.Records.Store.FindEqual(ctx, Stances().Kind(), []string{"person", record.PartnershipField}, []any{actor.Person, in.ID}, 1)
	if err != nil {
		return err
	}
	as := actor // a reader in the partnership may say what they need as well
	as.Program = true
	if len(rows) == 1 {
		_, err = s.Records.Change(ctx, as, Stances().Kind(), rows[0].ID, rows[0].Version, values)
		return err
	}
	values["person"], values[record.PartnershipField], values[record.PlaceField], values[record.OwnerField] = actor.Person, in.ID, in.Place, actor.Organisation
	_, err = s.Records.Create(ctx, as, Stances().Kind(), values)
	return err
}

// Asked gives the sorted ids of the members who have not said what they need.
func (s *Service) Asked(ctx context.Context, in id.ID) ([]id.ID, error) {
	members, err := s.members(ctx, in)
	if err != nil {
		return nil, err
	}
	rows, err := s.Records.Store.FindEqual(ctx, Stances().Kind(), []string{record.PartnershipField}, []any{in}, mostMembers)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		delete(members, Stances().Of(row).Person)
	}
	var list []id.ID
	for person := range members {
		list = append(list, person)
	}
	slices.Sort(list)
	return list, nil
}

// Questions gives the questions of the checklist.
func (s *Service) Questions() Checklist { return s.Checklist }
