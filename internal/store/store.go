// Package store keeps everything in SQLite or PostgreSQL. One type, DB,
// fulfils the Store interfaces that the domain packages ask for; the same
// tests run on both databases.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	_ "modernc.org/sqlite"             // driver "sqlite"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// FileName is the SQLite database within a data folder.
const FileName = "koppelkans.db"

// Config tells where the data is.
type Config struct {
	// Folder holds the SQLite database; used when URL is empty.
	Folder string
	// URL is a postgres:// address.
	URL string
	// Now is the clock; nil means the system's.
	Now func() time.Time
	// IDs makes the numbers of what the store itself adds; nil means a maker of
	// its own.
	IDs *id.Maker
	// Heard is told of every statement outside a transaction that changes
	// something: a test counts what a page asks. Nil tells nobody.
	Heard func(statement string)
}

// DB is an open database with its schema up to date.
type DB struct {
	read    pool
	write   pool // SQLite has one writer; on PostgreSQL the same as read
	dialect dialect
	ids     *id.Maker
	now     func() time.Time
}

// Open opens the database, creates it when it is not there and brings its
// schema up to date. A schema that is newer than this program is refused.
func Open(ctx context.Context, config Config) (*DB, error) {
	db := &DB{now: config.Now, ids: config.IDs}
	if db.now == nil {
		db.now = time.Now
	}
	if db.ids == nil {
		db.ids = id.NewMaker(db.now)
	}
	var err error
	if config.URL != "" {
		err = db.openPostgres(config)
	} else {
		err = db.openSQLite(config)
	}
	if err != nil {
		return nil, err
	}
	if err := db.migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func (db *DB) openPostgres(config Config) error {
	parsed, err := url.Parse(config.URL)
	if err != nil || (parsed.Scheme != "postgres" && parsed.Scheme != "postgresql") {
		// The address may hold a password, so it is not repeated.
		return fault.New(fault.Invalid, "store.bad-address", nil)
	}
	if query := parsed.Query(); !query.Has("application_name") {
		query.Set("application_name", applicationName)
		parsed.RawQuery = query.Encode()
	}
	both, err := openPool(parsed.String())
	if err != nil {
		return err
	}
	both.SetMaxOpenConns(16)
	both.SetMaxIdleConns(16)
	db.dialect, db.read = postgres, pool{both, config.Heard}
	db.write = db.read
	return nil
}

func (db *DB) openSQLite(config Config) error {
	folder := config.Folder
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return fault.Wrap(err, fault.Invalid, "store.no-folder", fault.Args{"Folder": folder})
	}
	if err := restoring(folder); err != nil {
		return err
	}
	path := filepath.Join(folder, FileName)
	// busy_timeout comes first: setting WAL can itself meet a lock.
	address := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join([]string{
		"_pragma=busy_timeout(15000)", "_pragma=journal_mode(WAL)", "_pragma=synchronous(FULL)",
		"_pragma=foreign_keys(1)", "_pragma=secure_delete(1)", "_pragma=cache_size(-32000)", "_pragma=temp_store(MEMORY)",
	}, "&")
	writer, err := sql.Open("sqlite", address+"&_txlock=immediate")
	if err != nil {
		return fault.Wrap(err, fault.Broken, "store.cannot-open", fault.Args{"Folder": folder})
	}
	writer.SetMaxOpenConns(1)
	reader, err := sql.Open("sqlite", address+"&_pragma=query_only(1)&_pragma=mmap_size(1073741824)")
	if err != nil {
		return errors.Join(fault.Wrap(err, fault.Broken, "store.cannot-open", fault.Args{"Folder": folder}), writer.Close())
	}
	reader.SetMaxOpenConns(8)
	reader.SetMaxIdleConns(8)
	db.dialect, db.read, db.write = sqlite, pool{reader, config.Heard}, pool{writer, config.Heard}
	return nil
}

// Close ends all connections.
func (db *DB) Close() error {
	if db.read.DB == db.write.DB {
		return db.read.Close()
	}
	return errors.Join(db.read.Close(), db.write.Close())
}

// Ping tells whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.read.PingContext(ctx); err != nil {
		return fault.Wrap(err, fault.Broken, "store.no-answer", nil)
	}
	return nil
}

// Empty tells whether nothing was ever delivered into this database.
func (db *DB) Empty(ctx context.Context) (bool, error) {
	var found int
	err := db.read.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT id FROM delivery LIMIT 1) AS any_delivery`).Scan(&found)
	return found == 0, err
}

// inTx runs work in one write transaction.
func (db *DB) inTx(ctx context.Context, work func(tx *sql.Tx) error) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := work(tx); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	return tx.Commit()
}

// ignoreDone drops the error of rolling back what a broken connection or a
// cancelled context already rolled back.
func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// micros is how times are stored: microseconds UTC, 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(stored int64) time.Time {
	if stored == 0 {
		return time.Time{}
	}
	return time.UnixMicro(stored).UTC()
}
