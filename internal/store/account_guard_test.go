package store_test

import (
	"context"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// An administrator of one place must not come to more: not by a grant, not by
// the address of somebody who may do more, not by merging two accounts.
func TestAdministratorsStayWithinTheirPlace(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h, ctx := newHouse(t, config), context.Background()
		const here, there = id.ID(11), id.ID(12)
		accounts, _ := h.Kinds.ByName("account")
		grants, _ := h.Kinds.ByName("accessGrant")
		local := access.Actor{Account: 99, Scopes: map[access.Role]access.Scope{access.Administrator: {Places: []id.ID{here}}}}
		put := func(kind *record.Kind, place id.ID, values record.Values) record.Row {
			t.Helper()
			row := h.create(kind, values)
			placed := row
			placed.Place = place // places of the test world are not in the store
			if err := h.move(kind, row, placed); err != nil {
				t.Fatal(err)
			}
			return h.get(kind, row.ID)
		}
		strong := put(accounts, here, record.Values{"name": "Sterk", "email": "sterk@example.org", "state": "active"})
		weak := put(accounts, here, record.Values{"name": "Zwak", "email": "zwak@example.org", "state": "active"})
		everywhere := h.create(grants, record.Values{"account": strong.ID, "role": "administrator"})
		put(grants, here, record.Values{"account": weak.ID, "role": "reader"})
		elsewhere := put(grants, there, record.Values{"account": weak.ID, "role": "reader"})

		denied := func(what string, err error) {
			t.Helper()
			if code := fault.CodeOf(err); err == nil || code != fault.Denied && code != fault.NotFound {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, err := h.Change(ctx, local, accounts, strong.ID, strong.Version, record.Values{"email": "mijn@example.org"})
		denied("taking the address of a stronger account", err)
		_, err = h.Change(ctx, local, accounts, strong.ID, strong.Version, record.Values{"state": "blocked"})
		denied("blocking a stronger account", err)
		_, err = h.Delete(ctx, local, accounts, strong.ID, strong.Version)
		denied("deleting a stronger account", err)
		_, err = h.Merge(ctx, local, accounts, weak.ID, strong.ID, nil)
		denied("merging a stronger account into a weaker one", err)
		_, err = h.Change(ctx, local, grants, everywhere.ID, 1, record.Values{"account": weak.ID})
		denied("giving away somebody's grant for everywhere", err)
		_, err = h.Change(ctx, local, grants, elsewhere.ID, elsewhere.Version, record.Values{"role": "administrator"})
		denied("raising a grant elsewhere", err)
		_, err = h.Create(ctx, local, grants, record.Values{"account": weak.ID, "role": "administrator"})
		denied("giving a grant for everywhere", err)
		if _, err = h.Change(ctx, local, accounts, weak.ID, weak.Version, record.Values{"name": "Nog steeds zwak"}); err != nil {
			t.Errorf("changing the name of an account on the own place: %v", err)
		}
	})
}

// move writes a row as it is, past the service.
func (h *house) move(kind *record.Kind, before, after record.Row) error {
	after.Version++
	return h.Store.Write(context.Background(), []record.Write{{Kind: kind, Row: after, Before: &before, Change: record.Change{
		ID: h.IDs.Next(), Batch: h.IDs.Next(), Kind: kind.One, Record: after.ID, Version: after.Version, Deed: record.Changed, Facts: after.Facts(),
	}}})
}
