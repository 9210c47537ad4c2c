package partnership

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/mywork"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Waiting tells which questions for advice wait for somebody, and in which
// rounds their organisation is asked something.
func (s *Service) Waiting(ctx context.Context, actor access.Actor, now time.Time) ([]mywork.Item, error) {
	if actor.Person == 0 {
		return nil, nil
	}
	items, err := s.adviceWaiting(ctx, actor, now)
	if err != nil {
		return nil, err
	}
	in, err := s.takesPartIn(ctx, actor, now)
	if err != nil {
		return nil, err
	}
	rounds, err := s.roundsWaiting(ctx, actor, in, now)
	return append(items, rounds...), err
}

// takesPartIn gives the partnerships that somebody is in.
func (s *Service) takesPartIn(ctx context.Context, actor access.Actor, now time.Time) ([]id.ID, error) {
	list, err := s.Records.List(ctx, actor, s.kind("member"), record.Ask{Filters: map[string]string{"person": actor.Person.String()}, Limit: mywork.Most})
	var in []id.ID
	for at := range list.Rows {
		if member := Members().Of(list.Rows[at].Row); member.In(s.Today(now)) {
			in = append(in, member.Partnership)
		}
	}
	return in, err
}

// adviceWaiting gives the questions that somebody, or anybody at their
// organisation, is asked; and of those that they asked themselves, which are
// late, and with which nothing was done yet.
func (s *Service) adviceWaiting(ctx context.Context, actor access.Actor, now time.Time) ([]mywork.Item, error) {
	kind, today := s.kind("adviceRequest"), s.Today(now)
	var items []mywork.Item
	add := func(asked AdviceRequest, deed, page string) {
		items = append(items, mywork.Item{Kind: kind.One, ID: asked.ID, Title: asked.Question, Partnership: asked.Partnership,
			Due: asked.Deadline, Promise: true, Deed: deed, Path: "/" + kind.Path + "/" + asked.ID.String() + page})
	}
	err := s.advice(ctx, actor, "adviser", actor.Person, func(asked AdviceRequest) {
		if asked.Advice == "" {
			add(asked, "mywork.deed.advise", "/melden")
		}
	})
	if err == nil && actor.Organisation != 0 {
		err = s.advice(ctx, actor, "asked", actor.Organisation, func(asked AdviceRequest) {
			if asked.Adviser == 0 && asked.Advice == "" {
				add(asked, "mywork.deed.findAdviser", "")
			}
		})
	}
	if err == nil {
		err = s.advice(ctx, actor, "asker", actor.Person, func(asked AdviceRequest) {
			switch {
			case asked.Advice != "" && asked.Used == "":
				add(asked, "mywork.deed.useAdvice", "/wijzigen")
			case asked.Advice == "" && asked.Deadline < today && asked.Adviser != actor.Person:
				add(asked, "mywork.deed.chaseAdvice", "")
			}
		})
	}
	return items, err
}

// advice goes through the questions for advice that name somebody in a field.
func (s *Service) advice(ctx context.Context, actor access.Actor, field string, of id.ID, each func(AdviceRequest)) error {
	list, err := s.Records.List(ctx, actor, s.kind("adviceRequest"), record.Ask{Filters: map[string]string{field: of.String()}, Sort: "deadline", Limit: mywork.Most})
	for at := range list.Rows {
		each(AdviceRequests().Of(list.Rows[at].Row))
	}
	return err
}
