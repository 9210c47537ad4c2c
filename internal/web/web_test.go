package web

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/healthmap"
)

// brokenMaps fails in every way that a service can.
type brokenMaps struct {
	Maps
	err error
}

func (b brokenMaps) MapPlaces(context.Context) ([]healthmap.Mapped, error) {
	if b.err == nil {
		panic("broken")
	}
	return nil, b.err
}

func serve(t *testing.T, options Options) http.Handler {
	t.Helper()
	options.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	handler, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

func get(handler http.Handler, path string, headers ...string) *http.Response {
	return ask(handler, http.MethodGet, path, headers...)
}

func ask(handler http.Handler, method, path string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	for at := 0; at+1 < len(headers); at += 2 {
		r.Header.Set(headers[at], headers[at+1])
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	reader := r.Body.(io.Reader)
	if r.Header.Get("Content-Encoding") == "gzip" {
		unpacked, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		reader = unpacked
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Every page must answer, and answer safely, while nothing is loaded.
func TestEveryRouteWithoutServices(t *testing.T) {
	handler := serve(t, Options{})
	names := map[string]bool{}
	for _, route := range Routes() {
		if names[route.Name] {
			t.Errorf("two routes are named %s", route.Name)
		}
		names[route.Name] = true
		path := regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(strings.TrimSuffix(route.Pattern, "{$}"), "GM9999")
		answer := ask(handler, route.Method, path)
		if answer.StatusCode >= 500 {
			t.Errorf("%s %s: status %d", route.Method, path, answer.StatusCode)
		}
		policy := answer.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "https:") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if answer.Header.Get("X-Request-Id") == "" || answer.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", path, answer.Header)
		}
	}
}

func TestErrorPages(t *testing.T) {
	handler := serve(t, Options{})
	answer := get(handler, "/bestaat-niet")
	text := body(t, answer)
	if answer.StatusCode != http.StatusNotFound || !strings.Contains(text, answer.Header.Get("X-Request-Id")) || !strings.Contains(text, "Deze bladzijde is er niet") {
		t.Errorf("404: %d %s", answer.StatusCode, text)
	}
	if answer := get(handler, "/bestaat-niet?lang=en"); !strings.Contains(body(t, answer), "This page does not exist") || answer.Header.Get("Set-Cookie") == "" {
		t.Error("404 in English, with the language kept")
	}
	if answer := get(handler, "/bestaat-niet", "Accept", "application/json"); answer.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("a script gets %s", answer.Header.Get("Content-Type"))
	}
	if answer := ask(handler, http.MethodDelete, "/over"); answer.StatusCode != http.StatusMethodNotAllowed || answer.Header.Get("Allow") == "" {
		t.Errorf("405: %d, allow %q", answer.StatusCode, answer.Header.Get("Allow"))
	}
	for name, maps := range map[string]Maps{"error": brokenMaps{err: errors.New("secret cause")}, "panic": brokenMaps{}} {
		answer := get(serve(t, Options{Maps: maps}), "/")
		text := body(t, answer)
		if answer.StatusCode != http.StatusInternalServerError || strings.Contains(text, "secret") || !strings.Contains(text, answer.Header.Get("X-Request-Id")) {
			t.Errorf("%s: %d %s", name, answer.StatusCode, text)
		}
	}
	denied := get(serve(t, Options{Maps: brokenMaps{err: fault.New(fault.Denied, "site.name", nil)}}), "/")
	if denied.StatusCode != http.StatusForbidden {
		t.Errorf("403: %d", denied.StatusCode)
	}
}

func TestFormsFromElsewhereAreRefused(t *testing.T) {
	handler := serve(t, Options{})
	answer := ask(handler, http.MethodPost, "/leveringen/x/terugnemen", "Sec-Fetch-Site", "cross-site")
	if answer.StatusCode != http.StatusForbidden {
		t.Errorf("status %d", answer.StatusCode)
	}
	answer = ask(handler, http.MethodPost, "/leveringen/x/terugnemen", "Sec-Fetch-Site", "same-origin")
	if answer.StatusCode != http.StatusNotFound {
		t.Errorf("own form: status %d", answer.StatusCode)
	}
}

func TestCompression(t *testing.T) {
	handler := serve(t, Options{})
	packed, plain := get(handler, "/over", "Accept-Encoding", "gzip"), get(handler, "/over")
	if packed.Header.Get("Content-Encoding") != "gzip" || plain.Header.Get("Content-Encoding") != "" {
		t.Errorf("packed %q, plain %q", packed.Header.Get("Content-Encoding"), plain.Header.Get("Content-Encoding"))
	}
	clean := func(text string) string { return regexp.MustCompile(`[a-z0-9]{13}`).ReplaceAllString(text, "") }
	if clean(body(t, packed)) != clean(body(t, plain)) {
		t.Error("packed and plain differ")
	}
	if small := get(handler, "/healthz", "Accept-Encoding", "gzip"); small.Header.Get("Content-Encoding") != "" || body(t, small) != "ok\n" {
		t.Error("a small answer was packed")
	}
}

func TestAssetsAreKeptForEver(t *testing.T) {
	handler := serve(t, Options{})
	page := body(t, get(handler, "/"))
	found := regexp.MustCompile(`/assets/[\w.\-]+`).FindAllString(page, -1)
	if len(found) < 3 {
		t.Fatalf("assets in the page: %v", found)
	}
	total := 0
	for _, path := range found {
		answer := get(handler, path, "Accept-Encoding", "gzip")
		if answer.StatusCode != http.StatusOK || !strings.Contains(answer.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", path, answer.StatusCode, answer.Header)
		}
		content, _ := io.ReadAll(answer.Body)
		if !strings.HasSuffix(path, ".woff2") {
			total += len(content)
		}
	}
	if total > 35_000 {
		t.Errorf("a first visit takes %d bytes without letters; 35 kB is the limit", total)
	}
	if answer := get(handler, "/assets/..%2fassets.go"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("outside the assets: %d", answer.StatusCode)
	}
}

func TestBackgroundHostOnlyWhenSwitchedOn(t *testing.T) {
	if policy := contentPolicy("", "'none'"); strings.Contains(policy, "https:") {
		t.Error(policy)
	}
	policy := contentPolicy("https://service.pdok.nl/brt/{z}/{x}/{y}.png", "'none'")
	if !strings.Contains(policy, "img-src 'self' data: blob: https://service.pdok.nl;") || !strings.Contains(policy, "connect-src 'self' https://service.pdok.nl;") {
		t.Error(policy)
	}
	if policy := contentPolicy("javascript:alert(1)", "'none'"); strings.Contains(policy, "javascript") {
		t.Error(policy)
	}
}

// Nothing inline: the policy would refuse it, and only on that one page.
func TestTemplatesHaveNoInlineStyleOrScript(t *testing.T) {
	paths, err := filepath.Glob("view/*.templ")
	if err != nil || len(paths) == 0 {
		t.Fatal(err, paths)
	}
	inline := regexp.MustCompile(`\sstyle=|\son[a-z]+=|javascript:`)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if found := inline.Find(text); found != nil {
			t.Errorf("%s: %s", path, found)
		}
	}
}

// A fault in the interface for programs stays a problem with its headers.
func TestThePanicOfTheInterfaceIsAProblem(t *testing.T) {
	broken := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("API-Version", "1.0.0")
		w.Header().Set("X-Frame-Options", "DENY")
		panic("broken")
	})
	for _, encoding := range []string{"", "gzip"} {
		answer := get(serve(t, Options{API: broken}), "/api/v1/organisations", "Accept", "text/html", "Accept-Encoding", encoding)
		if answer.StatusCode != http.StatusInternalServerError || answer.Header.Get("Content-Type") != "application/problem+json" ||
			answer.Header.Get("API-Version") != "1.0.0" || answer.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%q: %d %v", encoding, answer.StatusCode, answer.Header)
		}
		if text := body(t, answer); strings.Contains(text, "broken") || !strings.Contains(text, `"status":500`) {
			t.Errorf("%q: %s", encoding, text)
		}
	}
}
