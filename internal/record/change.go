package record

import (
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Deed is what a change did.
type Deed string

const (
	Created  Deed = "created"
	Changed  Deed = "changed"
	Removed  Deed = "removed"
	Returned Deed = "returned" // a deleted record was brought back
	Merged   Deed = "merged"   // of the record that a double became part of
	Undone   Deed = "undone"   // an earlier change was taken back
	Erased   Deed = "erased"   // a person was removed from it
)

// Change is one step in the history of a record.
type Change struct {
	ID     id.ID
	Batch  id.ID // changes of several records that were made together
	Kind   string
	Record id.ID
	// Version is that of the record after the change.
	Version int64
	Deed    Deed
	At      time.Time
	By      id.ID // account; 0 is the program
	Undoes  id.ID // the batch that this change takes back
	// Facts are those of the record after the change: an old value may not be
	// seen by more people than it could be then.
	Facts  access.Facts
	Fields []FieldChange
}

// FieldChange is what a change did to one field, in the form of Field.Plain.
type FieldChange struct {
	Field  string
	Before string
	After  string
	// Personal values are emptied when the person is erased; then Erased.
	Personal bool
	Erased   bool
}

// Differences tells which fields differ between two rows.
func (k *Kind) Differences(before, after *Row) []FieldChange {
	var list []FieldChange
	for at := range k.Fields {
		field := &k.Fields[at]
		was, is := field.Plain(before.Get(field)), field.Plain(after.Get(field))
		if was != is {
			list = append(list, FieldChange{Field: field.Name, Before: was, After: is, Personal: field.Personal})
		}
	}
	return list
}

// Rewind gives the row as it was before some changes, which stand newest first.
func (k *Kind) Rewind(row Row, changes []Change) Row {
	row = row.clone()
	for _, change := range changes {
		for _, step := range change.Fields {
			field, known := k.Field(step.Field)
			if !known || step.Erased {
				continue
			}
			if value, problem := field.Parse(step.Before); problem == nil {
				row.Set(field, value)
			}
		}
		row.Version = change.Version - 1
	}
	return row
}

// Clash is a field that two people changed at once in different ways.
type Clash struct {
	Field  *Field
	Base   any // what both began with
	Mine   any
	Theirs any
}

// mend puts my changes on top of theirs. Fields that only one of us changed
// go together; a field that both changed to the same value is no clash.
func (k *Kind) mend(base, mine, theirs Row) (merged Row, clashes []Clash) {
	merged = theirs.clone()
	for at := range k.Fields {
		field := &k.Fields[at]
		was, my, their := base.Get(field), mine.Get(field), theirs.Get(field)
		switch {
		case field.Equal(my, was):
		case field.Equal(their, was), field.Equal(my, their):
			merged.Set(field, my)
		default:
			clashes = append(clashes, Clash{Field: field, Base: was, Mine: my, Theirs: their})
		}
	}
	return merged, clashes
}
