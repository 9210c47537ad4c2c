package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// house is a service of records on an empty database.
type house struct {
	*record.Service
	t             testing.TB
	organisations *record.Kind
	people        *record.Kind
}

func newHouse(t testing.TB, config store.Config) *house {
	t.Helper()
	all, err := kinds.All()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, Service: &record.Service{Kinds: all, Store: storetest.Open(t, config), IDs: id.NewMaker(nil), Now: time.Now}}
	h.organisations, _ = all.ByName("organisation")
	h.people, _ = all.ByName("person")
	return h
}

var program = access.Actor{Program: true}

func (h *house) create(kind *record.Kind, values record.Values) record.Row {
	h.t.Helper()
	row, err := h.Create(context.Background(), program, kind, values)
	if err != nil {
		h.t.Fatal(err)
	}
	return row
}

func (h *house) get(kind *record.Kind, one id.ID) record.Row {
	h.t.Helper()
	row, err := h.Store.FindRow(context.Background(), kind, one)
	if err != nil {
		h.t.Fatal(err)
	}
	return row
}

func valueOf(t *testing.T, kind *record.Kind, row record.Row, name string) any {
	t.Helper()
	field, known := kind.Field(name)
	if !known {
		t.Fatalf("no field %s", name)
	}
	return row.Get(field)
}

func TestRecordComesBackAsItWasWritten(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h := newHouse(t, config)
		made := h.create(h.organisations, record.Values{
			"name": "Welzijn Waterhoven", "sort": "welfare", "domains": []string{"social", "health"}, "website": "https://example.org", "audience": "public",
		})
		found := h.get(h.organisations, made.ID)
		if diff := cmp.Diff(made, found); diff != "" {
			t.Error(diff)
		}
		if o := partnership.Organisations().Of(found); o.Name != "Welzijn Waterhoven" || o.Audience != access.Public || len(o.Domains) != 2 || o.Version != 1 {
			t.Errorf("%+v", o)
		}
		changes, _, err := h.History(context.Background(), program, h.organisations, made.ID, 0)
		if err != nil || len(changes) != 1 || changes[0].Deed != record.Created || len(changes[0].Fields) != 5 {
			t.Errorf("history of a new record: %+v, %v", changes, err)
		}
	})
}

// Every combination of two editors at once: different fields, the same field
// to different and to equal values, and one who deletes.
func TestTwoEditors(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h, ctx := newHouse(t, config), context.Background()
		first := func() record.Row {
			return h.create(h.organisations, record.Values{"name": "Oud", "sort": "welfare", "phone": "040 123"})
		}
		t.Run("different fields go together", func(t *testing.T) {
			row := first()
			for _, values := range []record.Values{{"name": "Nieuw"}, {"phone": "040 999"}} {
				if _, err := h.Change(ctx, program, h.organisations, row.ID, row.Version, values); err != nil {
					t.Fatal(err)
				}
			}
			now := h.get(h.organisations, row.ID)
			if valueOf(t, h.organisations, now, "name") != "Nieuw" || valueOf(t, h.organisations, now, "phone") != "040 999" || now.Version != 3 {
				t.Errorf("%+v", now)
			}
		})
		t.Run("the same field asks", func(t *testing.T) {
			row := first()
			if _, err := h.Change(ctx, program, h.organisations, row.ID, row.Version, record.Values{"name": "Van mij"}); err != nil {
				t.Fatal(err)
			}
			_, err := h.Change(ctx, program, h.organisations, row.ID, row.Version, record.Values{"name": "Van jou", "phone": "1234"})
			var overtaken *record.Overtaken
			if !errors.As(err, &overtaken) || fault.CodeOf(err) != fault.Conflict {
				t.Fatalf("%v", err)
			}
			if len(overtaken.Clashes) != 1 || overtaken.Clashes[0].Theirs != "Van mij" || overtaken.Clashes[0].Mine != "Van jou" || overtaken.Clashes[0].Base != "Oud" {
				t.Errorf("%+v", overtaken.Clashes)
			}
			if now := h.get(h.organisations, row.ID); valueOf(t, h.organisations, now, "phone") != "040 123" {
				t.Error("half of a change that clashed was written")
			}
		})
		t.Run("the same value is no clash", func(t *testing.T) {
			row := first()
			for range 2 {
				if _, err := h.Change(ctx, program, h.organisations, row.ID, row.Version, record.Values{"name": "Samen"}); err != nil {
					t.Fatal(err)
				}
			}
			if now := h.get(h.organisations, row.ID); now.Version != 2 {
				t.Errorf("version %d: nothing changed the second time", now.Version)
			}
		})
		t.Run("one deletes, the other changes", func(t *testing.T) {
			row := first()
			if _, err := h.Delete(ctx, program, h.organisations, row.ID, row.Version); err != nil {
				t.Fatal(err)
			}
			_, err := h.Change(ctx, program, h.organisations, row.ID, row.Version, record.Values{"name": "Te laat"})
			var overtaken *record.Overtaken
			if !errors.As(err, &overtaken) || !overtaken.Deleted {
				t.Fatalf("%v", err)
			}
		})
		t.Run("one changes, the other deletes", func(t *testing.T) {
			row := first()
			if _, err := h.Change(ctx, program, h.organisations, row.ID, row.Version, record.Values{"name": "Eerst"}); err != nil {
				t.Fatal(err)
			}
			_, err := h.Delete(ctx, program, h.organisations, row.ID, row.Version)
			var overtaken *record.Overtaken
			if !errors.As(err, &overtaken) {
				t.Fatalf("%v", err)
			}
		})
	})
}

// Many editors of different fields and of one counter lose nothing.
func TestManyEditorsAtOnce(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h, ctx := newHouse(t, config), context.Background()
		row := h.create(h.organisations, record.Values{"name": "Druk", "sort": "school"})
		fields := []string{"shortName", "phone", "address", "note", "email", "website"}
		values := []any{"DR", "040 1", "Straat 1", "let op", "a@example.org", "https://example.org"}
		var all sync.WaitGroup
		errs := make([]error, len(fields))
		for at := range fields {
			all.Go(func() {
				_, errs[at] = h.Change(ctx, program, h.organisations, row.ID, row.Version, record.Values{fields[at]: values[at]})
			})
		}
		all.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		now := h.get(h.organisations, row.ID)
		for at, name := range fields {
			if got := valueOf(t, h.organisations, now, name); got != values[at] {
				t.Errorf("%s is %v", name, got)
			}
		}
		if now.Version != int64(1+len(fields)) {
			t.Errorf("version %d", now.Version)
		}
	})
}

func TestUndoRestoresOnlyItsFields(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h, ctx := newHouse(t, config), context.Background()
		row := h.create(h.organisations, record.Values{"name": "Een", "sort": "school", "phone": "111"})
		change := func(values record.Values) record.Change {
			now := h.get(h.organisations, row.ID)
			if _, err := h.Change(ctx, program, h.organisations, row.ID, now.Version, values); err != nil {
				t.Fatal(err)
			}
			changes, _, err := h.History(ctx, program, h.organisations, row.ID, 0)
			if err != nil {
				t.Fatal(err)
			}
			return changes[0]
		}
		renamed := change(record.Values{"name": "Twee"})
		change(record.Values{"phone": "222"})
		if _, err := h.Undo(ctx, program, renamed.Batch); err != nil {
			t.Fatal(err)
		}
		now := h.get(h.organisations, row.ID)
		if valueOf(t, h.organisations, now, "name") != "Een" || valueOf(t, h.organisations, now, "phone") != "222" {
			t.Errorf("%+v", now.Values)
		}
		again := change(record.Values{"name": "Drie"})
		change(record.Values{"name": "Vier"})
		var overtaken *record.Overtaken
		if _, err := h.Undo(ctx, program, again.Batch); !errors.As(err, &overtaken) || len(overtaken.Clashes) != 1 || overtaken.Clashes[0].Theirs != "Vier" {
			t.Errorf("undoing what changed since: %v", err)
		}
	})
}

func TestDeleteAndReturn(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h, ctx := newHouse(t, config), context.Background()
		row := h.create(h.organisations, record.Values{"name": "Weg", "sort": "school"})
		h.create(h.people, record.Values{"name": "Iemand", "organisation": row.ID})
		dependents, err := h.Dependents(ctx, program, h.organisations, &record.Seen{Row: row})
		if err != nil || len(dependents) != 1 || len(dependents[0].Records) != 1 || dependents[0].Records[0].Title != "Iemand" {
			t.Errorf("%+v, %v", dependents, err)
		}
		if _, err := h.Delete(ctx, program, h.organisations, row.ID, 1); err != nil {
			t.Fatal(err)
		}
		list, err := h.List(ctx, program, h.organisations, record.Ask{})
		if err != nil || list.Total != 0 {
			t.Errorf("%+v, %v", list, err)
		}
		if list, err = h.List(ctx, program, h.organisations, record.Ask{Deleted: true}); err != nil || list.Total != 1 {
			t.Errorf("deleted: %+v, %v", list, err)
		}
		if _, err := h.Return(ctx, program, h.organisations, row.ID); err != nil {
			t.Fatal(err)
		}
		if list, err = h.List(ctx, program, h.organisations, record.Ask{}); err != nil || list.Total != 1 {
			t.Errorf("returned: %+v, %v", list, err)
		}
	})
}

func TestMergeTurnsAllThatPointsToTheDoubleAndUndoesAsOne(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h, ctx := newHouse(t, config), context.Background()
		keep := h.create(h.organisations, record.Values{"name": "GGD Waterhoven", "sort": "public-health", "phone": "1111"})
		double := h.create(h.organisations, record.Values{"name": "ggd waterhoven", "sort": "public-health", "phone": "2222", "website": "https://example.org"})
		person := h.create(h.people, record.Values{"name": "Iemand", "organisation": double.ID, "owner": double.ID})
		plan, err := h.PlanMerge(ctx, program, h.organisations, keep.ID, double.ID)
		if err != nil || len(plan.Differ) != 2 || len(plan.Filled) != 1 || plan.Moved != 2 {
			t.Errorf("%+v, %v", plan, err)
		}
		if _, err := h.Merge(ctx, program, h.organisations, keep.ID, double.ID, map[string]bool{"phone": true}); err != nil {
			t.Fatal(err)
		}
		now := h.get(h.organisations, keep.ID)
		if valueOf(t, h.organisations, now, "phone") != "2222" || valueOf(t, h.organisations, now, "website") != "https://example.org" || valueOf(t, h.organisations, now, "name") != "GGD Waterhoven" {
			t.Errorf("%+v", now.Values)
		}
		moved := h.get(h.people, person.ID)
		if valueOf(t, h.people, moved, "organisation") != keep.ID || moved.Owner != keep.ID {
			t.Errorf("the person stayed with the double: %+v", moved)
		}
		gone := h.get(h.organisations, double.ID)
		if !gone.Deleted() || gone.MergedInto != keep.ID {
			t.Errorf("%+v", gone)
		}
		changes, _, err := h.History(ctx, program, h.organisations, keep.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Undo(ctx, program, changes[0].Batch); err != nil {
			t.Fatal(err)
		}
		if now = h.get(h.organisations, keep.ID); valueOf(t, h.organisations, now, "phone") != "1111" {
			t.Errorf("%+v", now.Values)
		}
		if gone = h.get(h.organisations, double.ID); gone.Deleted() || gone.MergedInto != 0 {
			t.Errorf("the double did not come back: %+v", gone)
		}
		if moved = h.get(h.people, person.ID); valueOf(t, h.people, moved, "organisation") != double.ID || moved.Owner != double.ID {
			t.Errorf("the person did not go back: %+v", moved)
		}
	})
}

func TestWrongValuesAreNamedAllAtOnce(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h := newHouse(t, config)
		_, err := h.Create(context.Background(), program, h.organisations, record.Values{
			"sort": "nonsense", "email": "nobody", "website": "javascript:alert(1)", "parent": id.ID(12), "size": "large",
			"phone": &record.Problem{Field: "phone", Key: "record.not-text"},
		})
		var problems record.Problems
		if !errors.As(err, &problems) {
			t.Fatalf("%v", err)
		}
		want := "name record.required, sort record.no-option, parent record.no-such, website record.not-link, " +
			"email record.not-email, phone record.not-text, size record.no-field"
		if problems.Error() != want {
			t.Errorf("%v", problems)
		}
		if list, err := h.List(context.Background(), program, h.organisations, record.Ask{}); err != nil || list.Total != 0 {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

func TestPagesOfAListMeetEveryRecordOnce(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h, ctx := newHouse(t, config), context.Background()
		const many = 137
		for at := range many {
			sort := "school"
			if at%3 == 0 {
				sort = "welfare"
			}
			h.create(h.organisations, record.Values{"name": fmt.Sprintf("School %d", at), "sort": sort})
		}
		for _, ask := range []record.Ask{{}, {Down: true}, {Sort: "sort"}, {Sort: "sort", Down: true}, {Filters: map[string]string{"sort": "welfare"}}} {
			seen := map[id.ID]bool{}
			ask.Limit = 20
			for {
				list, err := h.List(ctx, program, h.organisations, ask)
				if err != nil {
					t.Fatal(err)
				}
				for _, row := range list.Rows {
					if seen[row.ID] {
						t.Fatalf("%+v: twice on the list", ask)
					}
					seen[row.ID] = true
				}
				if !list.More {
					if len(seen) != list.Total {
						t.Errorf("%+v: %d on the pages, total %d", ask, len(seen), list.Total)
					}
					break
				}
				ask.After = list.Rows[len(list.Rows)-1].ID
			}
		}
		list, err := h.List(ctx, program, h.organisations, record.Ask{Limit: 3})
		if err != nil || h.organisations.Title(&list.Rows[1].Row) != "School 1" || h.organisations.Title(&list.Rows[2].Row) != "School 2" {
			t.Errorf("numbers stand in the wrong order: %v", err)
		}
	})
}
