// Package record is the pattern on which every kind of record stands. A kind
// is described once, by a typed Go value (Describe); its table, form, list,
// page, history, files, interface and permissions follow from that.
//
// A record passes through this package as a Row: its Head, which every record
// has, and one value a field. The package that owns a kind works with its own
// Go type and converts with Type.Row and Type.Of.
//
// What is done with records goes through Service, which asks package access
// whether it may be done, keeps the history, and hands the store one Write for
// each record that changes; the store writes all of them, with history, links,
// search entries and a numbered event, in one transaction.
package record

import (
	"slices"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Head is what every record has. The Go type of a kind embeds it.
type Head struct {
	ID          id.ID
	Owner       id.ID // organisation; 0 is the installation
	Place       id.ID // municipality, region, province or country; 0 is the whole installation
	Partnership id.ID // 0 is none
	Audience    access.Audience
	Version     int64 // counts the changes, from 1
	CreatedAt   time.Time
	CreatedBy   id.ID // account; 0 is the program
	ChangedAt   time.Time
	ChangedBy   id.ID
	DeletedAt   time.Time // zero while it is there
	MergedInto  id.ID     // the record that this double became part of
}

// RecordHead gives the head; embedding Head makes a type a record.
func (h *Head) RecordHead() *Head { return h }

// Facts are what the rules of access look at.
func (h *Head) Facts() access.Facts {
	return access.Facts{ID: h.ID, Owner: h.Owner, Place: h.Place, Partnership: h.Partnership, Audience: h.Audience, CreatedBy: h.CreatedBy}
}

// Deleted tells whether the record was deleted, or merged into another.
func (h *Head) Deleted() bool { return !h.DeletedAt.IsZero() }

// Row is a record of any kind.
type Row struct {
	Head
	// Values stand in the order of the kind's own fields. The Go type of each
	// follows from the sort of its field; see Sort.
	Values []any
}

// clone gives a copy whose values may be changed.
func (r Row) clone() Row {
	r.Values = slices.Clone(r.Values)
	return r
}

// Get gives the value of a field, of the head or of its own.
func (r *Row) Get(f *Field) any {
	if f.head != nil {
		return f.head.get(&r.Head)
	}
	return r.Values[f.at]
}

// Set changes the value of a field.
func (r *Row) Set(f *Field, value any) {
	if f.head != nil {
		f.head.set(&r.Head, value)
		return
	}
	r.Values[f.at] = value
}

// Kind is a kind of record, without its Go type. It must not be changed.
type Kind struct {
	Names
	Class    access.Class
	Audience access.Audience // of a new record
	// Fields are the own fields in the order of the form, then those of the head.
	Fields []Field
	// Key names the fields that tell which record a row of a file is when it
	// has no id.
	Key []string
	// Guards are what must hold beside the rules of each field.
	Guards []Guard
	// Subject is the field that names the person a record is about, or "". When
	// that person is erased, what is personal in the record goes; when Whole,
	// all of it.
	Subject string
	Whole   bool
	// Derived records are made by the program from something else; nobody adds
	// one by hand.
	Derived bool
	// Handmade kinds have a list and a page of their own making.
	Handmade bool
	// Warned kinds have a warning beside their form, of what not to write there.
	Warned bool
	// OnTheWay kinds are made from the form of another record that names one.
	OnTheWay bool
	// ReadAs names the fields that tell in a link what a record is; see Reading.
	ReadAs []string
	// AskAlike kinds are held against the names that are there when one is added.
	AskAlike bool
	// Apart is the reference that stands behind a name where one is chosen; ""
	// is none.
	Apart string
	// Becomes names the kinds that can come of a record of this one.
	Becomes []string
	// Open tells of a record whether something is still to be done with it; nil
	// is always. What is done stays with who did it, also when they leave.
	Open func(*Row) bool
	// Hand says what becomes of a record that goes to a successor; nil is that
	// they take the place of who held it.
	Hand func(row *Row, successor, organisation id.ID) Values
	// Report says who tells how a record ended; nil is only who may change it.
	Report *Reporting
	// Job is the kind of job that follows every change of a record; "" is none.
	// Its payload is the id.
	Job string

	title int // position in Fields
}

// Names are what a kind is called.
type Names struct {
	One  string // organisation: table, language catalogue, interface schema
	Many string // organisations: addresses of the interface
	Path string // organisaties: addresses of pages
}

// Field finds a field by name.
func (k *Kind) Field(name string) (*Field, bool) {
	for at := range k.Fields {
		if k.Fields[at].Name == name {
			return &k.Fields[at], true
		}
	}
	return nil, false
}

// LeadsTo tells whether a record of another kind can come of one of this kind.
func (k *Kind) LeadsTo(kind string) bool { return slices.Contains(k.Becomes, kind) }

// place is where a field stands in the form.
func (k *Kind) place(name string) int {
	return slices.IndexFunc(k.Fields, func(f Field) bool { return f.Name == name })
}

// Own are the fields that the kind itself describes.
func (k *Kind) Own() []Field { return k.Fields[:len(k.Fields)-len(headFields())] }

// TitleField names a record: the first text that is found by searching.
func (k *Kind) TitleField() *Field { return &k.Fields[k.title] }

// Title gives the name of a record.
func (k *Kind) Title(r *Row) string {
	text, _ := r.Get(k.TitleField()).(string)
	return text
}

// Reading gives the fields that tell in a link what a record is: who, and in
// what. A title that is a text says enough.
func (k *Kind) Reading() []*Field {
	names := k.ReadAs
	if title := k.TitleField(); names == nil && title.IsRef() {
		names = []string{title.Name, PartnershipField}
	}
	var fields []*Field
	for _, name := range names {
		if field, known := k.Field(name); known {
			fields = append(fields, field)
		}
	}
	return fields
}

// Empty gives a new record of this kind with the values that fields have to
// begin with.
func (k *Kind) Empty() Row {
	row := Row{Head: Head{Audience: k.Audience}, Values: make([]any, len(k.Own()))}
	for at := range row.Values {
		row.Values[at] = k.Fields[at].initial()
	}
	return row
}

// Registry has every kind of record of the program, in the order in which they
// are shown.
type Registry struct {
	kinds []*Kind
}

// NewRegistry checks that the kinds fit together. Its error is one of the
// programmer: two kinds of one name, or a reference to a kind that is not there.
func NewRegistry(kinds ...*Kind) (*Registry, error) {
	r := &Registry{kinds: kinds}
	return r, r.check()
}

// All lists the kinds.
func (r *Registry) All() []*Kind { return r.kinds }

// ByName finds a kind by its name.
func (r *Registry) ByName(name string) (*Kind, bool) {
	return r.find(func(k *Kind) string { return k.One }, name)
}

// ByPath finds a kind by the address of its pages.
func (r *Registry) ByPath(path string) (*Kind, bool) {
	return r.find(func(k *Kind) string { return k.Path }, path)
}

// ByMany finds a kind by the address of its interface.
func (r *Registry) ByMany(many string) (*Kind, bool) {
	return r.find(func(k *Kind) string { return k.Many }, many)
}

func (r *Registry) find(by func(*Kind) string, name string) (*Kind, bool) {
	at := slices.IndexFunc(r.kinds, func(k *Kind) bool { return strings.EqualFold(by(k), name) })
	if at < 0 {
		return nil, false
	}
	return r.kinds[at], true
}

// Table is the name of the kind's table.
func (k *Kind) Table() string { return snake(k.One) }
