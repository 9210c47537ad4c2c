package api

import (
	"reflect"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"

	"github.com/koppelkans/koppelkans/internal/record"
)

// Ends of the names of schemas that are sent, not answered.
const (
	inputSuffix  = "Input"
	changeSuffix = "Change"
)

func typeOf(value any) reflect.Type { return reflect.TypeOf(value) }

// pascal gives the name of the schema of a kind.
func pascal(name string) string {
	runes := []rune(name)
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes)
}

// idPattern is what an id looks like.
const idPattern = "^[0-9a-hjkmnp-tv-z]{13}$"

func of[T any](value T) *T { return &value }

// heads are the properties of every record that are no fields.
func (b *book) heads() map[string]*huma.Schema {
	time := func() *huma.Schema { return &huma.Schema{Type: huma.TypeString, Format: "date-time", ReadOnly: true} }
	return map[string]*huma.Schema{
		"id":         {Type: huma.TypeString, Pattern: idPattern, ReadOnly: true},
		"version":    {Type: huma.TypeInteger, Format: "int64", Minimum: of(1.0), ReadOnly: true},
		"createdAt":  time(),
		"changedAt":  time(),
		"deletedAt":  time(),
		"mergedInto": {Type: huma.TypeString, Pattern: idPattern, ReadOnly: true},
		"links":      b.schema(Links{}),
	}
}

// recordSchema describes a record as it is answered.
func (b *book) recordSchema(kind *record.Kind) *huma.Schema {
	schema := &huma.Schema{Type: huma.TypeObject, Description: b.t(kind.LeadKey()), Properties: b.heads()}
	schema.Required = []string{"changedAt", "createdAt", "id", "links", "version"}
	for at := range kind.Fields {
		field := &kind.Fields[at]
		property := b.field(kind, field)
		property.Nullable = nullable(field) && !field.IsRef()
		property.ReadOnly = field.Fixed
		property.Enum = withNull(property)
		schema.Properties[field.Name] = property
		if !field.IsRef() && field.Ceiling == 0 {
			schema.Required = append(schema.Required, field.Name)
		}
	}
	return b.put(pascal(kind.One), schema)
}

// nullable tells whether an answer has null when nothing was filled in.
func nullable(field *record.Field) bool {
	switch field.Sort {
	case record.Text, record.Prose, record.Whole, record.Decimal, record.Truth, record.Choices:
		return false
	}
	return !field.Required || field.Personal // what is about a person can be erased
}

// withNull adds null to the values of a choice that may be empty.
func withNull(schema *huma.Schema) []any {
	if schema.Enum != nil && schema.Nullable {
		return append(schema.Enum, nil)
	}
	return schema.Enum
}

// inputSchema describes a new record as it is sent.
func (b *book) inputSchema(kind *record.Kind) *huma.Schema {
	schema := b.sent(kind)
	empty := kind.Empty()
	for at := range kind.Fields {
		field := &kind.Fields[at]
		property := schema.Properties[field.Name]
		if property == nil {
			continue
		}
		if value := empty.Get(field); !field.Blank(value) {
			property.Default = field.JSON(value)
		} else if field.Required {
			schema.Required = append(schema.Required, field.Name)
		}
	}
	return b.put(pascal(kind.One)+inputSuffix, schema)
}

// changeSchema describes what can be changed of a record.
func (b *book) changeSchema(kind *record.Kind) *huma.Schema {
	return b.put(pascal(kind.One)+changeSuffix, b.sent(kind))
}

func (b *book) sent(kind *record.Kind) *huma.Schema {
	schema := &huma.Schema{Type: huma.TypeObject, Description: b.t(kind.LeadKey()), Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
	for at := range kind.Fields {
		field := &kind.Fields[at]
		if field.Fixed {
			continue
		}
		property := b.field(kind, field)
		property.Nullable = !field.Required
		property.Enum = withNull(property)
		if field.Required && (field.Sort == record.Text || field.Sort == record.Prose) {
			property.MinLength = of(1)
		}
		schema.Properties[field.Name] = property
	}
	return schema
}

// field describes a field, by its sort.
func (b *book) field(kind *record.Kind, field *record.Field) *huma.Schema {
	schema := &huma.Schema{Type: huma.TypeString, Description: b.fieldText(kind, field)}
	if field.Most > 0 {
		schema.MaxLength = of(field.Most)
	}
	switch field.Sort {
	case record.Email:
		schema.Format = "email"
	case record.Link:
		schema.Format = "uri"
	case record.Page:
		schema.Format = "uri-reference"
	case record.Day:
		schema.Format = "date"
	case record.Moment:
		schema.Format = "date-time"
	case record.Ref, record.PlaceRef:
		schema.Pattern = idPattern
	case record.Whole:
		schema.Type, schema.Format, schema.Minimum, schema.Maximum = huma.TypeInteger, "int64", field.Least, field.Greatest
	case record.Decimal:
		schema.Type, schema.Format, schema.Minimum, schema.Maximum = huma.TypeNumber, "double", field.Least, field.Greatest
	case record.Truth:
		schema.Type = huma.TypeBoolean
	case record.Border:
		return &huma.Schema{
			Type: huma.TypeObject, Description: schema.Description, AdditionalProperties: true, Required: []string{"type"},
			Properties: map[string]*huma.Schema{"type": {Type: huma.TypeString, Description: b.t("api.border")}},
		}
	case record.Choice:
		schema.Enum = options(field)
	case record.Choices:
		return &huma.Schema{Type: huma.TypeArray, UniqueItems: true, Description: schema.Description, Items: &huma.Schema{Type: huma.TypeString, Enum: options(field)}}
	}
	return schema
}

func options(field *record.Field) []any {
	list := make([]any, len(field.Options))
	for at, option := range field.Options {
		list[at] = option
	}
	return list
}

// fieldText tells what a field is, in the words that the screen has for it.
func (b *book) fieldText(kind *record.Kind, field *record.Field) string {
	parts := []string{b.t(kind.LabelKey(field)) + "."}
	if len(field.Options) > 0 {
		var names []string
		for _, option := range field.Options {
			names = append(names, option+" ("+kind.OptionWord(field, option, func(key string) string { return b.t(key) })+")")
		}
		parts = append(parts, b.t("api.options", "options", strings.Join(names, ", ")))
	}
	if field.Of != "" {
		parts = append(parts, b.t("api.refers", "kind", b.t("kind."+field.Of+".one")))
	}
	if field.Sort == record.PlaceRef {
		parts = append(parts, b.t("api.refersPlace"))
	}
	if field.Ceiling != 0 {
		parts = append(parts, b.t("record.ceiling", "audience", b.t("audience."+field.Ceiling.String())))
	}
	if field.Personal {
		parts = append(parts, b.t("api.personal"))
	}
	return strings.Join(parts, " ")
}
