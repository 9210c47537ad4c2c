package sheet

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// tooLong stands in a cell whose text is longer than Excel can hold. Reading
// takes it for a cell of which nothing is said.
const tooLong = "#TOO-LONG"

// mostCellUnits is how long a text in a cell may be, in units of UTF-16.
const mostCellUnits = 32_767

// fits tells whether Excel can hold a text.
func fits(text string) bool {
	if len(text) <= mostCellUnits {
		return true
	}
	units := 0
	for _, char := range text {
		if units++; char > 0xffff {
			units++
		}
	}
	return units <= mostCellUnits
}

// A workbook writes characters that XML has not as _x001F_, and the underscore
// of a text that looks like that as _x005F_.

// appendText writes a text as XML within a cell.
func appendText(to []byte, text string) []byte {
	for at, char := range text {
		switch {
		case char == '&':
			to = append(to, "&amp;"...)
		case char == '<':
			to = append(to, "&lt;"...)
		case char == '>':
			to = append(to, "&gt;"...)
		case char == '_' && isEscape(text[at:]):
			to = append(to, "_x005F_"...)
		case char < ' ' && char != '\n' && char != '\t', char == 0xfffe, char == 0xffff:
			to = fmt.Appendf(to, "_x%04X_", char)
		default:
			to = utf8.AppendRune(to, char)
		}
	}
	return to
}

// isEscape tells whether a text begins with _xHHHH_.
func isEscape(text string) bool {
	if len(text) < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(text[2:6], 16, 16)
	return err == nil
}

// unescaped gives the text back.
func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var to strings.Builder
	for at := 0; at < len(text); {
		if !isEscape(text[at:]) {
			to.WriteByte(text[at])
			at++
			continue
		}
		char, _ := strconv.ParseUint(text[at+2:at+6], 16, 16)
		at += 7
		if char >= 0xd800 && char < 0xe000 { // half of a character
			char = utf8.RuneError
		}
		to.WriteRune(rune(char))
	}
	return to.String()
}
