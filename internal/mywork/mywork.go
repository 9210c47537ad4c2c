// Package mywork gathers what waits for somebody over all partnerships: each
// part of the program tells what waits in it.
package mywork

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Item is one thing that waits for somebody.
type Item struct {
	Kind        string // of the record, as its description names it
	ID          id.ID
	Title       string
	Partnership id.ID
	Due         string // the day it was promised for, or asked by; "" is none
	Promise     bool   // somebody counts on it
	AskedBy     string // name of who asked; "" is nobody in particular
	Deed        string // key of what there is to do: "mywork.deed.answer"
	Path        string // where to do it; "" is the page of the record
}

// Source tells what waits for somebody in one part of the program. It gives at
// most Most items, those that are due first.
type Source interface {
	Waiting(ctx context.Context, actor access.Actor, now time.Time) ([]Item, error)
}

// Most is how many things a source tells, and how many a list shows.
const Most = 200

// Service gathers.
type Service struct{ Sources []Source }

// List gives what waits, the oldest promise first: by the day it is due, what
// has no day last.
func (s *Service) List(ctx context.Context, actor access.Actor, now time.Time) ([]Item, error) {
	var all []Item
	for _, source := range s.Sources {
		items, err := source.Waiting(ctx, actor, now)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
	}
	slices.SortStableFunc(all, func(a, b Item) int {
		if (a.Due == "") != (b.Due == "") {
			return cmp.Compare(len(b.Due), len(a.Due))
		}
		if a.Promise != b.Promise && a.Due == b.Due {
			if a.Promise {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.ID, b.ID))
	})
	return all[:min(len(all), Most)], nil
}
