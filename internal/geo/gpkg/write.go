// Package gpkg reads and writes GeoPackage 1.3 files (OGC 12-128r17), which
// are SQLite databases, with the project's SQLite driver and no other library.
package gpkg

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/paulmach/orb"
	_ "modernc.org/sqlite" // driver "sqlite"
)

// The coordinate systems that layers are written in, by EPSG number.
const (
	RDNew = 28992 // metres
	WGS84 = 4326  // longitude, latitude in degrees
)

// Type is the type of a column.
type Type string

const (
	Integer Type = "INTEGER"
	Real    Type = "REAL"
	Text    Type = "TEXT"
	Boolean Type = "BOOLEAN"
)

// Column is one attribute of a layer.
type Column struct {
	Name string
	Type Type
}

// Layer is a table to write. Without a Geometry it is a table of attributes.
type Layer struct {
	Name        string // of the table: letters, digits and underscores are safest
	Title       string // shown; by default the name
	Description string
	Geometry    string // POINT, MULTIPOLYGON, …, GEOMETRY for any; "" for none
	SRS         int    // RDNew or WGS84
	Columns     []Column
	// Rows hands each row to write; values are parallel to Columns and are
	// nil, int64, float64, string or bool. A nil geometry is left empty.
	Rows func(write func(g orb.Geometry, values []any) error) error
	// Index adds the spatial index that QGIS uses for large layers.
	Index bool
	// Changed is the time in gpkg_contents; now when zero.
	Changed time.Time
}

// Numbers in the header of the file, that say what it is: "GPKG" and 1.3.0.
const (
	applicationID = 0x47504B47
	userVersion   = 10300
)

// Write makes a GeoPackage. It is written beside path and moved there when
// it is complete, so that path never holds half a file.
func Write(ctx context.Context, path string, layers []Layer) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("gpkg: %w", err)
	}
	temporary.Close()
	defer os.Remove(temporary.Name())
	if err := writeTo(ctx, temporary.Name(), layers); err != nil {
		return fmt.Errorf("gpkg: %w", err)
	}
	if err := os.Chmod(temporary.Name(), 0o644); err != nil {
		return fmt.Errorf("gpkg: %w", err)
	}
	if err := os.Rename(temporary.Name(), path); err != nil {
		return fmt.Errorf("gpkg: %w", err)
	}
	return nil
}

func writeTo(ctx context.Context, path string, layers []Layer) error {
	db, err := sql.Open("sqlite", "file:"+escape(path)+"?_pragma=journal_mode(off)&_pragma=synchronous(off)")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d", applicationID, userVersion)); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	w := &writer{ctx: ctx, tx: tx}
	w.do(schema)
	w.systems()
	for at := range layers {
		w.layer(&layers[at])
	}
	if w.err != nil {
		return w.err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return db.Close()
}

// escape makes a path safe inside a file: address.
func escape(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path))
}

// writer runs statements until one fails.
type writer struct {
	ctx context.Context
	tx  *sql.Tx
	err error
}

func (w *writer) do(statement string, args ...any) {
	if w.err == nil {
		_, w.err = w.tx.ExecContext(w.ctx, statement, args...)
	}
}

// quote makes a name safe in a statement.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

const (
	keyColumn      = "fid"
	geometryColumn = "geom"
)

// layer writes one table with everything that describes it.
func (w *writer) layer(l *Layer) {
	if w.err == nil {
		w.err = l.check()
	}
	w.do(l.createTable())
	bound := w.rows(l)
	title, changed, kind := l.Title, l.Changed, "features"
	if title == "" {
		title = l.Name
	}
	if changed.IsZero() {
		changed = time.Now()
	}
	srs, box := any(l.SRS), []any{nil, nil, nil, nil}
	if l.Geometry == "" {
		srs, kind = nil, "attributes"
	} else if !bound.IsEmpty() {
		box = []any{bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]}
	}
	w.do(`INSERT INTO gpkg_contents VALUES (?,?,?,?,?,?,?,?,?,?)`, append(append([]any{l.Name, kind, title, l.Description,
		changed.UTC().Format("2006-01-02T15:04:05.000Z")}, box...), srs)...)
	if l.Geometry != "" {
		w.do(`INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,0,0)`, l.Name, geometryColumn, l.Geometry, l.SRS)
		if l.Index {
			w.index(l)
		}
	}
}

// check refuses what would make a file that others cannot read.
func (l *Layer) check() error {
	if l.Name == "" || strings.HasPrefix(strings.ToLower(l.Name), "gpkg_") || strings.HasPrefix(strings.ToLower(l.Name), "sqlite_") {
		return fmt.Errorf("layer %q: not a name", l.Name)
	}
	if l.Geometry != "" && l.SRS != RDNew && l.SRS != WGS84 {
		return fmt.Errorf("layer %s: coordinate system %d", l.Name, l.SRS)
	}
	seen := map[string]bool{keyColumn: true, geometryColumn: true}
	for _, column := range l.Columns {
		if name := strings.ToLower(column.Name); name == "" || seen[name] {
			return fmt.Errorf("layer %s: column %q is empty, reserved or there twice", l.Name, column.Name)
		}
		seen[strings.ToLower(column.Name)] = true
	}
	return nil
}

func (l *Layer) createTable() string {
	columns := []string{quote(keyColumn) + " INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"}
	if l.Geometry != "" {
		columns = append(columns, quote(geometryColumn)+" "+l.Geometry)
	}
	for _, column := range l.Columns {
		columns = append(columns, quote(column.Name)+" "+string(column.Type))
	}
	return "CREATE TABLE " + quote(l.Name) + " (" + strings.Join(columns, ", ") + ")"
}

// rows writes the rows and gives the box around their geometries.
func (w *writer) rows(l *Layer) orb.Bound {
	bound := orb.Bound{Min: orb.Point{1}, Max: orb.Point{-1}} // empty
	if w.err != nil || l.Rows == nil {
		return bound
	}
	count := len(l.Columns)
	names := make([]string, 0, count+1)
	if l.Geometry != "" {
		names = append(names, quote(geometryColumn))
	}
	for _, column := range l.Columns {
		names = append(names, quote(column.Name))
	}
	insert, err := w.tx.PrepareContext(w.ctx, "INSERT INTO "+quote(l.Name)+" ("+strings.Join(names, ",")+") VALUES (?"+strings.Repeat(",?", len(names)-1)+")")
	if err != nil {
		w.err = err
		return bound
	}
	defer insert.Close()
	args := make([]any, 0, len(names))
	w.err = l.Rows(func(g orb.Geometry, values []any) error {
		if len(values) != count {
			return fmt.Errorf("layer %s: %d values for %d columns", l.Name, len(values), count)
		}
		args = args[:0]
		if l.Geometry != "" {
			blob, err := blobOf(g, l.SRS, &bound)
			if err != nil {
				return err
			}
			args = append(args, blob)
		}
		_, err := insert.ExecContext(w.ctx, append(args, values...)...)
		return err
	})
	return bound
}

// blobOf encodes a geometry and widens the box around all.
func blobOf(g orb.Geometry, srs int, bound *orb.Bound) (any, error) {
	if g == nil {
		return nil, nil
	}
	if !isEmpty(g) {
		if bound.IsEmpty() {
			*bound = g.Bound()
		} else {
			*bound = bound.Union(g.Bound())
		}
	}
	return encode(g, srs)
}
