package exchange

import (
	"context"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/place"
)

// knowing is a Lookup with the real catalogue and the given names.
type knowing struct {
	catalogue *catalogue.Catalogue
	names     map[place.Level]map[string][]string
}

func (k knowing) CodesByName(_ context.Context, level place.Level, _ int, _ string) (map[string][]string, error) {
	return k.names[level], nil
}

func (k knowing) Indicator(id string) (indicator.Indicator, bool) { return k.catalogue.ByID(id) }

func newKnowing(t testing.TB) knowing {
	t.Helper()
	loaded, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	return knowing{catalogue: loaded, names: map[place.Level]map[string][]string{}}
}

func shippedRecipe(t testing.TB, id string) *Recipe {
	t.Helper()
	all, err := Recipes()
	if err != nil {
		t.Fatal(err)
	}
	if all[id] == nil {
		t.Fatalf("no recipe %s", id)
	}
	return all[id]
}

func TestSharedTables(t *testing.T) {
	for _, c := range []struct {
		recipe, file  string
		rows, columns int
	}{
		{"rivm-50090ned", "stats/rivm_50090NED_2012_18plus.csv.gz", 17341, 35},
		{"rivm-50090ned", "stats/rivm_50090NED_2016_18plus.csv.gz", 17341, 35},
		{"rivm-50090ned", "stats/rivm_50090NED_2020_18plus.csv.gz", 17341, 35},
		{"kwb-2024-combined", "stats/kwb2024_rivm50150_politie_gm_wk_bu.csv.gz", 18309, 28},
		{"pc4-environment", "environment/pc4_envi_factors.csv.gz", 4053, 16},
		{"eindhoven-neighbourhoods", "eindhoven/buurten_polygons_codes.csv.gz", 116, 0},
		{"eindhoven-districts", "eindhoven/wijken_polygons.csv.gz", 20, 0},
		{"eindhoven-population", "eindhoven/population_2008_2021.csv.gz", 116, 14},
		{"eindhoven-figures", "eindhoven/buurten_polygons_and_figures.csv.gz", 116, 24},
		{"kwb-2020-municipalities", "stats/kwb2020_gemeenten_buurtvergelijker.csv.gz", 355, 99},
		{"ses-woa-85163ned", "stats/SES_WOA_scores_per_wijk_en_buurt_25042023_160857.csv", 579, 6},
		{"postcodes-2021", "stats/postcodes_2021.csv.gz", 4074, 1},
	} {
		t.Run(c.file, func(t *testing.T) {
			lookup := newKnowing(t)
			if strings.HasPrefix(c.recipe, "eindhoven-") {
				lookup.names = namesOf2024(t)
			}
			table, report, err := ReadTable(context.Background(), shippedRecipe(t, c.recipe), shared(t, c.file), lookup, nil)
			say(t, report)
			if err != nil {
				t.Fatal(err)
			}
			if len(table.Claims) != c.rows || len(table.Columns) != c.columns {
				t.Errorf("%d areas × %d columns, want %d × %d", len(table.Claims), len(table.Columns), c.rows, c.columns)
			}
		})
	}
}

// namesOf2024 reads the names of Eindhoven from the table of 2024.
func namesOf2024(t testing.TB) map[place.Level]map[string][]string {
	t.Helper()
	table, _, err := ReadTable(context.Background(), shippedRecipe(t, "kwb-2024-combined"),
		shared(t, "stats/kwb2024_rivm50150_politie_gm_wk_bu.csv.gz"), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	names := map[place.Level]map[string][]string{place.Neighbourhood: {}, place.District: {}}
	for _, claim := range table.Claims {
		if place.MunicipalityOf(claim.Code) == "GM0772" && names[claim.Level] != nil {
			names[claim.Level][claim.Name] = append(names[claim.Level][claim.Name], claim.Code)
		}
	}
	return names
}

// figure finds a column of a table.
func figure(t testing.TB, table *Table, indicator string, period int) Column {
	t.Helper()
	for _, column := range table.Columns {
		if column.Indicator == indicator && column.Period == period {
			return column
		}
	}
	t.Fatalf("no %s of %d", indicator, period)
	return Column{}
}

func sharedTable(t testing.TB, recipe, file string) *Table {
	t.Helper()
	path := shared(t, file)
	lookup := newKnowing(t)
	if strings.HasPrefix(recipe, "eindhoven-") {
		lookup.names = namesOf2024(t)
	}
	table, _, err := ReadTable(context.Background(), shippedRecipe(t, recipe), path, lookup, nil)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// readingOf gives the reading of an area.
func readingOf(t testing.TB, table *Table, column Column, code string) indicator.Reading {
	t.Helper()
	for at, claim := range table.Claims {
		if claim.Code == code {
			return column.Readings[at]
		}
	}
	t.Fatalf("no %s", code)
	return indicator.Reading{}
}

func count(table *Table, column Column, keep func(place.Claim, indicator.Reading) bool) int {
	total := 0
	for at, reading := range column.Readings {
		if keep(table.Claims[at], reading) {
			total++
		}
	}
	return total
}

func TestSharedHealth(t *testing.T) {
	table := sharedTable(t, "rivm-50090ned", "stats/rivm_50090NED_2020_18plus.csv.gz")
	lonely := figure(t, table, "rivm-lonely", 2020)
	if lonely.Edition != "50090NED" || lonely.Source != "rivm-health" || table.BoundaryYear != 2020 || table.Claims[0].Code != "NL00" || table.Claims[0].Level != place.Country {
		t.Errorf("%+v %+v", lonely.Edition, table.Claims[0])
	}
	secret := count(table, lonely, func(c place.Claim, r indicator.Reading) bool {
		return c.Level == place.Neighbourhood && r.Hole == indicator.Secret
	})
	if secret != 742 {
		t.Errorf("%d neighbourhoods secret, want 742", secret)
	}
	inEindhoven := func(known bool) int {
		return count(table, lonely, func(c place.Claim, r indicator.Reading) bool {
			return c.Level == place.Neighbourhood && place.MunicipalityOf(c.Code) == "GM0772" && r.Known() == known
		})
	}
	if inEindhoven(true) != 110 || inEindhoven(false) != 6 {
		t.Errorf("loneliness in Eindhoven: %d known, %d not; want 110 and 6", inEindhoven(true), inEindhoven(false))
	}
	if got := readingOf(t, table, lonely, "NL00"); got.Value != 47.0 {
		t.Error(got)
	}
	old := sharedTable(t, "rivm-50090ned", "stats/rivm_50090NED_2012_18plus.csv.gz")
	notAsked := 0
	for _, column := range old.Columns {
		if count(old, column, func(_ place.Claim, r indicator.Reading) bool { return r.Hole == indicator.NotAsked }) == len(old.Claims) {
			notAsked++
		}
	}
	if notAsked != 15 || figure(t, old, "rivm-high-stress", 2012).Readings[0].Hole != indicator.NotAsked {
		t.Errorf("%d of 35 not asked in 2012, want 15", notAsked)
	}
}

func TestSharedEindhoven(t *testing.T) {
	table := sharedTable(t, "kwb-2024-combined", "stats/kwb2024_rivm50150_politie_gm_wk_bu.csv.gz")
	known := func(indicatorID string, period int) int {
		column := figure(t, table, indicatorID, period)
		return count(table, column, func(c place.Claim, r indicator.Reading) bool {
			return c.Level == place.Neighbourhood && place.MunicipalityOf(c.Code) == "GM0772" && r.Known()
		})
	}
	for indicatorID, want := range map[string]int{"cbs-residents-per-km2": 111, "distance-gp": 111, "distance-school": 111, "distance-supermarket": 110} {
		if got := known(indicatorID, 2024); got != want {
			t.Errorf("%s: %d known, want %d", indicatorID, got, want)
		}
	}
	// Riel and Meerrijk are what the tempting rule for codes gets wrong.
	residents := figure(t, table, "cbs-residents", 2024)
	if riel, meerrijk := readingOf(t, table, residents, "BU07722399"), readingOf(t, table, residents, "BU07726399"); riel.Value != 115 || meerrijk.Value != 1110 {
		t.Error(riel, meerrijk)
	}
	health := figure(t, table, "rivm-good-health", 2020)
	if health.Edition != "50150NED" || health.Source != "rivm-health" {
		t.Errorf("health comes from %s %s", health.Source, health.Edition)
	}
	if got := readingOf(t, table, health, "WK077222"); got.Hole != indicator.NotLoaded {
		t.Error("districts have no health in this table:", got)
	}
	parts := table.Parts()
	if len(parts) != 3 || len(parts[0].Columns) != 17 || len(parts[1].Columns) != 5 || len(parts[2].Columns) != 6 {
		t.Fatalf("%d parts", len(parts))
	}
	if parts[0].Edition != "85984NED" || parts[1].Edition != "50150NED" || parts[2].Source != "police-crime" || parts[2].Edition != "misdrijven-2021-2025" {
		t.Errorf("editions %s, %s, %s", parts[0].Edition, parts[1].Edition, parts[2].Edition)
	}
	borders := sharedTable(t, "eindhoven-neighbourhoods", "eindhoven/buurten_polygons_codes.csv.gz")
	for _, claim := range borders.Claims {
		if claim.Border == nil || claim.StatedArea == 0 {
			t.Fatalf("%+v has no border", claim.Key)
		}
		// The exact polygons have the area they say they have.
		if area := areaOf(claim); area/claim.StatedArea < 0.999 || area/claim.StatedArea > 1.001 {
			t.Errorf("%s %s: %.0f m², says %.0f", claim.Code, claim.Name, area, claim.StatedArea)
		}
		if claim.Name == "Riel" && claim.Code != "BU07722399" || claim.Name == "Meerrijk" && claim.Code != "BU07726399" {
			t.Errorf("%s is %s", claim.Name, claim.Code)
		}
	}
}

func areaOf(claim place.Claim) float64 {
	total := 0.0
	for _, polygon := range claim.Border {
		for _, ring := range polygon {
			total += signedArea(ring)
		}
	}
	return total
}

func TestSharedNoise(t *testing.T) {
	table := sharedTable(t, "pc4-environment", "environment/pc4_envi_factors.csv.gz")
	noise, no2 := figure(t, table, "noise-above-55", 2016), figure(t, table, "air-no2", 2016)
	if !noise.Assumed || noise.From != "dn_4 + dn_5 + dn_6" {
		t.Errorf("%+v", noise.From)
	}
	if got := readingOf(t, table, noise, "5915").Value; got < 34.69 || got > 34.71 {
		t.Error(got)
	}
	if empty := count(table, no2, func(_ place.Claim, r indicator.Reading) bool { return r.Hole == indicator.NoArea }); empty != 2 {
		t.Errorf("%d areas without air, want 2", empty)
	}
	if table.Claims[0].Code != "1609" || table.Claims[0].StatedArea < 939342 || table.Claims[0].StatedArea > 939343 {
		t.Errorf("%+v", table.Claims[0])
	}
}
