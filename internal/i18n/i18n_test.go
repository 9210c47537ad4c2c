package i18n

import (
	"math"
	"testing"
	"testing/fstest"
	"time"
)

func TestNumbersAndDates(t *testing.T) {
	catalogue, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	nl, en := catalogue.Format("nl"), catalogue.Format("en")
	moment := time.Date(2026, 3, 3, 18, 30, 0, 0, time.UTC)
	later := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{nl.Int(3240), "3.240"},
		{nl.Int(-1234567), "−1.234.567"},
		{nl.Int(999), "999"},
		{en.Int(3240), "3,240"},
		{nl.Fixed(53.1, 1), "53,1"},
		{nl.Fixed(-0.31, 2), "−0,31"},
		{nl.Fixed(-0.001, 1), "0,0"},
		{nl.Fixed(12345.678, 1), "12.345,7"},
		{en.Fixed(53.1, 1), "53.1"},
		{nl.Float(0.3), "0,3"},
		{nl.Float(48), "48"},
		{nl.WithUnit(53.1, 1, "%"), "53,1\u00a0%"},
		{nl.WithUnit(2, 0, ""), "2"},
		{nl.WithUnit(29.7, 1, "× € 1.000"), "€\u00a029.700"},
		{nl.WithUnit(math.NaN(), 1, "× € 1.000"), ""},
		{nl.WorkedOut(393, 0, "× € 1.000"), "393.000"},
		{nl.WorkedOut(4.25, 2, "km"), "4,25"},
		{nl.Moment(moment, moment), "di 3 maart, 19:30"},
		{nl.Moment(moment, later), "di 3 maart 2026, 19:30"},
		{en.Moment(moment, moment), "Tue 3 March, 19:30"},
		{nl.Day(moment), "di 3 maart 2026"},
		{nl.ShortDay(moment), "3 mrt 2026"},
		{nl.Day(time.Time{}), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

const formats = `
format: {decimal: ",", group: ".", days: "zo ma di wo do vr za", months: "a b c d e f g h i j k l", shortMonths: "a b c d e f g h i j k l"}
`

func catalogueOf(t *testing.T) *Catalogue {
	t.Helper()
	catalogue, err := LoadFrom(fstest.MapFS{
		"nl.yaml": {Data: []byte(formats + `
cells: {one: "{n} vakje", other: "{n} vakjes"}
map: {year: "De kaart van {year}", only: "Alleen {what}", open: "een { haak"}
`)},
		"en.yaml": {Data: []byte(formats + `
cells: {one: "{n} cell", other: "{n} cells"}
`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}

func TestSentences(t *testing.T) {
	c := catalogueOf(t)
	for _, test := range []struct {
		lang, key string
		args      Args
		want      string
	}{
		{"nl", "cells", Args{"n": 1}, "1 vakje"},
		{"nl", "cells", Args{"n": 0}, "0 vakjes"},
		{"nl", "cells", Args{"n": 3620}, "3.620 vakjes"},
		{"en", "cells", Args{"n": 1}, "1 cell"},
		{"nl", "map.year", Args{"year": 2024}, "De kaart van 2024"},
		{"en", "map.only", Args{"what": "dit"}, "Alleen dit"}, // falls back
		{"nl", "map.only", nil, "Alleen {what}"},
		{"nl", "map.open", nil, "een { haak"},
		{"nl", "no.such", nil, "no.such"},
	} {
		if got := c.T(test.lang, test.key, test.args); got != test.want {
			t.Errorf("%s %s: got %q, want %q", test.lang, test.key, got, test.want)
		}
	}
}

func TestMatch(t *testing.T) {
	c := catalogueOf(t)
	for _, test := range []struct{ chosen, accept, want string }{
		{"", "", "nl"},
		{"en", "nl", "en"},
		{"xx", "en-GB,en;q=0.9", "en"},
		{"", "nl-BE, en;q=0.5", "nl"},
		{"", "fr", "nl"},
		{"", ";;;", "nl"},
	} {
		if got := c.Match(test.chosen, test.accept); got != test.want {
			t.Errorf("chosen %q, asked %q: got %s, want %s", test.chosen, test.accept, got, test.want)
		}
	}
}

func TestParseRefusesWhatIsNoText(t *testing.T) {
	if _, err := Parse([]byte("a: {b: 3}")); err == nil {
		t.Error("a number passed for a sentence")
	}
}
