package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// Words find records, the best first, and only those that the caller may see.
func TestWordsFindRecords(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h := newHouse(t, config, nil)
		h.make("person", record.Values{"name": "Mies Wandelaar", "job": "wijkverpleegkundige", "audience": "professionals"})
		h.make("person", record.Values{"name": "Piet Verborgen", "job": "wandelaar", "audience": "own-organisation"})
		find := func(secret, words string) []string {
			answer := h.do(call{method: "POST", path: "/api/v1/people/_search", secret: secret, body: map[string]any{"words": words}}).wants(t, http.StatusOK)
			var names []string
			for _, item := range answer.object(t)["items"].([]any) {
				names = append(names, item.(map[string]any)["name"].(string))
			}
			return names
		}
		if found := find(h.secrets[access.Reader], "wandelaars"); strings.Join(found, ", ") != "Mies Wandelaar" {
			t.Errorf("%v", found)
		}
		if found := find("", "wandelaar"); len(found) > 0 {
			t.Errorf("the public finds %v", found)
		}
		wrong := h.do(call{method: "POST", path: "/api/v1/people/_search?x=1", body: map[string]any{"limit": 1e6, "more": 1}}).wants(t, http.StatusBadRequest)
		if errors := wrong.object(t)["errors"].([]any); len(errors) != 4 {
			t.Errorf("%v", errors)
		}
	})
}
