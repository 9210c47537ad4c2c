package handover

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/mywork"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// endsSoon is how long before their last day a member is asked who goes on.
// Example: no publication states it.
const endsSoon = 60 * 24 * time.Hour

// Waiting tells whether somebody's own part in a partnership ends while they
// still hold something there.
func (s *Service) Waiting(ctx context.Context, actor access.Actor, now time.Time) ([]mywork.Item, error) {
	if actor.Person == 0 {
		return nil, nil
	}
	kind := partnership.Members().Kind()
	list, err := s.Records.List(ctx, actor, kind, record.Ask{Filters: map[string]string{"person": actor.Person.String()}, Limit: mywork.Most})
	if err != nil {
		return nil, err
	}
	today, soon := s.Today(now), s.Today(now.Add(endsSoon))
	var items []mywork.Item
	for at := range list.Rows {
		member := partnership.Members().Of(list.Rows[at].Row)
		if member.Until < today || member.Until > soon {
			continue
		}
		held, err := s.Of(ctx, member.Person, member.Partnership)
		if err != nil {
			return nil, err
		}
		if len(held) > 0 {
			items = append(items, mywork.Item{Kind: kind.One, ID: member.ID, Title: list.Titles[member.Partnership], Partnership: member.Partnership,
				Due: member.Until, Deed: "mywork.deed.handOver", Path: "/deelnemers/" + member.ID.String() + "/vertrekken"})
		}
	}
	return items, nil
}
