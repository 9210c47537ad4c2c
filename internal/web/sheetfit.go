package web

import (
	"unicode/utf8"

	"github.com/koppelkans/koppelkans/internal/web/view"
)

// How high and how full the parts of the first sheet are, in millimetres and in
// letters a line: as place.css sets them, with some to spare. A browser test
// holds this against every area of a real municipality.
const (
	standoutRoom = 192.0 // under a head with one line of name and two of lead
	nameLetters  = 26
	nameHigh     = 12.6
	leadLetters  = 80
	leadHigh     = 6.5
	headLetters  = 78
	headHigh     = 5.8
	textLetters  = 61
	textHigh     = 5.3
	noteLetters  = 76
	noteHigh     = 4.3
	chartHigh    = 17.0
	betweenHigh  = 5.2
)

// fittingStandout tells how many of what stands out fit on the first sheet. The
// table on the second has them all.
func fittingStandout(sheet view.Factsheet) int {
	room := standoutRoom - nameHigh*float64(lines(sheet.Name, nameLetters)-1) - leadHigh*float64(lines(sentences(sheet.Told), leadLetters)-2)
	for at := range sheet.Standout {
		if room -= standoutHigh(&sheet.Standout[at]); room < 0 {
			return at
		}
	}
	return len(sheet.Standout)
}

func standoutHigh(f *view.ProfileFinding) float64 {
	text := sentences(f.Figure) + " " + sentences(f.Sure)
	words := textHigh*float64(lines(text, textLetters)) + noteHigh*float64(lines(f.Meta, noteLetters))
	return betweenHigh + headHigh*float64(lines(f.Headline.Text, headLetters)) + max(words, chartHigh)
}

// lines tells how many lines a text takes.
func lines(text string, letters int) int {
	return max(1, (utf8.RuneCountInString(text)+letters-1)/letters)
}
