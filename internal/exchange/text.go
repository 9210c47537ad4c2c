package exchange

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// textRecords is a table in a text file with a delimiter.
type textRecords struct {
	data   []byte // UTF-8, without BOM
	comma  rune
	header []string
	how    opening
}

func openText(src *source, how opening) (records, error) {
	data, err := decodeText(src, how)
	if err != nil {
		return nil, err
	}
	t := &textRecords{data: data, how: how}
	if t.comma, err = delimiterOf(data, how.delimiter, src.name); err != nil {
		return nil, err
	}
	header, err := t.reader().Read()
	if err != nil {
		t.report(err)
		return nil, how.report.verdict()
	}
	if len(header) > how.bounds.columns {
		return nil, fault.New(fault.Limit, "import.too-many", fault.Args{"File": src.name})
	}
	for _, name := range header {
		t.header = append(t.header, strings.TrimSpace(name))
	}
	return t, nil
}

// decodeText brings a text to UTF-8. Windows-1252 is never guessed: every
// byte means something in it, so a guess can never be found out.
func decodeText(src *source, how opening) ([]byte, error) {
	data := bytes.TrimPrefix(src.data, []byte("\xef\xbb\xbf"))
	if how.encoding == "windows-1252" {
		decoded, err := charmap.Windows1252.NewDecoder().Bytes(data)
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "import.unreadable", fault.Args{"File": src.name})
		}
		data = decoded
	}
	if !utf8.Valid(data) {
		how.report.Add(notUTF8(data))
		return nil, how.report.verdict()
	}
	if at := bytes.IndexByte(data, 0); at >= 0 {
		return nil, fault.New(fault.Invalid, "import.unknown-format", fault.Args{"File": src.name})
	}
	// Line ends of old Macs make one endless line of the whole table.
	if bytes.IndexByte(data, '\n') < 0 {
		data = bytes.ReplaceAll(data, []byte{'\r'}, []byte{'\n'})
	}
	return data, nil
}

// notUTF8 names the first line that is not UTF-8.
func notUTF8(data []byte) Finding {
	at := 0
	for {
		char, size := utf8.DecodeRune(data[at:])
		if char == utf8.RuneError && size <= 1 {
			break
		}
		at += size
	}
	line := bytes.LastIndexByte(data[:at], '\n') + 1
	value := strings.ToValidUTF8(string(data[max(line, at-30):min(len(data), at+10)]), "�")
	return Finding{Severity: Error, Row: 1 + bytes.Count(data[:at], []byte{'\n'}), Value: strings.TrimSpace(value), Key: "import.encoding"}
}

// delimiterOf finds what separates the columns, from the header alone: of
// semicolon, tab and comma the one that is there most, outside quotes.
func delimiterOf(data []byte, wanted, name string) (rune, error) {
	switch wanted {
	case ";", ",":
		return rune(wanted[0]), nil
	case "tab":
		return '\t', nil
	}
	counts := map[byte]int{}
	quoted := false
	for _, char := range data {
		if char == '"' {
			quoted = !quoted
		} else if !quoted && char == '\n' {
			break
		} else if !quoted {
			counts[char]++
		}
	}
	best := byte(';')
	for _, char := range []byte{'\t', ','} {
		if counts[char] > counts[best] {
			best = char
		}
	}
	if counts[best] == 0 {
		return 0, fault.New(fault.Invalid, "import.no-delimiter", fault.Args{"File": name})
	}
	return rune(best), nil
}

func (t *textRecords) reader() *csv.Reader {
	reader := csv.NewReader(bytes.NewReader(t.data))
	reader.Comma = t.comma
	reader.FieldsPerRecord = -1 // reported per row, with the row's number
	reader.ReuseRecord = true
	return reader
}

func (t *textRecords) close()              {}
func (t *textRecords) layer() string       { return "" }
func (t *textRecords) isMap() bool         { return false }
func (t *textRecords) declaredCRS() string { return "" }
func (t *textRecords) columns() []string   { return t.header }

func (t *textRecords) each(ctx context.Context, visit func(record) error) error {
	reader := t.reader()
	_, _ = reader.Read() // the header, read before
	for rows := 0; ; rows++ {
		fields, err := reader.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			t.report(err)
			return nil // behind a faulty quote nothing can be trusted
		case rows >= t.how.bounds.rows:
			return fault.New(fault.Limit, "import.too-many", fault.Args{"File": t.how.report.File})
		}
		if rows%checkEvery == 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			t.how.progress(reader.InputOffset(), int64(len(t.data)))
		}
		t.how.report.Rows++
		line, _ := reader.FieldPos(0)
		if len(fields) != len(t.header) {
			t.how.report.Add(Finding{Severity: Error, Row: line, Value: strings.Join(fields, string(t.comma)), Key: "import.row-width",
				Args: fault.Args{"Want": len(t.header), "Got": len(fields)}})
			continue
		}
		if err := visit(record{row: line, fields: fields}); err != nil {
			return err
		}
	}
}

// report adds what is wrong with the quotes of a row.
func (t *textRecords) report(err error) {
	var wrong *csv.ParseError
	finding := Finding{Severity: Error, Row: 1, Key: "import.quotes"}
	if errors.As(err, &wrong) {
		finding.Row = wrong.StartLine
		finding.Args = fault.Args{"Line": wrong.Line, "Position": wrong.Column}
	}
	t.how.report.Add(finding)
}
