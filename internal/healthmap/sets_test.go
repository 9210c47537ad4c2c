package healthmap

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
)

func TestShippedSets(t *testing.T) {
	sets, err := LoadSets()
	if err != nil {
		t.Fatal(err)
	}
	known, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		if err := set.Check(func(id string) bool { _, found := known.ByID(id); return found }); err != nil {
			t.Error(err)
		}
		for _, item := range set.Items {
			for _, cut := range cutsOf(item) {
				if !cut.Example || !strings.HasPrefix(cut.Source["nl"], "Voorbeeld") || !strings.HasPrefix(cut.Source["en"], "Example") {
					t.Errorf("%s %s: a shipped threshold must say that it is an example", set.ID, item.ID)
				}
			}
			checkSameUnitAndSide(t, known, item)
		}
	}
}

func cutsOf(item Item) []*Cut {
	if item.Combine != AnyOf {
		return []*Cut{item.Cut}
	}
	var cuts []*Cut
	for _, part := range item.Parts {
		cuts = append(cuts, part.Cut)
	}
	return cuts
}

// checkSameUnitAndSide guards against a set that counts the favourable side,
// takes the largest of a kilometre and a metre, or leaves the edition of the
// health table open.
func checkSameUnitAndSide(t *testing.T, known *catalogue.Catalogue, item Item) {
	t.Helper()
	first, _ := known.ByID(item.Parts[0].Indicator)
	for at, part := range item.Parts {
		one, _ := known.ByID(part.Indicator)
		if item.Combine == Largest && one.Unit != first.Unit {
			t.Errorf("%s: %s is in %s, %s in %s", item.ID, first.ID, first.Unit, one.ID, one.Unit)
		}
		cut := item.Cut
		if item.Combine == AnyOf {
			cut = item.Parts[at].Cut
		}
		if (one.Direction == indicator.HigherIsBetter) != (cut.Side == UpTo) {
			t.Errorf("%s: %s counts on its favourable side", item.ID, one.ID)
		}
		if (one.Source == "rivm-health") != (part.Table == "50090NED") {
			t.Errorf("%s: %s must be pinned to one edition of its table, and only that", item.ID, one.ID)
		}
	}
}

func TestCity8HasItsEight(t *testing.T) {
	sets, err := LoadSets()
	if err != nil {
		t.Fatal(err)
	}
	want := "loneliness stress perceived-health ses-woa density noise-air amenities green"
	for _, set := range sets {
		var ids []string
		for _, item := range set.Items {
			ids = append(ids, item.ID)
		}
		if set.ID == "city8" && strings.Join(ids, " ") == want {
			return
		}
	}
	t.Errorf("no set city8 with %s", want)
}

func TestSetFaults(t *testing.T) {
	const good = `id: s
name: {nl: s, en: s}
description: {nl: s, en: s}
items:
  - id: i
    name: {nl: i, en: i}
    short: {nl: i, en: i}
    domain: social
    combine: single
    cut: {side: from, threshold: 1, step: 1, source: {nl: s, en: s}}
    parts: [{indicator: a}]
`
	if _, err := loadSets(fstest.MapFS{"s.yaml": {Data: []byte(good)}}); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ from, to, want string }{
		"unknown field":    {"domain:", "domein:", "domein"},
		"side":             {"side: from", "side: above", "threshold"},
		"no step":          {"step: 1, ", "", "threshold"},
		"not a number":     {"threshold: 1", "threshold: .nan", "threshold"},
		"combine":          {"combine: single", "combine: sum", "combine"},
		"too many parts":   {"[{indicator: a}]", "[{indicator: a}, {indicator: b}]", "parts"},
		"any without cuts": {"combine: single", "combine: any", "threshold"},
		"no English":       {"description: {nl: s, en: s}", "description: {nl: s}", "text"},
		"id in capitals":   {"id: s\n", "id: S\n", "id"},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.Replace(good, test.from, test.to, 1)
			_, err := loadSets(fstest.MapFS{"s.yaml": {Data: []byte(bad)}})
			if fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want a fault about %s", err, test.want)
			}
		})
	}
	if _, err := loadSets(fstest.MapFS{"a.yaml": {Data: []byte(good)}, "b.yaml": {Data: []byte(good)}}); err == nil {
		t.Error("two files with one id must be refused")
	}
}

func BenchmarkLoadSets(b *testing.B) {
	for b.Loop() {
		if _, err := LoadSets(); err != nil {
			b.Fatal(err)
		}
	}
}

// What sets show writes, sets load must take.
func TestShippedSetsCanBeWrittenAndReadAgain(t *testing.T) {
	sets, err := LoadSets()
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		text, err := yaml.Marshal(set)
		if err != nil {
			t.Fatal(err)
		}
		var again MapSet
		decoder := yaml.NewDecoder(bytes.NewReader(text))
		decoder.KnownFields(true)
		if err := decoder.Decode(&again); err != nil {
			t.Fatalf("%s: %v", set.ID, err)
		}
		if err := again.Check(nil); err != nil {
			t.Errorf("%s: %v", set.ID, err)
		}
		again.Facts = set.Facts // of the record, not of the file
		if diff := cmp.Diff(set, again); diff != "" {
			t.Errorf("%s: %s", set.ID, diff)
		}
	}
}
