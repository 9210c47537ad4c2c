package app

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/api"
	"github.com/koppelkans/koppelkans/internal/limit"
	"github.com/koppelkans/koppelkans/internal/store"
)

// example is a block of docs/interface.md with what it must print.
type example struct {
	script string
	gives  *regexp.Regexp
}

var exampleMark = regexp.MustCompile("(?s)```sh\n(.*?)```\n(<!-- gives: (.*?) -->)?")

func examplesOf(t *testing.T, text string) []example {
	t.Helper()
	var list []example
	for _, found := range exampleMark.FindAllStringSubmatch(text, -1) {
		if found[2] == "" {
			t.Fatalf("this example does not say what it gives:\n%s", found[1])
		}
		list = append(list, example{found[1], regexp.MustCompile(found[3])})
	}
	return list
}

// The examples of docs/interface.md are run as they stand there, in one shell,
// against a server with the demo.
func TestTheExamplesOfTheInterfaceWork(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("needs curl: it is not installed")
	}
	text, err := os.ReadFile("../../docs/interface.md")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	config := store.Config{Folder: filepath.Join(folder, "data")}
	fillDemo(t, config)
	server := start(t, config)
	putProgram(t, filepath.Join(folder, "bin"))

	const between = "=== next ==="
	examples := examplesOf(t, strings.ReplaceAll(string(text), "http://127.0.0.1:8080", server.address))
	if len(examples) < 10 {
		t.Fatalf("%d examples", len(examples))
	}
	script := "set -euo pipefail\n"
	for _, example := range examples {
		script += example.script + "echo; echo '" + between + "'\n"
	}
	shell := exec.CommandContext(t.Context(), "bash", "-c", script)
	shell.Dir = folder
	out, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	parts := strings.Split(string(out), between+"\n")
	for at, example := range examples {
		if printed := strings.TrimSpace(parts[at]); !example.gives.MatchString(printed) {
			t.Errorf("%s\ngives no %s:\n%s", example.script, example.gives, printed)
		}
	}
}

// putProgram puts this program in a folder, as a command.
func putProgram(t *testing.T, folder string) {
	t.Helper()
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf("#!/bin/sh\n%s=1 exec '%s' \"$@\"\n", asProgram, own)
	if err := os.WriteFile(filepath.Join(folder, "koppelkans"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
}

// The page tells the limits as they are.
func TestTheInterfacePageTellsTheLimits(t *testing.T) {
	text, err := os.ReadFile("../../docs/interface.md")
	if err != nil {
		t.Fatal(err)
	}
	minute := func(rate limit.Rate) int { return int(60 / rate.Every.Seconds()) }
	limits := api.UsualLimits()
	for _, sentence := range []string{
		fmt.Sprintf("%d requests a minute without and %d with one, after a start of %d and %d at once",
			minute(limits.Public), minute(limits.Token), limits.Public.Burst, limits.Token.Burst),
		fmt.Sprintf("are taken %d times a minute", minute(limits.Guesses)),
	} {
		if !strings.Contains(string(text), sentence) {
			t.Errorf("the page does not say %q", sentence)
		}
	}
}
