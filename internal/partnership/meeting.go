package partnership

import (
	"cmp"
	"context"
	"regexp"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Rhythm is how often a standing meeting is held.
type Rhythm string

// Rhythms, from often to seldom.
const (
	Weekly      Rhythm = "weekly"
	Fortnightly Rhythm = "fortnightly"
	Monthly     Rhythm = "monthly"
	Quarterly   Rhythm = "quarterly"
	HalfYearly  Rhythm = "half-yearly"
	Yearly      Rhythm = "yearly"
	AsNeeded    Rhythm = "as-needed"
)

// Months gives how many months lie between two times; 0 for a rhythm that is
// not one of months.
func (r Rhythm) Months() int {
	return map[Rhythm]int{Monthly: 1, Quarterly: 3, HalfYearly: 6, Yearly: 12}[r]
}

// StandingMeeting is one that is held again and again, so that nobody needs to
// start another.
type StandingMeeting struct {
	record.Head
	Name     string
	Subjects string // what is tabled
	Rhythm   Rhythm
	Next     string // the day of the next one, from which the rhythm counts
	Begins   string // the hour, 10:00 in the Netherlands, or ""
	Ends     string
	When     string // in words, when that says more
	Where    string
	Chair    id.ID
	Welcome  string // who may join, and how
	Domains  []string
}

// StandingMeetings describes the kind.
func StandingMeetings() *record.Type[StandingMeeting] {
	return record.Describe(record.Names{One: "standingMeeting", Many: "standing-meetings", Path: "overleggen"},
		record.TextField("name", func(m *StandingMeeting) *string { return &m.Name }).Required().Listed().Found(3),
		record.ProseField("subjects", func(m *StandingMeeting) *string { return &m.Subjects }).Found(2),
		record.ChoiceField("rhythm", func(m *StandingMeeting) *Rhythm { return &m.Rhythm }, Weekly, Fortnightly, Monthly, Quarterly, HalfYearly, Yearly, AsNeeded).Listed().Filtered(),
		record.DayField("next", func(m *StandingMeeting) *string { return &m.Next }).Listed(),
		record.TextField("begins", func(m *StandingMeeting) *string { return &m.Begins }).AtMost(10),
		record.TextField("ends", func(m *StandingMeeting) *string { return &m.Ends }).AtMost(10),
		record.TextField("moment", func(m *StandingMeeting) *string { return &m.When }).Listed(),
		record.TextField("room", func(m *StandingMeeting) *string { return &m.Where }),
		record.RefField("chair", "person", func(m *StandingMeeting) *id.ID { return &m.Chair }).Listed(),
		record.ProseField("welcome", func(m *StandingMeeting) *string { return &m.Welcome }).AtMost(1_000).Found(1),
		record.ChoicesField("domains", func(m *StandingMeeting) *[]string { return &m.Domains }, domainNames()...).Worded("kind.organisation.option.domains").Filtered(),
	).Guarded(onTheHour).Becoming("decision", "action", "agreement", "adviceRequest", "success")
}

// clock is how people write an hour: 9:30, 09.30, 10, 10u or 10 uur.
var clock = regexp.MustCompile(`^([01]?[0-9]|2[0-3])(?:[:.]([0-5][0-9]))? ?(?:u|uur)?$`)

// onTheHour brings hours to one form, 09:30, and holds that a meeting ends
// after it begins.
func onTheHour(_ context.Context, planned record.Planned) error {
	for _, name := range []string{"begins", "ends"} {
		field, _ := planned.Kind.Field(name)
		text, _ := planned.After.Get(field).(string)
		if text == "" {
			continue
		}
		parts := clock.FindStringSubmatch(text)
		if parts == nil {
			return record.Wrong(name, "meeting.hour", nil)
		}
		hour, minute := "0"+parts[1], cmp.Or(parts[2], "00")
		planned.After.Set(field, hour[len(hour)-2:]+":"+minute)
	}
	if m := StandingMeetings().Of(*planned.After); m.Ends != "" && m.Ends <= m.Begins || m.Ends != "" && m.Begins == "" {
		return record.Wrong("ends", "meeting.ends-first", nil)
	}
	return nil
}
