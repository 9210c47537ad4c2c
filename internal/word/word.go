// Package word writes documents for word processors (Office Open XML, ECMA-376)
// that have what a factsheet has: headings, text, tables, pictures with a text
// instead, and page breaks. Everything is set in named styles, so that whoever
// gets a document can give it the look of their own house.
package word

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// Style is a named style of a paragraph; styles.xml says how it looks.
type Style string

// The styles that documents have. Word knows the headings and the title by
// these names and makes its navigation of them.
const (
	Normal   Style = "Normal"
	Title    Style = "Title"
	Heading1 Style = "Heading1"
	Heading2 Style = "Heading2"
	Lead     Style = "Lead"
	Note     Style = "Note"
	Cell     Style = "TableText"
	Number   Style = "TableNumber" // to the right
	Band     Style = "TableGroup"  // a heading within a table
)

// About is what a document says of itself.
type About struct {
	Title, Creator string
	Lang           string // as nl or en
	Made           time.Time
	Foot           string // at the foot of every sheet, before its number
}

// Document is a document that is being written. It is kept in memory.
type Document struct {
	about    About
	body     bytes.Buffer
	pictures [][]byte
}

// New begins a document.
func New(about About) *Document { return &Document{about: about} }

// escape writes text as XML; signs that XML cannot have are replaced.
func escape(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a Builder takes everything
	return out.String()
}

// run is a stretch of text.
func run(text string) string {
	if text == "" {
		return ""
	}
	return `<w:r><w:t xml:space="preserve">` + escape(text) + `</w:t></w:r>`
}

func paragraph(style Style, inner string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + string(style) + `"/></w:pPr>` + inner + `</w:p>`
}

// Text writes a paragraph; without a text it writes none.
func (d *Document) Text(style Style, text string) {
	if text != "" {
		d.body.WriteString(paragraph(style, run(text)))
	}
}

// PageBreak begins a new sheet.
func (d *Document) PageBreak() {
	d.body.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
}

// Picture shows a PNG of a width in centimetres and of its own proportions,
// with the text that stands instead of it for who does not see it.
func (d *Document) Picture(png []byte, pixelsWide, pixelsHigh int, centimetres float64, name, instead string) {
	d.pictures = append(d.pictures, png)
	const unit = 360_000 // of a centimetre
	wide := int(centimetres * unit)
	high := wide * pixelsHigh / max(pixelsWide, 1)
	n := len(d.pictures)
	fmt.Fprintf(&d.body, `<w:p><w:pPr><w:pStyle w:val="Picture"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%[1]d" cy="%[2]d"/><wp:docPr id="%[3]d" name="%[4]s" descr="%[5]s"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%[3]d" name="image%[3]d.png" descr="%[5]s"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="rIdImage%[3]d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		wide, high, n, escape(name), escape(instead))
}

// Column is a column of a table; Share is its part of the width, in hundredths.
type Column struct {
	Head    string
	Share   int
	Numbers bool // set to the right
}

// textWidth is the width of text on a sheet, in twentieths of a point.
const textWidth = 11906 - 2*edge

// Table writes a table whose head returns on every sheet. A row of one cell is a
// heading over all columns.
func (d *Document) Table(about string, columns []Column, rows [][]string) {
	fmt.Fprintf(&d.body, `<w:tbl><w:tblPr><w:tblStyle w:val="Figures"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="%s"/></w:tblPr><w:tblGrid>`, textWidth, escape(about))
	for _, column := range columns {
		fmt.Fprintf(&d.body, `<w:gridCol w:w="%d"/>`, column.width())
	}
	d.body.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for _, column := range columns {
		d.cell(column.width(), 1, column.style(), column.Head)
	}
	d.body.WriteString(`</w:tr>`)
	for _, row := range rows {
		d.row(columns, row)
	}
	d.body.WriteString(`</w:tbl>`)
	// A table that is followed by a table would join it.
	d.body.WriteString(paragraph(Note, ""))
}

func (d *Document) row(columns []Column, row []string) {
	d.body.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	if len(row) == 1 {
		d.cell(textWidth, len(columns), Band, row[0])
	} else {
		for at, column := range columns {
			text := ""
			if at < len(row) {
				text = row[at]
			}
			d.cell(column.width(), 1, column.style(), text)
		}
	}
	d.body.WriteString(`</w:tr>`)
}

func (d *Document) cell(width, span int, style Style, text string) {
	fmt.Fprintf(&d.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if span > 1 {
		fmt.Fprintf(&d.body, `<w:gridSpan w:val="%d"/>`, span)
	}
	d.body.WriteString(`</w:tcPr>` + paragraph(style, run(text)) + `</w:tc>`)
}

func (c Column) width() int { return textWidth * c.Share / 100 }

func (c Column) style() Style {
	if c.Numbers {
		return Number
	}
	return Cell
}
