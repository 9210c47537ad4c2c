package search

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
)

// A term is what is looked up. Words stand as they are; a stem and the
// beginning of a word carry a mark that no word has.
const (
	stemMark      = "~"
	beginningMark = "*"
	// longestBeginning is up to how many letters the beginnings of words are
	// terms of their own; longer ones are looked up among the words.
	longestBeginning = 3
	// beginningWeight is from which weight on words are found by so short a
	// beginning.
	beginningWeight = 2
	mostWeight      = 3
	longestSort     = 64 // bytes
)

// Posting says that a record can be found by a term, with which weight and by
// whom: readers who may see it when its audience is this.
type Posting struct {
	Term     string
	Weight   int
	Audience access.Audience
}

// IsWord tells whether a term is a word as somebody wrote it.
func IsWord(term string) bool {
	return !strings.HasPrefix(term, stemMark) && !strings.HasPrefix(term, beginningMark)
}

// SortKey is the title in the form that puts answers of one score in order.
func SortKey(title string) string {
	var words []string
	for _, one := range tokens(title) {
		words = append(words, one.joined)
	}
	key := strings.Join(words, " ")
	if len(key) > longestSort {
		key = strings.ToValidUTF8(key[:longestSort], "")
	}
	return key
}

// Postings gives all terms of an entry, in order.
func (e Entry) Postings() []Posting {
	best := map[string][]Posting{}
	add := func(term string, weight int, audience access.Audience) {
		best[term] = keep(best[term], Posting{Term: term, Weight: weight, Audience: audience})
	}
	texts := append([]Text{{Words: e.Title, Weight: mostWeight, Ceiling: access.Public, Personal: e.Class == access.People}}, e.Texts...)
	for _, text := range texts {
		weight := min(max(text.Weight, 1), mostWeight)
		audience := min(e.Facts.Audience, text.Ceiling)
		for _, one := range tokens(text.Words) {
			for _, word := range append(one.parts, one.joined) {
				add(word, weight, audience)
				if !text.Personal {
					add(stemMark+Stem(word), weight, audience)
				}
				if weight >= beginningWeight {
					for _, beginning := range beginnings(word) {
						add(beginningMark+beginning, weight, audience)
					}
				}
			}
		}
	}
	var list []Posting
	for _, term := range slices.Sorted(maps.Keys(best)) {
		list = append(list, best[term]...)
	}
	return list
}

// keep adds a posting of a term, unless one reaches as far with as much
// weight, and drops those that it makes needless.
func keep(list []Posting, one Posting) []Posting {
	for _, other := range list {
		if other.Weight >= one.Weight && other.Audience >= one.Audience {
			return list
		}
	}
	list = slices.DeleteFunc(list, func(other Posting) bool { return one.Weight >= other.Weight && one.Audience >= other.Audience })
	return append(list, one)
}

// beginnings gives the first one, two and three letters.
func beginnings(word string) []string {
	text := []rune(word)
	list := make([]string, 0, longestBeginning)
	for length := 1; length <= min(len(text), longestBeginning); length++ {
		list = append(list, string(text[:length]))
	}
	return list
}

// Pack writes postings as one text: " term=" and, for each posting of the
// term, its weight and its audience. In this text a database can look for
// " term=", or " begin" for a word that begins so.
func Pack(list []Posting) string {
	var text strings.Builder
	for at, one := range list {
		if at == 0 || list[at-1].Term != one.Term {
			text.WriteString(" " + one.Term + "=")
		}
		text.WriteString(strconv.Itoa(one.Weight) + strconv.Itoa(int(one.Audience)))
	}
	return text.String()
}

// Unpack calls visit for each posting of a packed text.
func Unpack(packed string, visit func(Posting)) {
	for part := range strings.FieldsSeq(packed) {
		term, digits, _ := strings.Cut(part, "=")
		for ; len(digits) >= 2; digits = digits[2:] {
			visit(Posting{Term: term, Weight: int(digits[0] - '0'), Audience: access.Audience(digits[1] - '0')})
		}
	}
}
