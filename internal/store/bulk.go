package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
)

// maxParameters stays below what SQLite allows in one statement (32,766);
// PostgreSQL allows twice that.
const maxParameters = 3_000

// insertRows writes many rows in few statements. row fills the values of row
// number i into the slice it gets.
func (d dialect) insertRows(ctx context.Context, tx *sql.Tx, table string, columns []string, rows int, row func(i int, into []any)) error {
	perStatement := min(maxParameters/len(columns), rows)
	if rows == 0 {
		return nil
	}
	full, err := tx.PrepareContext(ctx, d.insertStatement(table, columns, perStatement))
	if err != nil {
		return fmt.Errorf("insert into %s: %w", table, err)
	}
	defer full.Close()
	values := make([]any, perStatement*len(columns))
	for start := 0; start < rows; start += perStatement {
		count := min(perStatement, rows-start)
		for at := range count {
			row(start+at, values[at*len(columns):(at+1)*len(columns)])
		}
		if count == perStatement {
			_, err = full.ExecContext(ctx, values...)
		} else {
			_, err = tx.ExecContext(ctx, d.insertStatement(table, columns, count), values[:count*len(columns)]...)
		}
		if err != nil {
			return fmt.Errorf("insert into %s: %w", table, err)
		}
	}
	return nil
}

// insertStatement writes the statement for a number of rows. SQLite looks up
// the name of each named parameter by walking over all of them, so it gets
// parameters without names.
func (d dialect) insertStatement(table string, columns []string, rows int) string {
	var text strings.Builder
	fmt.Fprintf(&text, "INSERT INTO %s (%s) VALUES ", table, strings.Join(columns, ", "))
	parameter := 0
	for row := range rows {
		if row > 0 {
			text.WriteByte(',')
		}
		text.WriteByte('(')
		for column := range columns {
			if column > 0 {
				text.WriteByte(',')
			}
			if !d.isPostgres() {
				text.WriteByte('?')
				continue
			}
			parameter++
			fmt.Fprintf(&text, "$%d", parameter)
		}
		text.WriteByte(')')
	}
	return text.String()
}

// placeholders gives "$3,$4,$5" for from 3 and count 3.
func placeholders(from, count int) string {
	names := make([]string, count)
	for at := range names {
		names[at] = fmt.Sprintf("$%d", from+at)
	}
	return strings.Join(names, ",")
}

// inChunks calls work with at most size of the items at a time, so that a
// list of any length keeps within the parameters of a statement.
func inChunks[T any](items []T, size int, work func(part []T) error) error {
	for start := 0; start < len(items); start += size {
		if err := work(items[start:min(start+size, len(items))]); err != nil {
			return err
		}
	}
	return nil
}

// anys turns a slice into arguments.
func anys[T any](items []T) []any {
	values := make([]any, len(items))
	for at, item := range items {
		values[at] = item
	}
	return values
}

// number writes the number of a parameter.
func number(n int) string { return strconv.Itoa(n) }

// Settle lets the database look at what is in it after much was written, so
// that it chooses its ways by that. PostgreSQL does so by itself, a minute
// later; SQLite needs no such look for what is asked here.
func (db *DB) Settle(ctx context.Context) error {
	if !db.dialect.isPostgres() {
		return nil
	}
	_, err := db.write.ExecContext(ctx, `ANALYZE`)
	return err
}
