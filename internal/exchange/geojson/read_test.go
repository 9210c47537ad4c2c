package geojson

import (
	"errors"
	"strings"
	"testing"
)

const square = `{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}`

func TestCollection(t *testing.T) {
	got, err := Read([]byte("\xef\xbb\xbf"+`{"type":"FeatureCollection",
	"features":[
	 {"type":"Feature","properties":{"code":"A","n":1011.0,"leeg":null},"geometry":`+square+`},
	 {"type":"Feature","geometry":{"coordinates":[[[[1,2,3],[4,5],[6,7]]],[]],"type":"MultiPolygon"},"properties":{"extra":"caf\u00e9 \"x\"","code":"B"}},
	 {"type":"Feature","geometry":null,"properties":null},
	 {"type":"Feature","geometry":{"type":"GeometryCollection","geometries":[`+square+`,{"type":"Point","coordinates":[1,2]}]},"properties":{}}
	],
	"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}}`), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if got.CRS != "urn:ogc:def:crs:EPSG::28992" || len(got.Features) != 4 || strings.Join(got.Columns, ",") != "code,n,leeg,extra" {
		t.Fatalf("%+v", got)
	}
	first, second := got.Features[0], got.Features[1]
	if first.Values[0] != "A" || first.Values[1] != "1011.0" || first.Values[2] != "" || len(first.Geometry.Polygons[0][0]) != 5 {
		t.Errorf("%+v", first)
	}
	if second.Values[0] != "B" || second.Values[3] != `café "x"` || len(second.Geometry.Polygons) != 1 || second.Geometry.Polygons[0][0][0] != [2]float64{1, 2} {
		t.Errorf("%+v", second)
	}
	if got.Features[2].Geometry.Type != "" || len(got.Features[3].Geometry.Polygons) != 1 {
		t.Errorf("%+v", got.Features[2:])
	}
}

func TestOtherTops(t *testing.T) {
	line := `{"type":"Feature","properties":{"code":"A"},"geometry":` + square + `}`
	for name, text := range map[string]string{"feature": line, "geometry": square, "lines": line + "\n" + line} {
		got, err := Read([]byte(text), Limits{})
		if err != nil || len(got.Features) == 0 || len(got.Features[0].Geometry.Polygons) != 1 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestFaults(t *testing.T) {
	for text, line := range map[string]int{
		"":                  1,
		"{\n\"type\": ":     2,
		"{\"a\":1,}":        1,
		"{\n\n\"a\": 01}":   3,
		"{\"a\": \"\x01\"}": 1,
		"{\"a\": \"\\x\"}":  1,
		"{\"a\": \"\xff\"}": 1,
		"{\"a\": 1e999}":    0,
		`{"type":"Polygon","coordinates":[[[1e999,0]]]}`: 1,
		`{"type":"Polygon","coordinates":[[[1]]]}`:       1,
		`{"type":"Polygon","coordinates":[[["1",2]]]}`:   1,
		strings.Repeat("[", 100000):                      1,
		`{"a":` + strings.Repeat("[", 100000):            1,
	} {
		_, err := Read([]byte(text), Limits{})
		var syntax *SyntaxError
		if errors.As(err, &syntax) != (line > 0) || line > 0 && syntax.Line != line {
			t.Errorf("%.40q: %v, want line %d", text, err, line)
		}
	}
	var other ErrNotGeoJSON
	if _, err := Read([]byte(`{"type":"Topology"}`), Limits{}); !errors.As(err, &other) || other != "Topology" {
		t.Error(err)
	}
	two := `{"type":"FeatureCollection","features":[{"geometry":` + square + `},{"geometry":` + square + `}]}`
	for _, limits := range []Limits{{Features: 1}, {Points: 9}} {
		if _, err := Read([]byte(two), limits); !errors.Is(err, ErrLimit) {
			t.Error(err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"type":"FeatureCollection","crs":{"properties":{"name":"x"}},"features":[{"type":"Feature","properties":{"a":[1,{"b":null}]},"geometry":` + square + `}]}`))
	f.Add([]byte(square))
	f.Add([]byte(`{"type":"GeometryCollection","geometries":[` + square + `]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := Limits{Features: 1000, Points: 100000}
		if all, err := Read(data, limits); err == nil && len(all.Features) > 1000 {
			t.Error("more features than allowed")
		}
		_, _ = ReadGeometry(data, limits)
	})
}
