package exchange

import (
	"context"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/geo/rd"
	"github.com/koppelkans/koppelkans/internal/place"
)

// besideGDAL measures ogr2ogr and our own reading by turns in one run and
// reports the milliseconds of each and their ratio; see docs/import.md for
// the figures of one machine. It asserts nothing: a loaded machine is no
// fault of the code.
func besideGDAL(b *testing.B, format, path string, more []string, ours func()) {
	b.Helper()
	program, err := exec.LookPath("ogr2ogr")
	if err != nil {
		b.Skip("no ogr2ogr (Debian package gdal-bin) here: nothing to compare with")
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		b.Fatal(err)
	}
	var gdal, own time.Duration
	for b.Loop() {
		out := filepath.Join(b.TempDir(), "out."+format)
		arguments := append([]string{"-f", format, out, "/vsigzip/" + absolute}, more...)
		start := time.Now()
		if output, err := exec.Command(program, arguments...).CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, output)
		}
		gdal += time.Since(start)
		start = time.Now()
		ours()
		own += time.Since(start)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(gdal.Milliseconds())/float64(b.N), "ms-ogr2ogr")
	b.ReportMetric(float64(own.Milliseconds())/float64(b.N), "ms-ours")
	b.ReportMetric(own.Seconds()/gdal.Seconds(), "ratio")
}

// BenchmarkAreasBesideGDAL reads, checks and reprojects the 14,566 areas of
// 2024; ogr2ogr reads, reprojects and writes them in its fastest format.
func BenchmarkAreasBesideGDAL(b *testing.B) {
	path := shared(b, "boundaries/buurt_2024_derived_rd.geojson.gz")
	besideGDAL(b, "FlatGeobuf", path, []string{"-t_srs", "EPSG:4326"}, func() {
		claims, _, err := ReadAreas(context.Background(), path, AreaOptions{Level: place.Neighbourhood, Year: 2024,
			CodeColumn: "buurtcode", NameColumn: "buurtnaam", Faulty: WithoutBorder}, nil)
		if err != nil || len(claims) != 14566 {
			b.Fatal(len(claims), err)
		}
		for _, claim := range claims {
			rd.MultiPolygonToWGS84(claim.Border)
		}
	})
}

// BenchmarkTableBesideGDAL reads the health table of 2020 by its recipe;
// ogr2ogr reads it and writes it again as CSV.
func BenchmarkTableBesideGDAL(b *testing.B) {
	path := shared(b, "stats/rivm_50090NED_2020_18plus.csv.gz")
	recipe, lookup := shippedRecipe(b, "rivm-50090ned"), newKnowing(b)
	besideGDAL(b, "CSV", path, nil, func() {
		table, _, err := ReadTable(context.Background(), recipe, path, lookup, nil)
		if err != nil || len(table.Claims) != 17341 || len(table.Columns) != 35 {
			b.Fatal(err)
		}
	})
}
