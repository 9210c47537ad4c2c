package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// AddAnswerLink keeps a link with which a party answers. Links that ended go.
func (db *DB) AddAnswerLink(ctx context.Context, link agreement.Link) error {
	if _, err := db.write.ExecContext(ctx, `DELETE FROM answer_link WHERE expires_at < $1`, micros(db.now().Add(-agreement.LinkLasts))); err != nil {
		return err
	}
	_, err := db.write.ExecContext(ctx, `INSERT INTO answer_link (token, party, edition, review, asked_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		link.Token, int64(link.Party), link.Edition, link.Review, int64(link.AskedBy), micros(link.Ends))
	return err
}

// AnswerLink gives a link, over or not.
func (db *DB) AnswerLink(ctx context.Context, token string) (agreement.Link, error) {
	var link agreement.Link
	var ends int64
	err := db.read.QueryRowContext(ctx, `SELECT token, party, edition, review, asked_by, expires_at FROM answer_link WHERE token = $1`, token).Scan(&link.Token, &link.Party, &link.Edition, &link.Review, &link.AskedBy, &ends)
	if errors.Is(err, sql.ErrNoRows) {
		return link, fault.New(fault.NotFound, "agreement.link-over", nil)
	}
	link.Ends = fromMicros(ends)
	return link, err
}

// AccountOfPerson gives the account of a person, if they have one.
func (db *DB) AccountOfPerson(ctx context.Context, person id.ID) (account.Account, bool, error) {
	if person == 0 {
		return account.Account{}, false, nil
	}
	var which id.ID
	err := db.read.QueryRowContext(ctx, `SELECT id FROM account WHERE person = $1 AND deleted_at = 0 ORDER BY id LIMIT 1`, int64(person)).Scan(&which)
	if errors.Is(err, sql.ErrNoRows) {
		return account.Account{}, false, nil
	}
	if err != nil {
		return account.Account{}, false, err
	}
	return db.AccountByID(ctx, which)
}

// AccountByID gives an account, if it is there.
func (db *DB) AccountByID(ctx context.Context, which id.ID) (account.Account, bool, error) {
	found, err := db.Account(ctx, which)
	if err != nil && fault.CodeOf(err) == fault.NotFound {
		return account.Account{}, false, nil
	}
	return found, err == nil, err
}
