package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/koppelkans/koppelkans/internal/check"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// integrityCheck is a check of the database: run looks through q, which is one
// moment for all checks, so that what is written meanwhile is no fault.
//
// A part of the store adds its checks as a function that gives a list of
// these, with a line in checks below.
type integrityCheck struct {
	name string
	run  func(ctx context.Context, db *DB, q querier, tell func(check.Finding)) error
}

// checks lists the checks of every part of the store.
func checks(kinds []*record.Kind) []integrityCheck {
	var list []integrityCheck
	for _, part := range [][]integrityCheck{databaseChecks(), deliveryChecks(), jobChecks(), searchChecks(kinds)} {
		list = append(list, part...)
	}
	return list
}

// rowsWrong makes a check of a query that gives the rows that are wrong: the id
// of a record, and a number or text about it.
func rowsWrong(name, key, query string) integrityCheck {
	return integrityCheck{name: name, run: func(ctx context.Context, _ *DB, q querier, tell func(check.Finding)) error {
		rows, err := q.QueryContext(ctx, query)
		_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
			var number id.ID
			var about string
			if err := row.Scan(&number, &about); err != nil {
				return none, err
			}
			tell(check.Finding{Key: key, Args: fault.Args{"ID": number.String(), "About": about}})
			return none, nil
		})
		return err
	}}
}

// several makes one check of several.
func several(name string, parts ...integrityCheck) integrityCheck {
	return integrityCheck{name: name, run: func(ctx context.Context, db *DB, q querier, tell func(check.Finding)) error {
		for _, part := range parts {
			if err := part.run(ctx, db, q, tell); err != nil {
				return fmt.Errorf("%s: %w", part.name, err)
			}
		}
		return nil
	}}
}

// orphans finds rows that point to what is not there. Columns are of the one
// table and of the other, in the same order.
func orphans(table string, columns []string, other string, otherColumns []string, where string) integrityCheck {
	same := ""
	for at, column := range columns {
		if at > 0 {
			same += " AND "
		}
		same += "o." + otherColumns[at] + " = t." + column
	}
	query := fmt.Sprintf(`SELECT t.%s, CAST(count(*) AS TEXT) FROM %s t WHERE %s AND NOT EXISTS (SELECT 1 FROM %s o WHERE %s) GROUP BY t.%s ORDER BY 1`,
		columns[0], table, where, other, same, columns[0])
	return integrityCheck{name: table, run: func(ctx context.Context, _ *DB, q querier, tell func(check.Finding)) error {
		rows, err := q.QueryContext(ctx, query)
		_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
			var number int64
			var count string
			if err := row.Scan(&number, &count); err != nil {
				return none, err
			}
			tell(check.Finding{Key: "check.orphan", Args: fault.Args{"Table": table, "Other": other, "Count": count, "ID": id.ID(number).String()}})
			return none, nil
		})
		return err
	}}
}

// storeCheck is an integrityCheck with what it looks through.
type storeCheck struct {
	integrityCheck
	db *DB
	tx *sql.Tx
}

func (c storeCheck) Name() string { return c.name }

func (c storeCheck) Run(ctx context.Context, tell func(check.Finding)) error {
	if !c.db.dialect.isPostgres() {
		return c.run(ctx, c.db, c.tx, tell)
	}
	// After an error PostgreSQL answers nothing more in a transaction; the
	// other checks go on from here.
	if _, err := c.tx.ExecContext(ctx, `SAVEPOINT before_check`); err != nil {
		return err
	}
	err := c.run(ctx, c.db, c.tx, tell)
	if err != nil {
		_, back := c.tx.ExecContext(ctx, `ROLLBACK TO before_check`)
		err = errors.Join(err, back)
	}
	return err
}

// WithChecks gives the checks of the database, all of one moment, for as long
// as work lasts.
func (db *DB) WithChecks(ctx context.Context, kinds []*record.Kind, work func([]check.Check) error) (err error) {
	options := &sql.TxOptions{ReadOnly: true}
	if db.dialect.isPostgres() {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := db.read.BeginTx(ctx, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ignoreDone(tx.Rollback())) }()
	var list []check.Check
	for _, c := range checks(kinds) {
		list = append(list, storeCheck{c, db, tx})
	}
	return work(list)
}
