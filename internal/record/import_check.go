package record

import (
	"context"
	"errors"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// fillIn makes of each row the record as it would become.
func (i *importing) fillIn(ctx context.Context, drafts []*draft) error {
	unseen, err := i.unseen(ctx, drafts)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		if d.lost {
			continue
		}
		if d.before != nil {
			d.after = d.before.clone()
		} else {
			d.after = i.start.clone()
			i.keepPromise(d)
		}
		for at := range d.given {
			i.set(d, &d.given[at], unseen)
		}
		i.meetOnce(d)
	}
	return nil
}

// keepPromise gives a new record the id that other rows point to.
func (i *importing) keepPromise(d *draft) {
	title := i.kind.TitleField()
	for _, g := range d.given {
		name, is := g.value.(string)
		if g.column.field != title || !is || i.promises[name] == nil {
			continue
		}
		if i.promises[name].one == 0 {
			i.promises[name].one = i.IDs.Next()
		}
		d.after.ID = i.promises[name].one
	}
}

// set puts a cell into the record. What the actor may not see or set stays as
// it is: an empty cell there means only that.
func (i *importing) set(d *draft, g *given, unseen map[id.ID]bool) {
	field := g.column.field
	now := d.after.Get(field)
	if may, has := i.sights[field]; has && d.before != nil && !may.Holds(d.before.Facts()) {
		if !g.empty {
			i.blame(d, g.column.name, "record.fixed", nil)
		}
		return
	}
	if g.empty && field.Sort == Ref && unseen[now.(id.ID)] {
		return
	}
	if same(field, g.value, now) {
		return
	}
	if field.Fixed && !i.actor.Program {
		if !g.empty {
			i.blame(d, g.column.name, "record.fixed", nil)
		}
		return
	}
	d.after.Set(field, g.value)
}

// same tells whether a value that was read is the one that is there. What is
// there may never have been read, and then has no other form in a file.
func same(field *Field, read, there any) bool {
	if field.Equal(read, there) {
		return true
	}
	again, problem := field.Parse(field.Plain(there))
	return problem == nil && field.Equal(read, again)
}

// meetOnce blames a row that is about the same record as an earlier one.
func (i *importing) meetOnce(d *draft) {
	key := i.kind.keyOf(&d.after)
	row, met := 0, false
	if d.before != nil {
		if row, met = i.rowOf[d.before.ID]; !met {
			i.rowOf[d.before.ID] = d.row.Number
		}
	}
	byID := d.one != 0
	other, known := i.rowOfKey[key]
	// Two records with an id of their own may be alike in all that tells apart.
	if !met && known && !(byID && other.byID) {
		row, met = other.row, true
	}
	if !known || other.byID && !byID {
		i.rowOfKey[key] = keyed{row: d.row.Number, byID: byID}
	}
	if met {
		column := IDColumn
		if !byID {
			column = i.columnOf(i.kind.Key[0])
		}
		i.blame(d, column, "record.importTwice", fault.Args{"Row": row})
	}
}

// unseen gives what records point to now and the actor may not see, of the
// fields whose cell is empty.
func (i *importing) unseen(ctx context.Context, drafts []*draft) (map[id.ID]bool, error) {
	asked := map[string]map[id.ID]bool{}
	for _, d := range drafts {
		if d.before == nil {
			continue
		}
		for _, g := range d.given {
			if one, is := d.before.Get(g.column.field).(id.ID); is && one != 0 && g.empty && g.column.field.Sort == Ref {
				add(asked, g.column.field.Of, one)
			}
		}
	}
	unseen := map[id.ID]bool{}
	for of, ids := range asked {
		names := Titles{}
		if err := i.addNames(ctx, i.actor, of, keys(ids), names); err != nil {
			return nil, err
		}
		for one := range ids {
			if _, seen := names[one]; !seen {
				unseen[one] = true
			}
		}
	}
	return unseen, nil
}

func add(sets map[string]map[id.ID]bool, of string, one id.ID) {
	if sets[of] == nil {
		sets[of] = map[id.ID]bool{}
	}
	sets[of][one] = true
}

// pointsAnew gives what a field of a row newly points to.
func (i *importing) pointsAnew(d *draft, field *Field) (id.ID, bool) {
	one, is := d.after.Get(field).(id.ID)
	if !is || one == 0 || d.before != nil && field.Equal(one, d.before.Get(field)) || d.before == nil && field.Equal(one, i.start.Get(field)) {
		return 0, false
	}
	return one, field.Name != OwnerField || one != i.actor.Organisation
}

// checkPointers tells whether what rows newly point to is there and to be seen.
func (i *importing) checkPointers(ctx context.Context, drafts []*draft) error {
	asked := map[string]map[id.ID]bool{}
	i.eachPointer(drafts, func(_ *draft, field *Field, one id.ID) { add(asked, field.Of, one) })
	there := map[string]map[id.ID]bool{}
	for of, ids := range asked {
		var err error
		if there[of], err = i.there(ctx, of, keys(ids)); err != nil {
			return err
		}
	}
	for _, promised := range i.promises {
		if promised.one != 0 && len(asked[i.kind.One]) > 0 {
			there[i.kind.One][promised.one] = true
		}
	}
	i.eachPointer(drafts, func(d *draft, field *Field, one id.ID) {
		if !there[field.Of][one] {
			i.blame(d, i.columnOf(field.Name), "record.no-such", nil)
		}
	})
	return nil
}

func (i *importing) eachPointer(drafts []*draft, visit func(*draft, *Field, id.ID)) {
	for _, d := range drafts {
		if d.lost {
			continue
		}
		for at := range i.columns {
			if one, anew := i.pointsAnew(d, i.columns[at].field); anew {
				visit(d, i.columns[at].field, one)
			}
		}
	}
}

// there gives which records of a kind, or places, there are and the actor may
// point to.
func (i *importing) there(ctx context.Context, of string, ids []id.ID) (map[id.ID]bool, error) {
	list := make(map[id.ID]bool, len(ids))
	if of == "" {
		names, err := i.Store.PlaceNames(ctx, ids)
		for one := range names {
			list[one] = true
		}
		return list, err
	}
	kind, _ := i.Kinds.ByName(of)
	found, err := i.Store.Named(ctx, kind, ids)
	for _, named := range found {
		list[named.ID] = !named.Deleted && access.Can(i.actor, access.See, kind.Class, named.Facts)
	}
	return list, err
}

// checkUnique blames values that another record has and that none may share.
func (i *importing) checkUnique(ctx context.Context, drafts []*draft) error {
	for at := range i.columns {
		column := &i.columns[at]
		if !column.field.Unique {
			continue
		}
		if err := i.checkUniqueColumn(ctx, drafts, column); err != nil {
			return err
		}
	}
	return nil
}

func (i *importing) checkUniqueColumn(ctx context.Context, drafts []*draft, column *importColumn) error {
	field := column.field
	var asked []any
	for _, d := range drafts {
		if d.lost || field.Blank(d.after.Get(field)) {
			continue
		}
		value := d.after.Get(field)
		key := field.Name + "\x00" + field.Plain(value)
		if row, met := i.taken[key]; met {
			i.blame(d, column.name, "record.importTwice", fault.Args{"Row": row})
			continue
		}
		i.taken[key] = d.row.Number
		if d.before == nil || !field.Equal(value, d.before.Get(field)) {
			asked = append(asked, value)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	rows, err := i.Store.FindByValues(ctx, i.kind, field, asked)
	if err != nil {
		return err
	}
	of := map[string]id.ID{}
	for at := range rows {
		of[field.Plain(rows[at].Get(field))] = rows[at].ID
	}
	for _, d := range drafts {
		if d.lost {
			continue
		}
		if one, taken := of[field.Plain(d.after.Get(field))]; taken && (d.before == nil || one != d.before.ID) {
			i.blame(d, column.name, "record.taken", nil)
		}
	}
	return nil
}

// conclude checks each record as a whole and makes its write.
func (i *importing) conclude(ctx context.Context, drafts []*draft) error {
	for _, d := range drafts {
		if d.lost {
			continue
		}
		deed := Changed
		switch {
		case d.before == nil:
			deed = Created
			i.plan.New++
		case len(i.kind.Differences(d.before, &d.after)) == 0:
			i.plan.Same++
			continue
		default:
			i.plan.Changed++
		}
		if err := i.may(d); err != nil {
			i.blameFault(d, err)
		}
		i.blameProblems(d, i.kind.Check(&d.after))
		if d.blamed != nil {
			continue
		}
		write, err := i.guarded(ctx, i.actor, deed, i.kind, d.before, d.after, i.plan.Batch)
		if err == nil {
			i.plan.writes = append(i.plan.writes, write)
		} else if !i.blameFault(d, err) {
			return err
		}
	}
	return nil
}

// may tells whether the actor may write the record of a row.
func (i *importing) may(d *draft) error {
	if d.before == nil {
		if i.kind.Derived && !i.actor.Program {
			return denied()
		}
		facts := d.after.Facts()
		facts.CreatedBy = i.actor.Account
		if !access.Can(i.actor, access.Import, i.kind.Class, facts) {
			return i.notThere()
		}
	} else if facts := d.before.Facts(); !access.Can(i.actor, access.Change, i.kind.Class, facts) || !access.Can(i.actor, access.Import, i.kind.Class, facts) {
		return denied()
	}
	err := mayBecome(i.actor, i.kind, d.before, &d.after)
	if wrong := new(fault.Fault); errors.As(err, &wrong) && wrong.Key == notThereKey && d.before == nil {
		return i.notThere()
	}
	return err
}

// notThere refuses a new record where the actor may not make one. A file without
// a column that says where it belongs is told to have one.
func (i *importing) notThere() error {
	switch {
	case !i.has(PlaceField) && !i.has(PartnershipField):
		return fault.New(fault.Denied, "record.not-there-where", nil)
	case !i.has(OwnerField):
		return fault.New(fault.Denied, "record.not-there-owner", nil)
	}
	return fault.New(fault.Denied, notThereKey, nil)
}

// blameFault blames a row for what a check found; false when the check itself
// failed.
func (i *importing) blameFault(d *draft, err error) bool {
	var problems Problems
	var wrong *fault.Fault
	switch {
	case errors.As(err, &problems):
		i.blameProblems(d, problems)
	case errors.As(err, &wrong) && wrong.Code != fault.Broken:
		i.blame(d, "", wrong.Key, wrong.Args)
	default:
		return false
	}
	return true
}
