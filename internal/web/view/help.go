package view

import (
	"strconv"
	"strings"
)

func number(n int) string { return strconv.Itoa(n) }

// wordsScript puts sentences in the page as data; "<" is escaped so that no
// text can close the element.
func wordsScript(words string) string {
	return `<script type="application/json" id="woorden">` + strings.ReplaceAll(words, "<", `\u003c`) + `</script>`
}

// cutTitle names a threshold in full.
func cutTitle(item PanelItem, cut PanelCut) string {
	if cut.Label == "" {
		return item.Full
	}
	return item.Full + ", " + cut.Label
}

func joined(list []string) string { return strings.Join(list, "; ") }

func orNone(text string) string {
	if text == "" {
		return "…"
	}
	return text
}

func placeLead(p Page, place Place) string {
	text := p.T("place.note", "level", place.Level, "code", place.Code, "year", place.Year)
	if place.Area != "" {
		text += p.T("place.surface", "area", place.Area)
	}
	return text
}
