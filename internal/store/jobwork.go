package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
)

// dueJobs is the condition of a job that a worker may take: one that waits,
// or one whose worker has been silent for too long. A job waits while another
// with its key runs. $1 is the present; kinds begin at $2.
const dueJobs = `due_at > 0 AND due_at <= $1 AND kind IN (%s) AND (state = 'running' OR once_key = ''
	OR NOT EXISTS (SELECT 1 FROM job r WHERE r.state = 'running' AND r.once_key <> '' AND r.kind = job.kind AND r.once_key = job.once_key))`

// ClaimJob gives the first job that is due to a worker. On PostgreSQL workers
// pass over what another is taking; SQLite has one writer.
func (db *DB) ClaimJob(ctx context.Context, claim job.Claim) (claimed job.Job, found bool, err error) {
	due := fmt.Sprintf(dueJobs, placeholders(2, len(claim.Kinds)))
	arguments := append([]any{micros(claim.Now)}, anys(claim.Kinds)...)
	var first id.ID
	// Looking first costs no writer; most of the time there is nothing to do.
	err = db.read.QueryRowContext(ctx, `SELECT id FROM job WHERE `+due+` LIMIT 1`, arguments...).Scan(&first)
	if errors.Is(err, sql.ErrNoRows) {
		return claimed, false, nil
	}
	if err != nil {
		return claimed, false, err
	}
	err = db.inTx(ctx, func(tx *sql.Tx) error {
		lock := ""
		if db.dialect.isPostgres() {
			lock = ` FOR UPDATE SKIP LOCKED`
		}
		err := tx.QueryRowContext(ctx, `SELECT id FROM job WHERE `+due+` ORDER BY due_at, id LIMIT 1`+lock, arguments...).Scan(&first)
		if errors.Is(err, sql.ErrNoRows) {
			return nil // another was first
		}
		if err != nil {
			return err
		}
		claimed, err = scanJob(tx.QueryRowContext(ctx, `UPDATE job SET state = 'running', attempts = attempts + 1, lease = $1, worker = $2, due_at = $3,
			started_at = $4, progress = '' WHERE id = $5 RETURNING `+jobColumns,
			int64(claim.Token), claim.Worker, micros(claim.Until), micros(claim.Now), int64(first)))
		found = err == nil
		return err
	})
	return claimed, found && err == nil, err
}

// KeepJob prolongs a lease and writes progress.
func (db *DB) KeepJob(ctx context.Context, lease job.Lease, until time.Time, progress job.Progress) (stop bool, err error) {
	text, err := asText(&progress)
	if err != nil {
		return false, err
	}
	var asked int64
	err = db.write.QueryRowContext(ctx, `UPDATE job SET due_at = $1, progress = $2 WHERE id = $3 AND lease = $4 AND state = 'running' RETURNING cancel_at`,
		micros(until), text, int64(lease.Job), int64(lease.Token)).Scan(&asked)
	if errors.Is(err, sql.ErrNoRows) {
		return false, job.ErrLeaseLost
	}
	return asked != 0, err
}

// LookJob tells whether a job was asked to stop.
func (db *DB) LookJob(ctx context.Context, lease job.Lease) (stop bool, err error) {
	var asked int64
	err = db.read.QueryRowContext(ctx, `SELECT cancel_at FROM job WHERE id = $1 AND lease = $2`, int64(lease.Job), int64(lease.Token)).Scan(&asked)
	if errors.Is(err, sql.ErrNoRows) {
		return false, job.ErrLeaseLost
	}
	return asked != 0, err
}

// endJob writes that a job is done, in the transaction of what it did. The
// transaction fails when another worker has taken the job over.
func (db *DB) endJob(ctx context.Context, tx *sql.Tx, ending job.Ending) error {
	result, err := tx.ExecContext(ctx, `UPDATE job SET state = 'done', due_at = 0, ended_at = $1, result = $2, problem = '' WHERE id = $3 AND lease = $4 AND state = 'running'`,
		micros(ending.At), string(ending.Result), int64(ending.Lease.Job), int64(ending.Lease.Token))
	if err != nil {
		return err
	}
	if err := mustHold(result); err != nil {
		return err
	}
	return db.insertFiles(ctx, tx, ending.Files)
}

// mustHold gives ErrLeaseLost when a statement changed nothing.
func mustHold(result sql.Result) error {
	changed, err := result.RowsAffected()
	if err == nil && changed == 0 {
		return job.ErrLeaseLost
	}
	return err
}

// EndJob writes that a job is done, unless that was written already in the
// transaction of what it did.
func (db *DB) EndJob(ctx context.Context, ending job.Ending, progress job.Progress) error {
	text, err := asText(&progress)
	if err != nil {
		return err
	}
	return db.inTx(ctx, func(tx *sql.Tx) error {
		if err := db.endJob(ctx, tx, ending); err != nil && !errors.Is(err, job.ErrLeaseLost) {
			return err
		}
		result, err := tx.ExecContext(ctx, `UPDATE job SET progress = $1 WHERE id = $2 AND lease = $3 AND state = 'done'`,
			text, int64(ending.Lease.Job), int64(ending.Lease.Token))
		if err != nil {
			return err
		}
		return mustHold(result)
	})
}

// LeaveJob writes the end of an attempt that did not do the job. A job that
// must wait again while the same work waits already ends instead.
func (db *DB) LeaveJob(ctx context.Context, leaving job.Leaving) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		if _, err := db.lockJob(ctx, tx, leaving.Lease.Job); err != nil {
			return job.ErrLeaseLost // it was erased
		}
		if leaving.State == job.Waiting {
			twin, err := waitingTwin(ctx, tx, leaving.Lease.Job)
			if err != nil {
				return err
			}
			if twin != 0 {
				leaving.State, leaving.Problem = job.Cancelled, &job.Problem{Key: "job.replaced", Args: map[string]any{"Job": twin.String()}}
			}
		}
		return db.leaveJob(ctx, tx, leaving)
	})
}

func (db *DB) leaveJob(ctx context.Context, tx *sql.Tx, leaving job.Leaving) error {
	problem, err := asText(leaving.Problem)
	if err != nil {
		return err
	}
	progress, err := asText(&leaving.Progress)
	if err != nil {
		return err
	}
	due, ended := micros(leaving.Due), int64(0)
	if leaving.State != job.Waiting {
		due, ended = 0, micros(leaving.At)
	}
	result, err := tx.ExecContext(ctx, `UPDATE job SET state = $1, due_at = $2, ended_at = $3, attempts = attempts - $4,
		problem = CASE WHEN $5 = '' THEN problem ELSE $5 END, progress = $8 WHERE id = $6 AND lease = $7 AND state = 'running'`,
		string(leaving.State), due, ended, truth(leaving.Unbegun), problem, int64(leaving.Lease.Job), int64(leaving.Lease.Token), progress)
	if err != nil {
		return err
	}
	return mustHold(result)
}

// holdLease fails when a lease does not hold, and keeps it for the length of
// the transaction.
func (db *DB) holdLease(ctx context.Context, tx *sql.Tx, lease job.Lease) error {
	var there int
	err := tx.QueryRowContext(ctx, `SELECT 1 FROM job WHERE id = $1 AND lease = $2 AND state = 'running'`+db.dialect.forUpdate(), int64(lease.Job), int64(lease.Token)).Scan(&there)
	if errors.Is(err, sql.ErrNoRows) {
		return job.ErrLeaseLost
	}
	return err
}

// BeginMark writes that a job begins something outside the database.
func (db *DB) BeginMark(ctx context.Context, lease job.Lease, name string) (mark job.Mark, err error) {
	err = db.inTx(ctx, func(tx *sql.Tx) error {
		if err := db.holdLease(ctx, tx, lease); err != nil {
			return err
		}
		var done int
		err := tx.QueryRowContext(ctx, `SELECT done FROM job_mark WHERE job_id = $1 AND name = $2`, int64(lease.Job), name).Scan(&done)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			mark = job.MarkNone
			_, err = tx.ExecContext(ctx, `INSERT INTO job_mark (job_id, name, done) VALUES ($1, $2, 0)`, int64(lease.Job), name)
		case done != 0:
			mark = job.MarkDone
		default:
			mark = job.MarkBegun
		}
		return err
	})
	return mark, err
}

// EndMark writes that something outside the database was done, or was not.
func (db *DB) EndMark(ctx context.Context, lease job.Lease, name string, done bool) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		if err := db.holdLease(ctx, tx, lease); err != nil {
			return err
		}
		statement := `DELETE FROM job_mark WHERE job_id = $1 AND name = $2`
		if done {
			statement = `UPDATE job_mark SET done = 1 WHERE job_id = $1 AND name = $2`
		}
		_, err := tx.ExecContext(ctx, statement, int64(lease.Job), name)
		return err
	})
}
