package agreement

import (
	"slices"
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

// mends tells whether a text differs from another only by slips of the pen: a
// word may become one that is spelled nearly the same, and an article may come
// or go. Numbers and fixed words stay as they are.
func mends(was, is string) bool {
	var gone, coming []string
	for _, stretch := range append(Compare(was, is), Stretch{}) {
		switch {
		case stretch.Gone:
			gone = append(gone, strings.Fields(stretch.Text)...)
		case stretch.Coming:
			coming = append(coming, strings.Fields(stretch.Text)...)
		case strings.TrimSpace(stretch.Text) == "" && stretch.Text != "":
			continue // words with a space between that changed together
		default:
			if !mended(gone, coming) {
				return false
			}
			gone, coming = nil, nil
		}
	}
	return true
}

// mended tells whether some words in a row are others, but for slips.
func mended(gone, coming []string) bool {
	gone, coming = withoutArticles(gone), withoutArticles(coming)
	if len(gone) != len(coming) {
		return false
	}
	for at := range gone {
		if !nearly(bare(gone[at]), bare(coming[at])) {
			return false
		}
	}
	return true
}

var (
	articles = []string{"de", "het", "een", "'t", "the", "a", "an"}
	// fixed words deny, count or name a time: one letter makes them say another thing.
	fixed = strings.Fields(`geen niet nooit niemand niets nergens zonder no not never none nobody nothing without
		nul twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig honderd duizend half
		two three four five six seven eight nine ten eleven twelve twenty hundred thousand
		januari februari maart april mei juni juli augustus september oktober november december
		january february march may june july august october
		maandag dinsdag woensdag donderdag vrijdag zaterdag zondag monday tuesday wednesday thursday friday saturday sunday
		uur dag dagen week weken maand maanden jaar jaren euro meter hour day week month year`)
)

func withoutArticles(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(word string) bool { return slices.Contains(articles, bare(word)) })
}

// bare is a word without capitals and the signs around it.
func bare(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// nearly tells whether one word is another with a letter or two wrong, at most
// a third of it.
func nearly(a, b string) bool {
	if a == b {
		return true
	}
	if slices.Contains(fixed, a) || slices.Contains(fixed, b) || strings.ContainsFunc(a+b, unicode.IsDigit) {
		return false
	}
	matcher := diffmatchpatch.New()
	wrong := matcher.DiffLevenshtein(matcher.DiffMain(a, b, false))
	return wrong <= 2 && 3*wrong <= max(len([]rune(a)), len([]rune(b)))
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
