package app

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/store"
)

// docs/tour.md leads newcomers: every page that it names is there for whom it
// says, every picture is there, and no picture lies there unused.
func TestTourPageNamesPagesThatExist(t *testing.T) {
	text, err := os.ReadFile("../../docs/tour.md")
	if err != nil {
		t.Fatal(err)
	}
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	h := openHall(t, config)
	path := regexp.MustCompile("`(/[^`]*)`")
	asked := 0
	for _, section := range strings.Split(string(text), "\n## ") {
		b := newBrowser(t, h.server.URL)
		for _, role := range []string{"analyst", "coordinator", "administrator"} {
			if title, _, _ := strings.Cut(section, "\n"); strings.Contains(title, role) {
				b.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {role}})
			}
		}
		for _, found := range path.FindAllStringSubmatch(section, -1) {
			b.expect(t, http.StatusOK, found[1], nil)
			asked++
		}
	}
	if asked < 15 {
		t.Errorf("docs/tour.md names %d pages only", asked)
	}
	named := map[string]bool{}
	for _, found := range regexp.MustCompile(`\]\((tour/[^)]*)\)`).FindAllStringSubmatch(string(text), -1) {
		named[found[1]] = true
		if _, err := os.Stat(filepath.Join("../../docs", found[1])); err != nil {
			t.Error(err)
		}
	}
	files, err := filepath.Glob("../../docs/tour/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pictures, %v", err)
	}
	var total int64
	for _, file := range files {
		if name := "tour/" + filepath.Base(file); !named[name] {
			t.Errorf("docs/tour.md does not show %s", name)
		}
		if info, err := os.Stat(file); err == nil {
			total += info.Size()
		}
	}
	if total > 600_000 {
		t.Errorf("the pictures are %d bytes together, more than 600,000", total)
	}
}
