package app

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/check"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

var searchTables = []string{"search_entry", "search_posting", "search_word", "search_near"}

// An index that is made anew is the index that grew with the changes, and the
// check tells when it is another.
func TestRebuildingTheSearchIndex(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h := newHall(t, config, 20, 60)
		db := openRaw(t, config)
		before := dump(t, db)
		if faults := h.searchFaults(t); len(faults) > 0 {
			t.Errorf("the index that grew: %v", faults)
		}
		for _, spoil := range []struct{ statement, fault string }{
			{"DELETE FROM search_entry WHERE id = $1", "check.search-missing"},
			{"UPDATE search_entry SET audience = 4, owner = 0 WHERE id = $1", "check.search-reader"},
			{"UPDATE person SET deleted_at = 1 WHERE id = $1", "check.search-gone"},
		} {
			if _, err := db.Exec(spoil.statement, int64(h.people[3])); err != nil {
				t.Fatal(err)
			}
			if faults := h.searchFaults(t); !slices.Contains(faults, spoil.fault) {
				t.Errorf("after %s the check says %v", spoil.statement, faults)
			}
			if _, err := db.Exec("UPDATE person SET deleted_at = 0 WHERE id = $1", int64(h.people[3])); err != nil {
				t.Fatal(err)
			}
			h.rebuild(t)
			if faults := h.searchFaults(t); len(faults) > 0 {
				t.Errorf("the index made anew: %v", faults)
			}
			if after := dump(t, db); after != before {
				t.Errorf("the index made anew is another")
			}
		}
	})
}

// A server whose index was made by another version of search makes it anew.
func TestAnOlderSearchIndexIsMadeAnew(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h := newHall(t, config, 5, 5)
		db := openRaw(t, config)
		for _, statement := range []string{"UPDATE setting SET value = '0' WHERE name = 'search-version'", "DELETE FROM search_posting"} {
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		again, err := openParts(t.Context(), config, silent().words)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := again.db.Close(); err != nil {
				t.Error(err)
			}
		}()
		if named, err := again.records.Alike(t.Context(), access.Actor{Program: true}, h.kind("person"), h.names[0], 5); err != nil || len(named) == 0 {
			t.Errorf("%v, %v", named, err)
		}
	})
}

func (h *hall) kind(name string) *record.Kind {
	kind, _ := h.parts.records.Kinds.ByName(name)
	return kind
}

func (h *hall) rebuild(t *testing.T) {
	t.Helper()
	var last, of int64
	if err := h.parts.db.RebuildSearch(t.Context(), h.parts.records.Kinds.All(), func(done, total int64) { last, of = done, total }); err != nil {
		t.Fatal(err)
	}
	if last == 0 || last != of {
		t.Errorf("progress ended at %d of %d", last, of)
	}
}

func (h *hall) searchFaults(t *testing.T) (keys []string) {
	t.Helper()
	err := h.parts.db.WithChecks(t.Context(), h.parts.records.Kinds.All(), func(list []check.Check) error {
		list = slices.DeleteFunc(list, func(c check.Check) bool { return c.Name() != "search" })
		results, err := check.All(t.Context(), list, func(int, string) {})
		for _, result := range results {
			if result.Err != nil {
				return result.Err
			}
			for _, finding := range result.Findings {
				keys = append(keys, finding.Key)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// openRaw opens a database beside the program.
func openRaw(t *testing.T, config store.Config) *sql.DB {
	t.Helper()
	driver, address := "pgx", config.URL
	if address == "" {
		driver, address = "sqlite", filepath.Join(config.Folder, store.FileName)
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// dump gives all that stands in the search index.
func dump(t *testing.T, db *sql.DB) string {
	t.Helper()
	var lines []string
	for _, table := range searchTables {
		rows, err := db.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for at := range into {
			into[at] = &values[at]
		}
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, table+fmt.Sprint(values...))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
