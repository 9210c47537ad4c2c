package record

import (
	"context"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// findByID finds the records that id columns name.
func (i *importing) findByID(ctx context.Context, drafts []*draft) error {
	var ids []id.ID
	for _, d := range drafts {
		if d.one != 0 {
			ids = append(ids, d.one)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	rows, err := i.Store.FindRows(ctx, i.kind, ids)
	if err != nil {
		return err
	}
	found := make(map[id.ID]*Row, len(rows))
	for at := range rows {
		if access.Can(i.actor, access.See, i.kind.Class, rows[at].Facts()) {
			found[rows[at].ID] = &rows[at]
		}
	}
	for _, d := range drafts {
		if d.one == 0 {
			continue
		}
		switch d.before = found[d.one]; {
		case d.before == nil:
			i.blame(d, IDColumn, "record.no-such", nil)
			d.lost = true
		case d.before.Deleted():
			i.blame(d, IDColumn, "record.importDeleted", nil)
			d.lost = true
		}
	}
	return nil
}

// keyValues gives the values by which a row without id is told apart.
func (i *importing) keyValues(d *draft) []any {
	values := make([]any, len(i.kind.Key))
	for at, name := range i.kind.Key {
		field, _ := i.kind.Field(name)
		values[at] = i.start.Get(field)
		for _, g := range d.given {
			if g.column.field == field {
				values[at] = g.value
			}
		}
	}
	return values
}

// keyOf gives the values of a record by which it is told apart, as one text.
func (k *Kind) keyOf(row *Row) string {
	texts := make([]string, len(k.Key))
	for at, name := range k.Key {
		field, _ := k.Field(name)
		texts[at] = field.Plain(row.Get(field))
	}
	return strings.Join(texts, "\x00")
}

// findByKey finds the records that rows without id are about. It asks by one
// field, that names records or else is the first, and compares the others.
func (i *importing) findByKey(ctx context.Context, drafts []*draft) error {
	name := i.kind.Key[0]
	if title := i.kind.TitleField(); slices.Contains(i.kind.Key, title.Name) {
		name = title.Name
	}
	by, _ := i.kind.Field(name)
	keys := map[*draft]string{}
	var asked []any
	for _, d := range drafts {
		if d.one != 0 || d.lost {
			continue
		}
		values, texts, blank := i.keyValues(d), make([]string, len(i.kind.Key)), true
		for at, name := range i.kind.Key {
			field, _ := i.kind.Field(name)
			texts[at] = field.Plain(values[at])
			blank = blank && field.Blank(values[at])
			if field == by {
				asked = append(asked, values[at])
			}
		}
		if blank {
			i.blame(d, i.columnOf(by.Name), "record.required", nil)
			continue
		}
		keys[d] = strings.Join(texts, "\x00")
	}
	if len(asked) == 0 {
		return nil
	}
	rows, err := i.Store.FindByValues(ctx, i.kind, by, asked)
	if err != nil {
		return err
	}
	found := map[string][]*Row{}
	for at := range rows {
		if access.Can(i.actor, access.See, i.kind.Class, rows[at].Facts()) {
			key := i.kind.keyOf(&rows[at])
			found[key] = append(found[key], &rows[at])
		}
	}
	for _, d := range drafts {
		key, asked := keys[d]
		if !asked {
			continue
		}
		switch same := found[key]; len(same) {
		case 0:
		case 1:
			d.before = same[0]
		default:
			i.blame(d, i.columnOf(by.Name), "record.importAmbiguous", nil)
			d.lost = true
		}
	}
	return nil
}

// promise is a title that a row of the file will give to a record, so that
// other rows can point to it.
type promise struct {
	rows int
	one  id.ID // of the record; 0 while it has none
}

// promise gathers the titles of the file, when its rows can point to each
// other by name. A kind that is told apart by more than its title could mean
// two records by one, so there it is left out.
func (i *importing) promise(table *sheet.Table) {
	title := i.kind.TitleField()
	if !slices.Equal(i.kind.Key, []string{title.Name}) || !slices.ContainsFunc(i.columns, func(c importColumn) bool { return c.field.Of == i.kind.One }) {
		return
	}
	at := slices.IndexFunc(i.columns, func(c importColumn) bool { return c.field == title })
	if at < 0 {
		return
	}
	for r := range table.Rows {
		name := i.text(&table.Rows[r], i.columns[at].at)
		if name == "" {
			continue
		}
		if i.promises[name] == nil {
			i.promises[name] = &promise{}
		}
		i.promises[name].rows++
		if one, err := id.Parse(i.text(&table.Rows[r], i.id)); err == nil {
			i.promises[name].one = one
		}
	}
}

// findNames looks up what rows point to by name.
func (i *importing) findNames(ctx context.Context, drafts []*draft) error {
	asked := map[string]map[string]bool{} // by kind, "" is places
	for _, d := range drafts {
		for _, g := range d.given {
			if g.name == "" {
				continue
			}
			if asked[g.column.field.Of] == nil {
				asked[g.column.field.Of] = map[string]bool{}
			}
			asked[g.column.field.Of][g.name] = true
		}
	}
	found := map[string]map[string][]id.ID{}
	for of, names := range asked {
		var err error
		if found[of], err = i.named(ctx, of, names); err != nil {
			return err
		}
	}
	for _, d := range drafts {
		kept := d.given[:0]
		for _, g := range d.given {
			if g.name == "" || i.resolve(d, &g, found) {
				kept = append(kept, g)
			}
		}
		d.given = kept
	}
	return nil
}

// resolve sets the value of a cell that names what it points to; false, with
// a fault, when that is not one record.
func (i *importing) resolve(d *draft, g *given, found map[string]map[string][]id.ID) bool {
	field := g.column.field
	ids := found[field.Of][g.name]
	if promised := i.promises[g.name]; promised != nil && field.Of == i.kind.One {
		switch {
		case promised.rows > 1:
			ids = append(slices.Clone(ids), 0, 0)
		case promised.one != 0:
			ids = append(slices.Clone(ids), promised.one)
		case len(ids) == 0:
			promised.one = i.IDs.Next()
			ids = []id.ID{promised.one}
		}
		slices.Sort(ids)
		ids = slices.Compact(ids)
	}
	switch len(ids) {
	case 1:
		g.value = ids[0]
		return true
	case 0:
		i.blame(d, i.nameColumn(g.column), "record.no-such", nil)
	default:
		i.blame(d, i.nameColumn(g.column), "record.importSeveral", fault.Args{"Column": field.Name})
	}
	return false
}

// nameColumn gives the column with the names of what a field points to.
func (i *importing) nameColumn(column *importColumn) string {
	if column.named >= 0 {
		return i.table.Columns[column.named]
	}
	return column.name
}

// named finds records of a kind, or places, by name, as far as the actor may
// see them.
func (i *importing) named(ctx context.Context, of string, names map[string]bool) (map[string][]id.ID, error) {
	if of == "" {
		list := make([]string, 0, len(names))
		for name := range names {
			list = append(list, name)
		}
		return i.Store.FindPlaces(ctx, list)
	}
	kind, _ := i.Kinds.ByName(of)
	title := kind.TitleField()
	if title.Sort == Ref {
		return nil, nil
	}
	values := make([]any, 0, len(names))
	for name := range names {
		values = append(values, name)
	}
	rows, err := i.Store.FindByValues(ctx, kind, title, values)
	if err != nil {
		return nil, err
	}
	found := map[string][]id.ID{}
	for at := range rows {
		if access.Can(i.actor, access.See, kind.Class, rows[at].Facts()) {
			name := kind.Title(&rows[at])
			found[name] = append(found[name], rows[at].ID)
		}
	}
	return found, nil
}
