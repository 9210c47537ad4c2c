package store

import (
	"context"
	"database/sql"
	"sync"

	"github.com/koppelkans/koppelkans/internal/id"
)

// eventLock is the key of the advisory lock that makes PostgreSQL number
// events in the order of their commits; SQLite has one writer anyway.
const eventLock = 0x6b6f7070

// addEvent numbers a change within the transaction that makes it. It is
// called last in a transaction, because on PostgreSQL it holds a lock until
// the commit.
func (db *DB) addEvent(ctx context.Context, tx *sql.Tx, kind string, subject id.ID) error {
	if err := db.holdEvents(ctx, tx); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO event (kind, subject, at) VALUES ($1, $2, $3)`, kind, int64(subject), micros(db.now()))
	return err
}

// holdEvents makes other transactions wait with their events until this one
// has ended.
func (db *DB) holdEvents(ctx context.Context, tx *sql.Tx) error {
	if !db.dialect.isPostgres() {
		return nil
	}
	_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, eventLock)
	return err
}

// LastEvent gives the number of the newest change; 0 when there is none.
// What was read before it and is kept is out of date when the number moved.
// In a context of OneLook it is asked once.
func (db *DB) LastEvent(ctx context.Context) (int64, error) {
	look, once := ctx.Value(lookKey{}).(*look)
	if !once {
		return db.lastEvent(ctx)
	}
	look.mu.Lock()
	defer look.mu.Unlock()
	if look.known {
		return look.seq, nil
	}
	seq, err := db.lastEvent(ctx)
	look.seq, look.known = seq, err == nil
	return seq, err
}

func (db *DB) lastEvent(ctx context.Context) (int64, error) {
	var seq int64
	err := db.read.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM event`).Scan(&seq)
	return seq, err
}

// LastDelivery gives the number of the newest change of figures or borders:
// what was made from these alone is out of date when it moved.
func (db *DB) LastDelivery(ctx context.Context) (int64, error) {
	var seq int64
	err := db.read.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM event WHERE kind >= 'delivery.' AND kind < 'delivery/'`).Scan(&seq)
	return seq, err
}

// look is what a page saw as the newest change.
type look struct {
	mu    sync.Mutex
	seq   int64
	known bool
}

type lookKey struct{}

// OneLook makes a context in which everything that is kept in memory is held
// against one look at the newest change. It is for a request that only reads:
// after a change of its own it would not see that.
func OneLook(ctx context.Context) context.Context {
	return context.WithValue(ctx, lookKey{}, &look{})
}
