package exchange

import "testing"

func TestNumbers(t *testing.T) {
	point, comma := newNumberFormat("", ""), newNumberFormat("comma", "")
	dutch, spaced := newNumberFormat("comma", "point"), newNumberFormat("point", "space")
	good := []struct {
		format numberFormat
		text   string
		want   float64
	}{
		{point, "0", 0}, {point, "-1.25", -1.25}, {point, "+7", 7}, {point, ".5", 0.5}, {point, "1e-05", 1e-5}, {point, "2E3", 2000},
		{point, "939342.166846112930000", 939342.16684611293}, {point, "1.234", 1.234},
		{comma, "1,6", 1.6}, {comma, "12", 12}, {comma, "-0,25", -0.25}, {comma, ",5", 0.5}, {comma, "1,5e2", 150},
		{dutch, "1.234,5", 1234.5}, {dutch, "1.234.567", 1234567}, {dutch, "12", 12}, {dutch, "-1.234", -1234},
		{spaced, "1 234.5", 1234.5},
	}
	for _, c := range good {
		if got, ok := c.format.parse(c.text); !ok || got != c.want {
			t.Errorf("%q: %v %v, want %v", c.text, got, ok, c.want)
		}
	}
	bad := map[numberFormat][]string{
		point: {"", ".", "-", "+", "--1", "+-1", "1,5", "1.", "1.2.3", "1 2", "NaN", "Inf", "0x10", "1_000", "e5", "1e", "1e+", "1e5.0", "1e999", "12a", "٣", "−1"},
		comma: {"1.5", "1,", "1,2,3", ",", "1.234,5"},
		dutch: {"1.23,4", "12345.678", ".123", "1.2345", "1..234", "1.234,", "1,234.5"},
	}
	for format, texts := range bad {
		for _, text := range texts {
			if got, ok := format.parse(text); ok {
				t.Errorf("%q is taken for %v", text, got)
			}
		}
	}
}
