package store_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// accounts is the service of accounts on a database.
func accounts(t testing.TB, db *store.DB) *account.Service {
	t.Helper()
	all, err := kinds.All()
	if err != nil {
		t.Fatal(err)
	}
	return account.New(db, &record.Service{Kinds: all, Store: db, IDs: id.NewMaker(nil), Now: time.Now}, slog.New(slog.DiscardHandler))
}

// newAccount makes an active account with grants.
func newAccount(t testing.TB, s *account.Service, email string, grants ...account.Grant) account.Account {
	t.Helper()
	made, err := s.Create(context.Background(), account.Account{Email: email, Name: email, State: account.Active}, grants, 0)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// aPlace makes a municipality.
func aPlace(t *testing.T, db *store.DB) id.ID {
	t.Helper()
	deliver(t, service(db), "place", 1, delivery.Load{Claims: []place.Claim{level(place.Municipality, "GM9999", "", 2024)}})
	editions, err := db.EditionsOf(context.Background(), place.Municipality, "GM9999")
	if err != nil || len(editions) != 1 {
		t.Fatal(editions, err)
	}
	return editions[0].PlaceID
}

func grantOn(role access.Role, where id.ID) account.Grant {
	g := account.Grant{Role: role}
	g.Place = where
	return g
}

func level(l place.Level, code, parent string, year int) place.Claim {
	return place.Claim{Key: place.Key{Level: l, Code: code, Year: year}, Name: code, Parent: parent}
}

// A role on a region reaches the municipalities in it and what lies in those,
// as the newest editions say.
func TestGrantReachesWhatLiesWithin(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		deliver(t, service(db), "a", 1, delivery.Load{Claims: []place.Claim{
			level(place.Province, "PV30", "", 2024), level(place.Province, "PV31", "", 2024),
			level(place.Municipality, "GM9998", "PV31", 2020), level(place.Municipality, "GM9998", "PV30", 2024), // went over
			level(place.Municipality, "GM9999", "PV30", 2024),
			level(place.District, "WK999901", "", 2024), level(place.Neighbourhood, "BU99990101", "", 2024), level(place.Neighbourhood, "BU99980101", "", 2020),
			level(place.OwnArea, "singel", "GM9999", 2024),
		}})
		of := func(l place.Level, code string) id.ID {
			editions, err := db.EditionsOf(ctx, l, code)
			if err != nil || len(editions) == 0 {
				t.Fatalf("%s: %v, %v", code, editions, err)
			}
			return editions[0].PlaceID
		}
		municipality := []id.ID{of(place.Municipality, "GM9999"), of(place.District, "WK999901"), of(place.Neighbourhood, "BU99990101"), of(place.OwnArea, "singel")}
		for name, check := range map[string]struct {
			place id.ID
			want  []id.ID
		}{
			"municipality":             {municipality[0], municipality},
			"province":                 {of(place.Province, "PV30"), append([]id.ID{of(place.Province, "PV30"), of(place.Municipality, "GM9998")}, municipality...)},
			"province that it left":    {of(place.Province, "PV31"), []id.ID{of(place.Province, "PV31")}},
			"neighbourhood":            {municipality[2], municipality[2:3]},
			"a place without editions": {12345, []id.ID{12345}},
		} {
			slices.Sort(check.want)
			if got, err := db.PlacesWithin(ctx, check.place); err != nil || !slices.Equal(got, check.want) {
				t.Errorf("%s: %v, %v; want %v", name, got, err, check.want)
			}
		}
	})
}

func TestActorFollowsAccountAndGrants(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		s := accounts(t, db)
		now := time.Date(2026, 6, 30, 21, 59, 0, 0, time.UTC) // one minute before midnight in Amsterdam
		s.Now = func() time.Time { return now }
		where := aPlace(t, db)
		ended, until := grantOn(access.Analyst, 0), grantOn(access.Editor, where)
		ended.Until, until.Until = "2026-06-29", "2026-06-30"
		one := newAccount(t, s, "een@example.org", ended, until)
		scopes := func() map[access.Role]access.Scope {
			who, err := s.ActorOf(ctx, one.ID)
			if err != nil {
				t.Fatal(err)
			}
			return who.Actor.Scopes
		}
		if got := scopes(); len(got) != 1 || !slices.Equal(got[access.Editor].Places, []id.ID{where}) || got[access.Editor].Everywhere {
			t.Errorf("on the last day: %v", got)
		}
		now = now.Add(time.Minute)
		if got := scopes(); len(got) != 0 {
			t.Errorf("on the day after: %v", got)
		}
		now = now.Add(-time.Minute)
		// Another process blocks the account.
		other := accounts(t, storetest.Open(t, config))
		if err := other.SetState(ctx, one.ID, account.Blocked, 0); err != nil {
			t.Fatal(err)
		}
		if who, err := s.ActorOf(ctx, one.ID); err != nil || who.Actor.SignedIn() {
			t.Errorf("a blocked account is %+v, %v", who, err)
		}
	})
}

func TestSessions(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		ctx, ids := context.Background(), id.NewMaker(nil)
		now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
		config.Now = func() time.Time { return now }
		db, other := storetest.Open(t, config), storetest.Open(t, config)
		sessions := db.Sessions(time.Hour)
		begin := func(token string, of id.ID) id.ID {
			s := account.Session{ID: ids.Next(), Account: of, Method: account.ByMail, Browser: "Firefox", Network: "192.0.2.0/24"}
			values := map[string]any{}
			for name, value := range s.Values() {
				values[name] = value
			}
			end := now.Add(3 * time.Hour)
			data, err := account.SessionCodec{}.Encode(end, values)
			if err != nil {
				t.Fatal(err)
			}
			if err := sessions.CommitCtx(ctx, token, data, end); err != nil {
				t.Fatal(err)
			}
			return s.ID
		}
		found := func(token string) bool {
			_, found, err := sessions.FindCtx(ctx, token)
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		a, b := begin("a", 1), begin("b", 1)
		begin("c", 2)
		if list, err := db.SessionsOf(ctx, 1); err != nil || len(list) != 2 || list[1].ID != a || list[1].Network != "192.0.2.0/24" || !list[1].Since.Equal(now) {
			t.Errorf("sessions of 1: %+v, %v", list, err)
		}
		if n, err := other.EndSession(ctx, 2, a); n != 0 || err != nil {
			t.Errorf("ending a session of somebody else: %d, %v", n, err)
		}
		if n, err := other.EndSessions(ctx, 1, b); n != 1 || err != nil || found("a") || !found("b") || !found("c") {
			t.Errorf("ending all but one: %d, %v; a %v, b %v, c %v", n, err, found("a"), found("b"), found("c"))
		}
		now = now.Add(50 * time.Minute)
		if err := db.TouchSession(ctx, b, now); err != nil {
			t.Fatal(err)
		}
		now = now.Add(50 * time.Minute)
		if !found("b") || found("c") {
			t.Errorf("after 100 minutes: the one in use %v, the idle one %v", found("b"), found("c"))
		}
		for range 3 { // in use all the time
			now = now.Add(30 * time.Minute)
			if err := db.TouchSession(ctx, b, now); err != nil {
				t.Fatal(err)
			}
		}
		if found("b") {
			t.Error("a session in use lasts beyond its end")
		}
		if err := db.RemoveEndedSessions(ctx, time.Hour); err != nil {
			t.Fatal(err)
		}
		if n := countTest(t, config, `SELECT count(*) FROM account_session`); n != 0 {
			t.Errorf("%d sessions are left", n)
		}
	})
}

// The last administrator stays, whatever is tried, also by two at once.
func TestLastAdministratorStays(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		s := accounts(t, db)
		newAccount(t, s, "reader@example.org", grantOn(access.Reader, 0)) // before there is any administrator
		var admins []account.Account
		for _, email := range []string{"a@example.org", "b@example.org"} {
			admins = append(admins, newAccount(t, s, email, grantOn(access.Administrator, 0)))
		}
		newAccount(t, s, "place@example.org", grantOn(access.Administrator, aPlace(t, db))) // does not count
		ending := grantOn(access.Administrator, 0)
		ending.Until = "2999-12-31"
		newAccount(t, s, "ending@example.org", ending) // does not count either
		for round := range 20 {
			var together sync.WaitGroup
			results := make([]error, len(admins))
			for at, admin := range admins {
				together.Go(func() { results[at] = s.SetState(ctx, admin.ID, account.Blocked, 0) })
			}
			together.Wait()
			refused := 0
			for _, err := range results {
				var f *fault.Fault
				if err != nil && (!errors.As(err, &f) || f.Key != "account.last-administrator") {
					t.Fatal(err)
				}
				if err != nil {
					refused++
				}
			}
			if refused != 1 {
				t.Fatalf("round %d: %d of two were refused: %v", round, refused, results)
			}
			for _, admin := range admins {
				if err := s.SetState(ctx, admin.ID, account.Active, 0); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
