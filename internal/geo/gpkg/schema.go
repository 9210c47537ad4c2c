package gpkg

import "strings"

// schema has the tables that every GeoPackage must have, as clause 1.1 and
// 2.1 of the standard give them.
const schema = `
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);`

const wktWGS84 = `GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],` +
	`PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],` +
	`AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]`

const wktRDNew = `PROJCS["Amersfoort / RD New",GEOGCS["Amersfoort",DATUM["Amersfoort",SPHEROID["Bessel 1841",6377397.155,299.1528128,` +
	`AUTHORITY["EPSG","7004"]],AUTHORITY["EPSG","6289"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],` +
	`UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4289"]],PROJECTION["Oblique_Stereographic"],` +
	`PARAMETER["latitude_of_origin",52.1561605555556],PARAMETER["central_meridian",5.38763888888889],PARAMETER["scale_factor",0.9999079],` +
	`PARAMETER["false_easting",155000],PARAMETER["false_northing",463000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],` +
	`AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","28992"]]`

// systems writes the three rows that are mandatory, and RD New.
func (w *writer) systems() {
	const insert = `INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)`
	w.do(insert, "Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system")
	w.do(insert, "Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system")
	w.do(insert, "WGS 84 geodetic", WGS84, "EPSG", WGS84, wktWGS84, "longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid")
	w.do(insert, "Amersfoort / RD New", RDNew, "EPSG", RDNew, wktRDNew, "RD New, metres")
}

// index makes the R-tree of a layer with the triggers of annex F.3, which
// keep it right when somebody edits the layer in QGIS.
func (w *writer) index(l *Layer) {
	tree := "rtree_" + l.Name + "_" + geometryColumn
	fill := strings.NewReplacer("<T>", quote(l.Name), "<R>", quote(tree), "<C>", quote(geometryColumn), "<K>", quote(keyColumn), "<N>", strings.ReplaceAll(tree, `"`, `""`))
	w.do(`INSERT INTO gpkg_extensions VALUES (?,?,'gpkg_rtree_index','http://www.geopackage.org/spec120/#extension_rtree','write-only')`, l.Name, geometryColumn)
	w.do(fill.Replace(`CREATE VIRTUAL TABLE <R> USING rtree(id, minx, maxx, miny, maxy)`))
	w.fillIndex(l, tree)
	for _, trigger := range treeTriggers {
		w.do(fill.Replace(trigger))
	}
}

// fillIndex reads the envelopes back from the blobs: SQLite itself has no
// function for them.
func (w *writer) fillIndex(l *Layer, tree string) {
	if w.err != nil {
		return
	}
	rows, err := w.tx.QueryContext(w.ctx, "SELECT "+quote(keyColumn)+","+quote(geometryColumn)+" FROM "+quote(l.Name))
	if err != nil {
		w.err = err
		return
	}
	type entry struct {
		id  int64
		box [4]float64
	}
	var entries []entry
	for rows.Next() {
		var id int64
		var blob []byte
		if w.err = rows.Scan(&id, &blob); w.err != nil {
			break
		}
		if g, err := decode(blob); err == nil && g != nil {
			b := g.Bound()
			entries = append(entries, entry{id, [4]float64{b.Min[0], b.Max[0], b.Min[1], b.Max[1]}})
		}
	}
	if w.err == nil {
		w.err = rows.Err()
	}
	rows.Close()
	insert, err := w.tx.PrepareContext(w.ctx, "INSERT INTO "+quote(tree)+" VALUES (?,?,?,?,?)")
	if err != nil && w.err == nil {
		w.err = err
	}
	if w.err != nil {
		return
	}
	defer insert.Close()
	for _, e := range entries {
		if _, w.err = insert.ExecContext(w.ctx, e.id, e.box[0], e.box[1], e.box[2], e.box[3]); w.err != nil {
			return
		}
	}
}

const treeRow = `(NEW.<K>, ST_MinX(NEW.<C>), ST_MaxX(NEW.<C>), ST_MinY(NEW.<C>), ST_MaxY(NEW.<C>))`

var treeTriggers = []string{
	`CREATE TRIGGER "<N>_insert" AFTER INSERT ON <T> WHEN (NEW.<C> NOT NULL AND NOT ST_IsEmpty(NEW.<C>))
	 BEGIN INSERT OR REPLACE INTO <R> VALUES ` + treeRow + `; END`,
	`CREATE TRIGGER "<N>_update1" AFTER UPDATE OF <C> ON <T> WHEN OLD.<K> = NEW.<K> AND (NEW.<C> NOTNULL AND NOT ST_IsEmpty(NEW.<C>))
	 BEGIN INSERT OR REPLACE INTO <R> VALUES ` + treeRow + `; END`,
	`CREATE TRIGGER "<N>_update2" AFTER UPDATE OF <C> ON <T> WHEN OLD.<K> = NEW.<K> AND (NEW.<C> ISNULL OR ST_IsEmpty(NEW.<C>))
	 BEGIN DELETE FROM <R> WHERE id = OLD.<K>; END`,
	`CREATE TRIGGER "<N>_update3" AFTER UPDATE ON <T> WHEN OLD.<K> != NEW.<K> AND (NEW.<C> NOTNULL AND NOT ST_IsEmpty(NEW.<C>))
	 BEGIN DELETE FROM <R> WHERE id = OLD.<K>; INSERT OR REPLACE INTO <R> VALUES ` + treeRow + `; END`,
	`CREATE TRIGGER "<N>_update4" AFTER UPDATE ON <T> WHEN OLD.<K> != NEW.<K> AND (NEW.<C> ISNULL OR ST_IsEmpty(NEW.<C>))
	 BEGIN DELETE FROM <R> WHERE id IN (OLD.<K>, NEW.<K>); END`,
	`CREATE TRIGGER "<N>_delete" AFTER DELETE ON <T> WHEN OLD.<C> NOT NULL
	 BEGIN DELETE FROM <R> WHERE id = OLD.<K>; END`,
}
