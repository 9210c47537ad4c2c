package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// Nobody changes or removes what the log says, not even with the database in
// hand and ordinary statements.
func TestAuditIsAppendOnly(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		if err := db.AddAudit(ctx, account.Entry{Event: account.EventSignIn, Actor: 7}); err != nil {
			t.Fatal(err)
		}
		raw := beneath(t, config)
		defer raw.Close()
		statements := []string{
			`UPDATE audit_entry SET actor = 8`, `DELETE FROM audit_entry`,
			`INSERT INTO audit_entry (seq, at, event, result, origin, network, actor, kind, subject, request, detail)
				SELECT seq, at, event, result, origin, network, 8, kind, subject, request, detail FROM audit_entry ` +
				map[bool]string{true: `ON CONFLICT (seq) DO UPDATE SET actor = excluded.actor`}[config.URL != ""],
		}
		if config.URL != "" {
			statements = append(statements, `TRUNCATE audit_entry`)
		} else {
			statements = append(statements, `REPLACE INTO audit_entry (seq, at, event, result, origin, network, actor, kind, subject, request, detail)
				SELECT seq, at, event, result, origin, network, 8, kind, subject, request, detail FROM audit_entry`)
		}
		for _, statement := range statements {
			if _, err := raw.Exec(statement); err == nil {
				t.Errorf("this was let through: %s", statement)
			}
		}
		entries, err := db.AuditEntries(ctx, account.Ask{Limit: 10})
		if err != nil || len(entries) != 1 || entries[0].Actor != 7 || entries[0].Result != account.Succeeded || entries[0].Origin.Way != account.Program {
			t.Errorf("%+v, %v", entries, err)
		}
	})
}

func TestAuditIsReadInPages(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
		config.Now = func() time.Time { return now }
		db := storetest.Open(t, config)
		ctx := account.From(context.Background(), account.Origin{Way: account.Web, Network: "192.0.2.0/24", Request: "abc"})
		for n := range 25 {
			entry := account.Entry{Event: account.EventSignIn, Result: account.Succeeded, Actor: id.ID(n % 3), Detail: fmt.Sprint(n)}
			if n%5 == 0 {
				entry = account.Entry{Event: account.EventDenied, Result: account.Refused, Actor: 9, Subject: id.ID(n % 3), Detail: fmt.Sprint(n)}
			}
			if err := db.AddAudit(ctx, entry); err != nil {
				t.Fatal(err)
			}
			now = now.Add(time.Hour)
		}
		count := func(ask account.Ask) (n int) {
			ask.Limit = 4
			last := int64(1 << 62)
			for {
				entries, err := db.AuditEntries(ctx, ask)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range entries {
					if e.Seq >= last {
						t.Fatalf("%d comes after %d", e.Seq, last)
					}
					last = e.Seq
				}
				n += len(entries)
				if len(entries) < ask.Limit {
					return n
				}
				ask.Before = last
			}
		}
		for name, check := range map[string]struct {
			ask  account.Ask
			want int
		}{
			"all":            {account.Ask{}, 25},
			"one event":      {account.Ask{Event: account.EventDenied}, 5},
			"one result":     {account.Ask{Result: account.Succeeded}, 20},
			"one person":     {account.Ask{Who: 1}, 8}, // 1,4,7,13,16,19,22 as actor, 10 as subject
			"a day":          {account.Ask{From: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC), Until: time.Date(2026, 6, 1, 18, 0, 0, 0, time.UTC)}, 6},
			"nothing at all": {account.Ask{Event: account.EventLeft}, 0},
		} {
			if got := count(check.ask); got != check.want {
				t.Errorf("%s: %d, want %d", name, got, check.want)
			}
		}
		if entries, _ := db.AuditEntries(ctx, account.Ask{Limit: 1}); entries[0].Origin.Request != "abc" || entries[0].Origin.Network != "192.0.2.0/24" || entries[0].Detail != "24" {
			t.Errorf("%+v", entries[0])
		}
	})
}

// A change of an account or a grant is in the log with the change itself.
func TestAuditOfAccounts(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db := storetest.Open(t, config)
		ctx := account.From(context.Background(), account.Origin{Way: account.Command})
		s := accounts(t, db)
		made, err := s.Create(ctx, account.Account{Email: "a@example.org", State: account.Active}, []account.Grant{grantOn("reader", 0)}, 42)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SetState(ctx, made.ID, account.Blocked, 43); err != nil {
			t.Fatal(err)
		}
		entries, err := db.AuditEntries(ctx, account.Ask{Limit: 10})
		if err != nil || len(entries) != 3 {
			t.Fatalf("%+v, %v", entries, err)
		}
		if e := entries[0]; e.Event != account.EventAccount || e.Actor != 43 || e.Subject != made.ID || e.Detail != "changed" || e.Origin.Way != account.Command {
			t.Errorf("%+v", e)
		}
		if e := entries[1]; e.Event != account.EventGrant || e.Actor != 42 {
			t.Errorf("%+v", e)
		}
	})
}
