package exchange

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/geo/gpkg"
	"github.com/koppelkans/koppelkans/internal/geo/rd"
	"github.com/koppelkans/koppelkans/internal/place"
)

// twoAreas is what every format below says: one area with a hole, one of two
// parts.
var twoAreas = []place.Claim{
	{Key: place.Key{Level: place.Neighbourhood, Code: "BU00010000", Year: 2024}, Name: "Café-Noord", Parent: "WK000100", Border: orb.MultiPolygon{
		{{{155000, 463000}, {155400, 463000}, {155400, 463400}, {155000, 463400}, {155000, 463000}}, {{155100, 463100}, {155100, 463200}, {155200, 463200}, {155200, 463100}, {155100, 463100}}}}},
	{Key: place.Key{Level: place.Neighbourhood, Code: "BU00010001", Year: 2024}, Name: "Zuid", Parent: "WK000100", Border: orb.MultiPolygon{
		{{{156000, 463000}, {156100, 463000}, {156100, 463100}, {156000, 463000}}}, {{{157000, 463000}, {157100, 463000}, {157100, 463100}, {157000, 463000}}}}},
}

var twoOptions = AreaOptions{Level: place.Neighbourhood, Year: 2024, CodeColumn: "code", NameColumn: "naam"}

// geometryJSON writes a border, in degrees when so asked.
func geometryJSON(border orb.MultiPolygon, degrees bool) string {
	if degrees {
		border = rd.MultiPolygonToWGS84(border)
	}
	data, err := json.Marshal(border)
	if err != nil {
		panic(err)
	}
	return `{"type": "MultiPolygon", "coordinates": ` + string(data) + `}`
}

func asGeoJSON(degrees bool) []byte {
	var features []string
	for _, claim := range twoAreas {
		features = append(features, fmt.Sprintf(`{"type": "Feature", "properties": {"code": %q, "naam": %q}, "geometry": %s}`, claim.Code, claim.Name, geometryJSON(claim.Border, degrees)))
	}
	crs := `"crs": {"type": "name", "properties": {"name": "EPSG:28992"}}, `
	if degrees {
		crs = ""
	}
	return []byte(`{"type": "FeatureCollection", ` + crs + `"features": [` + strings.Join(features, ",\n") + `]}`)
}

func asCSV() []byte {
	text := "code;naam;vlak\n"
	for _, claim := range twoAreas {
		text += fmt.Sprintf("%s;%s;\"%s\"\n", claim.Code, claim.Name, strings.ReplaceAll(geometryJSON(claim.Border, true), `"`, `""`))
	}
	return []byte(text)
}

func asGeoPackage(t testing.TB) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.gpkg")
	err := gpkg.Write(context.Background(), path, []gpkg.Layer{{Name: "buurten", Geometry: "MULTIPOLYGON", SRS: gpkg.RDNew,
		Columns: []gpkg.Column{{Name: "code", Type: gpkg.Text}, {Name: "naam", Type: gpkg.Text}},
		Rows: func(write func(orb.Geometry, []any) error) error {
			for _, claim := range twoAreas {
				if err := write(claim.Border, []any{claim.Code, claim.Name}); err != nil {
					return err
				}
			}
			return nil
		}}})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// asShapefile writes .shp and .dbf, outer rings clockwise as the format wants.
func asShapefile() (shp, dbf []byte) {
	shp = make([]byte, 100)
	binary.BigEndian.PutUint32(shp, 9994)
	for at, claim := range twoAreas {
		var starts, points []byte
		rings, count := 0, 0
		for _, polygon := range claim.Border {
			for _, ring := range polygon {
				ring = ring.Clone()
				ring.Reverse()
				starts = binary.LittleEndian.AppendUint32(starts, uint32(count))
				for _, p := range ring {
					points = binary.LittleEndian.AppendUint64(points, math.Float64bits(p[0]))
					points = binary.LittleEndian.AppendUint64(points, math.Float64bits(p[1]))
				}
				rings, count = rings+1, count+len(ring)
			}
		}
		content := append(binary.LittleEndian.AppendUint32(nil, 5), make([]byte, 32)...)
		content = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(content, uint32(rings)), uint32(count))
		content = append(append(content, starts...), points...)
		shp = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(shp, uint32(at+1)), uint32(len(content)/2))
		shp = append(shp, content...)
	}
	dbf = make([]byte, 32)
	dbf[0], dbf[4] = 3, byte(len(twoAreas))
	binary.LittleEndian.PutUint16(dbf[8:], 97)
	binary.LittleEndian.PutUint16(dbf[10:], 31)
	for at, name := range []string{"code", "naam"} {
		field := make([]byte, 32)
		copy(field, name)
		field[11], field[16] = 'C', byte(10+10*at)
		dbf = append(dbf, field...)
	}
	dbf = append(dbf, '\r')
	for _, claim := range twoAreas {
		name := claim.Name + strings.Repeat(" ", 20-len(claim.Name))
		dbf = append(dbf, fmt.Sprintf(" %-10s%s", claim.Code, name)...)
	}
	return shp, dbf
}

func gzipped(data []byte) []byte {
	var into bytes.Buffer
	w := gzip.NewWriter(&into)
	_, _ = w.Write(data)
	_ = w.Close()
	return into.Bytes()
}

func zipped(files map[string][]byte) []byte {
	var into bytes.Buffer
	w := zip.NewWriter(&into)
	for name, data := range files {
		entry, _ := w.Create(name)
		_, _ = entry.Write(data)
	}
	_ = w.Close()
	return into.Bytes()
}

// TestFormats reads the same two areas from every format, loose and packed.
func TestFormats(t *testing.T) {
	shp, dbf := asShapefile()
	prj := []byte(`PROJCS["RD_New",GEOGCS["GCS_Amersfoort"]]`)
	for name, files := range map[string]map[string][]byte{
		"rd.geojson":      {"rd.geojson": asGeoJSON(false)},
		"wgs84.geojson":   {"wgs84.geojson": asGeoJSON(true)},
		"a.geojson.gz":    {"a.geojson.gz": gzipped(asGeoJSON(false))},
		"misnamed.csv":    {"misnamed.csv": asGeoJSON(false)},
		"a.csv":           {"a.csv": asCSV()},
		"a.csv.gz":        {"a.csv.gz": gzipped(asCSV())},
		"a.gpkg":          {"a.gpkg": asGeoPackage(t)},
		"a.gpkg.gz":       {"a.gpkg.gz": gzipped(asGeoPackage(t))},
		"gpkg.zip":        {"gpkg.zip": zipped(map[string][]byte{"map/a.gpkg": asGeoPackage(t), "leesmij.txt": nil})},
		"a.shp":           {"a.shp": shp, "A.DBF": dbf, "a.prj": prj, "a.cpg": []byte("UTF-8")},
		"without-prj.shp": {"without-prj.shp": shp, "without-prj.dbf": dbf},
		"shape.zip":       {"shape.zip": zipped(map[string][]byte{"x/buurten.shp": shp, "x/buurten.dbf": dbf, "x/buurten.prj": prj, "__MACOSX/x/buurten.shp": nil, "x/buurten.shx": nil})},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			for file, data := range files {
				if err := os.WriteFile(filepath.Join(folder, file), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			calls := 0
			got, report, err := ReadAreas(context.Background(), filepath.Join(folder, name), twoOptions, func(done, total int64) {
				if calls++; done > total || done < 0 {
					t.Errorf("%d of %d done", done, total)
				}
			})
			if err != nil || report.Errors() > 0 || report.Repairs() > 0 {
				t.Fatal(err, told(t, report))
			}
			if diff := cmp.Diff(twoAreas, got, cmp.Comparer(nearly)); diff != "" {
				t.Error(diff)
			}
			if report.Rows != 2 || calls == 0 || len(report.Checksum) != 64 || report.File != name {
				t.Errorf("%d calls, %+v", calls, report)
			}
		})
	}
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), "koppelkans-*.gpkg"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// nearly tells whether borders are the same within a millimetre.
func nearly(a, b orb.MultiPolygon) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if len(a[i]) != len(b[i]) {
			return false
		}
		for j := range a[i] {
			if len(a[i][j]) != len(b[i][j]) {
				return false
			}
			for k, p := range a[i][j] {
				if q := b[i][j][k]; math.Hypot(p[0]-q[0], p[1]-q[1]) > 0.001 {
					return false
				}
			}
		}
	}
	return true
}

// TestLayers chooses by name where there are several.
func TestLayers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "two.zip")
	if err := os.WriteFile(path, zipped(map[string][]byte{"noord.geojson": asGeoJSON(false), "zuid.csv": asCSV()}), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, layer := range []string{"noord", "zuid.csv", "Zuid"} {
		opt := twoOptions
		opt.Layer = layer
		if got, report, err := ReadAreas(context.Background(), path, opt, nil); err != nil || len(got) != 2 {
			t.Errorf("%s: %v %s", layer, err, told(t, report))
		}
	}
}

// TestOptions holds what the user says against what the file says.
func TestOptions(t *testing.T) {
	rdFile := written(t, "rd.geojson", string(asGeoJSON(false)))
	bare := written(t, "bare.geojson", strings.Replace(string(asGeoJSON(false)), `"crs"`, `"other"`, 1))
	for _, c := range []struct {
		path, crs, key string
		good           bool
	}{
		{rdFile, "rd", "", true}, {rdFile, "wgs84", "import.wrong-crs-all", false}, {bare, "", "import.wrong-crs-all", false}, {bare, "rd", "", true},
	} {
		opt := twoOptions
		opt.CRS = c.crs
		got, report, err := ReadAreas(context.Background(), c.path, opt, nil)
		if (err == nil) != c.good || c.good != (len(got) == 2) || c.key != "" && !strings.Contains(told(t, report), "RD New") {
			t.Errorf("%+v: %v\n%s", c, err, told(t, report))
		}
	}
	opt := twoOptions
	opt.Where = []Condition{{Column: "naam", Is: []string{"Zuid"}}}
	if got, report, err := ReadAreas(context.Background(), rdFile, opt, nil); err != nil || len(got) != 1 || report.Skipped != 1 {
		t.Error(got, err)
	}
	for name, wrong := range map[string]AreaOptions{
		"level": {Year: 2024, CodeColumn: "code"}, "year": {Level: place.District, CodeColumn: "code"}, "code": {Level: place.District, Year: 2024},
		"crs": {Level: place.District, Year: 2024, CodeColumn: "code", CRS: "mercator"}, "faulty": {Level: place.District, Year: 2024, CodeColumn: "code", Faulty: "maybe"},
	} {
		_, _, err := ReadAreas(context.Background(), rdFile, wrong, nil)
		var f *fault.Fault
		if !errors.As(err, &f) || f.Key != "import.option" || f.Args["Option"] != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFaultyBorders takes areas without their border when that is asked.
func TestFaultyBorders(t *testing.T) {
	opt := twoOptions
	opt.Faulty = WithoutBorder
	got, report, err := ReadAreas(context.Background(), filepath.Join("testdata", "bad", "bow-tie.geojson"), opt, nil)
	if err != nil || len(got) != 1 || got[0].Border != nil || !strings.Contains(told(t, report), "without its border") {
		t.Error(got, err, told(t, report))
	}
}

// TestBounds holds a file that unpacks too large, and one with too many rows.
func TestBounds(t *testing.T) {
	small := limits{bytes: 10_000, rows: 3, columns: 3, features: 1, points: 8, cells: 100}
	zeros := gzipped(make([]byte, 1<<20))
	for name, data := range map[string][]byte{
		"bomb.csv.gz":   zeros,
		"bomb.zip":      zipped(map[string][]byte{"a.csv": make([]byte, 1<<20)}),
		"large.csv":     bytes.Repeat([]byte("code;naam;waarde\n"), 1000),
		"columns.csv":   []byte("code;naam;waarde;more\n"),
		"rows.csv":      bytes.Repeat([]byte("code;naam\n"), 5),
		"features.json": asGeoJSON(false),
	} {
		path := written(t, name, string(data))
		_, _, err := readAreas(context.Background(), path, AreaOptions{Level: place.Neighbourhood, Year: 2024, CodeColumn: "code", GeometryColumn: "naam"}, nil, small)
		if fault.CodeOf(err) != fault.Limit {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestStops ends at once when the context does.
func TestStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, name := range []string{"a.csv", "a.geojson", "a.gpkg"} {
		data := map[string][]byte{"a.csv": asCSV(), "a.geojson": asGeoJSON(false), "a.gpkg": asGeoPackage(t)}[name]
		if got, _, err := ReadAreas(ctx, written(t, name, string(data)), twoOptions, nil); err == nil || got != nil {
			t.Errorf("%s: read after the end: %v", name, err)
		}
	}
}

func TestMissingFile(t *testing.T) {
	_, _, err := ReadAreas(context.Background(), filepath.Join(t.TempDir(), "none.csv"), twoOptions, nil)
	var f *fault.Fault
	if !errors.As(err, &f) || f.Key != "import.no-file" {
		t.Error(err)
	}
	if _, _, err := ReadAreas(context.Background(), t.TempDir(), twoOptions, nil); err == nil {
		t.Error("a folder is read")
	}
}

func FuzzAreas(f *testing.F) {
	shp, _ := asShapefile()
	for _, data := range [][]byte{asGeoJSON(false), asGeoJSON(true), asCSV(), gzipped(asCSV()), shp, zipped(map[string][]byte{"a.csv": asCSV()})} {
		f.Add(data)
	}
	bad, _ := filepath.Glob(filepath.Join("testdata", "bad", "*"))
	for _, path := range bad {
		if data, err := os.ReadFile(path); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		path := written(t, "x", string(data))
		claims, report, err := readAreas(context.Background(), path, twoOptions, nil, smallLimits)
		if (err == nil) != (claims != nil) || err == nil && report.Errors() > 0 {
			t.Errorf("%d areas, %v, %d errors", len(claims), err, report.Errors())
		}
		told(t, report)
	})
}
