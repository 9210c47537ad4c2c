package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	longestWord = 40   // letters; what is longer is cut off, in records and questions alike
	mostWords   = 4000 // of one text
)

// letters that have no decomposition of their own.
var letters = strings.NewReplacer("ß", "ss", "ẞ", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ł", "l", "ħ", "h", "ı", "i", "ŋ", "n", "ĸ", "k")

// Fold brings a text to the form in which it is compared: compatible forms of
// Unicode made one, accents left off, lower case, joined letters apart.
func Fold(text string) string {
	var plain strings.Builder
	plain.Grow(len(text))
	for _, char := range norm.NFKD.String(text) {
		if !unicode.Is(unicode.Mn, char) {
			plain.WriteRune(unicode.ToLower(char))
		}
	}
	return letters.Replace(plain.String())
}

// token is one word as it was written: in one piece, or of parts with a
// hyphen, an apostrophe or a point between them.
type token struct {
	joined string
	parts  []string // nil when it is in one piece
}

// tokens takes a text apart into words.
func tokens(text string) []token {
	var list []token
	var parts []string
	var part strings.Builder
	endPart := func() {
		if part.Len() > 0 {
			parts = append(parts, part.String())
			part.Reset()
		}
	}
	end := func() {
		endPart()
		if len(parts) == 0 {
			return
		}
		one := token{joined: cut(strings.Join(parts, ""))}
		if len(parts) > 1 {
			for _, p := range parts {
				one.parts = append(one.parts, cut(p))
			}
		}
		list, parts = append(list, one), nil
	}
	for _, char := range Fold(text) {
		switch {
		case unicode.IsLetter(char) || unicode.IsDigit(char):
			part.WriteRune(char)
		case joins(char):
			endPart()
		default:
			end()
			if len(list) >= mostWords {
				return list
			}
		}
	}
	end()
	return list
}

// joins tells whether a sign stands within words: hyphens, apostrophes and
// points, as in Noord-Holland, foto's and B.V.
func joins(char rune) bool {
	switch char {
	case '-', '‐', '‑', '–', '\'', '’', '‘', '`', 'ʼ', '´', '.', '\u00ad':
		return true
	}
	return false
}

// cut shortens a word that is longer than any word.
func cut(word string) string {
	if len(word) <= longestWord {
		return word
	}
	runes := []rune(word)
	return string(runes[:min(len(runes), longestWord)])
}
