package exchange

import (
	"context"
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
	} {
		t.Run(c.file, func(t *testing.T) {
			lookup := newKnowing(t)
			if c.recipe == "eindhoven-neighbourhoods" {
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
