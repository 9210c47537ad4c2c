package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
)

// IdentityOf gives the account of somebody at a provider, 0 when there is none.
func (db *DB) IdentityOf(ctx context.Context, provider, subject string) (of id.ID, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT account FROM account_identity WHERE provider = $1 AND subject = $2`, provider, subject).Scan(&of)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return of, err
}

// IdentitiesOf gives who an account is at providers.
func (db *DB) IdentitiesOf(ctx context.Context, of id.ID) ([]account.Bound, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT provider, subject, account FROM account_identity WHERE account = $1 ORDER BY provider`, int64(of))
	return collect(rows, err, func(row scanner) (b account.Bound, err error) {
		err = row.Scan(&b.Provider, &b.Subject, &b.Account)
		return b, err
	})
}

// BindIdentity notes that an identity is an account.
func (db *DB) BindIdentity(ctx context.Context, b account.Bound) error {
	now := micros(db.now())
	_, err := db.write.ExecContext(ctx, `INSERT INTO account_identity (provider, subject, account, created_at, used_at) VALUES ($1, $2, $3, $4, $4)
		ON CONFLICT (provider, subject) DO UPDATE SET account = excluded.account, created_at = excluded.created_at`,
		b.Provider, b.Subject, int64(b.Account), now)
	return err
}

// TouchIdentity notes that somebody signed in by an identity.
func (db *DB) TouchIdentity(ctx context.Context, provider, subject string) error {
	_, err := db.write.ExecContext(ctx, `UPDATE account_identity SET used_at = $3 WHERE provider = $1 AND subject = $2`, provider, subject, micros(db.now()))
	return err
}

// PlaceByCode gives the place with an official code, 0 when none is loaded.
func (db *DB) PlaceByCode(ctx context.Context, code string) (found id.ID, err error) {
	level, official := place.LevelOf(code)
	if !official {
		return 0, nil
	}
	err = db.read.QueryRowContext(ctx, `SELECT place_id FROM edition WHERE level = $1 AND code = $2 AND shown = 1 ORDER BY year DESC LIMIT 1`, string(level), code).Scan(&found)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return found, err
}
