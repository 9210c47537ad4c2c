package store_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// file gives the export of a kind.
func (h *house) file(actor access.Actor, kind *record.Kind, format sheet.Format) []byte {
	h.t.Helper()
	var to bytes.Buffer
	if _, err := h.WriteFile(context.Background(), actor, kind, record.Ask{}, record.Layout{Format: format}, &to, nil); err != nil {
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

// A file may say everything in the words of the screen, in either language.
func TestImportInWords(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h := newHouse(t, config)
		var err error
		if h.Words, err = i18n.Load(); err != nil {
			t.Fatal(err)
		}
		h.create(h.organisations, record.Values{"name": "Gemeente Waterhoven", "sort": "municipality"})
		table := func(rows string) string { return h.imports(program, h.organisations, rows) }
		for _, one := range []struct{ file, want string }{
			{"Náám; SOORT\nSV Zeester;sportclub\n", "1 new, 0 changed, 0 same"},
			{"naam;soort\nSV Zeester;sports-club\n", "0 new, 0 changed, 1 same"},
			{"Name;Sort\nSV Zeester;Sports club\n", "0 new, 0 changed, 1 same"},
			{"naam;soort\nSV Zeester;kegelclub\n", "0 new, 1 changed, 0 same; 2 soort record.no-option"},
			{"naam;name\nSV Zeester;SV Zeester\n", "0 new, 0 changed, 1 same; 1 name record.importColumnTwice"},
			{"naam;kleur\nSV Zeester;rood\n", "0 new, 0 changed, 1 same; 1 kleur record.importNoColumn"},
		} {
			if got := table(one.file); got != one.want {
				t.Errorf("%q: %s, want %s", one.file, got, one.want)
			}
		}
		field, _ := h.organisations.Field("parent")
		label := h.Words.T("nl", h.organisations.LabelKey(field), nil)
		if got := table("naam;" + label + "\nSV Zeester;Gemeente Waterhoven\n"); got != "0 new, 1 changed, 0 same" {
			t.Errorf("a reference by its name under %q: %s", label, got)
		}
		members, _ := h.Kinds.ByName("member")
		partnerships, _ := h.Kinds.ByName("partnership")
		h.create(partnerships, record.Values{"name": "Samen"})
		h.create(h.people, record.Values{"name": "Iemand"})
		starts, _ := members.Field("starts")
		guest, _ := members.Field("guest")
		heading := func(f *record.Field) string { return h.Words.T("nl", members.LabelKey(f), nil) }
		file2 := "personName;Samenwerking;" + heading(guest) + ";" + heading(starts) + "\nIemand;Samen;Ja;31-3-2026\n"
		if got := h.imports(program, members, file2); got != "1 new, 0 changed, 0 same" {
			t.Fatalf("%s: %s", file2, got)
		}
		if got := string(h.file(program, members, sheet.CSV)); !strings.Contains(got, "2026-03-31") || !strings.Contains(got, "true") {
			t.Error(got)
		}
	})
}

// A row that says nothing of where it lies comes where a form would put it; who
// may not put it there is told which column lacks.
func TestImportWithoutPlace(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h := newHouse(t, config)
		own := h.create(h.organisations, record.Values{"name": "GGD", "sort": "public-health"})
		const here = id.ID(77)
		actor := access.Actor{Account: 5, Organisation: own.ID, Scopes: map[access.Role]access.Scope{access.Coordinator: {Places: []id.ID{here}}}}
		const file = "name;sort\nBuurtbus;other\n"
		if got := h.imports(actor, h.organisations, file); got != "1 new, 0 changed, 0 same; 2  record.not-there-where" {
			t.Error(got)
		}
		h.LikelyPlace = func(context.Context, access.Actor) (id.ID, error) { return here, nil }
		if got := h.imports(actor, h.organisations, file); got != "1 new, 0 changed, 0 same" {
			t.Fatal(got)
		}
		rows, err := h.Store.FindByValues(context.Background(), h.organisations, h.organisations.TitleField(), []any{"Buurtbus"})
		if err != nil || len(rows) != 1 || rows[0].Place != here || rows[0].Owner != own.ID {
			t.Errorf("%+v, %v", rows, err)
		}
	})
}
