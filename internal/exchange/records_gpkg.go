package exchange

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/geo/gpkg"
)

// databaseRecords is one layer of a GeoPackage.
type databaseRecords struct {
	file   *gpkg.File
	source *source
	info   gpkg.LayerInfo
	how    opening
}

func openDatabase(ctx context.Context, src *source, how opening) (records, error) {
	if src.data != nil {
		if err := src.toDisk(); err != nil {
			return nil, err
		}
	}
	file, err := gpkg.Open(ctx, src.path)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "import.not-geopackage", fault.Args{"File": src.name})
	}
	info, err := chooseLayer(file.Layers(), src, how.layer)
	if err == nil && (info.Rows > how.bounds.features || len(info.Columns) > how.bounds.columns) {
		err = fault.New(fault.Limit, "import.too-many", fault.Args{"File": src.name})
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return &databaseRecords{file: file, source: src, info: info, how: how}, nil
}

// chooseLayer finds the layer that is meant. In a zip the name may also have
// chosen the file.
func chooseLayer(layers []gpkg.LayerInfo, src *source, wanted string) (gpkg.LayerInfo, error) {
	names := make([]string, len(layers))
	for at, layer := range layers {
		if layer.Name == wanted {
			return layer, nil
		}
		names[at] = layer.Name
	}
	if len(layers) == 1 && (wanted == "" || src.part != "") {
		return layers[0], nil
	}
	return gpkg.LayerInfo{}, fault.New(fault.Invalid, "import.choose-layer", fault.Args{"File": src.name, "Layers": listNames(names)})
}

func (d *databaseRecords) layer() string       { return d.info.Name }
func (d *databaseRecords) isMap() bool         { return true }
func (d *databaseRecords) declaredCRS() string { return d.info.SRS }
func (d *databaseRecords) columns() []string   { return d.info.Columns }

func (d *databaseRecords) close() {
	d.file.Close()
	d.source.cleanup()
}

func (d *databaseRecords) each(ctx context.Context, visit func(record) error) error {
	fields := make([]string, len(d.info.Columns))
	number, points := 0, 0
	tooMany := fault.New(fault.Limit, "import.too-many", fault.Args{"File": d.source.name})
	err := d.file.Each(ctx, d.info, func(row gpkg.Row) error {
		number++
		d.how.report.Rows++
		for at, value := range row.Values {
			fields[at] = asText(value)
		}
		if row.Err != nil {
			d.how.report.Add(Finding{Severity: Error, Layer: d.info.Name, Row: number, Map: true, Key: "import.geometry-blob"})
			return nil
		}
		shape := shapeOfGeometry(row.Geometry)
		if points += countPoints(shape.polygons); points > d.how.bounds.points || number > d.how.bounds.features {
			return tooMany
		}
		d.how.progress(int64(number), int64(d.info.Rows))
		return visit(record{row: number, fields: fields, shape: shape})
	})
	var f *fault.Fault
	if err != nil && !errors.As(err, &f) && ctx.Err() == nil {
		return fault.Wrap(err, fault.Invalid, "import.not-geopackage", fault.Args{"File": d.source.name})
	}
	return err
}

// asText writes a value of a database as a table would show it.
func asText(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case int64:
		return strconv.FormatInt(value, 10)
	case float64:
		return strconv.FormatFloat(value, 'g', -1, 64)
	case bool:
		return strconv.FormatBool(value)
	case time.Time:
		return value.Format(time.DateOnly)
	}
	return "" // NULL, or a blob
}

// shapeOfGeometry takes the polygons of a geometry; other kinds are named.
func shapeOfGeometry(g orb.Geometry) shapeOf {
	switch g := g.(type) {
	case nil:
		return shapeOf{}
	case orb.Polygon:
		return shapeOf{kind: g.GeoJSONType(), polygons: orb.MultiPolygon{g}}
	case orb.MultiPolygon:
		return shapeOf{kind: g.GeoJSONType(), polygons: g}
	}
	return shapeOf{kind: g.GeoJSONType()}
}

func countPoints(polygons orb.MultiPolygon) int {
	count := 0
	for _, polygon := range polygons {
		for _, ring := range polygon {
			count += len(ring)
		}
	}
	return count
}
