package exchange

import (
	"context"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Table is all that a file of figures brings, checked and complete.
type Table struct {
	// Claims has one line for each area, in the order of the file. Border is
	// set only when the recipe imports areas.
	Claims  []place.Claim
	Columns []Column
	// Source, Edition and BoundaryYear are the recipe's; a Column can come
	// from another source than the table as a whole.
	Source       string
	Edition      string // the source's own edition of the table
	BoundaryYear int
	Note         string // what a reader of the figures must know, in Dutch
	File         string // name, without folder
	Checksum     string // SHA-256 of the file as it lies on disk, hex
}

// Column has the readings of one indicator and year.
type Column struct {
	Indicator string
	Source    string // id of the source
	Edition   string // the source's own edition of the table
	Period    int    // year
	Assumed   bool   // the source states no year
	From      string // the columns of the file that it was made of
	// Readings is parallel to the Claims of the table. NotLoaded marks an
	// area for which the file says nothing at all: it needs no storing.
	Readings []indicator.Reading
	// Sureness is parallel to Readings; nil when the file says nothing of how
	// exact its figures are.
	Sureness []indicator.Sureness
}

// Part is what of a Table belongs to one source and edition, and so makes one
// delivery. The claims with their names and borders are those of the table.
type Part struct {
	Source  string
	Edition string
	Columns []Column
}

// Parts divides a table by source and edition, in order of first appearance,
// so that editions are never mixed. A table of areas alone is one part.
func (t *Table) Parts() []Part {
	parts := []Part{}
	at := map[[2]string]int{}
	for _, column := range t.Columns {
		key := [2]string{column.Source, column.Edition}
		if _, known := at[key]; !known {
			at[key] = len(parts)
			parts = append(parts, Part{Source: column.Source, Edition: column.Edition})
		}
		parts[at[key]].Columns = append(parts[at[key]].Columns, column)
	}
	if len(parts) == 0 {
		parts = append(parts, Part{Source: t.Source, Edition: t.Edition})
	}
	return parts
}

// ReadTable reads a file of figures by a recipe. lookup gives the catalogue,
// whose bounds every value must keep, and the codes behind names; nil leaves
// both out. A file with any error gives no table: the error has the key
// "import.faulty" and the report, which is never nil, names every faulty row.
func ReadTable(ctx context.Context, recipe *Recipe, path string, lookup Lookup, progress Progress) (*Table, *Report, error) {
	return readTable(ctx, recipe, path, lookup, progress, defaultLimits)
}

func readTable(ctx context.Context, recipe *Recipe, path string, lookup Lookup, progress Progress, bounds limits) (*Table, *Report, error) {
	report := &Report{}
	if recipe.ready == nil {
		return nil, report, recipe.wrong("", "made without ParseRecipe")
	}
	rows, err := open(ctx, path, opening{bounds: bounds, layer: recipe.File.Layer, delimiter: recipe.File.Delimiter,
		encoding: recipe.File.Encoding, borders: recipe.Areas != nil, report: report, progress: progress})
	if err != nil {
		return nil, report, err
	}
	defer rows.close()
	bound, err := bind(ctx, recipe, rows.columns(), lookup, report)
	if err != nil {
		return nil, report, err
	}
	b := &tableBuilder{plan: bound, mapRows: rows.isMap(), seen: map[seenKey]int{}, claimAt: map[place.Key]int{}}
	b.known, _ = lookup.(CodeLookup)
	if recipe.Areas != nil {
		b.borders = newBorderSet(rows, recipe.Areas.Faulty, bounds)
	}
	if err := rows.each(ctx, b.add); err != nil {
		return nil, report, err
	}
	if err := b.tellUnknownCodes(ctx); err != nil {
		return nil, report, err
	}
	if len(b.claims) == 0 && report.Errors() == 0 {
		report.Add(Finding{Severity: Error, Key: "import.no-rows"})
	}
	if b.borders != nil {
		if err := b.takeBorders(ctx, rows.declaredCRS(), progress.stage(report.size, 0.5, 1)); err != nil {
			return nil, report, err
		}
	}
	columns := b.finish()
	if err := report.verdict(); err != nil {
		return nil, report, err
	}
	return &Table{Claims: b.claims, Columns: columns, Source: recipe.Source, Edition: recipe.Table, BoundaryYear: recipe.BoundaryYear,
		Note: recipe.Note.In("nl"), File: report.File, Checksum: report.Checksum}, report, nil
}

// series gathers the readings of one figure and year.
type series struct {
	readings   []indicator.Reading
	sureness   []indicator.Sureness // nil, or as long as readings in the end
	firstBlank int                  // row; 0 when no cell is empty
}

// set puts a reading at an area; areas passed over say nothing.
func (s *series) set(at int, reading indicator.Reading, row int) {
	s.pad(at + 1)
	s.readings[at] = reading
	if reading.Hole == blankCell && s.firstBlank == 0 {
		s.firstBlank = row
	}
}

func (s *series) pad(length int) {
	for len(s.readings) < length {
		s.readings = append(s.readings, indicator.Reading{Hole: indicator.NotLoaded})
	}
}

// setSureness notes how exact the reading at an area is.
func (s *series) setSureness(at int, sure indicator.Sureness) {
	if s.sureness == nil && sure == (indicator.Sureness{}) {
		return
	}
	for len(s.sureness) <= at {
		s.sureness = append(s.sureness, indicator.Sureness{})
	}
	s.sureness[at] = sure
}

// padSureness makes the list, when there is one, as long as the readings.
func (s *series) padSureness() {
	if missing := len(s.readings) - len(s.sureness); s.sureness != nil && missing > 0 {
		s.sureness = append(s.sureness, make([]indicator.Sureness, missing)...)
	}
}

// blankCell stands for an empty cell until all of its column is known.
const blankCell = indicator.Hole(255)

// tableBuilder turns rows into claims and readings.
type tableBuilder struct {
	*plan
	mapRows  bool
	claims   []place.Claim
	rows     []int // the first row of each claim
	claimAt  map[place.Key]int
	known    CodeLookup      // nil when known codes cannot be asked
	seen     map[seenKey]int // row by area and year
	borders  *borderSet
	decimals int // codes such as 1609.000
}

// seenKey is an area in a year; 0 when rows tell no year.
type seenKey struct{ claim, period int }

// problem reports a faulty cell of a row.
func (b *tableBuilder) problem(row int, column, value, key string, args fault.Args) {
	b.report.Add(Finding{Severity: Error, Row: row, Map: b.mapRows, Column: column, Value: value, Key: key, Args: args})
}

// add takes one row. Whatever is wrong in it is reported, not only the first
// thing, so that a file is mended in one go.
func (b *tableBuilder) add(r record) error {
	if !b.wanted(r.fields) {
		b.report.Skipped++
		return nil
	}
	key, ok := b.keyOf(r)
	if !ok {
		return nil
	}
	year, ok := b.yearOfRow(b.period, r)
	if !ok {
		return nil
	}
	claim, known := b.claimAt[key]
	if !known {
		claim = len(b.claims)
		b.claimAt[key] = claim
		b.claims = append(b.claims, b.claimOf(key, r))
		b.rows = append(b.rows, r.row)
	}
	if before, twice := b.seen[seenKey{claim, year}]; twice {
		b.problem(r.row, b.code.name, key.Code, "import.duplicate-row", fault.Args{"First": before})
		return nil
	}
	b.seen[seenKey{claim, year}] = r.row
	for _, f := range b.figures {
		b.addFigure(f, claim, year, r)
	}
	return nil
}

func (b *tableBuilder) wanted(fields []string) bool {
	for at := range b.where {
		if !b.where[at].holds(fields) {
			return false
		}
	}
	for at := range b.skip {
		if b.skip[at].holds(fields) {
			return false
		}
	}
	return true
}

// yearOfRow gives the year that a row tells; 0 when it tells none.
func (b *tableBuilder) yearOfRow(period *periodReader, r record) (int, bool) {
	if period == nil {
		return 0, true
	}
	year, ok := period.read(r.fields)
	if !ok {
		b.problem(r.row, period.cell.name, strings.TrimSpace(r.fields[period.cell.column]), "import.period", nil)
	}
	return year, ok
}

// claimOf makes the claim of an area from the first row that names it.
func (b *tableBuilder) claimOf(key place.Key, r record) place.Claim {
	claim := place.Claim{Key: key, Parent: place.ParentOf(key.Level, key.Code)}
	if b.title != nil {
		claim.Name = b.text(b.title, r)
	}
	if b.parent != nil {
		claim.Parent = b.text(b.parent, r)
	}
	if b.stated != nil {
		claim.StatedArea = b.statedArea(r)
	}
	if b.borders != nil {
		b.borders.add(len(b.claims), r, b.border, b.report)
	}
	return claim
}

func (b *tableBuilder) text(cell *cellReader, r record) string {
	text, fits := cell.read(r.fields)
	if !fits {
		b.problem(r.row, cell.name, text, "import.pattern", fault.Args{"Pattern": cell.pattern.String()})
	}
	return text
}

// squareMetres is how many m² one unit has.
var squareMetres = map[string]float64{"m2": 1, "ha": 1e4, "km2": 1e6}

func (b *tableBuilder) statedArea(r record) float64 {
	text, _ := b.stated.read(r.fields)
	if text == "" {
		return 0
	}
	format := newNumberFormat(b.recipe.File.Decimal, b.recipe.File.Thousands)
	if decimal := b.recipe.Stated.Decimal; decimal != "" {
		format = newNumberFormat(decimal, "")
	}
	area, ok := format.parse(text)
	if !ok || area < 0 {
		b.problem(r.row, b.stated.name, text, "import.stated-area", nil)
		return 0
	}
	return area * squareMetres[b.recipe.Stated.Unit]
}

// takeBorders checks all borders together and puts them with their claims.
func (b *tableBuilder) takeBorders(ctx context.Context, declared string, progress Progress) error {
	borders, err := b.borders.check(ctx, b.recipe.Areas.CRS, declared, b.claims, b.report, progress)
	for at, border := range borders {
		b.claims[at].Border = border
	}
	return err
}
