package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/job"
)

const fileColumns = `name, job_id, account_id, file_name, media_type, bytes, created_at, expires_at`

func scanFile(row scanner) (job.File, error) {
	var f job.File
	var created, expires int64
	err := row.Scan(&f.Name, &f.Job, &f.Account, &f.FileName, &f.MediaType, &f.Bytes, &created, &expires)
	f.CreatedAt, f.ExpiresAt = fromMicros(created), fromMicros(expires)
	return f, err
}

func (db *DB) insertFiles(ctx context.Context, tx *sql.Tx, files []job.File) error {
	for _, f := range files {
		_, err := tx.ExecContext(ctx, `INSERT INTO job_file (`+fileColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			f.Name, int64(f.Job), f.Account, f.FileName, f.MediaType, f.Bytes, micros(f.CreatedAt), micros(f.ExpiresAt))
		if err != nil {
			return err
		}
	}
	return nil
}

// FindJobFile gives a result file by its random name.
func (db *DB) FindJobFile(ctx context.Context, name string) (job.File, error) {
	found, err := scanFile(db.read.QueryRowContext(ctx, `SELECT `+fileColumns+` FROM job_file WHERE name = $1`, name))
	if errors.Is(err, sql.ErrNoRows) {
		return found, fault.New(fault.NotFound, "job.file-gone", nil)
	}
	return found, err
}

// ListJobFiles gives result files.
func (db *DB) ListJobFiles(ctx context.Context, ask job.FileAsk) ([]job.File, error) {
	query, arguments := `SELECT `+fileColumns+` FROM job_file`, []any(nil)
	switch {
	case ask.Job != 0:
		query, arguments = query+` WHERE job_id = $1`, []any{int64(ask.Job)}
	case ask.Account != nil:
		query, arguments = query+` WHERE account_id = $1`, []any{*ask.Account}
	case !ask.ExpiredBefore.IsZero():
		query, arguments = query+` WHERE expires_at <= $1`, []any{micros(ask.ExpiredBefore)}
	}
	rows, err := db.read.QueryContext(ctx, query+` ORDER BY created_at, name`, arguments...)
	return collect(rows, err, scanFile)
}

// RemoveJobFile removes the row of a result file.
func (db *DB) RemoveJobFile(ctx context.Context, name string) error {
	_, err := db.write.ExecContext(ctx, `DELETE FROM job_file WHERE name = $1`, name)
	return err
}

// RemoveJobsOf removes the jobs of an account that have no result files.
func (db *DB) RemoveJobsOf(ctx context.Context, account int64) error {
	_, err := db.write.ExecContext(ctx, `DELETE FROM job WHERE account_id = $1 AND NOT EXISTS (SELECT 1 FROM job_file f WHERE f.job_id = job.id)`, account)
	return err
}
