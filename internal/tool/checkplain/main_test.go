package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/i18n"
)

// Every text for residents in the catalogue is plain, and the check is quick.
func TestCatalogueIsPlain(t *testing.T) {
	t.Chdir("../../..")
	begun := time.Now()
	var out bytes.Buffer
	wrong, err := run(&out, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	if wrong > 0 {
		t.Errorf("%d findings:\n%s", wrong, out.String())
	}
	t.Logf("measured: plain Dutch: %s, in %s", strings.TrimSpace(out.String()), time.Since(begun).Round(time.Millisecond))
}

// Each prefix and exception names something in the catalogue, and no text is
// on two pages; a list that says more than it does would hide a mistake.
func TestPagesNameWhatIsThere(t *testing.T) {
	text, err := os.ReadFile("../../../" + catalogue)
	if err != nil {
		t.Fatal(err)
	}
	messages, err := i18n.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range residents {
		for _, prefix := range append(p.prefixes, p.except...) {
			used := false
			for key := range messages {
				used = used || strings.HasPrefix(key, prefix)
			}
			if !used {
				t.Errorf("page %s: no key begins with %s", p.name, prefix)
			}
		}
	}
	for key := range messages {
		on := 0
		for _, p := range residents {
			if p.has(key) {
				on++
			}
		}
		if on > 1 {
			t.Errorf("%s is on %d pages", key, on)
		}
	}
}

// What is not plain is found, in each form of a text, and by page where it is
// a share; what is not for residents is left alone.
func TestFindings(t *testing.T) {
	messages := map[string]i18n.Message{
		"a.good":    {"other": "Zoek je straat. Je ziet dan hoe het gaat."},
		"a.passive": {"one": "De weg is goed.", "other": "De wegen worden gemaakt."},
		"b.words":   {"other": "Obligatie, hypothese, kwantum en een huis."},
		"c.office":  {"other": "Teneinde een en ander te realiseren."},
	}
	var out bytes.Buffer
	wrong, err := checkPages(&out, []page{{"first", []string{"a."}, nil}, {"second", []string{"b."}, nil}}, messages, true)
	if err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, want := range []string{"a.passive: passive", "page second: uncommon-words", "obligatie hypothese kwantum", "4 texts for residents on 2 pages, 2 findings"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if wrong != 2 || strings.Contains(text, "a.good") || strings.Contains(text, "Teneinde") {
		t.Errorf("%d findings:\n%s", wrong, text)
	}
	if _, err := checkPages(&out, []page{{"none", []string{"d."}, nil}}, messages, false); err == nil {
		t.Error("a page without texts is no mistake")
	}
}

func TestFiles(t *testing.T) {
	var out bytes.Buffer
	if wrong, err := run(&out, []string{"../../plain/testdata/plain/lucht.txt"}, false); err != nil || wrong > 0 {
		t.Errorf("a plain text: %d findings, %v\n%s", wrong, err, out.String())
	}
	if wrong, err := run(&out, []string{"../../plain/testdata/office/besluit.txt"}, false); err != nil || wrong == 0 {
		t.Errorf("a text of an office: %d findings, %v", wrong, err)
	}
	if _, err := run(&out, []string{"missing.txt"}, false); err == nil {
		t.Error("a file that is not there is no mistake")
	}
}
