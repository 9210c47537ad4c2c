package record

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// SortKey folds a title so that lists stand in the order that people expect on
// both databases: without accents, capitals and marks, numbers by their size.
func SortKey(title string) string {
	var key strings.Builder
	digits := ""
	flush := func() {
		if digits == "" {
			return
		}
		digits = strings.TrimLeft(digits, "0")
		for range 8 - len(digits) {
			key.WriteByte('0')
		}
		key.WriteString(digits)
		digits = ""
	}
	for _, char := range norm.NFKD.String(title) {
		if char >= '0' && char <= '9' {
			digits += string(char)
			continue
		}
		flush()
		switch {
		case unicode.IsLetter(char):
			key.WriteRune(unicode.ToLower(char))
		case unicode.IsSpace(char) || char == '-':
			key.WriteByte(' ')
		}
	}
	flush()
	return strings.TrimSpace(key.String())
}
