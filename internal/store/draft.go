package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
)

// Drafts are kept for a month, and at most these many of an account.
const (
	draftsFor  = 30 * 24 * time.Hour
	mostDrafts = 50
)

// SaveDraft keeps what an account typed in the form of a page, instead of what
// was kept before. Old drafts and those beyond the most recent go.
func (db *DB) SaveDraft(ctx context.Context, account id.ID, path, typed string) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO draft (account, path, typed, at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (account, path) DO UPDATE SET typed = excluded.typed, at = excluded.at`, int64(account), path, typed, micros(db.now()))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM draft WHERE at < $1 OR account = $2 AND path NOT IN (SELECT path FROM draft WHERE account = $2 ORDER BY at DESC LIMIT $3)`,
			micros(db.now().Add(-draftsFor)), int64(account), mostDrafts)
		return err
	})
}

// Draft gives what an account typed in the form of a page and when; "" when
// nothing is kept.
func (db *DB) Draft(ctx context.Context, account id.ID, path string) (string, time.Time, error) {
	var typed string
	var at int64
	err := db.read.QueryRowContext(ctx, `SELECT typed, at FROM draft WHERE account = $1 AND path = $2`, int64(account), path).Scan(&typed, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return "", time.Time{}, nil
	}
	return typed, fromMicros(at), err
}

// DropDraft forgets what an account typed in the form of a page.
func (db *DB) DropDraft(ctx context.Context, account id.ID, path string) error {
	_, err := db.write.ExecContext(ctx, `DELETE FROM draft WHERE account = $1 AND path = $2`, int64(account), path)
	return err
}
