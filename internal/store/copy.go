package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"slices"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// Copy says what a copy of a database holds.
type Copy struct {
	Dialect   string
	Schema    int64            // number of the last migration
	Server    string           // version of PostgreSQL
	Tool      string           // version of pg_dump
	Namespace string           // PostgreSQL's schema
	Rows      map[string]int64 // by table
}

// CopyOptions say how a copy is made or put back.
type CopyOptions struct {
	// Tools is the folder of pg_dump, pg_restore and psql; "" looks along PATH.
	Tools string
	// Scratch is a folder for files on the way.
	Scratch string
	// Replace puts a copy back in the place of what is there.
	Replace bool
	// Progress is told how far it is.
	Progress func(done, total int64)
}

func (o CopyOptions) tell(done, total int64) {
	if o.Progress != nil {
		o.Progress(min(done, total), total)
	}
}

// CopyOut writes a copy of the database to a file that is not there yet, as
// it is at one moment, while others write on.
func CopyOut(ctx context.Context, config Config, path string, options CopyOptions) (Copy, error) {
	if config.URL != "" {
		return copyOutPostgres(ctx, config, path, options)
	}
	return copyOutSQLite(ctx, config, path, options)
}

// CopyIn puts a copy back. Either all of it is there after, or what was there
// before.
func CopyIn(ctx context.Context, config Config, path string, copied Copy, options CopyOptions) error {
	if err := mayCopyIn(config, copied); err != nil {
		return err
	}
	if config.URL != "" {
		return copyInPostgres(ctx, config, path, copied, options)
	}
	return copyInSQLite(ctx, config, path, copied, options)
}

// CheckCopyIn refuses at once most of what CopyIn would refuse later, when all
// has been unpacked.
func CheckCopyIn(ctx context.Context, config Config, copied Copy, options CopyOptions) error {
	if err := mayCopyIn(config, copied); err != nil {
		return err
	}
	if config.URL != "" {
		return checkPostgres(ctx, config, copied, options)
	}
	return checkSQLite(ctx, config, options)
}

// mayCopyIn refuses a copy of another kind of database or of a newer program.
func mayCopyIn(config Config, copied Copy) error {
	here := sqlite
	if config.URL != "" {
		here = postgres
	}
	if copied.Dialect != here.name {
		return fault.New(fault.Invalid, "backup.other-dialect", fault.Args{"Backup": dialectName(copied.Dialect), "Here": dialectName(here.name)})
	}
	newest, err := NewestSchema()
	if err != nil {
		return err
	}
	if copied.Schema > newest {
		return fault.New(fault.Conflict, "store.newer-schema", fault.Args{"Current": copied.Schema, "Newest": newest})
	}
	return nil
}

// dialectName is how people call a kind of database.
func dialectName(name string) string {
	if name == postgres.name {
		return "PostgreSQL"
	}
	return "SQLite"
}

// afterCopyIn are statements that are carried out on a copy before it counts,
// by the table that they need. What was under way when the copy was made may
// have been done since, a letter above all: people decide. And whoever was
// signed in signs in again, because their session may have been ended since.
var afterCopyIn = map[string]string{
	"job":             `UPDATE %s SET state = 'cancelled', due_at = 0, ended_at = created_at, problem = '{"key":"job.restored"}' WHERE state IN ('waiting', 'running')`,
	"account_session": `DELETE FROM %s`,
	"account_link":    `DELETE FROM %s`,
}

// finishing gives these statements for the tables of a copy, each table
// named by name.
func finishing(copied Copy, name func(table string) string) []string {
	var list []string
	for _, table := range slices.Sorted(maps.Keys(afterCopyIn)) {
		if _, is := copied.Rows[table]; is {
			list = append(list, fmt.Sprintf(afterCopyIn[table], name(table)))
		}
	}
	return list
}

// quoted writes a name in SQL.
func quoted(name string) string {
	text := []byte{'"'}
	for _, char := range []byte(name) {
		if char == '"' {
			text = append(text, '"')
		}
		text = append(text, char)
	}
	return string(append(text, '"'))
}

// querier is a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// countRows counts the rows of tables.
func countRows(ctx context.Context, from querier, tables []string) (map[string]int64, error) {
	rows := make(map[string]int64, len(tables))
	for _, table := range tables {
		var n int64
		if err := from.QueryRowContext(ctx, `SELECT count(*) FROM `+quoted(table)).Scan(&n); err != nil {
			return nil, err
		}
		rows[table] = n
	}
	return rows, nil
}

// schemaOf gives the number of the last migration of a database.
func schemaOf(ctx context.Context, from querier, isTrue string) (number int64, err error) {
	err = from.QueryRowContext(ctx, `SELECT max(version_id) FROM goose_db_version WHERE is_applied = `+isTrue).Scan(&number)
	return number, err
}

func sqliteFile(path, more string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + more
}
