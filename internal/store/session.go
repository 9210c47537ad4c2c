package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Sessions keeps the sessions of browsers. Its first methods are those that
// the session manager of package web asks for; the token that they get is a
// hash already.
type Sessions struct {
	db *DB
	// idle is how long a session lasts in which nothing is asked.
	idle time.Duration
}

// Sessions gives the keeper of sessions.
func (db *DB) Sessions(idle time.Duration) *Sessions { return &Sessions{db: db, idle: idle} }

// FindCtx gives the content of a session that has not ended. Every request of
// somebody who is signed in asks it, so that a session that is ended, here or
// by another process, ends at once.
func (s *Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var data []byte
	now := s.db.now()
	err := s.db.read.QueryRowContext(ctx, `SELECT data FROM account_session WHERE token = $1 AND expires_at > $2 AND seen_at > $3`,
		token, micros(now), micros(now.Add(-s.idle))).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// CommitCtx keeps the content of a session.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, end time.Time) error {
	_, values, err := account.SessionCodec{}.Decode(data)
	if err != nil {
		return err
	}
	session := account.SessionOf(func(name string) string { text, _ := values[name].(string); return text })
	if session.ID == 0 { // nobody signed in yet
		session.ID = s.db.ids.Next()
	}
	now := micros(s.db.now())
	_, err = s.db.write.ExecContext(ctx, `INSERT INTO account_session (token, id, account, data, method, browser, network, created_at, seen_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)
		ON CONFLICT (token) DO UPDATE SET account = excluded.account, data = excluded.data, method = excluded.method, seen_at = excluded.seen_at, expires_at = excluded.expires_at`,
		token, int64(session.ID), int64(session.Account), data, string(session.Method), session.Browser, session.Network, now, micros(end))
	return err
}

// DeleteCtx ends a session.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.db.write.ExecContext(ctx, `DELETE FROM account_session WHERE token = $1`, token)
	return err
}

// Find, Commit and Delete are the same without a context; nothing calls them,
// but the session manager's type asks for them.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s *Sessions) Commit(token string, data []byte, end time.Time) error {
	return s.CommitCtx(context.Background(), token, data, end)
}

func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// SessionsOf lists where an account is signed in, the latest seen first.
func (db *DB) SessionsOf(ctx context.Context, of id.ID) ([]account.Session, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT id, account, method, browser, network, created_at, seen_at, expires_at FROM account_session
		WHERE account = $1 AND expires_at > $2 ORDER BY seen_at DESC, id DESC`, int64(of), micros(db.now()))
	return collect(rows, err, func(row scanner) (one account.Session, err error) {
		var since, seen, ends int64
		err = row.Scan(&one.ID, &one.Account, &one.Method, &one.Browser, &one.Network, &since, &seen, &ends)
		one.Since, one.Seen, one.Ends = fromMicros(since), fromMicros(seen), fromMicros(ends)
		return one, err
	})
}

// TouchSession notes that a session is in use.
func (db *DB) TouchSession(ctx context.Context, which id.ID, at time.Time) error {
	_, err := db.write.ExecContext(ctx, `UPDATE account_session SET seen_at = $2 WHERE id = $1 AND seen_at < $2`, int64(which), micros(at))
	return err
}

// EndSession ends a session of an account.
func (db *DB) EndSession(ctx context.Context, of, which id.ID) (ended int64, err error) {
	return db.endSessions(ctx, `account = $1 AND id = $2`, int64(of), int64(which))
}

// EndSessions ends all sessions of an account but one; 0 spares none.
func (db *DB) EndSessions(ctx context.Context, of, but id.ID) (ended int64, err error) {
	return db.endSessions(ctx, `account = $1 AND id <> $2`, int64(of), int64(but))
}

func (db *DB) endSessions(ctx context.Context, which string, args ...any) (int64, error) {
	done, err := db.write.ExecContext(ctx, `DELETE FROM account_session WHERE `+which, args...)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// RemoveEndedSessions forgets sessions that nobody can use any more.
func (db *DB) RemoveEndedSessions(ctx context.Context, idle time.Duration) error {
	now := db.now()
	_, err := db.endSessions(ctx, `expires_at <= $1 OR seen_at <= $2`, micros(now), micros(now.Add(-idle)))
	return err
}
