package record

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Type is a kind together with its Go type.
type Type[T any] struct {
	kind  Kind
	bound []Bound[T]
	head  func(*T) *Head
}

// Bound is a field together with the place in the Go type where it is kept.
// Its methods give the field with one thing more said of it.
type Bound[T any] struct {
	field Field
	get   func(*T) any
	set   func(*T, any)
	held  func(T) bool
}

// Describe describes a kind. The first text with a weight names its records.
// Unless said otherwise it is of class Working, new records are seen by
// professionals, and rows of a file are told apart by the title.
func Describe[T any, P interface {
	*T
	RecordHead() *Head
}](names Names, fields ...Bound[T]) *Type[T] {
	t := &Type[T]{bound: fields, head: func(value *T) *Head { return P(value).RecordHead() }}
	t.kind = Kind{Names: names, Class: access.Working, Audience: access.Professionals, title: -1}
	for at, bound := range fields {
		bound.field.at = at
		if t.kind.title < 0 && bound.field.Sort == Text && bound.field.Weight > 0 {
			t.kind.title = at
		}
		if bound.held != nil {
			bound.field.Held = func(row *Row) bool { return bound.held(t.Of(*row)) }
		}
		t.kind.Fields = append(t.kind.Fields, bound.field)
	}
	t.kind.title = max(t.kind.title, 0)
	t.kind.Key = []string{t.kind.Fields[t.kind.title].Name}
	t.kind.Fields = append(t.kind.Fields, headFields()...)
	return t
}

// In sets the class, which decides by what rules access is given.
func (t *Type[T]) In(class access.Class) *Type[T] { t.kind.Class = class; return t }

// ShownTo sets the audience of new records.
func (t *Type[T]) ShownTo(audience access.Audience) *Type[T] { t.kind.Audience = audience; return t }

// KeyedBy sets the fields that tell rows of a file apart.
func (t *Type[T]) KeyedBy(fields ...string) *Type[T] { t.kind.Key = fields; return t }

// About says that a record holds something of the person whom a field names:
// when they are erased its personal fields are emptied.
func (t *Type[T]) About(person string) *Type[T] { t.kind.Subject = person; return t }

// GoesWith says that a record means nothing without the person whom a field
// names: when they are erased all of it is emptied, and it is deleted.
func (t *Type[T]) GoesWith(person string) *Type[T] { t.kind.Whole = true; return t.About(person) }

// Derived says that the program makes these records, not people.
func (t *Type[T]) Derived() *Type[T] { t.kind.Derived = true; return t }

// Handmade says that the list and the page of the kind are made by hand.
func (t *Type[T]) Handmade() *Type[T] { t.kind.Handmade = true; return t }

// Warned says that a warning stands beside the form, under kind.….warning in
// the language catalogue: the records are of a sort with which one can do harm.
func (t *Type[T]) Warned() *Type[T] { t.kind.Warned = true; return t }

// Becoming names the kinds that can come of a record: an agreement leads to
// actions. Its page offers to make one, and the link between the two is laid.
func (t *Type[T]) Becoming(kinds ...string) *Type[T] { t.kind.Becomes = kinds; return t }

// MadeOnTheWay says that a form which names such a record leads to making one:
// a person of whom nobody wrote down anything yet.
func (t *Type[T]) MadeOnTheWay() *Type[T] { t.kind.OnTheWay = true; return t }

// AskedWhenAlike says that who adds a record is asked whether it is not one of
// those with a name like it: many people add these, and few look first.
func (t *Type[T]) AskedWhenAlike() *Type[T] { t.kind.AskAlike = true; return t }

// ToldApartBy names the reference that stands behind the name of a record where
// one is chosen: two people may be called the same, and work elsewhere.
func (t *Type[T]) ToldApartBy(field string) *Type[T] { t.kind.Apart = field; return t }

// FollowedBy adds a job of some kind, in the same transaction, to every change
// of a record; its payload is {"id": "…"}.
func (t *Type[T]) FollowedBy(job string) *Type[T] { t.kind.Job = job; return t }

// OpenWhile tells until when somebody holds a record that names them: who
// leaves hands over what is open, and what is done stays with who did it.
func (t *Type[T]) OpenWhile(open func(T) bool) *Type[T] {
	t.kind.Open = func(row *Row) bool { return open(t.Of(*row)) }
	return t
}

// HandedOver says what becomes of a record when who holds it leaves and a
// successor goes on, who works at an organisation; without it the successor
// takes their place in it.
func (t *Type[T]) HandedOver(to func(held T, successor, organisation id.ID) Values) *Type[T] {
	t.kind.Hand = func(row *Row, successor, organisation id.ID) Values {
		return to(t.Of(*row), successor, organisation)
	}
	return t
}

// ReportedBy lets the person that a field names fill in some fields, whatever
// else they may change: who does something tells that it is done.
func (t *Type[T]) ReportedBy(by string, fields ...string) *Type[T] {
	t.kind.Report = &Reporting{By: by, Fields: fields}
	return t
}

// TitledBy sets the field that names a record, when it is not the first
// searched text.
func (t *Type[T]) TitledBy(name string) *Type[T] {
	t.kind.title = slices.IndexFunc(t.kind.Fields, func(f Field) bool { return f.Name == name })
	return t
}

// ReadAs names the fields that tell in a link what a record is, when one is not
// enough; without it that is its title and, where that is a reference, the
// partnership.
func (t *Type[T]) ReadAs(fields ...string) *Type[T] { t.kind.ReadAs = fields; return t }

// Guarded adds a check beside the rules of each field.
func (t *Type[T]) Guarded(guard Guard) *Type[T] {
	t.kind.Guards = append(t.kind.Guards, guard)
	return t
}

// Kind gives the description without its Go type.
func (t *Type[T]) Kind() *Kind { return &t.kind }

// Row turns a value of the Go type into a row.
func (t *Type[T]) Row(value T) Row {
	row := Row{Head: *t.head(&value), Values: make([]any, len(t.bound))}
	for at := range t.bound {
		row.Values[at] = t.bound[at].get(&value)
	}
	return row
}

// Of turns a row into a value of the Go type.
func (t *Type[T]) Of(row Row) T {
	var value T
	*t.head(&value) = row.Head
	for at := range t.bound {
		t.bound[at].set(&value, row.Values[at])
	}
	return value
}

// bind makes a field that is kept where at points to.
func bind[T, V any](name string, sort Sort, at func(*T) *V) Bound[T] {
	return Bound[T]{
		field: Field{Name: name, Sort: sort},
		get:   func(value *T) any { return *at(value) },
		set:   func(value *T, v any) { *at(value) = v.(V) },
	}
}

// TextField is one line of text, at most 200 characters.
func TextField[T any](name string, at func(*T) *string) Bound[T] {
	return bind(name, Text, at).AtMost(200)
}

// ProseField is text of several lines, at most 10,000 characters.
func ProseField[T any](name string, at func(*T) *string) Bound[T] {
	return bind(name, Prose, at).AtMost(10_000)
}

// DataField is YAML, at most 100,000 characters; a Guard checks its form.
func DataField[T any](name string, at func(*T) *string) Bound[T] {
	return bind(name, Data, at).AtMost(100_000)
}

// EmailField is an address for mail.
func EmailField[T any](name string, at func(*T) *string) Bound[T] {
	return bind(name, Email, at).AtMost(254)
}

// PhoneField is a telephone number.
func PhoneField[T any](name string, at func(*T) *string) Bound[T] {
	return bind(name, Phone, at).AtMost(40)
}

// LinkField is the address of a page elsewhere.
func LinkField[T any](name string, at func(*T) *string) Bound[T] {
	return bind(name, Link, at).AtMost(2_000)
}

// AreasField is some municipalities, districts and neighbourhoods, in the place
// that the record lies in or elsewhere, by their official codes; "" is all of
// that place.
func AreasField[T any](name string, at func(*T) *string) Bound[T] {
	return bind(name, Areas, at).AtMost(4_000)
}

// PageField is the address of a page of this installation, with what is chosen
// on it.
func PageField[T any](name string, at func(*T) *string) Bound[T] {
	return bind(name, Page, at).AtMost(2_000)
}

// WholeField is a whole number.
func WholeField[T any](name string, at func(*T) *int64) Bound[T] { return bind(name, Whole, at) }

// DecimalField is a number.
func DecimalField[T any](name string, at func(*T) *float64) Bound[T] { return bind(name, Decimal, at) }

// TruthField is a yes or no.
func TruthField[T any](name string, at func(*T) *bool) Bound[T] { return bind(name, Truth, at) }

// DayField is a date, written 2026-03-03.
func DayField[T any](name string, at func(*T) *string) Bound[T] { return bind(name, Day, at) }

// MomentField is a moment in time.
func MomentField[T any](name string, at func(*T) *time.Time) Bound[T] { return bind(name, Moment, at) }

// RefField points to a record of a kind.
func RefField[T any](name, kind string, at func(*T) *id.ID) Bound[T] {
	b := bind(name, Ref, at)
	b.field.Of = kind
	return b
}

// BorderField is a border on the map, as GeoJSON, at most 200,000 characters.
func BorderField[T any](name string, at func(*T) *string) Bound[T] {
	return bind(name, Border, at).AtMost(200_000)
}

// ChoiceField is one of some options.
func ChoiceField[T any, S ~string](name string, at func(*T) *S, options ...S) Bound[T] {
	b := Bound[T]{
		field: Field{Name: name, Sort: Choice},
		get:   func(value *T) any { return string(*at(value)) },
		set:   func(value *T, v any) { *at(value) = S(v.(string)) },
	}
	for _, option := range options {
		b.field.Options = append(b.field.Options, string(option))
	}
	return b
}

// ChoicesField is any of some options.
func ChoicesField[T any](name string, at func(*T) *[]string, options ...string) Bound[T] {
	b := bind(name, Choices, at)
	b.field.Options = options
	return b
}

// Required says that the field must be filled in.
func (b Bound[T]) Required() Bound[T] { b.field.Required = true; return b }

// AtMost sets how many characters a text may have.
func (b Bound[T]) AtMost(characters int) Bound[T] { b.field.Most = characters; return b }

// Between sets the least and the greatest that a number may be.
func (b Bound[T]) Between(least, greatest float64) Bound[T] {
	b.field.Least, b.field.Greatest = &least, &greatest
	return b
}

// Listed makes the field a column of the list, by which it can be ordered.
func (b Bound[T]) Listed() Bound[T] { b.field.InList, b.field.Sorted = true, true; return b }

// ZeroIsNone says of a number that 0 means that nothing was filled in: nobody
// said how many hours, rather than none.
func (b Bound[T]) ZeroIsNone() Bound[T] { b.field.NoZero = true; return b }

// Filtered lets the list be narrowed by the field.
func (b Bound[T]) Filtered() Bound[T] { b.field.Filtered = true; return b }

// Found lets records be found by the words of the field: 3 weighs most, 1 least.
func (b Bound[T]) Found(weight int) Bound[T] { b.field.Weight = weight; return b }

// Worded says that the options are called as under another key of the language
// catalogue.
func (b Bound[T]) Worded(key string) Bound[T] { b.field.Words = key; return b }

// InWords says that each number between the bounds of the field has a word, under
// a key of the language catalogue: people choose and read words, files and the
// interface have the number.
func (b Bound[T]) InWords(key string) Bound[T] {
	for step := int(*b.field.Least); step <= int(*b.field.Greatest); step++ {
		b.field.Options = append(b.field.Options, strconv.Itoa(step))
	}
	return b.Worded(key)
}

// Unworded says that the options are names or codes of themselves.
func (b Bound[T]) Unworded() Bound[T] { b.field.Words = "-"; return b }

// Unique says that no two records share the value. The migration must have a
// unique index on the column for records that were not deleted.
func (b Bound[T]) Unique() Bound[T] { b.field.Unique = true; return b }

// Fixed says that the program sets the field, not people.
func (b Bound[T]) Fixed() Bound[T] { b.field.Fixed = true; return b }

// WorkedOut says that a guard of the kind sets the field by what the others
// become.
func (b Bound[T]) WorkedOut() Bound[T] { b.field.Fixed, b.field.WorkedOut = true, true; return b }

// OfThen says that the field names who said or did something on a day: whoever
// leaves does not hand that over.
func (b Bound[T]) OfThen() Bound[T] { b.field.Past = true; return b }

// HeldWhile tells until when who is named by the field holds the record by it;
// without it, as long as the record is open.
func (b Bound[T]) HeldWhile(held func(T) bool) Bound[T] { b.held = held; return b }

// OfChange says that the field tells of a change: the form of a new record does
// not have it.
func (b Bound[T]) OfChange() Bound[T] { b.field.Change = true; return b }

// Personal says that the field is about a person.
func (b Bound[T]) Personal() Bound[T] { b.field.Personal = true; return b }

// SeenBy sets the widest audience that may see the field.
func (b Bound[T]) SeenBy(ceiling access.Audience) Bound[T] { b.field.Ceiling = ceiling; return b }

// Starting sets the value of a new record; it must have the Go type of the
// field's sort.
func (b Bound[T]) Starting(value any) Bound[T] { b.field.start = value; return b }

// check finds mistakes of the programmer.
func (r *Registry) check() error {
	for at, kind := range r.kinds {
		for _, other := range r.kinds[:at] {
			if other.One == kind.One || other.Many == kind.Many || other.Path == kind.Path {
				return fmt.Errorf("record: the kinds %s and %s share a name", other.One, kind.One)
			}
		}
		if sort := kind.TitleField().Sort; sort != Text && sort != Email && sort != Ref {
			return fmt.Errorf("record: %s has nothing that names its records", kind.One)
		}
		seen := map[string]bool{}
		for _, field := range kind.Fields {
			if seen[field.Name] {
				return fmt.Errorf("record: %s has two fields %s", kind.One, field.Name)
			}
			seen[field.Name] = true
			if _, known := r.ByName(field.Of); field.Of != "" && !known {
				return fmt.Errorf("record: %s.%s points to %s, which is no kind", kind.One, field.Name, field.Of)
			}
			if (field.Sort == Choice || field.Sort == Choices) && len(field.Options) == 0 {
				return fmt.Errorf("record: %s.%s has no options", kind.One, field.Name)
			}
			if field.NoZero && (field.Sort != Whole && field.Sort != Decimal || field.initial() != field.zero()) {
				return fmt.Errorf("record: %s.%s is no number of which 0 is none", kind.One, field.Name)
			}
			if field.Sorted && field.Ceiling != 0 {
				return fmt.Errorf("record: %s.%s has a ceiling, so the order of the list would tell it", kind.One, field.Name)
			}
		}
		for _, name := range kind.Becomes {
			if other, known := r.ByName(name); !known || other.Derived {
				return fmt.Errorf("record: %s becomes %s, which nobody can make", kind.One, name)
			}
		}
		if kind.AskAlike && kind.TitleField().Sort != Text {
			return fmt.Errorf("record: %s has no names that can be alike", kind.One)
		}
		if field, known := kind.Field(kind.Apart); kind.Apart != "" && (!known || !field.IsRef() || field.Ceiling != 0) {
			return fmt.Errorf("record: %s is told apart by %s, which names no record that all may see", kind.One, kind.Apart)
		}
		for _, name := range kind.ReadAs {
			if !seen[name] {
				return fmt.Errorf("record: %s is read as %s, which it has not", kind.One, name)
			}
		}
		for _, name := range kind.Key {
			if !seen[name] {
				return fmt.Errorf("record: %s is told apart by %s, which it has not", kind.One, name)
			}
		}
	}
	return nil
}
