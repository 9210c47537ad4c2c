package app

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/demo"
	"github.com/koppelkans/koppelkans/internal/demo/story"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/place"
)

type demoCommand struct {
	Where
	IfEmpty bool      `help:"Do nothing when the folder has data, instead of refusing."`
	Now     time.Time `help:"The moment at which the history ends, instead of now." format:"2006-01-02T15:04:05Z07:00" hidden:""`
}

// Run fills an empty folder with the fictional municipality and its history,
// through the same services that take in what people do. The clock of the
// services stands in the past meanwhile, from the moment that they are opened.
func (cmd *demoCommand) Run(ctx context.Context, c *console) error {
	end := cmd.Now
	if end.IsZero() {
		end = time.Now()
	}
	clock := story.NewClock(story.Begin(end))
	config := cmd.config()
	config.Now, config.IDs = clock.Now, id.NewMakerOf(demo.DefaultSeed, clock.Now)
	return withParts(ctx, config, c, func(p *parts) error {
		there, err := cmd.there(ctx, c, p)
		if err != nil || there {
			return err
		}
		world, err := demo.Generate(demo.Options{})
		if err != nil {
			return err
		}
		if err := p.accounts.BeginDemo(ctx); err != nil {
			return err
		}
		// The same holes each time; nobody's answers are in them.
		if _, err := p.db.SurveyKey(ctx, fmt.Appendf(nil, "%032d", demo.DefaultSeed)); err != nil {
			return err
		}
		bar := c.newBar(c.say("app.demo-writing", nil))
		defer bar.end()
		secrets := 0 // links of the story were all used up; two tellings are alike
		p.agreements.Token = func() string { secrets++; return fmt.Sprintf("story-%d", secrets) }
		teller := story.Teller{
			Records: p.records, Agreements: p.agreements, HandOver: p.handover, Language: p.language, Learning: p.learning, Accounts: p.accounts, Deliveries: demoDeliveries{p, c, bar}, Surveys: p.surveys, Clock: clock, World: world, Seed: demo.DefaultSeed,
			Place:   func(ctx context.Context, code string) (id.ID, error) { return placeOf(ctx, p, code) },
			Refresh: func(ctx context.Context) error { return p.catalogue.Refresh(ctx, p.db) },
			Work:    func(ctx context.Context) error { return workOff(ctx, c, p, clock) },
		}
		if err := teller.Tell(ctx, end); err != nil {
			return err
		}
		bar.end()
		if err := c.deriveSuccessions(ctx, p); err != nil {
			return err
		}
		c.print("app.demo-done", fault.Args{"Name": world.Towns[0].Name})
		return p.accounts.OpenDemo(ctx)
	})
}

// there tells whether there is data already, and that is no mistake.
func (cmd *demoCommand) there(ctx context.Context, c *console, p *parts) (bool, error) {
	half, err := p.accounts.HalfDemo(ctx)
	if err != nil {
		return false, err
	}
	if half {
		return false, fault.New(fault.Conflict, "app.demo-half", nil)
	}
	empty, err := p.db.Empty(ctx)
	switch {
	case err != nil || empty:
		return false, err
	case cmd.IfEmpty:
		c.print("app.demo-there", nil)
		return true, nil
	}
	return false, fault.New(fault.Conflict, "app.demo-not-empty", nil)
}

// demoDeliveries takes in what was made up, with its progress.
type demoDeliveries struct {
	*parts
	c   *console
	bar *bar
}

// Deliver hands arrivals over in one go.
func (d demoDeliveries) Deliver(ctx context.Context, arrivals []demo.Arrival) ([]delivery.Delivery, error) {
	var list []delivery.Arrival
	for _, arrival := range arrivals {
		source, _ := d.catalogue.Source(arrival.Delivery.Source)
		list = append(list, delivery.Arrival{Delivery: arrival.Delivery, Source: source, Load: arrival.Load})
	}
	return d.deliveries.Deliver(ctx, list, func(unit string, done, total int) {
		d.bar.show(d.c.say(unit, nil), int64(done), int64(total))
	})
}

func (d demoDeliveries) Undo(ctx context.Context, which, by id.ID) error {
	return d.deliveries.Undo(ctx, which, by)
}

func (d demoDeliveries) Redo(ctx context.Context, which, by id.ID) error {
	return d.deliveries.Redo(ctx, which, by)
}

// workOff does the jobs that wait, by the clock of the story.
func workOff(ctx context.Context, c *console, p *parts, clock *story.Clock) error {
	worker := &job.Worker{Store: p.db, Kinds: c.kinds(p), Files: p.files, IDs: p.records.IDs, Log: logger(c.errs, slog.LevelWarn), Now: clock.Now, Slots: 1, Name: "demo"}
	for {
		if worked, err := worker.One(ctx); err != nil || !worked {
			return err
		}
	}
}

// placeOf finds a municipality by its code.
func placeOf(ctx context.Context, p *parts, code string) (id.ID, error) {
	editions, err := p.db.EditionsOf(ctx, place.Municipality, code)
	if err == nil && len(editions) == 0 {
		err = fault.New(fault.Broken, "place.unknown", fault.Args{"Code": code})
	}
	if err != nil {
		return 0, err
	}
	return editions[0].PlaceID, nil
}
