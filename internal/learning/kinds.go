// Package learning lets a partnership look at itself: what partners need and
// fear, short reflections, moments on a timeline, checklists without names, and
// the lessons that stay. Answers that nobody may see yet are no records: they
// stand in tables of their own, which no list, search, file or interface reads.
package learning

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Voice is for whom somebody speaks.
type Voice string

// Voices.
const (
	Myself       Voice = "myself"
	Organisation Voice = "organisation"
)

// Stance is what somebody needs, offers, fears and hopes in a partnership, in
// their own words.
type Stance struct {
	record.Head
	Person               id.ID
	Voice                Voice
	Needs, Offers, Fears string
	Hopes                string
	Day                  string
}

// Stances describes the kind.
func Stances() *record.Type[Stance] {
	return record.Describe(record.Names{One: "stance", Many: "stances", Path: "verwachtingen"},
		record.RefField("person", "person", func(s *Stance) *id.ID { return &s.Person }).Required().Fixed().Listed().Filtered(),
		record.ChoiceField("voice", func(s *Stance) *Voice { return &s.Voice }, Myself, Organisation).Fixed().Listed(),
		record.ProseField("needs", func(s *Stance) *string { return &s.Needs }).AtMost(2_000).Fixed().Personal(),
		record.ProseField("offers", func(s *Stance) *string { return &s.Offers }).AtMost(2_000).Fixed().Personal(),
		record.ProseField("fears", func(s *Stance) *string { return &s.Fears }).AtMost(2_000).Fixed().Personal(),
		record.ProseField("hopes", func(s *Stance) *string { return &s.Hopes }).AtMost(2_000).Fixed().Personal(),
		record.DayField("day", func(s *Stance) *string { return &s.Day }).Listed(),
	).In(access.Judgements).ShownTo(access.Partnership).KeyedBy("person", record.PartnershipField).Guarded(among).Derived().GoesWith("person")
}

// among holds that no more people see it than the partnership, now and later:
// it was said to them, so that nobody carries it on to another partnership. What
// somebody said is fixed: only they change it, by Service.SayMine.
func among(_ context.Context, planned record.Planned) error {
	if planned.Actor.Program {
		return nil
	}
	planned.After.Audience = access.Partnership
	if planned.Before != nil && !planned.Turned && planned.After.Partnership != planned.Before.Partnership {
		return record.Wrong(record.PartnershipField, "learning.stays", nil)
	}
	return nil
}

// Attitude is how a level of an organisation stands to a partnership.
type Attitude string

// Attitudes.
const (
	Supports Attitude = "supports"
	Knows    Attitude = "knows"
	NotYet   Attitude = "not-yet"
)

// Support is how a level of an organisation stands to a partnership.
type Support struct {
	record.Head
	Organisation id.ID
	Level        partnership.Level
	Attitude     Attitude
	Day          string
	Note         string
}

// SupportRecords describes the kind.
func SupportRecords() *record.Type[Support] {
	return record.Describe(record.Names{One: "support", Many: "supports", Path: "draagvlak"},
		record.RefField("organisation", "organisation", func(s *Support) *id.ID { return &s.Organisation }).Required().Listed().Filtered(),
		record.ChoiceField("level", func(s *Support) *partnership.Level { return &s.Level }, partnership.Levels()...).Worded("kind.person.option.level").Required().Listed(),
		record.ChoiceField("attitude", func(s *Support) *Attitude { return &s.Attitude }, Supports, Knows, NotYet).Required().Listed().Filtered(),
		record.DayField("day", func(s *Support) *string { return &s.Day }).Listed(),
		record.ProseField("note", func(s *Support) *string { return &s.Note }).AtMost(1_000),
	).In(access.Judgements).ShownTo(access.Partnership).Guarded(among).KeyedBy("organisation", "level", record.PartnershipField)
}

// Reflection is a round of three questions. Its answers are opened together.
type Reflection struct {
	record.Head
	Occasion string
	Meeting  id.ID
	Begins   string
	Opened   string // the day; "" while answers are closed
}

// Reflections describes the kind.
func Reflections() *record.Type[Reflection] {
	return record.Describe(record.Names{One: "reflection", Many: "reflections", Path: "reflecties"},
		record.TextField("occasion", func(r *Reflection) *string { return &r.Occasion }).Required().Listed().Found(2),
		record.RefField("meeting", "standingMeeting", func(r *Reflection) *id.ID { return &r.Meeting }),
		record.DayField("begins", func(r *Reflection) *string { return &r.Begins }).Required().Listed(),
		record.DayField("opened", func(r *Reflection) *string { return &r.Opened }).Fixed().Listed(),
	).In(access.Judgements).ShownTo(access.Partnership).Guarded(withinPartnership).Becoming("lesson", "action", "agreement").Handmade()
}

// ChecklistRound is a time in which everybody in a partnership may fill in the
// checklist, without a name.
type ChecklistRound struct {
	record.Head
	Name   string
	Opens  string
	Closes string // the last day
}

// ChecklistRounds describes the kind.
func ChecklistRounds() *record.Type[ChecklistRound] {
	return record.Describe(record.Names{One: "checklistRound", Many: "checklist-rounds", Path: "checklistrondes"},
		record.TextField("name", func(r *ChecklistRound) *string { return &r.Name }).Required().Listed().Found(2),
		record.DayField("opens", func(r *ChecklistRound) *string { return &r.Opens }).Required().Listed(),
		record.DayField("closes", func(r *ChecklistRound) *string { return &r.Closes }).Required().Listed(),
	).In(access.Judgements).ShownTo(access.Partnership).Guarded(withinPartnership).Guarded(closesLater).Becoming("lesson", "action")
}

// Open tells whether a round can be answered on a day.
func (r ChecklistRound) Open(day string) bool { return r.Opens <= day && day <= r.Closes }

// withinPartnership holds that a round is one of a partnership, and seen by no
// more people than that.
func withinPartnership(ctx context.Context, planned record.Planned) error {
	if err := among(ctx, planned); err != nil {
		return err
	}
	if planned.After.Partnership == 0 && planned.Deed != record.Erased && !planned.Actor.Program {
		return fault.New(fault.Invalid, "learning.no-partnership", nil)
	}
	return nil
}

// closesLater holds that a round lasts, and that what was closed stays closed:
// who saw results could else learn what the next answer was.
func closesLater(_ context.Context, planned record.Planned) error {
	after := ChecklistRounds().Of(*planned.After)
	if after.Closes < after.Opens {
		return record.Wrong("closes", "learning.closes-first", nil)
	}
	if planned.Before != nil && planned.Deed != record.Erased {
		before := ChecklistRounds().Of(*planned.Before)
		if today := after.ChangedAt.Format("2006-01-02"); before.Closes < today && after.Closes != before.Closes {
			return record.Wrong("closes", "learning.closed", nil)
		}
	}
	return nil
}

// MomentSort is what a moment was to somebody.
type MomentSort string

// Sorts of moments, after the timeline method.
const (
	High     MomentSort = "high"
	Low      MomentSort = "low"
	Learning MomentSort = "learning"
)

// Moment is a point on the timeline that somebody added.
type Moment struct {
	record.Head
	What string
	Sort MomentSort
	Day  string
	Why  string
}

// Moments describes the kind.
func Moments() *record.Type[Moment] {
	return record.Describe(record.Names{One: "moment", Many: "moments", Path: "momenten"},
		record.TextField("what", func(m *Moment) *string { return &m.What }).Required().Listed().Found(2),
		record.ChoiceField("sort", func(m *Moment) *MomentSort { return &m.Sort }, High, Low, Learning).Required().Listed().Filtered(),
		record.DayField("day", func(m *Moment) *string { return &m.Day }).Required().Listed(),
		record.ProseField("why", func(m *Moment) *string { return &m.Why }).AtMost(2_000).Found(1),
	).In(access.Judgements).ShownTo(access.Partnership).Guarded(among).Becoming("lesson")
}

// Lesson is what was learned, and where it belongs.
type Lesson struct {
	record.Head
	What  string
	Story string
	Of    []string // method, place, partnership
	Form  string   // the method it is about
	Areas string
	Day   string
}

// Lessons describes the kind.
func Lessons() *record.Type[Lesson] {
	return record.Describe(record.Names{One: "lesson", Many: "lessons", Path: "lessen"},
		record.TextField("what", func(l *Lesson) *string { return &l.What }).Required().Listed().Found(3),
		record.ProseField("story", func(l *Lesson) *string { return &l.Story }).Found(1),
		record.ChoicesField("about", func(l *Lesson) *[]string { return &l.Of }, "method", "place", "partnership").Listed().Filtered(),
		record.TextField("form", func(l *Lesson) *string { return &l.Form }).Found(2).Listed(),
		record.AreasField("areas", func(l *Lesson) *string { return &l.Areas }),
		record.DayField("day", func(l *Lesson) *string { return &l.Day }).Listed(),
	).Becoming("action", "agreement")
}

// CoordinationLevel is how far policies are brought in line, after the four
// levels of Platform31.
type CoordinationLevel string

// Levels of coordination, from none.
const (
	NoCoordination CoordinationLevel = "none"
	Limited        CoordinationLevel = "limited"
	Positive       CoordinationLevel = "positive"
	Strategic      CoordinationLevel = "strategic"
)

// Coordination is where a partnership says it stands.
type Coordination struct {
	record.Head
	Subject   string
	Level     CoordinationLevel
	Obstacles string
	Next      string
	Day       string
}

// Coordinations describes the kind.
func Coordinations() *record.Type[Coordination] {
	return record.Describe(record.Names{One: "coordination", Many: "coordinations", Path: "afstemming"},
		record.TextField("subject", func(c *Coordination) *string { return &c.Subject }).Required().Listed().Found(2),
		record.ChoiceField("level", func(c *Coordination) *CoordinationLevel { return &c.Level }, NoCoordination, Limited, Positive, Strategic).Required().Listed().Filtered(),
		record.ProseField("obstacles", func(c *Coordination) *string { return &c.Obstacles }).Found(1),
		record.ProseField("next", func(c *Coordination) *string { return &c.Next }),
		record.DayField("day", func(c *Coordination) *string { return &c.Day }).Required().Listed(),
	).In(access.Judgements).ShownTo(access.Partnership).Guarded(among).KeyedBy("subject", "day", record.PartnershipField).Becoming("action", "agreement")
}
