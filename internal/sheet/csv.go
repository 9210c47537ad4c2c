package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// readCSV reads a text table with semicolons, commas or tabs. Which, is seen
// from its header.
func readCSV(data []byte, into *builder) error {
	separator := separatorOf(&data)
	reader := csv.NewReader(bytes.NewReader(data))
	reader.Comma, reader.FieldsPerRecord = separator, -1
	// A row is what a spreadsheet would number so: empty lines count, and a
	// cell of several lines does not.
	row, lines, first := 0, 0, true
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if wrong := new(csv.ParseError); errors.As(err, &wrong) {
			return fault.New(fault.Invalid, "sheet.bad-quote", fault.Args{"Line": wrong.Line})
		}
		if err != nil {
			return err
		}
		line, _ := reader.FieldPos(0)
		row += line - lines
		last, _ := reader.FieldPos(len(cells) - 1)
		lines = last + strings.Count(cells[len(cells)-1], "\n")
		for at := range cells {
			cells[at] = unguarded(cells[at])
		}
		if first {
			first, err = false, into.header(row, cells)
		} else {
			err = into.row(Row{Number: row, Cells: cells})
		}
		if err != nil {
			return err
		}
	}
}

// separatorOf tells what stands between the cells: what the first line says in
// Excel's way ("sep=;"), which is then taken off, or else the sign that stands
// most between the names of the columns.
func separatorOf(data *[]byte) rune {
	line, rest, _ := bytes.Cut(*data, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	if len(line) == 5 && bytes.HasPrefix(line, []byte("sep=")) && bytes.IndexByte([]byte(";,\t|:"), line[4]) >= 0 {
		*data = rest
		return rune(line[4])
	}
	counts, quoted := map[byte]int{}, false
	for _, char := range line {
		if char == '"' {
			quoted = !quoted
		} else if !quoted {
			counts[char]++
		}
	}
	separator := byte(';')
	for _, other := range []byte(",\t") {
		if counts[other] > counts[separator] {
			separator = other
		}
	}
	return rune(separator)
}

// csvWriter writes what Excel opens with a double click: semicolons, a byte
// order mark and lines that end as on Windows.
type csvWriter struct {
	to    *csv.Writer
	cells []string
}

func newCSVWriter(to io.Writer, columns []Column) (Writer, error) {
	if _, err := io.WriteString(to, mark); err != nil {
		return nil, err
	}
	w := &csvWriter{to: csv.NewWriter(to)}
	w.to.Comma, w.to.UseCRLF = ';', true
	return w, w.Write(names(columns))
}

// Write writes a row.
func (w *csvWriter) Write(cells []string) error {
	w.cells = w.cells[:0]
	for _, cell := range cells {
		w.cells = append(w.cells, guarded(cell))
	}
	return w.to.Write(w.cells)
}

// Close writes what was kept back.
func (w *csvWriter) Close() error {
	w.to.Flush()
	return w.to.Error()
}
