package exchange

import (
	"context"
	"math"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/place"
)

// TestGDALWrites reads what GDAL makes of a real map in every format, and
// finds the same areas in it.
func TestGDALWrites(t *testing.T) {
	path := shared(t, "boundaries/gemeente_2020_buurtvergelijker.geojson.gz")
	program, err := exec.LookPath("ogr2ogr")
	if err != nil {
		t.Skip("needs gdal: no ogr2ogr (Debian package gdal-bin) here: its files are not read")
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	read := func(path string, opt AreaOptions) map[string]place.Claim {
		t.Helper()
		claims, report, err := ReadAreas(context.Background(), path, opt, nil)
		if err != nil || len(claims) != 355 {
			t.Fatal(path, len(claims), err, told(t, report))
		}
		all := map[string]place.Claim{}
		for _, claim := range claims {
			all[claim.Code] = claim
		}
		return all
	}
	opt := AreaOptions{Level: place.Municipality, Year: 2020, CodeColumn: "GM_CODE", NameColumn: "GM_NAAM"}
	want := read(path, opt)
	for name, arguments := range map[string][]string{
		"rd.gpkg":        {"-f", "GPKG", "-t_srs", "EPSG:28992"},
		"degrees.gpkg":   {"-f", "GPKG"},
		"rd.shp":         {"-f", "ESRI Shapefile", "-t_srs", "EPSG:28992"},
		"utf8.shp":       {"-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8"},
		"rd.geojson":     {"-f", "GeoJSON", "-t_srs", "EPSG:28992"},
		"rfc.geojson":    {"-f", "GeoJSON", "-lco", "RFC7946=YES", "-lco", "COORDINATE_PRECISION=8"},
		"lines.geojsonl": {"-f", "GeoJSONSeq"},
		"rd.shz":         {"-f", "ESRI Shapefile", "-t_srs", "EPSG:28992"},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), name)
			if output, err := exec.Command(program, append(arguments, out, "/vsigzip/"+absolute)...).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, output)
			}
			for code, claim := range read(out, opt) {
				known := want[code]
				before, after := areaOf(known), areaOf(claim)
				// Our reprojection and that of PROJ part by centimetres.
				if known.Name != claim.Name || math.Abs(before-after) > 1e-5*before {
					t.Errorf("%s %q: %.0f m², want %q %.0f m²", code, claim.Name, after, known.Name, before)
				}
			}
			if strings.HasSuffix(name, ".shp") && want["GM1900"].Name != "Súdwest-Fryslân" {
				t.Error("letters are lost")
			}
		})
	}
}
