package agreement

import "testing"

func TestMends(t *testing.T) {
	for _, c := range []struct {
		was, is string
		want    bool
	}{
		{"De sleutel ligt bij de buren.", "De sleutel ligt bij de buren.", true},
		{"De sleutl ligt bij de burn", "De sleutel ligt bij de buren.", true},
		{"de sleutel ligt bij buren", "De sleutel ligt bij de buren", true},
		{"De sleutel ligt bij de buren.", "De sleutel ligt bij de buren op 12.", false},
		{"Binnen twee dagen", "Binnen twee maanden", false},
		{"Voor alle bewoners", "Voor niet alle bewoners", false},
		{"Een plek voor ieder", "Geen plek voor ieder", false},
		{"Tot 1 juni", "Tot 1 juli", false},
		{"Tot 1 juni", "Tot 11 juni", false},
		{"Acht bomen", "Zes bomen", false},
		{"We planten bomen", "We kappen bomen", false},
		{"", "Een heel nieuw verhaal", false},
	} {
		if got := mends(c.was, c.is); got != c.want {
			t.Errorf("%q to %q: %v", c.was, c.is, got)
		}
	}
}
