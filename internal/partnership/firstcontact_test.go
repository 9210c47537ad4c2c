package partnership

import "testing"

func TestConcernsAndTouches(t *testing.T) {
	for _, c := range []struct {
		areas, code       string
		concerns, touches bool
	}{
		{"", "BU00010203", true, true},
		{"BU00010203", "BU00010203", true, true},
		{"WK000102", "BU00010203", true, true},
		{"GM0001", "BU00010203", true, true},
		{"GM0001", "WK000102", true, true},
		{"BU00020203 GM0001", "WK000102", true, true},
		{"WK000102", "GM0001", false, true},
		{"BU00010203", "WK000102", false, true},
		{"BU00010203", "GM0001", false, true},
		{"WK000102", "WK000103", false, false},
		{"WK000102", "BU00010301", false, false},
		{"GM0001", "GM0002", false, false},
		{"GM0001", "PV01", false, false},
		{"GM0001", "GG0001", false, false},
		{"nonsense", "GM0001", false, false},
	} {
		if got := Concerns(c.areas, c.code); got != c.concerns {
			t.Errorf("Concerns(%q, %q) = %v", c.areas, c.code, got)
		}
		if got := Touches(c.areas, c.code); got != c.touches {
			t.Errorf("Touches(%q, %q) = %v", c.areas, c.code, got)
		}
	}
}
