package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/search"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// markers stand in every personal field of the person who is erased, and
// nowhere else in the world.
var markers = []string{"zorgvlinder", "vaarwelstraat", "kwikstaart", "nachtegaal", "roerdomp"}

func TestErasingLeavesNoTrace(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h, ctx := newHouse(t, config), context.Background()
		db := h.Store.(*store.DB)
		accounts, _ := h.Kinds.ByName("account")
		grants, _ := h.Kinds.ByName("accessGrant")
		admin := access.Actor{Account: 1, Scopes: map[access.Role]access.Scope{access.Administrator: {Everywhere: true}}}
		keeper := h.create(accounts, record.Values{"name": "Blijft", "email": "blijft@example.org", "state": "active"})
		h.create(grants, record.Values{"account": keeper.ID, "role": "administrator"})
		// Others make the tables larger than one page, so that rows move.
		for at := range 300 {
			h.create(h.people, record.Values{"name": fmt.Sprintf("Vulling %d", at), "note": strings.Repeat("tekst ", 20)})
		}
		organisation := h.create(h.organisations, record.Values{"name": "Werkgever", "sort": "school"})
		person := h.create(h.people, record.Values{
			"name": "Zorgvlinder Persoon", "organisation": organisation.ID, "job": "kwikstaart", "email": "nachtegaal@example.org", "phone": "040 555", "note": "woont aan de vaarwelstraat",
		})
		for version, values := range []record.Values{{"name": "Zorgvlinder Anders"}, {"job": "kwikstaarten"}, {"note": "vaarwelstraat twee"}} {
			if _, err := h.Change(ctx, program, h.people, person.ID, int64(version+1), values); err != nil {
				t.Fatal(err)
			}
		}
		account := h.create(accounts, record.Values{"name": "Zorgvlinder", "email": "roerdomp@example.org", "person": person.ID, "state": "active"})
		h.create(grants, record.Values{"account": account.ID, "role": "editor"})
		fillAccount(t, db, account.ID)
		fillPerson(t, db, person.ID)
		held := hold(t, h, person.ID)
		for path, typed := range map[string]string{
			"/mensen/" + person.ID.String() + "/wijzigen": "name=Iets", "/mensen/toevoegen": "name=Zorgvlinder+Anders&sort=x",
		} {
			if err := db.SaveDraft(ctx, keeper.ID, path, typed); err != nil {
				t.Fatal(err)
			}
		}
		if found := traces(t, db, config); len(found) == 0 {
			t.Fatal("the test looks for markers that are nowhere")
		}
		before, err := h.List(ctx, program, h.people, record.Ask{})
		if err != nil {
			t.Fatal(err)
		}

		if err := h.Erase(ctx, access.Actor{Account: 5, Scopes: map[access.Role]access.Scope{access.Coordinator: {Everywhere: true}}}, h.people, person.ID); fault.CodeOf(err) != fault.Denied {
			t.Errorf("a coordinator erased somebody: %v", err)
		}
		cleared := false
		h.AfterErasing = func(context.Context) error { cleared = true; return nil }
		if err := h.Erase(ctx, admin, h.people, person.ID); err != nil {
			t.Fatal(err)
		}
		if !cleared {
			t.Error("files outside the database were not cleared")
		}
		for _, found := range traces(t, db, config) {
			t.Error(found)
		}
		for _, found := range rowsOf(t, h, db, map[string]id.ID{"person": person.ID, "account": account.ID}) {
			t.Error(found)
		}
		for _, word := range append(markers, "zorgvlinders", "roerdmp") {
			if result, err := db.Search(ctx, search.Ask{Actor: admin, Words: word}); err != nil || len(result.Found) != 0 || len(result.Meant) != 0 {
				t.Errorf("%s is found: %+v, %v", word, result, err)
			}
		}
		held.check(t, h, person.ID)
		// Totals stay, history stays without values, and there is no way back.
		after, err := h.List(ctx, program, h.people, record.Ask{})
		if err != nil || after.Total != before.Total-1 {
			t.Errorf("%d people on the list, %d before, %v", after.Total, before.Total, err)
		}
		changes, _, err := h.History(ctx, admin, h.people, person.ID, 0)
		if err != nil || len(changes) != 5 || changes[0].Deed != record.Erased {
			t.Errorf("history: %+v, %v", changes, err)
		}
		for _, change := range changes[1:] {
			if _, err := h.Undo(ctx, admin, change.Batch); err == nil {
				t.Errorf("undoing %s of an erased person", change.Deed)
			}
		}
		if _, err := h.Return(ctx, admin, h.people, person.ID); fault.CodeOf(err) != fault.Denied {
			t.Errorf("an erased person came back: %v", err)
		}
		if list, err := h.List(ctx, admin, h.people, record.Ask{Deleted: true}); err != nil || list.Total != 0 {
			t.Errorf("an erased person is offered to be brought back: %v", err)
		}
	})
}

// fillAccount writes rows into every table of what belongs to an account.
func fillAccount(t *testing.T, db *store.DB, account id.ID) {
	t.Helper()
	fill(t, db, map[string][]any{
		`INSERT INTO account_session (token, id, account, data, method, browser, network, created_at, seen_at, expires_at) VALUES ('s', 1, $1, $2, 'mail', 'zorgvlinder', '', 0, 0, 0)`: {int64(account), []byte("roerdomp")},
		`INSERT INTO account_identity (provider, subject, account, created_at, used_at) VALUES ('p', 'roerdomp', $1, 0, 0)`:                                                             {int64(account)},
		`INSERT INTO account_passkey (id, account, credential, data, name, created_at, used_at) VALUES (1, $1, 'c', '{}', 'sleutel van zorgvlinder', 0, 0)`:                             {int64(account)},
		`INSERT INTO account_token (id, account, name, hash, writes, classes, until, created_at, used_on) VALUES (1, $1, 'zorgvlinder', 'h', 0, '', '', 0, '')`:                         {int64(account)},
		`INSERT INTO reflection_answer (reflection, person, account, went, otherwise, learned, agrees) VALUES (1, 0, $1, 'nachtegaal', '', '', 0)`:                                      {int64(account)},
		`INSERT INTO letter_setting (account, day, off, bounces, came, sent) VALUES ($1, 0, 0, 0, 0, '')`:                                                                               {int64(account)},
		`INSERT INTO letter_stop (token, account, created_at) VALUES ('t', $1, 0)`:                                                                                                      {int64(account)},
		`INSERT INTO agenda_feed (token, account, partnership, created_at) VALUES ('t', $1, 0, 0)`:                                                                                      {int64(account)},
	})
	if err := db.SaveDraft(context.Background(), account, "/organisaties/toevoegen", "name=kwikstaart"); err != nil {
		t.Fatal(err)
	}
}

// held are records of others that hold something of a person.
type held struct{ position, other, stance, party, member record.Row }

// hold makes them, with a history.
func hold(t *testing.T, h *house, person id.ID) (held held) {
	t.Helper()
	make := func(kind string, values record.Values) record.Row {
		described, _ := h.Kinds.ByName(kind)
		return h.create(described, values)
	}
	in := make("partnership", record.Values{"name": "Samen", "aim": "Schone lucht"}).ID
	agreement := make("agreement", record.Values{"what": "Wij stoken minder", "review": "2027-01-01", record.PartnershipField: in})
	held.position = make("position", record.Values{"person": person, "influence": int64(4), "why": "de vaarwelstraat kent haar", "day": "2026-01-01", record.PartnershipField: in})
	held.other = make("position", record.Values{"organisation": h.create(h.organisations, record.Values{"name": "Iemand anders", "sort": "school"}).ID, "day": "2026-01-01", record.PartnershipField: in})
	held.stance = make("stance", record.Values{"person": person, "needs": "rust voor de kwikstaart", "day": "2026-01-01", record.PartnershipField: in})
	held.party = make("agreementParty", record.Values{"agreement": agreement.ID, "person": person, "name": "Zorgvlinder", "email": "nachtegaal@example.org", record.PartnershipField: in})
	held.member = make("member", record.Values{"person": person, "brings": "een roerdomp", record.PartnershipField: in})
	for kind, row := range map[string]record.Row{"position": held.position, "stance": held.stance} {
		described, _ := h.Kinds.ByName(kind)
		if _, err := h.Change(context.Background(), program, described, row.ID, row.Version, record.Values{"day": "2026-01-02"}); err != nil {
			t.Fatal(err)
		}
	}
	return held
}

// check holds that judgements went, for good, and that what was agreed and who
// took part stayed.
func (held held) check(t *testing.T, h *house, person id.ID) {
	t.Helper()
	ctx := context.Background()
	find := func(kind string, row record.Row) *record.Row {
		described, _ := h.Kinds.ByName(kind)
		found, err := h.Store.FindRow(ctx, described, row.ID)
		if err != nil {
			t.Fatal(err)
		}
		return &found
	}
	for kind, row := range map[string]record.Row{"position": held.position, "stance": held.stance} {
		described, _ := h.Kinds.ByName(kind)
		now := find(kind, row)
		field, _ := described.Field("person")
		if !now.Deleted() || now.Get(field) != id.ID(0) {
			t.Errorf("the %s stayed: %+v", kind, now)
		}
		if _, err := h.Return(ctx, program, described, row.ID); fault.CodeOf(err) != fault.Denied {
			t.Errorf("the %s came back: %v", kind, err)
		}
		if list, err := h.List(ctx, program, described, record.Ask{Deleted: true}); err != nil || list.Total != 0 {
			t.Errorf("%d of %s are offered to be brought back, %v", list.Total, kind, err)
		}
		changes, err := h.Store.ChangesOf(ctx, described, row.ID, 0, 10)
		if err != nil || len(changes) < 3 {
			t.Fatalf("%d changes of the %s, %v", len(changes), kind, err)
		}
		for _, change := range changes {
			for _, step := range change.Fields {
				if step.Before+step.After != "" || !step.Erased {
					t.Errorf("history of the %s tells %+v", kind, step)
				}
			}
		}
	}
	if find("position", held.other).Deleted() || find("agreementParty", held.party).Deleted() || find("member", held.member).Deleted() {
		t.Error("more went than what was about the person")
	}
}

// fillPerson writes rows into every table of what belongs to a person.
func fillPerson(t *testing.T, db *store.DB, person id.ID) {
	t.Helper()
	fill(t, db, map[string][]any{
		`INSERT INTO reflection_answer (reflection, person, account, went, otherwise, learned, agrees) VALUES (2, $1, 0, 'nachtegaal', '', '', 0)`: {int64(person)},
		`INSERT INTO checklist_done (round, person) VALUES (1, $1)`:                                                                                {int64(person)},
		`INSERT INTO newsletter_reader (newsletter, person) VALUES (1, $1)`:                                                                        {int64(person)},
	})
}

func fill(t *testing.T, db *store.DB, rows map[string][]any) {
	t.Helper()
	for statement, values := range rows {
		if err := db.Exec(context.Background(), statement, values...); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// rowsOf looks in every table that is no kind of record for rows that belong
// to one of the numbers, by the column that names it.
func rowsOf(t *testing.T, h *house, db *store.DB, columns map[string]id.ID) []string {
	t.Helper()
	kept := map[string]bool{}
	for _, kind := range h.Kinds.All() {
		kept[kind.Table()] = true
	}
	var found []string
	for _, table := range db.Tables(t) {
		if kept[table] {
			continue
		}
		for column, one := range columns {
			rows, err := db.Query(context.Background(), `SELECT * FROM `+table+` WHERE `+column+` = $1`, int64(one))
			if err != nil {
				continue // no such column
			}
			if rows.Next() {
				found = append(found, fmt.Sprintf("%s holds a row of the %s", table, column))
			}
			if err := errors.Join(rows.Err(), rows.Close()); err != nil {
				t.Fatal(err)
			}
		}
	}
	return found
}

// traces looks for the markers in every column of every table and, on SQLite,
// in the bytes of every file.
func traces(t *testing.T, db *store.DB, config store.Config) []string {
	t.Helper()
	var found []string
	for _, table := range db.Tables(t) {
		rows, err := db.Query(context.Background(), `SELECT * FROM `+table)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, tracesIn(t, table, rows)...)
	}
	if config.Folder == "" {
		return found
	}
	files, err := filepath.Glob(filepath.Join(config.Folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			continue // a folder
		}
		for _, marker := range markers {
			if at := bytes.Index(lower(content), []byte(marker)); at >= 0 {
				found = append(found, fmt.Sprintf("%s holds %s at byte %d: %q", filepath.Base(file), marker, at, content[max(0, at-40):min(len(content), at+40)]))
			}
		}
	}
	return found
}

// lower brings letters to lower case and keeps every byte in its place.
func lower(content []byte) []byte {
	content = bytes.Clone(content)
	for at, char := range content {
		if char >= 'A' && char <= 'Z' {
			content[at] = char + 'a' - 'A'
		}
	}
	return content
}

func tracesIn(t *testing.T, table string, rows *sql.Rows) []string {
	t.Helper()
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for at := range values {
		into[at] = &values[at]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for at, value := range values {
			text := strings.ToLower(fmt.Sprintf("%s", value))
			for _, marker := range markers {
				if strings.Contains(text, marker) {
					found = append(found, fmt.Sprintf("%s.%s holds %s: %s", table, columns[at], marker, text))
				}
			}
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}
