package store_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// errand is a kind of record that is somebody's, as later kinds will be.
type errand struct {
	record.Head
	Name    string
	Doer    id.ID // account
	Contact id.ID // person
}

func errands() *record.Kind {
	return record.Describe(record.Names{One: "errand", Many: "errands", Path: "klussen"},
		record.TextField("name", func(e *errand) *string { return &e.Name }).Required().Found(3),
		record.RefField("doer", "account", func(e *errand) *id.ID { return &e.Doer }),
		record.RefField("contact", "person", func(e *errand) *id.ID { return &e.Contact }),
	).Kind()
}

// Who leaves hands over what is in their name, also of kinds that were added
// later; without somebody to take over they stay.
func TestLeavingHandsOver(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		execTest(t, config, `CREATE TABLE errand (id BIGINT PRIMARY KEY, owner BIGINT NOT NULL, place BIGINT NOT NULL, partnership BIGINT NOT NULL, audience BIGINT NOT NULL,
			version BIGINT NOT NULL, created_at BIGINT NOT NULL, created_by BIGINT NOT NULL, changed_at BIGINT NOT NULL, changed_by BIGINT NOT NULL, deleted_at BIGINT NOT NULL,
			merged_into BIGINT NOT NULL, title_sort TEXT NOT NULL, name TEXT NOT NULL, doer BIGINT NOT NULL, contact BIGINT NOT NULL)`)
		all, err := kinds.All()
		if err != nil {
			t.Fatal(err)
		}
		kind := errands()
		if all, err = record.NewRegistry(append(all.All(), kind)...); err != nil {
			t.Fatal(err)
		}
		s := account.New(db, &record.Service{Kinds: all, Store: db, IDs: id.NewMaker(nil), Now: time.Now}, slog.New(slog.DiscardHandler))
		s.Jobs = &job.Service{Store: db, Now: time.Now}
		program := access.Actor{Program: true}
		person := func(name string) id.ID {
			row, err := s.Records.Create(ctx, program, partnership.People().Kind(), record.Values{"name": name})
			if err != nil {
				t.Fatal(err)
			}
			return row.ID
		}
		add := func(email string, of id.ID, grants ...account.Grant) account.Account {
			made, err := s.Create(ctx, account.Account{Email: email, State: account.Active, Person: of}, grants, 0)
			if err != nil {
				t.Fatal(err)
			}
			return made
		}
		leaving, next, bodiless := add("weg@example.org", person("Weg"), grantOn(access.Editor, 0)), add("na@example.org", person("Na")), add("los@example.org", 0)
		add("baas@example.org", 0, grantOn(access.Administrator, 0))
		var made []id.ID
		for _, values := range []record.Values{{"name": "a", "doer": leaving.ID}, {"name": "b", "contact": leaving.Person}, {"name": "c", "doer": next.ID}} {
			row, err := s.Records.Create(ctx, program, kind, values)
			if err != nil {
				t.Fatal(err)
			}
			made = append(made, row.ID)
		}
		holds, err := s.Holds(ctx, leaving)
		if err != nil || len(holds) != 2 || len(holds[0].Records) != 1 || len(holds[1].Records) != 1 {
			t.Fatalf("holds %+v, %v", holds, err)
		}
		for successor, key := range map[string]string{"": "leave.no-successor", "niemand@example.org": "leave.bad-successor", "weg@example.org": "leave.bad-successor", bodiless.Email: "leave.no-person"} {
			var f *fault.Fault
			if err := s.Leave(ctx, leaving, successor); !errors.As(err, &f) || f.Key != key {
				t.Errorf("to %q: %v", successor, err)
			}
		}
		if _, err := s.Account(ctx, leaving.ID); err != nil {
			t.Fatal("left without a successor")
		}
		if err := s.Leave(ctx, leaving, " NA@example.org"); err != nil {
			t.Fatal(err)
		}
		for at, want := range []struct{ doer, contact id.ID }{{next.ID, 0}, {0, next.Person}, {next.ID, 0}} {
			row, err := db.FindRow(ctx, kind, made[at])
			if err != nil || row.Values[1] != want.doer || row.Values[2] != want.contact {
				t.Errorf("errand %d: %v, %v", at, row.Values, err)
			}
		}
		if grants, err := db.GrantsOf(ctx, leaving.ID); err != nil || len(grants) != 0 {
			t.Errorf("grants left: %v, %v", grants, err)
		}
		if who, err := s.ActorOf(ctx, leaving.ID); err != nil || who.Actor.SignedIn() {
			t.Errorf("who left is %+v, %v", who, err)
		}
	})
}
