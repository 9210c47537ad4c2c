package app

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/demo"
	"github.com/koppelkans/koppelkans/internal/fault"
)

type demoCommand struct {
	Where
	IfEmpty bool `help:"Do nothing when the folder has data, instead of refusing."`
}

// Run fills an empty folder with the fictional municipality, through the same
// service that takes real deliveries in.
func (cmd *demoCommand) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		empty, err := p.db.Empty(ctx)
		if err != nil {
			return err
		}
		if !empty && cmd.IfEmpty {
			c.print("app.demo-there", nil)
			return nil
		}
		if !empty {
			return fault.New(fault.Conflict, "app.demo-not-empty", nil)
		}
		world, err := demo.Generate(demo.Options{})
		if err != nil {
			return err
		}
		bar := c.newBar(c.say("app.demo-writing", nil))
		defer bar.end()
		if err := cmd.deliver(ctx, c, p, world, bar); err != nil {
			return err
		}
		bar.end()
		if err := makeDemoRecords(ctx, p, world.Towns[0]); err != nil {
			return err
		}
		c.print("app.demo-done", fault.Args{"Name": world.Towns[0].Name})
		return c.deriveSuccessions(ctx, p)
	})
}

// deliver hands everything over in one go, so that a demo is whole or absent.
func (cmd *demoCommand) deliver(ctx context.Context, c *console, p *parts, world *demo.World, bar *bar) error {
	var list []delivery.Arrival
	for _, arrival := range world.Arrivals {
		source, _ := p.catalogue.Source(arrival.Delivery.Source)
		list = append(list, delivery.Arrival{Delivery: arrival.Delivery, Source: source, Load: arrival.Load})
	}
	_, err := p.deliveries.Deliver(ctx, list, func(unit string, done, total int) {
		bar.show(c.say(unit, nil), int64(done), int64(total))
	})
	return err
}
