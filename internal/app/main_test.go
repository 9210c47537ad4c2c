package app

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/store"
)

// asProgram makes the test binary behave as the program itself, so that tests
// can start it as a process of its own, signal it and kill it.
const asProgram = "KOPPELKANS_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(Main(os.Args[1:], os.Stdout, os.Stderr))
	}
	// Settings of whoever runs the tests must not reach them.
	for _, setting := range os.Environ() {
		name, _, _ := strings.Cut(setting, "=")
		if !strings.HasPrefix(name, "KOPPELKANS_") || strings.HasPrefix(name, "KOPPELKANS_TEST_") {
			continue
		}
		if err := os.Unsetenv(name); err != nil {
			panic(err)
		}
	}
	if err := os.Setenv("KOPPELKANS_LANG", "en"); err != nil {
		panic(err)
	}
	code := m.Run()
	dropFilled()
	os.Exit(code)
}

// program gives the command that starts the program as a process.
func program(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// in gives the flags that lead a command to a database.
func in(config store.Config) []string {
	if config.URL != "" {
		return []string{"--database", config.URL}
	}
	return []string{"--data", config.Folder}
}

// command runs a command in this process and gives what it printed.
func command(t testing.TB, config store.Config, args ...string) (out, errs string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), append(args, in(config)...), &stdout, &stderr)
	return stdout.String(), stderr.String(), code
}

// must runs a command that has to succeed.
func must(t testing.TB, config store.Config, args ...string) string {
	t.Helper()
	out, errs, code := command(t, config, args...)
	if code != exitDone {
		t.Fatalf("koppelkans %s: exit code %d\n%s%s", strings.Join(args, " "), code, out, errs)
	}
	return out
}

// write writes a file for a test and gives its path.
func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// lines gives what is written to a pipe line by line; the channel is closed
// at the end.
func lines(from io.Reader) <-chan string {
	list := make(chan string, 1000)
	go func() {
		defer close(list)
		scanner := bufio.NewScanner(from)
		for scanner.Scan() {
			list <- scanner.Text()
		}
	}()
	return list
}

// await gives the first line that holds a text.
func await(t testing.TB, from <-chan string, text string) string {
	t.Helper()
	var before []string
	for line := range from {
		if strings.Contains(line, text) {
			return line
		}
		before = append(before, line)
	}
	t.Fatalf("ended without printing %q; printed:\n%s", text, strings.Join(before, "\n"))
	return ""
}
