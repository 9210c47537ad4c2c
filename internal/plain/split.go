package plain

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentence is a sentence with its words.
type sentence struct {
	text  string
	words []word
}

// word is a word, number, address or placeholder of a sentence.
type word struct {
	text  string
	lower string
	kind  wordKind
	first bool   // stands at the beginning of a sentence or quotation
	after string // punctuation between this word and the next, without spaces
}

type wordKind int

const (
	plainWord wordKind = iota
	number
	literal // an address, a placeholder, something in backticks
)

// token finds, at the beginning of the rest of a text: something in backticks,
// a placeholder, an address, an abbreviation with dots, a number (with dots,
// commas, and what hangs on it, as in 20.000, 3,5, 1-1-2026, 09:30), a word.
var token = regexp.MustCompile("^(?:" +
	"(`[^`\n]+`|\\{\\w+\\}|https?://[^\\s)”]+[\\pL\\d/]|www\\.[^\\s)”]+[\\pL\\d/]|[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)" +
	"|((?:\\pL\\.){2,})" +
	"|([0-9]+(?:[.,:/–-][0-9]+)*\\pL{0,3})" +
	"|(['’‘][snt]\\b|t/m\\b|c\\.q\\.|[\\pL\\pM]+(?:['’-][\\pL\\pM]+)*))")

// maxToken is the length in bytes up to which token looks ahead. A longer word
// counts as several; looking further would make long nonsense slow.
const maxToken = 256

const (
	tokenLiteral = 1 // the group of token
	tokenNumber  = 3
)

// split cuts a text into sentences: at a full stop, question or exclamation
// mark that is no part of an abbreviation, initial, number or date, and at a
// new line. What has no word is left out.
func split(text string) []sentence {
	var all []sentence
	for _, line := range strings.Split(text, "\n") {
		all = append(all, splitLine(line)...)
	}
	return all
}

func splitLine(line string) []sentence {
	var all []sentence
	var words []word
	begin := 0
	end := func(to int) {
		if len(words) > 0 {
			all = append(all, sentence{strings.TrimSpace(line[begin:to]), words})
		}
		words, begin = nil, to
	}
	for at := 0; at < len(line); {
		r, size := utf8.DecodeRuneInString(line[at:])
		if found := tokenAt(line[at:], r); found != nil {
			words = append(words, newWord(line[at:at+found[1]], kindOf(found), words))
			at += found[1]
			if rest := line[at:]; endings[words[len(words)-1].lower] && line[at-1] == '.' && endsHere(words, '.', rest) {
				end(at)
			}
			continue
		}
		at += size
		if len(words) > 0 && !unicode.IsSpace(r) {
			last := &words[len(words)-1]
			if len(last.after) < 16 {
				last.after += string(r)
			}
		}
		if strings.ContainsRune(".?!…", r) && len(words) > 0 && endsHere(words, r, line[at:]) {
			for at < len(line) { // what closes goes along
				r, size := utf8.DecodeRuneInString(line[at:])
				if !strings.ContainsRune(closing, r) {
					break
				}
				at += size
			}
			end(at)
		}
	}
	end(len(line))
	return all
}

// tokenAt finds a token at the beginning of rest, of which r is the first rune.
func tokenAt(rest string, r rune) []int {
	if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune("`{'’‘", r) {
		return nil
	}
	return token.FindStringSubmatchIndex(rest[:min(maxToken, len(rest))])
}

func kindOf(found []int) wordKind {
	switch {
	case found[2*tokenLiteral] >= 0:
		return literal
	case found[2*tokenNumber] >= 0:
		return number
	}
	return plainWord
}

func newWord(text string, kind wordKind, before []word) word {
	first := len(before) == 0
	if !first {
		// After a colon or an opening quotation mark a capital may be just
		// that of a beginning.
		first = strings.ContainsAny(before[len(before)-1].after, ":“‘\"")
	}
	return word{text: text, lower: strings.ToLower(strings.ReplaceAll(text, "’", "'")), kind: kind, first: first}
}

// endsHere tells whether a mark ends the sentence. A full stop does not after
// an initial or an abbreviation that stands before something, before a small
// letter, or before what follows without a space.
func endsHere(words []word, mark rune, rest string) bool {
	next := strings.TrimLeft(rest, closing)
	if next == "" {
		return true
	}
	if r, _ := utf8.DecodeRuneInString(next); !unicode.IsSpace(r) {
		return false
	}
	next = strings.TrimLeft(next, "“\"([ \t\u00a0")
	begins, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, "‘'"))
	if unicode.IsLower(begins) && !clipped.MatchString(next) {
		return false
	}
	return mark != '.' || !abbreviated(words, begins)
}

// clipped begins a sentence with a small letter: 's Avonds.
var clipped = regexp.MustCompile("^['’‘][snt] ")

const closing = ".?!…”’\"')]"

// abbreviated tells whether the last word before a full stop is a shortened
// one that needs what follows: J. (de Vries), nr. (5), mrt. (2026), or the
// number of a point: 1. (Kies een buurt).
func abbreviated(words []word, begins rune) bool {
	last := words[len(words)-1]
	switch {
	case last.kind == number:
		return len(words) == 1 && len(last.text) <= 2
	case utf8.RuneCountInString(last.text) == 1:
		return unicode.IsUpper([]rune(last.text)[0])
	case titles[last.lower] || months[last.lower] && unicode.IsDigit(begins):
		return true
	}
	_, short := common().written[last.lower+"."]
	return short && !endings[last.lower] && (unicode.IsDigit(begins) || !common().knows(last.lower))
}

// titles stand before a name, and so before a capital. Endings close a row,
// so that a new sentence may follow.
var (
	titles  = set("dhr mevr mw dr drs ir ing mr prof st art bijv bv")
	months  = set("jan feb mrt apr jun jul aug sep sept okt nov dec")
	endings = set("enz etc aub e.d. e.a. o.i.d. z.s.m. n.v.t. a.u.b. s.v.p. e.e.a.")
)

// A clause is a piece of a sentence with a verb of its own, as far as commas
// and joining words show it.
type clause []word

// joins are words that begin a clause.
var joins = set("omdat want als wanneer terwijl zodat hoewel voordat nadat totdat doordat indien tenzij mits dat die wat wie waar waarbij waarin waarmee waarvan waardoor waarop waarvoor zodra")

// maxClause is how many words a clause can have; what is longer is cut, so
// that no text takes long.
const maxClause = 80

// clauses cuts a sentence at commas, colons, brackets, dashes and joining
// words. “en” and “of” cut only when what follows begins with a subject and an
// auxiliary; verbs that share one are kept together.
func (s sentence) clauses() []clause {
	var all []clause
	var now clause
	for at, w := range s.words {
		cut := at > 0 && strings.ContainsAny(s.words[at-1].after, ",;:()–—")
		// “de kaart die …” begins a clause, “die kaart …” does too when it
		// is not the first word.
		if at > 0 && joins[w.lower] {
			cut = true
		}
		if (w.lower == "en" || w.lower == "of") && startsClause(s.words[at+1:]) {
			cut = true
		}
		if (cut || len(now) >= maxClause) && len(now) > 0 {
			all, now = append(all, now), nil
		}
		now = append(now, w)
	}
	if len(now) > 0 {
		all = append(all, now)
	}
	return all
}

var subjects = set("ik je jij u hij ze zij het we wij jullie er dit dat")

func startsClause(rest []word) bool {
	return len(rest) > 1 && subjects[rest[0].lower]
}

func set(words string) map[string]bool {
	found := map[string]bool{}
	for _, word := range strings.Fields(words) {
		found[word] = true
	}
	return found
}
