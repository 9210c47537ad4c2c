// Package story tells three years of Waterhoven: who came, what they did
// together, what they changed their minds about. It writes nothing itself: each
// step is done through the services, as the person who would do it at a screen,
// while the clock stands at the moment of the step. The same seed and the same
// end give the same records, with the same ids.
//
// A part of the story is a chapter: a file chapter_*.go with a list of steps.
// Who wants to tell of something new adds a step to one of them, or a file and
// a line in chapters.
package story

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/demo"
	"github.com/koppelkans/koppelkans/internal/handover"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/language"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/survey"
)

// chapters lists the parts of the story. Steps of the same day follow each
// other in this order.
func chapters() [][]Step {
	return [][]Step{beginning(), figures(), organisations(), people(), careers(), partnerships(), together(), agreements(), words(), network(), learns(), thresholds(), plans(), surveys(), views()}
}

// Step is something that happened.
type Step struct {
	Day int    // of the story, from 0 to LastDay
	By  string // who does it, as the cast calls them; "" is the command line
	Do  Deed
}

// LastDay is the last day on which something can happen. The Monday after it
// lies before the end of the three years, whether or not there is a leap day in
// them.
const LastDay = 1_092

// Years is how long the story goes back.
const Years = 3

// Deed does what a step tells.
type Deed func(ctx context.Context, s *scene) error

// Teller has what the story is told with. The services must read the clock.
type Teller struct {
	Records    *record.Service
	Accounts   *account.Service
	Deliveries Deliveries
	Surveys    *survey.Service
	Agreements *agreement.Service
	HandOver   *handover.Service
	Language   *language.Service
	Learning   *learning.Service
	Clock      *Clock
	World      *demo.World
	// Place finds the municipality, once its borders were delivered.
	Place func(ctx context.Context, code string) (id.ID, error)
	// Work does the jobs that wait, as a server would beside the pages.
	Work func(ctx context.Context) error
	// Refresh brings the catalogue of indicators up to date, as a server does
	// before each page.
	Refresh func(ctx context.Context) error
	Seed    uint64
}

// Deliveries takes figures in and back.
type Deliveries interface {
	Deliver(ctx context.Context, arrivals []demo.Arrival) ([]delivery.Delivery, error)
	Undo(ctx context.Context, d, by id.ID) error
	Redo(ctx context.Context, d, by id.ID) error
}

// Begin gives the midnight at which a story that ends at a moment begins.
func Begin(end time.Time) time.Time {
	return end.UTC().AddDate(-Years, 0, 0).Truncate(24 * time.Hour)
}

// Tell tells the story, so that it ends before a moment. The clock must stand
// at its beginning; it is left at the end.
func (t *Teller) Tell(ctx context.Context, end time.Time) error {
	s := &scene{Teller: t, start: Begin(end), made: map[string]id.ID{}, accounts: map[string]id.ID{}}
	for _, step := range s.timed(slices.Concat(chapters()...)) {
		t.Clock.Set(step.at)
		if err := s.act(ctx, step.Step); err != nil {
			return fmt.Errorf("story: day %d, %s: %w", step.Day, cmp.Or(step.By, "the command line"), err)
		}
	}
	t.Clock.Set(end)
	return nil
}

// scene is the story as far as it was told.
type scene struct {
	*Teller
	start    time.Time
	place    id.ID            // the municipality; 0 until its borders are there
	made     map[string]id.ID // records by what the story calls them
	accounts map[string]id.ID // of people in the cast

	by    string
	actor access.Actor // who does the present step
}

// act does a step as the person who does it.
func (s *scene) act(ctx context.Context, step Step) error {
	s.by, s.actor = step.By, access.Actor{Program: true}
	if step.By == "" {
		return step.Do(ctx, s)
	}
	which, known := s.accounts[step.By]
	if !known {
		return fmt.Errorf("%q has no account yet", step.By)
	}
	who, err := s.Accounts.ActorOf(ctx, which)
	if err != nil {
		return err
	}
	if who.Account.ID == 0 {
		return fmt.Errorf("%q cannot sign in any more", step.By)
	}
	s.actor = who.Actor
	return step.Do(account.By(account.From(ctx, account.Origin{Way: account.Web}), which), s)
}

// timed is a step with its moment.
type timed struct {
	Step
	at time.Time
}

// timed puts steps in order and gives each its moment: in office hours, never
// in a weekend, and never before the one that was told before it.
func (s *scene) timed(steps []Step) []timed {
	slices.SortStableFunc(steps, func(a, b Step) int { return cmp.Compare(a.Day, b.Day) })
	random := rand.New(rand.NewPCG(s.Seed, 36))
	list := make([]timed, len(steps))
	last := s.start
	for at, step := range steps {
		moment := workday(s.start.AddDate(0, 0, step.Day)).Add(time.Duration(random.IntN(8*60)) * time.Minute)
		if !moment.After(last) {
			moment = last.Add(time.Duration(1+random.IntN(9)) * time.Minute)
		}
		last = moment
		list[at] = timed{step, moment}
	}
	return list
}

// workday gives the beginning of office hours on a day, or on the Monday after
// a weekend.
func workday(day time.Time) time.Time {
	switch day.Weekday() {
	case time.Saturday:
		day = day.AddDate(0, 0, 2)
	case time.Sunday:
		day = day.AddDate(0, 0, 1)
	}
	year, month, number := day.Date()
	return time.Date(year, month, number, 7, 30, 0, 0, time.UTC)
}
