package app

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/store"
)

const factsheetsPath = "/gebieden/municipality/" + demoPlace + "/factsheets"

// factsheetWorker starts a process that does jobs.
func factsheetWorker(t *testing.T, config store.Config) *exec.Cmd {
	t.Helper()
	cmd := program(context.WithoutCancel(t.Context()), append([]string{"jobs", "work", "--workers", "1", "--lease", "2s", "--chromium", noChromium}, in(config)...)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }) // it may have ended
	return cmd
}

// page gives what the hall's client sees at a path.
func (h *hall) page(t *testing.T, path string) string {
	t.Helper()
	answer, err := h.client.Get(h.server.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Somebody with a role asks for all factsheets at the page; the process that
// makes them is killed in the midst of it. Nothing half-written is offered, and
// another process makes the whole.
func TestFactsheetsAfterAKill(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	h := openHall(t, config)
	if strings.Contains(h.page(t, strings.TrimSuffix(factsheetsPath, "/factsheets")), factsheetsPath) {
		t.Error("the public is offered it")
	}
	h.signIn(t, "reader")
	if !strings.Contains(h.page(t, strings.TrimSuffix(factsheetsPath, "/factsheets")), factsheetsPath) {
		t.Error("a reader is not offered it")
	}
	answer, err := h.client.PostForm(h.server.URL+factsheetsPath, url.Values{"gebieden": {"neighbourhood"}, "bestand": {"docx"}, "woorden": {"gewoon"}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	job := answer.Request.URL.Path
	if !strings.HasPrefix(job, "/taken/") {
		t.Fatalf("it led to %s (%s)", job, answer.Status)
	}

	first := factsheetWorker(t, config)
	for end := time.Now().Add(30 * time.Second); len(beingWritten(t, config)) == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("no worker begins")
		}
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait() // it was killed
	file := regexp.MustCompile(`action="(` + job + `/bestand/[^"]+)"`)
	if file.MatchString(h.page(t, job)) {
		t.Fatal("what was killed offers a file")
	}

	factsheetWorker(t, config)
	if said := must(t, config, "jobs", "watch", strings.TrimPrefix(job, "/taken/")); !strings.Contains(said, "done") {
		t.Fatalf("watched: %q", said)
	}
	found := file.FindStringSubmatch(h.page(t, job))
	if found == nil {
		t.Fatal("no file is offered")
	}
	if answer, err = h.client.PostForm(h.server.URL+found[1], nil); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(answer, err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil || len(packed.File) != 19 {
		t.Fatalf("%d files, %v", len(packed.File), err)
	}
}

// beingWritten lists the files that are being written.
func beingWritten(t *testing.T, config store.Config) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(config.Folder, filesFolder, "*.part"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// The command writes a whole file or none: what stood there stays when it fails.
func TestFactsheetsCommand(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	out := filepath.Join(t.TempDir(), "all.zip")
	if err := os.WriteFile(out, []byte("of before"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range [][]string{{"GM0001", "--format", "docx"}, {demoPlace, "--format", "pdf"}, {demoPlace, "--chromium", "/nowhere/chromium"}} {
		args := append([]string{"factsheets", "--out", out, "--chromium", noChromium}, wrong...)
		if _, errs, code := command(t, config, args...); code != exitRefused {
			t.Errorf("%v: exit code %d: %s", wrong, code, errs)
		}
	}
	if left, err := os.ReadDir(filepath.Dir(out)); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if content, err := os.ReadFile(out); err != nil || string(content) != "of before" {
		t.Errorf("the file of before: %q, %v", content, err)
	}
	if said := must(t, config, "factsheets", demoPlace, "--level", "district", "--format", "docx", "--chromium", noChromium, "--out", out); !strings.Contains(said, "4 factsheets") {
		t.Errorf("it says %q", said)
	}
	packed, err := zip.OpenReader(out)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	if len(packed.File) != 5 || !strings.HasPrefix(packed.File[0].Name, "WK999901 ") {
		t.Errorf("%d files, first %s", len(packed.File), packed.File[0].Name)
	}
}
