package store

import (
	"context"
	"database/sql"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/record"
)

// AddAudit writes an entry in a transaction of its own.
func (db *DB) AddAudit(ctx context.Context, entry account.Entry) error {
	return db.inTx(ctx, func(tx *sql.Tx) error { return db.audit(ctx, tx, entry) })
}

// audit writes an entry within the transaction of what it tells, so that
// neither is there without the other. The moment, the origin and the result
// are filled in when they are not given.
func (db *DB) audit(ctx context.Context, tx *sql.Tx, e account.Entry) error {
	if e.At.IsZero() {
		e.At = db.now()
	}
	if e.Origin == (account.Origin{}) {
		e.Origin = account.OriginOf(ctx)
	}
	if e.Actor == 0 {
		e.Actor = account.ActorIn(ctx)
	}
	if e.Result == "" {
		e.Result = account.Succeeded
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO audit_entry (at, event, result, origin, network, actor, kind, subject, request, detail)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		micros(e.At), string(e.Event), string(e.Result), string(e.Origin.Way), e.Origin.Network, int64(e.Actor), e.Kind, int64(e.Subject), e.Origin.Request, e.Detail)
	return err
}

// auditRecords writes an entry for each change of an account or a grant.
func (db *DB) auditRecords(ctx context.Context, tx *sql.Tx, writes []record.Write) error {
	for _, write := range writes {
		if write.Kind.Class != access.Accounts {
			continue
		}
		if write.Kind.One == account.Accounts().Kind().One {
			if err := endAccess(ctx, tx, write.Row, micros(db.now())); err != nil {
				return err
			}
		}
		event := account.EventAccount
		if write.Kind.One == account.Grants().Kind().One {
			event = account.EventGrant
		}
		err := db.audit(ctx, tx, account.Entry{Event: event, Actor: write.Change.By, Kind: write.Kind.One, Subject: write.Row.ID, Detail: string(write.Change.Deed)})
		if err != nil {
			return err
		}
	}
	return nil
}

// endAccess ends the sessions and links of an account that may not come in any
// more, in the transaction that says so.
func endAccess(ctx context.Context, tx *sql.Tx, row record.Row, now int64) error {
	if !row.Deleted() && account.Accounts().Of(row).State != account.Blocked {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM account_session WHERE account = $1`, int64(row.ID)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE account_link SET used_at = $2 WHERE account = $1 AND used_at = 0`, int64(row.ID), now)
	return err
}

// AuditEntries gives a part of the log, newest first. A page begins at a
// number, so that it takes as long at the end of the log as at its start.
func (db *DB) AuditEntries(ctx context.Context, ask account.Ask) ([]account.Entry, error) {
	var args arguments
	text := `SELECT seq, at, event, result, origin, network, actor, kind, subject, request, detail FROM audit_entry WHERE 1 = 1`
	if ask.Before > 0 {
		text += ` AND seq < ` + args.add(ask.Before)
	}
	if ask.Event != "" {
		text += ` AND event = ` + args.add(string(ask.Event))
	}
	if ask.Result != "" {
		text += ` AND result = ` + args.add(string(ask.Result))
	}
	if ask.Who != 0 {
		who := args.add(int64(ask.Who))
		text += ` AND (actor = ` + who + ` OR subject = ` + who + `)`
	}
	if !ask.From.IsZero() {
		text += ` AND at >= ` + args.add(micros(ask.From))
	}
	if !ask.Until.IsZero() {
		text += ` AND at < ` + args.add(micros(ask.Until))
	}
	rows, err := db.read.QueryContext(ctx, text+` ORDER BY seq DESC LIMIT `+args.add(ask.Limit), args.values...)
	return collect(rows, err, func(row scanner) (e account.Entry, err error) {
		var at int64
		err = row.Scan(&e.Seq, &at, &e.Event, &e.Result, &e.Origin.Way, &e.Origin.Network, &e.Actor, &e.Kind, &e.Subject, &e.Origin.Request, &e.Detail)
		e.At = fromMicros(at)
		return e, err
	})
}
