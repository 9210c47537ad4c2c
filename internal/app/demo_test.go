package app

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/demo/story"
	"github.com/koppelkans/koppelkans/internal/demo/tour"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// demoEnd is a moment at which a history can end: the day after a leap day.
var demoEnd = time.Date(2028, time.March, 1, 6, 30, 0, 0, time.UTC)

func fillDemoAt(t *testing.T, config store.Config, end time.Time) {
	t.Helper()
	must(t, config, "demo", "--now", end.Format(time.RFC3339))
}

// exports gives all that can be read of each kind, deleted records left out.
func exports(t *testing.T, config store.Config) map[string]string {
	t.Helper()
	files := map[string]string{}
	inParts(t, config, func(p *parts) {
		for _, kind := range p.records.Kinds.All() {
			file := filepath.Join(t.TempDir(), kind.One+".csv")
			must(t, config, "records", "export", kind.One, "--out", file)
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			files[kind.One] = string(text)
		}
	})
	return files
}

// inParts does something with the services of a database.
func inParts(t *testing.T, config store.Config, work func(p *parts)) {
	t.Helper()
	err := Where{Data: config.Folder, Database: config.URL}.with(t.Context(), silent(), func(p *parts) error {
		work(p)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Pictures and examples speak of the demo, so filling it again must give it
// again: the same records with the same ids, on either database.
func TestDemoIsTheSameEachTime(t *testing.T) {
	t.Parallel() // beside other long ones
	first := store.Config{Folder: t.TempDir()}
	fillDemoAt(t, first, demoEnd)
	want := exports(t, first)
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemoAt(t, config, demoEnd)
		for kind, text := range exports(t, config) {
			if text != want[kind] {
				t.Errorf("%s differs:\n%s\n%s", kind, text, want[kind])
			}
		}
	})
	later := store.Config{Folder: t.TempDir()}
	fillDemoAt(t, later, demoEnd.AddDate(0, 0, 3))
	if exports(t, later)["organisation"] == want["organisation"] {
		t.Error("a later end changes nothing, so that this test shows nothing")
	}
}

// What the demo tells happened in the three years before it was filled, in
// that order, and in office hours.
func TestDemoHistoryLiesInThreeYears(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemoAt(t, config, demoEnd)
		begin := story.Begin(demoEnd)
		within := func(what string, at time.Time) {
			if at.Before(begin) || at.After(demoEnd) {
				t.Errorf("%s is of %s, outside %s to %s", what, at, begin, demoEnd)
			}
		}
		inParts(t, config, func(p *parts) {
			changes := allChanges(t, p)
			slices.SortFunc(changes, func(a, b record.Change) int { return int(a.ID - b.ID) })
			for at, change := range changes {
				within(change.Kind+" "+string(change.Deed), change.At)
				if at > 0 && change.At.Before(changes[at-1].At) {
					t.Errorf("a change of %s has a later id than one of %s", change.At, changes[at-1].At)
				}
				if day := change.At.Weekday(); change.By != 0 && (day == time.Saturday || day == time.Sunday || change.At.Hour() < 7 || change.At.Hour() > 16) {
					t.Errorf("somebody worked on %s", change.At)
				}
			}
			if last := changes[len(changes)-1].At; demoEnd.Sub(last) > 7*24*time.Hour {
				t.Errorf("nothing happened after %s, and the demo ends at %s", last, demoEnd)
			}
			entries, err := p.accounts.Entries(t.Context(), account.Ask{Limit: 1_000})
			if err != nil || len(entries) < 20 {
				t.Errorf("%d entries in the log, %v", len(entries), err)
			}
			for _, entry := range entries {
				within("log: "+string(entry.Event), entry.At)
			}
		})
	})
}

// allChanges gives the history of everything, of what was deleted too.
func allChanges(t *testing.T, p *parts) []record.Change {
	t.Helper()
	var all []record.Change
	for kind, rows := range allRows(t, p) {
		for _, one := range rows {
			changes, err := p.db.ChangesOf(t.Context(), kind, one, 0, 1_000)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, changes...)
		}
	}
	return all
}

func allRows(t *testing.T, p *parts) map[*record.Kind][]id.ID {
	t.Helper()
	all := map[*record.Kind][]id.ID{}
	for _, kind := range p.records.Kinds.All() {
		for _, deleted := range []bool{false, true} {
			rows, err := p.db.ListRows(t.Context(), kind, record.Query{Where: access.Where{Any: []access.Condition{{}}}, Deleted: deleted, Limit: 1_000})
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				all[kind] = append(all[kind], row.ID)
			}
		}
	}
	return all
}

// Who tries the demo finds an example of everything, and somebody of each role
// who is one of its people.
func TestDemoHasExamplesOfEverything(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		inParts(t, config, func(p *parts) {
			ctx := context.Background()
			totals := map[string]int{}
			for _, kind := range p.records.Kinds.All() {
				list, err := p.records.List(ctx, commandLineActor(), kind, record.Ask{Limit: 1})
				if totals[kind.One] = list.Total; err != nil || list.Total == 0 {
					t.Errorf("no %s, %v", kind.One, err)
				}
			}
			if totals["organisation"] != 14 || totals["person"] != 40 {
				t.Errorf("%d organisations and %d people, want 14 and 40", totals["organisation"], totals["person"])
			}
			for _, role := range access.Roles {
				who, err := p.accounts.DemoSignIn(ctx, role)
				if err != nil {
					t.Errorf("%s: %v", role, err)
					continue
				}
				can, err := p.accounts.ActorOf(ctx, who.ID)
				if _, has := can.Actor.Scopes[role]; err != nil || !has || tour.RoleOf(can.Actor) != role {
					t.Errorf("the account of %s has the roles %v, %v", role, slices.Collect(maps.Keys(can.Actor.Scopes)), err)
				}
				people, _ := p.records.Kinds.ByName("person")
				if person, err := p.db.FindRow(ctx, people, who.Person); err != nil || person.Deleted() || people.Title(&person) != who.Name {
					t.Errorf("the account of %s is of %v, %v", role, person.Values, err)
				}
			}
			deeds := map[record.Deed]int{}
			for _, change := range allChanges(t, p) {
				deeds[change.Deed]++
			}
			for _, deed := range []record.Deed{record.Created, record.Changed, record.Removed, record.Returned, record.Undone, record.Merged} {
				if deeds[deed] == 0 {
					t.Errorf("nothing in the demo was ever %s", deed)
				}
			}
			// What was erased is in no list any more; the log tells that it was.
			for _, event := range []account.Event{account.EventErased, account.EventLeft} {
				if entries, err := p.accounts.Entries(ctx, account.Ask{Event: event, Limit: 1}); err != nil || len(entries) == 0 {
					t.Errorf("nothing in the log of %s, %v", event, err)
				}
			}
		})
	})
}

// Nobody in the demo exists: names are those of the cast, addresses and sites
// of example.org, which is kept free of both.
func TestDemoNamesNobodyReal(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	cast := map[string]bool{}
	for _, name := range story.Names() {
		cast[name] = true
	}
	address := regexp.MustCompile(`[^\s;,"/@]*@[^\s;,"]*|https?://[^\s;,"]*`)
	fictional := regexp.MustCompile(`^[a-z-]+@example\.org$|^https://example\.org/[a-z-]+$`)
	phone := regexp.MustCompile(`\+31|\b0[1-9][0-9 -]{6,}`)
	for kind, text := range exports(t, config) {
		if kind == "indicator" || kind == "mapSet" || kind == "threshold" {
			continue // name the real sources of the catalogue
		}
		for _, found := range address.FindAllString(text, -1) {
			if !fictional.MatchString(found) {
				t.Errorf("%s: %q may be somebody's", kind, found)
			}
		}
		if kind != "delivery" && kind != "ownArea" && phone.MatchString(text) {
			t.Errorf("%s: %q may be somebody's number", kind, phone.FindString(text))
		}
	}
	inParts(t, config, func(p *parts) {
		for _, name := range []string{"person", "account"} {
			kind, _ := p.records.Kinds.ByName(name)
			for _, one := range allRows(t, p)[kind] {
				row, err := p.db.FindRow(t.Context(), kind, one)
				if err != nil {
					t.Fatal(err)
				}
				if title := kind.Title(&row); title != "" && !cast[title] {
					t.Errorf("%s %q is not in the cast", name, title)
				}
			}
		}
	})
	data, err := os.ReadFile(filepath.Join(config.Folder, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), "Vloedlijn") {
		t.Error("who was erased is still in the database")
	}
}

// A demo that was stopped half-way is not shown as if it were whole.
func TestHalfADemoIsTold(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	inParts(t, config, func(p *parts) {
		if err := p.accounts.BeginDemo(t.Context()); err != nil {
			t.Fatal(err)
		}
		if on, err := p.accounts.Demo(t.Context()); on || err != nil {
			t.Errorf("half a demo lets everybody in: %v, %v", on, err)
		}
	})
	for _, more := range [][]string{nil, {"--if-empty"}} {
		if _, errs, code := command(t, config, append([]string{"demo"}, more...)...); code != exitRefused || errs == "" {
			t.Errorf("demo %v: exit code %d, it said %q", more, code, errs)
		}
	}
}
