package store

import (
	"context"
	"embed"
	"io/fs"
	"testing/fstest"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/koppelkans/koppelkans/internal/fault"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations gives the files with the types of one database filled in.
func migrations(d dialect) (fs.FS, error) {
	translated := fstest.MapFS{}
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		translated[name[len("migrations/"):]] = &fstest.MapFile{Data: []byte(d.translate(string(text)))}
	}
	return translated, nil
}

// migrate brings the schema up to date. Migrations only go forward; a schema
// made by a newer program is refused, because this one would not know what it
// may not break.
func (db *DB) migrate(ctx context.Context) error {
	files, err := migrations(db.dialect)
	if err != nil {
		return err
	}
	name, options := goose.DialectSQLite3, []goose.ProviderOption(nil)
	if db.dialect.isPostgres() {
		// Several instances may start at once; one migrates, the others wait.
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		name, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(name, db.write.DB, files, options...)
	if err != nil {
		return err
	}
	current, newest, err := provider.GetVersions(ctx)
	if err != nil {
		return fault.Wrap(err, fault.Broken, "store.no-answer", nil)
	}
	if current > newest {
		return fault.New(fault.Conflict, "store.newer-schema", fault.Args{"Current": current, "Newest": newest})
	}
	if current == newest {
		return nil
	}
	if _, err := provider.Up(ctx); err != nil {
		return fault.Wrap(err, fault.Broken, "store.migration-failed", nil)
	}
	return nil
}

// NewestSchema gives the number of the last migration that this program knows.
func NewestSchema() (int64, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return 0, err
	}
	var newest int64
	for _, name := range names {
		number, err := goose.NumericComponent(name)
		if err != nil {
			return 0, err
		}
		newest = max(newest, number)
	}
	return newest, nil
}
