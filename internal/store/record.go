package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
)

// headColumns stand first in every statement on records, in this order.
const headColumns = "id, owner, place, partnership, audience, version, created_at, created_by, changed_at, changed_by, deleted_at, merged_into"

// recordColumnsOf lists the columns of a kind: those of the head, then its own.
func recordColumnsOf(kind *record.Kind) string {
	columns := []string{headColumns}
	for at := range kind.Own() {
		columns = append(columns, kind.Fields[at].Column())
	}
	return strings.Join(columns, ", ")
}

// scanRow reads a row of a kind.
func scanRow(kind *record.Kind) func(scanner) (record.Row, error) {
	own := kind.Own()
	return func(from scanner) (record.Row, error) {
		row := record.Row{Values: make([]any, len(own))}
		var created, changed, deleted int64
		into := []any{&row.ID, &row.Owner, &row.Place, &row.Partnership, &row.Audience, &row.Version,
			&created, &row.CreatedBy, &changed, &row.ChangedBy, &deleted, &row.MergedInto}
		for at := range own {
			into = append(into, &stored{field: &own[at], into: &row.Values[at]})
		}
		err := from.Scan(into...)
		row.CreatedAt, row.ChangedAt, row.DeletedAt = fromMicros(created), fromMicros(changed), fromMicros(deleted)
		return row, err
	}
}

// stored turns the value of a column into that of a field.
type stored struct {
	field *record.Field
	into  *any
}

// Scan fulfils sql.Scanner.
func (s *stored) Scan(value any) error {
	switch value := value.(type) {
	case string:
		if s.field.Sort == record.Choices {
			*s.into = splitChoices(value)
			return nil
		}
		*s.into = value
		return nil
	case []byte:
		return s.Scan(string(value))
	case float64:
		if s.field.Sort == record.Decimal {
			*s.into = value
			return nil
		}
	case int64:
		switch s.field.Sort {
		case record.Whole:
			*s.into = value
		case record.Decimal:
			*s.into = float64(value)
		case record.Truth:
			*s.into = value != 0
		case record.Moment:
			*s.into = fromMicros(value)
		case record.Ref, record.PlaceRef:
			*s.into = id.ID(value)
		default:
			return fmt.Errorf("store: column of %s holds a number", s.field.Name)
		}
		return nil
	}
	return fmt.Errorf("store: column of %s holds a %T", s.field.Name, value)
}

// keep gives the value of a field as its column holds it.
func keep(value any) any {
	switch value := value.(type) {
	case bool:
		return truth(value)
	case time.Time:
		return micros(value)
	case []string:
		return joinChoices(value)
	case id.ID:
		return int64(value)
	}
	return value
}

// joinChoices writes options so that each stands between marks, and LIKE can
// find one.
func joinChoices(options []string) string {
	if len(options) == 0 {
		return ""
	}
	return ";" + strings.Join(options, ";") + ";"
}

func splitChoices(text string) []string {
	text = strings.Trim(text, ";")
	if text == "" {
		return nil
	}
	return strings.Split(text, ";")
}

// FindRow gives a record, deleted or not.
func (db *DB) FindRow(ctx context.Context, kind *record.Kind, one id.ID) (record.Row, error) {
	row, err := scanRow(kind)(db.read.QueryRowContext(ctx, `SELECT `+recordColumnsOf(kind)+` FROM `+kind.Table()+` WHERE id = $1`, int64(one)))
	if errors.Is(err, sql.ErrNoRows) {
		return row, fault.New(fault.NotFound, "record.unknown", nil)
	}
	return row, err
}

// mostAtOnce is how many ids one statement asks for.
const mostAtOnce = 1_000

// FindRows gives records by their ids, in the order of the ids.
func (db *DB) FindRows(ctx context.Context, kind *record.Kind, ids []id.ID) ([]record.Row, error) {
	var all []record.Row
	err := inChunks(sortedIDs(ids), mostAtOnce, func(part []id.ID) error {
		var args arguments
		rows, err := db.read.QueryContext(ctx, `SELECT `+recordColumnsOf(kind)+` FROM `+kind.Table()+` WHERE id IN (`+args.ids(part)+`) ORDER BY id`, args.values...)
		found, err := collect(rows, err, scanRow(kind))
		all = append(all, found...)
		return err
	})
	return all, err
}

func sortedIDs(ids []id.ID) []id.ID {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// FindEqual finds records that are there by the values of fields.
func (db *DB) FindEqual(ctx context.Context, kind *record.Kind, fields []string, values []any, limit int) ([]record.Row, error) {
	var args arguments
	conditions := []string{"deleted_at = 0"}
	for at, name := range fields {
		field, known := kind.Field(name)
		if !known {
			return nil, fmt.Errorf("store: %s has no field %s", kind.One, name)
		}
		if field == kind.TitleField() && field.Sort == record.Text { // the index is on the folded title
			conditions = append(conditions, "title_sort = "+args.add(record.SortKey(values[at].(string))))
		}
		conditions = append(conditions, field.Column()+" = "+args.add(keep(values[at])))
	}
	rows, err := db.read.QueryContext(ctx, `SELECT `+recordColumnsOf(kind)+` FROM `+kind.Table()+` WHERE `+strings.Join(conditions, " AND ")+
		` ORDER BY id LIMIT `+args.add(limit), args.values...)
	return collect(rows, err, scanRow(kind))
}

// ListRows gives a page of records. Its cost does not grow with the number of
// records when the order has an index and most records may be seen.
func (db *DB) ListRows(ctx context.Context, kind *record.Kind, query record.Query) ([]record.Row, error) {
	var args arguments
	conditions := conditionsOf(kind, query, &args)
	column, direction, beyond := "title_sort", "", ">"
	if field, known := kind.Field(query.Sort); known && field != kind.TitleField() {
		column = field.Column()
	}
	if query.Down {
		direction, beyond = " DESC", "<"
	}
	if query.After != 0 {
		after := args.add(int64(query.After))
		conditions += ` AND (` + column + `, id) ` + beyond + ` (SELECT ` + column + `, id FROM ` + kind.Table() + ` WHERE id = ` + after + `)`
	}
	rows, err := db.read.QueryContext(ctx, from(kind, query.IDs, &args, "SELECT "+recordColumnsOf(kind))+` WHERE `+conditions+
		` ORDER BY `+column+direction+`, id`+direction+` LIMIT `+args.add(query.Limit), args.values...)
	return collect(rows, err, scanRow(kind))
}

// CountRows counts the records of all pages.
func (db *DB) CountRows(ctx context.Context, kind *record.Kind, query record.Query) (int, error) {
	var args arguments
	conditions := conditionsOf(kind, query, &args)
	var total int
	err := db.read.QueryRowContext(ctx, from(kind, query.IDs, &args, "SELECT count(*)")+` WHERE `+conditions, args.values...).Scan(&total)
	return total, err
}

// from writes what is selected of the records of a kind or, with ids, of those
// alone: they are taken first, by their key, lest a database walks all records
// in the order of the list to find them.
func from(kind *record.Kind, ids []id.ID, args *arguments, what string) string {
	if ids == nil {
		return what + ` FROM ` + kind.Table()
	}
	return `WITH chosen AS MATERIALIZED (SELECT * FROM ` + kind.Table() + ` WHERE id IN (` + args.ids(ids) + `)) ` + what + ` FROM chosen AS ` + kind.Table()
}

// blankCondition writes that nothing is filled in.
func blankCondition(field *record.Field) string {
	if field.IsRef() {
		return field.Column() + " = 0"
	}
	return field.Column() + " = ''"
}

// conditionsOf writes what a query asks of records.
func conditionsOf(kind *record.Kind, query record.Query, args *arguments) string {
	parts := []string{"deleted_at = 0", where(query.Where, kind.Table())}
	if query.Deleted {
		parts[0] = "deleted_at > 0 AND merged_into = 0"
		if field := kind.Erasable(); field != nil { // nobody brings back who was erased
			parts[0] += " AND NOT " + blankCondition(field)
		}
	}
	for _, filter := range query.Filters {
		parts = append(parts, filterCondition(filter, args))
		if filter.Where != nil {
			parts = append(parts, where(*filter.Where, kind.Table()))
		}
	}
	if query.Around != nil {
		parts = append(parts, aroundCondition(kind, *query.Around, args))
	}
	return strings.Join(parts, " AND ")
}

// aroundCondition writes that a record is about a municipality. The codes of
// districts and neighbourhoods begin with that of their municipality, and no
// code holds another in its middle.
func aroundCondition(kind *record.Kind, around record.Around, args *arguments) string {
	parts := []string{"place IN (" + args.ids(around.Places) + ")"}
	for at := range kind.Fields {
		if field := &kind.Fields[at]; field.Sort == record.Areas && field.Ceiling == 0 {
			for _, level := range []string{"GM", "WK", "BU"} {
				parts = append(parts, field.Column()+" LIKE "+args.add("%"+level+strings.TrimPrefix(around.Municipality, "GM")+"%"))
			}
		}
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

func filterCondition(filter record.Filter, args *arguments) string {
	column := filter.Field.Column()
	if filter.Field.Name == record.AudienceField {
		audience, _ := access.ParseAudience(filter.Value.(string))
		return column + " = " + args.add(int(audience))
	}
	if options, several := filter.Value.([]string); several {
		parts := []string{"1 = 1"}
		for _, option := range options {
			parts = append(parts, column+" LIKE "+args.add("%;"+option+";%"))
		}
		return strings.Join(parts, " AND ")
	}
	return column + " = " + args.add(keep(filter.Value))
}

// Named gives the names of records, deleted ones too.
func (db *DB) Named(ctx context.Context, kind *record.Kind, ids []id.ID) ([]record.Named, error) {
	var all []record.Named
	err := inChunks(ids, mostAtOnce, func(part []id.ID) error {
		var args arguments
		rows, err := db.read.QueryContext(ctx, selectNamed(kind)+` WHERE id IN (`+args.ids(part)+`) ORDER BY title_sort, id`, args.values...)
		found, err := collect(rows, err, scanNamed)
		all = append(all, found...)
		return err
	})
	return all, err
}

func selectNamed(kind *record.Kind) string {
	return `SELECT id, owner, place, partnership, audience, created_by, deleted_at, ` + kind.TitleField().Column() + ` FROM ` + kind.Table()
}

func scanNamed(row scanner) (n record.Named, err error) {
	var deleted int64
	var title any
	err = row.Scan(&n.ID, &n.Facts.Owner, &n.Facts.Place, &n.Facts.Partnership, &n.Facts.Audience, &n.Facts.CreatedBy, &deleted, &title)
	n.Title, _ = title.(string)
	n.Facts.ID, n.Deleted = n.ID, deleted != 0
	return n, err
}

// TitledLike gives records that are there by their folded title.
func (db *DB) TitledLike(ctx context.Context, kind *record.Kind, sortKey string, may access.Where, limit int) ([]record.Named, error) {
	rows, err := db.read.QueryContext(ctx, selectNamed(kind)+` WHERE deleted_at = 0 AND title_sort = $1 AND `+where(may, kind.Table())+` ORDER BY id LIMIT $2`, sortKey, limit)
	return collect(rows, err, scanNamed)
}

// AccountNames gives the names of accounts, deleted ones too.
func (db *DB) AccountNames(ctx context.Context, accounts []id.ID) (map[id.ID]string, error) {
	names := map[id.ID]string{}
	var args arguments
	rows, err := db.read.QueryContext(ctx, `SELECT id, name FROM account WHERE id IN (`+args.ids(sortedIDs(accounts))+`)`, args.values...)
	_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
		var one id.ID
		var name string
		err = row.Scan(&one, &name)
		names[one] = name
		return none, err
	})
	return names, err
}

// PlaceNames gives the newest names of places.
func (db *DB) PlaceNames(ctx context.Context, places []id.ID) (map[id.ID]string, error) {
	names := map[id.ID]string{}
	if len(places) == 0 {
		return names, nil
	}
	var args arguments
	rows, err := db.read.QueryContext(ctx, `SELECT place_id, CASE WHEN name = '' THEN code ELSE name END FROM edition WHERE place_id IN (`+args.ids(places)+`) AND shown = 1 ORDER BY year`, args.values...)
	_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
		var one id.ID
		var name string
		err = row.Scan(&one, &name)
		names[one] = name
		return none, err
	})
	return names, err
}

// ScopePlaces gives the places that a grant or a record can lie in:
// municipalities and what is larger, with their newest name, large to small.
func (db *DB) ScopePlaces(ctx context.Context) ([]place.Named, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT place_id, level, code, CASE WHEN name = '' THEN code ELSE name END, parent FROM edition
		WHERE level IN ('country', 'province', 'ggd-region', 'municipality') AND shown = 1 ORDER BY year DESC, search_name, id`)
	all, err := collect(rows, err, func(row scanner) (n place.Named, err error) {
		return n, row.Scan(&n.ID, &n.Level, &n.Code, &n.Name, &n.Within)
	})
	seen := map[id.ID]bool{}
	newest := slices.DeleteFunc(all, func(n place.Named) bool {
		known := seen[n.ID]
		seen[n.ID] = true
		return known
	})
	slices.SortStableFunc(newest, func(a, b place.Named) int {
		return slices.Index(place.Levels, a.Level) - slices.Index(place.Levels, b.Level)
	})
	return newest, err
}
