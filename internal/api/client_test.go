package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/api"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
)

// generatedKind is what a generated client calls the operations of a kind.
type generatedKind struct {
	Name, Many string
	Derived    bool
	Property   string // what is changed
}

// A client that was generated from the document, as others do it, reads and
// writes one record of each kind.
func TestAGeneratedClientReadsAndWritesEveryKind(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	h := newHouse(t, config, nil)
	var kinds []generatedKind
	var names []string
	samples := map[string]map[string]any{}
	for _, kind := range h.records.Kinds.All() {
		one := h.generated(kind)
		property, value := other(kind)
		one.Property = property
		kinds, names = append(kinds, one), append(names, one.Name)
		samples[one.Name] = map[string]any{"Change": map[string]any{property: value}}
		if !kind.Derived {
			samples[one.Name]["New"] = sent(kind, h.sample(kind))
		}
	}
	input, err := json.Marshal(samples)
	must(t, err)
	try := exec.Command(h.buildClient(kinds), h.server.URL+api.Root, h.secrets[access.Administrator])
	try.Stdin = bytes.NewReader(input)
	if did := strings.Fields(run(t, try)); !slices.Equal(did, names) {
		t.Errorf("the client did %v, not %v", did, names)
	}
}

// generated finds the names of the operations of a kind in the document.
func (h *house) generated(kind *record.Kind) generatedKind {
	one := generatedKind{Derived: kind.Derived}
	for _, op := range h.checker.operations {
		switch {
		case op.method == http.MethodGet && op.path == "/"+kind.Many:
			one.Many = strings.TrimPrefix(op.id, "list")
		case op.method == http.MethodGet && op.path == "/"+kind.Many+"/{id}":
			one.Name = strings.TrimPrefix(op.id, "get")
		}
	}
	return one
}

// buildClient generates the client in a folder that goes away, with the
// modules of our tools, and builds the program that uses it.
func (h *house) buildClient(kinds []generatedKind) string {
	h.t.Helper()
	folder, tools := h.t.TempDir(), filepath.Join("..", "..", "tools")
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(tools, name))
		must(h.t, err)
		must(h.t, os.WriteFile(filepath.Join(folder, name), text, 0o600))
	}
	document := h.do(call{method: "GET", path: "/api/v1/openapi.json"}).wants(h.t, http.StatusOK)
	must(h.t, os.WriteFile(filepath.Join(folder, "openapi.json"), document.text, 0o600))
	must(h.t, os.Mkdir(filepath.Join(folder, "client"), 0o700))
	run(h.t, exec.Command("go", "tool", "-modfile="+filepath.Join(tools, "go.mod"), "oapi-codegen", "-generate", "types,client", "-package", "client",
		"-o", filepath.Join(folder, "client", "client.go"), filepath.Join(folder, "openapi.json")))

	var program bytes.Buffer
	written, err := template.ParseFiles("testdata/client.go.tmpl")
	must(h.t, err)
	must(h.t, written.Execute(&program, kinds))
	must(h.t, os.WriteFile(filepath.Join(folder, "main.go"), program.Bytes(), 0o600))
	build := exec.Command("go", "build", "-o", "try", ".")
	build.Dir = folder
	run(h.t, build)
	return filepath.Join(folder, "try")
}

// run runs a command that must go well, and gives what it printed.
func run(t testing.TB, command *exec.Cmd) string {
	t.Helper()
	var out, faults bytes.Buffer
	command.Stdout, command.Stderr = &out, &faults
	if err := command.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", filepath.Base(command.Path), err, out.String(), faults.String())
	}
	return out.String()
}
