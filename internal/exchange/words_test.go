package exchange

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/i18n"
)

// english says sentences as an English reader gets them.
func english(t testing.TB) Say {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return func(key string, args fault.Args) string { return words.T("en", key, i18n.Args(args)) }
}

var keyInCode = regexp.MustCompile(`"(import\.[a-z0-9.-]+)"`)

// TestEveryKeyHasASentence holds the keys in the code, wherever they stand,
// against the language catalogue. That the languages agree with each other is
// looked after by internal/i18n/check.
func TestEveryKeyHasASentence(t *testing.T) {
	say := english(t)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range keyInCode.FindAllStringSubmatch(string(data), -1) {
			if used++; say(found[1], nil) == found[1] {
				t.Errorf("%s: %s has no sentence", file, found[1])
			}
		}
	}
	if used < 50 {
		t.Errorf("only %d keys were found in the code", used)
	}
}
