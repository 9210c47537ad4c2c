package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// A kept library, which is no part of the program, reads what we write.
func TestAPeerReadsOurWorkbooks(t *testing.T) {
	rows := [][]string{
		{"1", "=1+1 & <b>", "-3.5", "true", "2026-03-31", "a;b"},
		{"2", "regel 1\nregel 2 _x0041_ 𝒳", "1234567", "", "1900-03-01", ""},
		{"3", " spaties ", "", "", "", ""},
	}
	file, err := excelize.OpenReader(bytes.NewReader(write(t, sheet.XLSX, columns(), rows...)), excelize.Options{RawCellValue: false})
	if err != nil {
		t.Fatal(err)
	}
	got, err := file.GetRows("Koppelkans")
	if err != nil {
		t.Fatal(err)
	}
	want := append([][]string{{"id", "text", "number", "truth", "day", "list"}}, rows...)
	for at := range got {
		for len(got[at]) < 6 {
			got[at] = append(got[at], "")
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// We read what a kept library writes, with shared texts and formats.
func TestWeReadTheWorkbooksOfAPeer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file := excelize.NewFile()
		check := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		style := func(format string) int {
			style, err := file.NewStyle(&excelize.Style{CustomNumFmt: &format})
			check(err)
			return style
		}
		want := [][]string{}
		check(file.SetSheetRow("Sheet1", "B1", &[]any{"tekst", "getal", "dag", "tijdstip", "waar"}))
		check(file.SetCellValue("Sheet1", "A1", "id"))
		for row := range rapid.IntRange(1, 5).Draw(t, "rows") {
			at := func(column string) string { return fmt.Sprint(column, row*2+2) }
			text := strings.ReplaceAll(strings.Map(func(char rune) rune { // the peer escapes nothing
				if char < ' ' && char != '\n' && char != '\t' || char == 0xfffe || char == 0xffff || char == utf8.RuneError {
					return -1
				}
				return char
			}, texts().Draw(t, "text")), "_x", "")
			number := rapid.Float64Range(-1e12, 1e12).Draw(t, "number")
			day := time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 100_000).Draw(t, "day"))
			moment := day.Add(time.Duration(rapid.IntRange(1, 86_399).Draw(t, "seconds")) * time.Second)
			truth := rapid.Bool().Draw(t, "truth")
			check(file.SetCellValue("Sheet1", at("A"), row+1))
			check(file.SetCellStr("Sheet1", at("B"), text))
			check(file.SetCellFloat("Sheet1", at("C"), number, -1, 64))
			check(file.SetCellStyle("Sheet1", at("C"), at("C"), style(rapid.SampledFrom([]string{"0.00", `#,##0 "dagen"`, "[$€-413] #,##0.00", "General"}).Draw(t, "format"))))
			check(file.SetCellValue("Sheet1", at("D"), day))
			check(file.SetCellStyle("Sheet1", at("D"), at("D"), style(rapid.SampledFrom([]string{"d-m-yyyy", "dd-mm-yy", "dddd d mmmm yyyy", "mmm-yy", "[$-413]d mmm yyyy;@"}).Draw(t, "date"))))
			check(file.SetCellValue("Sheet1", at("E"), moment))
			check(file.SetCellStyle("Sheet1", at("E"), at("E"), style("d-m-yyyy hh:mm")))
			check(file.SetCellBool("Sheet1", at("F"), truth))
			want = append(want, []string{fmt.Sprint(row + 1), text, fmt.Sprint(number), day.Format(time.DateOnly), moment.Format("2006-01-02T15:04:05"), fmt.Sprint(truth)})
		}
		var packed bytes.Buffer
		check(file.Write(&packed))
		table, err := sheet.Read(&packed, sheet.UsualLimits())
		check(err)
		got := cellsOf(table)
		for at := range got {
			for _, list := range [][][]string{got, want} {
				var number float64
				if _, err := fmt.Sscan(list[at][2], &number); err != nil {
					t.Fatal(err)
				}
				list[at][2] = fmt.Sprint(number)
			}
			if table.Rows[at].Number != at*2+2 {
				t.Fatalf("row %d has number %d", at, table.Rows[at].Number)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// pack makes a workbook of which some parts are other than they should be.
func pack(t testing.TB, change map[string]string) []byte {
	t.Helper()
	whole := write(t, sheet.XLSX, []sheet.Column{{Name: "id"}, {Name: "naam"}}, []string{"1", "a"})
	archive, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	var to bytes.Buffer
	w := zip.NewWriter(&to)
	for _, file := range archive.File {
		text, given := change[file.Name]
		if given && text == "" {
			continue
		}
		part, err := w.Create(file.Name)
		if err != nil {
			t.Fatal(err)
		}
		if !given {
			from, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			var all bytes.Buffer
			if _, err := all.ReadFrom(from); err != nil {
				t.Fatal(err)
			}
			text = all.String()
		}
		if _, err := part.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}

// aSheet makes a sheet of rows.
func aSheet(rows string) string {
	return `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>naam</t></is></c></row>` + rows + `</sheetData></worksheet>`
}

// badParts are workbooks that cannot be trusted, with what is said of them.
func badParts() map[string][2]string {
	part := "xl/worksheets/sheet1.xml"
	return map[string][2]string{
		"no sheet":              {part, ""},
		"cut off":               {part, aSheet("")[:80]},
		"no XML":                {part, "id;naam\n1;a"},
		"a part of no number":   {part, aSheet(`<row r="x"/>`)},
		"rows in disorder":      {part, aSheet(`<row r="3"/><row r="2"/>`)},
		"cells in disorder":     {part, aSheet(`<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>`)},
		"a text that is not":    {part, aSheet(`<row r="2"><c r="A2" t="s"><v>7</v></c></row>`)},
		"a number that is not":  {part, aSheet(`<row r="2"><c r="A2"><v>zeven</v></c></row>`)},
		"a sort that is not":    {part, aSheet(`<row r="2"><c r="A2" t="q"><v>7</v></c></row>`)},
		"a style that is not":   {part, aSheet(`<row r="2"><c r="A2" s="-7"><v>7</v></c></row>`)},
		"a formula that failed": {part, aSheet(`<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`)},
		"far too deep":          {part, strings.Repeat("<a>", 1000)},
		"a bomb":                {part, aSheet(`<row r="2"><c r="A2" t="inlineStr"><is><t>` + strings.Repeat("a", 5<<20) + `</t></is></c></row>`)},
		"many attributes":       {part, `<worksheet ` + strings.Repeat(`a="b" `, 1<<20) + `>`},
		"no workbook":           {"xl/workbook.xml", `<document/>`},
		"hidden":                {"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="a" state="hidden" r:id="rId1"/></sheets></workbook>`},
		"no relations":          {"_rels/.rels", `<Relationships/>`},
		"rows beyond the last":  {part, aSheet(`<row r="1048577"/>`)},
		"empty":                 {part, `<worksheet><sheetData/></worksheet>`},
	}
}

func packedBad(t testing.TB) map[string][]byte {
	packed := map[string][]byte{}
	for name, part := range badParts() {
		packed[name] = pack(t, map[string]string{part[0]: part[1]})
	}
	return packed
}

func TestBadWorkbooksAreRefused(t *testing.T) {
	other := map[string]string{"a formula that failed": "sheet.error-cell", "empty": "sheet.no-header"}
	for name, data := range packedBad(t) {
		want := "sheet.bad-xlsx"
		if key := other[name]; key != "" {
			want = key
		}
		_, err := sheet.Read(bytes.NewReader(data), sheet.UsualLimits())
		var wrong *fault.Fault
		if !errors.As(err, &wrong) || wrong.Key != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	limits := sheet.UsualLimits()
	limits.Unpacked = 100_000
	bomb := pack(t, map[string]string{"xl/worksheets/sheet1.xml": aSheet(strings.Repeat(`<row><c><v>1</v></c></row>`, 10_000))})
	_, err := sheet.Read(bytes.NewReader(bomb), limits)
	var wrong *fault.Fault
	if !errors.As(err, &wrong) || wrong.Key != "sheet.unpacks-big" {
		t.Errorf("%d bytes that become many: %v", len(bomb), err)
	}
}

func TestWorkbooksOfOtherPrograms(t *testing.T) {
	const shared = `<sst><si><t>gewoon</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">half </t></r><r><t>vet</t></r><rPh sb="0"><t>UIT</t></rPh></si></sst>`
	// Without the names of cells, with texts of every sort, a date since 1904.
	data := pack(t, map[string]string{
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Type="x/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="b" Type="x/styles" Target="styles.xml"/><Relationship Id="c" Type="x/sharedStrings" Target="../xl/worksheets/_rels/shared.xml"/></Relationships>`,
		"xl/workbook.xml":            `<x:workbook xmlns:x="y" xmlns:r="z"><x:workbookPr date1904="true"/><x:sheets><x:sheet name="verborgen" state="veryHidden" r:id="q"/><x:sheet name="b" r:id="a"/></x:sheets></x:workbook>`,
		"xl/worksheets/sheet1.xml": aSheet(`<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row/><row><c t="str"><f>A1</f><v>formule</v></c><c s="2"><v>1462</v></c></row>` +
			`<row><c t="b"><v>1</v></c><c t="d"><v>2026-03-31T00:00:00</v></c></row><row><c><v>1.5E3</v></c><c><v>0.1</v></c></row>`),
	})
	data = addPart(t, data, "xl/worksheets/_rels/shared.xml", shared)
	table, err := sheet.Read(bytes.NewReader(data), sheet.UsualLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"gewoon", "half vet"}, {"formule", "1908-01-02"}, {"true", "2026-03-31"}, {"1500", "0.1"}}
	if diff := cmp.Diff(want, cellsOf(table)); diff != "" || table.Rows[1].Number != 4 {
		t.Error(diff)
	}
}

func addPart(t *testing.T, data []byte, name, text string) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var to bytes.Buffer
	w := zip.NewWriter(&to)
	for _, file := range archive.File {
		if err := w.Copy(file); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}

// A text that is longer than Excel can hold is left as it is by an import.
func TestTextsThatExcelCannotHold(t *testing.T) {
	long := strings.Repeat("a", 32_768)
	table, err := sheet.Read(bytes.NewReader(write(t, sheet.XLSX, []sheet.Column{{Name: "id"}, {Name: "text"}}, []string{"1", long})), sheet.UsualLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"1", "∅"}}, cellsOf(table)); diff != "" {
		t.Error(diff)
	}
}

func FuzzWorkbook(f *testing.F) {
	for _, part := range badParts() {
		if len(part[1]) < 10_000 {
			f.Add(part[1], "")
		}
	}
	f.Add(aSheet(`<row r="2"><c r="A2" s="1"><v>45000.5</v></c><c r="B2" t="s"><v>0</v></c></row>`),
		`<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-413]d\-m &quot;x&quot;;@"/></numFmts><cellXfs><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>`)
	f.Fuzz(func(t *testing.T, part, styles string) {
		sound(t, pack(t, map[string]string{"xl/worksheets/sheet1.xml": part, "xl/styles.xml": styles}))
	})
}
