package partnership

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/mywork"
	"github.com/koppelkans/koppelkans/internal/record"
)

// endsSoon is how long before their last day a member is asked who goes on.
// Example: no publication states it.
const endsSoon = 60 * 24 * time.Hour

// Waiting tells which questions for advice wait for somebody, in which rounds
// their organisation is asked something, and whether their own part in a
// partnership ends.
func (s *Service) Waiting(ctx context.Context, actor access.Actor, now time.Time) ([]mywork.Item, error) {
	if actor.Person == 0 {
		return nil, nil
	}
	items, err := s.adviceWaiting(ctx, actor)
	if err != nil {
		return nil, err
	}
	kind := s.kind("member")
	list, err := s.Records.List(ctx, actor, kind, record.Ask{Filters: map[string]string{"person": actor.Person.String()}, Limit: mywork.Most})
	if err != nil {
		return nil, err
	}
	today, soon := s.Today(now), s.Today(now.Add(endsSoon))
	var partnerships []id.ID // that they are in
	for at := range list.Rows {
		member := Members().Of(list.Rows[at].Row)
		if member.Until == "" || member.Until >= today {
			partnerships = append(partnerships, member.Partnership)
		}
		if member.Until >= today && member.Until <= soon {
			items = append(items, mywork.Item{Kind: kind.One, ID: member.ID, Title: list.Titles[member.Partnership], Partnership: member.Partnership,
				Due: member.Until, Deed: "mywork.deed.handOver", Path: "/deelnemers/" + member.ID.String() + "/vertrekken"})
		}
	}
	rounds, err := s.roundsWaiting(ctx, actor, partnerships, now)
	return append(items, rounds...), err
}

func (s *Service) adviceWaiting(ctx context.Context, actor access.Actor) ([]mywork.Item, error) {
	kind := s.kind("adviceRequest")
	list, err := s.Records.List(ctx, actor, kind, record.Ask{Filters: map[string]string{"adviser": actor.Person.String()}, Sort: "deadline", Limit: mywork.Most})
	if err != nil {
		return nil, err
	}
	var items []mywork.Item
	for at := range list.Rows {
		if asked := AdviceRequests().Of(list.Rows[at].Row); asked.Advice == "" {
			items = append(items, mywork.Item{Kind: kind.One, ID: asked.ID, Title: asked.Question, Partnership: asked.Partnership,
				Due: asked.Deadline, Promise: true, Deed: "mywork.deed.advise", Path: "/" + kind.Path + "/" + asked.ID.String() + "/melden"})
		}
	}
	return items, nil
}
