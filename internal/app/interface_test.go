package app

import (
	"net/http"
	"testing"

	"github.com/koppelkans/koppelkans/internal/store"
)

// What stands around the interface in the whole program takes nothing away of
// what the NLGov rules want on every answer, and adds nothing to it.
func TestTheInterfaceKeepsItsHeadersInTheProgram(t *testing.T) {
	h := newHall(t, store.Config{Folder: t.TempDir()}, 3, 3)
	h.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for path, status := range map[string]int{
		"/api/v1/organisations?limit=1000": 200, "/api/v1/organisations/": 404, "/api/v1//organisations": 404, "/api/v1/openapi.json": 200,
		"/api/v1": 404, "/api": 404, "/api/": 404, "/api/v2/organisations": 404, "/api/v1/organisations?x=1": 400,
	} {
		answer, err := h.client.Get(h.server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != status {
			t.Errorf("%s: %s, want %d", path, answer.Status, status)
		}
		for name, want := range map[string]string{
			"API-Version": "1.0.0", "Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
			"Strict-Transport-Security": "max-age=31536000", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Set-Cookie": "",
			"Access-Control-Allow-Origin": "*",
		} {
			if got := answer.Header.Values(name); want == "" && len(got) > 0 || want != "" && (len(got) != 1 || got[0] != want) {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if kind := answer.Header.Get("Content-Type"); status >= 400 && kind != "application/problem+json" {
			t.Errorf("%s: a problem is %q", path, kind)
		}
	}
}
