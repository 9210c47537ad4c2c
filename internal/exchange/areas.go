package exchange

import (
	"context"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
)

// AreaOptions says what of a map is what.
type AreaOptions struct {
	Level place.Level
	Year  int // boundary year

	CodeColumn   string
	NameColumn   string // "" when the map has no names
	ParentColumn string // "" takes the parent from the code where its form allows it

	// CRS is "rd", "wgs84", or "" for what the file says.
	CRS string
	// Layer of a GeoPackage, or file in a zip; "" when there is only one.
	Layer string
	// GeometryColumn of a table with GeoJSON in it; "" finds it.
	GeometryColumn string
	// Where keeps the features that meet every condition, such as those
	// whose column water is NEE.
	Where []Condition
	// Faulty is RefuseFaulty (default) or WithoutBorder.
	Faulty string

	Delimiter string // of a table: "", ";", "," or "tab"
	Encoding  string // of a table or .dbf: "", "utf-8" or "windows-1252"
}

// ReadAreas reads official areas from GeoJSON, GeoPackage, Shapefile or a
// table with a GeoJSON column, compressed with gzip or not. Borders come out
// in RD New metres with outer rings counter-clockwise. A file with any error
// gives no areas: the error has the key "import.faulty" and the report, which
// is never nil, names every faulty feature.
func ReadAreas(ctx context.Context, path string, opt AreaOptions, progress Progress) ([]place.Claim, *Report, error) {
	return readAreas(ctx, path, opt, progress, defaultLimits)
}

func readAreas(ctx context.Context, path string, opt AreaOptions, progress Progress, bounds limits) ([]place.Claim, *Report, error) {
	report := &Report{}
	if err := opt.check(); err != nil {
		return nil, report, err
	}
	rows, err := open(ctx, path, opening{bounds: bounds, layer: opt.Layer, delimiter: opt.Delimiter, encoding: opt.Encoding,
		borders: true, report: report, progress: progress})
	if err != nil {
		return nil, report, err
	}
	defer rows.close()
	b, err := newAreaBuilder(ctx, opt, rows, report, bounds)
	if err != nil {
		return nil, report, err
	}
	if err := rows.each(ctx, b.add); err != nil {
		return nil, report, err
	}
	if len(b.claims) == 0 && report.Errors() == 0 {
		report.Add(Finding{Severity: Error, Key: "import.no-rows"})
	}
	if len(b.claims) > 0 {
		if err := b.takeBorders(ctx, opt.CRS, rows.declaredCRS(), progress.stage(report.size, 0.5, 1)); err != nil {
			return nil, report, err
		}
	}
	b.finish()
	if err := report.verdict(); err != nil {
		return nil, report, err
	}
	return b.claims, report, nil
}

// check refuses options that make no sense before a large file is read.
func (o AreaOptions) check() error {
	wrong := func(option, value string) error {
		return fault.New(fault.Invalid, "import.option", fault.Args{"Option": option, "Value": value})
	}
	switch {
	case !o.Level.Valid():
		return wrong("level", string(o.Level))
	case !goodYear(o.Year):
		return fault.New(fault.Invalid, "import.option", fault.Args{"Option": "year", "Value": o.Year})
	case o.CodeColumn == "":
		return wrong("code", "")
	case o.CRS != "" && crsName[o.CRS] == "":
		return wrong("crs", o.CRS)
	case o.Faulty != "" && o.Faulty != RefuseFaulty && o.Faulty != WithoutBorder:
		return wrong("faulty", o.Faulty)
	}
	return nil
}

// areaBuilder turns features into claims.
type areaBuilder struct {
	*plan
	opt      AreaOptions
	layer    string
	isMap    bool
	claims   []place.Claim
	rows     []int
	set      *borderSet
	decimals int
	joined   map[string]int // features joined to the first, by code
}

// newAreaBuilder binds the options to the columns of the file. It uses the
// parts of a plan that do not need a recipe.
func newAreaBuilder(ctx context.Context, opt AreaOptions, rows records, report *Report, bounds limits) (*areaBuilder, error) {
	recipe := &Recipe{ID: "areas", Source: "areas", BoundaryYear: opt.Year, Level: string(opt.Level),
		Code: CodeRule{Cell: Cell{Column: opt.CodeColumn}}, Areas: &AreaRule{CRS: opt.CRS}, Where: opt.Where}
	if opt.NameColumn != "" {
		recipe.Title = &Cell{Column: opt.NameColumn}
	}
	if opt.ParentColumn != "" {
		recipe.Parent = &Cell{Column: opt.ParentColumn}
	}
	if !rows.isMap() {
		column, err := geometryColumn(ctx, opt.GeometryColumn, rows, report)
		if err != nil {
			return nil, err
		}
		recipe.Areas.Column = column
	}
	ready, err := prepare(recipe)
	if err != nil {
		return nil, err
	}
	recipe.ready = ready
	bound, err := bind(ctx, recipe, rows.columns(), nil, report)
	if err != nil {
		return nil, err
	}
	set := newBorderSet(rows, opt.Faulty, bounds)
	return &areaBuilder{plan: bound, opt: opt, layer: rows.layer(), isMap: rows.isMap(), set: set}, nil
}

func newBorderSet(rows records, faulty string, bounds limits) *borderSet {
	_, isShape := rows.(*shapeRecords)
	return &borderSet{layer: rows.layer(), isMap: rows.isMap(), implied: impliedCRS(rows), turned: isShape, faulty: faulty, bounds: bounds}
}

// impliedCRS is the coordinate system that a format has by itself: GeoJSON is
// WGS84 unless it says otherwise.
func impliedCRS(rows records) string {
	if _, isGeoJSON := rows.(*geoJSONRecords); isGeoJSON {
		return crsWGS84
	}
	return ""
}

// geometryColumn finds the column of a table that holds GeoJSON, by its
// content in the first row.
func geometryColumn(ctx context.Context, wanted string, rows records, report *Report) (string, error) {
	if wanted != "" {
		return wanted, nil
	}
	var found []string
	first := *report
	stop := fault.New(fault.Broken, "", nil)
	err := rows.each(ctx, func(r record) error {
		for at, text := range r.fields {
			if text = strings.TrimSpace(text); strings.HasPrefix(text, "{") && strings.Contains(text, `"coordinates"`) {
				found = append(found, rows.columns()[at])
			}
		}
		if len(found) > 0 {
			return stop
		}
		return nil
	})
	*report = first // this was only a look
	if err != nil && err != error(stop) {
		return "", err
	}
	if len(found) != 1 {
		return "", fault.New(fault.Invalid, "import.no-geometry-column", fault.Args{"File": report.File, "Columns": listNames(rows.columns()), "Number": len(found)})
	}
	return found[0], nil
}

// add takes one feature.
func (b *areaBuilder) add(r record) error {
	for at := range b.where {
		if !b.where[at].holds(r.fields) {
			b.report.Skipped++
			return nil
		}
	}
	code, _ := b.code.read(r.fields)
	level, code, wrong := checkCode(b.level, code)
	if wrong == codeDecimals {
		b.decimals++
	} else if wrong != "" {
		b.tell(r.row, Error, b.code.name, code, wrong, fault.Args{"Level": string(level)})
		return nil
	}
	claim := place.Claim{Key: place.Key{Level: level, Code: code, Year: b.opt.Year}, Parent: place.ParentOf(level, code)}
	if b.title != nil {
		claim.Name, _ = b.title.read(r.fields)
		if b.title.column == b.code.column {
			claim.Name = code // 1609, not 1609.0
		}
	}
	if b.parent != nil {
		claim.Parent, _ = b.parent.read(r.fields)
	}
	b.set.add(len(b.claims), r, b.border, b.report)
	b.claims, b.rows = append(b.claims, claim), append(b.rows, r.row)
	return nil
}

func (b *areaBuilder) tell(row int, severity Severity, column, value, key string, args fault.Args) {
	b.report.Add(Finding{Severity: severity, Layer: b.layer, Row: row, Map: b.isMap, Column: column, Value: value, Key: key, Args: args})
}

func (b *areaBuilder) takeBorders(ctx context.Context, said, declared string, progress Progress) error {
	borders, err := b.set.check(ctx, said, declared, b.claims, b.report, progress)
	for at, border := range borders {
		b.claims[at].Border = border
	}
	return err
}

func (b *areaBuilder) finish() {
	if b.decimals > 0 {
		b.report.Add(Finding{Severity: Repaired, Layer: b.layer, Column: b.code.name, Key: codeDecimals, Args: fault.Args{"Number": b.decimals}})
	}
	b.findDoubles()
}
