package store

import (
	"context"
	"database/sql"
	"net/url"
	"strings"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// ofAccount and ofPerson are the tables whose rows belong to an account or a
// person and go with it. The audit log is not among them: it names accounts by
// number only, and nobody can edit it.
var (
	ofAccount = []string{"account_session", "account_link", "account_identity", "account_passkey", "account_invitation", "account_token", "draft",
		"reflection_answer", "letter_setting", "letter_stop", "agenda_feed"}
	ofPerson = []string{"reflection_answer", "checklist_done", "newsletter_reader"}
)

// Erase removes people from records: the writes empty them, and with them go
// the personal values in their history, what belongs to their accounts, and
// drafts in which their name or address stands. Grants are writes that end
// grants. What the database itself keeps of the old values is cleared too.
func (db *DB) Erase(ctx context.Context, targets, grants []record.Write) error {
	err := db.inTx(ctx, func(tx *sql.Tx) error {
		for _, target := range targets {
			if err := eraseTraces(ctx, tx, target); err != nil {
				return err
			}
			if !target.Kind.AboutPeople() {
				continue
			}
			entry := account.Entry{Event: account.EventErased, Actor: target.Change.By, Kind: target.Kind.One, Subject: target.Row.ID}
			if err := db.audit(ctx, tx, entry); err != nil {
				return err
			}
		}
		return db.writeRecords(ctx, tx, append(grants, targets...), record.Since{})
	})
	if err != nil {
		return err
	}
	return db.scrub(ctx)
}

func eraseTraces(ctx context.Context, tx *sql.Tx, target record.Write) error {
	one := int64(target.Row.ID)
	_, err := tx.ExecContext(ctx, `UPDATE change_field SET was = '', became = '', erased = 1
		WHERE (personal = 1 OR $2) AND change_id IN (SELECT id FROM change WHERE record = $1)`, one, target.Kind.Whole)
	if err != nil {
		return err
	}
	for _, table := range ofAccount {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE account = $1`, one); err != nil {
			return err
		}
	}
	for _, table := range ofPerson {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE person = $1`, one); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM draft WHERE path LIKE $1`, "/%/"+target.Row.ID.String()+"/%"); err != nil {
		return err
	}
	for at := range target.Kind.Own() {
		field := &target.Kind.Fields[at]
		text, is := target.Before.Get(field).(string)
		if !is || !field.Personal || len(text) < shortestTrace {
			continue
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM draft WHERE typed LIKE $1 ESCAPE '\'`, "%"+likeText(url.QueryEscape(text))+"%"); err != nil {
			return err
		}
	}
	return nil
}

// shortestTrace is how many letters a value must have for drafts to be
// searched for it; shorter ones stand in any text.
const shortestTrace = 4

// likeText writes a text so that LIKE takes it as it is.
func likeText(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

// scrub clears what the database keeps of values that are gone. SQLite writes
// noughts over them (secure_delete) and empties its log; PostgreSQL frees the
// old versions of rows.
func (db *DB) scrub(ctx context.Context) error {
	if !db.dialect.isPostgres() {
		_, err := db.write.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
		return err
	}
	_, err := db.write.ExecContext(ctx, `VACUUM person, account, change_field, draft, reflection_answer, search_entry, search_posting, search_word, search_near`)
	return err
}

// Pointing gives the records of a kind of which a field points to one, deleted
// ones too.
func (db *DB) Pointing(ctx context.Context, kind *record.Kind, field string, one id.ID) ([]record.Row, error) {
	known, _ := kind.Field(field)
	rows, err := db.read.QueryContext(ctx, `SELECT `+recordColumnsOf(kind)+` FROM `+kind.Table()+` WHERE `+known.Column()+` = $1 ORDER BY id LIMIT 1000`, int64(one))
	return collect(rows, err, scanRow(kind))
}
