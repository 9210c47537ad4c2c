package catalogue

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

func loaded(t testing.TB) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCatalogueIsComplete(t *testing.T) {
	c := loaded(t)
	for prefix, least := range map[string]int{
		"rivm-": 35, "cbs-": 30, "ehv-": 24, "noise-class-": 6, "noise-above-55": 1, "air-": 4,
		"distance-": 25, "ses-woa": 5, "police-": 2,
	} {
		count := 0
		for _, i := range c.Indicators {
			if strings.HasPrefix(i.ID, prefix) {
				count++
			}
		}
		if count < least {
			t.Errorf("%s: %d indicators, want at least %d", prefix, count, least)
		}
	}
}

func TestTemplatesReachIndicators(t *testing.T) {
	c := loaded(t)
	lonely, _ := c.ByID("rivm-lonely")
	if lonely.Sort != indicator.Modelled || lonely.Decimals != 1 || *lonely.Maximum != 100 || lonely.Theme != "social-contact" {
		t.Errorf("rivm-lonely lost what it shares with the others: %+v", lonely)
	}
	good, _ := c.ByID("rivm-good-health")
	if good.Direction != indicator.HigherIsBetter {
		t.Errorf("the first of two templates must win, direction is %q", good.Direction)
	}
	if value, _ := c.ByID("cbs-house-value"); value.Maximum != nil {
		t.Error("an indicator must be able to lift the maximum of its template")
	}
	if c.LicenceOf(lonely) != "CC-BY-4.0" {
		t.Error("an indicator has the licence of its source")
	}
}

func TestBorderRanks(t *testing.T) {
	c := loaded(t)
	order := []string{"eindhoven-polygons", "cbs-areas", "cbs-areas-generalised", "pc4-2020", "neighbourhoods-2024-redrawn"}
	for at := 1; at < len(order); at++ {
		above, _ := c.Source(order[at-1])
		below, found := c.Source(order[at])
		if !found || above.Rank <= below.Rank {
			t.Errorf("%s (%d) must rank above %s (%d)", above.ID, above.Rank, order[at], below.Rank)
		}
	}
}

func TestFaultsNameFileAndID(t *testing.T) {
	good := `
  - id: a-b
    name: {nl: a, en: a}
    description: {nl: a, en: a}
    theme: t
    domain: social
    perspective: protect
    unit: percent
    direction: neutral
    sort: counted
    support: neighbourhood
    source: s
`
	for name, test := range map[string]struct{ from, to, want string }{
		"unknown field":     {"domain: social", "domein: social", "domein"},
		"unknown direction": {"direction: neutral", "direction: up", "direction"},
		"unknown source":    {"source: s", "source: z", `source "z"`},
		"unknown theme":     {"theme: t", "theme: z", `theme "z"`},
		"unknown unit":      {"unit: percent", "unit: pct", "unit"},
		"no English":        {"name: {nl: a, en: a}", "name: {nl: a}", "nl and en"},
		"no id":             {"id: a-b", "id: A_b", "kebab-case"},
		"unknown licence":   {"unit: percent", "unit: percent\n    licence: free", "licence"},
		"long short name":   {"unit: percent", "unit: percent\n    short: {nl: aaaaaaaaaaaaaaaaaaaaaaaaa, en: a}", "24"},
		"unknown support":   {"support: neighbourhood", "support: street", "support"},
		"twice":             {"  - id: a-b", good + "  - id: a-b", "twice"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(fstest.MapFS{
				"themes.yaml":  {Data: []byte("themes: [{id: t, name: {nl: t, en: t}}]")},
				"sources.yaml": {Data: []byte("sources: [{id: s, name: s, publisher: p, licence: own}]")},
				"own.yaml":     {Data: []byte("indicators:" + strings.Replace(good, test.from, test.to, 1))},
			}, []string{"own.yaml"})
			if fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "own.yaml") {
				t.Errorf("got %v, want it to name own.yaml and %s", err, test.want)
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		loaded(b)
	}
}
