package record

import (
	"slices"
	"strings"
	"unicode"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/search"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// Keys of what the columns beside the fields are called in a file that people
// read.
const (
	idHeadingKey      = "files.heading.id"
	versionHeadingKey = "files.heading.version"
	changedHeadingKey = "files.heading.changedAt"
)

// fileWords are the words of a kind in files: what its columns and options are
// called on screen, in every language. Without a catalogue it knows names and
// codes only.
type fileWords struct {
	kind     *Kind
	book     *i18n.Catalogue
	headings map[string][]heading // by wordKey
}

// heading is what a column of a file is about.
type heading struct {
	field *Field // nil for a column beside the fields
	part  headingPart
}

type headingPart int

const (
	partID      headingPart = iota // of the record, or of what a reference points to
	partValue                      // the value of a field, as it is named in the program
	partName                       // the name of what a reference points to
	partVersion                    // for information
	partChanged                    // for information
)

// wordsOf gathers the words of a kind.
func (s *Service) wordsOf(kind *Kind) *fileWords {
	w := &fileWords{kind: kind, book: s.Words, headings: map[string][]heading{}}
	w.eachLabel(func(h heading, label string) { w.add(label, h) })
	// What the program calls a column is never unclear.
	for h, name := range w.names() {
		w.headings[wordKey(name)] = []heading{h}
	}
	return w
}

// names are the columns as the program calls them.
func (w *fileWords) names() map[heading]string {
	names := map[heading]string{{part: partID}: IDColumn, {part: partVersion}: VersionColumn, {part: partChanged}: ChangedColumn}
	for at := range w.kind.Fields {
		field := &w.kind.Fields[at]
		names[heading{field, partValue}] = field.Name
		if field.pointsSomewhere() {
			names[heading{field, partName}] = field.NameColumn()
		}
	}
	return names
}

// eachLabel visits what columns are called in each language.
func (w *fileWords) eachLabel(visit func(h heading, label string)) {
	if w.book == nil {
		return
	}
	for _, lang := range w.book.Languages() {
		for _, h := range w.columns() {
			visit(h, w.label(lang, h))
		}
	}
}

// columns are what the columns of a file are about, in their order. A reference
// has two: which record it is, and what that is called.
func (w *fileWords) columns() []heading {
	list := []heading{{part: partID}}
	for at := range w.kind.Fields {
		field := &w.kind.Fields[at]
		if field.pointsSomewhere() {
			list = append(list, heading{field, partID}, heading{field, partName})
			continue
		}
		list = append(list, heading{field, partValue})
	}
	return append(list, heading{part: partVersion}, heading{part: partChanged})
}

// label gives what a column is called in a language. Of a reference the name
// has the label, as on screen, and the id stands beside it.
func (w *fileWords) label(lang string, h heading) string {
	word := func(key string) string { return w.book.T(lang, key, nil) }
	switch {
	case h.part == partVersion:
		return word(versionHeadingKey)
	case h.part == partChanged:
		return word(changedHeadingKey)
	case h.field == nil:
		return word(idHeadingKey)
	case h.part == partID:
		return word(w.kind.LabelKey(h.field)) + " (" + strings.ToLower(word(idHeadingKey)) + ")"
	}
	return word(w.kind.LabelKey(h.field))
}

func (w *fileWords) add(label string, h heading) {
	key := wordKey(label)
	if key != "" && !slices.Contains(w.headings[key], h) {
		w.headings[key] = append(w.headings[key], h)
	}
}

// find gives what a heading of a file can be about.
func (w *fileWords) find(text string) []heading { return w.headings[wordKey(text)] }

// wordKey is the form in which headings and options are compared: without
// capitals, accents, spaces and marks.
func wordKey(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, search.Fold(text))
}

// code reads a text as an option of a field: its code, or its word in any
// language. What is none stays as it is, for Check to name.
func (w *fileWords) code(field *Field, text string) (string, *Problem) {
	text = strings.TrimSpace(text)
	if slices.Contains(field.Options, text) {
		return text, nil
	}
	var meant []string
	for _, option := range field.Options {
		if w.means(field, option, wordKey(text)) {
			meant = append(meant, option)
		}
	}
	switch len(meant) {
	case 0:
		return text, nil
	case 1:
		return meant[0], nil
	}
	return text, &Problem{Field: field.Name, Key: "record.option-unclear", Args: fault.Args{"Value": shorten(text), "Known": strings.Join(meant, ", ")}}
}

// means tells whether a folded text is an option's code or word.
func (w *fileWords) means(field *Field, option, key string) bool {
	if key == "" || wordKey(option) == key {
		return key != ""
	}
	if w.book == nil {
		return false
	}
	for _, lang := range w.book.Languages() {
		if wordKey(w.word(lang, field, option)) == key {
			return true
		}
	}
	return false
}

// word gives what an option is called in a language.
func (w *fileWords) word(lang string, field *Field, option string) string {
	return w.kind.OptionWord(field, option, func(key string) string { return w.book.T(lang, key, nil) })
}

// read turns the words of a cell into what Field.Parse understands.
func (w *fileWords) read(field *Field, text string) (string, *Problem) {
	switch field.Sort {
	case Choice:
		return w.code(field, text)
	case Choices:
		var codes []string
		for part := range strings.SplitSeq(text, ";") {
			code, problem := w.code(field, part)
			if problem != nil {
				return text, problem
			}
			codes = append(codes, code)
		}
		return strings.Join(codes, ";"), nil
	}
	return text, nil
}

// write turns a value, as Plain gives it, into the words of a language. A word
// that would be read as something else stays a code.
func (w *fileWords) write(lang string, field *Field, plain string) string {
	switch field.Sort {
	case Choice:
		return w.writeOption(lang, field, plain)
	case Choices:
		if plain == "" {
			return ""
		}
		codes := strings.Split(plain, ";")
		for at := range codes {
			codes[at] = w.writeOption(lang, field, codes[at])
		}
		return strings.Join(codes, ";")
	case Truth:
		return w.book.T(lang, map[string]string{"true": "record.yes", "false": "record.no"}[plain], nil)
	}
	return plain
}

func (w *fileWords) writeOption(lang string, field *Field, option string) string {
	word := w.word(lang, field, option)
	if code, problem := w.read(field, word); problem == nil && code == option {
		return word
	}
	return option
}

// headingsIn gives the columns of a file in the words of a language. What would
// be read as something else, or stands there already, gets the program's name.
func (w *fileWords) headingsIn(lang string) []sheet.Column {
	names := w.names()
	taken := map[string]bool{}
	var list []sheet.Column
	for _, h := range w.columns() {
		column := sheet.Column{Name: w.label(lang, h)}
		meant := w.find(column.Name)
		// The name of a reference may be called as the program calls the reference
		// itself: beside a column with its id that is clear.
		clear := len(meant) == 1 && (meant[0] == h || h.part == partName && meant[0].field == h.field)
		if key := wordKey(column.Name); !clear || taken[key] {
			column.Name = names[h]
			if h.part == partID && h.field != nil {
				column.Name = h.field.Name
			}
		}
		taken[wordKey(column.Name)] = true
		if h.field != nil && h.part == partValue && h.field.Sort != Truth {
			column.Sort = h.field.sheetSort()
		}
		list = append(list, column)
	}
	return list
}
