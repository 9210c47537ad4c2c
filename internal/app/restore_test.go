package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/backup"
	"github.com/koppelkans/koppelkans/internal/store"
)

// forge writes a backup with a manifest of another program.
func forge(t *testing.T, manifest backup.Manifest, database string) string {
	t.Helper()
	path, from := filepath.Join(t.TempDir(), "forged"), write(t, "database", database)
	if manifest.Dialect == "" {
		manifest.Dialect = "sqlite3"
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := backup.Write(t.Context(), file, manifest, backup.Contents{Database: from}, nil); err != nil {
		t.Fatal(err)
	}
	return path
}

// What is not a whole backup of this program's kind is refused with a reason,
// and leaves the folder as it was.
func TestRestoreRefuses(t *testing.T) {
	source := store.Config{Folder: t.TempDir()}
	mustWhole(t, source, "settings", "background-tiles", "pdok")
	good := filepath.Join(t.TempDir(), "good")
	mustWhole(t, source, "backup", good)
	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	flipped := []byte(string(text))
	flipped[len(flipped)/2] ^= 1
	newest, err := store.NewestSchema()
	if err != nil {
		t.Fatal(err)
	}
	for name, refused := range map[string]struct{ file, why string }{
		"cut off":            {write(t, "b", string(text[:len(text)/2])), "not a whole backup"},
		"cut off at its end": {write(t, "b", string(text[:len(text)-1])), "not a whole backup"},
		"one bit changed":    {write(t, "b", string(flipped)), "not a whole backup"},
		"no backup at all":   {write(t, "b", "hello"), "not a whole backup"},
		"empty":              {write(t, "b", ""), "not a whole backup"},
		"a newer schema":     {forge(t, backup.Manifest{Program: "9.9", Schema: newest + 1}, ""), "newer Koppelkans"},
		"of PostgreSQL":      {forge(t, backup.Manifest{Dialect: "postgres"}, ""), "PostgreSQL"},
		"no database in it":  {forge(t, backup.Manifest{Schema: newest}, "this is no database"), "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			target := store.Config{Folder: t.TempDir()}
			said, code := whole(t, target, "restore", refused.file)
			if code != exitRefused || !strings.Contains(said, refused.why) {
				t.Errorf("exit code %d, want %d with %q; it said %s", code, exitRefused, refused.why, said)
			}
			if entries, err := os.ReadDir(target.Folder); err != nil || len(entries) != 0 {
				t.Errorf("it left %v, %v", entries, err)
			}
		})
	}
}

// Nothing is replaced under the hands of a program that has it open, and
// nothing opens what is being replaced.
func TestRestoreKeepsAwayFromOpenData(t *testing.T) {
	eachWhole(t, func(t *testing.T, config store.Config, another func() store.Config) {
		mustWhole(t, config, "settings", "background-tiles", "pdok")
		path := filepath.Join(t.TempDir(), "b")
		mustWhole(t, config, "backup", path)
		mustWhole(t, config, "settings", "background-tiles", "")
		s := start(t, config)
		get(t, s.address+"/readyz")
		if said, code := whole(t, config, "restore", path, "--replace"); code != exitRefused || !strings.Contains(said, "open") {
			t.Errorf("beside a server: exit code %d: %s", code, said)
		}
		if status, _ := get(t, s.address+"/readyz"); status != 200 {
			t.Errorf("the server was hurt: %d", status)
		}
		s.stop(t)
		if n := count(t, config, `SELECT count(*) FROM setting WHERE name = 'background-tiles' AND value <> ''`); n != 0 {
			t.Error("a refused restore changed the data")
		}
		mustWhole(t, config, "restore", path, "--replace")
		if n := count(t, config, `SELECT count(*) FROM setting WHERE name = 'background-tiles' AND value <> ''`); n != 1 {
			t.Error("the backup is not back")
		}
		if config.URL != "" {
			return
		}
		if err := os.WriteFile(filepath.Join(config.Folder, "koppelkans.restoring"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if said, code := whole(t, config, "deliveries", "list"); code != exitRefused || !strings.Contains(said, "restore") {
			t.Errorf("while a backup is put back: exit code %d: %s", code, said)
		}
		mustWhole(t, config, "restore", path, "--replace")
		mustWhole(t, config, "deliveries", "list")
	})
}

// A backup without the programs of PostgreSQL, or with old ones, says so.
func TestBackupNeedsTools(t *testing.T) {
	config := store.Config{URL: newDatabase(t, "template0"), Folder: t.TempDir()}
	must(t, store.Config{URL: config.URL}, "settings", "background-tiles", "pdok")
	old := t.TempDir()
	if err := os.WriteFile(filepath.Join(old, "pg_dump"), []byte("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for folder, why := range map[string]string{t.TempDir(): "pg_dump is missing", old: "9.6.24"} {
		path := filepath.Join(t.TempDir(), "b")
		said, code := whole(t, config, "backup", path, "--pg-bin", folder)
		if code != exitRefused || !strings.Contains(said, why) {
			t.Errorf("exit code %d, want %q: %s", code, why, said)
		}
		if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 0 {
			t.Errorf("it left %v, %v", entries, err)
		}
	}
	if said, code := whole(t, store.Config{Folder: t.TempDir()}, "backup", filepath.Join(t.TempDir(), "b")); code != exitRefused || !strings.Contains(said, "no data") {
		t.Errorf("of nothing: exit code %d: %s", code, said)
	}
}

// An older backup is brought up to date when it is put back.
func TestOlderBackupIsBroughtUpToDate(t *testing.T) {
	config, path := store.Config{Folder: t.TempDir()}, filepath.Join(t.TempDir(), "b")
	oldest, err := os.ReadFile("../store/migrations/0001_ground.sql")
	if err != nil {
		t.Fatal(err)
	}
	types := strings.NewReplacer("{{serial}}", "INTEGER", "{{double}}", "REAL", "{{blob}}", "BLOB", "{{ordered}}", "TEXT", "{{without_rowid}}", "WITHOUT ROWID")
	execOn(t, config, types.Replace(string(oldest)))
	execOn(t, config, `CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')));
		INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1), (1, 1);
		INSERT INTO setting (name, value) VALUES ('background-tiles', 'kept')`)
	mustWhole(t, config, "backup", path)
	target := store.Config{Folder: t.TempDir()}
	mustWhole(t, target, "restore", path)
	newest, err := store.NewestSchema()
	if err != nil {
		t.Fatal(err)
	}
	if n := count(t, target, `SELECT max(version_id) FROM goose_db_version`); int64(n) != newest {
		t.Errorf("schema %d, want %d", n, newest)
	}
	if n := count(t, target, `SELECT count(*) FROM setting WHERE value = 'kept'`); n != 1 {
		t.Error("the data are not there")
	}
	if n := count(t, config, `SELECT max(version_id) FROM goose_db_version`); n != 1 {
		t.Error("making a backup changed the schema of what it copied")
	}
}
