package secret

import "testing"

// Tokens that were sent are found by their hash: it must stay what it was.
func TestHashedStaysWhatItWas(t *testing.T) {
	if got, want := Hashed("abc"), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"; got != want {
		t.Errorf("the hash of abc is %s, not %s", got, want)
	}
	if a, b := New(), New(); a == b || len(a) < 26 {
		t.Errorf("tokens %q and %q", a, b)
	}
}
