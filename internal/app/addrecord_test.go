package app

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// mostLines is what adding a kind may take.
const mostLines = 30

// docs/adding-a-record.md promises that a kind is added in under thirty lines.
// Its pieces are put in a copy of the program, which is built, and every
// surface of the new kind is tried on both databases.
func TestAddingARecordAsTheDocumentSays(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program once more")
	}
	const root = "../.."
	text, err := os.ReadFile(filepath.Join(root, "docs/adding-a-record.md"))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	copyProgram(t, root, folder)
	pieces := piecesOf(t, string(text))
	lines := 0
	for _, piece := range pieces {
		lines += piece.lines()
		piece.put(t, folder)
	}
	t.Logf("%d pieces, %d lines", len(pieces), lines)
	if lines >= mostLines {
		t.Errorf("adding a kind takes %d lines", lines)
	}
	for _, args := range [][]string{
		{"run", "./internal/i18n/check"},
		{"test", "-count=1", "-v", "-run", "TestEveryKindHasAllSurfaces/.*/^bench$", "./internal/app"},
	} {
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Dir = folder
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		if args[0] == "test" && !strings.Contains(string(out), "--- PASS: TestEveryKindHasAllSurfaces/sqlite/bench") {
			t.Errorf("the new kind was not tried:\n%s", out)
		}
	}
}

// piece is a block of the document: a file of its own, or lines that follow a
// line of a file.
type piece struct{ file, after, text string }

var pieceMark = regexp.MustCompile("(?s)<!-- (?:file: ([^ ]+)|after: (.+?), in: ([^ ]+)) -->\n```[a-z]+\n(.*?)```")

func piecesOf(t *testing.T, text string) []piece {
	t.Helper()
	var pieces []piece
	for _, found := range pieceMark.FindAllStringSubmatch(text, -1) {
		pieces = append(pieces, piece{file: found[1] + found[3], after: found[2], text: found[4]})
	}
	if len(pieces) != 5 {
		t.Fatalf("the document has %d pieces", len(pieces))
	}
	return pieces
}

// lines counts those that are not empty.
func (p piece) lines() int {
	count := 0
	for line := range strings.Lines(p.text) {
		if strings.TrimSpace(line) != "" {
			count++
		}
	}
	return count
}

func (p piece) put(t *testing.T, folder string) {
	t.Helper()
	path := filepath.Join(folder, p.file)
	text := p.text
	if p.after != "" {
		old, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(old), "\n")
		at := slices.Index(lines, p.after+"\n")
		if at < 0 {
			at = slices.IndexFunc(lines, func(line string) bool { return strings.TrimSpace(line) == p.after })
		}
		if at < 0 {
			t.Fatalf("%s has no line %q", p.file, p.after)
		}
		text = strings.Join(slices.Insert(lines, at+1, p.text), "")
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// copyProgram copies the sources with what was generated from them.
func copyProgram(t *testing.T, from, to string) {
	t.Helper()
	skipped := map[string]bool{".git": true, "node_modules": true, ".ci": true, "bin": true, "data": true, "tmp": true, "e2e": true}
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, name)
		switch {
		case entry.IsDir() && skipped[name]:
			return filepath.SkipDir
		case entry.IsDir():
			return os.MkdirAll(target, 0o750)
		case !entry.Type().IsRegular():
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("copy: %w", err)
		}
		return os.WriteFile(target, content, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}
