package gpkg

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

var square = orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}, {{2, 2}, {2, 4}, {4, 4}, {2, 2}}}

// sample is a file with a layer in RD, one in degrees and a plain table.
func sample() []Layer {
	rows := func(all ...any) func(func(orb.Geometry, []any) error) error {
		return func(write func(orb.Geometry, []any) error) error {
			for at := 0; at < len(all); at += 2 {
				g, _ := all[at].(orb.Geometry)
				if err := write(g, all[at+1].([]any)); err != nil {
					return err
				}
			}
			return nil
		}
	}
	changed := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	return []Layer{
		{Name: "areas", Title: "Gebieden", Geometry: "MULTIPOLYGON", SRS: RDNew, Index: true, Changed: changed,
			Columns: []Column{{"code", Text}, {"score", Integer}, {"share", Real}, {"known", Boolean}},
			Rows: rows(orb.MultiPolygon{square}, []any{"A", int64(3), 0.25, true},
				orb.MultiPolygon{square, {{{20, 20}, {30, 20}, {20, 30}, {20, 20}}}}, []any{"é\"'", nil, nil, false},
				nil, []any{"C", int64(-1), 1e-9, nil})},
		{Name: "points", Geometry: "POINT", SRS: WGS84, Changed: changed, Columns: []Column{{"n", Integer}}, Rows: rows(orb.Point{5.5, 51.4}, []any{int64(1)})},
		{Name: "plain", Changed: changed, Columns: []Column{{"n", Integer}}, Rows: rows(nil, []any{int64(7)})},
	}
}

func written(t *testing.T, layers []Layer) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a b#?%.gpkg")
	if err := Write(context.Background(), path, layers); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRoundTrip(t *testing.T) {
	ctx := context.Background()
	file, err := Open(ctx, written(t, sample()))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	layers := file.Layers()
	if len(layers) != 2 || layers[0].SRS != "EPSG:28992" || layers[0].Rows != 3 || layers[1].SRS != "EPSG:4326" || layers[0].Geometry != "MULTIPOLYGON" {
		t.Fatalf("%+v", layers)
	}
	if want := []string{"fid", "code", "score", "share", "known"}; !cmp.Equal(want, layers[0].Columns) {
		t.Fatal(layers[0].Columns)
	}
	var got []string
	err = file.Each(ctx, layers[0], func(r Row) error {
		got = append(got, fmt.Sprint(r.Values, r.Geometry, r.Err))
		return nil
	})
	want := []string{
		fmt.Sprint([]any{1, "A", 3, 0.25, 1}, orb.MultiPolygon{square}, nil),
		fmt.Sprint([]any{2, "é\"'", nil, nil, 0}, orb.MultiPolygon{square, {{{20, 20}, {30, 20}, {20, 30}, {20, 20}}}}, nil),
		fmt.Sprint([]any{3, "C", -1, 1e-9, nil}, nil, nil),
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestWriteIsWhole(t *testing.T) {
	broken := sample()
	broken[0].Rows = func(write func(orb.Geometry, []any) error) error { return write(nil, []any{"too few"}) }
	folder := t.TempDir()
	path := filepath.Join(folder, "x.gpkg")
	if err := Write(context.Background(), path, broken); err == nil {
		t.Fatal("a row that does not fit is written")
	}
	if left, _ := os.ReadDir(folder); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	for name, layer := range map[string]Layer{
		"name": {}, "reserved": {Name: "gpkg_x"}, "system": {Name: "a", Geometry: "POINT", SRS: 3857},
		"column": {Name: "a", Columns: []Column{{"FID", Text}}}, "twice": {Name: "a", Columns: []Column{{"n", Text}, {"N", Text}}},
	} {
		if err := Write(context.Background(), path, []Layer{layer}); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Write(ctx, path, sample()); err == nil {
		t.Error("written after the end")
	}
}

func TestOpenOther(t *testing.T) {
	folder := t.TempDir()
	for name, data := range map[string]string{"empty": "", "text": "hello", "head": "SQLite format 3\x00" + strings.Repeat("\x00", 100)} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(context.Background(), path); err == nil {
			t.Errorf("%s is opened", name)
		}
	}
}

// TestOgrinfo asks GDAL: it must know every layer and print no warning.
func TestOgrinfo(t *testing.T) {
	program, err := exec.LookPath("ogrinfo")
	if err != nil {
		t.Skip("needs gdal: no ogrinfo (Debian package gdal-bin) here: GDAL is not asked")
	}
	path := filepath.Join(t.TempDir(), "sample.gpkg")
	if err := Write(context.Background(), path, sample()); err != nil {
		t.Fatal(err)
	}
	var warnings bytes.Buffer
	command := exec.Command(program, "-ro", "-al", path)
	command.Stderr = &warnings
	output, err := command.Output()
	if err != nil || warnings.Len() > 0 || bytes.Contains(output, []byte("arning")) {
		t.Fatalf("%v\n%s\n%s", err, warnings.String(), output)
	}
	for _, want := range []string{
		"Layer name: areas", "Geometry: Multi Polygon", "Feature Count: 3", "Extent: (0.000000, 0.000000) - (30.000000, 30.000000)",
		`ID["EPSG",28992]`, "score: Integer", "share: Real", "known: Integer(Boolean)", "code (String) = é\"'", "Layer name: points", `ID["EPSG",4326]`, "Layer name: plain",
	} {
		if !bytes.Contains(output, []byte(want)) {
			t.Errorf("ogrinfo does not say %q:\n%s", want, output)
		}
	}
}

// TestGDALEdits lets GDAL change a row, which runs our triggers, and read
// through the index.
func TestGDALEdits(t *testing.T) {
	program, err := exec.LookPath("ogrinfo")
	if err != nil {
		t.Skip("needs gdal: no ogrinfo (Debian package gdal-bin) here: GDAL is not asked")
	}
	path := filepath.Join(t.TempDir(), "sample.gpkg")
	if err := Write(context.Background(), path, sample()); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"DELETE FROM areas WHERE fid = 1",
		"UPDATE areas SET geom = NULL WHERE fid = 2",
		"INSERT INTO areas (geom, code) SELECT ST_GeomFromText('MULTIPOLYGON(((50 50,60 50,60 60,50 50)))', 28992), 'D'",
	} {
		if output, err := exec.Command(program, path, "-sql", statement).CombinedOutput(); err != nil || bytes.Contains(output, []byte("ERROR")) {
			t.Fatalf("%s: %v\n%s", statement, err, output)
		}
	}
	output, err := exec.Command(program, "-ro", path, "-sql", `SELECT id, minx, maxy FROM rtree_areas_geom`).CombinedOutput()
	if err != nil || !bytes.Contains(output, []byte("Feature Count: 1")) || !bytes.Contains(output, []byte("= 50")) {
		t.Errorf("%v\n%s", err, output)
	}
}

func FuzzDecode(f *testing.F) {
	for _, g := range []orb.Geometry{orb.Point{1, 2}, square, orb.MultiPolygon{square}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiPoint{{1, 2}}} {
		blob, err := encode(g, RDNew)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(blob)
	}
	f.Fuzz(func(t *testing.T, blob []byte) {
		g, err := decode(blob)
		if err != nil || g == nil {
			return
		}
		if _, isCollection := g.(orb.Collection); isCollection {
			return
		}
		again, err := encode(g, RDNew)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := decode(again); err != nil {
			t.Errorf("%v is not read again: %v", g, err)
		}
	})
}
