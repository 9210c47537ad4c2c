package exchange

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// names is a Lookup without a catalogue.
type names map[string][]string

func (n names) CodesByName(context.Context, place.Level, int, string) (map[string][]string, error) {
	return n, nil
}

// Indicator knows every id, with bounds of a percentage for those that end so.
func (n names) Indicator(id string) (indicator.Indicator, bool) {
	found := indicator.Indicator{ID: id}
	if strings.HasSuffix(id, "-percent") {
		least, most := 0.0, 100.0
		found.Minimum, found.Maximum = &least, &most
	}
	return found, id != "unknown"
}

// recipeHead is what each small recipe below begins with.
const recipeHead = `
id: small
source: here
table: first
boundary_year: 2024
level: neighbourhood
`

func parse(t testing.TB, text string) *Recipe {
	t.Helper()
	head := recipeHead
	if strings.Contains(text, "level: by-code") {
		head = strings.Replace(head, "level: neighbourhood\n", "", 1)
	}
	recipe, err := ParseRecipe([]byte(head + text))
	if err != nil {
		t.Fatal(err)
	}
	return recipe
}

func TestRecipes(t *testing.T) {
	for _, c := range []struct {
		name, recipe, table string
		want                string // of all columns, or
		errors              []string
	}{
		{"template", `
code:
  template: "BU{town:4}{part}{nr:2}"
  parts: {town: {column: town}, part: {column: local, pattern: '^(\d\d)'}, nr: {column: nr}}
period: {fixed: 2020}
figures: [{indicator: a, column: v}]`,
			"town;local;nr;v\n1;12x;3;5\n772;99;10;6\n", "a 2020: BU00011203=5 BU07729910=6", nil},
		{"template misfit", `
code: {template: "BU{town:4}0000", parts: {town: {column: town, pattern: '^\d+$'}}}
period: {fixed: 2020}
figures: [{indicator: a, column: v}]`,
			"town;v\nx;5\n;6\n", "", []string{"import.code-part", "import.code-part"}},
		{"lookup", `
code: {lookup: {column: name, within: GM0001}}
period: {fixed: 2020}
figures: [{indicator: a, column: v}]`,
			"name;v\n Noord ;5\nZuid;6\n", "a 2020: BU00010000=5 BU00010001=6", nil},
		{"lookup misses", `
code: {lookup: {column: name, within: GM0001}}
period: {fixed: 2020}
figures: [{indicator: a, column: v}]`,
			"name;v\nnoord;5\nMidden;6\n", "", []string{"import.ambiguous-name", "import.unknown-name"}},
		{"rename, where, skip", `
level: by-code
code: {column: code, rename: {NL01: NL00}}
where: [{column: sort, is: [total]}, {column: code, matches: '^(NL|BU)'}]
skip: [{column: code, is: [BU00010001]}, {column: sort, not: [total, part]}]
period: {column: p, pattern: '^(\d{4})JJ00$'}
figures: [{indicator: a, column: v}]`,
			"code;sort;p;v\nNL01  ;total;2020JJ00;1\nBU00010000;total;2021JJ00; 2 \nBU00010000;part;2021JJ00;3\nBU00010001;total;2020JJ00;4\nGM0001;total;2020JJ00;5\n",
			"a 2020: NL00=1 BU00010000=not-loaded | a 2021: NL00=not-loaded BU00010000=2", nil},
		{"class and period in names", `
code: {column: code}
period: {assumed: 2016}
figures:
  - {indicator: "noise-{class}", columns: '^dn_(?P<class>[12])$', classes: {"1": low, "2": high}, scale: 100}
  - {indicator: people, columns: '^n(?P<period>\d{4})$'}`,
			"code,dn_1,dn_2,dn_x,n2019,n2020\nBU00010000,0.25,0.5,9,7,8\n",
			"noise-low 2016?: BU00010000=25 | noise-high 2016?: BU00010000=50 | people 2019: BU00010000=7 | people 2020: BU00010000=8", nil},
		{"combine", `
code: {column: code}
period: {fixed: 2020}
holes: {".": secret, "-": impossible}
blank: {cell: comes-later}
figures:
  - {indicator: sum, sum: [a, b, c]}
  - {indicator: less, difference: [a, b]}
  - {indicator: part-percent, ratio: [a, b], scale: 100}`,
			"code,a,b,c\nBU00010000,1,4,5\nBU00010001,-,.,1\nBU00010002,0,0,\nBU00010003,1,1,1\n",
			"sum 2020: BU00010000=10 BU00010001=secret BU00010002=comes-later BU00010003=3 | less 2020: BU00010000=-3 BU00010001=secret BU00010002=0 BU00010003=0 | part-percent 2020: BU00010000=25 BU00010001=secret BU00010002=impossible BU00010003=100", nil},
		{"holes by number and zero", `
code: {column: code}
period: {fixed: 2020}
holes: {"-99997": secret, "-99995": comes-later}
figures: [{indicator: a, column: v, zero: not-asked, holes: {x: suppressed}}]`,
			"code,v\nBU00010000,-99997.0\nBU00010001,-99995\nBU00010002,0.0\nBU00010003,x\n",
			"a 2020: BU00010000=secret BU00010001=comes-later BU00010002=not-asked BU00010003=suppressed", nil},
		{"blanks", `
level: by-code
code: {column: code}
period: {fixed: 2020}
blank: {column: not-asked, level: not-loaded, cell: impossible}
figures: [{indicator: a, column: a}, {indicator: b, column: b}]`,
			"code,a,b\nGM0001,,1\nWK000100,,\nBU00010000,,2\nBU00010001,,\n",
			"a 2020: GM0001=not-asked WK000100=not-asked BU00010000=not-asked BU00010001=not-asked | b 2020: GM0001=1 WK000100=not-loaded BU00010000=2 BU00010001=impossible", nil},
		{"blank without reason", `
code: {column: code}
period: {fixed: 2020}
figures: [{indicator: a, column: v}]`,
			"code,v\nBU00010000,1\nBU00010001,\n", "", []string{"import.blank"}},
		{"suffix", `
code: {column: code}
period: {fixed: 2020}
strip_suffix: true
figures: [{indicator: a, column: Eenzaam}, {indicator: b, column: School_60}, {indicator: c, column: Weg, optional: true}]`,
			"code;Eenzaam_28;School_60;School_64\nBU00010000;1;2;3\n", "a 2020: BU00010000=1 | b 2020: BU00010000=2", nil},
		{"suffix not unique", `
code: {column: code}
period: {fixed: 2020}
strip_suffix: true
figures: [{indicator: a, column: School}]`,
			"code;School_60;School_64\nBU00010000;2;3\n", "", []string{"import.ambiguous-column"}},
		{"no suffix unless asked", `
code: {column: code}
period: {fixed: 2020}
figures: [{indicator: a, column: Eenzaam}]`,
			"code;Eenzaam_28\nBU00010000;2\n", "", []string{"import.no-column"}},
		{"dutch numbers", `
file: {decimal: comma, thousands: point}
code: {column: code}
period: {fixed: 2020}
stated_area: {column: ha, unit: ha}
figures: [{indicator: a, column: v}, {indicator: b, column: w, decimal: point}]`,
			"code;v;w;ha\nBU00010000;1.234,5;1.5;1,5\n", "a 2020: BU00010000=1234.5 | b 2020: BU00010000=1.5", nil},
		{"out of bounds", `
code: {column: code}
period: {fixed: 2020}
figures: [{indicator: share-percent, sum: [v, w], scale: 100}]`,
			"code,v,w\nBU00010000,0.5,0.50000000001\nBU00010001,0.9,0.2\n", "", []string{"import.out-of-bounds"}},
		{"snapped to the bound", `
code: {column: code}
period: {fixed: 2020}
figures: [{indicator: share-percent, sum: [v, w], scale: 100}]`,
			"code,v,w\nBU00010000,0.5,0.50000000001\n", "share-percent 2020: BU00010000=100", nil},
		{"unknown indicator", `
code: {column: code}
period: {fixed: 2020}
figures: [{indicator: unknown, column: v}]`,
			"code,v\nBU00010000,1\n", "", []string{"import.unknown-indicator"}},
		{"same figure twice", `
code: {column: code}
period: {fixed: 2020}
figures: [{indicator: a, column: v}, {indicator: a, column: w}]`,
			"code,v,w\nBU00010000,1,2\n", "", []string{"import.same-figure"}},
		{"not a year", `
code: {column: code}
period: {column: p, pattern: '^(\d{4})'}
figures: [{indicator: a, column: v}]`,
			"code,p,v\nBU00010000,soon,1\nBU00010001,0001,1\n", "", []string{"import.period", "import.period"}},
		{"all faults of a row", `
code: {column: code}
period: {fixed: 2020}
figures: [{indicator: a, column: v}, {indicator: b, column: w}]`,
			"code,v,w\nBU00010000,x,y\n", "", []string{"import.not-number", "import.not-number"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			recipe := parse(t, c.recipe)
			known := names{"Noord": {"BU00010000"}, "Zuid": {"BU00010001"}, "noord": {"BU00010000", "BU00010002"}}
			table, report, err := ReadTable(context.Background(), recipe, written(t, "t.csv", c.table), known, nil)
			var keys []string
			for _, finding := range report.Findings() {
				if finding.Severity == Error {
					keys = append(keys, finding.Key)
				}
			}
			if strings.Join(keys, " ") != strings.Join(c.errors, " ") || (err != nil) != (c.errors != nil) || (table == nil) != (err != nil) {
				t.Fatalf("%v: %s", err, told(t, report))
			}
			if table == nil {
				return
			}
			var got []string
			for _, column := range table.Columns {
				mark := ""
				if column.Assumed {
					mark = "?"
				}
				got = append(got, column.Indicator+" "+strconv.Itoa(column.Period)+mark+": "+cells(table, column))
			}
			if text := strings.Join(got, " | "); text != c.want {
				t.Errorf("%s\nwant %s", text, c.want)
			}
			if c.name == "dutch numbers" && table.Claims[0].StatedArea != 15000 {
				t.Error(table.Claims[0].StatedArea)
			}
		})
	}
}

func TestBadRecipes(t *testing.T) {
	const good = "code: {column: code}\nperiod: {fixed: 2020}\nfigures: [{indicator: a, column: v}]\n"
	for text, field := range map[string]string{
		good + "colour: red\n":     "",
		good + "figures: []\n":     "",
		good + "---\nid: second\n": "",
		"code: {column: code}\n":   "figures",
		"period: {fixed: 2020}\nfigures: [{indicator: a, column: v}]\n":                                      "code",
		"code: {column: code}\nfigures: [{indicator: a, column: v}]\n":                                       "figures[1].period",
		"code: {column: code, pattern: '('}\nperiod: {fixed: 2020}\nfigures: [{indicator: a, column: v}]\n":  "code.pattern",
		"code: {column: code, template: x}\nperiod: {fixed: 2020}\nfigures: [{indicator: a, column: v}]\n":   "code",
		"code: {template: 'BU{x}'}\nperiod: {fixed: 2020}\nfigures: [{indicator: a, column: v}]\n":           "code.template",
		"code: {lookup: {column: n}}\nperiod: {fixed: 2020}\nfigures: [{indicator: a, column: v}]\n":         "code.lookup.within",
		"code: {column: code}\nperiod: {fixed: 2020, assumed: 2020}\nfigures: [{indicator: a, column: v}]\n": "period",
		"code: {column: code}\nperiod: {fixed: 20}\nfigures: [{indicator: a, column: v}]\n":                  "period",
		"code: {column: code}\nperiod: {fixed: 2020}\nfigures: [{indicator: a}]\n":                           "figures[1]",
		"code: {column: code}\nperiod: {fixed: 2020}\nfigures: [{column: a}]\n":                              "figures[1].indicator",
		"code: {column: code}\nperiod: {fixed: 2020}\nfigures: [{indicator: a, sum: [a]}]\n":                 "figures[1].sum",
		"code: {column: code}\nperiod: {fixed: 2020}\nfigures: [{indicator: a, ratio: [a, b, c]}]\n":         "figures[1]",
		"code: {column: code}\nperiod: {fixed: 2020}\nfigures: [{indicator: 'a-{class}', columns: 'x'}]\n":   "figures[1].columns",
		"code: {column: code}\nperiod: {fixed: 2020}\nfigures: [{indicator: a, column: v, zero: nothing}]\n": "figures[1].zero",
		good + "holes: {x: nothing}\n":                      "holes.x",
		good + "holes: {'': secret}\n":                      "holes",
		good + "blank: {cell: nothing}\n":                   "blank.cell",
		good + "file: {delimiter: '|'}\n":                   "file.delimiter",
		good + "file: {decimal: point, thousands: point}\n": "file.thousands",
		good + "file: {encoding: latin}\n":                  "file.encoding",
		good + "where: [{column: a}]\n":                     "where[1]",
		good + "where: [{column: a, is: [x], not: [y]}]\n":  "where[1]",
		good + "stated_area: {column: a, unit: acre}\n":     "stated_area.unit",
		good + "areas: {crs: mercator}\n":                   "areas.crs",
		strings.Repeat("#", mostRecipe+1):                   "",
	} {
		_, err := ParseRecipe([]byte(recipeHead + text))
		var f *fault.Fault
		if !errors.As(err, &f) || f.Args["Field"] != nil && f.Args["Field"] != field || f.Args["Field"] == nil && field != "" {
			t.Errorf("%.90q: %v, want a fault in %q", text, err, field)
		}
	}
	for _, text := range []string{"", "[]", "id: 'UP'\n", "\x00", strings.Replace(recipeHead, "neighbourhood", "street", 1) + good} {
		if _, err := ParseRecipe([]byte(text)); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
	if _, report, err := ReadTable(context.Background(), &Recipe{}, "x", nil, nil); err == nil || report == nil {
		t.Error("a recipe that was not parsed is used")
	}
}

func FuzzRecipe(f *testing.F) {
	files, err := shipped.ReadDir("recipes")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := shipped.ReadFile("recipes/" + file.Name())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, "code,v\nBU00010000,1\n")
	}
	f.Add([]byte(recipeHead+"code: {template: 'BU{a:8}', parts: {a: {column: code}}}\nperiod: {fixed: 2020}\nfigures: [{indicator: a, columns: '^v(?P<class>.*)$'}]\n"), "code,v\n1,2\n")
	f.Fuzz(func(t *testing.T, data []byte, table string) {
		recipe, err := ParseRecipe(data)
		if err != nil {
			return
		}
		_, report, _ := readTable(context.Background(), recipe, written(t, "t.csv", table), names{"": nil}, nil, smallLimits)
		told(t, report)
	})
}

// smallLimits keep fuzzing fast.
var smallLimits = limits{bytes: 1 << 16, rows: 1000, columns: 100, features: 100, points: 10_000, cells: 10_000}

// TestWorkedExample runs the example of docs/recipes.md as it stands there.
func TestWorkedExample(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "recipes.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(data), "```")
	var table, text string
	for _, block := range blocks {
		if strings.HasPrefix(block, "\nWijk;") {
			table = strings.TrimPrefix(block, "\n")
		} else if strings.HasPrefix(block, "yaml\nid: my-monitor") {
			text = strings.TrimPrefix(block, "yaml\n")
		}
	}
	recipe, err := ParseRecipe([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	got, report, err := ReadTable(context.Background(), recipe, written(t, "monitor.csv", table), newKnowing(t), nil)
	if err != nil {
		t.Fatal(err, told(t, report))
	}
	var lines []string
	for _, column := range got.Columns {
		lines = append(lines, column.Indicator+" "+strconv.Itoa(column.Period)+": "+cells(got, column))
	}
	want := "noise-above-55 2022: BU07720107=12.5 BU07720108=impossible|noise-above-55 2024: BU07720107=11.9 BU07720108=13.1|" +
		"rivm-lonely 2024: BU07720107=41 BU07720108=secret|cbs-share-0-15 2024: BU07720107=10 BU07720108=8.421052631578947|cbs-residents 2024: BU07720107=1200 BU07720108=950"
	if text := strings.Join(lines, "|"); text != want || got.Claims[0].StatedArea != 352000 {
		t.Errorf("%s\nwant %s\n%v", text, want, got.Claims[0])
	}
}
