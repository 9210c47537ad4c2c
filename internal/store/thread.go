package store

import (
	"context"
	"database/sql"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/thread"
)

// writeLinks lays what led to new records, and turns the links of a double to
// the record that stays.
func (db *DB) writeLinks(ctx context.Context, tx *sql.Tx, writes []record.Write) error {
	var links []thread.Link
	for at := range writes {
		write := &writes[at]
		for _, origin := range write.From {
			links = append(links, thread.Link{From: origin, To: record.Origin{Kind: write.Kind.One, ID: write.Row.ID}, At: write.Change.At, By: write.Change.By})
		}
		if write.Row.MergedInto != 0 && write.Before != nil && write.Before.MergedInto == 0 {
			if err := turnLinks(ctx, tx, write.Row.ID, write.Row.MergedInto); err != nil {
				return err
			}
		}
	}
	columns := []string{"from_id", "to_id", "from_kind", "to_kind", "at", "by_account"}
	return db.dialect.insertRows(ctx, tx, "link", columns, len(links), func(i int, into []any) {
		one := links[i]
		copy(into, []any{int64(one.From.ID), int64(one.To.ID), one.From.Kind, one.To.Kind, micros(one.At), int64(one.By)})
	})
}

// turnLinks gives the record that stays the links of its double as well. The
// double keeps its own: it is deleted, and has them again when it returns.
func turnLinks(ctx context.Context, tx *sql.Tx, double, stays id.ID) error {
	for _, turn := range []string{
		`INSERT INTO link (from_id, to_id, from_kind, to_kind, at, by_account)
			SELECT $1, to_id, from_kind, to_kind, at, by_account FROM link WHERE from_id = $2 AND to_id <> $1 ON CONFLICT DO NOTHING`,
		`INSERT INTO link (from_id, to_id, from_kind, to_kind, at, by_account)
			SELECT from_id, $1, from_kind, to_kind, at, by_account FROM link WHERE to_id = $2 AND from_id <> $1 ON CONFLICT DO NOTHING`,
	} {
		if _, err := tx.ExecContext(ctx, turn, int64(stays), int64(double)); err != nil {
			return err
		}
	}
	return nil
}

// LinksOf gives the links that lead to or from some records.
func (db *DB) LinksOf(ctx context.Context, ids []id.ID, limit int) ([]thread.Link, error) {
	const columns = `from_id, to_id, from_kind, to_kind, at, by_account`
	var links []thread.Link
	err := inChunks(ids, mostAtOnce, func(part []id.ID) error {
		in := literals(part)
		rows, err := db.read.QueryContext(ctx, `SELECT `+columns+` FROM link WHERE from_id IN (`+in+`) UNION SELECT `+columns+
			` FROM link WHERE to_id IN (`+in+`) ORDER BY 1, 2 LIMIT $1`, limit-len(links))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var one thread.Link
			var at int64
			if err := rows.Scan(&one.From.ID, &one.To.ID, &one.From.Kind, &one.To.Kind, &at, &one.By); err != nil {
				return err
			}
			one.At = fromMicros(at)
			links = append(links, one)
		}
		return rows.Err()
	})
	return links, err
}
