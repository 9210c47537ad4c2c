// Package agenda gives what has a day as a calendar that other programs read
// (iCalendar, RFC 5545): what waits for somebody, or what is due in a
// partnership. It shows at each reading what its owner may see then.
package agenda

import (
	"context"
	"fmt"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/mywork"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/secret"
)

// Store keeps the secret addresses.
type Store interface {
	KeepFeed(ctx context.Context, of, in id.ID, token string) error
	FeedOf(ctx context.Context, token string) (of, in id.ID, err error)
	Feeds(ctx context.Context, of id.ID) ([]id.ID, error)
}

// Service makes calendars.
type Service struct {
	Store   Store
	Work    *mywork.Service
	Records *record.Service
	Words   *i18n.Catalogue
	Actor   func(ctx context.Context, of id.ID) (account.Who, error)
	Base    func() string // how readers reach the pages
	Now     func() time.Time
}

// Renew makes a new secret address for somebody's calendar, in the place of an
// earlier one; in is the partnership, or 0 for what waits for them.
func (s *Service) Renew(ctx context.Context, actor access.Actor, in id.ID) (token string, err error) {
	if actor.Account == 0 {
		return "", fault.New(fault.Denied, "account.sign-in-first", nil)
	}
	if in != 0 {
		if _, _, err := s.Records.Get(ctx, actor, partnership.Partnerships().Kind(), in); err != nil {
			return "", err
		}
	}
	token = secret.New()
	return token, s.Store.KeepFeed(ctx, actor.Account, in, secret.Hashed(token))
}

// End takes the secret address away.
func (s *Service) End(ctx context.Context, actor access.Actor, in id.ID) error {
	return s.Store.KeepFeed(ctx, actor.Account, in, "")
}

// Feeds gives of which calendars somebody has an address.
func (s *Service) Feeds(ctx context.Context, actor access.Actor) ([]id.ID, error) {
	return s.Store.Feeds(ctx, actor.Account)
}

// Calendar gives the calendar behind a secret address; fault.NotFound when it
// was ended, or its owner may not sign in any more.
func (s *Service) Calendar(ctx context.Context, token string) (string, error) {
	of, in, err := s.Store.FeedOf(ctx, secret.Hashed(token))
	if err != nil {
		return "", err
	}
	who, err := s.Actor(ctx, of)
	if err != nil {
		return "", err
	}
	if who.Account.ID == 0 || who.Account.State != account.Active {
		return "", fault.New(fault.NotFound, "agenda.no-feed", nil)
	}
	calendar := ics.NewCalendarFor("Koppelkans")
	calendar.SetMethod(ics.MethodPublish)
	calendar.SetName(s.Words.T(who.Account.Language, "agenda.name", nil))
	calendar.SetRefreshInterval("PT6H")
	if in == 0 {
		err = s.addWork(ctx, who, calendar)
	} else {
		err = s.addPartnership(ctx, who, in, calendar)
	}
	if err != nil {
		return "", err
	}
	return calendar.Serialize(ics.WithNewLineWindows), nil
}

// addWork adds what waits for somebody and has a day, and the meetings of their
// partnerships.
func (s *Service) addWork(ctx context.Context, who account.Who, calendar *ics.Calendar) error {
	items, err := s.Work.List(ctx, who.Actor, s.Now())
	if err != nil {
		return err
	}
	for _, item := range items {
		kind, known := s.Records.Kinds.ByName(item.Kind)
		if item.Due == "" || !known {
			continue
		}
		path := item.Path
		if path == "" {
			path = "/" + kind.Path + "/" + item.ID.String()
		}
		s.add(calendar, kind, item.ID, item.Due, s.Words.T(who.Account.Language, item.Deed, nil)+": "+item.Title, path)
	}
	in := map[id.ID]bool{}
	for _, scope := range who.Actor.Scopes {
		for _, one := range scope.Partnerships {
			in[one] = true
		}
	}
	return s.addMeetings(ctx, who, record.Ask{Limit: most}, calendar, func(one id.ID) bool { return in[one] })
}

// most is how many records of one kind a calendar has.
const most = 500

// dated lists what of a partnership has a day, with the field that ends it.
var dated = []struct{ kind, day, done string }{
	{"action", "due", "done"}, {"promise", "due", "kept"}, {"adviceRequest", "deadline", "advice"},
	{"agreement", "review", "ended"}, {"checklistRound", "closes", ""}, {"networkRound", "closes", ""},
}

func (s *Service) addPartnership(ctx context.Context, who account.Who, in id.ID, calendar *ics.Calendar) error {
	// Whoever may not see the partnership any more sees nothing of it.
	if _, _, err := s.Records.Get(ctx, who.Actor, partnership.Partnerships().Kind(), in); err != nil {
		return err
	}
	ask := record.Ask{Filters: map[string]string{record.PartnershipField: in.String()}, Limit: most}
	for _, what := range dated {
		kind, known := s.Records.Kinds.ByName(what.kind)
		if !known {
			continue
		}
		list, err := s.Records.List(ctx, who.Actor, kind, ask)
		if err != nil {
			return err
		}
		day, _ := kind.Field(what.day)
		done, ends := kind.Field(what.done)
		for at := range list.Rows {
			seen := &list.Rows[at]
			due, _ := seen.Get(day).(string)
			if text, _ := "", ends; ends {
				if text, _ = seen.Get(done).(string); text != "" {
					continue
				}
			}
			if due != "" && seen.Shows(day) {
				s.add(calendar, kind, seen.ID, due, s.Words.T(who.Account.Language, kind.OneKey(), nil)+": "+kind.Title(&seen.Row), "/"+kind.Path+"/"+seen.ID.String())
			}
		}
	}
	return s.addMeetings(ctx, who, ask, calendar, func(id.ID) bool { return true })
}

// repeats says how a meeting repeats. One of every month keeps its weekday: the
// first Tuesday, say, and the last one when it is a fifth.
func repeats(meeting partnership.StandingMeeting) string {
	at, err := time.Parse(time.DateOnly, meeting.Next)
	switch {
	case err != nil:
		return ""
	case meeting.Rhythm == partnership.Weekly:
		return "FREQ=WEEKLY"
	case meeting.Rhythm == partnership.Fortnightly:
		return "FREQ=WEEKLY;INTERVAL=2"
	case meeting.Rhythm.Months() == 0:
		return ""
	}
	which := (at.Day()-1)/7 + 1
	if which == 5 {
		which = -1
	}
	return fmt.Sprintf("FREQ=MONTHLY;INTERVAL=%d;BYDAY=%d%s", meeting.Rhythm.Months(), which, strings.ToUpper(at.Weekday().String()[:2]))
}

// addMeetings adds the standing meetings of which the next day is known.
func (s *Service) addMeetings(ctx context.Context, who account.Who, ask record.Ask, calendar *ics.Calendar, in func(id.ID) bool) error {
	kind := partnership.StandingMeetings().Kind()
	list, err := s.Records.List(ctx, who.Actor, kind, ask)
	if err != nil {
		return err
	}
	for at := range list.Rows {
		meeting := partnership.StandingMeetings().Of(list.Rows[at].Row)
		if meeting.Next == "" || !in(meeting.Partnership) {
			continue
		}
		event := s.add(calendar, kind, meeting.ID, meeting.Next, meeting.Name, "/"+kind.Path+"/"+meeting.ID.String())
		if event == nil {
			continue
		}
		event.SetLocation(meeting.Where)
		event.SetDescription(meeting.When)
		if meeting.Begins != "" {
			atHour(calendar, event, meeting)
		}
		if rule := repeats(meeting); rule != "" {
			event.AddRrule(rule)
		}
	}
	return nil
}

// add adds something that lasts a day. Its name in the calendar stays the same,
// so that a change of its day moves it.
func (s *Service) add(calendar *ics.Calendar, kind *record.Kind, one id.ID, day, title, path string) *ics.VEvent {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil
	}
	event := calendar.AddEvent(kind.One + "-" + one.String() + "@koppelkans")
	event.SetDtStampTime(s.Now().UTC())
	event.SetAllDayStartAt(at)
	event.SetAllDayEndAt(at.AddDate(0, 0, 1))
	event.SetSummary(title)
	event.SetURL(s.Base() + path)
	event.SetTimeTransparency(ics.TransparencyTransparent)
	return event
}
