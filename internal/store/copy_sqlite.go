package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// markRestoring is a file that lies in the data folder while a copy is put
// back; nothing opens the database meanwhile.
const markRestoring = "koppelkans.restoring"

// copyOutSQLite lets SQLite write a compact copy, in one reading transaction:
// others go on writing.
func copyOutSQLite(ctx context.Context, config Config, path string, options CopyOptions) (copied Copy, err error) {
	from := filepath.Join(config.Folder, FileName)
	if _, err := os.Stat(from); err != nil {
		return copied, fault.Wrap(err, fault.Invalid, "backup.nothing", fault.Args{"Folder": config.Folder})
	}
	db, err := sql.Open("sqlite", sqliteFile(from, "mode=rw&_pragma=busy_timeout(15000)"))
	if err != nil {
		return copied, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var bytes int64
	if err := db.QueryRowContext(ctx, `SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`).Scan(&bytes); err != nil {
		return copied, err
	}
	watched, stop := make(chan struct{}), make(chan struct{})
	go func() { defer close(watched); watchSize(path, bytes, options, stop) }()
	_, err = db.ExecContext(ctx, `VACUUM INTO $1`, path)
	close(stop)
	<-watched
	if err != nil {
		return copied, errors.Join(err, ctx.Err())
	}
	return describeSQLite(ctx, path)
}

// watchSize tells how far a copy is, by its size.
func watchSize(path string, total int64, options CopyOptions, stop <-chan struct{}) {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
			if info, err := os.Stat(path); err == nil {
				options.tell(info.Size(), total)
			}
		}
	}
}

// describeSQLite tells what a file holds.
func describeSQLite(ctx context.Context, path string) (copied Copy, err error) {
	db, err := sql.Open("sqlite", sqliteFile(path, "mode=ro"))
	if err != nil {
		return copied, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`)
	tables, err := collect(rows, err, func(row scanner) (name string, err error) { return name, row.Scan(&name) })
	if err != nil {
		return copied, err
	}
	copied.Dialect = sqlite.name
	if copied.Schema, err = schemaOf(ctx, db, "1"); err != nil {
		return copied, err
	}
	copied.Rows, err = countRows(ctx, db, tables)
	return copied, err
}

// copyInSQLite checks a copy where it lies, and then puts it in the place of
// the database by renaming it, which is done or not done.
func copyInSQLite(ctx context.Context, config Config, path string, copied Copy, options CopyOptions) (err error) {
	target := filepath.Join(config.Folder, FileName)
	if _, err := os.Stat(target); err == nil && !options.Replace {
		return fault.New(fault.Conflict, "backup.not-empty", nil)
	}
	if err := prepareSQLite(ctx, path, copied); err != nil {
		return err
	}
	mark := filepath.Join(config.Folder, markRestoring)
	if err := os.WriteFile(mark, nil, 0o600); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(mark)) }()
	if err := closeOff(ctx, target); err != nil {
		return err
	}
	if err := os.Rename(path, target); err != nil {
		return err
	}
	return SyncFolder(config.Folder)
}

// checkSQLite refuses a folder that holds data, or data that are in use.
func checkSQLite(ctx context.Context, config Config, options CopyOptions) error {
	target := filepath.Join(config.Folder, FileName)
	if _, err := os.Stat(target); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if !options.Replace {
		return fault.New(fault.Conflict, "backup.not-empty", nil)
	}
	return closeOff(ctx, target)
}

// prepareSQLite makes sure that a copy is whole and holds what it should, and
// finishes it.
func prepareSQLite(ctx context.Context, path string, copied Copy) (err error) {
	found, err := describeSQLite(ctx, path)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "backup.damaged-database", nil)
	}
	if found.Schema != copied.Schema || !maps.Equal(found.Rows, copied.Rows) {
		return fault.Wrap(fmt.Errorf("schema %d, rows %v", found.Schema, found.Rows), fault.Invalid, "backup.damaged-database", nil)
	}
	db, err := sql.Open("sqlite", sqliteFile(path, "_pragma=journal_mode(DELETE)&_pragma=synchronous(FULL)"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&verdict); err != nil || verdict != "ok" {
		return fault.Wrap(errors.Join(err, errors.New(verdict)), fault.Invalid, "backup.damaged-database", nil)
	}
	for _, statement := range finishing(copied, quoted) {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// closeOff makes sure that nobody has the database open that is to be
// replaced, and leaves it as one file.
func closeOff(ctx context.Context, target string) (err error) {
	if _, err := os.Stat(target); errors.Is(err, fs.ErrNotExist) {
		return removeBeside(target)
	}
	db, err := sql.Open("sqlite", sqliteFile(target, "mode=rw&_pragma=busy_timeout(1000)"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	// Leaving WAL needs the database for itself: SQLite refuses it while any
	// other connection is open, also one that does nothing.
	var mode string
	err = db.QueryRowContext(ctx, `PRAGMA journal_mode = DELETE`).Scan(&mode)
	switch {
	case err == nil && mode == "delete":
		return nil
	case err != nil && !strings.Contains(err.Error(), "SQLITE_BUSY") && !strings.Contains(err.Error(), "locked"):
		// It is damaged, which may be why a copy is put back. What lies beside
		// it must not be taken for changes of the copy.
		return removeBeside(target)
	}
	return fault.Wrap(err, fault.Conflict, "backup.in-use", nil)
}

func removeBeside(target string) error {
	for _, ending := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(target + ending); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// SyncFolder makes a rename last.
func SyncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// restoring tells whether a copy is being put back into a folder, or whether
// that was cut off.
func restoring(folder string) error {
	if _, err := os.Stat(filepath.Join(folder, markRestoring)); err == nil {
		return fault.New(fault.Conflict, "store.restoring", fault.Args{"File": markRestoring})
	}
	return nil
}
