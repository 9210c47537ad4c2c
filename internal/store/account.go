package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

const accountColumns = `id, owner, version, email, name, person, state, language, created_at`

func scanAccount(row scanner) (account.Account, error) {
	var a account.Account
	var created int64
	err := row.Scan(&a.ID, &a.Owner, &a.Version, &a.Email, &a.Name, &a.Person, &a.State, &a.Language, &created)
	a.CreatedAt = fromMicros(created)
	return a, err
}

func oneAccount(row scanner) (account.Account, error) {
	a, err := scanAccount(row)
	if errors.Is(err, sql.ErrNoRows) {
		return a, fault.New(fault.NotFound, "account.unknown", nil)
	}
	return a, err
}

// Account gives an account that was not deleted.
func (db *DB) Account(ctx context.Context, which id.ID) (account.Account, error) {
	return oneAccount(db.read.QueryRowContext(ctx, `SELECT `+accountColumns+` FROM account WHERE id = $1 AND deleted_at = 0 AND merged_into = 0`, int64(which)))
}

// AccountByEmail gives the account with an address.
func (db *DB) AccountByEmail(ctx context.Context, email string) (account.Account, error) {
	return oneAccount(db.read.QueryRowContext(ctx, `SELECT `+accountColumns+` FROM account WHERE email = $1 AND deleted_at = 0 AND merged_into = 0`, email))
}

// Accounts lists accounts by address, from after one.
func (db *DB) Accounts(ctx context.Context, after string, limit int) ([]account.Account, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+accountColumns+` FROM account WHERE email > $1 AND deleted_at = 0 AND merged_into = 0 ORDER BY email LIMIT $2`, after, limit)
	return collect(rows, err, scanAccount)
}

// GrantsOf gives the grants of an account, also those that are over.
func (db *DB) GrantsOf(ctx context.Context, of id.ID) ([]account.Grant, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT id, version, account, role, place, partnership, until, source FROM access_grant
		WHERE account = $1 AND deleted_at = 0 AND merged_into = 0 ORDER BY id`, int64(of))
	return collect(rows, err, func(row scanner) (g account.Grant, err error) {
		err = row.Scan(&g.ID, &g.Version, &g.Account, &g.Role, &g.Place, &g.Partnership, &g.Until, &g.Source)
		return g, err
	})
}

// MembershipsOf gives the partnerships that a person was let in to and takes
// part in on a day.
func (db *DB) MembershipsOf(ctx context.Context, person id.ID, day string) ([]account.Membership, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT partnership, guest FROM member
		WHERE person = $1 AND opens = 1 AND deleted_at = 0 AND starts <= $2 AND (until = '' OR until >= $2) ORDER BY id`, int64(person), day)
	return collect(rows, err, func(row scanner) (m account.Membership, err error) {
		return m, row.Scan(&m.Partnership, &m.Guest)
	})
}

// PlacesWithin gives a place and every place that lies within it, as the
// newest editions say that name what they lie in.
func (db *DB) PlacesWithin(ctx context.Context, place id.ID) ([]id.ID, error) {
	rows, err := db.read.QueryContext(ctx, `WITH RECURSIVE within (place_id, code) AS (
			SELECT place_id, code FROM edition WHERE place_id = $1
			UNION
			SELECT e.place_id, e.code FROM within w JOIN edition e ON e.parent = w.code
			WHERE e.shown = 1 AND NOT EXISTS (
				SELECT 1 FROM edition newer WHERE newer.place_id = e.place_id AND newer.shown = 1 AND newer.parent <> '' AND newer.year > e.year))
		SELECT DISTINCT place_id FROM within ORDER BY place_id`, int64(place))
	found, err := collect(rows, err, func(row scanner) (one id.ID, err error) {
		err = row.Scan(&one)
		return one, err
	})
	if err == nil && len(found) == 0 {
		found = []id.ID{place} // without an edition it is at least itself
	}
	return found, err
}

// countAdministrators counts who is administrator everywhere and without end,
// but for account $3.
const countAdministrators = `SELECT count(DISTINCT a.id) FROM access_grant g JOIN account a ON a.id = g.account
	WHERE g.role = $1 AND g.place = 0 AND g.partnership = 0 AND g.until = '' AND g.deleted_at = 0 AND g.merged_into = 0
	AND a.state = $2 AND a.deleted_at = 0 AND a.merged_into = 0 AND a.id <> $3`

// Administrators counts the accounts but one that are administrator
// everywhere and without end.
func (db *DB) Administrators(ctx context.Context, but id.ID) (n int, err error) {
	err = db.read.QueryRowContext(ctx, countAdministrators, string(access.Administrator), string(account.Active), int64(but)).Scan(&n)
	return n, err
}

// RemoveKeys removes the passkeys and tokens of an account, and who it is at
// providers.
func (db *DB) RemoveKeys(ctx context.Context, of id.ID) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		for _, table := range []string{"account_passkey", "account_identity", "account_token"} {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE account = $1`, int64(of)); err != nil {
				return err
			}
		}
		return nil
	})
}

// keepAdministrator refuses a transaction that takes away the last account
// that is administrator everywhere and without end. It is called after every
// change of accounts and grants. Writing its one row makes such transactions
// wait for each other on PostgreSQL, so that each sees what the others did.
func (db *DB) keepAdministrator(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, `UPDATE administrator_kept SET turn = turn + 1 WHERE id = 1`); err != nil {
		return err
	}
	var left, known int
	err := tx.QueryRowContext(ctx, `SELECT (`+countAdministrators+`), (SELECT known FROM administrator_kept WHERE id = 1)`,
		string(access.Administrator), string(account.Active), 0).Scan(&left, &known)
	if err != nil {
		return err
	}
	if left == 0 && known != 0 {
		return fault.New(fault.Conflict, "account.last-administrator", nil)
	}
	if left > 0 && known == 0 {
		_, err = tx.ExecContext(ctx, `UPDATE administrator_kept SET known = 1 WHERE id = 1`)
	}
	return err
}

// HaveAccounts gives those of some people who can sign in.
func (db *DB) HaveAccounts(ctx context.Context, people []id.ID) ([]id.ID, error) {
	var args arguments
	rows, err := db.read.QueryContext(ctx, `SELECT DISTINCT person FROM account WHERE state = 'active' AND deleted_at = 0 AND person IN (`+args.ids(people)+`) ORDER BY person`, args.values...)
	return collect(rows, err, func(row scanner) (one id.ID, err error) { return one, row.Scan(&one) })
}
