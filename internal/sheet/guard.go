package sheet

import "strings"

// Spreadsheets run a cell of a CSV that begins with one of these signs as a
// formula, whoever typed it. So it is written with an apostrophe before it,
// which makes it a text. A text that itself begins with apostrophes and such a
// sign gets one more, so that reading can take away exactly what was added.

// guarded gives a text as it is written in a CSV.
func guarded(text string) string {
	if runs(text) && !plainNumber(text) {
		return "'" + text
	}
	return text
}

// unguarded gives the text back.
func unguarded(text string) string {
	if strings.HasPrefix(text, "'") && runs(text) {
		return text[1:]
	}
	return text
}

// runs tells whether a text begins with a sign that makes it a formula, when
// the apostrophes before it are not counted. The wide forms of the signs are
// taken for them by some programs.
func runs(text string) bool {
	text = strings.TrimLeft(text, "'")
	for _, sign := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(text, sign) {
			return true
		}
	}
	return false
}

// plainNumber tells whether a text is a number below nought: a spreadsheet
// that works it out finds the number itself.
func plainNumber(text string) bool {
	digits, found := strings.CutPrefix(text, "-")
	if !found || digits == "" {
		return false
	}
	points := 0
	for _, char := range digits {
		switch {
		case char == '.' || char == ',':
			points++
		case char < '0' || char > '9':
			return false
		}
	}
	return points <= 1 && digits[0] >= '0' && digits[0] <= '9'
}
