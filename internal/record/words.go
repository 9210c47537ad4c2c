package record

import (
	"maps"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// What a kind, its fields and their options are called stands in the language
// catalogue, under keys that follow from the description.

// OneKey is the key of what one record is called.
func (k *Kind) OneKey() string { return "kind." + k.One + ".one" }

// ManyKey is the key of what several are called, as a heading.
func (k *Kind) ManyKey() string { return "kind." + k.One + ".many" }

// LeadKey is the key of what the kind is for, in a sentence or two.
func (k *Kind) LeadKey() string { return "kind." + k.One + ".lead" }

// WarningKey is the key of what not to write in a record of the kind; "" for
// most.
func (k *Kind) WarningKey() string {
	if !k.Warned {
		return ""
	}
	return "kind." + k.One + ".warning"
}

// LabelKey is the key of what a field is called.
func (k *Kind) LabelKey(field *Field) string {
	if field.OfHead() {
		return "record.field." + field.Name
	}
	return "kind." + k.One + ".field." + field.Name
}

// OptionKey is the key of what an option of a field is called.
func (k *Kind) OptionKey(field *Field, option string) string {
	if field.Name == AudienceField && field.OfHead() {
		return "audience." + option
	}
	if field.Words != "" {
		return field.Words + "." + option
	}
	return "kind." + k.One + ".option." + field.Name + "." + option
}

// OptionWord gives what an option is called.
func (k *Kind) OptionWord(field *Field, option string, word func(key string) string) string {
	if field.Words == "-" {
		return option
	}
	return word(k.OptionKey(field, option))
}

// Keys lists all keys that follow from the description of a kind.
func Keys(kind *Kind) []string {
	list := []string{kind.OneKey(), kind.ManyKey(), kind.LeadKey()}
	if kind.Warned {
		list = append(list, kind.WarningKey())
	}
	for at := range kind.Fields {
		field := &kind.Fields[at]
		list = append(list, kind.LabelKey(field))
		if field.Words == "-" {
			continue
		}
		for _, option := range field.Options {
			list = append(list, kind.OptionKey(field, option))
		}
	}
	return list
}

// Told gives the arguments of a problem for a reader of a language: options and
// columns by the words that stand on screen, not by their codes.
func (k *Kind) Told(key string, args fault.Args, word func(key string) string) fault.Args {
	var known []string
	switch key {
	case noOptionKey:
		name, _ := args["Field"].(string)
		field, there := k.Field(name)
		if !there {
			return args
		}
		for _, option := range field.Options {
			known = append(known, k.OptionWord(field, option, word))
		}
	case noColumnKey:
		for at := range k.Fields {
			known = append(known, word(k.LabelKey(&k.Fields[at])))
		}
	default:
		return args
	}
	args = maps.Clone(args)
	args["Known"] = listed(known)
	return args
}
