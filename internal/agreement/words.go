package agreement

import (
	"strings"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Stretch is a part of a text beside another: both have it, or only one.
type Stretch struct {
	Text         string
	Gone, Coming bool
}

// Compare gives what turns one text into another, in whole words.
func Compare(was, is string) []Stretch {
	matcher := diffmatchpatch.New()
	coder := words{codes: map[string]rune{}}
	diffs := matcher.DiffMainRunes(coder.encode(was), coder.encode(is), false)
	var list []Stretch
	for _, diff := range diffs {
		list = append(list, Stretch{Text: coder.decode(diff.Text), Gone: diff.Type == diffmatchpatch.DiffDelete, Coming: diff.Type == diffmatchpatch.DiffInsert})
	}
	return list
}

// changedWords counts the words that were taken away or put in, whichever are
// more, and those that there were.
func changedWords(was, is string) (changed, all int) {
	gone, coming := 0, 0
	for _, stretch := range Compare(was, is) {
		n := len(strings.Fields(stretch.Text))
		switch {
		case stretch.Gone:
			gone += n
		case stretch.Coming:
			coming += n
		}
	}
	return max(gone, coming), len(strings.Fields(was))
}

// words gives each word of texts, and each space, a sign of its own, so that
// texts are compared by words and not by letters.
type words struct {
	codes map[string]rune
	back  []string
}

// firstCode keeps clear of the code points that are no signs (surrogates).
const firstCode = 0x10000

func (w *words) encode(text string) []rune {
	var coded []rune
	for _, word := range split(text) {
		code, known := w.codes[word]
		if !known {
			code = firstCode + rune(len(w.back))
			w.codes[word], w.back = code, append(w.back, word)
		}
		coded = append(coded, code)
	}
	return coded
}

func (w *words) decode(coded string) string {
	var text strings.Builder
	for _, code := range coded {
		text.WriteString(w.back[code-firstCode])
	}
	return text.String()
}

// split cuts a text before and after every stretch of white space.
func split(text string) []string {
	var list []string
	begin, space := 0, false
	for at, char := range text {
		if is := unicode.IsSpace(char); at > begin && is != space {
			list, begin, space = append(list, text[begin:at]), at, is
		} else if at == begin {
			space = is
		}
	}
	if begin < len(text) {
		list = append(list, text[begin:])
	}
	return list
}
