// Package sheet reads and writes tables of text: a header and rows, as CSV,
// as an Excel workbook (XLSX) or as JSON. It knows nothing of records; what a
// cell means is for who reads it.
//
// What Writer writes, Read gives back cell by cell, in every format. A file is
// told by its content, not by its name.
package sheet

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// Format is how a table is written in a file.
type Format string

// The formats, by the ends of file names.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
	JSON Format = "json"
)

// Formats lists every format, in the order in which they are offered.
var Formats = []Format{CSV, XLSX, JSON}

// ParseFormat reads the name of a format.
func ParseFormat(name string) (Format, bool) {
	for _, format := range Formats {
		if strings.EqualFold(string(format), name) {
			return format, true
		}
	}
	return "", false
}

// MediaType is what a browser is told of a file of the format.
func (f Format) MediaType() string {
	switch f {
	case XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case JSON:
		return "application/json"
	}
	return "text/csv; charset=utf-8"
}

// Table is a table that was read.
type Table struct {
	Header  int // the row that names the columns, as a person counts; 0 in JSON
	Columns []string
	Rows    []Row // without those that are empty
}

// Row is a row of a table. Its cells stand in the order of the columns.
type Row struct {
	// Number is what a person counts: in a spreadsheet the number beside the
	// row, in JSON the how-manieth object.
	Number int
	Cells  []string
	// missing tells of which columns the row says nothing; nil when of none.
	missing []bool
}

// Cell gives a cell; false when the row says nothing of that column, which is
// something else than that it is empty.
func (r *Row) Cell(column int) (string, bool) {
	if column >= len(r.Cells) || r.missing != nil && r.missing[column] {
		return "", false
	}
	return r.Cells[column], true
}

// Limits bound what is read, so that no file can fill the memory.
type Limits struct {
	Bytes     int64 // of the file
	Unpacked  int64 // of all that is packed in a workbook
	Rows      int
	Columns   int
	CellRunes int
}

// UsualLimits are the limits for what people upload.
func UsualLimits() Limits {
	return Limits{Bytes: 20 << 20, Unpacked: 200 << 20, Rows: 100_000, Columns: 200, CellRunes: 250_000}
}

// Read reads a table, whatever its format.
func Read(from io.Reader, limits Limits) (*Table, error) {
	data, err := io.ReadAll(io.LimitReader(from, limits.Bytes+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limits.Bytes {
		return nil, fault.New(fault.Limit, "sheet.too-big", fault.Args{"Most": limits.Bytes >> 20})
	}
	table := &builder{limits: limits}
	switch text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte(mark)), " \t\r\n"); {
	case len(text) == 0:
		return nil, fault.New(fault.Invalid, "sheet.empty", nil)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		err = readXLSX(data, table)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		err = fault.New(fault.Invalid, "sheet.old-excel", nil)
	case text[0] == '[' || text[0] == '{':
		err = readJSON(text, table)
	case text[0] == '<', bytes.HasPrefix(data, []byte("%PDF")):
		err = fault.New(fault.Invalid, "sheet.unknown", nil)
	default:
		err = readCSV(bytes.TrimPrefix(data, []byte(mark)), table)
	}
	if err != nil {
		return nil, err
	}
	return &table.table, nil
}

// mark is the byte order mark with which Excel knows UTF-8.
const mark = "\ufeff"

// builder gathers a table within its limits.
type builder struct {
	limits Limits
	table  Table
	// loose are the positions of columns without a name, that must stay empty.
	loose []int
}

// header sets the columns. Columns without a name at the end are what a
// spreadsheet leaves behind; they are let go when nothing stands in them.
func (b *builder) header(row int, names []string) error {
	b.table.Header = row
	for len(names) > 0 && strings.TrimSpace(names[len(names)-1]) == "" {
		names = names[:len(names)-1]
	}
	if len(names) == 0 {
		return fault.New(fault.Invalid, "sheet.no-header", nil)
	}
	if len(names) > b.limits.Columns {
		return fault.New(fault.Limit, "sheet.many-columns", fault.Args{"Most": b.limits.Columns})
	}
	for at, name := range names {
		name = strings.TrimSpace(name)
		if !utf8.ValidString(name) {
			return fault.New(fault.Invalid, "sheet.not-utf8", fault.Args{"Row": row})
		}
		if name == "" {
			b.loose = append(b.loose, at)
		}
		if err := b.column(name); err != nil {
			return err
		}
	}
	return nil
}

// column adds a column.
func (b *builder) column(name string) error {
	if utf8.RuneCountInString(name) > mostNameRunes {
		return fault.New(fault.Limit, "sheet.long-name", fault.Args{"Most": mostNameRunes})
	}
	if name != "" {
		for _, other := range b.table.Columns {
			if strings.EqualFold(other, name) {
				return fault.New(fault.Invalid, "sheet.twice", fault.Args{"Column": name})
			}
		}
	}
	b.table.Columns = append(b.table.Columns, name)
	return nil
}

const mostNameRunes = 100

// columnName names a column in a message.
func (b *builder) columnName(at int) string {
	if at < len(b.table.Columns) {
		return b.table.Columns[at]
	}
	return strconv.Itoa(at + 1)
}

// row adds a row, unless it is empty.
func (b *builder) row(row Row) error {
	empty := true
	for at, cell := range row.Cells {
		if cell == "" {
			continue
		}
		empty = false
		if at >= len(b.table.Columns) {
			return fault.New(fault.Invalid, "sheet.outside", fault.Args{"Row": row.Number, "Columns": len(b.table.Columns)})
		}
		if !utf8.ValidString(cell) {
			return fault.New(fault.Invalid, "sheet.not-utf8", fault.Args{"Row": row.Number})
		}
		if len(cell) > b.limits.CellRunes && utf8.RuneCountInString(cell) > b.limits.CellRunes {
			return fault.New(fault.Limit, "sheet.long-cell", fault.Args{"Row": row.Number, "Column": b.table.Columns[at], "Most": b.limits.CellRunes})
		}
	}
	for _, at := range b.loose {
		if at < len(row.Cells) && row.Cells[at] != "" {
			return fault.New(fault.Invalid, "sheet.no-name", fault.Args{"Row": row.Number, "Column": at + 1})
		}
	}
	if empty {
		return nil
	}
	if len(b.table.Rows) == b.limits.Rows {
		return fault.New(fault.Limit, "sheet.many-rows", fault.Args{"Most": b.limits.Rows})
	}
	for len(row.Cells) < len(b.table.Columns) {
		row.Cells = append(row.Cells, "")
	}
	row.Cells = row.Cells[:len(b.table.Columns)]
	b.table.Rows = append(b.table.Rows, row)
	return nil
}
