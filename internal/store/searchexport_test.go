package store

import (
	"context"
	"database/sql"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/search"
)

// IndexEntries and ForgetEntries are what the writing of records calls.
func (db *DB) IndexEntries(ctx context.Context, entries ...search.Entry) error {
	return db.inTx(ctx, func(tx *sql.Tx) error { return db.indexEntries(ctx, tx, entries) })
}

func (db *DB) ForgetEntries(ctx context.Context, kind string, ids ...id.ID) error {
	return db.inTx(ctx, func(tx *sql.Tx) error { return db.forgetEntries(ctx, tx, kind, ids) })
}
