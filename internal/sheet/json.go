package sheet

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// readJSON reads a list of flat objects. Names that an object has not are
// missing in its row.
func readJSON(data []byte, into *builder) error {
	r := &jsonReader{data: data, decoder: json.NewDecoder(bytes.NewReader(data)), into: into, at: map[string]int{}}
	r.decoder.UseNumber()
	err := r.list()
	var wrong *fault.Fault
	if err == nil || errors.As(err, &wrong) {
		return err
	}
	return fault.New(fault.Invalid, "sheet.bad-json", fault.Args{"Line": r.line()})
}

type jsonReader struct {
	data    []byte
	decoder *json.Decoder
	into    *builder
	at      map[string]int // column by name
}

// line tells how far the reading is.
func (r *jsonReader) line() int {
	end := min(r.decoder.InputOffset(), int64(len(r.data)))
	return 1 + bytes.Count(r.data[:end], []byte("\n"))
}

func (r *jsonReader) list() error {
	if first, err := r.decoder.Token(); err != nil || first != json.Delim('[') {
		return errors.Join(err, fault.New(fault.Invalid, "sheet.json-list", nil))
	}
	for row := 1; r.decoder.More(); row++ {
		if err := r.object(row); err != nil {
			return err
		}
	}
	if _, err := r.decoder.Token(); err != nil {
		return err
	}
	if _, err := r.decoder.Token(); !errors.Is(err, io.EOF) {
		return fault.New(fault.Invalid, "sheet.bad-json", fault.Args{"Line": r.line()})
	}
	r.square()
	return nil
}

func (r *jsonReader) object(number int) error {
	if first, err := r.decoder.Token(); err != nil || first != json.Delim('{') {
		return errors.Join(err, fault.New(fault.Invalid, "sheet.json-object", fault.Args{"Row": number}))
	}
	row := Row{Number: number, Cells: make([]string, len(r.at)), missing: slices.Repeat([]bool{true}, len(r.at))}
	for r.decoder.More() {
		token, err := r.decoder.Token()
		if err != nil {
			return err
		}
		column, err := r.column(strings.TrimSpace(token.(string)))
		if err != nil {
			return err
		}
		for len(row.Cells) <= column {
			row.Cells, row.missing = append(row.Cells, ""), append(row.missing, true)
		}
		if !row.missing[column] {
			return fault.New(fault.Invalid, "sheet.json-twice", fault.Args{"Row": number, "Column": r.into.table.Columns[column]})
		}
		row.missing[column] = false
		if row.Cells[column], err = r.value(number, column); err != nil {
			return err
		}
	}
	if _, err := r.decoder.Token(); err != nil {
		return err
	}
	if !slices.Contains(row.missing, false) {
		return nil
	}
	return r.into.row(row)
}

// column finds a column by its name, or adds it.
func (r *jsonReader) column(name string) (int, error) {
	if at, known := r.at[name]; known {
		return at, nil
	}
	if name == "" {
		return 0, fault.New(fault.Invalid, "sheet.no-header", nil)
	}
	if len(r.at) == r.into.limits.Columns {
		return 0, fault.New(fault.Limit, "sheet.many-columns", fault.Args{"Most": r.into.limits.Columns})
	}
	r.at[name] = len(r.at)
	return r.at[name], r.into.column(name)
}

// value reads a value as text; a list with semicolons between.
func (r *jsonReader) value(row, column int) (string, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return "", err
	}
	if token != json.Delim('[') {
		return r.scalar(token, row, column)
	}
	var parts []string
	for r.decoder.More() {
		if token, err = r.decoder.Token(); err != nil {
			return "", err
		}
		part, err := r.scalar(token, row, column)
		if err != nil {
			return "", err
		}
		if strings.Contains(part, ";") {
			return "", r.nested(row, column)
		}
		parts = append(parts, part)
	}
	_, err = r.decoder.Token()
	return strings.Join(parts, ";"), err
}

func (r *jsonReader) scalar(token json.Token, row, column int) (string, error) {
	switch value := token.(type) {
	case nil:
		return "", nil
	case string:
		return value, nil
	case json.Number:
		return value.String(), nil
	case bool:
		if value {
			return "true", nil
		}
		return "false", nil
	}
	return "", r.nested(row, column)
}

func (r *jsonReader) nested(row, column int) error {
	return fault.New(fault.Invalid, "sheet.json-nested", fault.Args{"Row": row, "Column": r.into.table.Columns[column]})
}

// square gives every row all columns, also those that a later row brought.
func (r *jsonReader) square() {
	for at := range r.into.table.Rows {
		row := &r.into.table.Rows[at]
		for len(row.Cells) < len(r.at) {
			row.Cells = append(row.Cells, "")
		}
		for len(row.missing) < len(row.Cells) {
			row.missing = append(row.missing, true)
		}
	}
}

// jsonWriter writes an object a line.
type jsonWriter struct {
	to      *bufio.Writer
	columns []Column
	names   [][]byte
	rows    int
	buffer  bytes.Buffer
	encoder *json.Encoder
}

func newJSONWriter(to io.Writer, columns []Column) (Writer, error) {
	w := &jsonWriter{to: bufio.NewWriter(to), columns: columns}
	w.encoder = json.NewEncoder(&w.buffer)
	w.encoder.SetEscapeHTML(false)
	for _, column := range columns {
		name, err := w.encoded(column.Name)
		if err != nil {
			return nil, err
		}
		w.names = append(w.names, bytes.Clone(name))
	}
	_, err := w.to.WriteString("[")
	return w, err
}

// encoded gives a value as JSON, until the next call.
func (w *jsonWriter) encoded(value any) ([]byte, error) {
	w.buffer.Reset()
	err := w.encoder.Encode(value)
	return bytes.TrimRight(w.buffer.Bytes(), "\n"), err
}

// Write writes a row.
func (w *jsonWriter) Write(cells []string) error {
	if w.rows++; w.rows > 1 {
		_ = w.to.WriteByte(',') // an error stays with the writer until Close
	}
	_, _ = w.to.WriteString("\n{")
	for at, cell := range cells {
		if at > 0 {
			_ = w.to.WriteByte(',')
		}
		_, _ = w.to.Write(w.names[at])
		_ = w.to.WriteByte(':')
		value, err := w.encoded(valueOf(cell, w.columns[at].Sort))
		if err != nil {
			return err
		}
		_, _ = w.to.Write(value)
	}
	_, err := w.to.WriteString("}")
	return err
}

// valueOf gives what JSON has for a cell.
func valueOf(cell string, sort Sort) any {
	switch {
	case sort == List && cell == "":
		return []string{}
	case sort == List:
		return strings.Split(cell, ";")
	case cell == "":
		return nil
	case sort == Number && json.Valid([]byte(cell)):
		return json.Number(cell)
	case sort == Truth && (cell == "true" || cell == "false"):
		return cell == "true"
	}
	return cell
}

// Close ends the list.
func (w *jsonWriter) Close() error {
	_, _ = w.to.WriteString("\n]\n")
	return w.to.Flush()
}
