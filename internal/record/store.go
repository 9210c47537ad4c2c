package record

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/search"
)

// Store keeps records. Methods that look for one record give fault.NotFound
// when it is not there; they find deleted records too.
type Store interface {
	LastEvent(ctx context.Context) (int64, error)

	FindRow(ctx context.Context, kind *Kind, one id.ID) (Row, error)
	FindRows(ctx context.Context, kind *Kind, ids []id.ID) ([]Row, error)
	// FindEqual finds records that were not deleted by the values of fields.
	FindEqual(ctx context.Context, kind *Kind, fields []string, values []any, limit int) ([]Row, error)
	// FindByValues finds records that were not deleted of which a field has one
	// of some values.
	FindByValues(ctx context.Context, kind *Kind, field *Field, values []any) ([]Row, error)
	ListRows(ctx context.Context, kind *Kind, query Query) ([]Row, error)
	CountRows(ctx context.Context, kind *Kind, query Query) (int, error)
	// Named gives the names of records, deleted ones too.
	Named(ctx context.Context, kind *Kind, ids []id.ID) ([]Named, error)
	// TitledLike gives records that are there by their folded title.
	TitledLike(ctx context.Context, kind *Kind, sortKey string, may access.Where, limit int) ([]Named, error)
	Search(ctx context.Context, ask search.Ask) (search.Result, error)
	AccountNames(ctx context.Context, accounts []id.ID) (map[id.ID]string, error)
	// PlaceNames gives the names of places.
	PlaceNames(ctx context.Context, places []id.ID) (map[id.ID]string, error)
	// FindPlaces finds places by their names or official codes; for each name
	// the places that have it.
	FindPlaces(ctx context.Context, names []string) (map[string][]id.ID, error)

	// ChangesOf gives the history of a record, newest first, from below a
	// version; 0 begins with the newest.
	ChangesOf(ctx context.Context, kind *Kind, one id.ID, below int64, limit int) ([]Change, error)
	// ChangesSince gives what changed after a version, newest first.
	ChangesSince(ctx context.Context, kind *Kind, one id.ID, version int64) ([]Change, error)
	// ChangesAfter gives what changed of records after a moment, newest first.
	ChangesAfter(ctx context.Context, kind *Kind, ids []id.ID, moment time.Time) ([]Change, error)
	ChangesOfBatch(ctx context.Context, batch id.ID) ([]Change, error)
	// PointersTo gives the fields that point to a record, from records that were
	// not deleted.
	PointersTo(ctx context.Context, kind *Kind, one id.ID, limit int) ([]Pointer, error)

	// Pointing gives the records of a kind of which a field points to a record,
	// deleted ones too, at most 1,000.
	Pointing(ctx context.Context, kind *Kind, field string, one id.ID) ([]Row, error)
	// Erase writes what empties records of people, ends grants, and takes away
	// every trace of the old values that the database keeps.
	Erase(ctx context.Context, targets, grants []Write) error

	// Write writes changes of records, all or none, in one transaction with
	// their history, links, search entries and events. It gives ErrOvertaken
	// when a record is no longer at the version that the change began with, and
	// a fault with the key record.taken when a unique value is taken.
	Write(ctx context.Context, writes []Write) error
	// WriteSince does the same when no record of the kind was added or brought
	// back after an event; else it gives ErrOvertaken.
	WriteSince(ctx context.Context, writes []Write, since Since) error
}

// Since is what an import was planned on.
type Since struct {
	Kind     *Kind
	Event    int64
	Progress func(done int) // may be nil
}

// Query asks for records of a kind.
type Query struct {
	Where   access.Where
	Filters []Filter
	IDs     []id.ID // only these, when not nil
	Around  *Around // only those, when not nil
	Deleted bool    // those that were deleted, instead of those that are there
	Sort    string  // name of a field; "" is the title
	Down    bool    // from high to low
	// After is the record after which the page begins; 0 begins at the start.
	// Its place in the order is looked up, so that no value of a record needs
	// to stand in an address.
	After id.ID
	Limit int
}

// Around is where records are about a municipality: they lie in one of the
// places, or name it, or an area in it, in their field of areas.
type Around struct {
	Places       []id.ID // the municipality and what it lies in; 0 is everywhere
	Municipality string  // official code
}

// Filter narrows a list to records of which a field has, or holds, a value.
type Filter struct {
	Field *Field
	Value any
	// Where is who may see the field, when it has a ceiling: records of which
	// the reader may not see it do not count as having the value.
	Where *access.Where
}

// Named is a record as others refer to it.
type Named struct {
	ID      id.ID
	Title   string
	Apart   string // what tells it apart from its namesakes, where it was asked for
	Facts   access.Facts
	Deleted bool
}

// Label gives the name with what tells it apart.
func (n Named) Label() string {
	if n.Apart == "" {
		return n.Title
	}
	return n.Title + apartSign + n.Apart
}

// apartSign stands between a name and what tells it apart.
const apartSign = ", "

// Pointer is a field of one record that points to another.
type Pointer struct {
	Kind  string
	ID    id.ID
	Field string
}

// Write is one change of one record.
type Write struct {
	Kind *Kind
	Row  Row // as it becomes; Row.Version is one higher than before
	// Before is how it was; nil for a new record.
	Before *Row
	Change Change
	// From is what led to a new record.
	From []Origin
}
