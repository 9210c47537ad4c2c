package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

const tokenColumns = `id, account, name, writes, classes, until, created_at, used_on`

func scanToken(row scanner) (account.Token, error) {
	var t account.Token
	var writes, created int64
	var classes string
	err := row.Scan(&t.ID, &t.Account, &t.Name, &writes, &classes, &t.Until, &created, &t.UsedOn)
	t.Writes, t.CreatedAt = writes != 0, fromMicros(created)
	for _, class := range strings.Fields(classes) {
		t.Classes = append(t.Classes, access.Class(class))
	}
	return t, err
}

// AddToken adds a token, unless its account has too many.
func (db *DB) AddToken(ctx context.Context, t account.Token, hash string, most int) error {
	classes := make([]string, len(t.Classes))
	for at, class := range t.Classes {
		classes[at] = string(class)
	}
	return db.inTx(ctx, func(tx *sql.Tx) error {
		var have int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM account_token WHERE account = $1`, int64(t.Account)).Scan(&have); err != nil {
			return err
		}
		if have >= most {
			return fault.New(fault.Limit, "token.too-many", fault.Args{"Most": most})
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO account_token (`+tokenColumns+`, hash) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
			int64(t.ID), int64(t.Account), t.Name, truth(t.Writes), strings.Join(classes, " "), t.Until, micros(t.CreatedAt), t.UsedOn, hash)
		return err
	})
}

// TokenByHash finds a token by the hash of its secret.
func (db *DB) TokenByHash(ctx context.Context, hash string) (account.Token, error) {
	t, err := scanToken(db.read.QueryRowContext(ctx, `SELECT `+tokenColumns+` FROM account_token WHERE hash = $1`, hash))
	if errors.Is(err, sql.ErrNoRows) {
		return t, fault.New(fault.NotFound, "token.unknown", nil)
	}
	return t, err
}

// TokensOf lists the tokens of an account, newest first.
func (db *DB) TokensOf(ctx context.Context, of id.ID) ([]account.Token, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+tokenColumns+` FROM account_token WHERE account = $1 ORDER BY id DESC`, int64(of))
	return collect(rows, err, scanToken)
}

// RemoveToken removes a token of an account.
func (db *DB) RemoveToken(ctx context.Context, of, token id.ID) error {
	result, err := db.write.ExecContext(ctx, `DELETE FROM account_token WHERE account = $1 AND id = $2`, int64(of), int64(token))
	if err != nil {
		return err
	}
	gone, err := result.RowsAffected()
	if err == nil && gone == 0 {
		return fault.New(fault.NotFound, "token.unknown", nil)
	}
	return err
}

// TokenUsed notes the day on which a token was used.
func (db *DB) TokenUsed(ctx context.Context, token id.ID, day string) error {
	_, err := db.write.ExecContext(ctx, `UPDATE account_token SET used_on = $1 WHERE id = $2 AND used_on < $1`, day, int64(token))
	return err
}
