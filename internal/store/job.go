package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
)

const jobColumns = `id, kind, once_key, account_id, payload, state, attempts, due_at, worker, cancel_at, problem, progress, result, created_at, started_at, ended_at`

func scanJob(row scanner) (job.Job, error) {
	var j job.Job
	var due, cancel, created, started, ended int64
	var payload, problem, progress, result string
	err := row.Scan(&j.ID, &j.Kind, &j.Key, &j.Account, &payload, &j.State, &j.Attempts, &due, &j.Worker, &cancel, &problem, &progress, &result,
		&created, &started, &ended)
	if err != nil {
		return j, err
	}
	j.Payload, j.CancelAsked = json.RawMessage(payload), cancel != 0
	j.CreatedAt, j.StartedAt, j.EndedAt = fromMicros(created), fromMicros(started), fromMicros(ended)
	switch j.State {
	case job.Waiting:
		j.RunAfter = fromMicros(due)
	case job.Running:
		j.LeaseUntil = fromMicros(due)
	}
	if result != "" {
		j.Result = json.RawMessage(result)
	}
	if problem != "" {
		err = json.Unmarshal([]byte(problem), &j.Problem)
	}
	if progress != "" && err == nil {
		err = json.Unmarshal([]byte(progress), &j.Progress)
	}
	return j, err
}

// asText writes a value as JSON for a column; nil is "".
func asText[T any](value *T) (string, error) {
	if value == nil {
		return "", nil
	}
	text, err := json.Marshal(value)
	return string(text), err
}

// addJob adds a job in the transaction that makes it needed. When one waits
// with the same kind and key, that one is enough: it is held until the
// transaction has ended, so that it cannot begin before and miss what the
// transaction writes.
func (db *DB) addJob(ctx context.Context, tx *sql.Tx, j job.Job) error {
	_, err := db.insertJob(ctx, tx, j)
	return err
}

func (db *DB) insertJob(ctx context.Context, tx *sql.Tx, j job.Job) (id.ID, error) {
	now := db.now()
	if j.ID == 0 {
		j.ID = db.ids.Next()
	}
	if j.RunAfter.IsZero() {
		j.RunAfter = now
	}
	if len(j.Payload) == 0 {
		j.Payload = json.RawMessage("null")
	}
	var added id.ID
	err := tx.QueryRowContext(ctx, `INSERT INTO job (id, kind, once_key, account_id, payload, state, attempts, due_at, lease, worker, cancel_at, problem, progress, result, created_at, started_at, ended_at)
		VALUES ($1, $2, $3, $4, $5, 'waiting', 0, $6, 0, '', 0, '', '', '', $7, 0, 0)
		ON CONFLICT (kind, once_key) WHERE state = 'waiting' AND once_key <> '' DO UPDATE SET once_key = excluded.once_key RETURNING id`,
		int64(j.ID), j.Kind, j.Key, j.Account, string(j.Payload), micros(j.RunAfter), micros(now)).Scan(&added)
	if err != nil {
		return 0, fmt.Errorf("add job %s: %w", j.Kind, err)
	}
	return added, nil
}

// AddJob adds a job in a transaction of its own, and gives its id or that of
// the one that waits with the same kind and key.
func (db *DB) AddJob(ctx context.Context, j job.Job) (added id.ID, err error) {
	err = db.inTx(ctx, func(tx *sql.Tx) error {
		added, err = db.insertJob(ctx, tx, j)
		return err
	})
	return added, err
}

// FindJob gives one job.
func (db *DB) FindJob(ctx context.Context, j id.ID) (job.Job, error) {
	found, err := scanJob(db.read.QueryRowContext(ctx, `SELECT `+jobColumns+` FROM job WHERE id = $1`, int64(j)))
	if errors.Is(err, sql.ErrNoRows) {
		return found, unknownJob(j)
	}
	return found, err
}

func unknownJob(j id.ID) error {
	return fault.New(fault.NotFound, "job.unknown", fault.Args{"Job": j.String()})
}

// ListJobs gives a page of jobs, newest first, with the number of all that
// were asked for.
func (db *DB) ListJobs(ctx context.Context, ask job.Ask) ([]job.Job, int, error) {
	where, arguments := " WHERE 1 = 1", []any(nil)
	add := func(column string, value any) {
		arguments = append(arguments, value)
		where += " AND " + column + " = $" + number(len(arguments))
	}
	if ask.State != "" {
		add("state", string(ask.State))
	}
	if ask.Kind != "" {
		add("kind", ask.Kind)
	}
	if ask.Account != nil {
		add("account_id", *ask.Account)
	}
	var total int
	if err := db.read.QueryRowContext(ctx, `SELECT count(*) FROM job`+where, arguments...).Scan(&total); err != nil {
		return nil, 0, err
	}
	page := ` ORDER BY id DESC LIMIT $` + number(len(arguments)+1) + ` OFFSET $` + number(len(arguments)+2)
	rows, err := db.read.QueryContext(ctx, `SELECT `+jobColumns+` FROM job`+where+page, append(arguments, ask.Limit, ask.Offset)...)
	list, err := collect(rows, err, scanJob)
	return list, total, err
}

// CancelJob ends a waiting job, and asks a running one to stop.
func (db *DB) CancelJob(ctx context.Context, j id.ID, at time.Time) (state job.State, err error) {
	err = db.inTx(ctx, func(tx *sql.Tx) error {
		if state, err = db.lockJob(ctx, tx, j); err != nil {
			return err
		}
		switch state {
		case job.Waiting:
			state = job.Cancelled
			_, err = tx.ExecContext(ctx, `UPDATE job SET state = 'cancelled', due_at = 0, ended_at = $1 WHERE id = $2`, micros(at), int64(j))
		case job.Running:
			_, err = tx.ExecContext(ctx, `UPDATE job SET cancel_at = $1 WHERE id = $2 AND cancel_at = 0`, micros(at), int64(j))
		default:
			err = fault.New(fault.Conflict, "job.ended-already", fault.Args{"Job": j.String(), "State": string(state)})
		}
		return err
	})
	return state, err
}

// RetryJob makes a failed or cancelled job wait again.
func (db *DB) RetryJob(ctx context.Context, j id.ID, at time.Time) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		state, err := db.lockJob(ctx, tx, j)
		if err != nil {
			return err
		}
		if state != job.Failed && state != job.Cancelled {
			return fault.New(fault.Conflict, "job.not-failed", fault.Args{"Job": j.String(), "State": string(state)})
		}
		twin, err := waitingTwin(ctx, tx, j)
		if err != nil {
			return err
		}
		if twin != 0 {
			return fault.New(fault.Conflict, "job.waits-already", fault.Args{"Job": twin.String()})
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM job_mark WHERE job_id = $1`, int64(j)); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE job SET state = 'waiting', attempts = 0, due_at = $1, cancel_at = 0, ended_at = 0, progress = '' WHERE id = $2`, micros(at), int64(j))
		return err
	})
}

// lockJob gives the state of a job and holds it until the transaction ends.
func (db *DB) lockJob(ctx context.Context, tx *sql.Tx, j id.ID) (state job.State, err error) {
	err = tx.QueryRowContext(ctx, `SELECT state FROM job WHERE id = $1`+db.dialect.forUpdate(), int64(j)).Scan(&state)
	if errors.Is(err, sql.ErrNoRows) {
		return "", unknownJob(j)
	}
	return state, err
}

// waitingTwin gives the job that waits with the same kind and key as another;
// 0 when there is none.
func waitingTwin(ctx context.Context, tx *sql.Tx, j id.ID) (twin id.ID, err error) {
	err = tx.QueryRowContext(ctx, `SELECT t.id FROM job j JOIN job t ON t.kind = j.kind AND t.once_key = j.once_key AND t.state = 'waiting' AND t.once_key <> ''
		WHERE j.id = $1 AND t.id <> j.id`, int64(j)).Scan(&twin)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return twin, err
}

// RemoveEndedJobs removes jobs that ended before a moment.
func (db *DB) RemoveEndedJobs(ctx context.Context, before time.Time) (int, error) {
	result, err := db.write.ExecContext(ctx, `DELETE FROM job WHERE state IN ('done', 'failed', 'cancelled') AND ended_at < $1
		AND NOT EXISTS (SELECT 1 FROM job_file f WHERE f.job_id = job.id)`, micros(before))
	if err != nil {
		return 0, err
	}
	removed, err := result.RowsAffected()
	return int(removed), err
}
