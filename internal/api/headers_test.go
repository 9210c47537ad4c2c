package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/api"
	"github.com/koppelkans/koppelkans/internal/store"
)

// onAll are the headers that the NLGov rules want on every answer; no document
// tells of most of them. do holds every answer of every test against it.
var onAll = map[string]string{
	"API-Version":                 api.Version, // /core/version-header
	"Cache-Control":               "no-store",  // /core/transport/security-headers, to the end
	"Content-Security-Policy":     "default-src 'none'; frame-ancestors 'none'",
	"Referrer-Policy":             "no-referrer",
	"Strict-Transport-Security":   "max-age=31536000",
	"X-Content-Type-Options":      "nosniff",
	"X-Frame-Options":             "DENY",
	"Access-Control-Allow-Origin": "*", // /core/transport/cors, /core/publish-openapi
}

// checkHeaders holds an answer against the rules for headers.
func checkHeaders(t testing.TB, response *http.Response) {
	t.Helper()
	where := response.Request.Method + " " + response.Request.URL.Path + " → " + response.Status
	for name, want := range onAll {
		if got := response.Header.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %s is %q, want %q", where, name, got, want)
		}
	}
	kind := response.Header.Get("Content-Type")
	switch {
	case response.StatusCode >= http.StatusBadRequest: // /core/error-handling/problem-details
		if kind != "application/problem+json" {
			t.Errorf("%s: a problem is %q", where, kind)
		}
	case response.StatusCode == http.StatusNoContent || response.StatusCode == http.StatusNotModified:
		if kind != "" {
			t.Errorf("%s: nothing is %q", where, kind)
		}
	case kind != "application/json" && kind != "text/csv; charset=utf-8":
		t.Errorf("%s: an answer is %q", where, kind)
	}
}

// What leads to no operation is told in the same way: a slash at the end, a
// path that would be another when tidied up, a method that is not there.
func TestWhatIsNoOperation(t *testing.T) {
	h := newHouse(t, store.Config{Folder: t.TempDir()}, nil)
	for _, one := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/api/v1", 404}, {"GET", "/api/v1/", 404}, {"GET", "/api/v1/nonsense", 404},
		{"GET", "/api/v1/organisations/", 404}, {"GET", "/api/v1/openapi.json/", 404}, {"GET", "/api/v1/places/municipality/GM0001/", 404},
		{"GET", "/api/v1/organisations/" + h.own.String() + "/", 404}, {"GET", "/api/v1//organisations", 404}, {"GET", "/api/v1/x/../organisations", 404},
		{"PUT", "/api/v1/organisations/" + h.own.String(), 405}, {"DELETE", "/api/v1/organisations", 405}, {"POST", "/api/v1/openapi.json", 405},
		{"OPTIONS", "/api/v1/organisations", 204}, {"HEAD", "/api/v1/organisations", 200}, {"HEAD", "/api/v1/organisations/", 404},
	} {
		answer := h.do(call{method: one.method, path: one.path, secret: h.secrets[access.Administrator]}).wants(t, one.status)
		if one.status == http.StatusMethodNotAllowed && answer.Header.Get("Allow") == "" {
			t.Errorf("%s %s: no word about what is allowed", one.method, one.path)
		}
		if one.method == "HEAD" && len(answer.text) > 0 {
			t.Errorf("HEAD %s has a body", one.path)
		}
		if one.status >= 400 && one.method != "HEAD" {
			problem := answer.object(t)
			if problem["status"] != float64(one.status) || problem["title"] == "" || problem["detail"] == "" {
				t.Errorf("%s %s: %s", one.method, one.path, answer.text)
			}
		}
	}
}

// The document speaks Dutch to who asks for no language or for one that is not
// there (/core/doc-language), and any site may read it without token.
func TestTheDocumentIsDutchFirst(t *testing.T) {
	h := newHouse(t, store.Config{Folder: t.TempDir()}, nil)
	for language, want := range map[string]string{"": "nl", "nl-NL": "nl", "fr": "nl", "en": "en"} {
		answer := h.do(call{method: "GET", path: "/api/v1/openapi.json", header: map[string]string{"Accept-Language": language}}).wants(t, http.StatusOK)
		if got := answer.Header.Get("Content-Language"); got != want {
			t.Errorf("%q gives the document in %q", language, got)
		}
		operation := outline{answer.object(t)}.part("paths", "/organisations/{id}", "get")
		if dutch := strings.HasPrefix(operation["summary"].(string), "Lees"); dutch != (want == "nl") {
			t.Errorf("%q gives %q", language, operation["summary"])
		}
	}
}

// A request may begin in another time zone; an answer is in UTC
// (/core/date-time/timezone).
func TestMomentsAreInUTC(t *testing.T) {
	h := newHouse(t, store.Config{Folder: t.TempDir()}, nil)
	one := h.do(call{method: "GET", path: "/api/v1/organisations/" + h.own.String(), secret: h.token(access.Reader, account.Token{})}).wants(t, http.StatusOK).object(t)
	for _, name := range []string{"createdAt", "changedAt"} {
		if text := one[name].(string); !strings.HasSuffix(text, "Z") || !strings.Contains(text, "T") {
			t.Errorf("%s is %s", name, text)
		}
	}
}
