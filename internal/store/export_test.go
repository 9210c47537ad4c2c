package store

import (
	"context"
	"database/sql"
	"testing"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
)

// AddJobWith writes something and adds its job in one transaction, as every
// method of the store that makes work does; after is done before the
// transaction ends.
func (db *DB) AddJobWith(ctx context.Context, j job.Job, write func(tx *sql.Tx) error, after ...func(tx *sql.Tx) error) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		if err := write(tx); err != nil {
			return err
		}
		if err := db.addJob(ctx, tx, j); err != nil {
			return err
		}
		for _, more := range after {
			if err := more(tx); err != nil {
				return err
			}
		}
		return nil
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

// Exec and Query let tests write and look past the services.
func (db *DB) Exec(ctx context.Context, statement string, values ...any) error {
	_, err := db.write.ExecContext(ctx, statement, values...)
	return err
}

func (db *DB) Query(ctx context.Context, statement string, values ...any) (*sql.Rows, error) {
	return db.read.QueryContext(ctx, statement, values...)
}

// Tables lists the tables of the database.
func (db *DB) Tables(t testing.TB) []string {
	t.Helper()
	statement := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`
	if db.dialect.isPostgres() {
		statement = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name`
	}
	rows, err := db.read.QueryContext(context.Background(), statement)
	names, err := collect(rows, err, func(row scanner) (name string, err error) { return name, row.Scan(&name) })
	if err != nil || len(names) < 20 {
		t.Fatalf("%d tables, %v", len(names), err)
	}
	return names
}

// RowsOf counts what a statement with one id finds.
func (db *DB) RowsOf(t *testing.T, statement string, of id.ID) (n int) {
	t.Helper()
	if err := db.read.QueryRowContext(context.Background(), statement, int64(of)).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
