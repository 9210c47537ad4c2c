package shape_test

import (
	"database/sql"
	"encoding/hex"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"github.com/koppelkans/koppelkans/internal/geo/shape"
	"github.com/koppelkans/koppelkans/internal/geo/shape/realdata"
)

// broken tells whether a problem makes a polygon invalid by the rules of the
// Open Geospatial Consortium.
func broken(problems []shape.Problem) (found, repaired bool) {
	repaired = true
	for _, p := range problems {
		if p.Kind != shape.Orientation && p.Kind != shape.RepeatedPoints && p.Kind != shape.Sliver && p.Kind != shape.Empty {
			found = true
		}
		repaired = repaired && p.Repaired
	}
	return found, repaired
}

func TestCheckRealBorders(t *testing.T) {
	for _, c := range []struct {
		file, code string
		degrees    bool
		broken     []string
		unrepaired []string
	}{
		{"boundaries/buurt_2024_derived_rd.geojson.gz", "buurtcode", false, []string{"BU04200108", "BU06541302", "BU19790831"}, []string{"BU06541302"}},
		{"boundaries/gemeente_2020_buurtvergelijker.geojson.gz", "GM_CODE", true, []string{"GM0717", "GM0744", "GM1924"}, nil},
		{"boundaries/gemeente_2022_tmap_rd.geojson.gz", "code", false, nil, nil},
		{"boundaries/gemeente_gegeneraliseerd_2024_wgs84.geojson.gz", "statcode", true, nil, nil},
		{"boundaries/wijk_2022_tmap_rd.geojson.gz", "code", false, nil, nil},
		{"boundaries/provincie_2022_tmap_rd.geojson.gz", "code", false, nil, nil},
	} {
		t.Run(c.file, func(t *testing.T) {
			var bad, unrepaired []string
			for _, area := range realdata.GeoJSON(t, c.file, c.code, c.code, c.degrees) {
				fixed, problems := shape.Check(area.Border, shape.Options{})
				found, repaired := broken(problems)
				if found {
					bad = append(bad, area.Code)
				}
				if !repaired {
					unrepaired = append(unrepaired, area.Code)
					continue
				}
				if _, again := shape.Check(fixed, shape.Options{}); len(again) > 0 {
					t.Errorf("%s, repaired: %+v", area.Code, again)
				}
				if was, is := shape.Area(area.Border), shape.Area(fixed); math.Abs(was-is) > 1 {
					t.Errorf("%s: %v m² became %v", area.Code, was, is)
				}
			}
			slices.Sort(bad)
			if diff := cmp.Diff(c.broken, bad); diff != "" {
				t.Errorf("broken (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.unrepaired, unrepaired); diff != "" {
				t.Errorf("unrepaired (-want +got):\n%s", diff)
			}
		})
	}
}

// PostGIS calls the same features broken, and none of those that were
// repaired.
func TestCheckAgreesWithPostGIS(t *testing.T) {
	address := os.Getenv("KOPPELKANS_TEST_POSTGRES")
	if address == "" {
		t.Skip("needs postgres: KOPPELKANS_TEST_POSTGRES is not set")
	}
	areas := realdata.GeoJSON(t, "boundaries/pc4_2020_certegis_rd.geojson.gz", "pc4", "pc4", false)
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE EXTENSION IF NOT EXISTS postgis`); err != nil {
		t.Skipf("needs postgis: the server of KOPPELKANS_TEST_POSTGRES has no PostGIS (Debian package postgresql-15-postgis-3): %v", err)
	}
	ask, err := db.Prepare(`SELECT ST_IsValid($1::geometry), ST_IsValidReason($1::geometry), ST_Area($1::geometry)`)
	if err != nil {
		t.Fatal(err)
	}
	defer ask.Close()
	bad, repairedCount := 0, 0
	for i, area := range areas {
		if len(area.Border) == 0 {
			continue
		}
		fixed, problems := shape.Check(area.Border, shape.Options{})
		found, repaired := broken(problems)
		valid, reason, _ := validity(t, ask, area.Border)
		if valid == found {
			t.Errorf("feature %d: PostGIS: %s, Check: %+v", i, reason, problems)
		}
		if !found {
			continue
		}
		bad++
		if !repaired {
			continue
		}
		repairedCount++
		valid, reason, surface := validity(t, ask, fixed)
		if !valid {
			t.Errorf("feature %d, repaired: %s", i, reason)
		}
		if math.Abs(surface-shape.Area(area.Border)) > 2 {
			t.Errorf("feature %d: %v m², before %v", i, surface, shape.Area(area.Border))
		}
	}
	t.Logf("%d of %d features are broken, %d of them were repaired", bad, len(areas), repairedCount)
	if bad < 50 || repairedCount < 40 {
		t.Error("too few broken features to say anything")
	}
}

func validity(t *testing.T, ask *sql.Stmt, border orb.MultiPolygon) (valid bool, reason string, surface float64) {
	t.Helper()
	raw, err := wkb.Marshal(border)
	if err != nil {
		t.Fatal(err)
	}
	if err := ask.QueryRow(hex.EncodeToString(raw)).Scan(&valid, &reason, &surface); err != nil {
		t.Fatal(err)
	}
	return valid, reason, surface
}

// BenchmarkCheck checks all 14,566 neighbourhoods of 2024.
func BenchmarkCheck(b *testing.B) {
	areas := realdata.GeoJSON(b, "boundaries/buurt_2024_derived_rd.geojson.gz", "buurtcode", "buurtnaam", false)
	b.ResetTimer()
	for range b.N {
		for _, area := range areas {
			shape.Check(area.Border, shape.Options{})
		}
	}
}
