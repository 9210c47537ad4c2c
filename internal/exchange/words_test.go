package exchange

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	keyInCode    = regexp.MustCompile(`"(import\.[a-z0-9.-]+)"`)
	placeholders = regexp.MustCompile(`\{\{\.\w+\}\}`)
)

// TestWords holds the keys in the code against both lists of sentences.
func TestWords(t *testing.T) {
	used := map[string]bool{}
	files, _ := filepath.Glob("*.go")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(file, "_test.go") {
			for _, found := range keyInCode.FindAllStringSubmatch(string(data), -1) {
				used[found[1]] = true
			}
		}
	}
	nl, err := Words("nl")
	if err != nil {
		t.Fatal(err)
	}
	en, err := Words("en")
	if err != nil {
		t.Fatal(err)
	}
	for key := range used {
		if nl[key] == "" || en[key] == "" {
			t.Errorf("%s has no sentence", key)
		}
	}
	for key, sentence := range en {
		if !used[key] {
			t.Errorf("nothing says %s", key)
		}
		names := map[string]bool{}
		for _, name := range placeholders.FindAllString(sentence, -1) {
			names[name] = true
		}
		for _, name := range placeholders.FindAllString(nl[key], -1) {
			if !names[name] {
				t.Errorf("%s names %s in one language only", key, name)
			}
			delete(names, name)
		}
		if len(names) > 0 {
			t.Errorf("%s lacks %v in Dutch", key, names)
		}
	}
	if len(nl) != len(en) {
		t.Errorf("%d sentences in Dutch, %d in English", len(nl), len(en))
	}
}
