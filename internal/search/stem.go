package search

import (
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
)

// Stem gives the stem of a folded Dutch word: bomen and boom share one. Words
// with digits are their own stem.
func Stem(word string) string {
	if strings.IndexFunc(word, func(char rune) bool { return !unicode.IsLetter(char) }) >= 0 {
		return word
	}
	env := snowballstem.NewEnv(word)
	dutch.Stem(env)
	// The algorithm writes i and y as capitals while it works.
	return strings.ToLower(env.Current())
}
