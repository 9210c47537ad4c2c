package sheet

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"time"
)

// cellFormat is what a number means by its format.
type cellFormat int

const (
	asNumber cellFormat = iota
	asDay               // with a time when it has one
	asTime              // of the day
)

// readStyles finds which styles of cells show a number as a date.
func (b *workbook) readStyles(name string) error {
	codes := map[int]string{}
	return b.each(name, func(t *tokens, start xml.StartElement) error {
		switch start.Name.Local {
		case "numFmt":
			number, err := strconv.Atoi(attribute(start, "numFmtId"))
			codes[number] = attribute(start, "formatCode")
			return err
		case "cellXfs":
			return t.within(func(xf xml.StartElement) error {
				number, _ := strconv.Atoi(attribute(xf, "numFmtId"))
				code, own := codes[number]
				if !own {
					code = builtIn(number)
				}
				b.formats = append(b.formats, formatOf(code))
				return t.skip()
			})
		}
		return nil
	})
}

// builtIn gives the code of a format that every workbook knows, as far as it
// is one of dates.
func builtIn(number int) string {
	switch {
	case number >= 14 && number <= 17, number >= 27 && number <= 31, number == 36, number >= 50 && number <= 54, number >= 57 && number <= 58:
		return "yyyy-mm-dd"
	case number == 22:
		return "yyyy-mm-dd hh:mm"
	case number >= 18 && number <= 21, number >= 32 && number <= 35, number >= 45 && number <= 47, number >= 55 && number <= 56:
		return "hh:mm"
	}
	return ""
}

// formatOf tells what the code of a format makes of a number. What stands in
// quotes, behind a backslash or between brackets is no part of a date.
func formatOf(code string) cellFormat {
	code, _, _ = strings.Cut(strings.ToLower(code), ";")
	day, hour, quoted, bracket := false, false, false, false
	for at := 0; at < len(code); at++ {
		switch char := code[at]; {
		case quoted:
			quoted = char != '"'
		case bracket:
			bracket = char != ']'
		case char == '"':
			quoted = true
		case char == '[':
			bracket = true
		case char == '\\', char == '_', char == '*':
			at++
		case char == 'y', char == 'd':
			day = true
		case char == 'h', char == 's':
			hour = true
		case char == 'm':
			day = day || !hour && !strings.ContainsAny(code, "hs")
		case char == '#', char == '0' && !hour, char == '?':
			return asNumber
		}
	}
	switch {
	case day:
		return asDay
	case hour:
		return asTime
	}
	return asNumber
}

// number gives a number as text: whole numbers without a point, others with as
// many decimals as it has, dates as 2026-03-31.
func (b *workbook) number(text, style string) (string, error) {
	number, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsInf(number, 0) || math.IsNaN(number) {
		return "", badXLSX()
	}
	format := asNumber
	if style != "" {
		at, err := strconv.Atoi(style)
		if err != nil || at < 0 {
			return "", badXLSX()
		}
		if at < len(b.formats) {
			format = b.formats[at]
		}
	}
	if format != asNumber {
		if moment, ok := b.moment(number); ok {
			return written(moment, format, number), nil
		}
	}
	return plain(number), nil
}

// plain writes a number so that reading it gives the same number.
func plain(number float64) string {
	if number == math.Trunc(number) && math.Abs(number) < 1e15 {
		return strconv.FormatFloat(number, 'f', -1, 64)
	}
	return strconv.FormatFloat(number, 'g', -1, 64)
}

// lastDay is that of 31 December 9999.
const lastDay = 2_958_466

// moment turns the number of a day, with its part as the time, into a moment.
// Excel takes 1900 for a leap year, so its days before March 1900 are one
// further.
func (b *workbook) moment(number float64) (time.Time, bool) {
	if number < 0 || number >= lastDay {
		return time.Time{}, false
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case b.from1904:
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case number < 60:
		first = first.AddDate(0, 0, 1)
	}
	day := math.Floor(number)
	seconds := math.Round((number - day) * 86_400)
	return first.AddDate(0, 0, int(day)).Add(time.Duration(seconds) * time.Second), true
}

func written(moment time.Time, format cellFormat, number float64) string {
	switch {
	case format == asTime && number < 1:
		return moment.Format(time.TimeOnly)
	case format == asTime:
		return plain(number)
	case moment.Hour() == 0 && moment.Minute() == 0 && moment.Second() == 0:
		return moment.Format(time.DateOnly)
	}
	return moment.Format("2006-01-02T15:04:05")
}

// serial gives the number of a day for a cell; false when Excel cannot show
// it, or shows another one.
func serial(day string) (int, bool) {
	date, err := time.Parse(time.DateOnly, day)
	if err != nil || date.Year() > 9999 || date.Before(time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)) || date.Format(time.DateOnly) != day {
		return 0, false
	}
	const daySeconds = 86_400
	return int((date.Unix() - time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()) / daySeconds), true
}
