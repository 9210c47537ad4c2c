package record_test

import (
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Every column of a file has a word of its own in each language, so that a file
// in words is read as it was written.
func TestColumnsInWords(t *testing.T) {
	all, err := kinds.All()
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := &record.Service{Kinds: all, Words: words}
	for _, kind := range all.All() {
		for _, lang := range words.Languages() {
			seen := map[string]bool{}
			for _, column := range s.Columns(kind, lang) {
				if seen[column.Label] {
					t.Errorf("%s in %s has two columns %q", kind.One, lang, column.Label)
				}
				seen[column.Label] = true
				if column.Label == column.Name {
					t.Errorf("%s in %s has no word for the column %s", kind.One, lang, column.Name)
				}
			}
		}
	}
}

// Somebody who filled in what is no option is told the options as they stand on
// screen, but never very many.
func TestToldOptions(t *testing.T) {
	all, err := kinds.All()
	if err != nil {
		t.Fatal(err)
	}
	kind, _ := all.ByName("organisation")
	row := kind.Empty()
	field, _ := kind.Field("sort")
	row.Set(kind.TitleField(), "Zeester")
	row.Set(field, "kegelclub")
	problems := kind.Check(&row)
	if len(problems) != 1 {
		t.Fatalf("%+v", problems)
	}
	args := kind.Told(problems[0].Key, problems[0].Args, func(key string) string { return "<" + key + ">" })
	if known, _ := args["Known"].(string); !strings.Contains(known, "<kind.organisation.option.sort.sports-club>") {
		t.Errorf("known is %q", known)
	}
	if known, _ := problems[0].Args["Known"].(string); !strings.Contains(known, "sports-club") || strings.Count(known, ",") > 20 {
		t.Errorf("the codes are %q", known)
	}
}
