package shapefile

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// table is a .dbf file: fixed-width records of text.
type table struct {
	columns []column
	records []byte
	width   int // of one record, with its deletion mark
	count   int
	decode  func([]byte) string
	guessed bool // nothing said how letters are written
}

type column struct {
	name      string
	from, end int // within a record
}

// readTable reads the header and checks that all records are there.
func readTable(data []byte, encoding string) (*table, error) {
	if len(data) < 33 {
		return nil, &FormatError{Part: ".dbf", What: "too short"}
	}
	t := &table{count: int(binary.LittleEndian.Uint32(data[4:])), width: int(binary.LittleEndian.Uint16(data[10:]))}
	header := int(binary.LittleEndian.Uint16(data[8:]))
	if header < 33 || header > len(data) || t.width < 1 {
		return nil, &FormatError{Part: ".dbf", What: "a header that does not fit"}
	}
	t.records = data[header:]
	if t.count > len(t.records)/t.width {
		return nil, &FormatError{Part: ".dbf", What: "cut off"}
	}
	t.records = t.records[:t.count*t.width]
	t.chooseEncoding(encoding, data[29], data[32:header])
	at := 1 // behind the deletion mark
	for field := data[32:header]; len(field) >= 32 && field[0] != '\r'; field = field[32:] {
		name, _, _ := bytes.Cut(field[:11], []byte{0})
		end := at + int(field[16])
		if end > t.width {
			return nil, &FormatError{Part: ".dbf", What: "columns wider than the record"}
		}
		t.columns = append(t.columns, column{name: strings.TrimSpace(t.decode(name)), from: at, end: end})
		at = end
	}
	if len(t.columns) == 0 {
		return nil, &FormatError{Part: ".dbf", What: "no columns"}
	}
	return t, nil
}

func asUTF8(text []byte) string { return strings.ToValidUTF8(string(text), "�") }

func asWindows(text []byte) string {
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(text)
	if err != nil {
		return asUTF8(text)
	}
	return string(decoded)
}

// chooseEncoding takes what was asked for, what the .cpg or the driver byte
// of the header says, and else UTF-8 when everything fits that.
func (t *table) chooseEncoding(said string, driver byte, header []byte) {
	said = strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(said))
	switch {
	case said == "utf8" || said == "65001":
		t.decode = asUTF8
	case strings.Contains(said, "1252") || strings.Contains(said, "88591"):
		t.decode = asWindows
	case said == "" && (driver == 0x03 || driver == 0x57 && !utf8.Valid(t.records)):
		t.decode = asWindows
	case utf8.Valid(header) && utf8.Valid(t.records):
		t.decode = asUTF8
	default:
		t.decode, t.guessed = asWindows, true
	}
}

// row gives the values of a record without padding; false when it is marked
// as deleted.
func (t *table) row(at int, into []string) ([]string, bool) {
	record := t.records[at*t.width : (at+1)*t.width]
	for _, c := range t.columns {
		into = append(into, strings.Trim(t.decode(record[c.from:c.end]), " \x00"))
	}
	return into, record[0] != '*'
}
