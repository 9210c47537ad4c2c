package record

import "testing"

// A page of this installation never leads elsewhere, however a browser reads it.
func TestPageStaysHere(t *testing.T) {
	for text, want := range map[string]bool{
		"/": true, "/kaart/GM0772?jaar=2024&niveau=buurt": true, "/vergelijk?gebied=BU07720101#alles": true,
		"": false, "kaart": false, "//elsewhere.example.org": false, "/\\elsewhere.example.org": false, `\\elsewhere.example.org`: false,
		"https://elsewhere.example.org/": false, "javascript:alert(1)": false, "/%zz": false, "///elsewhere.example.org": false,
	} {
		if got := isPage(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
