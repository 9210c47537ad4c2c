// Package storetest opens empty databases for tests: SQLite always, and
// PostgreSQL when KOPPELKANS_TEST_POSTGRES gives a server's address.
package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/store"
)

// Variable names the environment variable with the address of a PostgreSQL
// server on which tests may make schemas.
const Variable = "KOPPELKANS_TEST_POSTGRES"

// ForEach runs a test on an empty SQLite and on an empty PostgreSQL database.
func ForEach(t *testing.T, run func(t *testing.T, config store.Config)) {
	t.Run("sqlite", func(t *testing.T) { run(t, store.Config{Folder: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) { run(t, store.Config{URL: Postgres(t)}) })
}

// Open opens a database for the length of a test.
func Open(t testing.TB, config store.Config) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), config)
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

// Postgres makes an empty schema for the length of a test and gives the address
// that leads to it. The test is skipped when there is no server.
func Postgres(t testing.TB) string {
	t.Helper()
	address, schema := NewSchema(t)
	t.Cleanup(func() {
		if err := DropSchema(schema); err != nil {
			t.Error(err)
		}
	})
	return address
}

// NewSchema makes an empty schema that outlives the test, for DropSchema.
func NewSchema(t testing.TB) (address, schema string) {
	t.Helper()
	if os.Getenv(Variable) == "" {
		t.Skipf("needs postgres: %s is not set", Variable)
	}
	schema = fmt.Sprintf("test_%s", id.NewMaker(time.Now).Next())
	if err := onServer(`CREATE SCHEMA ` + schema); err != nil {
		t.Fatal(err)
	}
	parsed, err := url.Parse(os.Getenv(Variable))
	if err != nil {
		t.Fatal(err)
	}
	query := parsed.Query()
	query.Set("search_path", schema)
	parsed.RawQuery = query.Encode()
	return parsed.String(), schema
}

// DropSchema takes a schema away with all that is in it.
func DropSchema(schema string) error { return onServer(`DROP SCHEMA ` + schema + ` CASCADE`) }

func onServer(statement string) error {
	admin, err := sql.Open("pgx", os.Getenv(Variable))
	if err != nil {
		return err
	}
	defer admin.Close()
	_, err = admin.Exec(statement)
	return err
}
