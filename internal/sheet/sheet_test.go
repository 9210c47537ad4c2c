package sheet_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// columns are one of each sort.
func columns() []sheet.Column {
	return []sheet.Column{{Name: "id"}, {Name: "text"}, {Name: "number", Sort: sheet.Number}, {Name: "truth", Sort: sheet.Truth}, {Name: "day", Sort: sheet.Day}, {Name: "list", Sort: sheet.List}}
}

func write(t rapid.TB, format sheet.Format, columns []sheet.Column, rows ...[]string) []byte {
	t.Helper()
	var to bytes.Buffer
	w, err := sheet.NewWriter(&to, format, columns)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}

// cellsOf gives the cells of a table, with "∅" where a row says nothing.
func cellsOf(table *sheet.Table) [][]string {
	var rows [][]string
	for at := range table.Rows {
		var cells []string
		for column := range table.Columns {
			cell, there := table.Rows[at].Cell(column)
			if !there {
				cell = "∅"
			}
			cells = append(cells, cell)
		}
		rows = append(rows, cells)
	}
	return rows
}

// texts are those that files tend to break.
func texts() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringOfN(rapid.RuneFrom([]rune("=+-@\t'\"`;,|\n aé€_x0𝒳<>&＝1")), 0, 12, -1),
		rapid.StringN(0, 40, -1),
		rapid.SampledFrom([]string{"_x000D_", "=1+1", "-5", "'=1", "''-a", "null", "true", "1e5", "0612345678", "\ufeff", "sep=;", " ", "[", "{}", "2026-03-31", "#N/A", "a\r\nb"}),
	).Filter(func(text string) bool { return !strings.Contains(text, "\r") || text == "a\r\nb" })
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	for _, format := range sheet.Formats {
		t.Run(string(format), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) []string {
					list := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "=b", "c d", "7"}), 0, 3).Draw(t, "list")
					return []string{
						fmt.Sprint("x", rapid.Uint32().Draw(t, "id")),
						strings.ReplaceAll(texts().Draw(t, "text"), "\r\n", "\n"),
						rapid.OneOf(rapid.Map(rapid.Int64(), func(n int64) string { return fmt.Sprint(n) }),
							rapid.Map(rapid.Float64Range(-1e9, 1e9), func(n float64) string { return fmt.Sprint(n) }), rapid.Just("")).Draw(t, "number"),
						rapid.SampledFrom([]string{"", "true", "false"}).Draw(t, "truth"),
						rapid.SampledFrom([]string{"", "2026-03-31", "1900-02-28", "1900-03-01", "9999-12-31", "0001-01-01", "2024-02-29", "geen dag"}).Draw(t, "day"),
						strings.Join(list, ";"),
					}
				}), 0, 5).Draw(t, "rows")
				table, err := sheet.Read(bytes.NewReader(write(t, format, columns(), rows...)), sheet.UsualLimits())
				if err != nil {
					t.Fatal(err)
				}
				got := cellsOf(table)
				for at := range got { // a number may come back in another form
					for _, list := range [][][]string{got, rows} {
						if number := new(float64); list[at][2] != "" {
							if _, err := fmt.Sscan(list[at][2], number); err != nil {
								t.Fatal(err)
							}
							list[at][2] = fmt.Sprint(*number)
						}
					}
				}
				if len(rows) == 0 {
					rows = nil
				}
				if diff := cmp.Diff(rows, got); diff != "" {
					t.Fatal(diff)
				}
			})
		})
	}
}

// No cell of a CSV begins as a formula, and what was added to it goes again.
func TestFormulasDoNotRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(texts(), rapid.Map(texts(), func(text string) string {
			return rapid.SampledFrom([]string{"=", "+", "-", "@", "\t", "'="}).Draw(t, "sign") + text
		})).Draw(t, "text")
		file := string(write(t, sheet.CSV, []sheet.Column{{Name: "id"}, {Name: "text"}}, []string{"1", text}))
		_, cell, _ := strings.Cut(file, "\n1;")
		cell = strings.TrimPrefix(strings.TrimSuffix(cell, "\r\n"), `"`)
		if cell != "" && strings.ContainsRune("=+@\t\r", rune(cell[0])) {
			t.Fatalf("%q is written as %q", text, file)
		}
	})
}

func read(t *testing.T, text string) *sheet.Table {
	t.Helper()
	table, err := sheet.Read(strings.NewReader(text), sheet.UsualLimits())
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return table
}

func TestTextTablesOfEverySort(t *testing.T) {
	want := [][]string{{"1", "één"}, {"2", "a b"}}
	for _, text := range []string{
		"id;naam\n1;één\n2;a b\n", "id,naam\r\n1,één\r\n2,a b", "id\tnaam\n1\téén\n2\ta b\n", "\ufeffid;naam\n1;één\n2;a b\n",
		"sep=|\r\nid|naam\r\n1|één\r\n2|a b\r\n", "\"id\";\"naam\"\n\"1\";\"één\"\n\n2;a b\n;\n", "id;naam;;\n1;één;;\n2;a b\n", " id ; naam\n1;één\n2;a b",
		`[{"id":1,"naam":"één"},{"id":"2","naam":"a b"}]`, "\ufeff [\n{\"naam\":\"één\",\"id\":1},\n{\"id\":2,\"naam\":\"a b\"}]",
	} {
		table := read(t, text)
		cells := cellsOf(table)
		if table.Columns[0] == "naam" {
			for _, row := range cells {
				row[0], row[1] = row[1], row[0]
			}
		}
		for at := range cells {
			cells[at] = cells[at][:2]
		}
		if diff := cmp.Diff(want, cells); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestRowsAreNumberedAsInASpreadsheet(t *testing.T) {
	table := read(t, "id;naam\n1;\"twee\nregels\"\n\n\n2;b\n;\n3;\"c\n\n\"\n4;d\n")
	var got []int
	for _, row := range table.Rows {
		got = append(got, row.Number)
	}
	// The lines are 2, 6, 8 and 11; a spreadsheet shows the cells of several
	// lines as one row, and empty lines as empty rows.
	if diff := cmp.Diff([]int{2, 5, 7, 8}, got); diff != "" || table.Header != 1 {
		t.Errorf("header %d, %s", table.Header, diff)
	}
}

func TestJSONTellsWhatIsMissing(t *testing.T) {
	got := cellsOf(read(t, `[{"a":1,"c":["x","y"]},{"b":null,"d":true},{},{"a":1.50}]`))
	want := [][]string{{"1", "x;y", "∅", "∅"}, {"∅", "∅", "", "true"}, {"1.50", "∅", "∅", "∅"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLimits(t *testing.T) {
	small := sheet.Limits{Bytes: 2_000, Unpacked: 10_000, Rows: 3, Columns: 3, CellRunes: 10}
	for text, key := range map[string]string{
		strings.Repeat("a", 2_001):          "sheet.too-big",
		"a;b;c;d\n1;2;3;4":                  "sheet.many-columns",
		"a;b\n1;2\n1;2\n1;2\n1;2\n":         "sheet.many-rows",
		"a;b\n1;" + strings.Repeat("é", 11): "sheet.long-cell",
		`[{"a":1,"b":1,"c":1,"d":1}]`:       "sheet.many-columns",
		`[{"a":1},{"a":1},{"a":1},{"a":1}]`: "sheet.many-rows",
	} {
		_, err := sheet.Read(strings.NewReader(text), small)
		var wrong *fault.Fault
		if !errors.As(err, &wrong) || wrong.Key != key {
			t.Errorf("%.20q: %v, want %s", text, err, key)
		}
	}
}

// fuzzed are limits that make a fault cheap to find.
func fuzzed() sheet.Limits {
	return sheet.Limits{Bytes: 1 << 20, Unpacked: 1 << 20, Rows: 1_000, Columns: 50, CellRunes: 10_000}
}

// sound holds what was read against what Read promises of any file.
func sound(t *testing.T, data []byte) {
	limits := fuzzed()
	table, err := sheet.Read(bytes.NewReader(data), limits)
	var wrong *fault.Fault
	if err != nil {
		if !errors.As(err, &wrong) || wrong.Code == fault.Broken {
			t.Fatalf("an error that tells nobody anything: %v", err)
		}
		return
	}
	last := table.Header
	if len(table.Columns) > limits.Columns || len(table.Rows) > limits.Rows {
		t.Fatalf("%d columns, %d rows", len(table.Columns), len(table.Rows))
	}
	for at := range table.Rows {
		row := &table.Rows[at]
		if row.Number <= last || len(row.Cells) != len(table.Columns) {
			t.Fatalf("row %d after %d has %d cells for %d columns", row.Number, last, len(row.Cells), len(table.Columns))
		}
		last = row.Number
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("id;naam\n1;\"a\nb\"\n"))
	f.Add([]byte("sep=,\nid,naam\n1,'=1\n"))
	f.Add([]byte(`[{"id":1,"b":["x",null,true]},{"c":"\u0000"}]`))
	f.Add(write(f, sheet.XLSX, columns(), []string{"1", "a", "2.5", "true", "2026-03-31", "a;b"}))
	f.Fuzz(sound)
}
