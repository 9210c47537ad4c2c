package store

import (
	"context"
	"database/sql"

	"github.com/koppelkans/koppelkans/internal/job"
)

// AddJobWith writes something and adds its job in one transaction, as every
// method of the store that makes work does.
func (db *DB) AddJobWith(ctx context.Context, j job.Job, write func(tx *sql.Tx) error) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		if err := write(tx); err != nil {
			return err
		}
		return db.addJob(ctx, tx, j)
	})
}

// EndJobWith writes what a job does and its end in one transaction, as every
// method of the store that does a job's work does.
func (db *DB) EndJobWith(ctx context.Context, ending job.Ending, write func(tx *sql.Tx) error) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		if err := write(tx); err != nil {
			return err
		}
		return db.endJob(ctx, tx, ending)
	})
}
