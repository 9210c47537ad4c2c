package api_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

func TestARecordFromItsBeginningToItsEnd(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h := newHouse(t, config, nil)
		editor := h.secrets[access.Editor]
		const list = "/api/v1/organisations"

		made := h.do(call{method: "POST", path: list, secret: editor, body: map[string]any{"name": "Welzijn Waterhoven", "sort": "welfare", "domains": []string{"social"}}}).wants(t, 201)
		at, tag := made.Header.Get("Location"), made.Header.Get("ETag")
		if tag != `"1"` || made.object(t)["owner"] != h.own.String() {
			t.Errorf("%s %s", tag, made.text)
		}
		got := h.do(call{method: "GET", path: at, secret: editor}).wants(t, 200)
		if string(got.text) != string(made.text) || got.Header.Get("API-Version") == "" || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s\n%s", got.text, made.text)
		}
		h.do(call{method: "GET", path: at, secret: editor, header: map[string]string{"If-None-Match": tag}}).wants(t, 304)
		h.do(call{method: "PATCH", path: at, secret: editor, body: map[string]any{"phone": "040 1"}}).wants(t, 428)

		changed := h.do(call{method: "PATCH", path: at, secret: editor, body: map[string]any{"phone": "040 1"}, header: map[string]string{"If-Match": tag}}).wants(t, 200)
		if changed.Header.Get("ETag") != `"2"` || changed.object(t)["phone"] != "040 1" {
			t.Errorf("%s", changed.text)
		}
		// Who knows the first version may still change another field …
		merged := h.do(call{method: "PATCH", path: at, secret: editor, body: map[string]any{"website": "https://example.org"}, header: map[string]string{"If-Match": tag}}).wants(t, 200).object(t)
		if merged["phone"] != "040 1" || merged["website"] != "https://example.org" {
			t.Errorf("%v", merged)
		}
		// … but not the same one.
		clash := h.do(call{method: "PATCH", path: at, secret: editor, body: map[string]any{"phone": "040 2"}, header: map[string]string{"If-Match": tag}}).wants(t, 412).object(t)
		first, _ := clash["clashes"].([]any)[0].(map[string]any)
		if clash["version"] != 3.0 || first["field"] != "phone" || first["mine"] != "040 2" || first["theirs"] != "040 1" {
			t.Errorf("%v", clash)
		}
		h.do(call{method: "DELETE", path: at, secret: editor, header: map[string]string{"If-Match": `"2"`}}).wants(t, 412)
		h.do(call{method: "DELETE", path: at, secret: editor, header: map[string]string{"If-Match": `"3"`}}).wants(t, 204)
		h.do(call{method: "PATCH", path: at, secret: editor, body: map[string]any{"phone": "040 3"}, header: map[string]string{"If-Match": `"3"`}}).wants(t, 412)
		if gone := h.do(call{method: "GET", path: list + "?deleted=true", secret: editor}).wants(t, 200).object(t); gone["total"] != 1.0 {
			t.Errorf("%v", gone)
		}
		h.do(call{method: "POST", path: at + "/_restore", secret: editor}).wants(t, 200)

		history := h.do(call{method: "GET", path: at + "/changes", secret: editor}).wants(t, 200).object(t)
		if items := history["items"].([]any); len(items) != 5 || items[0].(map[string]any)["deed"] != "returned" {
			t.Errorf("%v", history)
		}
	})
}

// All that is wrong is told at once, wherever it stands.
func TestAllFaultsAtOnce(t *testing.T) {
	h := newHouse(t, store.Config{Folder: t.TempDir()}, nil)
	answer := h.do(call{method: "POST", path: "/api/v1/organisations?x=1", secret: h.secrets[access.Editor],
		body: map[string]any{"sort": "nonsense", "email": 5, "parent": "0123456789abc", "size": 1}}).wants(t, http.StatusBadRequest)
	if answer.Header.Get("Content-Type") != "application/problem+json" {
		t.Error(answer.Header)
	}
	var got []string
	for _, one := range answer.object(t)["errors"].([]any) {
		object := one.(map[string]any)
		if object["detail"] == object["code"] {
			t.Errorf("%v has no words", object)
		}
		got = append(got, object["in"].(string)+" "+object["name"].(string)+" "+object["code"].(string))
	}
	want := []string{
		"body name record.required", "body sort record.no-option", "body parent record.no-such", "body email record.not-text",
		"query x api.no-parameters", "body size record.no-field",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
