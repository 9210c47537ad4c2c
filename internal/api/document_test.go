package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/store"
)

// worded finds what of the document has no words of its own.
func worded(t *testing.T, where string, node any) {
	t.Helper()
	switch node := node.(type) {
	case map[string]any:
		properties, _ := node["properties"].(map[string]any)
		for name, property := range properties {
			object := property.(map[string]any)
			if object["description"] == nil && object["$ref"] == nil {
				t.Errorf("%s.%s has no description", where, name)
			}
		}
		for name, child := range node {
			worded(t, where+"/"+name, child)
		}
	case []any:
		for _, child := range node {
			worded(t, where, child)
		}
	case string:
		if strings.HasPrefix(node, "api.") || strings.HasPrefix(node, "kind.") || strings.Contains(node, "{") && !strings.HasPrefix(node, "/") {
			if !strings.Contains(where, "/pattern") {
				t.Errorf("%s is %q", where, node)
			}
		}
	}
}

func TestEverythingInTheDocumentHasWords(t *testing.T) {
	h := newHouse(t, store.Config{Folder: t.TempDir()}, nil)
	texts := map[string]string{}
	for _, lang := range []string{"nl", "en"} {
		answer := h.do(call{method: "GET", path: "/api/v1/openapi.json", header: map[string]string{"Accept-Language": lang}}).wants(t, 200)
		texts[lang] = string(answer.text)
		var document map[string]any
		must(t, json.Unmarshal(answer.text, &document))
		worded(t, lang, document)
	}
	if texts["nl"] == texts["en"] {
		t.Error("both languages are alike")
	}
}
