// Package realdata gives tests and benchmarks the real borders and figures
// that lie beside the repository, in ../shared/data seen from the module's
// root, and skips them with a clear line where that folder is absent. Nothing
// but tests imports it.
package realdata

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/geo/rd"
)

// Area is a named border in RD New metres, as the file has it: nothing was
// checked or repaired.
type Area struct {
	Code   string
	Name   string
	Border orb.MultiPolygon
}

// Open gives the content of a file in the data folder, unpacked when its name
// ends on .gz and without a byte order mark. It skips the test when the data
// folder is absent, and fails it when only the file is.
func Open(t testing.TB, name string) []byte {
	t.Helper()
	folder := filepath.Join(moduleRoot(t), "..", "shared", "data")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("needs data: the real data in ../shared/data are not here")
	}
	content, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, ".gz") {
		unzipped, err := gzip.NewReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		if content, err = io.ReadAll(unzipped); err != nil {
			t.Fatal(err)
		}
	}
	return bytes.TrimPrefix(content, []byte("\ufeff"))
}

// moduleRoot is the nearest folder above the test with a go.mod.
func moduleRoot(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		above := filepath.Dir(folder)
		if above == folder {
			t.Fatal("no go.mod above the test")
		}
		folder = above
	}
}

// GeoJSON reads the polygons of a collection; code and name are properties.
// With degrees, coordinates are brought to RD New.
func GeoJSON(t testing.TB, file, code, name string, degrees bool) []Area {
	t.Helper()
	var collection struct {
		Features []struct {
			Properties map[string]any  `json:"properties"`
			Geometry   json.RawMessage `json:"geometry"`
		} `json:"features"`
	}
	if err := json.Unmarshal(Open(t, file), &collection); err != nil {
		t.Fatal(err)
	}
	areas := make([]Area, 0, len(collection.Features))
	for i, feature := range collection.Features {
		border, err := polygons(feature.Geometry)
		if err != nil {
			t.Fatalf("%s: feature %d: %v", file, i, err)
		}
		if degrees {
			border = rd.MultiPolygonFromWGS84(border)
		}
		areas = append(areas, Area{
			Code:   fmt.Sprint(feature.Properties[code]),
			Name:   fmt.Sprint(feature.Properties[name]),
			Border: border,
		})
	}
	return areas
}

// polygons reads a GeoJSON geometry; null has no polygons.
func polygons(raw []byte) (orb.MultiPolygon, error) {
	var geometry *struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	if err := json.Unmarshal(raw, &geometry); err != nil || geometry == nil {
		return nil, err
	}
	switch geometry.Type {
	case "Polygon":
		var polygon orb.Polygon
		err := json.Unmarshal(geometry.Coordinates, &polygon)
		return orb.MultiPolygon{polygon}, err
	case "MultiPolygon":
		var border orb.MultiPolygon
		err := json.Unmarshal(geometry.Coordinates, &border)
		return border, err
	}
	return nil, fmt.Errorf("a %s is no area", geometry.Type)
}

// Table reads a table with a header: one map a row, spaces around values cut.
func Table(t testing.TB, file string, separator rune) []map[string]string {
	t.Helper()
	reader := csv.NewReader(bytes.NewReader(Open(t, file)))
	reader.Comma = separator
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	rows := make([]map[string]string, 0, len(records))
	for _, record := range records[1:] {
		row := make(map[string]string, len(record))
		for i, value := range record {
			row[records[0][i]] = strings.TrimSpace(value)
		}
		rows = append(rows, row)
	}
	return rows
}

// Eindhoven gives the 116 neighbourhoods with their exact borders and their
// official codes, which are found by name in the table of 2024.
func Eindhoven(t testing.TB) []Area {
	t.Helper()
	codes := map[string]string{}
	for _, row := range Table(t, "stats/kwb2024_rivm50150_politie_gm_wk_bu.csv.gz", ',') {
		if strings.HasPrefix(row["code"], "BU0772") {
			codes[row["naam"]] = row["code"]
		}
	}
	var areas []Area
	for _, row := range Table(t, "eindhoven/buurten_polygons_codes.csv.gz", ';') {
		border, err := polygons([]byte(row["geo_shape"]))
		if err != nil {
			t.Fatal(err)
		}
		name := row["BUURTNAAM"]
		if codes[name] == "" {
			t.Fatalf("no code for %q", name)
		}
		areas = append(areas, Area{Code: codes[name], Name: name, Border: rd.MultiPolygonFromWGS84(border)})
	}
	return areas
}

// Borders gives only the borders.
func Borders(areas []Area) []orb.MultiPolygon {
	borders := make([]orb.MultiPolygon, len(areas))
	for i, area := range areas {
		borders[i] = area.Border
	}
	return borders
}
