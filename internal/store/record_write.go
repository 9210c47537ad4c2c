package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	driver "modernc.org/sqlite"
	sqlitecodes "modernc.org/sqlite/lib"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/search"
)

// Write writes changes of records in one transaction: the records, their
// history, what they point to, and a numbered event for each.
func (db *DB) Write(ctx context.Context, writes []record.Write) error {
	if len(writes) == 0 {
		return nil
	}
	return overtakenWhenLocked(db.inTx(ctx, func(tx *sql.Tx) error { return db.writeRecords(ctx, tx, writes, record.Since{}) }))
}

// writtenAtOnce is how many records are written before progress is told.
const writtenAtOnce = 1_000

// writeRecords does the same within a transaction that writes more.
func (db *DB) writeRecords(ctx context.Context, tx *sql.Tx, writes []record.Write, since record.Since) error {
	done := 0
	err := inChunks(writes, writtenAtOnce, func(part []record.Write) error {
		if err := db.writePart(ctx, tx, part); err != nil {
			return err
		}
		if done += len(part); since.Progress != nil {
			since.Progress(done)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(writes, func(w record.Write) bool { return w.Kind.Class == access.Accounts }) {
		if err := db.keepAdministrator(ctx, tx); err != nil {
			return err
		}
		if err := db.auditRecords(ctx, tx, writes); err != nil {
			return err
		}
	}
	if err := db.addRecordJobs(ctx, tx, writes); err != nil {
		return err
	}
	if err := db.holdEvents(ctx, tx); err != nil {
		return err
	}
	if err := db.nothingSince(ctx, tx, writes, since); err != nil {
		return err
	}
	return db.dialect.insertRows(ctx, tx, "event", []string{"kind", "subject", "at"}, len(writes), func(i int, into []any) {
		into[0], into[1], into[2] = writes[i].Kind.One+"."+string(writes[i].Change.Deed), int64(writes[i].Row.ID), micros(db.now())
	})
}

// writePart writes records with what lies beside them.
func (db *DB) writePart(ctx context.Context, tx *sql.Tx, writes []record.Write) error {
	for _, part := range runs(writes) {
		var err error
		if part[0].Before == nil {
			err = db.insertRecords(ctx, tx, part)
		} else {
			err = updateRecords(ctx, tx, part)
		}
		if err != nil {
			return taken(err, part[0].Kind)
		}
	}
	if err := db.writeHistory(ctx, tx, writes); err != nil {
		return err
	}
	if err := db.writePointers(ctx, tx, writes); err != nil {
		return err
	}
	if err := db.writeLinks(ctx, tx, writes); err != nil {
		return err
	}
	return db.indexRecords(ctx, tx, writes)
}

// runs cuts writes into stretches of one kind that are all new or all not, so
// that new records go in together and the order stays.
func runs(writes []record.Write) [][]record.Write {
	var parts [][]record.Write
	for at, write := range writes {
		if at > 0 && write.Kind == writes[at-1].Kind && (write.Before == nil) == (writes[at-1].Before == nil) {
			last := len(parts) - 1
			parts[last] = append(parts[last], write)
			continue
		}
		parts = append(parts, []record.Write{write})
	}
	return parts
}

// rowValues gives the values of all columns of a record.
func rowValues(kind *record.Kind, row *record.Row) []any {
	values := []any{int64(row.ID), int64(row.Owner), int64(row.Place), int64(row.Partnership), int(row.Audience), row.Version,
		micros(row.CreatedAt), int64(row.CreatedBy), micros(row.ChangedAt), int64(row.ChangedBy), micros(row.DeletedAt), int64(row.MergedInto)}
	for _, value := range row.Values {
		values = append(values, keep(value))
	}
	return append(values, record.SortKey(kind.Title(row)))
}

func columnNames(kind *record.Kind) []string {
	return strings.Split(recordColumnsOf(kind)+", title_sort", ", ")
}

func (db *DB) insertRecords(ctx context.Context, tx *sql.Tx, writes []record.Write) error {
	kind := writes[0].Kind
	return db.dialect.insertRows(ctx, tx, kind.Table(), columnNames(kind), len(writes), func(i int, into []any) {
		copy(into, rowValues(kind, &writes[i].Row))
	})
}

func updateRecords(ctx context.Context, tx *sql.Tx, writes []record.Write) error {
	kind := writes[0].Kind
	var args arguments
	var settings []string
	for _, column := range columnNames(kind) {
		settings = append(settings, column+" = "+args.add(nil))
	}
	text := `UPDATE ` + kind.Table() + ` SET ` + strings.Join(settings, ", ") + ` WHERE id = ` + args.add(nil) + ` AND version = ` + args.add(nil)
	statement, err := tx.PrepareContext(ctx, text)
	if err != nil {
		return err
	}
	defer statement.Close()
	for at := range writes {
		write := &writes[at]
		result, err := statement.ExecContext(ctx, append(rowValues(kind, &write.Row), int64(write.Row.ID), write.Before.Version)...)
		if err != nil {
			return err
		}
		if changed, err := result.RowsAffected(); err != nil || changed != 1 {
			return errors.Join(record.ErrOvertaken, err)
		}
	}
	return nil
}

// taken turns the breach of a unique index into a fault that names the field.
func taken(err error, kind *record.Kind) error {
	var ofSQLite *driver.Error
	var ofPostgres *pgconn.PgError
	index := ""
	switch {
	case errors.As(err, &ofSQLite) && ofSQLite.Code() == sqlitecodes.SQLITE_CONSTRAINT_UNIQUE:
		index = ofSQLite.Error()
	case errors.As(err, &ofPostgres) && ofPostgres.Code == "23505":
		index = ofPostgres.ConstraintName
	default:
		return err
	}
	for at := range kind.Fields {
		if field := &kind.Fields[at]; field.Unique && strings.Contains(index, field.Column()) {
			return fault.Wrap(record.Problems{{Field: field.Name, Key: "record.taken"}}, fault.Invalid, "record.invalid", fault.Args{"n": 1})
		}
	}
	return err
}

func (db *DB) writeHistory(ctx context.Context, tx *sql.Tx, writes []record.Write) error {
	columns := []string{"id", "batch", "kind", "record", "version", "deed", "at", "by_account", "undoes", "owner", "place", "partnership", "audience"}
	err := db.dialect.insertRows(ctx, tx, "change", columns, len(writes), func(i int, into []any) {
		c := writes[i].Change
		copy(into, []any{int64(c.ID), int64(c.Batch), c.Kind, int64(c.Record), c.Version, string(c.Deed), micros(c.At), int64(c.By), int64(c.Undoes),
			int64(c.Facts.Owner), int64(c.Facts.Place), int64(c.Facts.Partnership), int(c.Facts.Audience)})
	})
	if err != nil {
		if errors.Is(taken(err, writes[0].Kind), err) && isUnique(err) { // another change of this record came first
			return record.ErrOvertaken
		}
		return err
	}
	type step struct {
		change id.ID
		record.FieldChange
	}
	var steps []step
	for _, write := range writes {
		for _, field := range write.Change.Fields {
			steps = append(steps, step{write.Change.ID, field})
		}
	}
	columns = []string{"change_id", "field", "was", "became", "personal", "erased"}
	return db.dialect.insertRows(ctx, tx, "change_field", columns, len(steps), func(i int, into []any) {
		s := steps[i]
		copy(into, []any{int64(s.change), s.Field, s.Before, s.After, truth(s.Personal), 0})
	})
}

func isUnique(err error) bool {
	var ofSQLite *driver.Error
	var ofPostgres *pgconn.PgError
	return errors.As(err, &ofSQLite) && ofSQLite.Code() == sqlitecodes.SQLITE_CONSTRAINT_UNIQUE ||
		errors.As(err, &ofPostgres) && ofPostgres.Code == "23505"
}

// writePointers keeps what records point to. A deleted record points to
// nothing, so that what it pointed to can be deleted without a question.
func (db *DB) writePointers(ctx context.Context, tx *sql.Tx, writes []record.Write) error {
	type pointer struct {
		kind  string
		from  id.ID
		field string
		to    id.ID
	}
	var pointers []pointer
	var stale []id.ID
	for at := range writes {
		write := &writes[at]
		if write.Before != nil {
			stale = append(stale, write.Row.ID)
		}
		if write.Row.Deleted() {
			continue
		}
		for f := range write.Kind.Fields {
			field := &write.Kind.Fields[f]
			if to, is := write.Row.Get(field).(id.ID); is && to != 0 && field.IsRef() {
				pointers = append(pointers, pointer{write.Kind.One, write.Row.ID, field.Name, to})
			}
		}
	}
	err := inChunks(stale, mostAtOnce, func(part []id.ID) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM pointer WHERE from_id IN (`+literals(part)+`)`)
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(pointers, func(a, b pointer) int { return int(a.from - b.from) })
	return db.dialect.insertRows(ctx, tx, "pointer", []string{"from_kind", "from_id", "field", "to_id"}, len(pointers), func(i int, into []any) {
		p := pointers[i]
		copy(into, []any{p.kind, int64(p.from), p.field, int64(p.to)})
	})
}

// indexRecords brings what can be found of the records up to date.
func (db *DB) indexRecords(ctx context.Context, tx *sql.Tx, writes []record.Write) error {
	var entries []search.Entry
	gone := map[string][]id.ID{}
	for at := range writes {
		write := &writes[at]
		if write.Row.Deleted() {
			gone[write.Kind.One] = append(gone[write.Kind.One], write.Row.ID)
			continue
		}
		entries = append(entries, write.Kind.Entry(&write.Row))
	}
	for kind, ids := range gone {
		if err := db.forgetEntries(ctx, tx, kind, ids); err != nil {
			return err
		}
	}
	return db.indexEntries(ctx, tx, entries)
}

// addRecordJobs adds the jobs that follow the changes.
func (db *DB) addRecordJobs(ctx context.Context, tx *sql.Tx, writes []record.Write) error {
	for _, write := range writes {
		if write.Kind.Job == "" {
			continue
		}
		payload, err := json.Marshal(job.Changed{ID: write.Row.ID})
		if err != nil {
			return err
		}
		j := job.Job{ID: db.ids.Next(), Kind: write.Kind.Job, Key: write.Row.ID.String(), Account: int64(write.Change.By), Payload: payload}
		if err := db.addJob(ctx, tx, j); err != nil {
			return err
		}
	}
	return nil
}
