package sheet

import (
	"fmt"
	"io"
)

// Sort is what the cells of a column hold, for formats that tell the
// difference. A cell is always given as text.
type Sort int

// The sorts of columns.
const (
	Text   Sort = iota
	Number      // 12, -3.5
	Truth       // true or false
	Day         // 2026-03-31
	List        // with semicolons between
)

// Column is a column of a table that is written.
type Column struct {
	Name string
	Sort Sort
}

// Writer writes a table row by row; it keeps none of them.
type Writer interface {
	Write(cells []string) error
	// Close ends the table; what it was written to stays open.
	Close() error
}

// NewWriter begins a table with its header.
func NewWriter(to io.Writer, format Format, columns []Column) (Writer, error) {
	switch format {
	case CSV:
		return newCSVWriter(to, columns)
	case XLSX:
		return newXLSXWriter(to, columns)
	case JSON:
		return newJSONWriter(to, columns)
	}
	return nil, fmt.Errorf("sheet: no format %q", format)
}

func names(columns []Column) []string {
	list := make([]string, len(columns))
	for at, column := range columns {
		list[at] = column.Name
	}
	return list
}
