package exchange

import (
	"context"
	"errors"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/exchange/geojson"
	"github.com/koppelkans/koppelkans/internal/fault"
)

// record is one row of a table or one feature of a map.
type record struct {
	row    int
	fields []string // parallel to the columns; only valid during the visit
	shape  shapeOf
}

// shapeOf is the geometry of a record in the units of its file.
type shapeOf struct {
	kind     string // "Polygon", "Point", …; "" when there is none
	polygons orb.MultiPolygon
}

// records is what every format is read through: columns by name and rows of
// text, with a geometry when the file is a map.
type records interface {
	// layer is the part of the file that is read; "" when it has no parts.
	layer() string
	// isMap tells whether rows are features with a geometry of their own.
	isMap() bool
	// declaredCRS is what the file says of its coordinates, as written.
	declaredCRS() string
	columns() []string
	// each visits every row in order. A row that cannot be read goes to the
	// report; an error from visit stops the reading and is given back.
	each(ctx context.Context, visit func(record) error) error
	// close removes what was unpacked.
	close()
}

// opening says how a file is to be read.
type opening struct {
	bounds    limits
	layer     string
	delimiter string // of text: "", ";", ",", "tab"
	encoding  string // of text: "", "utf-8", "windows-1252"
	borders   bool   // the borders are checked afterwards, which takes as long as the reading
	report    *Report
	progress  Progress
}

// open reads a file by what is in it.
func open(ctx context.Context, path string, how opening) (records, error) {
	src, err := openSource(ctx, path, how.bounds)
	if src != nil {
		how.report.File, how.report.Checksum = src.name, src.checksum
	}
	if err != nil {
		return nil, err
	}
	if src.format == formatZip {
		if err := src.unzip(ctx, how); err != nil {
			return nil, err
		}
	}
	how.report.size = max(src.size, int64(len(src.data)))
	end := 1.0
	if how.borders {
		end = 0.5
	}
	how.progress = how.progress.stage(how.report.size, 0, end)
	rows, err := openFormat(ctx, src, how)
	if err != nil {
		src.cleanup()
	}
	return rows, err
}

func openFormat(ctx context.Context, src *source, how opening) (records, error) {
	switch src.format {
	case formatJSON:
		return openGeoJSON(src, how)
	case formatText:
		return openText(src, how)
	case formatShape:
		return openShape(ctx, src, how)
	case formatSQLite:
		return openDatabase(ctx, src, how)
	}
	return nil, fault.New(fault.Invalid, "import.unknown-format", fault.Args{"File": src.name})
}

// checkEvery is how many rows pass between two looks at the context.
const checkEvery = 1024

type geoJSONRecords struct {
	all  *geojson.Collection
	part string
	how  opening
}

func openGeoJSON(src *source, how opening) (records, error) {
	all, err := geojson.Read(src.data, geojson.Limits{
		Features: how.bounds.features, Points: how.bounds.points, Columns: how.bounds.columns, Cells: how.bounds.cells})
	if err != nil {
		return nil, geoJSONFault(err, src.name)
	}
	return &geoJSONRecords{all: all, part: src.part, how: how}, nil
}

func geoJSONFault(err error, name string) error {
	var syntax *geojson.SyntaxError
	var other geojson.ErrNotGeoJSON
	switch {
	case errors.As(err, &syntax):
		return fault.Wrap(err, fault.Invalid, "import.json", fault.Args{"File": name, "Line": syntax.Line, "What": syntax.What})
	case errors.As(err, &other):
		return fault.Wrap(err, fault.Invalid, "import.not-geojson", fault.Args{"File": name, "Type": shorten(string(other))})
	case errors.Is(err, geojson.ErrLimit):
		return fault.Wrap(err, fault.Limit, "import.too-many", fault.Args{"File": name})
	}
	return fault.Wrap(err, fault.Invalid, "import.unreadable", fault.Args{"File": name})
}

func (g *geoJSONRecords) close()              {}
func (g *geoJSONRecords) layer() string       { return g.part }
func (g *geoJSONRecords) isMap() bool         { return true }
func (g *geoJSONRecords) declaredCRS() string { return g.all.CRS }
func (g *geoJSONRecords) columns() []string   { return g.all.Columns }

func (g *geoJSONRecords) each(ctx context.Context, visit func(record) error) error {
	fields := make([]string, len(g.all.Columns))
	for at, feature := range g.all.Features {
		if at%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		clear(fields[copy(fields, feature.Values):])
		g.how.report.Rows++
		shape := shapeOf{kind: feature.Geometry.Type, polygons: feature.Geometry.Polygons}
		if err := visit(record{row: at + 1, fields: fields, shape: shape}); err != nil {
			return err
		}
		g.how.progress(int64(at+1), int64(len(g.all.Features)))
	}
	return nil
}
