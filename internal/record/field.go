package record

import (
	"strings"
	"time"
	"unicode"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Sort is the sort of a field: how it is typed in, checked, kept and shown.
type Sort string

// The sorts of fields, with the Go type of their values.
const (
	Text     Sort = "text"    // string, one line
	Prose    Sort = "prose"   // string, several lines
	Email    Sort = "email"   // string
	Phone    Sort = "phone"   // string
	Link     Sort = "link"    // string, https://…
	Page     Sort = "page"    // string, /kaart/GM0772?jaar=2024: a page of this installation
	Whole    Sort = "whole"   // int64
	Decimal  Sort = "decimal" // float64
	Truth    Sort = "truth"   // bool
	Day      Sort = "day"     // string, 2026-03-03, or ""
	Moment   Sort = "moment"  // time.Time, UTC
	Choice   Sort = "choice"  // string, one of Options or ""
	Choices  Sort = "choices" // []string of Options, in their order
	Ref      Sort = "ref"     // id.ID of a record of kind Of; 0 is none
	PlaceRef Sort = "place"   // id.ID of a place; 0 is the whole installation
	Border   Sort = "border"  // string, GeoJSON geometry in longitude and latitude
	Areas    Sort = "areas"   // string, official codes of municipalities, districts and neighbourhoods with a space between
	Data     Sort = "data"    // string, YAML, for who knows its form
)

// Field is one field of a kind.
type Field struct {
	Name     string // camelCase: interface, files, catalogue; its column is in snake_case
	Sort     Sort
	Required bool
	Most     int      // characters at most, of texts
	Least    *float64 // of numbers
	Greatest *float64
	Options  []string // of choices, and of numbers that have words
	// Words is the beginning of the keys of the options in the language
	// catalogue, when they are words of more than this field; "-" leaves the
	// options as they are.
	Words    string
	Of       string          // kind that a reference points to
	InList   bool            // a column of the list; else only on the record's page
	Filtered bool            // the list can be narrowed by it
	Sorted   bool            // the list can be ordered by it; not when it has a ceiling
	Weight   int             // in searching: 0 is not searched, 3 the heaviest
	Unique   bool            // no two records share it
	Fixed    bool            // set by the program, not by hand
	Held     func(*Row) bool // whether who it names holds the record by it; nil is always
	Past     bool            // names who did something then: it stays with them when they leave
	Change   bool            // of a change: a new record is not asked for it
	NoZero   bool            // of a number: 0 means that nothing was filled in
	// WorkedOut fields follow from the others by a guard: taking a change back
	// leaves them to it.
	WorkedOut bool
	// Ceiling is the widest audience that may see the field, when that is less
	// than the record's.
	Ceiling access.Audience
	// Personal fields are about a person; erasing the person empties them, in
	// the history too.
	Personal bool

	start any       // value of a new record; nil is the zero value
	at    int       // position in Row.Values
	head  *headPart // not nil for a field of the head
}

// Column is the name of the field's column.
func (f *Field) Column() string { return snake(f.Name) }

// snake turns camelCase into snake_case.
func snake(name string) string {
	var text strings.Builder
	for _, char := range name {
		if unicode.IsUpper(char) {
			text.WriteByte('_')
		}
		text.WriteRune(unicode.ToLower(char))
	}
	return text.String()
}

// OfHead tells whether every kind has the field.
func (f *Field) OfHead() bool { return f.head != nil }

// IsRef tells whether the field points to another record.
func (f *Field) IsRef() bool { return f.Sort == Ref }

// zero gives the value that means nothing was filled in.
func (f *Field) zero() any {
	switch f.Sort {
	case Whole:
		return int64(0)
	case Decimal:
		return float64(0)
	case Truth:
		return false
	case Moment:
		return time.Time{}
	case Choices:
		return []string(nil)
	case Ref, PlaceRef:
		return id.ID(0)
	}
	return ""
}

func (f *Field) initial() any {
	if f.start != nil {
		return f.start
	}
	return f.zero()
}

// Blank tells whether a value means that nothing was filled in. A number is not
// blank, for nought is a number, unless the field says otherwise.
func (f *Field) Blank(value any) bool {
	switch value := value.(type) {
	case string:
		return value == ""
	case []string:
		return len(value) == 0
	case id.ID:
		return value == 0
	case time.Time:
		return value.IsZero()
	case int64:
		return f.NoZero && value == 0
	case float64:
		return f.NoZero && value == 0
	}
	return value == nil
}

// Typed writes a value as a form and a file have it: as Plain, but empty when
// nothing was filled in.
func (f *Field) Typed(value any) string {
	if f.Blank(value) {
		return ""
	}
	return f.Plain(value)
}

// headPart reads and writes a field of the head.
type headPart struct {
	get func(*Head) any
	set func(*Head, any)
}

// Names of the fields of the head.
const (
	OwnerField       = "owner"
	PlaceField       = "place"
	PartnershipField = "partnership"
	AudienceField    = "audience"
)

// headFields are the fields that every kind has. Their columns stand in every
// table; see {{record}} in the migrations.
func headFields() []Field {
	audiences := make([]string, len(access.Audiences))
	for at, audience := range access.Audiences {
		audiences[at] = audience.String()
	}
	return []Field{
		{Name: OwnerField, Sort: Ref, Of: "organisation", Filtered: true, head: &headPart{
			get: func(h *Head) any { return h.Owner }, set: func(h *Head, v any) { h.Owner = v.(id.ID) }}},
		{Name: PlaceField, Sort: PlaceRef, Filtered: true, head: &headPart{
			get: func(h *Head) any { return h.Place }, set: func(h *Head, v any) { h.Place = v.(id.ID) }}},
		{Name: PartnershipField, Sort: Ref, Of: "partnership", Filtered: true, head: &headPart{
			get: func(h *Head) any { return h.Partnership }, set: func(h *Head, v any) { h.Partnership = v.(id.ID) }}},
		{Name: AudienceField, Sort: Choice, Options: audiences, Required: true, Filtered: true, head: &headPart{
			get: func(h *Head) any { return h.Audience.String() },
			set: func(h *Head, v any) { h.Audience, _ = access.ParseAudience(v.(string)) }}},
	}
}
