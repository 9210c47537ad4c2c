// Command checkskips reads what go test -json wrote and fails when a test was
// skipped although the data, database, browser or program that it needs is
// here. A test that was skipped in one file and ran in another is fine. It also
// repeats, in one place, the lines in which tests tell what they measured.
//
//	go run ./internal/tool/checkskips FILE…
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

// event is a line of go test -json.
type event struct {
	Action, Package, Test, Output string
}

// test is what became of one test over all files.
type test struct {
	skipped, ran bool
	why          string // the line with which it was skipped
}

// results are the tests of all files by package and name, and the lines in
// which they told what they measured.
type results struct {
	tests    map[string]*test
	measured []string
}

var (
	logLine  = regexp.MustCompile(`^\s*\S+\.go:\d+: (.*)`)
	measured = regexp.MustCompile(`^\s*\S+\.go:\d+: (measured: .*)`)
)

// read adds the events of one file.
func (r *results) read(from io.Reader) error {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<24)
	last := map[string]string{} // the last line that each test logged
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return fmt.Errorf("%q: %w", lines.Text(), err)
		}
		if e.Test == "" {
			continue
		}
		name := e.Package + " " + e.Test
		if r.tests[name] == nil {
			r.tests[name] = &test{}
		}
		switch e.Action {
		case "output":
			if found := logLine.FindStringSubmatch(e.Output); found != nil {
				last[name] = strings.TrimSpace(found[1])
			}
			if found := measured.FindStringSubmatch(e.Output); found != nil {
				r.measured = append(r.measured, strings.TrimSpace(found[1]))
			}
		case "skip":
			r.tests[name].skipped, r.tests[name].why = true, last[name]
		case "pass", "fail":
			r.tests[name].ran = true
		}
	}
	return lines.Err()
}

// here tells, for each thing that a test can need, whether it is here.
func here() map[string]bool {
	exists := func(path string) bool { _, err := os.Stat(path); return err == nil }
	found := func(program string) bool { _, err := exec.LookPath(program); return err == nil }
	return map[string]bool{
		"data":     exists("../shared/data"),
		"postgres": os.Getenv("KOPPELKANS_TEST_POSTGRES") != "",
		"browser":  os.Getenv("KOPPELKANS_TEST_CHROMIUM") != "",
		"postgis":  os.Getenv("KOPPELKANS_TEST_POSTGRES") != "", // .ci/run installs it with the server
		"gdal":     found("ogrinfo"),
		"proj":     found("cct"),
		"poppler":  found("pdftotext"),
		"curl":     found("curl"),
		"networkx": exec.Command("/usr/bin/python3", "-c", "import networkx").Run() == nil,
	}
}

// wrong lists the tests that were skipped and should not have been. A reason
// that does not begin with "needs", a thing and a colon is always wrong: then
// nobody can tell whether the test had to be skipped.
func (r *results) wrong(here map[string]bool) []string {
	var list []string
	for name, test := range r.tests {
		if !test.skipped || test.ran {
			continue
		}
		rest, is := strings.CutPrefix(test.why, "needs ")
		thing, _, colon := strings.Cut(rest, ":")
		present, known := here[thing]
		if !is || !colon || !known || present {
			list = append(list, fmt.Sprintf("%s: skipped: %s", name, test.why))
		}
	}
	slices.Sort(list)
	return list
}

func main() {
	all := results{tests: map[string]*test{}}
	for _, path := range os.Args[1:] {
		file, err := os.Open(path)
		if err == nil {
			err = all.read(file)
			_ = file.Close() // only read from
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "checkskips:", err)
			os.Exit(1)
		}
	}
	ran, skipped := 0, 0
	for _, test := range all.tests {
		if test.ran {
			ran++
		} else if test.skipped {
			skipped++
		}
	}
	for _, line := range all.measured {
		fmt.Println(line)
	}
	wrong := all.wrong(here())
	for _, line := range wrong {
		fmt.Println(line)
	}
	fmt.Printf("%d tests ran, %d were skipped, %d of these although they had what they need\n", ran, skipped, len(wrong))
	if len(wrong) > 0 || ran == 0 {
		os.Exit(1)
	}
}
