package app

import (
	"context"
	"fmt"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

type deliveryGroup struct {
	List deliveriesList `cmd:"" help:"List deliveries, newest first."`
	Undo deliveryTurn   `cmd:"" help:"Take a delivery back: nothing of it is shown any more."`
	Redo deliveryTurn   `cmd:"" help:"Bring an undone delivery back."`
}

type deliveriesList struct {
	Where
	Page int `help:"Page of 50." default:"1"`
}

// Run lists deliveries.
func (cmd *deliveriesList) Run(ctx context.Context, c *console) error {
	const perPage = 50
	return cmd.with(ctx, c, func(p *parts) error {
		list, total, err := p.db.Deliveries(ctx, commandLineActor(), max(cmd.Page-1, 0)*perPage, perPage)
		if err != nil {
			return err
		}
		for _, d := range list {
			fmt.Fprintf(c.out, "%s  %s  %-8s %-22s %-16s %6d %8d %8d  %s\n", d.ID, d.CreatedAt.Format("2006-01-02 15:04"), c.say("state."+string(d.State), nil),
				d.Source, d.Table, d.Areas, d.Figures, d.Holes, d.File)
		}
		c.print("app.deliveries-total", fault.Args{"N": total})
		return nil
	})
}

type deliveryTurn struct {
	Where
	Delivery string `arg:"" help:"Id of the delivery, as listed."`
}

// Run takes a delivery back, or brings it back.
func (cmd *deliveryTurn) Run(ctx context.Context, c *console, name commandName) error {
	which, err := id.Parse(cmd.Delivery)
	if err != nil {
		return fault.New(fault.NotFound, "delivery.unknown", fault.Args{"Delivery": cmd.Delivery})
	}
	return cmd.with(ctx, c, func(p *parts) error {
		turn, state := p.deliveries.Undo, delivery.Undone
		if name == "redo" {
			turn, state = p.deliveries.Redo, delivery.Current
		}
		if err := turn(ctx, which, 0); err != nil {
			return err
		}
		c.print("app.delivery-turned", fault.Args{"Delivery": which.String(), "State": c.say("state."+string(state), nil)})
		return c.deriveSuccessions(ctx, p)
	})
}
