package exchange

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/koppelkans/koppelkans/internal/place"
)

// shared gives a file of ../shared/data, relative to the module; the test is
// skipped when that folder is not there.
func shared(t testing.TB, name string) string {
	t.Helper()
	root := filepath.Join("..", "..", "..", "shared", "data")
	if _, err := os.Stat(root); err != nil {
		t.Skip("needs data: no ../shared/data here: real files are not tested")
	}
	return filepath.Join(root, filepath.FromSlash(name))
}

func say(t testing.TB, report *Report) {
	t.Helper()
	for _, count := range report.Counts() {
		t.Logf("%s %s: %d", count.Severity, count.Key, count.Number)
	}
	for at, finding := range report.Findings() {
		if at == 12 {
			break
		}
		t.Logf("  %+v", finding)
	}
}

func TestSharedAreas(t *testing.T) {
	for _, c := range []struct {
		file string
		opt  AreaOptions
		want int
	}{
		{"buurt_2024_derived_rd", AreaOptions{Level: place.Neighbourhood, Year: 2024, CodeColumn: "buurtcode", NameColumn: "buurtnaam"}, 14566},
		{"gemeente_gegeneraliseerd_2024_wgs84", AreaOptions{Level: place.Municipality, Year: 2024, CodeColumn: "statcode", NameColumn: "statnaam"}, 342},
		{"gemeente_2020_buurtvergelijker", AreaOptions{Level: place.Municipality, Year: 2020, CodeColumn: "GM_CODE", NameColumn: "GM_NAAM"}, 355},
		{"gemeente_2022_tmap_rd", AreaOptions{Level: place.Municipality, Year: 2022, CodeColumn: "code", NameColumn: "name"}, 345},
		{"wijk_2022_tmap_rd", AreaOptions{Level: place.District, Year: 2022, CodeColumn: "code", NameColumn: "name"}, 3340},
		{"provincie_2022_tmap_rd", AreaOptions{Level: place.Province, Year: 2022, CodeColumn: "code", NameColumn: "name"}, 12},
		{"ggdregio_2022_certegis_rd", AreaOptions{Level: place.GGDRegion, Year: 2022, CodeColumn: "ggdregio", NameColumn: "ggdregio"}, 25},
		{"pc4_2020_certegis_rd", AreaOptions{Level: place.Postcode4, Year: 2020, CodeColumn: "postcode", NameColumn: "postcode"}, 4068},
	} {
		t.Run(c.file, func(t *testing.T) {
			c.opt.Faulty = WithoutBorder
			claims, report, err := ReadAreas(context.Background(), shared(t, "boundaries/"+c.file+".geojson.gz"), c.opt, nil)
			say(t, report)
			if err != nil || len(claims) != c.want {
				t.Fatalf("%d areas, %v; want %d", len(claims), err, c.want)
			}
			if c.opt.Level == place.Postcode4 && claims[0].Name != "1011" {
				t.Errorf("%+v", claims[0].Name)
			}
		})
	}
}
