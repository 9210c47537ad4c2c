package store_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/koppelkans/koppelkans/internal/store"
)

// beneath opens a database beneath the store, for what no method of it does.
func beneath(t testing.TB, config store.Config) *sql.DB {
	t.Helper()
	driver, address := "sqlite", "file:"+filepath.Join(config.Folder, store.FileName)+"?_pragma=busy_timeout(15000)"
	if config.URL != "" {
		driver, address = "pgx", config.URL
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func execTest(t testing.TB, config store.Config, statement string, arguments ...any) {
	t.Helper()
	db := beneath(t, config)
	defer db.Close()
	if _, err := db.Exec(statement, arguments...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func countTest(t testing.TB, config store.Config, query string, arguments ...any) (n int) {
	t.Helper()
	db := beneath(t, config)
	defer db.Close()
	if err := db.QueryRow(query, arguments...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}
