package exchange

import (
	"math"
	"strconv"
	"strings"
)

// numberFormat says how numbers are written. Nothing is guessed: "1.234" is
// one and a bit unless the recipe says that the point separates thousands.
type numberFormat struct {
	decimal   byte // '.' or ','
	thousands byte // '.', ',', ' ' or 0 for none
}

func newNumberFormat(decimal, thousands string) numberFormat {
	format := numberFormat{decimal: '.'}
	if decimal == "comma" {
		format.decimal = ','
	}
	format.thousands = map[string]byte{"point": '.', "comma": ',', "space": ' '}[thousands]
	return format
}

// parse reads a number that fills the whole text; false when it does not, or
// when the value is not finite.
func (n numberFormat) parse(text string) (float64, bool) {
	plain, ok := n.plain(text)
	if !ok {
		return 0, false
	}
	value, err := strconv.ParseFloat(plain, 64)
	return value, err == nil && !math.IsInf(value, 0)
}

// whyNot gives the key of the sentence for a text that parse refuses: most
// often the table is only written in another way than was said.
func (n numberFormat) whyNot(text string) string {
	for _, other := range []struct {
		format numberFormat
		key    string
	}{
		{numberFormat{decimal: ','}, "import.decimal-comma"}, {numberFormat{decimal: '.'}, "import.decimal-point"},
		{numberFormat{',', '.'}, "import.thousands"}, {numberFormat{'.', ','}, "import.thousands"}, {numberFormat{',', ' '}, "import.thousands"},
	} {
		if _, reads := other.format.parse(text); reads {
			return other.key
		}
	}
	return "import.not-number"
}

// plain checks the form of a number and gives it as Go writes it.
func (n numberFormat) plain(text string) (string, bool) {
	rest := strings.TrimLeft(text, "+-")
	if len(text)-len(rest) > 1 || rest == "" {
		return "", false
	}
	mantissa, exponent, hasExponent := cutExponent(rest)
	whole, fraction, hasFraction := strings.Cut(mantissa, string(n.decimal))
	if hasExponent && !digitsOnly(strings.TrimLeft(exponent[:1], "+-")+exponent[1:]) {
		return "", false
	}
	if hasFraction && !digitsOnly(fraction) || whole == "" && !hasFraction {
		return "", false
	}
	if n.thousands != 0 && strings.IndexByte(whole, n.thousands) >= 0 {
		groups := strings.Split(whole, string(n.thousands))
		for at, group := range groups {
			if at > 0 && len(group) != 3 || at == 0 && (len(group) == 0 || len(group) > 3) {
				return "", false
			}
		}
		whole = strings.Join(groups, "")
		mantissa = "" // force the slow way below
	}
	if whole != "" && !digitsOnly(whole) {
		return "", false
	}
	if mantissa != "" && n.decimal == '.' {
		return text, true
	}
	return text[:len(text)-len(rest)] + whole + "." + fraction + "0" + rest[len(rest)-len(exponentPart(rest)):], true
}

// cutExponent parts "1.5e-7" before and behind the letter.
func cutExponent(text string) (mantissa, exponent string, found bool) {
	at := strings.IndexAny(text, "eE")
	if at < 0 {
		return text, "", false
	}
	if at+1 == len(text) {
		return text[:at], "x", true // refused as no digits
	}
	return text[:at], text[at+1:], true
}

// exponentPart gives "e-7" of "1.5e-7".
func exponentPart(text string) string {
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		return text[at:]
	}
	return ""
}

func digitsOnly(text string) bool {
	for at := 0; at < len(text); at++ {
		if text[at]-'0' > 9 {
			return false
		}
	}
	return text != ""
}
