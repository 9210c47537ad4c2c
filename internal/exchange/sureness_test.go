package exchange

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/koppelkans/koppelkans/internal/indicator"
)

// sureTable is read with a column for each margin and one for n.
func sureTable(t *testing.T, rows string) (*Table, *Report, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sure.csv")
	if err := os.WriteFile(path, []byte("code;v;low;high;n\n"+rows), 0o600); err != nil {
		t.Fatal(err)
	}
	return ReadFigures(context.Background(), path, FigureOptions{Indicator: "a-percent", Period: 2024, BoundaryYear: 2024, CodeColumn: "code",
		ValueColumn: "v", LowColumn: "low", HighColumn: "high", RespondentsColumn: "n", Decimal: "comma"}, names{}, nil)
}

func TestMarginsAndRespondentsAreRead(t *testing.T) {
	table, _, err := sureTable(t, "BU00010000;30;25,5;34;120\nBU00010001;40;;;\nBU00010002;.;1;2;3\nBU00010003;50;;;7\nBU00010004;0;0;3,5;\nBU00010005;12;x;x;.\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []indicator.Sureness{{Low: 25.5, High: 34, Respondents: 120}, {}, {}, {Respondents: 7}, {High: 3.5}, {}}
	if diff := cmp.Diff(want, table.Columns[0].Sureness); diff != "" {
		t.Error(diff)
	}
	table, _, err = sureTable(t, "BU00010000;30;;;\n")
	if err != nil || table.Columns[0].Sureness != nil {
		t.Errorf("nothing is known: %v, %v", table, err)
	}
}

// Every fault is told with its row and column, and nothing is taken.
func TestMarginsThatCannotBeAreFindings(t *testing.T) {
	for row, want := range map[string]struct{ column, key string }{
		"30;31;34;120":   {"low", "import.low-margin"},
		"30;25;29,5;120": {"high", "import.high-margin"},
		"30;25;;120":     {"high", "import.one-margin"},
		"30;;34;120":     {"low", "import.one-margin"},
		"30;25;34;-1":    {"n", "import.respondents"},
		"30;25;34;1,5":   {"n", "import.respondents"},
		"30;25;34;1e12":  {"n", "import.respondents"},
		"30;25;veel;120": {"high", "import.not-number"},
		"30;25.5;34;120": {"low", "import.decimal-point"},
		".;25;34;-4":     {"n", "import.respondents"},
	} {
		t.Run(row, func(t *testing.T) {
			table, report, err := sureTable(t, "BU00010000;10;;;\nBU00010001;"+row+"\n")
			if table != nil || err == nil {
				t.Fatal("the table was taken")
			}
			at := slices.IndexFunc(report.Findings(), func(f Finding) bool {
				return f.Severity == Error && f.Row == 3 && f.Column == want.column && f.Key == want.key
			})
			if at < 0 {
				t.Errorf("findings %+v", report.Findings())
			}
		})
	}
}

func TestRecipeHasMarginsAndScalesThem(t *testing.T) {
	recipe := parse(t, `
code: {column: code}
period: {fixed: 2024}
figures: [{indicator: a-percent, column: v, scale: 100, low: l, high: h, respondents: n}]`)
	path := filepath.Join(t.TempDir(), "sure.csv")
	if err := os.WriteFile(path, []byte("code;v;l;h;n\nBU00010000;0.3;0.25;0.35;40\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	table, _, err := ReadTable(context.Background(), recipe, path, names{}, nil)
	if err != nil || table.Columns[0].Sureness[0] != (indicator.Sureness{Low: 25, High: 35, Respondents: 40}) {
		t.Errorf("%+v, %v", table, err)
	}
	for _, wrong := range []string{"column: v, low: l", "column: v, high: h", "columns: '^v', respondents: n"} {
		text := recipeHead + "code: {column: code}\nperiod: {fixed: 2024}\nfigures: [{indicator: a, " + wrong + "}]"
		if _, err := ParseRecipe([]byte(text)); err == nil {
			t.Errorf("%s was taken", wrong)
		}
	}
}
