package store

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

const selectChange = `SELECT id, batch, kind, record, version, deed, at, by_account, undoes, owner, place, partnership, audience FROM change`

func scanChange(row scanner) (record.Change, error) {
	var c record.Change
	var at int64
	err := row.Scan(&c.ID, &c.Batch, &c.Kind, &c.Record, &c.Version, &c.Deed, &at, &c.By, &c.Undoes,
		&c.Facts.Owner, &c.Facts.Place, &c.Facts.Partnership, &c.Facts.Audience)
	c.At, c.Facts.ID = fromMicros(at), c.Record
	return c, err
}

// ChangesOf gives the history of a record, newest first, from below a version.
func (db *DB) ChangesOf(ctx context.Context, kind *record.Kind, one id.ID, below int64, limit int) ([]record.Change, error) {
	if below <= 0 {
		below = 1 << 62
	}
	return db.changes(ctx, ` WHERE record = $1 AND kind = $2 AND version < $3 ORDER BY version DESC LIMIT $4`, int64(one), kind.One, below, limit)
}

// ChangesSince gives what changed after a version, newest first.
func (db *DB) ChangesSince(ctx context.Context, kind *record.Kind, one id.ID, version int64) ([]record.Change, error) {
	return db.changes(ctx, ` WHERE record = $1 AND kind = $2 AND version > $3 ORDER BY version DESC`, int64(one), kind.One, version)
}

// ChangesAfter gives what changed of records after a moment, newest first.
func (db *DB) ChangesAfter(ctx context.Context, kind *record.Kind, ids []id.ID, moment time.Time) ([]record.Change, error) {
	var all []record.Change
	err := inChunks(ids, mostAtOnce, func(part []id.ID) error {
		list, err := db.changes(ctx, ` WHERE kind = $1 AND at > $2 AND record IN (`+literals(part)+`) ORDER BY record, version DESC`, kind.One, micros(moment))
		all = append(all, list...)
		return err
	})
	return all, err
}

// ChangesOfBatch gives the changes that were made together.
func (db *DB) ChangesOfBatch(ctx context.Context, batch id.ID) ([]record.Change, error) {
	return db.changes(ctx, ` WHERE batch = $1 ORDER BY id DESC`, int64(batch))
}

// changes reads changes with their fields, in two questions.
func (db *DB) changes(ctx context.Context, condition string, values ...any) ([]record.Change, error) {
	rows, err := db.read.QueryContext(ctx, selectChange+condition, values...)
	list, err := collect(rows, err, scanChange)
	if err != nil || len(list) == 0 {
		return list, err
	}
	at := map[id.ID]int{}
	ids := make([]id.ID, len(list))
	for i, change := range list {
		at[change.ID], ids[i] = i, change.ID
	}
	err = inChunks(ids, mostAtOnce, func(part []id.ID) error {
		rows, err := db.read.QueryContext(ctx, `SELECT change_id, field, was, became, personal, erased FROM change_field WHERE change_id IN (`+literals(part)+`) ORDER BY change_id, field`)
		_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
			var change id.ID
			var personal, erased int
			var step record.FieldChange
			err = row.Scan(&change, &step.Field, &step.Before, &step.After, &personal, &erased)
			step.Personal, step.Erased = personal != 0, erased != 0
			list[at[change]].Fields = append(list[at[change]].Fields, step)
			return none, err
		})
		return err
	})
	return list, err
}

// PointersTo gives the fields that point to a record.
func (db *DB) PointersTo(ctx context.Context, _ *record.Kind, one id.ID, limit int) ([]record.Pointer, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT from_kind, from_id, field FROM pointer WHERE to_id = $1 ORDER BY from_id, field LIMIT $2`, int64(one), limit)
	return collect(rows, err, func(row scanner) (p record.Pointer, err error) { return p, row.Scan(&p.Kind, &p.ID, &p.Field) })
}
