package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"path"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// This reads the first visible sheet of a workbook: its texts, numbers and
// dates as they are kept, not as they are formatted. What it does not
// understand is an error and never an empty cell. Why it is our own:
// docs/decisions/0017-own-xlsx.md.

// badXLSX is the answer to a workbook that cannot be trusted.
func badXLSX() error { return fault.New(fault.Invalid, "sheet.bad-xlsx", nil) }

// workbook is a file on its way to a table.
type workbook struct {
	files  map[string]*zip.File
	limits Limits
	left   int64 // bytes that may still be unpacked

	shared   []string
	formats  []cellFormat // by style
	from1904 bool
}

func readXLSX(data []byte, into *builder) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return badXLSX()
	}
	book := &workbook{files: map[string]*zip.File{}, limits: into.limits, left: into.limits.Unpacked}
	for _, file := range archive.File {
		name := strings.TrimPrefix(strings.ReplaceAll(file.Name, `\`, "/"), "/")
		if _, twice := book.files[name]; !twice {
			book.files[name] = file
		}
	}
	err = book.read(into)
	var wrong *fault.Fault
	if err == nil || errors.As(err, &wrong) {
		return err
	}
	return badXLSX()
}

func (b *workbook) read(into *builder) error {
	root, err := b.relations("_rels/.rels", "")
	if err != nil {
		return err
	}
	main := root.ofType("officeDocument")
	if main == "" {
		return badXLSX()
	}
	folder, file := path.Split(main)
	parts, err := b.relations(folder+"_rels/"+file+".rels", folder)
	if err != nil {
		return err
	}
	sheet, err := b.firstSheet(main, parts)
	if err != nil {
		return err
	}
	if styles := parts.ofType("styles"); styles != "" {
		if err := b.readStyles(styles); err != nil {
			return err
		}
	}
	if shared := parts.ofType("sharedStrings"); shared != "" {
		if err := b.readShared(shared); err != nil {
			return err
		}
	}
	return b.readSheet(sheet, into)
}

// each calls visit for each element of a part, in their order; visit may read
// its element to the end.
func (b *workbook) each(name string, visit func(*tokens, xml.StartElement) error) (err error) {
	file, there := b.files[name]
	if !there {
		return badXLSX()
	}
	opened, err := file.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	err = newTokens(opened, &b.left).each(visit)
	if err != nil && b.left <= 0 {
		return fault.New(fault.Limit, "sheet.unpacks-big", fault.Args{"Most": b.limits.Unpacked >> 20})
	}
	return err
}

// relations are what a part refers to.
type relations struct {
	target map[string]string // by id
	first  map[string]string // by the last word of the type
}

func (r relations) ofType(name string) string { return r.first[name] }

func (b *workbook) relations(name, folder string) (relations, error) {
	r := relations{target: map[string]string{}, first: map[string]string{}}
	return r, b.each(name, func(_ *tokens, start xml.StartElement) error {
		if start.Name.Local != "Relationship" || attribute(start, "TargetMode") == "External" {
			return nil
		}
		target := attribute(start, "Target")
		if strings.HasPrefix(target, "/") {
			target = strings.TrimPrefix(path.Clean(target), "/")
		} else {
			target = path.Join(folder, target)
		}
		r.target[attribute(start, "Id")] = target
		if sort := path.Base(attribute(start, "Type")); r.first[sort] == "" {
			r.first[sort] = target
		}
		return nil
	})
}

// firstSheet finds the part of the first sheet that is not hidden.
func (b *workbook) firstSheet(name string, parts relations) (string, error) {
	found := ""
	err := b.each(name, func(_ *tokens, start xml.StartElement) error {
		switch start.Name.Local {
		case "workbookPr":
			b.from1904 = isTrue(attribute(start, "date1904"))
		case "sheet":
			if state := attribute(start, "state"); found == "" && (state == "" || state == "visible") {
				found = parts.target[attribute(start, "id")]
			}
		}
		return nil
	})
	if err == nil && found == "" {
		err = badXLSX()
	}
	return found, err
}

// mostShared bounds the list of texts that cells share.
const mostShared = 3_000_000

func (b *workbook) readShared(name string) error {
	return b.each(name, func(t *tokens, start xml.StartElement) error {
		if start.Name.Local != "si" {
			return nil
		}
		text, err := t.text(start)
		if err != nil {
			return err
		}
		if len(b.shared) == mostShared {
			return fault.New(fault.Limit, "sheet.unpacks-big", fault.Args{"Most": b.limits.Unpacked >> 20})
		}
		b.shared = append(b.shared, text)
		return nil
	})
}

// readSheet reads the rows of a sheet.
func (b *workbook) readSheet(name string, into *builder) error {
	row, header := 0, false
	err := b.each(name, func(t *tokens, start xml.StartElement) error {
		if start.Name.Local != "row" {
			return nil
		}
		number := row + 1
		if text := attribute(start, "r"); text != "" {
			var err error
			if number, err = strconv.Atoi(text); err != nil {
				return badXLSX()
			}
		}
		if number <= row || number > 1<<20 {
			return badXLSX()
		}
		row = number
		cells, missing, err := b.readRow(t, row, into)
		switch {
		case err != nil || len(cells) == 0:
			return err
		case !header:
			header = true
			return into.header(row, cells)
		}
		return into.row(Row{Number: row, Cells: cells, missing: missing})
	})
	if err == nil && !header {
		err = fault.New(fault.Invalid, "sheet.no-header", nil)
	}
	return err
}

// readRow reads the cells of a row, up to the last that holds something.
func (b *workbook) readRow(t *tokens, row int, into *builder) (cells []string, missing []bool, err error) {
	column := 0
	err = t.within(func(cell xml.StartElement) error {
		if cell.Name.Local != "c" {
			return t.skip()
		}
		column++
		if place := attribute(cell, "r"); place != "" {
			at, ok := columnOf(place)
			if !ok || at < column {
				return badXLSX()
			}
			column = at
		}
		text, err := b.readCell(t, cell, row, column, into)
		if err != nil || text == "" {
			return err
		}
		if column > b.limits.Columns {
			return fault.New(fault.Limit, "sheet.many-columns", fault.Args{"Most": b.limits.Columns})
		}
		for len(cells) < column {
			cells = append(cells, "")
		}
		cells[column-1] = text
		if text == tooLong {
			if missing == nil {
				missing = make([]bool, b.limits.Columns)
			}
			missing[column-1] = true
		}
		return nil
	})
	return cells, missing, err
}

// columnOf gives the number of the column in the name of a cell: 2 for B7.
func columnOf(cell string) (int, bool) {
	column := 0
	for at, char := range []byte(cell) {
		switch {
		case char >= 'A' && char <= 'Z' && at < 3:
			column = column*26 + int(char-'A') + 1
		case char >= '1' && char <= '9' && column > 0:
			return column, true
		default:
			return 0, false
		}
	}
	return 0, false
}

// readCell reads the value of a cell as text.
func (b *workbook) readCell(t *tokens, cell xml.StartElement, row, column int, into *builder) (string, error) {
	sort, style, value := attribute(cell, "t"), attribute(cell, "s"), ""
	err := t.within(func(part xml.StartElement) (err error) {
		switch part.Name.Local {
		case "v", "is":
			value, err = t.text(part)
			return err
		}
		return t.skip()
	})
	if err != nil || value == "" {
		return "", err
	}
	switch sort {
	case "s":
		at, err := strconv.Atoi(value)
		if err != nil || at < 0 || at >= len(b.shared) {
			return "", badXLSX()
		}
		return b.shared[at], nil
	case "inlineStr", "str":
		return value, nil
	case "b":
		if isTrue(value) {
			return "true", nil
		}
		return "false", nil
	case "d":
		return strings.TrimSuffix(value, "T00:00:00"), nil
	case "e":
		return "", fault.New(fault.Invalid, "sheet.error-cell", fault.Args{"Row": row, "Column": into.columnName(column - 1), "Value": value})
	case "", "n":
		return b.number(value, style)
	}
	return "", badXLSX()
}

func isTrue(text string) bool { return text == "1" || text == "true" }
