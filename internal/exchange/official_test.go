package exchange

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/geo/gpkg"
)

// written puts a text in a file of its own.
func written(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// told gives what a report says, in English.
func told(t testing.TB, report *Report) string {
	t.Helper()
	say := english(t)
	var lines []string
	for _, finding := range report.Findings() {
		lines = append(lines, finding.Text(say))
	}
	return strings.Join(lines, "\n")
}

// cells writes a column as "BU00010000=12.5 WK000100=secret …".
func cells(table *Table, column Column) string {
	var text []string
	for at, reading := range column.Readings {
		value := fmt.Sprint(reading.Value)
		if !reading.Known() {
			value = reading.Hole.String()
		}
		text = append(text, table.Claims[at].Code+"="+value)
	}
	return strings.Join(text, " ")
}

// TestOfficialDownloads reads small tables in the layout of downloads of which
// no file is at hand; the numbers are ours.
func TestOfficialDownloads(t *testing.T) {
	for _, c := range []struct {
		recipe, text, indicator string
		period                  int
		want                    string
	}{
		{"rivm-50120ned", `"ID";"Leeftijd";"Marges";"WijkenEnBuurten";"Perioden";"Gemeentenaam_1";"SoortRegio_2";"Codering_3";"ErvarenGezondheidGoedZeerGoed_4";"HeelVeelStressInAfgelopen4Weken_26";"Eenzaam_27"
0;"20300";"MW00000";"NL01      ";"2016JJ00";"Nederland";"Land";"NL01";"    75.0";;"    43.0"
1;"20300";"MW00000";"NL01      ";"2022JJ00";"Nederland";"Land";"NL01";"    70.0";"    20.5";"    49.0"
2;"20300";"MOG0095";"NL01      ";"2022JJ00";"Nederland";"Land";"NL01";"    69.0";"    20.0";"    48.0"
3;"80200";"MW00000";"NL01      ";"2022JJ00";"Nederland";"Land";"NL01";"    60.0";"    10.0";"    40.0"
4;"20300";"MW00000";"BU00010000";"2022JJ00";"A";"Buurt";"BU00010000";"       .";"       .";"       ."
`, "rivm-high-stress", 2022, "NL00=20.5 BU00010000=secret"},
		{"rivm-50150ned", `ID,Leeftijd,Marges,WijkenEnBuurten,Perioden,ErvarenGezondheidGoedZeerGoed_4,Eenzaam_27
0,20300,MW00000,GM0001    ,2012JJ00,75.0,43.0
1,20300,MW00000,GM0001    ,2024JJ00,71.5,
`, "rivm-lonely", 2024, "GM0001=not-asked"},
		{"kwb-85984ned", `"ID";"WijkenEnBuurten";"Gemeentenaam_1";"SoortRegio_2";"Codering_3";"AantalInwoners_5";"k_0Tot15Jaar_8";"Bevolkingsdichtheid_34";"GemiddeldInkomenPerInwoner_78";"AfstandTotSchool_113"
0;"NL00      ";"Nederland";"Land";"NL00";"      17900";"       2600";"     530";;"     0.7"
1;"GM0001    ";"A";"Gemeente";"GM0001";"       1000";"        150";"     100";;"     0.5"
2;"BU00010000";"A";"Buurt";"BU00010000";"          0";"          .";"     0";;
`, "cbs-share-0-15", 2024, "NL00=14.52513966480447 GM0001=15 BU00010000=secret"},
		{"kwb-85618ned", `WijkenEnBuurten;AantalInwoners_5;Bevolkingsdichtheid_33;GemiddeldInkomenPerInwoner_70
BU00010000;10;5;
`, "cbs-income-per-resident", 2023, "BU00010000=comes-later"},
		{"ses-woa-85163ned-odata", `"ID";"WijkenEnBuurten";"Perioden";"Waarde_16";"Waarde_19";"Waarde_22";"GemiddeldeScore_29";"GemiddeldeScore_31";"Waarde_37"
0;"NL01      ";"2014JJ00";"30.1";"40.2";"29.7";"   0.001";"0.1";"0.9"
1;"BU00010000";"2014JJ00";"   .";"   .";"   .";"       .";".";"."
2;"NL01      ";"2019JJ00";"29.1";"40.2";"30.7";"  -0.012";"0.1";"0.9"
`, "ses-woa", 2019, "NL00=-0.012 BU00010000=not-loaded"},
		{"ses-woa-86092ned", `WijkenEnBuurten;Perioden;GemiddeldeScore_29;GemiddeldeScore_31
GM0001    ;2023JJ00;0.25;0.1
`, "ses-woa", 2023, "GM0001=0.25"},
		{"proximity-85560ned", `WijkenEnBuurten;AfstandTotHuisartsenpraktijk_5;AfstandTotApotheek_10;AfstandTotGroteSupermarkt_24;AfstandTotSchool_60;AfstandTotSchool_64
BU00010000;0.9;1.2;0.7;0.6;2.1
BU00010001;.;.;.;.;.
`, "distance-school", 2022, "BU00010000=0.6 BU00010001=secret"},
	} {
		t.Run(c.recipe, func(t *testing.T) {
			table, report, err := ReadTable(context.Background(), shippedRecipe(t, c.recipe), written(t, "t.csv", c.text), newKnowing(t), nil)
			if err != nil {
				t.Fatal(err, told(t, report))
			}
			if got := cells(table, figure(t, table, c.indicator, c.period)); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}

// TestOfficialMap reads a map in the layout of CBS with every sign it has.
func TestOfficialMap(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wijkenbuurten_2024_v1.gpkg")
	square := func(x float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{x, 463000}, {x + 100, 463000}, {x + 100, 463100}, {x, 463100}, {x, 463000}}}}
	}
	err := gpkg.Write(context.Background(), path, []gpkg.Layer{
		{Name: "gemeenten", Geometry: "MULTIPOLYGON", SRS: gpkg.RDNew, Columns: []gpkg.Column{{Name: "gemeentecode", Type: gpkg.Text}}},
		{Name: "buurten", Geometry: "MULTIPOLYGON", SRS: gpkg.RDNew,
			Columns: []gpkg.Column{{Name: "buurtcode", Type: gpkg.Text}, {Name: "buurtnaam", Type: gpkg.Text}, {Name: "water", Type: gpkg.Text},
				{Name: "aantal_inwoners", Type: gpkg.Integer}, {Name: "grote_supermarkt_gemiddelde_afstand_in_km", Type: gpkg.Real}},
			Rows: func(write func(orb.Geometry, []any) error) error {
				for at, row := range [][]any{
					{"BU00010000", "Noord", "NEE", int64(120), 0.5}, {"BU00010001", "Zuid", "NEE", int64(-99997), -99995.0},
					{"BU00010002", "Oost", "NEE", int64(-99991), nil}, {"BU00019998", "Meer", "JA", int64(0), nil},
				} {
					if err := write(square(155000+200*float64(at)), row); err != nil {
						return err
					}
				}
				return nil
			}},
	})
	if err != nil {
		t.Fatal(err)
	}
	table, report, err := ReadTable(context.Background(), shippedRecipe(t, "cbs-map-2024-neighbourhoods"), path, newKnowing(t), nil)
	if err != nil {
		t.Fatal(err, told(t, report))
	}
	if report.Rows != 4 || report.Skipped != 1 || len(table.Claims) != 3 || table.Claims[1].Name != "Zuid" || areaOf(table.Claims[1]) != 10000 {
		t.Errorf("%+v %+v", report, table.Claims)
	}
	for id, want := range map[string]string{
		"cbs-residents":        "BU00010000=120 BU00010001=secret BU00010002=discontinued",
		"distance-supermarket": "BU00010000=0.5 BU00010001=comes-later BU00010002=impossible",
	} {
		if got := cells(table, figure(t, table, id, 2024)); got != want {
			t.Errorf("%s: %s\nwant %s", id, got, want)
		}
	}
	if _, _, err := ReadAreas(context.Background(), path, AreaOptions{Level: "neighbourhood", Year: 2024, CodeColumn: "buurtcode"}, nil); err == nil || !strings.Contains(err.Error(), "choose-layer") {
		t.Error(err)
	}
}
