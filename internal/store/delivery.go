package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

const deliveryColumns = `id, source, source_table, boundary_year, file, checksum, recipe, note, state, areas, figures, holes, created_at, current_at, undone_at`

// publicDeliveryColumns are the same with the note only when it is public.
const publicDeliveryColumns = `id, source, source_table, boundary_year, file, checksum, recipe, CASE WHEN audience = 4 THEN note ELSE '' END, state, areas, figures, holes, created_at, current_at, undone_at`

// scanner is a row, or the present row of several.
type scanner interface{ Scan(into ...any) error }

func scanDelivery(row scanner) (delivery.Delivery, error) {
	var d delivery.Delivery
	var created, current, undone int64
	err := row.Scan(&d.ID, &d.Source, &d.Table, &d.BoundaryYear, &d.File, &d.Checksum, &d.Recipe, &d.Note, &d.State,
		&d.Areas, &d.Figures, &d.Holes, &created, &current, &undone)
	d.CreatedAt, d.CurrentAt, d.UndoneAt = fromMicros(created), fromMicros(current), fromMicros(undone)
	return d, err
}

// BeginDelivery adds a delivery of which nothing shows yet.
func (db *DB) BeginDelivery(ctx context.Context, d delivery.Delivery) error {
	_, err := db.write.ExecContext(ctx, `INSERT INTO delivery (`+deliveryColumns+`, alive_at, title_sort)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)`,
		int64(d.ID), d.Source, d.Table, d.BoundaryYear, d.File, d.Checksum, d.Recipe, d.Note, d.State,
		d.Areas, d.Figures, d.Holes, micros(d.CreatedAt), micros(d.CurrentAt), micros(d.UndoneAt), micros(db.now()), record.SortKey(d.Source))
	return err
}

// keepAlive notes that the process that writes a delivery still lives. It
// fails when another process has taken the delivery for a leftover.
func (db *DB) keepAlive(ctx context.Context, tx *sql.Tx, d id.ID) error {
	result, err := tx.ExecContext(ctx, `UPDATE delivery SET alive_at = $1 WHERE id = $2 AND state = $3`, micros(db.now()), int64(d), delivery.Writing)
	if err != nil {
		return err
	}
	return mustChange(result, "delivery.gone", d)
}

// mustChange gives Conflict when a statement changed nothing.
func mustChange(result sql.Result, key string, d id.ID) error {
	changed, err := result.RowsAffected()
	if err == nil && changed == 0 {
		return fault.New(fault.Conflict, key, fault.Args{"Delivery": d.String()})
	}
	return err
}

// MakeCurrent shows deliveries that belong together: one transaction that
// turns their state and resolves the editions they speak of.
func (db *DB) MakeCurrent(ctx context.Context, deliveries []delivery.Delivery, contents []delivery.Content) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		columns := []string{"delivery_id", "indicator", "period", "level", "boundary_year", "known", "holes", "assumed"}
		err := db.dialect.insertRows(ctx, tx, "delivery_content", columns, len(contents), func(i int, into []any) {
			c := contents[i]
			copy(into, []any{int64(c.Delivery), c.Indicator, c.Period, string(c.Level), c.BoundaryYear, c.Known, c.Holes, truth(c.Assumed)})
		})
		if err != nil {
			return err
		}
		for _, d := range deliveries {
			result, err := tx.ExecContext(ctx, `UPDATE delivery SET state = $1, areas = $2, figures = $3, holes = $4, current_at = $5, changed_at = $5, deleted_at = 0 WHERE id = $6 AND state = $7`,
				delivery.Current, d.Areas, d.Figures, d.Holes, micros(d.CurrentAt), int64(d.ID), delivery.Writing)
			if err != nil {
				return err
			}
			if err := mustChange(result, "delivery.gone", d.ID); err != nil {
				return err
			}
			if err := resolve(ctx, tx, d.ID); err != nil {
				return err
			}
		}
		for _, d := range deliveries {
			if err := db.noteDelivery(ctx, tx, d.ID, record.Created, 0, nil); err != nil {
				return err
			}
		}
		for _, d := range deliveries {
			if err := db.addEvent(ctx, tx, "delivery.current", d.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// SetDeliveryState turns a delivery from one state to another: undo and redo.
func (db *DB) SetDeliveryState(ctx context.Context, d id.ID, from, to delivery.State, by id.ID) error {
	found, err := db.FindDelivery(ctx, d)
	if err != nil {
		return err
	}
	if found.State != from {
		return fault.New(fault.Conflict, "delivery.other-state", fault.Args{"Delivery": d.String(), "State": string(found.State)})
	}
	column := "current_at"
	if to == delivery.Undone {
		column = "undone_at"
	}
	return db.inTx(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE delivery SET state = $1, `+column+` = $2, changed_at = $2, changed_by = $5, version = version + 1 WHERE id = $3 AND state = $4`,
			to, micros(db.now()), int64(d), from, int64(by))
		if err != nil {
			return err
		}
		if err := mustChange(result, "delivery.gone", d); err != nil {
			return err
		}
		if err := resolve(ctx, tx, d); err != nil {
			return err
		}
		step := record.FieldChange{Field: delivery.StateField, Before: string(from), After: string(to)}
		if err := db.noteDelivery(ctx, tx, d, record.Changed, by, []record.FieldChange{step}); err != nil {
			return err
		}
		return db.addEvent(ctx, tx, "delivery."+string(to), d)
	})
}

// noteDelivery brings history and search up to date with what happened to a
// delivery in this transaction.
func (db *DB) noteDelivery(ctx context.Context, tx *sql.Tx, d id.ID, deed record.Deed, by id.ID, steps []record.FieldChange) error {
	kind := delivery.Records().Kind()
	row, err := scanRow(kind)(tx.QueryRowContext(ctx, `SELECT `+recordColumnsOf(kind)+` FROM delivery WHERE id = $1`, int64(d)))
	if err != nil {
		return err
	}
	write := record.Write{Kind: kind, Row: row, Change: record.Change{
		ID: db.ids.Next(), Batch: db.ids.Next(), Kind: kind.One, Record: d, Version: row.Version, Deed: deed,
		At: db.now(), By: by, Facts: row.Facts(), Fields: steps,
	}}
	if err := db.writeHistory(ctx, tx, []record.Write{write}); err != nil {
		return err
	}
	return db.indexRecords(ctx, tx, []record.Write{write})
}

// resolve brings all that follows from a delivery's state up to date.
func resolve(ctx context.Context, tx *sql.Tx, d id.ID) error {
	if err := resolveEditions(ctx, tx, d); err != nil {
		return err
	}
	return forgetSuccessions(ctx, tx, d)
}

// FindDelivery gives one delivery.
func (db *DB) FindDelivery(ctx context.Context, d id.ID) (delivery.Delivery, error) {
	found, err := scanDelivery(db.read.QueryRowContext(ctx, `SELECT `+deliveryColumns+` FROM delivery WHERE id = $1`, int64(d)))
	if errors.Is(err, sql.ErrNoRows) {
		return found, fault.New(fault.NotFound, "delivery.unknown", fault.Args{"Delivery": d.String()})
	}
	return found, err
}

// FindSame finds a current delivery of the same file, read in the same way.
func (db *DB) FindSame(ctx context.Context, same delivery.Delivery) (delivery.Delivery, bool, error) {
	found, err := scanDelivery(db.read.QueryRowContext(ctx, `SELECT `+deliveryColumns+` FROM delivery
		WHERE state = $1 AND checksum = $2 AND source = $3 AND source_table = $4 AND boundary_year = $5 AND recipe = $6 ORDER BY id DESC LIMIT 1`,
		delivery.Current, same.Checksum, same.Source, same.Table, same.BoundaryYear, same.Recipe))
	if errors.Is(err, sql.ErrNoRows) {
		return found, false, nil
	}
	return found, err == nil, err
}

// Deliveries gives a page of the deliveries that somebody may see, newest
// first, with their total.
func (db *DB) Deliveries(ctx context.Context, actor access.Actor, offset, limit int) ([]delivery.Delivery, int, error) {
	may := where(access.For(actor, access.See, access.Figures, access.Public), "delivery")
	var total int
	if err := db.read.QueryRowContext(ctx, `SELECT count(*) FROM delivery WHERE state <> $1 AND `+may, delivery.Writing).Scan(&total); err != nil {
		return nil, 0, err
	}
	rows, err := db.read.QueryContext(ctx, `SELECT `+deliveryColumns+` FROM delivery WHERE state <> $1 AND `+may+` ORDER BY id DESC LIMIT $2 OFFSET $3`, delivery.Writing, limit, offset)
	list, err := collect(rows, err, scanDelivery)
	return list, total, err
}

// Contents gives what current deliveries hold of some indicators, or of all
// when none is named.
func (db *DB) Contents(ctx context.Context, indicators []string) ([]delivery.Content, error) {
	query, arguments := `SELECT c.delivery_id, c.indicator, c.period, c.level, c.boundary_year, c.known, c.holes, c.assumed
		FROM delivery_content c JOIN delivery d ON d.id = c.delivery_id WHERE d.state = $1`, []any{delivery.Current}
	if len(indicators) > 0 {
		query += ` AND c.indicator IN (` + placeholders(2, len(indicators)) + `)`
		arguments = append(arguments, anys(indicators)...)
	}
	rows, err := db.read.QueryContext(ctx, query+` ORDER BY c.indicator, c.period, c.level, c.delivery_id`, arguments...)
	return collect(rows, err, scanContent)
}

// ContentsOf gives what one delivery holds, whatever its state.
func (db *DB) ContentsOf(ctx context.Context, d id.ID) ([]delivery.Content, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT delivery_id, indicator, period, level, boundary_year, known, holes, assumed
		FROM delivery_content WHERE delivery_id = $1 ORDER BY indicator, period, level`, int64(d))
	return collect(rows, err, scanContent)
}

func scanContent(row scanner) (delivery.Content, error) {
	var c delivery.Content
	var assumed int
	err := row.Scan(&c.Delivery, &c.Indicator, &c.Period, &c.Level, &c.BoundaryYear, &c.Known, &c.Holes, &assumed)
	c.Assumed = assumed != 0
	return c, err
}

// RemoveLeftovers removes deliveries whose writing process was last heard of
// before a moment.
func (db *DB) RemoveLeftovers(ctx context.Context, silentSince time.Time) (int, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT id FROM delivery WHERE state = $1 AND alive_at < $2`, delivery.Writing, micros(silentSince))
	dead, err := collect(rows, err, func(row scanner) (d id.ID, err error) { return d, row.Scan(&d) })
	if err != nil {
		return 0, err
	}
	for _, d := range dead {
		if err := db.RemoveDelivery(ctx, d); err != nil {
			return 0, err
		}
	}
	return len(dead), nil
}

// RemoveDelivery removes a delivery that never became current, with all it
// wrote.
func (db *DB) RemoveDelivery(ctx context.Context, d id.ID) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE delivery SET alive_at = $1 WHERE id = $2 AND state = $3`, micros(db.now()), int64(d), delivery.Writing)
		if err != nil {
			return err
		}
		if err := mustChange(result, "delivery.gone", d); err != nil {
			return err
		}
		for _, statement := range []string{
			`DELETE FROM figure_sureness WHERE delivery_id = $1`,
			`DELETE FROM figure WHERE delivery_id = $1`,
			`DELETE FROM feature WHERE delivery_id = $1`,
			`DELETE FROM border WHERE delivery_id = $1 AND edition_id IN (SELECT edition_id FROM claim WHERE delivery_id = $1)`,
			`DELETE FROM claim WHERE delivery_id = $1`,
			`DELETE FROM delivery WHERE id = $1`,
		} {
			if _, err := tx.ExecContext(ctx, statement, int64(d)); err != nil {
				return err
			}
		}
		return dropUnclaimed(ctx, tx)
	})
}

// collect reads all rows and closes them.
func collect[T any](rows *sql.Rows, err error, scan func(scanner) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, rows.Err()
}

// truth is how a boolean is stored.
func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// DeliveriesByID gives deliveries by their ids.
// They are shown beside figures, to everybody: a note that is not for everybody
// is left out.
func (db *DB) DeliveriesByID(ctx context.Context, ids map[id.ID]bool) (map[id.ID]delivery.Delivery, error) {
	list := make([]int64, 0, len(ids))
	for d := range ids {
		list = append(list, int64(d))
	}
	found := make(map[id.ID]delivery.Delivery, len(ids))
	return found, inChunks(list, 500, func(part []int64) error {
		rows, err := db.read.QueryContext(ctx, `SELECT `+publicDeliveryColumns+` FROM delivery WHERE id IN (`+placeholders(1, len(part))+`)`, anys(part)...)
		deliveries, err := collect(rows, err, scanDelivery)
		for _, d := range deliveries {
			found[d.ID] = d
		}
		return err
	})
}

// CurrentOf gives the current deliveries of a source's table.
func (db *DB) CurrentOf(ctx context.Context, source, table string) ([]delivery.Delivery, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+deliveryColumns+` FROM delivery WHERE source = $1 AND source_table = $2 AND state = $3 ORDER BY id`, source, table, delivery.Current)
	return collect(rows, err, scanDelivery)
}
