package store

import (
	"context"
	"database/sql"
	"errors"
)

// pool is a pool of connections that tells of the statements it is given.
type pool struct {
	*sql.DB
	heard func(statement string)
}

func (p pool) tell(statement string) {
	if p.heard != nil {
		p.heard(statement)
	}
}

// QueryContext is that of sql.DB.
func (p pool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	p.tell(query)
	return p.DB.QueryContext(ctx, query, args...)
}

// QueryRowContext is that of sql.DB.
func (p pool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	p.tell(query)
	return p.DB.QueryRowContext(ctx, query, args...)
}

// ExecContext is that of sql.DB.
func (p pool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	p.tell(query)
	return p.DB.ExecContext(ctx, query, args...)
}

// prepare gives a statement that is asked several times, on a connection of
// its own; done gives both back.
func (p pool) prepare(ctx context.Context, query string) (statement *sql.Stmt, done func() error, err error) {
	p.tell(query)
	connection, err := p.Conn(ctx)
	if err != nil {
		return nil, nil, err
	}
	if statement, err = connection.PrepareContext(ctx, query); err != nil {
		return nil, nil, errors.Join(err, connection.Close())
	}
	return statement, func() error { return errors.Join(statement.Close(), connection.Close()) }, nil
}
