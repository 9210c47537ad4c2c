// Package i18n has every sentence of the screen, one catalogue file a
// language. A sentence has a key of dotted words and named places for its
// arguments: "{n} vakjes". The same small syntax is read by the browser
// (internal/web/assets/src/shared/words.ts), which is why it is not the one
// of text/template. A language is added by a file, not by code: the plural
// rule comes from CLDR, separators and names of days stand in the file.
package i18n

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed *.yaml
var files embed.FS

// Fallback is the language of a reader who asked for none that exists.
const Fallback = "nl"

// Args are the named values that fill a sentence.
type Args = map[string]any

// Message is a sentence, in as many forms as the language's plural needs. A
// sentence without plural has only the form "other".
type Message map[string]string

// Catalogue holds the messages of every language.
type Catalogue struct {
	languages []string
	messages  map[string]map[string]Message
	formats   map[string]*Format
	matcher   language.Matcher
}

// Load reads the embedded catalogue files.
func Load() (*Catalogue, error) { return LoadFrom(files) }

// LoadFrom reads catalogue files, named after their language, from a folder.
func LoadFrom(folder fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(folder, "*.yaml")
	if err != nil {
		return nil, err
	}
	c := &Catalogue{messages: map[string]map[string]Message{}, formats: map[string]*Format{}}
	for _, name := range names {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		messages, err := Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		lang := strings.TrimSuffix(name, ".yaml")
		c.messages[lang] = messages
		if c.formats[lang], err = newFormat(messages); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		c.languages = append(c.languages, lang)
	}
	if c.messages[Fallback] == nil {
		return nil, errors.New("i18n: the catalogue of " + Fallback + " is missing")
	}
	// The fallback comes first: a matcher gives its first tag when nothing fits.
	sort.Slice(c.languages, func(i, j int) bool {
		return c.languages[i] == Fallback || c.languages[j] != Fallback && c.languages[i] < c.languages[j]
	})
	tags := make([]language.Tag, len(c.languages))
	for at, lang := range c.languages {
		tags[at] = language.Make(lang)
	}
	c.matcher = language.NewMatcher(tags)
	return c, nil
}

// Parse reads a catalogue file into messages by dotted key.
func Parse(text []byte) (map[string]Message, error) {
	var tree map[string]any
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return nil, err
	}
	messages := map[string]Message{}
	return messages, flatten("", tree, messages)
}

func flatten(prefix string, tree map[string]any, into map[string]Message) error {
	for name, value := range tree {
		key := prefix + name
		switch value := value.(type) {
		case string:
			into[key] = Message{"other": value}
		case map[string]any:
			if forms, ok := pluralForms(value); ok {
				into[key] = forms
			} else if err := flatten(key+".", value, into); err != nil {
				return err
			}
		default:
			return fmt.Errorf("key %s is no text; put it between quotes", key)
		}
	}
	return nil
}

// pluralForms tells a message with plural forms from a group of keys: it has
// nothing but names of forms, "other" among them.
func pluralForms(tree map[string]any) (Message, bool) {
	if _, ok := tree["other"].(string); !ok {
		return nil, false
	}
	forms := Message{}
	for name, value := range tree {
		text, ok := value.(string)
		switch name {
		case "zero", "one", "two", "few", "many", "other":
		default:
			return nil, false
		}
		if !ok {
			return nil, false
		}
		forms[name] = text
	}
	return forms, true
}

// Languages lists the languages, the fallback first.
func (c *Catalogue) Languages() []string { return c.languages }

// Has tells whether there is a catalogue for the language.
func (c *Catalogue) Has(lang string) bool { return c.messages[lang] != nil }

// Match picks the reader's language: what they chose before, else what their
// browser asks for, else the fallback.
func (c *Catalogue) Match(chosen, acceptLanguage string) string {
	if c.Has(chosen) {
		return chosen
	}
	if acceptLanguage == "" {
		return Fallback
	}
	_, at := language.MatchStrings(c.matcher, acceptLanguage)
	return c.languages[at]
}

// T gives the sentence of a key. The argument "n" chooses the plural form.
// An unknown key gives itself; the check program keeps that from happening.
func (c *Catalogue) T(lang, key string, args Args) string {
	message, ok := c.messages[lang][key]
	if !ok {
		if lang != Fallback {
			return c.T(Fallback, key, args)
		}
		return key
	}
	text := message["other"]
	if len(message) > 1 {
		if form, ok := message[pluralForm(lang, args["n"])]; ok {
			text = form
		}
	}
	return c.fill(lang, text, args)
}

func (c *Catalogue) fill(lang, text string, args Args) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var filled strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		length := strings.IndexByte(text[open:], '}')
		if length < 0 {
			break
		}
		name := text[open+1 : open+length]
		filled.WriteString(text[:open])
		if value, ok := args[name]; ok {
			filled.WriteString(c.show(lang, name, value))
		} else {
			filled.WriteString(text[open : open+length+1])
		}
		text = text[open+length+1:]
	}
	filled.WriteString(text)
	return filled.String()
}

// show writes an argument the way the language writes it. Whole numbers get
// separators of thousands, unless the name says that it is a year, a row of a
// file or the like.
func (c *Catalogue) show(lang, name string, value any) string {
	switch value := value.(type) {
	case string:
		return value
	case int:
		if plain(name) {
			return strconv.Itoa(value)
		}
		return c.Format(lang).Int(value)
	case int64:
		if plain(name) {
			return strconv.FormatInt(value, 10)
		}
		return c.Format(lang).Int(int(value))
	case float64:
		return c.Format(lang).Float(value)
	}
	return fmt.Sprint(value)
}

func plain(name string) bool {
	name = strings.ToLower(name)
	if name == "x" || name == "y" { // coordinates
		return true
	}
	for _, ending := range []string{"year", "period", "row", "line", "port"} {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return false
}

func pluralForm(lang string, n any) string {
	var count int
	switch n := n.(type) {
	case int:
		count = n
	case int64:
		count = int(n)
	default:
		return "other"
	}
	forms := map[plural.Form]string{
		plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
	}
	if count < 0 {
		count = -count
	}
	return forms[plural.Cardinal.MatchPlural(language.Make(lang), count, 0, 0, 0, 0)]
}

// Under gives the messages whose key begins with one of the prefixes, for a
// page whose script needs them.
func (c *Catalogue) Under(lang string, prefixes ...string) map[string]any {
	found := map[string]any{}
	for key, message := range c.messages[Fallback] {
		for _, prefix := range prefixes {
			if !strings.HasPrefix(key, prefix) {
				continue
			}
			if own, ok := c.messages[lang][key]; ok {
				message = own
			}
			if len(message) == 1 {
				found[key] = message["other"]
			} else {
				found[key] = message
			}
		}
	}
	return found
}

// Format gives the way a language writes numbers and dates.
func (c *Catalogue) Format(lang string) *Format {
	if format := c.formats[lang]; format != nil {
		return format
	}
	return c.formats[Fallback]
}
