package learning

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/mywork"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// askFor is for how long somebody is asked to answer a reflection. Example: no
// publication states it.
const askFor = 28 * 24 * time.Hour

// Waiting tells which reflections and checklists wait for somebody, and in
// which partnerships they have not said what they need.
func (s *Service) Waiting(ctx context.Context, actor access.Actor, now time.Time) ([]mywork.Item, error) {
	if actor.Person == 0 {
		return nil, nil
	}
	mine, err := s.Records.Store.FindEqual(ctx, partnership.Members().Kind(), []string{"person"}, []any{actor.Person}, mywork.Most)
	if err != nil {
		return nil, err
	}
	var in []id.ID
	today := s.Today(now)
	for _, row := range mine {
		if member := partnership.Members().Of(row); member.Partnership != 0 && member.In(today) && !slices.Contains(in, member.Partnership) {
			in = append(in, member.Partnership)
		}
	}
	if len(in) == 0 {
		return nil, nil
	}
	items, err := s.toReflect(ctx, actor, in, s.Today(now.Add(-askFor)), today)
	if err != nil {
		return nil, err
	}
	more, err := s.toFill(ctx, actor, in, today)
	if err != nil {
		return nil, err
	}
	said, err := s.toSay(ctx, actor, in)
	return append(append(items, more...), said...), err
}

func (s *Service) toReflect(ctx context.Context, actor access.Actor, in []id.ID, since, today string) ([]mywork.Item, error) {
	list, err := s.Records.List(ctx, actor, Reflections().Kind(), record.Ask{Sort: "begins", Down: true, Limit: mywork.Most})
	if err != nil {
		return nil, err
	}
	open := map[id.ID]Reflection{}
	for at := range list.Rows {
		if one := Reflections().Of(list.Rows[at].Row); one.Opened == "" && one.Begins >= since && one.Begins <= today && slices.Contains(in, one.Partnership) {
			open[one.ID] = one
		}
	}
	done, err := s.Store.AnsweredOf(ctx, actor.Person, slices.Collect(maps.Keys(open)))
	var items []mywork.Item
	for _, which := range slices.Sorted(maps.Keys(open)) {
		if one := open[which]; !done[which] {
			items = append(items, mywork.Item{Kind: Reflections().Kind().One, ID: which, Title: one.Occasion, Partnership: one.Partnership, Deed: "mywork.deed.reflect"})
		}
	}
	return items, err
}

func (s *Service) toFill(ctx context.Context, actor access.Actor, in []id.ID, today string) ([]mywork.Item, error) {
	list, err := s.Records.List(ctx, actor, ChecklistRounds().Kind(), record.Ask{Sort: "closes", Down: true, Limit: mywork.Most})
	if err != nil {
		return nil, err
	}
	open := map[id.ID]ChecklistRound{}
	for at := range list.Rows {
		if one := ChecklistRounds().Of(list.Rows[at].Row); one.Open(today) && slices.Contains(in, one.Partnership) {
			open[one.ID] = one
		}
	}
	done, err := s.Store.ChecklistsDone(ctx, actor.Person, slices.Collect(maps.Keys(open)))
	var items []mywork.Item
	for _, which := range slices.Sorted(maps.Keys(open)) {
		if one := open[which]; !done[which] {
			items = append(items, mywork.Item{Kind: ChecklistRounds().Kind().One, ID: which, Title: one.Name, Partnership: one.Partnership, Due: one.Closes,
				Deed: "mywork.deed.fill", Path: "/samenwerkingen/" + one.Partnership.String() + "/checklist"})
		}
	}
	return items, err
}

func (s *Service) toSay(ctx context.Context, actor access.Actor, in []id.ID) ([]mywork.Item, error) {
	rows, err := s.Records.Store.FindEqual(ctx, Stances().Kind(), []string{"person"}, []any{actor.Person}, mywork.Most)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		in = slices.DeleteFunc(in, func(one id.ID) bool { return one == row.Partnership })
	}
	kind := partnership.Partnerships().Kind()
	list, err := s.Records.List(ctx, actor, kind, record.Ask{IDs: append([]id.ID{}, in...), Limit: mywork.Most})
	if err != nil {
		return nil, err
	}
	var items []mywork.Item
	for at := range list.Rows {
		one := partnership.Partnerships().Of(list.Rows[at].Row)
		items = append(items, mywork.Item{Kind: kind.One, ID: one.ID, Title: one.Name, Partnership: one.ID, Deed: "mywork.deed.say", Path: "/samenwerkingen/" + one.ID.String() + "/verwachtingen"})
	}
	return items, nil
}
