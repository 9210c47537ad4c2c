package store_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

func TestNewerSchemaIsRefused(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		first, err := store.Open(context.Background(), config)
		if err != nil {
			t.Fatal(err)
		}
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		driver, address := "sqlite", filepath.Join(config.Folder, store.FileName)
		if config.URL != "" {
			driver, address = "pgx", config.URL
		}
		raw, err := sql.Open(driver, address)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := raw.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, ` + map[string]string{"sqlite": "1", "pgx": "true"}[driver] + `)`); err != nil {
			t.Fatal(err)
		}
		if err := raw.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(context.Background(), config); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("opening a newer schema: %v, want a conflict", err)
		}
	})
}
