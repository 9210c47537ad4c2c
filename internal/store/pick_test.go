package store_test

import (
	"context"
	"slices"
	"testing"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// Namesakes are told apart where one is picked, and each label that is offered
// means one record, however it was typed.
func TestPickingNamesakes(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		ctx, h := context.Background(), newHouse(t, config)
		ggd := h.create(h.organisations, record.Values{"name": "GGD Zeekust", "sort": "public-health"})
		welfare := h.create(h.organisations, record.Values{"name": "Welzijn, Sport en Co", "sort": "welfare"})
		person := func(organisation id.ID) id.ID {
			return h.create(h.people, record.Values{"name": "Noor Helmgras", "organisation": organisation}).ID
		}
		one, two, three, four := person(ggd.ID), person(welfare.ID), person(0), person(welfare.ID)
		suggested, err := h.Suggest(ctx, program, h.people, "noor helm", 10)
		if err != nil || len(suggested) != 4 {
			t.Fatalf("%+v, %v", suggested, err)
		}
		labels := record.Labels(suggested)
		want := map[id.ID]string{
			one: "Noor Helmgras, GGD Zeekust", two: "Noor Helmgras, Welzijn, Sport en Co (" + two.String() + ")",
			three: "Noor Helmgras (" + three.String() + ")", four: "Noor Helmgras, Welzijn, Sport en Co (" + four.String() + ")",
		}
		for at, named := range suggested {
			if labels[at] != want[named.ID] {
				t.Errorf("a label is %q, want %q", labels[at], want[named.ID])
			}
		}
		for typed, want := range map[string][]id.ID{
			"Noor Helmgras, GGD Zeekust":          {one},
			"noor helmgras,ggd zeekust":           {one},
			"Noor Helmgras, Welzijn, Sport en Co": {two, four},
			"Noor Helmgras":                       {one, two, three, four},
			"Noor Helmgras, Politie":              nil,
			"Helmgras":                            nil,
		} {
			found, err := h.FindLabelled(ctx, program, h.people, typed)
			var ids []id.ID
			for _, named := range found {
				ids = append(ids, named.ID)
			}
			slices.Sort(ids)
			if err != nil || !slices.Equal(ids, want) {
				t.Errorf("%q means %v, want %v (%v)", typed, ids, want, err)
			}
		}
		if found, err := h.Suggest(ctx, program, h.people, "Noor Helmgras, GGD", 10); err != nil || len(found) != 1 || found[0].ID != one {
			t.Errorf("with the beginning of an organisation: %+v, %v", found, err)
		}
	})
}

// A file with many rows is held against the names that are there.
func TestImportNotesDoubles(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h := newHouse(t, config)
		h.create(h.organisations, record.Values{"name": "Sportvereniging Zeester", "sort": "sports-club"})
		h.create(h.organisations, record.Values{"name": "Basisschool De Golfslag", "sort": "school"})
		table := h.table([]byte("name;sort\nS.V. Zeester;sports-club\nBasischool De Golfslag;school\nSportvereniging Zeester;sports-club\nZwemclub Zeepaard;sports-club\n"))
		plan, err := h.PlanImport(context.Background(), program, h.organisations, table, nil)
		if err != nil || plan.FaultsTotal != 0 || plan.New != 3 || plan.Same != 1 {
			t.Fatalf("%+v, %v", plan, err)
		}
		var rows []int
		for _, notice := range plan.Notices {
			rows = append(rows, notice.Row)
		}
		if !slices.Equal(rows, []int{2, 3}) || plan.Notices[0].Args["Known"] != "Sportvereniging Zeester" {
			t.Errorf("%+v", plan.Notices)
		}
	})
}
