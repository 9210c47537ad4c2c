package overlay_test

import (
	"database/sql"
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"github.com/koppelkans/koppelkans/internal/geo/overlay"
	"github.com/koppelkans/koppelkans/internal/geo/shape/realdata"
)

// postgis opens one connection to a server with PostGIS, so that temporary
// tables can be used; it skips the test when there is none.
func postgis(t *testing.T) *sql.DB {
	t.Helper()
	address := os.Getenv("KOPPELKANS_TEST_POSTGRES")
	if address == "" {
		t.Skip("needs postgres: KOPPELKANS_TEST_POSTGRES is not set")
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE EXTENSION IF NOT EXISTS postgis`); err != nil {
		t.Skipf("needs postgis: the server of KOPPELKANS_TEST_POSTGRES has no PostGIS (Debian package postgresql-15-postgis-3): %v", err)
	}
	return db
}

// asText gives a geometry as PostGIS reads it, to the last bit.
func asText(t *testing.T, g orb.Geometry) string {
	t.Helper()
	raw, err := wkb.Marshal(g)
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(raw)
}

// loneliness gives the percentage of 2020 by code; a hole has none.
func loneliness(t *testing.T) map[string]float64 {
	t.Helper()
	figures := map[string]float64{}
	for _, row := range realdata.Table(t, "stats/rivm_50090NED_2020_18plus.csv.gz", ',') {
		if value, err := strconv.ParseFloat(row["Eenzaam_28"], 64); err == nil {
			figures[row["Codering_3"]] = value
		} else if row["Eenzaam_28"] != "." && row["Eenzaam_28"] != "" {
			t.Fatalf("loneliness of %s: %v", row["Codering_3"], err)
		}
	}
	return figures
}

// borderCells picks 200 cells on a border of areas of which one has a value,
// at least 60 of them beside an area that has none (there are not many).
func borderCells(t *testing.T, byCell overlay.CellShares, cells int, known []bool) []int {
	t.Helper()
	var beside, others []int
	for cell := range cells {
		areas, _ := byCell.Of(cell)
		with, without := 0, 0
		for _, area := range areas {
			if known[area] {
				with++
			} else {
				without++
			}
		}
		switch {
		case with > 0 && without > 0:
			beside = append(beside, cell)
		case with > 1:
			others = append(others, cell)
		}
	}
	random := rand.New(rand.NewPCG(772, 200))
	random.Shuffle(len(beside), func(i, j int) { beside[i], beside[j] = beside[j], beside[i] })
	random.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	holes := min(len(beside), 60)
	if holes < 40 {
		t.Fatalf("only %d cells beside a hole", holes)
	}
	t.Logf("200 cells, %d of them beside a hole", holes)
	return append(beside[:holes], others[:200-holes]...)
}

// mean gives the weighted mean over the areas with a value in one cell, and
// the surface they have in it.
func mean(byCell overlay.CellShares, cell int, known []bool, values []float64) (float64, float64) {
	areas, surface := byCell.Of(cell)
	sum, weight := 0.0, 0.0
	for i, area := range areas {
		if known[area] {
			sum += values[area] * surface[i]
			weight += surface[i]
		}
	}
	return sum / weight, weight
}

func TestWeightedMeanEqualsPostGIS(t *testing.T) {
	db := postgis(t)
	areas := realdata.Eindhoven(t)
	borders := realdata.Borders(areas)
	figures := loneliness(t)
	known, values := make([]bool, len(areas)), make([]float64, len(areas))
	count := 0
	for i, area := range areas {
		if values[i], known[i] = figures[area.Code]; known[i] {
			count++
		}
	}
	if count != 110 {
		t.Fatalf("%d of %d neighbourhoods have a value, want 110", count, len(areas))
	}
	w := mustCover(t, boundOf(borders))
	byCell := mustIntersect(t, w, borders...).ByCell(w.Len())
	chosen := borderCells(t, byCell, w.Len(), known)

	exec(t, db, `CREATE TEMP TABLE overlay_area (value float8, border geometry)`)
	exec(t, db, `CREATE TEMP TABLE overlay_cell (number int, border geometry)`)
	for i, border := range borders {
		value := any(nil)
		if known[i] {
			value = values[i]
		}
		exec(t, db, `INSERT INTO overlay_area VALUES ($1, $2::geometry)`, value, asText(t, border))
	}
	for _, cell := range chosen {
		ring := grid.Ring(w.Cell(cell))
		exec(t, db, `INSERT INTO overlay_cell VALUES ($1, $2::geometry)`, cell, asText(t, orb.Polygon{ring}))
	}
	rows, err := db.Query(`
		SELECT number, sum(value * surface) / sum(surface), sum(surface) FROM (
			SELECT number, value, ST_Area(ST_Intersection(c.border, a.border)) AS surface
			FROM overlay_cell c JOIN overlay_area a ON ST_Intersects(c.border, a.border)
			WHERE value IS NOT NULL) pieces
		GROUP BY number`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	compared, worstMean, worstSurface := 0, 0.0, 0.0
	for rows.Next() {
		var cell int
		var wantMean, wantSurface float64
		if err := rows.Scan(&cell, &wantMean, &wantSurface); err != nil {
			t.Fatal(err)
		}
		gotMean, gotSurface := mean(byCell, cell, known, values)
		worstMean = max(worstMean, math.Abs(gotMean-wantMean))
		worstSurface = max(worstSurface, math.Abs(gotSurface/wantSurface-1))
		compared++
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d cells: greatest difference of the mean %.2g, of the surface %.2g parts", compared, worstMean, worstSurface)
	if compared != len(chosen) || !(worstMean <= 1e-6) || !(worstSurface <= 1e-6) {
		t.Errorf("compared %d of %d; the mean differs %v, the surface %v parts", compared, len(chosen), worstMean, worstSurface)
	}
}

func exec(t *testing.T, db *sql.DB, statement string, arguments ...any) {
	t.Helper()
	if _, err := db.Exec(statement, arguments...); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", strings.Fields(statement)[0:3], err))
	}
}
