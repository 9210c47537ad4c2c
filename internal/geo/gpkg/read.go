package gpkg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// ErrNotGeoPackage is what Open gives for a SQLite file of another kind.
var ErrNotGeoPackage = errors.New("gpkg: no GeoPackage")

// File is a GeoPackage that is open for reading.
type File struct {
	db     *sql.DB
	layers []LayerInfo
}

// LayerInfo describes a layer of features in a file.
type LayerInfo struct {
	Name     string
	Geometry string // POLYGON, MULTIPOLYGON, …
	SRS      string // as organisation:number, such as EPSG:28992; "" when undefined
	Rows     int
	Columns  []string // without the geometry

	geometryColumn string
	all            []string // with the geometry, in the order of the table
}

// Open opens a GeoPackage for reading; it is never written, also not beside
// it. The file must not change while it is open.
func Open(ctx context.Context, path string) (*File, error) {
	db, err := sql.Open("sqlite", "file:"+escape(path)+"?mode=ro&immutable=1&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)")
	if err != nil {
		return nil, fmt.Errorf("gpkg: %w", err)
	}
	db.SetMaxOpenConns(2)
	f := &File{db: db}
	if err := f.findLayers(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return f, nil
}

// Close closes the file.
func (f *File) Close() error { return f.db.Close() }

// Layers lists the layers of features, in the order of the file.
func (f *File) Layers() []LayerInfo { return f.layers }

// mostLayers bounds how many layers are looked at.
const mostLayers = 1000

func (f *File) findLayers(ctx context.Context) error {
	rows, err := f.db.QueryContext(ctx, `SELECT g.table_name, g.column_name, g.geometry_type_name, COALESCE(s.organization || ':' || s.organization_coordsys_id, '')
		FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id ORDER BY g.rowid LIMIT ?`, mostLayers)
	if err != nil {
		return errors.Join(ErrNotGeoPackage, err)
	}
	defer rows.Close()
	for rows.Next() {
		var l LayerInfo
		if err := rows.Scan(&l.Name, &l.geometryColumn, &l.Geometry, &l.SRS); err != nil {
			return errors.Join(ErrNotGeoPackage, err)
		}
		if l.SRS == "NONE:-1" || l.SRS == "NONE:0" {
			l.SRS = ""
		}
		f.layers = append(f.layers, l)
	}
	if err := rows.Err(); err != nil {
		return errors.Join(ErrNotGeoPackage, err)
	}
	for at := range f.layers {
		if err := f.describe(ctx, &f.layers[at]); err != nil {
			return err
		}
	}
	return nil
}

// describe finds the columns and the number of rows of a layer.
func (f *File) describe(ctx context.Context, l *LayerInfo) error {
	rows, err := f.db.QueryContext(ctx, "SELECT * FROM "+quote(l.Name)+" LIMIT 0")
	if err != nil {
		return fmt.Errorf("gpkg: layer %s: %w", l.Name, err)
	}
	l.all, err = rows.Columns()
	rows.Close()
	if err != nil {
		return fmt.Errorf("gpkg: layer %s: %w", l.Name, err)
	}
	found := false
	for _, name := range l.all {
		if name == l.geometryColumn {
			found = true
		} else {
			l.Columns = append(l.Columns, name)
		}
	}
	if !found {
		return fmt.Errorf("gpkg: layer %s has no column %s", l.Name, l.geometryColumn)
	}
	return f.db.QueryRowContext(ctx, "SELECT count(*) FROM "+quote(l.Name)).Scan(&l.Rows)
}

// Row is one feature of a layer.
type Row struct {
	// Geometry is nil when it is empty, absent or, with Err, unreadable.
	Geometry orb.Geometry
	Err      error
	// Values are parallel to the layer's Columns: nil, int64, float64,
	// string, []byte or time.Time; a BOOLEAN is 0 or 1. Only valid during
	// the visit.
	Values []any
}

// Each visits the rows of a layer in the order of the table; an error from
// visit stops it and is given back.
func (f *File) Each(ctx context.Context, l LayerInfo, visit func(Row) error) error {
	rows, err := f.db.QueryContext(ctx, "SELECT * FROM "+quote(l.Name))
	if err != nil {
		return fmt.Errorf("gpkg: layer %s: %w", l.Name, err)
	}
	defer rows.Close()
	values := make([]any, len(l.all))
	targets := make([]any, len(l.all))
	for at := range values {
		targets[at] = &values[at]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return fmt.Errorf("gpkg: layer %s: %w", l.Name, err)
		}
		row := Row{Values: make([]any, 0, len(l.Columns))}
		for at, name := range l.all {
			if name == l.geometryColumn {
				row.Geometry, row.Err = geometryOf(values[at])
			} else {
				row.Values = append(row.Values, values[at])
			}
		}
		if err := visit(row); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("gpkg: layer %s: %w", l.Name, err)
	}
	return nil
}

func geometryOf(value any) (orb.Geometry, error) {
	switch value := value.(type) {
	case nil:
		return nil, nil
	case []byte:
		return decode(value)
	}
	return nil, errBlob
}
