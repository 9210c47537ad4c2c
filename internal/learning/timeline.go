package learning

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Event is something that happened in a partnership.
type Event struct {
	Day   string
	Sort  string // key of what it is: learning.event.SORT
	Title string
	Kind  *record.Kind // nil when it is no record of its own
	ID    id.ID
	Mark  MomentSort // of what people added; "" else
}

// telling is how a kind stands on a timeline: the day by which field, and what
// it is called then.
type telling struct{ kind, day, sort string }

// tellings lists what the timeline is made of. Who adds a kind with a day adds
// a line.
func tellings() []telling {
	return []telling{
		{"standingMeeting", "", "meeting"},
		{"member", "starts", "joined"}, {"member", "until", "left"},
		{"decision", "day", "decision"},
		{"agreement", "since", "agreed"}, {"agreement", "ended", "stopped"},
		{"promise", "made", "promised"}, {"promise", "keptOn", "kept"},
		{"adviceRequest", "advised", "advised"},
		{"success", "day", "success"},
		{"reflection", "opened", "reflected"},
		{"lesson", "day", "lesson"},
		{"moment", "day", "moment"},
	}
}

// mostEvents is how many records of one kind a timeline tells.
const mostEvents = 500

// Timeline gives what happened in a partnership, as the actor may see it,
// oldest first. It asks a fixed number of questions.
func (s *Service) Timeline(ctx context.Context, actor access.Actor, of *record.Seen) ([]Event, error) {
	events := s.phases(ctx, actor, of)
	lists := map[string]record.List{}
	for _, tell := range tellings() {
		kind, known := s.Records.Kinds.ByName(tell.kind)
		if !known {
			continue
		}
		list, read := lists[tell.kind]
		if !read {
			var err error
			list, err = s.Records.List(ctx, actor, kind, record.Ask{Filters: map[string]string{record.PartnershipField: of.ID.String()}, Limit: mostEvents})
			if err != nil {
				return nil, err
			}
			lists[tell.kind] = list
		}
		for at := range list.Rows {
			if event, is := s.event(kind, &list.Rows[at], list.Titles, tell); is {
				events = append(events, event)
			}
		}
	}
	today := s.today()
	events = slices.DeleteFunc(events, func(e Event) bool { return e.Day > today })
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Or(strings.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID)) })
	return events, nil
}

func (s *Service) event(kind *record.Kind, seen *record.Seen, titles record.Titles, tell telling) (Event, bool) {
	event := Event{Sort: tell.sort, Kind: kind, ID: seen.ID, Title: kind.Title(&seen.Row), Day: s.Today(seen.CreatedAt)}
	if tell.day != "" {
		field, known := kind.Field(tell.day)
		if !known || !seen.Shows(field) {
			return event, false
		}
		event.Day, _ = seen.Get(field).(string)
	}
	if one, is := seen.Get(kind.TitleField()).(id.ID); is {
		event.Title = titles[one]
	}
	if kind.One == Moments().Kind().One {
		event.Mark = Moments().Of(seen.Row).Sort
		event.Sort = string(event.Mark)
	}
	return event, event.Day != "" && event.Title != ""
}

// phases gives when a partnership went from one phase to another, forth or
// back. Who may not see its history sees only where it stands.
func (s *Service) phases(ctx context.Context, actor access.Actor, of *record.Seen) []Event {
	kind := partnership.Partnerships().Kind()
	one := partnership.Partnerships().Of(of.Row)
	var events []Event
	if one.Since != "" {
		events = append(events, Event{Day: one.Since, Sort: "began", Title: one.Name, Kind: kind, ID: of.ID})
	}
	changes, err := s.Records.Store.ChangesSince(ctx, kind, of.ID, 0)
	if err != nil {
		return events // a timeline without its phases is one all the same
	}
	for _, change := range changes {
		if change.Version == 1 || !access.Can(actor, access.See, kind.Class, change.Facts) {
			continue
		}
		for _, step := range change.Fields {
			if step.Field == "phase" && step.After != "" {
				events = append(events, Event{Day: s.Today(change.At), Sort: "phase", Title: step.After})
			}
		}
	}
	return events
}
