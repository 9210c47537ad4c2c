package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
)

// FindByValues finds records that are there of which a field has one of some
// values.
func (db *DB) FindByValues(ctx context.Context, kind *record.Kind, field *record.Field, values []any) ([]record.Row, error) {
	var all []record.Row
	title := field == kind.TitleField() && field.Sort == record.Text // the index is on the folded title
	asked := make(map[any]bool, len(values))
	for _, value := range values {
		asked[keep(value)] = true
	}
	distinct := make([]any, 0, len(asked))
	for value := range asked {
		distinct = append(distinct, value)
	}
	err := inChunks(distinct, mostAtOnce, func(part []any) error {
		var args arguments
		column, list := field.Column(), part
		if title {
			column, list = "title_sort", folded(part)
		}
		// A list of values, not of alternatives: PostgreSQL then looks each up,
		// also before it has counted what a table holds.
		rows, err := db.read.QueryContext(ctx, `SELECT `+recordColumnsOf(kind)+` FROM `+kind.Table()+` WHERE deleted_at = 0 AND `+column+
			` IN (VALUES `+valuesOf(list, &args)+`) ORDER BY id`, args.values...)
		found, err := collect(rows, err, scanRow(kind))
		for _, row := range found {
			if asked[keep(row.Get(field))] { // the fold takes more together than is meant
				all = append(all, row)
			}
		}
		return err
	})
	return all, err
}

// folded gives titles as they are ordered, each once.
func folded(titles []any) []any {
	var list []any
	seen := map[string]bool{}
	for _, title := range titles {
		if key := record.SortKey(title.(string)); !seen[key] {
			seen[key] = true
			list = append(list, key)
		}
	}
	return list
}

// valuesOf writes values as rows. Numbers are written out: PostgreSQL takes
// every parameter there for a text.
func valuesOf(list []any, args *arguments) string {
	marks := make([]string, len(list))
	for at, value := range list {
		switch value := value.(type) {
		case int64:
			marks[at] = "(" + strconv.FormatInt(value, 10) + ")"
		case float64:
			marks[at] = "(" + strconv.FormatFloat(value, 'e', -1, 64) + ")"
		default:
			marks[at] = "(" + args.add(value) + ")"
		}
	}
	return strings.Join(marks, ",")
}

// FindPlaces finds places by what they are or were called, or by their codes.
func (db *DB) FindPlaces(ctx context.Context, names []string) (map[string][]id.ID, error) {
	found := map[string][]id.ID{}
	levels := make([]string, len(place.Levels))
	for at, level := range place.Levels {
		levels[at] = "'" + string(level) + "'"
	}
	err := inChunks(names, mostAtOnce, func(part []string) error {
		var args arguments
		asked := map[string]bool{}
		for _, name := range part {
			asked[name] = true
			args.add(Fold(name))
		}
		for _, name := range part {
			args.add(name)
		}
		// The level is there for the index on codes.
		rows, err := db.read.QueryContext(ctx, `SELECT place_id, name, code FROM edition WHERE shown = 1 AND (search_name IN (`+placeholders(1, len(part))+`)
			OR level IN (`+strings.Join(levels, ",")+`) AND code IN (`+placeholders(1+len(part), len(part))+`)) ORDER BY place_id`, args.values...)
		_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
			var one id.ID
			var name, code string
			err = row.Scan(&one, &name, &code)
			for _, text := range []string{name, code} {
				if list := found[text]; asked[text] && (len(list) == 0 || list[len(list)-1] != one) {
					found[text] = append(list, one)
				}
			}
			return none, err
		})
		return err
	})
	return found, err
}

// WriteSince writes changes of records like Write, when no record of the kind
// was added or brought back after an event. So two imports of one file at the
// same time do not both add what lacks.
func (db *DB) WriteSince(ctx context.Context, writes []record.Write, since record.Since) error {
	if len(writes) == 0 {
		return nil
	}
	return overtakenWhenLocked(db.inTx(ctx, func(tx *sql.Tx) error { return db.writeRecords(ctx, tx, writes, since) }))
}

// WriteSinceAndEnd does the same as the work of a job, and ends the job.
func (db *DB) WriteSinceAndEnd(ctx context.Context, writes []record.Write, since record.Since, ending job.Ending) error {
	return overtakenWhenLocked(db.inTx(ctx, func(tx *sql.Tx) error {
		if len(writes) > 0 {
			if err := db.writeRecords(ctx, tx, writes, since); err != nil {
				return err
			}
		}
		return db.endJob(ctx, tx, ending)
	}))
}

// nothingSince gives ErrOvertaken when a record of the kind was added after
// the event, and records are about to be. On PostgreSQL nobody else can write
// an event any more.
func (db *DB) nothingSince(ctx context.Context, tx *sql.Tx, writes []record.Write, since record.Since) error {
	if since.Kind == nil || !slices.ContainsFunc(writes, func(w record.Write) bool { return w.Before == nil }) {
		return nil
	}
	var added int
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM event WHERE seq > $1 AND kind IN ($2, $3, $4)`, since.Event,
		since.Kind.One+"."+string(record.Created), since.Kind.One+"."+string(record.Returned), since.Kind.One+"."+string(record.Undone)).Scan(&added)
	if err == nil && added > 0 {
		return record.ErrOvertaken
	}
	return err
}

// overtakenWhenLocked makes ErrOvertaken of PostgreSQL's answer to two
// transactions that wait for each other: one of them was rolled back, and
// reading anew helps.
func overtakenWhenLocked(err error) error {
	var ofPostgres *pgconn.PgError
	if errors.As(err, &ofPostgres) && ofPostgres.Code == "40P01" {
		return fmt.Errorf("%w: %w", record.ErrOvertaken, err)
	}
	return err
}
