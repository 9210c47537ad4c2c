package learning

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

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
	Words string       // the beginning of the key that Title is; "" when it is words
	Kind  *record.Kind // nil when it is no record of its own
	ID    id.ID
	Mark  MomentSort // of what people added; "" else
	first bool       // the beginning, before all else of that day
}

// Telling is how a kind stands on a timeline: on the day of which field, or the
// one on which it was written down, and what it is called then. A kind that
// does not exist is passed over.
type Telling struct{ Kind, Day, Sort string }

//go:embed data/timeline.yaml
var tellings []byte

// LoadTimeline reads what a timeline is made of.
func LoadTimeline() ([]Telling, error) {
	var list []Telling
	read := yaml.NewDecoder(bytes.NewReader(tellings))
	read.KnownFields(true)
	if err := read.Decode(&list); err != nil {
		return nil, fmt.Errorf("learning: timeline.yaml: %w", err)
	}
	return list, nil
}

// mostEvents is how many records of one kind a timeline tells.
const mostEvents = 500

// Timeline gives what happened in a partnership, as the actor may see it,
// oldest first. It asks a fixed number of questions.
func (s *Service) Timeline(ctx context.Context, actor access.Actor, of *record.Seen) ([]Event, error) {
	events := s.phases(ctx, actor, of)
	lists := map[string]record.List{}
	for _, tell := range s.Tellings {
		kind, known := s.Records.Kinds.ByName(tell.Kind)
		if !known {
			continue
		}
		list, read := lists[tell.Kind]
		if !read {
			var err error
			list, err = s.Records.List(ctx, actor, kind, record.Ask{Filters: map[string]string{record.PartnershipField: of.ID.String()}, Limit: mostEvents})
			if err != nil {
				return nil, err
			}
			lists[tell.Kind] = list
		}
		for at := range list.Rows {
			if event, is := s.event(kind, &list.Rows[at], list.Titles, tell); is {
				events = append(events, event)
			}
		}
	}
	today := s.today()
	events = slices.DeleteFunc(events, func(e Event) bool { return e.Day > today })
	slices.SortStableFunc(events, func(a, b Event) int {
		if a.Day == b.Day && a.first != b.first {
			if a.first {
				return -1
			}
			return 1
		}
		return cmp.Or(strings.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID))
	})
	return events, nil
}

func (s *Service) event(kind *record.Kind, seen *record.Seen, titles record.Titles, tell Telling) (Event, bool) {
	event := Event{Sort: tell.Sort, Kind: kind, ID: seen.ID, Title: kind.Title(&seen.Row), Day: s.Today(seen.CreatedAt)}
	if tell.Day != "" {
		field, known := kind.Field(tell.Day)
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

// phases gives when a partnership went from one phase or stage to another, forth
// or back. Who may not see its history sees only where it stands.
func (s *Service) phases(ctx context.Context, actor access.Actor, of *record.Seen) []Event {
	kind := partnership.Partnerships().Kind()
	one := partnership.Partnerships().Of(of.Row)
	var events []Event
	if one.Since != "" {
		events = append(events, Event{Day: one.Since, Sort: "began", Title: one.Name, Kind: kind, ID: of.ID, first: true})
	}
	changes, err := s.Records.Store.ChangesSince(ctx, kind, of.ID, 0)
	if err != nil {
		return events // a timeline without its phases is one all the same
	}
	for _, change := range slices.Backward(changes) { // the oldest first
		if change.Version == 1 || !access.Can(actor, access.See, kind.Class, change.Facts) {
			continue
		}
		for _, step := range change.Fields {
			if (step.Field == "phase" || step.Field == "stage") && step.After != "" {
				sort := step.Field
				if goesBack(step) {
					sort += "-back"
				}
				events = append(events, Event{Day: s.Today(change.At), Sort: sort, Title: step.After, Words: "kind.partnership.option." + step.Field + "."})
			}
		}
	}
	return events
}

// goesBack tells whether a partnership went to an earlier phase or stage. From
// the last phase to the first is on: the cycle begins again.
func goesBack(step record.FieldChange) bool {
	if step.Field == "phase" {
		before, after := slices.Index(partnership.Phases, partnership.Phase(step.Before)), slices.Index(partnership.Phases, partnership.Phase(step.After))
		return after < before && !(after == 0 && before == len(partnership.Phases)-1)
	}
	before, after := slices.Index(partnership.Stages, partnership.Stage(step.Before)), slices.Index(partnership.Stages, partnership.Stage(step.After))
	return after < before
}
