package sheet

import (
	"io"

	"github.com/koppelkans/koppelkans/internal/fault"
)

func readXLSX([]byte, *builder) error { return fault.New(fault.Invalid, "sheet.unknown", nil) }

func newXLSXWriter(io.Writer, []Column) (Writer, error) {
	return nil, fault.New(fault.Invalid, "sheet.unknown", nil)
}
