package web

import (
	"net/http"
	"strings"
	"testing"
)

// Only what is made for it stands in frames, and only in those of sites that
// the setting names.
func TestFramesOnlyWhereTheSettingSays(t *testing.T) {
	for _, c := range []struct {
		sites []string
		path  string
		want  string // of frame-ancestors
	}{
		{nil, "/insluiten/tabel", "'none'"},
		{nil, "/", "'none'"},
		{[]string{"https://www.example.nl", "https://ggd.example.nl"}, "/insluiten/tabel", "https://www.example.nl https://ggd.example.nl"},
		{[]string{"https://www.example.nl"}, "/vergelijk/tabel", "'none'"},
		{[]string{"https://www.example.nl"}, "/account", "'none'"},
		{[]string{"https://www.example.nl"}, "/insluitend", "'none'"},
	} {
		answer := get(serve(t, Options{EmbedIn: func() []string { return c.sites }}), c.path)
		if policy := answer.Header.Get("Content-Security-Policy"); !strings.Contains(policy+";", "frame-ancestors "+c.want+";") {
			t.Errorf("%s for %v: %s", c.path, c.sites, policy)
		}
		if got := answer.Header.Get("X-Frame-Options") == "DENY"; got != (c.want == "'none'") {
			t.Errorf("%s for %v: X-Frame-Options is %q", c.path, c.sites, answer.Header.Get("X-Frame-Options"))
		}
	}
	if answer := get(serve(t, Options{}), "/insluiten/kaart/GM9999"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("without the setting: status %d", answer.StatusCode)
	}
}

// What an origin may be; anything else could change the policy that it is
// written in.
func TestOrigins(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "  ": 0, "https://www.example.nl": 1, "https://a.example.nl  https://b.example.nl:8443": 2, "http://localhost:3000": 1,
	} {
		if found, err := CheckOrigins(text); err != nil || len(found) != want {
			t.Errorf("%q: %v, %v", text, found, err)
		}
	}
	for _, text := range []string{
		"*", "https:", "https://", "www.example.nl", "http://www.example.nl", "https://www.example.nl/", "https://www.example.nl/path", "https://*.example.nl",
		"https://a.example.nl;script-src *", "'self'", "data:", "https://user@example.nl", "https://a.example.nl,https://b.example.nl", "javascript:alert(1)",
	} {
		if found, err := CheckOrigins(text); err == nil {
			t.Errorf("%q is taken for %v", text, found)
		}
	}
}
