package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/koppelkans/koppelkans/internal/check"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// stuckAfter is how long a job may be due before it is told that nobody works.
const stuckAfter = time.Hour

// jobChecks look at the queue.
func jobChecks() []integrityCheck {
	return []integrityCheck{several("jobs",
		rowsWrong("states", "check.job-state", `SELECT id, state FROM job WHERE state NOT IN ('waiting', 'running', 'done', 'failed', 'cancelled')`),
		rowsWrong("leases", "check.job-lease", `SELECT id, state FROM job WHERE (state IN ('waiting', 'running')) <> (due_at > 0)
			OR (state IN ('done', 'failed', 'cancelled')) <> (ended_at > 0) OR state = 'running' AND (lease = 0 OR attempts = 0) OR attempts < 0`),
		rowsWrong("keys", "check.job-twice", `SELECT min(id), kind FROM job WHERE state = 'waiting' AND once_key <> '' GROUP BY kind, once_key HAVING count(*) > 1`),
		integrityCheck{"texts", checkJobTexts},
		integrityCheck{"stuck", checkStuckJobs},
	)}
}

// checkJobTexts makes sure that what is kept as JSON can be read.
func checkJobTexts(ctx context.Context, _ *DB, q querier, tell func(check.Finding)) error {
	rows, err := q.QueryContext(ctx, `SELECT id, payload, problem, progress, result FROM job`)
	_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
		var number id.ID
		texts := make([]string, 4)
		if err := row.Scan(&number, &texts[0], &texts[1], &texts[2], &texts[3]); err != nil {
			return none, err
		}
		for at, text := range texts {
			if (text != "" || at == 0) && !json.Valid([]byte(text)) {
				tell(check.Finding{Key: "check.job-text", Args: fault.Args{"ID": number.String()}})
				break
			}
		}
		return none, nil
	})
	return err
}

// checkStuckJobs tells of jobs that nobody does.
func checkStuckJobs(ctx context.Context, db *DB, q querier, tell func(check.Finding)) error {
	var stuck int64
	err := q.QueryRowContext(ctx, `SELECT count(*) FROM job WHERE due_at > 0 AND due_at < $1`, micros(db.now().Add(-stuckAfter))).Scan(&stuck)
	if stuck > 0 {
		tell(check.Finding{Key: "check.job-stuck", Args: fault.Args{"Count": stuck}, Notice: true})
	}
	return err
}
