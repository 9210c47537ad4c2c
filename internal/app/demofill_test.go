package app

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// filled are databases with the demo, one of each sort, that tests copy.
var filled struct {
	sync.Mutex
	folder string
	schema string
}

// fillDemo fills an empty database with the demo. The first of each sort is made
// by the command; the others are copies of it, which takes a tenth of the time.
func fillDemo(t testing.TB, config store.Config) {
	t.Helper()
	filled.Lock()
	defer filled.Unlock()
	if config.URL != "" {
		demoInPostgres(t, config)
		return
	}
	if filled.folder == "" {
		folder, err := os.MkdirTemp("", "koppelkans-demo-")
		if err != nil {
			t.Fatal(err)
		}
		must(t, store.Config{Folder: folder}, "demo")
		filled.folder = folder
	}
	if err := os.CopyFS(config.Folder, os.DirFS(filled.folder)); err != nil {
		t.Fatal(err)
	}
}

func demoInPostgres(t testing.TB, config store.Config) {
	t.Helper()
	if filled.schema == "" {
		address, schema := storetest.NewSchema(t)
		must(t, store.Config{URL: address}, "demo")
		filled.schema = schema
	}
	if err := storetest.Open(t, config).Close(); err != nil { // makes the tables
		t.Fatal(err)
	}
	db, err := sql.Open("pgx", config.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := copySchema(t.Context(), db, filled.schema); err != nil {
		t.Fatal(err)
	}
}

// copySchema fills the tables of the schema that a connection is in with those
// of another that has the same. References are not held against one another
// while that happens: what is copied is whole.
func copySchema(ctx context.Context, db *sql.DB, from string) error {
	const columns = `SELECT table_name, string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns
		JOIN information_schema.tables USING (table_schema, table_name) WHERE table_schema = $1 AND table_type = 'BASE TABLE' AND is_generated = 'NEVER' GROUP BY table_name`
	tables := map[string]string{}
	if err := readPairs(ctx, db, tables, columns, from); err != nil {
		return err
	}
	if len(tables) == 0 {
		return fmt.Errorf("no tables in %s: is that another database?", from)
	}
	sequences := map[string]string{}
	if err := readPairs(ctx, db, sequences, `SELECT sequencename, last_value::text FROM pg_sequences WHERE schemaname = $1 AND last_value IS NOT NULL`, from); err != nil {
		return err
	}
	var script strings.Builder
	script.WriteString("SET LOCAL session_replication_role = replica;")
	for table := range tables {
		fmt.Fprintf(&script, "TRUNCATE %s CASCADE;", table)
	}
	for table, list := range tables {
		fmt.Fprintf(&script, "INSERT INTO %[1]s (%[2]s) OVERRIDING SYSTEM VALUE SELECT %[2]s FROM %[3]s.%[1]s;", table, list, from)
	}
	for sequence, last := range sequences {
		fmt.Fprintf(&script, "SELECT setval('%s', %s);", sequence, last)
	}
	_, err := db.ExecContext(ctx, "BEGIN;"+script.String()+"COMMIT;")
	return err
}

func readPairs(ctx context.Context, db *sql.DB, into map[string]string, query, schema string) error {
	rows, err := db.QueryContext(ctx, query, schema)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return err
		}
		into[name] = value
	}
	return rows.Err()
}

// dropFilled takes away what fillDemo made.
func dropFilled() {
	if filled.folder != "" {
		_ = os.RemoveAll(filled.folder)
	}
	if filled.schema != "" {
		_ = storetest.DropSchema(filled.schema)
	}
}
