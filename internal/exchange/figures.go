package exchange

import (
	"context"
	"maps"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
)

// FigureOptions says what of a simple table is what: one column with codes
// and one with the values of one indicator and year.
type FigureOptions struct {
	Indicator    string
	Period       int
	Assumed      bool // the source states no year
	BoundaryYear int
	CodeColumn   string
	ValueColumn  string
	// Columns with how exact each value is; "" where there is none.
	LowColumn, HighColumn string // 95 % margins, both or neither
	RespondentsColumn     string
	Level                 place.Level // "" lets each code tell

	Source string // id of the source
	Table  string // the source's own edition of the table

	Delimiter string // "", ";", "," or "tab"
	Decimal   string // point (default) or comma
	Thousands string // none (default), point, comma or space
	Encoding  string // utf-8 (default) or windows-1252
	Layer     string // of a GeoPackage or zip
	// Holes gives the reason behind texts for missing values, added to those
	// that CBS uses.
	Holes map[string]string
}

// usualHoles are the signs of StatLine and of CBS's maps. An empty cell is,
// as in StatLine, a figure that cannot exist.
var usualHoles = map[string]string{
	".": "secret", "x": "secret",
	"-99997": "secret", "-99999999": "secret", "-99995": "comes-later", "-99991": "discontinued",
}

// ReadFigures reads a simple table. What holds for ReadTable holds here.
func ReadFigures(ctx context.Context, path string, opt FigureOptions, lookup Lookup, progress Progress) (*Table, *Report, error) {
	recipe, err := opt.recipe()
	if err != nil {
		return nil, &Report{}, err
	}
	return readTable(ctx, recipe, path, lookup, progress, defaultLimits)
}

// recipe writes the options as a recipe.
func (o FigureOptions) recipe() (*Recipe, error) {
	for option, value := range map[string]string{"indicator": o.Indicator, "code": o.CodeColumn, "value": o.ValueColumn} {
		if value == "" {
			return nil, fault.New(fault.Invalid, "import.option", fault.Args{"Option": option, "Value": value})
		}
	}
	for option, year := range map[string]int{"period": o.Period, "boundary-year": o.BoundaryYear} {
		if !goodYear(year) {
			return nil, fault.New(fault.Invalid, "import.option", fault.Args{"Option": option, "Value": year})
		}
	}
	holes := maps.Clone(usualHoles)
	maps.Copy(holes, o.Holes)
	period := &Period{Fixed: o.Period}
	if o.Assumed {
		period = &Period{Assumed: o.Period}
	}
	recipe := &Recipe{ID: "figures", Source: o.Source, Table: o.Table, BoundaryYear: o.BoundaryYear, Level: string(o.Level),
		File: File{Delimiter: o.Delimiter, Decimal: o.Decimal, Thousands: o.Thousands, Encoding: o.Encoding, Layer: o.Layer},
		Code: CodeRule{Cell: Cell{Column: o.CodeColumn}}, Period: period, Holes: holes, Blank: &Blank{Cell: "impossible"},
		Figures: []FigureRule{{Indicator: o.Indicator, Column: o.ValueColumn, Low: o.LowColumn, High: o.HighColumn, Respondents: o.RespondentsColumn}}}
	if recipe.Level == "" {
		recipe.Level = ByCode
	}
	if recipe.Source == "" {
		recipe.Source = "own-figures"
	}
	ready, err := prepare(recipe)
	recipe.ready = ready
	return recipe, err
}
