package record

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
)

// Plain writes a value as files and history keep it: the same text always
// gives the same value again.
func (f *Field) Plain(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case int64:
		return strconv.FormatInt(value, 10)
	case float64:
		return strconv.FormatFloat(value, 'g', -1, 64)
	case bool:
		return strconv.FormatBool(value)
	case time.Time:
		if value.IsZero() {
			return ""
		}
		return value.UTC().Format(time.RFC3339Nano)
	case []string:
		return strings.Join(value, ";")
	case id.ID:
		if value == 0 {
			return ""
		}
		return value.String()
	}
	return ""
}

// Parse reads a value from text that a person or a file gave. The texts of a
// field with several values are read as one list. Spaces around a text go; a
// decimal comma is understood. It gives a Problem when the text is no value of
// this sort; whether the value may be is told by Check.
func (f *Field) Parse(texts ...string) (any, *Problem) {
	text := ""
	if len(texts) > 0 {
		text = texts[len(texts)-1]
	}
	if f.Sort == Prose || f.Sort == Data {
		return strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), " \t\n"), nil
	}
	if f.Sort == Areas {
		codes := strings.Fields(strings.ToUpper(strings.Join(texts, " ")))
		slices.Sort(codes)
		return strings.Join(slices.Compact(codes), " "), nil
	}
	text = strings.TrimSpace(text)
	if text == "" && f.Sort != Choices {
		return f.zero(), nil
	}
	switch f.Sort {
	case Whole:
		number, err := strconv.ParseInt(text, 10, 64)
		return or(number, err == nil, f.problem("record.not-whole"))
	case Decimal:
		number, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
		return or(number, err == nil && !math.IsNaN(number) && !math.IsInf(number, 0), f.problem("record.not-number"))
	case Truth:
		return parseTruth(text, f.problem("record.not-truth"))
	case Day:
		day, sound := parseDay(text)
		return or(day, sound, f.problem("record.not-day"))
	case Moment:
		moment, err := time.Parse(time.RFC3339Nano, text)
		return or(moment.UTC(), err == nil, f.problem("record.not-moment"))
	case Choices:
		return f.parseChoices(texts), nil
	case Ref, PlaceRef:
		one, err := id.Parse(text)
		return or(one, err == nil, f.problem("record.not-reference"))
	case Email:
		return strings.ToLower(text), nil
	}
	return text, nil
}

func or[T any](value T, sound bool, problem *Problem) (any, *Problem) {
	if !sound {
		return nil, problem
	}
	return value, nil
}

// dutchDays are the ways in which a day is written in the Netherlands, the day
// first.
var dutchDays = []string{"2-1-2006", "2/1/2006", "2.1.2006"}

// parseDay reads a day as 2026-03-31, or as 31-3-2026.
func parseDay(text string) (string, bool) {
	if _, err := time.Parse(time.DateOnly, text); err == nil {
		return text, true
	}
	for _, layout := range dutchDays {
		if day, err := time.Parse(layout, text); err == nil {
			return day.Format(time.DateOnly), true
		}
	}
	return "", false
}

func parseTruth(text string, problem *Problem) (any, *Problem) {
	switch strings.ToLower(text) {
	case "true", "1", "ja", "yes", "on", "waar", "x":
		return true, nil
	case "false", "0", "nee", "no", "off", "onwaar", "":
		return false, nil
	}
	return nil, problem
}

// parseChoices reads a list in the order of the options; what is no option
// stays, at the end, so that Check can name it.
func (f *Field) parseChoices(texts []string) []string {
	var given []string
	for _, text := range texts {
		for part := range strings.SplitSeq(text, ";") {
			if part = strings.TrimSpace(part); part != "" && !slices.Contains(given, part) {
				given = append(given, part)
			}
		}
	}
	rank := func(option string) int {
		if at := slices.Index(f.Options, option); at >= 0 {
			return at
		}
		return len(f.Options)
	}
	slices.SortStableFunc(given, func(a, b string) int { return rank(a) - rank(b) })
	return given
}

// Equal tells whether two values of the field are the same.
func (f *Field) Equal(a, b any) bool { return f.Plain(a) == f.Plain(b) }

// JSON gives a value as the interface writes it: null when nothing was filled
// in, a reference as its text.
func (f *Field) JSON(value any) any {
	switch v := value.(type) {
	case []string:
		if v == nil {
			return []string{}
		}
		return v
	case id.ID, time.Time:
		if f.Blank(value) {
			return nil
		}
		return f.Plain(value)
	case string:
		if v == "" && f.Sort != Text && f.Sort != Prose {
			return nil
		}
	}
	return value
}

// FromJSON reads a value that the interface was given.
func (f *Field) FromJSON(value any) (any, *Problem) {
	switch v := value.(type) {
	case nil:
		return f.zero(), nil
	case string:
		switch f.Sort {
		case Whole, Decimal, Truth, Choices:
			return nil, f.problem("record.not-" + string(f.Sort))
		}
		return f.Parse(v)
	case bool:
		return or(v, f.Sort == Truth, f.problem("record.not-text"))
	case float64:
		switch {
		case f.Sort == Decimal:
			return v, nil
		case f.Sort == Whole && v == math.Trunc(v) && math.Abs(v) < 1<<53:
			return int64(v), nil
		case f.Sort == Whole:
			return nil, f.problem("record.not-whole")
		}
		return nil, f.problem("record.not-text")
	case []any:
		if f.Sort != Choices {
			return nil, f.problem("record.not-text")
		}
		texts := make([]string, 0, len(v))
		for _, one := range v {
			text, ok := one.(string)
			if !ok {
				return nil, f.problem("record.not-choices")
			}
			texts = append(texts, text)
		}
		return f.parseChoices(texts), nil
	}
	return nil, f.problem("record.not-text")
}

func (f *Field) problem(key string) *Problem { return &Problem{Field: f.Name, Key: key} }

// String gives a short text for the log and for tests; it leaves out values.
func (k *Kind) String() string { return fmt.Sprintf("kind %s", k.One) }
