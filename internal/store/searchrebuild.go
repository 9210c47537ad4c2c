package store

import (
	"context"
	"database/sql"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/search"
)

// settingSearch is the version of search by which the index was made.
const settingSearch = "search-version"

const searchTables = "search_entry, search_posting, search_word, search_near"

// SearchIsCurrent tells whether the index was made by this version of search.
func (db *DB) SearchIsCurrent(ctx context.Context) (bool, error) {
	made, err := db.Setting(ctx, settingSearch)
	return made == strconv.Itoa(search.Version), err
}

// RebuildSearch makes the index of all records anew, in one transaction:
// meanwhile everybody finds by the old one. Changes wait until it is done. Its
// cost grows with the words of all records: about four seconds for 60,000.
func (db *DB) RebuildSearch(ctx context.Context, kinds []*record.Kind, progress func(done, total int64)) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		if err := db.emptySearch(ctx, tx); err != nil {
			return err
		}
		var done, total int64
		for _, kind := range kinds {
			var rows int64
			if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM `+kind.Table()+` WHERE deleted_at = 0`).Scan(&rows); err != nil {
				return err
			}
			total += rows
		}
		for _, kind := range kinds {
			err := db.indexKind(ctx, tx, kind, func(rows int) {
				done += int64(rows)
				progress(done, total)
			})
			if err != nil {
				return err
			}
		}
		return saveSetting(ctx, tx, settingSearch, strconv.Itoa(search.Version))
	})
}

// emptySearch takes everything out of the index. On PostgreSQL it first holds
// the table of entries, so that no other writer adds to it meanwhile.
func (db *DB) emptySearch(ctx context.Context, tx *sql.Tx) error {
	if db.dialect.isPostgres() {
		if _, err := tx.ExecContext(ctx, `LOCK TABLE `+searchTables+` IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return err
		}
	}
	for _, table := range []string{"search_posting", "search_near", "search_word", "search_entry"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table); err != nil {
			return err
		}
	}
	return nil
}

// indexKind puts all records of a kind into the index.
func (db *DB) indexKind(ctx context.Context, tx *sql.Tx, kind *record.Kind, progress func(rows int)) error {
	last := id.ID(0)
	for {
		rows, err := tx.QueryContext(ctx, `SELECT `+recordColumnsOf(kind)+` FROM `+kind.Table()+` WHERE deleted_at = 0 AND id > $1 ORDER BY id LIMIT $2`, int64(last), mostAtOnce)
		list, err := collect(rows, err, scanRow(kind))
		if err != nil || len(list) == 0 {
			return err
		}
		entries := make([]search.Entry, len(list))
		for at := range list {
			entries[at] = kind.Entry(&list[at])
		}
		if err := db.indexEntries(ctx, tx, entries); err != nil {
			return err
		}
		progress(len(list))
		last = list[len(list)-1].ID
	}
}
