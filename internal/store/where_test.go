package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// smallWorld is how many organisations, places, partnerships and accounts a
// random world has: few, so that they meet often.
const smallWorld = 4

func anID(label string, from int64) *rapid.Generator[id.ID] {
	return rapid.Map(rapid.Int64Range(0, smallWorld), func(n int64) id.ID {
		if n == 0 {
			return 0
		}
		return id.ID(from + n)
	})
}

func aHead(t *rapid.T, h *house, number int) record.Head {
	draw := func(what string, from int64) id.ID {
		return anID(what, from).Draw(t, fmt.Sprintf("%s of %d", what, number))
	}
	return record.Head{
		ID: h.IDs.Next(), Owner: draw("owner", 100), Place: draw("place", 200), Partnership: draw("partnership", 300), CreatedBy: draw("maker", 400),
		Audience: access.Audience(rapid.IntRange(1, 4).Draw(t, fmt.Sprintf("audience of %d", number))), Version: 1,
	}
}

func anActor(t *rapid.T, ids []id.ID) access.Actor {
	actor := access.Actor{
		Account: anID("account", 400).Draw(t, "account"), Organisation: anID("organisation", 100).Draw(t, "organisation"),
	}
	if rapid.IntRange(0, 9).Draw(t, "by link") == 0 {
		actor.Token = rapid.SampledFrom(ids).Draw(t, "link")
	}
	if rapid.IntRange(0, 9).Draw(t, "in session") == 0 {
		actor.Session = rapid.SampledFrom(ids).Draw(t, "session")
	}
	if rapid.IntRange(0, 9).Draw(t, "is a person") == 0 {
		actor.Person = rapid.SampledFrom(ids).Draw(t, "person")
	}
	for _, role := range access.Roles {
		if rapid.IntRange(0, 2).Draw(t, "has "+string(role)) > 0 {
			continue
		}
		scope := access.Scope{Everywhere: rapid.IntRange(0, 5).Draw(t, "everywhere") == 0}
		for n := range rapid.IntRange(0, 2).Draw(t, "places") {
			scope.Places = append(scope.Places, id.ID(201+(n+rapid.IntRange(0, 3).Draw(t, "place"))%smallWorld))
		}
		for n := range rapid.IntRange(0, 2).Draw(t, "partnerships") {
			scope.Partnerships = append(scope.Partnerships, id.ID(301+(n+rapid.IntRange(0, 3).Draw(t, "partnership"))%smallWorld))
		}
		if actor.Scopes == nil {
			actor.Scopes = map[access.Role]access.Scope{}
		}
		actor.Scopes[role] = scope
	}
	if rapid.IntRange(0, 4).Draw(t, "limited") == 0 {
		actor.Limits = []access.Action{access.See}
	}
	return actor
}

// Whether somebody may do something with a record, and the filter of the list,
// are two halves of one table: on random worlds they never differ, on either
// database, for any action, class and ceiling.
func TestListsShowWhatMayBeSeen(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h, ctx := newHouse(t, config), context.Background()
		rapid.Check(t, func(t *rapid.T) {
			var ids []id.ID
			var heads []record.Head
			var writes []record.Write
			for number := range 12 {
				head := aHead(t, h, number)
				ids, heads = append(ids, head.ID), append(heads, head)
				row := h.organisations.Empty()
				row.Head = head
				writes = append(writes, record.Write{Kind: h.organisations, Row: row, Change: record.Change{
					ID: h.IDs.Next(), Kind: "organisation", Record: head.ID, Version: 1, Deed: record.Created, Facts: head.Facts(),
				}})
			}
			if err := h.Store.Write(ctx, writes); err != nil {
				t.Fatal(err)
			}
			for range 8 {
				actor := anActor(t, ids)
				action := rapid.SampledFrom(access.Actions).Draw(t, "action")
				class := rapid.SampledFrom(access.Classes).Draw(t, "class")
				ceiling := rapid.SampledFrom(access.Audiences).Draw(t, "ceiling")
				where := access.For(actor, action, class, ceiling)
				rows, err := h.Store.ListRows(ctx, h.organisations, record.Query{Where: where, IDs: ids, Limit: 100})
				if err != nil {
					t.Fatal(err)
				}
				for _, head := range heads {
					facts := head.Facts()
					lowered := facts
					lowered.Audience = min(lowered.Audience, ceiling)
					may := access.Can(actor, action, class, lowered)
					listed := slices.ContainsFunc(rows, func(r record.Row) bool { return r.ID == head.ID })
					if listed != where.Holds(facts) || may != where.Holds(facts) {
						t.Fatalf("%+v may %s %s with %+v under %v: %v; on the list: %v; by the condition: %v", actor, action, class, facts, ceiling, may, listed, where.Holds(facts))
					}
				}
				if total, err := h.Store.CountRows(ctx, h.organisations, record.Query{Where: where, IDs: ids}); err != nil || total != len(rows) {
					t.Fatalf("total %d of %d rows, %v", total, len(rows), err)
				}
			}
		})
	})
}
