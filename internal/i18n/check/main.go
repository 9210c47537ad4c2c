// Command check finds every key of the language catalogue that Go, templ and
// TypeScript sources use, and fails when a key is missing in a language, when
// languages differ in keys or in the arguments of a sentence, or when a key is
// made while running outside the families that dynamic.go names.
//
//	go run ./internal/i18n/check
package main

import (
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"

	"github.com/koppelkans/koppelkans/internal/i18n"
)

func main() {
	unused := flag.Bool("unused", false, "also list keys that no source names")
	flag.Parse()
	catalogues, err := readCatalogues("internal/i18n")
	if err != nil {
		fmt.Fprintln(os.Stderr, "i18n:", err)
		os.Exit(1)
	}
	uses, err := findUses("cmd", "internal")
	if err != nil {
		fmt.Fprintln(os.Stderr, "i18n:", err)
		os.Exit(1)
	}
	derived, err := ofKinds()
	if err != nil {
		fmt.Fprintln(os.Stderr, "i18n:", err)
		os.Exit(1)
	}
	uses = append(uses, derived...)
	problems := compare(catalogues)
	problems = append(problems, missing(catalogues, uses)...)
	for _, problem := range problems {
		fmt.Fprintln(os.Stderr, problem)
	}
	if *unused {
		listUnused(catalogues, uses)
	}
	if len(problems) > 0 {
		fmt.Fprintf(os.Stderr, "i18n: %d problems\n", len(problems))
		os.Exit(1)
	}
	fmt.Printf("i18n: %d uses of keys, all present in %s\n", len(uses), strings.Join(names(catalogues), ", "))
}

type catalogue struct {
	path     string
	messages map[string]i18n.Message
}

func readCatalogues(folder string) (map[string]catalogue, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	found := map[string]catalogue{}
	for _, entry := range entries {
		lang, ok := strings.CutSuffix(entry.Name(), ".yaml")
		if !ok {
			continue
		}
		path := folder + "/" + entry.Name()
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		messages, err := i18n.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		found[lang] = catalogue{path, messages}
	}
	if len(found) < 2 {
		return nil, fmt.Errorf("%s: expected the catalogues of two languages, found %d", folder, len(found))
	}
	return found, nil
}

// compare holds every language against every other.
func compare(catalogues map[string]catalogue) []string {
	var problems []string
	all := map[string]bool{}
	for _, c := range catalogues {
		for key := range c.messages {
			all[key] = true
		}
	}
	for _, key := range sorted(all) {
		wanted, from := "", ""
		for _, lang := range names(catalogues) {
			message, ok := catalogues[lang].messages[key]
			if !ok {
				problems = append(problems, fmt.Sprintf("%s: key %s is missing", catalogues[lang].path, key))
				continue
			}
			got := arguments(message)
			if from == "" {
				wanted, from = got, lang
			} else if got != wanted {
				problems = append(problems, fmt.Sprintf("%s: key %s has the arguments {%s}, but {%s} in %s",
					catalogues[lang].path, key, got, wanted, catalogues[from].path))
			}
		}
	}
	return problems
}

// arguments lists the names between braces over all forms of a message.
func arguments(message i18n.Message) string {
	found := map[string]bool{}
	for _, text := range message {
		for _, piece := range strings.Split(text, "{")[1:] {
			if name, _, ok := strings.Cut(piece, "}"); ok {
				found[name] = true
			}
		}
	}
	return strings.Join(sorted(found), ",")
}

func missing(catalogues map[string]catalogue, uses []use) []string {
	var problems []string
	for _, u := range uses {
		if u.dynamic {
			if !allowed(u.key) {
				problems = append(problems, fmt.Sprintf("%s: a key is made while running (%q…); name its family in internal/i18n/check/dynamic.go", u.where, u.key))
			}
			continue
		}
		for _, lang := range names(catalogues) {
			if _, ok := catalogues[lang].messages[u.key]; !ok {
				problems = append(problems, fmt.Sprintf("%s: key %s is missing in %s", u.where, u.key, catalogues[lang].path))
			}
		}
	}
	return problems
}

func listUnused(catalogues map[string]catalogue, uses []use) {
	used := map[string]bool{}
	for _, u := range uses {
		used[u.key] = true
	}
	for key := range catalogues[i18n.Fallback].messages {
		if !used[key] && !allowed(key) {
			fmt.Println("not used:", key)
		}
	}
}

func names(catalogues map[string]catalogue) []string {
	found := map[string]bool{}
	for lang := range catalogues {
		found[lang] = true
	}
	return sorted(found)
}

func sorted(set map[string]bool) []string {
	list := make([]string, 0, len(set))
	for name := range set {
		list = append(list, name)
	}
	sort.Strings(list)
	return list
}
