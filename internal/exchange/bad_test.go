package exchange

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
)

var update = flag.Bool("update", false, "write docs/import.md and docs/recipes.md anew")

// badRead reads a bad file as the command line would.
func badRead(t *testing.T, name string) (*Report, error) {
	t.Helper()
	ctx, path := context.Background(), filepath.Join("testdata", "bad", name)
	asFigures := func(value string) (*Report, error) {
		_, report, err := ReadFigures(ctx, path, FigureOptions{Indicator: "rivm-lonely", Period: 2020, BoundaryYear: 2020,
			CodeColumn: "code", ValueColumn: value, Level: place.Neighbourhood}, newKnowing(t), nil)
		return report, err
	}
	switch filepath.Ext(name) {
	case ".csv":
		if name != "no-geometry-column.csv" && name != "geometry-text.csv" {
			return asFigures("waarde")
		}
	case ".gz", ".xlsx", ".zip", ".html", ".bin":
		return asFigures("waarde")
	}
	_, report, err := ReadAreas(ctx, path, AreaOptions{Level: place.Neighbourhood, Year: 2024, CodeColumn: "code", NameColumn: "naam"}, nil)
	return report, err
}

// messages renders everything a bad file gives, in English.
func messages(t *testing.T, name string) []string {
	t.Helper()
	say := english(t)
	report, err := badRead(t, name)
	var lines []string
	var f *fault.Fault
	if errors.As(err, &f) && f.Key != "import.faulty" {
		lines = append(lines, "error: "+say(f.Key, f.Args))
	} else if err != nil && f == nil {
		t.Fatalf("%s: an error that is no fault: %v", name, err)
	}
	for _, finding := range report.Findings() {
		lines = append(lines, finding.Severity.String()+": "+finding.Text(say))
	}
	return lines
}

// TestBadFiles holds the table of messages in docs/import.md against what bad
// files of every sort really give. Run with -update after a change.
func TestBadFiles(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join("testdata", "bad"))
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	sort.Strings(names)
	var table strings.Builder
	table.WriteString("| file | what it says |\n|---|---|\n")
	for _, name := range names {
		lines := messages(t, name)
		if len(lines) == 0 {
			t.Errorf("%s gives no message", name)
		}
		for at, line := range lines {
			if strings.Contains(line, "<no value>") || strings.Contains(line, "import.") {
				t.Errorf("%s: a sentence that is not whole: %s", name, line)
			}
			lines[at] = "`" + strings.ReplaceAll(line, "|", "\\|") + "`"
		}
		fmt.Fprintf(&table, "| %s | %s |\n", name, strings.Join(lines, "<br>"))
	}
	holdAgainst(t, "import.md", "bad files", table.String())
}

// holdAgainst compares a part of a document, between two marks, with what it
// should be.
func holdAgainst(t *testing.T, document, part, want string) {
	t.Helper()
	path := filepath.Join("..", "..", "docs", document)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := []byte("<!-- begin "+part+" -->\n"), []byte("<!-- end "+part+" -->")
	from, to := bytes.Index(data, begin), bytes.Index(data, end)
	if from < 0 || to < from {
		t.Fatalf("%s has no part %q", document, part)
	}
	from += len(begin)
	if string(data[from:to]) == want {
		return
	}
	if !*update {
		t.Errorf("%s is out of date: go test ./internal/exchange -update", document)
		return
	}
	data = append(append(append([]byte{}, data[:from]...), want...), data[to:]...)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestRecipeList holds the list of shipped recipes in docs/recipes.md against
// the recipes.
func TestRecipeList(t *testing.T) {
	all, err := Recipes()
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{}
	for id := range all {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	var table strings.Builder
	table.WriteString("| recipe | table | borders of | brings | columns rest on |\n|---|---|---|---|---|\n")
	for _, id := range ids {
		r := all[id]
		brings := fmt.Sprintf("%d rules for figures", len(r.Figures))
		if r.Areas != nil && len(r.Figures) == 0 {
			brings = "borders"
		} else if r.Areas != nil {
			brings += ", borders"
		}
		fmt.Fprintf(&table, "| `%s` | %s | %d | %s | %s |\n", id, r.Name.In("en"), r.BoundaryYear, brings, r.Confirmed)
	}
	holdAgainst(t, "recipes.md", "recipes", table.String())
}
