package story

import (
	"context"
	"fmt"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/demo"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// figures: new figures come, one delivery is taken back and set forth again,
// and a description is made clearer.
func figures() []Step {
	return []Step{
		{88, "anna", both(
			knows("indicator", "lonely", record.Values{"code": "rivm-lonely"}),
			changes("indicator", "lonely", record.Values{"descriptionNl": "Aandeel inwoners dat zich eenzaam voelt."}))},
		{89, "anna", takesBack("indicator", "lonely")}, // the publisher's words were better
		{640, "", delivers(2024)},
		{644, "anna", both(knows("delivery", "green", record.Values{"sourceTable": "demo-groen", "boundaryYear": int64(2024)}), undoes("green"))},
		{651, "anna", redoes("green")},
		{651, "anna", changes("delivery", "green", record.Values{"note": "Een week teruggenomen: de afstanden zijn nagemeten en kloppen."})},
	}
}

// delivers takes in all figures on the borders of a year, in one go.
func delivers(borders int) Deed {
	return func(ctx context.Context, s *scene) error {
		var list []demo.Arrival
		for _, arrival := range s.World.Arrivals {
			if arrival.Delivery.BoundaryYear == borders {
				list = append(list, arrival)
			}
		}
		if len(list) == 0 {
			return fmt.Errorf("nothing was made up on the borders of %d", borders)
		}
		_, err := s.Deliveries.Deliver(ctx, list)
		return err
	}
}

// undoes takes a delivery back; redoes sets it forth again.
func undoes(name string) Deed { return turns(name, Deliveries.Undo) }
func redoes(name string) Deed { return turns(name, Deliveries.Redo) }

func turns(name string, how func(d Deliveries, ctx context.Context, which, by id.ID) error) Deed {
	return func(ctx context.Context, s *scene) error {
		which, err := s.find(name)
		if err != nil {
			return err
		}
		// The page asks the same before it does so.
		if !access.Can(s.actor, access.Change, access.Figures, access.Facts{Audience: access.Public}) {
			return fmt.Errorf("%s may not turn deliveries", s.by)
		}
		return how(s.Deliveries, ctx, which, s.actor.Account)
	}
}
