package sheet_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/koppelkans/koppelkans/internal/sheet"
)

// What docs/records-files.md says of the speed: 10,000 rows of 20 columns.
func bigRows() ([]sheet.Column, [][]string) {
	var columns []sheet.Column
	for at := range 20 {
		columns = append(columns, sheet.Column{Name: fmt.Sprint("kolom", at), Sort: []sheet.Sort{sheet.Text, sheet.Number, sheet.Day}[at%3]})
	}
	rows := make([][]string, 10_000)
	for at := range rows {
		for column := range columns {
			rows[at] = append(rows[at], []string{fmt.Sprintf("tekst %d van een cel", at), fmt.Sprint(at * column), "2026-03-31"}[column%3])
		}
	}
	return columns, rows
}

func BenchmarkRead(b *testing.B) {
	columns, rows := bigRows()
	for _, format := range sheet.Formats {
		data := write(b, format, columns, rows...)
		b.Run(string(format), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := sheet.Read(bytes.NewReader(data), sheet.UsualLimits()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	columns, rows := bigRows()
	for _, format := range sheet.Formats {
		b.Run(string(format), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w, err := sheet.NewWriter(io.Discard, format, columns)
				if err != nil {
					b.Fatal(err)
				}
				for _, row := range rows {
					if err := w.Write(row); err != nil {
						b.Fatal(err)
					}
				}
				if err := w.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
