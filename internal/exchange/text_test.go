package exchange

import (
	"context"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/place"
)

var simple = FigureOptions{Indicator: "share-percent", Period: 2020, BoundaryYear: 2024, CodeColumn: "code", ValueColumn: "waarde"}

// TestFigures reads simple tables as people write them.
func TestFigures(t *testing.T) {
	for _, c := range []struct {
		name, text string
		change     func(*FigureOptions)
		want       string
	}{
		{"semicolon", "code;waarde\nBU00010000;12.5\nWK000100;.\nGM0001;\n", nil, "BU00010000=12.5 WK000100=secret GM0001=impossible"},
		{"comma, BOM, CRLF, spaces", "\xef\xbb\xbf\"code\", waarde\r\nBU00010000  , 12.5 \r\n", nil, "BU00010000=12.5"},
		{"tab", "code\twaarde\nBU00010000\t1\n", nil, "BU00010000=1"},
		{"old Mac", "code;waarde\rBU00010000;1\r", nil, "BU00010000=1"},
		{"quoted delimiter and line end", "naam;code;waarde\n\"a;b\nc\";BU00010000;1\n", nil, "BU00010000=1"},
		{"CBS signs", "code;waarde\nBU00010000;-99997\nBU00010001;-99995\nBU00010002;-99991.0\nBU00010003;x\n", nil, "BU00010000=secret BU00010001=comes-later BU00010002=discontinued BU00010003=secret"},
		{"decimal comma", "code;waarde\nBU00010000;12,5\n", func(o *FigureOptions) { o.Decimal = "comma" }, "BU00010000=12.5"},
		{"windows-1252", "code;na\xe4m;waarde\nBU00010000;\xe9;1\n", func(o *FigureOptions) { o.Encoding = "windows-1252" }, "BU00010000=1"},
		{"own hole", "code;waarde\nBU00010000;n.v.t.\n", func(o *FigureOptions) { o.Holes = map[string]string{"n.v.t.": "not-asked"} }, "BU00010000=not-asked"},
		{"postcode as number", "code,waarde\n1011.0,5\n\"5611\",6\n", func(o *FigureOptions) { o.Level = place.Postcode4 }, "1011=5 5611=6"},
		{"region by name", "code;waarde\nGGD Noord;5\n", func(o *FigureOptions) { o.Level = place.GGDRegion }, "GGD Noord=5"},
		{"a delimiter that is said", "code;waarde,x\nBU00010000;1\n", func(o *FigureOptions) { o.Delimiter, o.ValueColumn = ";", "waarde,x" }, "BU00010000=1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			opt := simple
			if c.change != nil {
				c.change(&opt)
			}
			table, report, err := ReadFigures(context.Background(), written(t, "t.csv", c.text), opt, names{}, nil)
			if err != nil {
				t.Fatal(err, told(t, report))
			}
			if got := cells(table, table.Columns[0]); got != c.want || len(table.Columns) != 1 || table.Columns[0].Period != 2020 {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
	for name, change := range map[string]func(*FigureOptions){
		"indicator": func(o *FigureOptions) { o.Indicator = "" }, "period": func(o *FigureOptions) { o.Period = 20 },
		"boundary-year": func(o *FigureOptions) { o.BoundaryYear = 0 }, "hole": func(o *FigureOptions) { o.Holes = map[string]string{"x": "nothing"} },
	} {
		opt := simple
		change(&opt)
		if _, report, err := ReadFigures(context.Background(), "none", opt, names{}, nil); err == nil || report == nil {
			t.Errorf("%s: no fault", name)
		}
	}
}

// TestRowsAreLines names rows as a text editor does, also behind a value of
// several lines.
func TestRowsAreLines(t *testing.T) {
	text := "naam;code;waarde\n\"een\ntwee\ndrie\";BU00010000;1\n\nvier;BU00010001;y\n"
	_, report, err := ReadFigures(context.Background(), written(t, "t.csv", text), simple, names{}, nil)
	if err == nil || !strings.Contains(told(t, report), "t.csv, line 6, column \"waarde\"") {
		t.Error(err, told(t, report))
	}
}

// TestManyFaults keeps a thousand findings, and counts all.
func TestManyFaults(t *testing.T) {
	text := "code;waarde\n" + strings.Repeat("BU1;1\n", 1500)
	table, report, err := ReadFigures(context.Background(), written(t, "t.csv", text), simple, names{}, nil)
	if err == nil || table != nil || len(report.Findings()) != 1000 || report.Errors() != 1500 || report.Counts()[0].Number != 1500 || report.Rows != 1500 {
		t.Errorf("%v, %d findings, %d errors", err, len(report.Findings()), report.Errors())
	}
}

func FuzzFigures(f *testing.F) {
	for _, text := range []string{
		"code;waarde\nBU00010000;12.5\n", "\xef\xbb\xbfcode,waarde\r\n\"BU00010000\",\"-99997\"\r\n", "code\twaarde\nx\t1e5\n", "code;waarde\n\"a\nb\";1\n", "a;b\n\"", "code;waarde\r1;2\r",
	} {
		f.Add([]byte(text), "comma", "point")
	}
	f.Fuzz(func(t *testing.T, data []byte, decimal, thousands string) {
		opt := simple
		opt.Decimal, opt.Thousands = decimal, thousands
		recipe, err := opt.recipe()
		if err != nil {
			return
		}
		table, report, err := readTable(context.Background(), recipe, written(t, "t.csv", string(data)), names{}, nil, smallLimits)
		if (err == nil) != (table != nil) {
			t.Error(table, err)
		}
		told(t, report)
		if table == nil {
			return
		}
		for _, column := range table.Columns {
			if len(column.Readings) != len(table.Claims) {
				t.Errorf("%d readings for %d areas", len(column.Readings), len(table.Claims))
			}
			for _, reading := range column.Readings {
				if reading.Known() && !(reading.Value >= 0 && reading.Value <= 100) {
					t.Errorf("%v is out of bounds", reading.Value)
				}
			}
		}
	})
}

// loaded is a Lookup that knows two neighbourhoods of 2024.
type loaded struct{ names }

func (loaded) Codes(_ context.Context, level place.Level, _ int) (map[string]bool, error) {
	if level == place.Neighbourhood {
		return map[string]bool{"BU00010000": true, "BU00010001": true}, nil
	}
	return nil, nil
}

// TestUnknownCodes tells codes that nobody has seen, where others were seen.
func TestUnknownCodes(t *testing.T) {
	text := "code;waarde\nBU00010000;1\nBU00010010;1\nGM0099;1\n"
	table, report, err := ReadFigures(context.Background(), written(t, "t.csv", text), simple, loaded{}, nil)
	want := "t.csv, line 3, column \"code\": BU00010010 is no area of level neighbourhood that is known for 2024; it is taken all the same"
	if err != nil || len(table.Claims) != 3 || told(t, report) != want {
		t.Errorf("%v\n%s", err, told(t, report))
	}
}
