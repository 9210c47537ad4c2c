package agreement

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/mywork"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Waiting tells what somebody did not do yet: answers that are asked of them,
// agreements to look at again, actions, and promises to residents.
func (s *Service) Waiting(ctx context.Context, actor access.Actor, now time.Time) ([]mywork.Item, error) {
	if actor.Person == 0 {
		return nil, nil
	}
	var all []mywork.Item
	for _, source := range []func(context.Context, access.Actor, time.Time) ([]mywork.Item, error){s.toAnswer, s.toReview, s.toDo, s.toKeep} {
		items, err := source(ctx, actor, now)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
	}
	return all[:min(len(all), mywork.Most)], nil
}

// toAnswer gives the agreements whose text somebody has not answered, and those
// whose review day comes and of which they did not say what they think. A
// steward has the question anyway, by toReview.
func (s *Service) toAnswer(ctx context.Context, actor access.Actor, _ time.Time) ([]mywork.Item, error) {
	mine, err := s.Records.List(ctx, actor, Parties().Kind(), record.Ask{Filters: map[string]string{"person": actor.Person.String()}, Limit: mywork.Most})
	if err != nil || len(mine.Rows) == 0 {
		return nil, err
	}
	parties, ids := map[id.ID]Party{}, []id.ID{}
	for at := range mine.Rows {
		party := Parties().Of(mine.Rows[at].Row)
		parties[party.Agreement], ids = party, append(ids, party.Agreement)
	}
	list, err := s.Records.List(ctx, actor, Agreements().Kind(), record.Ask{IDs: ids, Limit: mywork.Most})
	if err != nil {
		return nil, err
	}
	left, err := s.leftBy(ctx, actor.Person)
	if err != nil {
		return nil, err
	}
	var items []mywork.Item
	for at := range list.Rows {
		one := Agreements().Of(list.Rows[at].Row)
		item := mywork.Item{Kind: Agreements().Kind().One, ID: one.ID, Title: one.What, Partnership: one.Partnership}
		if one.Steward != actor.Person {
			item.AskedBy = list.Titles[one.Steward]
		}
		switch party := parties[one.ID]; {
		case one.State != Draft && one.State != Stopped && party.Edition != one.Edition:
			item.Deed, item.Path = "mywork.deed.answer", "/afspraken/"+one.ID.String()
		case s.UnderReview(one) && one.Steward != actor.Person && party.Said(one) == "":
			if left[party.Partnership] {
				continue
			}
			item.Deed, item.Due, item.Path = "mywork.deed.stillRight", one.Review, "/afspraken/"+one.ID.String()+"/klopt-het-nog"
		default:
			continue
		}
		items = append(items, item)
	}
	return items, nil
}

// toReview gives the agreements that somebody watches over whose day comes, and
// those that a party did not accept.
func (s *Service) toReview(ctx context.Context, actor access.Actor, now time.Time) ([]mywork.Item, error) {
	list, err := s.Records.List(ctx, actor, Agreements().Kind(), record.Ask{Filters: map[string]string{"steward": actor.Person.String()}, Sort: "review", Limit: mywork.Most})
	if err != nil {
		return nil, err
	}
	soon := s.Today(now.Add(AskBefore))
	var items []mywork.Item
	for at := range list.Rows {
		one := Agreements().Of(list.Rows[at].Row)
		item := mywork.Item{Kind: Agreements().Kind().One, ID: one.ID, Title: one.What, Partnership: one.Partnership}
		switch {
		case one.State == Declined:
			item.Deed = "mywork.deed.talkOver"
		case one.State == Accepted && one.Review <= soon:
			item.Deed, item.Due, item.Path = "mywork.deed.stillRight", one.Review, "/afspraken/"+one.ID.String()+"/klopt-het-nog"
		default:
			continue
		}
		items = append(items, item)
	}
	return items, nil
}

func (s *Service) toDo(ctx context.Context, actor access.Actor, _ time.Time) ([]mywork.Item, error) {
	list, err := s.Records.List(ctx, actor, Actions().Kind(), record.Ask{Filters: map[string]string{"doer": actor.Person.String()}, Sort: "done", Limit: mywork.Most})
	if err != nil {
		return nil, err
	}
	var items []mywork.Item
	for at := range list.Rows {
		if one := Actions().Of(list.Rows[at].Row); one.Done == "" {
			items = append(items, mywork.Item{Kind: Actions().Kind().One, ID: one.ID, Title: one.What, Partnership: one.Partnership, Due: one.Due, Deed: "mywork.deed.do", Path: "/acties/" + one.ID.String() + "/melden"})
		}
	}
	return items, nil
}

func (s *Service) toKeep(ctx context.Context, actor access.Actor, _ time.Time) ([]mywork.Item, error) {
	list, err := s.Records.List(ctx, actor, Promises().Kind(), record.Ask{Filters: map[string]string{"keeper": actor.Person.String()}, Sort: "due", Limit: mywork.Most})
	if err != nil {
		return nil, err
	}
	var items []mywork.Item
	for at := range list.Rows {
		if one := Promises().Of(list.Rows[at].Row); one.Kept == "" {
			items = append(items, mywork.Item{Kind: Promises().Kind().One, ID: one.ID, Title: one.What, Partnership: one.Partnership, Due: one.Due, Promise: true, Deed: "mywork.deed.keep", Path: "/toezeggingen/" + one.ID.String() + "/melden"})
		}
	}
	return items, nil
}
