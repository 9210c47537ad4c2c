package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/letters"
)

// LetterSetting gives the setting of an account.
func (db *DB) LetterSetting(ctx context.Context, of id.ID) (letters.Setting, error) {
	setting := letters.Setting{Account: of, Day: letters.UsualDay}
	var off, came int
	err := db.read.QueryRowContext(ctx, `SELECT day, off, bounces, came, sent FROM letter_setting WHERE account = $1`, int64(of)).Scan(&setting.Day, &off, &setting.Bounces, &came, &setting.Sent)
	if errors.Is(err, sql.ErrNoRows) {
		return setting, nil
	}
	setting.Off, setting.Came = off != 0, came != 0
	return setting, err
}

// KeepLetterSetting keeps the setting of an account.
func (db *DB) KeepLetterSetting(ctx context.Context, s letters.Setting) error {
	_, err := db.write.ExecContext(ctx, `INSERT INTO letter_setting (account, day, off, bounces, came, sent) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (account) DO UPDATE SET day = excluded.day, off = excluded.off, bounces = excluded.bounces, came = excluded.came, sent = excluded.sent`,
		int64(s.Account), int64(s.Day), truth(s.Off), s.Bounces, truth(s.Came), s.Sent)
	return err
}

// DueLetters gives the accounts whose letter is due.
func (db *DB) DueLetters(ctx context.Context, day time.Weekday, week string, after id.ID, limit int) ([]id.ID, error) {
	usual := int64(-1)
	if day == letters.UsualDay {
		usual = int64(day)
	}
	rows, err := db.read.QueryContext(ctx, `SELECT a.id FROM account a LEFT JOIN letter_setting s ON s.account = a.id
		WHERE a.deleted_at = 0 AND a.state = 'active' AND a.id > $1 AND (s.account IS NULL AND $2 >= 0 OR s.day = $3 AND s.off = 0 AND s.sent <> $4)
		ORDER BY a.id LIMIT $5`, int64(after), usual, int64(day), week, limit)
	return collect(rows, err, func(row scanner) (one id.ID, err error) { return one, row.Scan(&one) })
}

// stopsKept is for how long an ended letter's secret works.
const stopsKept = 2 * 365 * 24 * time.Hour

// AddStop keeps a secret that ends somebody's letters; old ones go.
func (db *DB) AddStop(ctx context.Context, token string, of id.ID) error {
	if _, err := db.write.ExecContext(ctx, `DELETE FROM letter_stop WHERE account = $1 AND created_at < $2`, int64(of), micros(db.now().Add(-stopsKept))); err != nil {
		return err
	}
	_, err := db.write.ExecContext(ctx, `INSERT INTO letter_stop (token, account, created_at) VALUES ($1, $2, $3)`, token, int64(of), micros(db.now()))
	return err
}

// StopOf gives whose letters a secret ends.
func (db *DB) StopOf(ctx context.Context, token string) (of id.ID, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT account FROM letter_stop WHERE token = $1`, token).Scan(&of)
	if errors.Is(err, sql.ErrNoRows) {
		err = fault.New(fault.NotFound, "letters.no-stop", nil)
	}
	return of, err
}

// KeepFeed keeps the secret address of a calendar in the place of an earlier
// one of the same account and partnership; "" only takes that away.
func (db *DB) KeepFeed(ctx context.Context, of, in id.ID, token string) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM agenda_feed WHERE account = $1 AND partnership = $2`, int64(of), int64(in)); err != nil || token == "" {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO agenda_feed (token, account, partnership, created_at) VALUES ($1, $2, $3, $4)`, token, int64(of), int64(in), micros(db.now()))
		return err
	})
}

// FeedOf gives whose calendar a secret address shows, and of which partnership.
func (db *DB) FeedOf(ctx context.Context, token string) (of, in id.ID, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT account, partnership FROM agenda_feed WHERE token = $1`, token).Scan(&of, &in)
	if errors.Is(err, sql.ErrNoRows) {
		err = fault.New(fault.NotFound, "agenda.no-feed", nil)
	}
	return of, in, err
}

// Feeds gives the partnerships of which somebody has a calendar; 0 is their own.
func (db *DB) Feeds(ctx context.Context, of id.ID) ([]id.ID, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT partnership FROM agenda_feed WHERE account = $1 ORDER BY partnership`, int64(of))
	return collect(rows, err, func(row scanner) (in id.ID, err error) { return in, row.Scan(&in) })
}
