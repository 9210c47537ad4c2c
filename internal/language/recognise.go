package language

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/koppelkans/koppelkans/internal/search"
)

// Entry is a term to be found.
type Entry struct {
	Term  int // what a match gives back
	Words []string
	Sort  WordSort
}

// Match is a stretch of a text, in bytes, that is a form of a term.
type Match struct{ Start, End, Term int }

// pattern is one way in which a term can stand: a set of forms for each word.
type pattern struct {
	term  int
	words []map[string]bool
	sort  WordSort
	part  string // of a verb in two parts: the word that follows later in the clause
	own   string // the word itself, folded
}

// Recogniser finds terms in texts. It may be used by several goroutines at once.
type Recogniser struct {
	byFirst map[string][]*pattern
}

// longestPhrase is how many words a term has at most.
const longestPhrase = 6

// NewRecogniser makes one for some terms. Of two terms with one form the one
// that stands first is found.
func NewRecogniser(entries []Entry) *Recogniser {
	r := &Recogniser{byFirst: map[string][]*pattern{}}
	for _, entry := range entries {
		for _, word := range entry.Words {
			r.add(entry, search.Fold(strings.TrimSpace(word)))
		}
	}
	return r
}

func (r *Recogniser) add(entry Entry, word string) {
	parts := strings.Fields(word)
	if len(parts) == 0 || len(parts) > longestPhrase {
		return
	}
	p := &pattern{term: entry.Term, sort: entry.Sort, own: word}
	for at, part := range parts {
		sort := Other // the words before the last bend as adjectives do
		if at == len(parts)-1 {
			sort = entry.Sort
		}
		set := map[string]bool{}
		for _, form := range forms(part, sort) {
			set[form] = true
		}
		p.words = append(p.words, set)
	}
	r.file(p)
	if part, base, two := parted(word); two && entry.Sort == Verb && len(parts) == 1 {
		set := map[string]bool{}
		for _, form := range finite(base) {
			set[form] = true
		}
		r.file(&pattern{term: entry.Term, sort: Verb, words: []map[string]bool{set}, part: part, own: word})
	}
}

func (r *Recogniser) file(p *pattern) {
	for form := range p.words[0] {
		r.byFirst[form] = append(r.byFirst[form], p)
	}
}

// token is a word of a text.
type token struct {
	start, end int
	folded     string
	ends       bool // a clause ends behind it
}

// longestText is how much of a text is looked at, in bytes.
const longestText = 40_000

// Find gives the terms in a text in order, none over another; of those that
// begin at one word the longest. The work grows with the length of the text.
func (r *Recogniser) Find(text string) []Match {
	if len(r.byFirst) == 0 {
		return nil
	}
	tokens := tokenize(text)
	var list []Match
	for at := 0; at < len(tokens); {
		best, length := (*pattern)(nil), 0
		for _, p := range r.byFirst[tokens[at].folded] {
			if n := len(p.words); n > length && p.stands(tokens, at) {
				best, length = p, n
			}
		}
		if best == nil {
			at++
			continue
		}
		list = append(list, Match{Start: tokens[at].start, End: tokens[at+length-1].end, Term: best.term})
		at += length
	}
	return list
}

// stands tells whether the words of a term stand at a place.
func (p *pattern) stands(tokens []token, at int) bool {
	if at+len(p.words) > len(tokens) {
		return false
	}
	for n, forms := range p.words {
		if n < len(p.words)-1 && tokens[at+n].ends || !forms[tokens[at+n].folded] {
			return false
		}
	}
	if p.part != "" {
		return partFollows(tokens, at, p.part)
	}
	if len(p.words) == 1 {
		return p.fits(tokens, at)
	}
	return true
}

// farthest is how many words of a clause may stand between the parts of a verb.
const farthest = 20

// partFollows tells whether the other part of a verb ends the clause, or stands
// before what ends it: vraagt een vergunning aan; belt op en vraagt.
func partFollows(tokens []token, at int, part string) bool {
	for next := at; next < len(tokens) && next <= at+farthest; next++ {
		if next > at && tokens[next].folded == part && (tokens[next].ends || next+1 == len(tokens) || slices.Contains(joining, tokens[next+1].folded)) {
			return true
		}
		if tokens[next].ends {
			return false
		}
	}
	return false
}

var (
	joining = []string{"en", "of", "maar", "want", "dat", "als", "om", "omdat", "zodat", "bij", "voor", "voordat", "nadat", "zodra", "terwijl"}
	doers   = []string{"we", "wij", "ze", "zij", "jullie", "mensen", "bewoners", "partners"}
	before  = []string{"de", "het", "een", "deze", "die", "dit", "dat", "onze", "ons", "hun", "haar", "zijn", "mijn", "je", "jouw", "uw", "alle", "veel", "enkele", "sommige", "geen", "elk", "elke", "welke", "andere", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "tien"}
	helping = []string{"gaan", "ga", "gaat", "willen", "wil", "wilt", "kunnen", "kan", "kunt", "moeten", "moet", "zullen", "zal", "zult", "mogen", "mag", "laten", "laat", "blijven", "blijft", "helpen", "helpt", "wilden", "konden", "moesten", "zouden", "zou", "mochten", "kon", "moest", "wilde"}
	// articles never stand before a verb, but for its participle.
	articles  = []string{"de", "een", "deze", "die", "onze", "alle", "veel", "enkele", "sommige", "geen", "elk", "elke", "eerste", "tweede", "laatste", "ander", "andere", "groot", "klein", "twee", "drie", "vier", "vijf"}
	infinites = []string{"te", "het"}
)

// fits judges by its neighbours a form that could be a verb or the plural of a
// noun: wij werken, de werken.
func (p *pattern) fits(tokens []token, at int) bool {
	form := tokens[at].folded
	switch {
	case p.sort == Verb:
		return !slices.Contains(articles, neighbour(tokens, at, -1)) || slices.Contains(participles(p.own), form)
	case p.sort == Noun && form != p.own && strings.HasSuffix(form, "en"):
		return !verbAround(tokens, at)
	}
	return true
}

// verbAround tells whether a form in -en is a verb where it stands.
func verbAround(tokens []token, at int) bool {
	prev, next := neighbour(tokens, at, -1), neighbour(tokens, at, 1)
	switch {
	case slices.Contains(before, prev):
		return false
	case slices.Contains(doers, prev), slices.Contains(infinites, prev), slices.Contains(doers[:5], next):
		return true
	}
	last := tokens[at].ends || at+1 == len(tokens) || slices.Contains(joining, next)
	for back := at - 1; last && back >= 0 && back >= at-farthest && !tokens[back].ends; back-- {
		if slices.Contains(helping, tokens[back].folded) {
			return !strings.HasSuffix(prev, "e") // nieuwe plannen
		}
	}
	return false
}

// neighbour gives the word beside another within its clause.
func neighbour(tokens []token, at, step int) string {
	switch {
	case at+step < 0 || at+step >= len(tokens), step < 0 && tokens[at-1].ends, step > 0 && tokens[at].ends:
		return ""
	}
	return tokens[at+step].folded
}

// tokenize takes a text apart into words. A hyphen or an apostrophe within a
// word belongs to it.
func tokenize(text string) []token {
	if len(text) > longestText {
		text = strings.ToValidUTF8(text[:longestText], "")
	}
	var list []token
	start := -1
	end := func(at int) {
		if start >= 0 {
			list = append(list, token{start: start, end: at, folded: search.Fold(strings.ReplaceAll(text[start:at], "’", "'"))})
			start = -1
		}
	}
	for at, char := range text {
		switch {
		case unicode.IsLetter(char) || unicode.IsDigit(char) || unicode.Is(unicode.Mn, char):
			if start < 0 {
				start = at
			}
		case start >= 0 && (char == '-' || char == '\'' || char == '’') && wordFollows(text[at:]):
		default:
			end(at)
			if strings.ContainsRune(".,;:!?()\n\"", char) && len(list) > 0 {
				list[len(list)-1].ends = true
			}
		}
	}
	end(len(text))
	return list
}

func wordFollows(text string) bool {
	_, size := utf8.DecodeRuneInString(text)
	next, _ := utf8.DecodeRuneInString(text[size:])
	return unicode.IsLetter(next) || unicode.IsDigit(next)
}
