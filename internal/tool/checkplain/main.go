// Command checkplain holds every Dutch text for residents against the rules of
// plain Dutch, level B1. Without arguments it reads the catalogue of the
// screen; residents.go says which keys are for residents. With files, it judges
// each as one text. It exits with 1 when something is not plain.
//
//	go run ./internal/tool/checkplain [-words] [FILE…]
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"

	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/plain"
)

const catalogue = "internal/i18n/nl.yaml"

func main() {
	words := flag.Bool("words", false, "also list the words that are not common")
	flag.Parse()
	wrong, err := run(os.Stdout, flag.Args(), *words)
	if err != nil {
		fmt.Fprintln(os.Stderr, "plain:", err)
		os.Exit(1)
	}
	if wrong > 0 {
		fmt.Fprintf(os.Stderr, "plain: %d findings; docs/plain-dutch.md tells what to do\n", wrong)
		os.Exit(1)
	}
}

// run writes what is wrong to out and gives the number of findings.
func run(out io.Writer, files []string, words bool) (int, error) {
	if len(files) > 0 {
		return checkFiles(out, files, words)
	}
	text, err := os.ReadFile(catalogue)
	if err != nil {
		return 0, err
	}
	messages, err := i18n.Parse(text)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", catalogue, err)
	}
	return checkPages(out, residents, messages, words)
}

func checkFiles(out io.Writer, files []string, words bool) (int, error) {
	wrong := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return wrong, err
		}
		report := plain.Check(string(text), plain.Options{})
		wrong += len(report.Findings)
		fmt.Fprintf(out, "%s: %s\n", name, report)
		listWords(out, name, report, words)
	}
	return wrong, nil
}

// off switches off what only a whole page can be judged by.
var off = plain.Options{MaxMean: -1, MaxUncommon: -1, MaxNominal: -1}

// checkPages judges each text by itself, and what is a share or a mean over
// the page. Labels do not count in the mean: they would hide long sentences.
func checkPages(out io.Writer, pages []page, messages map[string]i18n.Message, words bool) (int, error) {
	wrong, texts := 0, 0
	for _, p := range pages {
		var all, running []string
		for _, key := range keys(messages, p) {
			for _, text := range forms(messages[key]) {
				texts++
				all = append(all, text)
				if strings.ContainsAny(text, ".?!") {
					running = append(running, text)
				}
				for _, finding := range plain.Check(text, off).Findings {
					wrong++
					fmt.Fprintf(out, "%s: %s\n", key, finding)
				}
			}
		}
		if len(all) == 0 {
			return wrong, fmt.Errorf("page %s has no text in the catalogue", p.name)
		}
		shares := plain.Check(strings.Join(all, "\n"), plain.Options{MaxMean: -1})
		mean := plain.Check(strings.Join(running, "\n"), plain.Options{})
		for _, finding := range append(ofPage(shares), ofPage(mean, plain.MeanLength)...) {
			wrong++
			fmt.Fprintf(out, "page %s: %s\n", p.name, finding)
		}
		listWords(out, "page "+p.name, shares, words)
	}
	fmt.Fprintf(out, "plain: %d texts for residents on %d pages, %d findings\n", texts, len(pages), wrong)
	return wrong, nil
}

// ofPage gives the findings about a whole page: those of the given rules, or
// the shares.
func ofPage(report plain.Report, rules ...plain.Rule) []plain.Finding {
	if len(rules) == 0 {
		rules = []plain.Rule{plain.UncommonWords, plain.Nominal}
	}
	var found []plain.Finding
	for _, finding := range report.Findings {
		for _, rule := range rules {
			if finding.Rule == rule {
				found = append(found, finding)
			}
		}
	}
	return found
}

func listWords(out io.Writer, name string, report plain.Report, words bool) {
	if words {
		fmt.Fprintf(out, "%s: %.1f %% of %d words are not common: %s\n", name, 100*report.UncommonShare(), report.Words, strings.Join(report.Uncommon, " "))
	}
}

func keys(messages map[string]i18n.Message, p page) []string {
	var found []string
	for key := range messages {
		if p.has(key) {
			found = append(found, key)
		}
	}
	sort.Strings(found)
	return found
}

// forms gives the forms of a message in a fixed order, equal ones once.
func forms(message i18n.Message) []string {
	var found []string
	for _, name := range []string{"zero", "one", "two", "few", "many", "other"} {
		if text := message[name]; text != "" && (len(found) == 0 || found[len(found)-1] != text) {
			found = append(found, text)
		}
	}
	return found
}
