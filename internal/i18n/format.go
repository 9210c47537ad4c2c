package i18n

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a bare machine has no time zones of its own
	"unicode"
	"unicode/utf8"
)

// Format writes numbers and dates as people of a language write them. What
// differs between languages stands in the catalogue under "format".
type Format struct {
	decimal, group string
	days, months   []string
	shortMonths    []string
	zone           *time.Location
}

func newFormat(messages map[string]Message) (*Format, error) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return nil, err
	}
	text := func(key string) string { return messages["format."+key]["other"] }
	f := &Format{
		decimal: text("decimal"), group: text("group"),
		days: strings.Fields(text("days")), months: strings.Fields(text("months")),
		shortMonths: strings.Fields(text("shortMonths")),
		zone:        zone,
	}
	if f.decimal == "" || len(f.days) != 7 || len(f.months) != 12 || len(f.shortMonths) != 12 {
		return nil, fmt.Errorf("format needs decimal, 7 days (from Sunday) and 12 months")
	}
	return f, nil
}

// minus is the sign that is as wide as a digit; the hyphen reads badly.
const minus = "−"

// Int writes a whole number: 3.240.
func (f *Format) Int(value int) string {
	digits := strconv.Itoa(value)
	sign := ""
	if value < 0 {
		sign, digits = minus, digits[1:]
	}
	return sign + f.grouped(digits)
}

func (f *Format) grouped(digits string) string {
	if len(digits) <= 3 {
		return digits
	}
	first := len(digits) % 3
	parts := make([]string, 0, len(digits)/3+1)
	if first > 0 {
		parts = append(parts, digits[:first])
	}
	for at := first; at < len(digits); at += 3 {
		parts = append(parts, digits[at:at+3])
	}
	return strings.Join(parts, f.group)
}

// Fixed writes a number with a given number of decimals: 53,1.
func (f *Format) Fixed(value float64, decimals int) string {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return ""
	}
	text := strconv.FormatFloat(math.Abs(value), 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	sign := ""
	if value < 0 && strings.Trim(text, "0.") != "" { // no minus before a rounded nought
		sign = minus
	}
	if fraction != "" {
		fraction = f.decimal + fraction
	}
	return sign + f.grouped(whole) + fraction
}

// Float writes a number with as many decimals as it needs, at most six.
func (f *Format) Float(value float64) string {
	text := strconv.FormatFloat(math.Abs(value), 'f', 6, 64)
	text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	_, fraction, _ := strings.Cut(text, ".")
	return f.Fixed(value, len(fraction))
}

// WithUnit puts a unit behind a number, with a space that does not break. A
// unit that is so many of another is worked out: 29.7 × € 1.000 is € 29.700.
func (f *Format) WithUnit(value float64, decimals int, unit string) string {
	if sign, _, ok := multiple(unit); ok {
		if text := f.WorkedOut(value, decimals, unit); text != "" {
			return sign + "\u00a0" + text
		}
		return ""
	}
	text := f.Fixed(value, decimals)
	if unit == "" || text == "" {
		return text
	}
	return text + "\u00a0" + unit
}

// WorkedOut writes a number without its unit; a number in a unit that is so many
// of another is written in that other: 29.7 × € 1.000 is 29.700.
func (f *Format) WorkedOut(value float64, decimals int, unit string) string {
	if _, factor, ok := multiple(unit); ok {
		return f.Fixed(value*factor, max(0, decimals-int(math.Round(math.Log10(factor)))))
	}
	return f.Fixed(value, decimals)
}

// multiple takes a unit like "× € 1.000" apart, into its sign and how many.
func multiple(unit string) (sign string, factor float64, ok bool) {
	rest, ok := strings.CutPrefix(unit, "× ")
	sign, count, parted := strings.Cut(rest, " ")
	if !ok || !parted {
		return "", 0, false
	}
	factor, err := strconv.ParseFloat(strings.NewReplacer(".", "", ",", "").Replace(count), 64)
	return sign, factor, err == nil && factor >= 1
}

// Date writes a day as records keep it: 2026-03-03.
func (f *Format) Date(t time.Time) string { return t.In(f.zone).Format(time.DateOnly) }

// Day writes a date: di 3 maart 2026.
func (f *Format) Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(f.zone)
	return fmt.Sprintf("%s %d %s %d", f.days[t.Weekday()], t.Day(), f.months[t.Month()-1], t.Year())
}

// Moment writes a date and time: di 3 maart, 19:30; with the year when it is
// not this one.
func (f *Format) Moment(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.In(f.zone), now.In(f.zone)
	year := ""
	if t.Year() != now.Year() {
		year = fmt.Sprintf(" %d", t.Year())
	}
	return fmt.Sprintf("%s %d %s%s, %02d:%02d", f.days[t.Weekday()], t.Day(), f.months[t.Month()-1], year, t.Hour(), t.Minute())
}

// ShortDay writes a date for a narrow column: 3 mrt 2026.
func (f *Format) ShortDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(f.zone)
	return fmt.Sprintf("%d %s %d", t.Day(), f.shortMonths[t.Month()-1], t.Year())
}

// Raised writes a text with a capital, as a sentence begins.
func Raised(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
