package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// AddLink keeps a link that may be used once.
func (db *DB) AddLink(ctx context.Context, link account.Link) error {
	_, err := db.write.ExecContext(ctx, `INSERT INTO account_link (token, purpose, account, back, created_at, expires_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, 0)`,
		link.Token, string(link.Purpose), int64(link.Account), link.Back, micros(db.now()), micros(link.Ends))
	return err
}

// LinksSince counts the links that were made for an account.
func (db *DB) LinksSince(ctx context.Context, of id.ID, purpose account.Purpose, since time.Time) (n int, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT count(*) FROM account_link WHERE account = $1 AND purpose = $2 AND created_at > $3`,
		int64(of), string(purpose), micros(since)).Scan(&n)
	return n, err
}

const linkColumns = `token, purpose, account, back, expires_at`

func scanLink(row scanner) (account.Link, error) {
	var link account.Link
	var ends int64
	err := row.Scan(&link.Token, &link.Purpose, &link.Account, &link.Back, &ends)
	link.Ends = fromMicros(ends)
	if errors.Is(err, sql.ErrNoRows) {
		return link, fault.New(fault.NotFound, "signin.link-over", nil)
	}
	return link, err
}

// FindLink gives a link that can still be used.
func (db *DB) FindLink(ctx context.Context, token string) (account.Link, error) {
	return scanLink(db.read.QueryRowContext(ctx, `SELECT `+linkColumns+` FROM account_link WHERE token = $1 AND used_at = 0 AND expires_at > $2`, token, micros(db.now())))
}

// UseLink uses a link up. Of those who try it at the same time one gets it.
func (db *DB) UseLink(ctx context.Context, token string) (account.Link, error) {
	return scanLink(db.write.QueryRowContext(ctx, `UPDATE account_link SET used_at = $2 WHERE token = $1 AND used_at = 0 AND expires_at > $2 RETURNING `+linkColumns,
		token, micros(db.now())))
}

// EndLinks makes the open links of an account useless.
func (db *DB) EndLinks(ctx context.Context, of id.ID) error {
	_, err := db.write.ExecContext(ctx, `UPDATE account_link SET used_at = $2 WHERE account = $1 AND used_at = 0`, int64(of), micros(db.now()))
	return err
}

// RemoveOldLinks forgets links that ended before a moment.
func (db *DB) RemoveOldLinks(ctx context.Context, before time.Time) error {
	_, err := db.write.ExecContext(ctx, `DELETE FROM account_link WHERE expires_at < $1`, micros(before))
	return err
}
