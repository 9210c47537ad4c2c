package web

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/limit"
)

// What every answer tells a browser. Also an answer that refuses or fails.
func TestHeaders(t *testing.T) {
	handler := serve(t, Options{PublicURL: "https://kans.example.org"})
	for _, request := range []struct{ method, path string }{{"GET", "/"}, {"GET", "/nergens"}, {"DELETE", "/over"}, {"GET", "/healthz"}, {"POST", "/uitloggen"}, {"GET", "/zoek.json?q=x"}} {
		header := ask(handler, request.method, request.path).Header
		for name, want := range map[string]string{
			"X-Content-Type-Options":       "nosniff",
			"X-Frame-Options":              "DENY",
			"Referrer-Policy":              "same-origin",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Strict-Transport-Security":    "max-age=31536000",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", request.path, name, got, want)
			}
		}
		policy := header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(policy+";", part) {
				t.Errorf("%s: the policy has no %s: %s", request.path, part, policy)
			}
		}
		for _, feature := range []string{"camera=()", "geolocation=()", "microphone=()"} {
			if !strings.Contains(header.Get("Permissions-Policy"), feature) {
				t.Errorf("%s: Permissions-Policy %q", request.path, header.Get("Permissions-Policy"))
			}
		}
		if strings.Contains(header.Get("Server")+header.Get("X-Powered-By"), "o") {
			t.Errorf("%s tells what it runs on: %v", request.path, header)
		}
	}
	if hsts := get(serve(t, Options{PublicURL: "http://kans.example.org"}), "/").Header.Get("Strict-Transport-Security"); hsts != "" {
		t.Errorf("without TLS the browser is told %q", hsts)
	}
}

// Every form that another site sends is refused, whatever it asks.
func TestEveryWriteIsGuarded(t *testing.T) {
	handler := serve(t, Options{})
	for _, route := range Routes() {
		if route.Method == http.MethodGet {
			continue
		}
		path := strings.NewReplacer("{id}", "x", "{token}", "x").Replace(route.Pattern)
		for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.example.org"}} {
			if answer := ask(handler, route.Method, path, headers...); answer.StatusCode != http.StatusForbidden {
				t.Errorf("%s %s with %v: status %d", route.Method, path, headers, answer.StatusCode)
			}
		}
		if answer := ask(handler, route.Method, path, "Sec-Fetch-Site", "same-origin"); answer.StatusCode == http.StatusForbidden && route.Public {
			t.Errorf("%s %s: a form of our own is refused", route.Method, path)
		}
	}
}

func TestTooOften(t *testing.T) {
	now := time.Now()
	limits := Limits{Search: limit.PerMinute(6, 3), Writes: limit.PerMinute(6, 2)}
	handler := serve(t, Options{Limits: &limits, Now: func() time.Time { return now }, Proxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}})
	from := func(method, path, reader string) *http.Response {
		return ask(handler, method, path, "X-Forwarded-For", reader)
	}
	for range 3 {
		if answer := from("GET", "/zoek?q=x", "198.51.100.1"); answer.StatusCode != http.StatusOK {
			t.Fatalf("status %d", answer.StatusCode)
		}
	}
	answer := from("GET", "/zoek?q=x", "198.51.100.1")
	if answer.StatusCode != http.StatusTooManyRequests || answer.Header.Get("Retry-After") != "10" || !strings.Contains(body(t, answer), "Wacht 10 seconden") {
		t.Errorf("status %d, Retry-After %q", answer.StatusCode, answer.Header.Get("Retry-After"))
	}
	if answer := from("GET", "/zoek.json?q=x", "198.51.100.1"); answer.StatusCode != http.StatusTooManyRequests || answer.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("a script gets %d %s", answer.StatusCode, answer.Header.Get("Content-Type"))
	}
	if answer := from("GET", "/over", "198.51.100.1"); answer.StatusCode != http.StatusOK {
		t.Errorf("reading is limited: %d", answer.StatusCode)
	}
	if answer := from("GET", "/zoek?q=x", "198.51.100.2"); answer.StatusCode != http.StatusOK {
		t.Errorf("another reader is refused: %d", answer.StatusCode)
	}
	now = now.Add(10 * time.Second)
	if answer := from("GET", "/zoek?q=x", "198.51.100.1"); answer.StatusCode != http.StatusOK {
		t.Errorf("still refused after the wait: %d", answer.StatusCode)
	}
	for n := range 3 {
		answer := from("POST", "/uitloggen", "198.51.100.3")
		if limited := answer.StatusCode == http.StatusTooManyRequests; limited != (n == 2) {
			t.Errorf("write %d: status %d", n+1, answer.StatusCode)
		}
	}
}

// What a proxy says is believed as far as it saw it itself.
func TestWhereAReaderComesFrom(t *testing.T) {
	s := &site{Options: Options{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}}}
	for _, check := range []struct{ remote, forwarded, want, network string }{
		{"203.0.113.7:999", "", "203.0.113.7", "203.0.113.0/24"},
		{"203.0.113.7:999", "198.51.100.1", "203.0.113.7", "203.0.113.0/24"}, // made up by the reader
		{"10.0.0.1:999", "198.51.100.1", "198.51.100.1", "198.51.100.0/24"},
		{"10.0.0.1:999", "1.2.3.4, 198.51.100.1", "198.51.100.1", "198.51.100.0/24"}, // the first part made up
		{"10.0.0.1:999", "198.51.100.1, 10.0.0.2", "198.51.100.1", "198.51.100.0/24"},
		{"10.0.0.1:999", "rommel", "10.0.0.1", "10.0.0.0/24"},
		{"[::1]:999", "2001:db8:1:2:3::4", "2001:db8:1:2:3::4", "2001:db8:1::/48"},
		{"[::ffff:203.0.113.7]:999", "", "203.0.113.7", "203.0.113.0/24"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = check.remote
		if check.forwarded != "" {
			r.Header.Set("X-Forwarded-For", check.forwarded)
		}
		if got, network := s.address(r).String(), s.network(r); got != check.want || network != check.network {
			t.Errorf("%+v: %s, %s", check, got, network)
		}
	}
	six := httptest.NewRequest("GET", "/", nil)
	six.RemoteAddr = "[2001:db8:1:2:3::4]:1"
	if key := s.addressKey(six); key != "2001:db8:1:2::/64" {
		t.Errorf("counted as %s", key)
	}
}

func TestPathsOfTheLogHideTokens(t *testing.T) {
	for path, want := range map[string]string{
		"/inloggen/mail/ABC":        "/inloggen/mail/…",
		"/inloggen/mail/ABC/x":      "/inloggen/mail/…",
		"/inloggen/mail/gevraagd":   "/inloggen/mail/gevraagd",
		"/inloggen/mail/bevestigen": "/inloggen/mail/bevestigen",
		"/uitnodiging/ABC":          "/uitnodiging/…",
		"/kaart/GM9999":             "/kaart/GM9999",
	} {
		if got := logPath(httptest.NewRequest("GET", path, nil)); got != want {
			t.Errorf("%s is logged as %s", path, got)
		}
	}
}

func TestLocalPath(t *testing.T) {
	for path, want := range map[string]string{
		"/kaart?q=x#y": "/kaart?q=x#y", "": "/", "//elsewhere.example.org": "/", "https://elsewhere.example.org/": "/", `/\elsewhere.example.org`: "/",
		"/\telsewhere": "/", "javascript:alert(1)": "/", "kaart": "/", `\\elsewhere`: "/", "/a\nb": "/",
	} {
		if got := localPath(path, "/"); got != want {
			t.Errorf("%q leads to %q", path, got)
		}
	}
}

func FuzzLocalPath(f *testing.F) {
	for _, seed := range []string{"/", "//x", `/\x`, "/%2f%2fx", "https://x", "/a?b=//c", "/\u202e"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		got := localPath(path, "/")
		if !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.HasPrefix(got, `/\`) {
			t.Errorf("%q leads to %q", path, got)
		}
	})
}

func TestBrowserNames(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                        "Firefox, Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0":               "Edge, Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1": "Safari, iPhone",
		"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":                            "Chrome, Android",
		"curl/8.0": "", "": "",
	} {
		if got := browserOf(agent); got != want {
			t.Errorf("%s: %q", agent, got)
		}
	}
}
