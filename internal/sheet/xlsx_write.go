package sheet

import (
	"archive/zip"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// Styles of cells, by their place in xlsxStyles.
const (
	styleHeader = 1
	styleDay    = 2
	styleText   = 3 // what is typed here stays text: "0612345678", "=A1"
	styleNumber = 0
	// styleQuoted is for a text that would be a formula if it were typed.
	styleQuoted = 4
)

const (
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace  = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	officeRel  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageRel = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	mediaType  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// xlsxParts are the parts of a workbook beside its sheet.
func xlsxParts() [][2]string {
	return [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + mediaType + `sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + mediaType + `styles+xml"/>` +
			`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + mediaType + `worksheet+xml"/></Types>`},
		{"_rels/.rels", packageRel + `<Relationship Id="rId1" Type="` + officeRel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/_rels/workbook.xml.rels", packageRel + `<Relationship Id="rId1" Type="` + officeRel + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + officeRel + `/styles" Target="styles.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook ` + mainSpace + ` xmlns:r="` + officeRel + `"><sheets><sheet name="Koppelkans" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/styles.xml", `<styleSheet ` + mainSpace + `><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>` +
			`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
			`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
			`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
			`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
			`<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
			`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
			`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
			`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
			`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/></cellXfs></styleSheet>`},
	}
}

// xlsxWriter writes a workbook with one sheet, as a stream.
type xlsxWriter struct {
	archive *zip.Writer
	sheet   io.Writer
	columns []Column
	letters []string
	row     int
	buffer  []byte
}

func newXLSXWriter(to io.Writer, columns []Column) (Writer, error) {
	w := &xlsxWriter{archive: zip.NewWriter(to), columns: columns}
	for _, part := range xlsxParts() {
		file, err := w.archive.Create(part[0])
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(file, xmlHead+part[1]); err != nil {
			return nil, err
		}
	}
	var err error
	if w.sheet, err = w.archive.Create("xl/worksheets/sheet1.xml"); err != nil {
		return nil, err
	}
	var head strings.Builder
	head.WriteString(xmlHead + `<worksheet ` + mainSpace + `><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`)
	for at, column := range columns {
		w.letters = append(w.letters, letters(at+1))
		width, style := 24, styleText
		switch column.Sort {
		case Number:
			width, style = 12, styleNumber
		case Day:
			width, style = 12, styleDay
		}
		fmt.Fprintf(&head, `<col min="%d" max="%d" width="%d" style="%d" customWidth="1"/>`, at+1, at+1, width, style)
	}
	head.WriteString(`</cols><sheetData>`)
	if _, err := io.WriteString(w.sheet, head.String()); err != nil {
		return nil, err
	}
	return w, w.write(names(columns), func(int, string) int { return styleHeader })
}

// letters gives the name of a column: AA for 27.
func letters(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// mostSheetRows is how many rows a sheet can have.
const mostSheetRows = 1 << 20

// Write writes a row.
func (w *xlsxWriter) Write(cells []string) error {
	return w.write(cells, func(_ int, cell string) int {
		if runs(cell) {
			return styleQuoted
		}
		return styleText
	})
}

func (w *xlsxWriter) write(cells []string, style func(column int, cell string) int) error {
	if w.row++; w.row > mostSheetRows {
		return fault.New(fault.Limit, "sheet.many-rows", fault.Args{"Most": mostSheetRows - 1})
	}
	number := strconv.Itoa(w.row)
	to := append(w.buffer[:0], `<row r="`+number+`">`...)
	for at, cell := range cells {
		if cell == "" {
			continue
		}
		to = append(append(append(append(to, `<c r="`...), w.letters[at]...), number...), '"')
		if value, ok := w.number(at, cell); ok && w.row > 1 {
			if w.columns[at].Sort == Day {
				to = append(to, ` s="2"`...)
			}
			to = append(append(append(to, `><v>`...), value...), `</v></c>`...)
			continue
		}
		if !fits(cell) {
			cell = tooLong
		}
		to = append(strconv.AppendInt(append(to, ` t="inlineStr" s="`...), int64(style(at, cell)), 10), `"><is><t xml:space="preserve">`...)
		to = append(appendText(to, cell), `</t></is></c>`...)
	}
	w.buffer = append(to, `</row>`...)
	_, err := w.sheet.Write(w.buffer)
	return err
}

// number gives the number that a cell is kept as; false when it is kept as a
// text, because Excel would make another one of it.
func (w *xlsxWriter) number(column int, cell string) (string, bool) {
	switch w.columns[column].Sort {
	case Day:
		day, ok := serial(cell)
		return strconv.Itoa(day), ok
	case Number:
		number, err := strconv.ParseFloat(cell, 64)
		if err != nil || math.IsNaN(number) || math.IsInf(number, 0) {
			return "", false
		}
		// Excel shows and keeps fifteen digits of what somebody types over.
		short := strconv.FormatFloat(number, 'g', 15, 64)
		again, _ := strconv.ParseFloat(short, 64)
		asIs := plain(number) == cell || strconv.FormatFloat(number, 'g', -1, 64) == cell
		return plain(number), asIs && again == number
	}
	return "", false
}

// Close ends the workbook.
func (w *xlsxWriter) Close() error {
	if _, err := io.WriteString(w.sheet, `</sheetData></worksheet>`); err != nil {
		return err
	}
	return w.archive.Close()
}
