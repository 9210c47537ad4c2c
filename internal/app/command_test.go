package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// Whoever types the wrong folder must not find the demo among real data, and
// make run must work a second time.
func TestDemoRefusesData(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		must(t, config, "demo")
		before := visible(t, config)
		_, errs, code := command(t, config, "demo")
		if code != exitRefused || errs == "" {
			t.Errorf("a second demo: exit code %d, want %d; it said %q", code, exitRefused, errs)
		}
		must(t, config, "demo", "--if-empty")
		if after := visible(t, config); after != before {
			t.Error("a refused demo changed the data")
		}
	})
}

// A dry run is how people find out what a file would do; it must not do it.
func TestDryRunWritesNothing(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		small := arrival{areas: 20, columns: 2}
		recipe, file := small.write(t)
		before := visible(t, config)
		out := must(t, config, "import", "table", recipe, file, "--dry-run")
		if !strings.Contains(out, "20") {
			t.Errorf("a dry run does not tell of 20 areas: %q", out)
		}
		if after := visible(t, config); after != before {
			t.Error("a dry run wrote")
		}
		if out := must(t, config, "deliveries", "list"); strings.Contains(out, small.name()) {
			t.Errorf("a dry run left a delivery: %s", out)
		}
		must(t, config, "import", "table", recipe, file)
		if visible(t, config) == before {
			t.Error("the import itself wrote nothing, so this test shows nothing")
		}
	})
}

// A faulty file is refused whole, by file, row and column, with an exit code
// that a script can tell from a failure of our own.
func TestFaultyFileIsRefused(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	small := arrival{areas: 20, columns: 2}
	recipe, file := small.write(t)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(string(text), "\n")
	rows[7] = rows[7][:strings.LastIndex(rows[7], ";")] + ";veel"
	faulty := write(t, "faulty.csv", strings.Join(rows, "\n"))
	before := visible(t, config)
	out, errs, code := command(t, config, "import", "table", recipe, faulty)
	if code != exitRefused {
		t.Errorf("exit code %d, want %d", code, exitRefused)
	}
	for _, want := range []string{"faulty.csv", "line 8", `"v1"`, `"veel"`} {
		if !strings.Contains(out+errs, want) {
			t.Errorf("the message does not name %s:\n%s%s", want, out, errs)
		}
	}
	if visible(t, config) != before {
		t.Error("a part of a refused file was taken in")
	}
}

// What cannot be understood is refused with a sentence and exit code 2, never
// with a stack or silence.
func TestWrongCommands(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	table := write(t, "t.csv", "code;w\nBU00010000;1\n")
	for name, args := range map[string][]string{
		"no such command":   {"fly"},
		"no such recipe":    {"import", "table", "no-such-recipe", table},
		"no such file":      {"import", "table", "rivm-50090ned", filepath.Join(t.TempDir(), "absent.csv")},
		"no such indicator": {"import", "figures", table, "--indicator", "nothing", "--period", "2020", "--boundary-year", "2020", "--code", "code", "--value", "w"},
		"no such level":     {"import", "areas", table, "--level", "street", "--year", "2020", "--code", "code"},
		"no such delivery":  {"deliveries", "undo", "0000000000000"},
		"no such place":     {"map", "export", "--place", "GM0001", "--out", filepath.Join(t.TempDir(), "map.csv")},
		"no such setting":   {"settings", "colour", "red"},
	} {
		t.Run(name, func(t *testing.T) {
			_, errs, code := command(t, config, args...)
			if code != exitRefused || strings.TrimSpace(errs) == "" || strings.Contains(errs, "goroutine") {
				t.Errorf("exit code %d, want %d; it said %q", code, exitRefused, errs)
			}
		})
	}
}

// Two terminals that load the same file must not count it twice.
func TestSameFileTwice(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		recipe, file := arrival{areas: 20, columns: 2}.write(t)
		must(t, config, "import", "table", recipe, file)
		before := visible(t, config)
		if _, errs, code := command(t, config, "import", "table", recipe, file); code != exitRefused || errs == "" {
			t.Errorf("the same file again: exit code %d, want %d; it said %q", code, exitRefused, errs)
		}
		if visible(t, config) != before {
			t.Error("the same file was taken in twice")
		}
	})
}
