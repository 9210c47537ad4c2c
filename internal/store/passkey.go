package store

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/id"
)

// PasskeysOf lists the passkeys of an account, the oldest first.
func (db *DB) PasskeysOf(ctx context.Context, of id.ID) ([]account.Passkey, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT id, account, credential, data, name, created_at, used_at FROM account_passkey WHERE account = $1 ORDER BY id`, int64(of))
	return collect(rows, err, func(row scanner) (key account.Passkey, err error) {
		var created, used int64
		err = row.Scan(&key.ID, &key.Account, &key.Credential, &key.Data, &key.Name, &created, &used)
		key.CreatedAt, key.UsedAt = fromMicros(created), fromMicros(used)
		return key, err
	})
}

// AddPasskey keeps a passkey.
func (db *DB) AddPasskey(ctx context.Context, key account.Passkey) error {
	_, err := db.write.ExecContext(ctx, `INSERT INTO account_passkey (id, account, credential, data, name, created_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, 0)`,
		int64(key.ID), int64(key.Account), key.Credential, key.Data, key.Name, micros(db.now()))
	return err
}

// UsePasskey notes that a passkey was used, with what changed in it.
func (db *DB) UsePasskey(ctx context.Context, credential, data string) error {
	_, err := db.write.ExecContext(ctx, `UPDATE account_passkey SET data = $2, used_at = $3 WHERE credential = $1`, credential, data, micros(db.now()))
	return err
}

// NamePasskey gives a passkey another name.
func (db *DB) NamePasskey(ctx context.Context, of, which id.ID, name string) error {
	_, err := db.write.ExecContext(ctx, `UPDATE account_passkey SET name = $3 WHERE account = $1 AND id = $2`, int64(of), int64(which), name)
	return err
}

// RemovePasskey forgets a passkey; false when the account has none like it.
func (db *DB) RemovePasskey(ctx context.Context, of, which id.ID) (bool, error) {
	done, err := db.write.ExecContext(ctx, `DELETE FROM account_passkey WHERE account = $1 AND id = $2`, int64(of), int64(which))
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}
