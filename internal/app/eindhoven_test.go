package app

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/store"
)

// sharedData is the folder with real data, beside the project.
const sharedData = "../../../shared/data"

// loadEindhoven loads what Eindhoven's map needs, with the same commands as
// scripts/load-eindhoven.sh, and gives the open services.
func loadEindhoven(t testing.TB) *parts {
	t.Helper()
	if _, err := os.Stat(sharedData); err != nil {
		t.Skip("needs data: ../shared/data is not there")
	}
	folder := t.TempDir()
	for _, command := range [][]string{
		{"areas", "boundaries/gemeente_gegeneraliseerd_2024_wgs84.geojson.gz", "--level", "municipality", "--year", "2024", "--code", "statcode", "--name", "statnaam", "--source", "cbs-areas-generalised"},
		{"areas", "boundaries/pc4_2020_certegis_rd.geojson.gz", "--level", "postcode4", "--year", "2020", "--code", "postcode", "--name", "postcode", "--source", "pc4-2020", "--faulty", "without-border"},
		{"areas", "boundaries/buurt_2024_derived_rd.geojson.gz", "--level", "neighbourhood", "--year", "2024", "--code", "buurtcode", "--name", "buurtnaam", "--source", "neighbourhoods-2024-redrawn", "--faulty", "without-border"},
		{"table", "kwb-2024-combined", "stats/kwb2024_rivm50150_politie_gm_wk_bu.csv.gz"},
		{"table", "rivm-50090ned", "stats/rivm_50090NED_2020_18plus.csv.gz"},
		{"table", "pc4-environment", "environment/pc4_envi_factors.csv.gz"},
		{"table", "eindhoven-neighbourhoods", "eindhoven/buurten_polygons_codes.csv.gz"},
	} {
		for at, word := range command {
			if filepath.Ext(word) == ".gz" {
				command[at] = filepath.Join(sharedData, word)
			}
		}
		var out, errs bytes.Buffer
		if code := run(context.Background(), append(append([]string{"import"}, command...), "--data", folder), &out, &errs); code != exitDone {
			t.Fatalf("%v: exit code %d\n%s", command, code, errs.String())
		}
	}
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := openParts(context.Background(), store.Config{Folder: folder}, words)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.db.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

var askEindhoven = healthmap.Ask{Actor: commandLineActor(), Code: "GM0772", Set: "city8", Lang: "nl", Level: healthmap.CellLevel}

// What is known of Eindhoven is known from the sources themselves: 3,620 cells
// is the published number, the others were counted in the tables.
func TestEindhoven(t *testing.T) {
	p := loadEindhoven(t)
	scored, err := p.maps.Score(context.Background(), askEindhoven)
	if err != nil {
		t.Fatal(err)
	}
	if cells := len(scored.Grid.Cells); cells < 3617 || cells > 3623 {
		t.Errorf("%d cells, want 3,620 ± 3", cells)
	}
	if scored.Sheet.MostKnown != 6 {
		t.Errorf("at most %d items are known, want 6", scored.Sheet.MostKnown)
	}
	known := map[string]int{}
	for _, item := range scored.Values.Items {
		for _, part := range item.Parts {
			for _, column := range part.Columns {
				if column.Level != string(place.Neighbourhood) {
					continue
				}
				for _, value := range column.Values {
					if value != nil {
						known[part.Indicator]++
					}
				}
			}
		}
	}
	for indicator, want := range map[string]int{
		"rivm-lonely": 110, "rivm-high-stress": 110, "rivm-good-health": 110, "cbs-residents-per-km2": 111,
		"distance-gp": 111, "distance-school": 111, "distance-supermarket": 110, "ses-woa": 0, "distance-green": 0,
	} {
		if known[indicator] != want {
			t.Errorf("%s is known for %d neighbourhoods, want %d", indicator, known[indicator], want)
		}
	}
	checkOwnFigures(t, p)
	checkSize(t, p)
}

// Riel and Meerrijk have codes that the tempting rule gets wrong, so they must
// carry their own figures. The numbers are those of the tables.
func checkOwnFigures(t *testing.T, p *parts) {
	t.Helper()
	for code, name := range map[string]string{"BU07722399": "Riel", "BU07726399": "Meerrijk"} {
		editions, err := p.db.EditionsOf(context.Background(), place.Neighbourhood, code)
		if err != nil || len(editions) != 2 {
			t.Fatalf("%s: %d editions, %v", code, len(editions), err)
		}
		drawn := editions[1]
		if drawn.Name != name || drawn.Source != "eindhoven-polygons" {
			t.Errorf("%s is called %q and drawn from %q", code, drawn.Name, drawn.Source)
		}
		seen, err := p.db.AllObservations(context.Background(), drawn.PlaceID)
		if err != nil {
			t.Fatal(err)
		}
		figures := map[string]bool{}
		for _, o := range seen {
			if o.Code != code {
				t.Errorf("%s carries a figure of %s", code, o.Code)
			}
			figures[o.Indicator] = true
		}
		if !figures["rivm-lonely"] || !figures["cbs-residents-per-km2"] {
			t.Errorf("%s has no figures of its own: %v", code, figures)
		}
	}
}

// checkSize prints how large the map's data are for the browser.
func checkSize(t *testing.T, p *parts) {
	t.Helper()
	ground, err := p.maps.Ground(context.Background(), "GM0772", healthmap.ClipTouch)
	if err != nil {
		t.Fatal(err)
	}
	values, err := p.maps.Values(context.Background(), commandLineActor(), "GM0772", "city8", 0, "nl")
	if err != nil {
		t.Fatal(err)
	}
	background, err := p.maps.Background(context.Background(), "GM0772")
	if err != nil {
		t.Fatal(err)
	}
	sizes := []int{compressed(t, ground), compressed(t, values), compressed(t, json.RawMessage(background))}
	total := sizes[0] + sizes[1] + sizes[2]
	t.Logf("map data of Eindhoven, compressed: ground %d, values %d, background %d, together %d bytes", sizes[0], sizes[1], sizes[2], total)
	if total > 60_000 {
		t.Errorf("map data of Eindhoven are %d bytes compressed, want at most 60,000", total)
	}
}

func compressed(t *testing.T, document any) int {
	t.Helper()
	var size bytes.Buffer
	w := gzip.NewWriter(&size)
	if err := json.NewEncoder(w).Encode(document); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return size.Len()
}

// BenchmarkEindhoven goes from loaded data to scored cells: borders and
// figures from the database, overlay, mean, score. Nothing is kept between
// rounds. Cost grows with cells × parts and with the points of the borders.
func BenchmarkEindhoven(b *testing.B) {
	p := loadEindhoven(b)
	for b.Loop() {
		fresh := &healthmap.Service{Store: p.maps.Store, Catalogue: p.maps.Catalogue, Words: p.maps.Words}
		if _, err := fresh.Score(context.Background(), askEindhoven); err != nil {
			b.Fatal(err)
		}
	}
}
