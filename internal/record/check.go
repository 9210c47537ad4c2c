package record

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// Problem is what is wrong with a field: a key of the language catalogue and
// the arguments of its sentence.
type Problem struct {
	Field string
	Key   string
	Args  fault.Args
}

// Problems is the error of a record of which fields are wrong, all at once.
type Problems []Problem

// Error gives the log's text, which leaves out what was typed.
func (p Problems) Error() string {
	parts := make([]string, len(p))
	for at, problem := range p {
		parts[at] = problem.Field + " " + problem.Key
	}
	return strings.Join(parts, ", ")
}

// fault gives the problems as the error that a reader sees; nil for none.
func (p Problems) fault() error {
	if len(p) == 0 {
		return nil
	}
	return fault.Wrap(p, fault.Invalid, "record.invalid", fault.Args{"n": len(p)})
}

// Wrong makes the error of one field that is wrong, for guards.
func Wrong(field, key string, args fault.Args) error {
	return Problems{{Field: field, Key: key, Args: args}}.fault()
}

// Check tells what is wrong with the values of a row, by the description of
// the kind alone.
func (k *Kind) Check(row *Row) Problems {
	var problems Problems
	for at := range k.Fields {
		field := &k.Fields[at]
		if problem := field.check(row.Get(field)); problem != nil {
			problems = append(problems, *problem)
		}
	}
	return problems
}

// phonePattern forgives spaces, brackets and dashes.
var phonePattern = regexp.MustCompile(`^\+?[0-9 ()/.-]{3,}$`)

// areaPattern is that of municipalities, districts and neighbourhoods by CBS.
var areaPattern = regexp.MustCompile(`^(GM\d{4}|WK\d{4}[0-9A-Z]{2}|BU\d{4}[0-9A-Z]{4})$`)

// check tells what is wrong with a value; nil when nothing is.
func (f *Field) check(value any) *Problem {
	if f.Blank(value) {
		if f.Required {
			return f.problem("record.required")
		}
		return nil
	}
	switch value := value.(type) {
	case string:
		return f.checkText(value)
	case int64:
		return f.checkNumber(float64(value))
	case float64:
		return f.checkNumber(value)
	case []string:
		for _, one := range value {
			if !slices.Contains(f.Options, one) {
				return f.noOption(one)
			}
		}
	}
	return nil
}

func (f *Field) checkText(text string) *Problem {
	if length := utf8.RuneCountInString(text); f.Most > 0 && length > f.Most {
		return &Problem{Field: f.Name, Key: "record.too-long", Args: fault.Args{"Most": f.Most, "Length": length}}
	}
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return f.forbidden(r) }) {
		return f.problem("record.bad-characters")
	}
	switch f.Sort {
	case Choice:
		if !slices.Contains(f.Options, text) {
			return f.noOption(text)
		}
	case Email:
		if address, err := mail.ParseAddress(text); err != nil || address.Address != text || !strings.Contains(text, ".") {
			return f.problem("record.not-email")
		}
	case Phone:
		if !phonePattern.MatchString(text) {
			return f.problem("record.not-phone")
		}
	case Link:
		if address, err := url.Parse(text); err != nil || address.Scheme != "https" && address.Scheme != "http" || address.Host == "" {
			return f.problem("record.not-link")
		}
	case Page:
		if !isPage(text) {
			return f.problem("record.not-page")
		}
	case Areas:
		for code := range strings.FieldsSeq(text) {
			if !areaPattern.MatchString(code) {
				return &Problem{Field: f.Name, Key: "record.not-area", Args: fault.Args{"Value": shorten(code)}}
			}
		}
	case Day:
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return f.problem("record.not-day")
		}
	}
	return nil
}

// noOptionKey is the problem of a value that is none of the options.
const noOptionKey = "record.no-option"

// noOption names the options by their codes; Told gives their words.
func (f *Field) noOption(text string) *Problem {
	return &Problem{Field: f.Name, Key: noOptionKey, Args: fault.Args{"Value": shorten(text), "Known": listed(f.Options), "Field": f.Name}}
}

// mostNamed bounds how many names a message lists.
const mostNamed = 20

// listed names a few of some names.
func listed(names []string) string {
	if len(names) > mostNamed {
		return strings.Join(names[:mostNamed], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// isPage tells whether a text is the address of a page of this installation:
// a path, and nothing that a browser would take for another site.
func isPage(text string) bool {
	address, err := url.Parse(text)
	return err == nil && strings.HasPrefix(text, "/") && !strings.HasPrefix(text, "//") && address.Host == "" && address.Scheme == "" && !strings.ContainsRune(text, '\\')
}

// forbidden tells whether a character may not stand in a text: control
// characters, and the marks that turn the direction of writing, with which a
// text can look like another.
func (f *Field) forbidden(r rune) bool {
	if r == '\n' || r == '\t' {
		return f.Sort != Prose && f.Sort != Data && f.Sort != Border
	}
	return unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func (f *Field) checkNumber(number float64) *Problem {
	if f.Least != nil && number < *f.Least || f.Greatest != nil && number > *f.Greatest {
		return &Problem{Field: f.Name, Key: "record.out-of-range", Args: fault.Args{"Least": *f.Least, "Greatest": *f.Greatest}}
	}
	return nil
}

// shorten keeps a message readable, whatever stood in the field.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return fmt.Sprintf("%s…", string(runes[:40]))
	}
	return text
}
