package store_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// file gives the export of a kind.
func (h *house) file(actor access.Actor, kind *record.Kind, format sheet.Format) []byte {
	h.t.Helper()
	var to bytes.Buffer
	if _, err := h.WriteFile(context.Background(), actor, kind, record.Ask{}, format, &to, nil); err != nil {
		h.t.Fatal(err)
	}
	return to.Bytes()
}

func (h *house) table(data []byte) *sheet.Table {
	h.t.Helper()
	table, err := sheet.Read(bytes.NewReader(data), sheet.UsualLimits())
	if err != nil {
		h.t.Fatal(err)
	}
	return table
}

// imports imports a file and tells in a few words what came of it.
func (h *house) imports(actor access.Actor, kind *record.Kind, file string) string {
	h.t.Helper()
	plan, err := h.Import(context.Background(), actor, kind, h.table([]byte(file)), nil, nil)
	if plan == nil {
		return err.Error()
	}
	return told(plan)
}

func told(plan *record.Plan) string {
	text := fmt.Sprintf("%d new, %d changed, %d same", plan.New, plan.Changed, plan.Same)
	for _, wrong := range plan.Faults {
		text += fmt.Sprintf("; %d %s %s", wrong.Row, wrong.Column, wrong.Key)
	}
	return text
}

func (h *house) lastEvent() int64 {
	h.t.Helper()
	event, err := h.Store.LastEvent(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	return event
}

func TestImportOfAnExportChangesNothing(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h := newHouse(t, config)
		parent := h.create(h.organisations, record.Values{"name": "Gemeente Waterhoven", "sort": "municipality"})
		org := h.create(h.organisations, record.Values{
			"name": "=SUM(A1)", "sort": "welfare", "domains": []string{"social", "health"}, "parent": parent.ID, "phone": "+31 40 123",
			"note": "regel 1\nregel 2; \"en\" 'meer'", "owner": parent.ID, "audience": "public",
		})
		h.create(h.people, record.Values{"name": "Iemand", "organisation": org.ID, "roles": []string{"resident"}})
		for _, kind := range []*record.Kind{h.organisations, h.people} {
			for _, format := range []sheet.Format{sheet.CSV, sheet.JSON} {
				before := h.lastEvent()
				file := h.file(program, kind, format)
				t.Logf("%s", file)
				if got := h.imports(program, kind, string(file)); !strings.HasPrefix(got, "0 new, 0 changed") || strings.Contains(got, ";") {
					t.Errorf("%s as %s: %s", kind.One, format, got)
				}
				if h.lastEvent() != before {
					t.Errorf("%s as %s wrote something", kind.One, format)
				}
			}
		}
	})
}

func TestImportMakesAndChangesOnce(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h := newHouse(t, config)
		h.create(h.organisations, record.Values{"name": "Bestaat al", "sort": "school", "phone": "1234"})
		const file = "name;sort;parentName;phone\nKind;welfare;Ouder;\nOuder;municipality;;\nBestaat al;school;Kind;999\n"
		if got := h.imports(program, h.organisations, file); got != "2 new, 1 changed, 0 same" {
			t.Fatal(got)
		}
		before := h.lastEvent()
		if got := h.imports(program, h.organisations, file); got != "0 new, 0 changed, 3 same" || h.lastEvent() != before {
			t.Errorf("the second time: %s", got)
		}
	})
}
