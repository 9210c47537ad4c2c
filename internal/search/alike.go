package search

import (
	"slices"
	"strings"
	"unicode"
)

// Name is a name taken apart, to see whether it may be another name for the
// same. Sportvereniging Zeester and S.V. Zeester are alike, as are names with a
// typing error; Basisschool Zeester is another.
type Name struct {
	own   []string // what only this one is called
	sorts []string // what it is, as the first of sameWords
	whole string   // all of it in one piece
}

// NameOf takes a name apart.
func NameOf(text string) Name {
	var name Name
	var little []string
	for _, word := range nameWords(text) {
		sort := sortOf(word)
		switch {
		case slices.Contains(littleWords, word):
			little = append(little, word)
		case sort != "":
			name.sorts = append(name.sorts, sort)
		default:
			name.own = append(name.own, word)
		}
		name.whole += word
	}
	if len(name.own) == 0 { // GGD, De Stichting: there is nothing else to go by
		name.own, name.sorts = append(name.sorts, little...), nil
	}
	slices.Sort(name.own)
	slices.Sort(name.sorts)
	name.sorts = slices.Compact(name.sorts)
	return name
}

// nameWords gives the words of a name: S.V. is one, Noord-Holland are two.
func nameWords(text string) []string {
	var words []string
	for _, one := range tokens(text) {
		if slices.ContainsFunc(one.parts, func(part string) bool { return runes(part) > 2 }) {
			words = append(words, one.parts...)
		} else {
			words = append(words, one.joined)
		}
	}
	return words
}

// sortOf gives what a word says that an organisation is; "" when it is a name.
func sortOf(word string) string {
	for _, same := range sameWords {
		for _, other := range same {
			if word == other || runes(other) >= 8 && nearly(word, other) {
				return same[0]
			}
		}
	}
	return ""
}

// nearly tells whether two words are the same but for typing errors. Words with
// digits are not: 2 is no error for 1.
func nearly(a, b string) bool {
	if a == b {
		return true
	}
	if strings.IndexFunc(a+b, unicode.IsDigit) >= 0 {
		return false
	}
	_, near := Near(a, b)
	return near
}

// Like tells whether two names may be names of the same.
func (n Name) Like(other Name) bool {
	if n.whole == "" || other.whole == "" {
		return false
	}
	if n.whole == other.whole {
		return true
	}
	oneSort := len(n.sorts) == 0 || len(other.sorts) == 0 || slices.Equal(n.sorts, other.sorts)
	if !oneSort {
		return false
	}
	if len(n.own) == len(other.own) || len(n.sorts) > 0 && len(other.sorts) > 0 {
		return covers(n.own, other.own) || covers(other.own, n.own)
	}
	return nearly(strings.Join(n.own, ""), strings.Join(other.own, ""))
}

// covers tells whether each of some words has one of its own among others.
func covers(words, among []string) bool {
	left := slices.Clone(among)
	for _, word := range words {
		at := slices.IndexFunc(left, func(other string) bool { return nearly(word, other) })
		if at < 0 {
			return false
		}
		left = slices.Delete(left, at, at+1)
	}
	return true
}

// mostQuestions is how many words of a name are looked for one by one.
const mostQuestions = 4

// Questions gives what to search for to find names like this one: its own words
// together, and each of them, the longest first.
func (n Name) Questions() []string {
	apart := slices.Clone(n.own)
	slices.SortStableFunc(apart, func(a, b string) int { return runes(b) - runes(a) })
	if len(apart) < 2 {
		return apart
	}
	return append([]string{strings.Join(n.own, " ")}, apart[:min(len(apart), mostQuestions)]...)
}

// NameIndex finds among many names those like another, without holding it
// against each.
type NameIndex struct {
	names []Name
	at    map[int64][]int // by the neighbourhood of each word
}

// Add adds a name; the first is number 0.
func (x *NameIndex) Add(name Name) {
	if x.at == nil {
		x.at = map[int64][]int{}
	}
	for _, key := range name.keys() {
		x.at[key] = append(x.at[key], len(x.names))
	}
	x.names = append(x.names, name)
}

// tooCommon is in how many names a word tells nothing any more.
const tooCommon = 200

// Like gives the numbers of names like another, at most so many.
func (x *NameIndex) Like(name Name, most int) []int {
	var found []int
	seen := map[int]bool{}
	for _, key := range name.keys() {
		if len(x.at[key]) > tooCommon {
			continue // such as the name of the municipality
		}
		for _, at := range x.at[key] {
			if seen[at] {
				continue
			}
			if seen[at] = true; x.names[at].Like(name) {
				if found = append(found, at); len(found) == most {
					return found
				}
			}
		}
	}
	return found
}

// keys are numbers of which names that are alike share one.
func (n Name) keys() []int64 {
	var keys []int64
	for _, word := range append(slices.Clone(n.own), n.whole, strings.Join(n.own, "")) {
		keys = append(keys, nearKey(word))
		keys = append(keys, NearKeys(word)...)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
