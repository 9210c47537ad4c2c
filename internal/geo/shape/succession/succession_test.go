package succession_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/koppelkans/koppelkans/internal/geo/shape"
	"github.com/koppelkans/koppelkans/internal/geo/shape/realdata"
	"github.com/koppelkans/koppelkans/internal/geo/shape/succession"
)

// block is an upright rectangle in hectometres.
func block(code string, x0, y0, x1, y1 float64) succession.Area {
	bound := orb.Bound{
		Min: orb.Point{160000 + 100*x0, 383000 + 100*y0},
		Max: orb.Point{160000 + 100*x1, 383000 + 100*y1},
	}
	return succession.Area{Code: code, Border: orb.MultiPolygon{{bound.ToRing()}}}
}

var kindCases = []struct {
	name     string
	old, new []succession.Area
	want     []succession.Relation
}{
	{
		"continued within the tolerance",
		[]succession.Area{block("A", 0, 0, 10, 10)}, []succession.Area{block("A", 0.1, 0, 10.1, 10)},
		[]succession.Relation{{"A", "A", succession.Continued, 0.99, 0.99}},
	},
	{
		"recoded",
		[]succession.Area{block("A", 0, 0, 10, 10)}, []succession.Area{block("B", 0, 0, 10, 10)},
		[]succession.Relation{{"A", "B", succession.Recoded, 1, 1}},
	},
	{
		"merged",
		[]succession.Area{block("A", 0, 0, 4, 10), block("B", 4, 0, 10, 10)}, []succession.Area{block("C", 0, 0, 10, 10)},
		[]succession.Relation{{"A", "C", succession.Merged, 1, 0.4}, {"B", "C", succession.Merged, 1, 0.6}},
	},
	{
		"a small one merged into one that keeps its code",
		[]succession.Area{block("A", 0, 0, 99, 10), block("B", 99, 0, 100, 10)}, []succession.Area{block("A", 0, 0, 100, 10)},
		[]succession.Relation{{"A", "A", succession.Merged, 1, 0.99}, {"B", "A", succession.Merged, 1, 0.01}},
	},
	{
		"split",
		[]succession.Area{block("A", 0, 0, 10, 10)}, []succession.Area{block("B", 0, 0, 4, 10), block("C", 4, 0, 10, 10)},
		[]succession.Relation{{"A", "B", succession.Split, 0.4, 1}, {"A", "C", succession.Split, 0.6, 1}},
	},
	{
		"border moved",
		[]succession.Area{block("A", 0, 0, 5, 10), block("B", 5, 0, 10, 10)}, []succession.Area{block("A", 0, 0, 6, 10), block("B", 6, 0, 10, 10)},
		[]succession.Relation{
			{"A", "A", succession.Redrawn, 1, 5.0 / 6}, {"B", "A", succession.Redrawn, 0.2, 1.0 / 6},
			{"B", "B", succession.Redrawn, 0.8, 1},
		},
	},
	{
		"divided among neighbours",
		[]succession.Area{block("A", 0, 0, 4, 10), block("B", 4, 0, 6, 10), block("C", 6, 0, 10, 10)},
		[]succession.Area{block("A", 0, 0, 5, 10), block("C", 5, 0, 10, 10)},
		[]succession.Relation{
			{"A", "A", succession.Redrawn, 1, 0.8},
			{"B", "A", succession.Redrawn, 0.5, 0.2}, {"B", "C", succession.Redrawn, 0.5, 0.2},
			{"C", "C", succession.Redrawn, 1, 0.8},
		},
	},
	{
		"ended and new",
		[]succession.Area{block("A", 0, 0, 5, 10)}, []succession.Area{block("A", 20, 0, 25, 10)},
		[]succession.Relation{{"A", "", succession.Ended, 0, 0}, {"", "A", succession.New, 0, 0}},
	},
	{
		"without surface",
		[]succession.Area{block("A", 0, 0, 5, 10), {Code: "B"}}, []succession.Area{block("A", 0, 0, 5, 10)},
		[]succession.Relation{{"A", "A", succession.Continued, 1, 1}},
	},
	{"nothing", nil, nil, []succession.Relation{}},
}

func TestDerive(t *testing.T) {
	for _, c := range kindCases {
		t.Run(c.name, func(t *testing.T) {
			got, err := succession.Derive(context.Background(), c.old, c.new, succession.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Time can run backwards: what merged then splits, with shares exchanged.
func TestDeriveBackwards(t *testing.T) {
	opposite := map[succession.Kind]succession.Kind{
		succession.Merged: succession.Split, succession.Split: succession.Merged,
		succession.Ended: succession.New, succession.New: succession.Ended,
	}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) []succession.Area {
			var areas []succession.Area
			x := 0.0
			for _, code := range []string{"A", "B", "C", "D", "E"}[:rapid.IntRange(1, 5).Draw(t, name)] {
				width := rapid.SampledFrom([]float64{0.2, 1, 2, 3, 4}).Draw(t, "width")
				areas = append(areas, block(code, x, 0, x+width, 10))
				x += width
			}
			return areas
		}
		old, new := draw("old"), draw("new")
		forth, errForth := succession.Derive(context.Background(), old, new, succession.Options{})
		back, errBack := succession.Derive(context.Background(), new, old, succession.Options{})
		if errForth != nil || errBack != nil {
			t.Fatal(errForth, errBack)
		}
		for i := range back {
			r := &back[i]
			r.From, r.To, r.ShareFrom, r.ShareTo = r.To, r.From, r.ShareTo, r.ShareFrom
			if kind, ok := opposite[r.Kind]; ok {
				r.Kind = kind
			}
		}
		byCodes := cmpopts.SortSlices(func(a, b succession.Relation) bool {
			return a.From < b.From || a.From == b.From && a.To < b.To
		})
		if diff := cmp.Diff(forth, back, byCodes, cmpopts.EquateApprox(0, 1e-9), eitherComesFirst); diff != "" {
			t.Fatalf("-forth +back:\n%s", diff)
		}
	})
}

// eitherComesFirst takes merged and split for equal: a pair that is part of a
// merger and of a split is called by one of them.
var eitherComesFirst = cmp.Comparer(func(a, b succession.Kind) bool {
	either := func(k succession.Kind) bool { return k == succession.Merged || k == succession.Split }
	return a == b || either(a) && either(b)
})

func TestDeriveRefuses(t *testing.T) {
	good := []succession.Area{block("A", 0, 0, 1, 1)}
	nan := []succession.Area{{Code: "A", Border: orb.MultiPolygon{{{{0, 0}, {1, math.NaN()}, {1, 1}, {0, 0}}}}}}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for name, c := range map[string]struct {
		ctx       context.Context
		old, new  []succession.Area
		tolerance float64
	}{
		"code twice in old": {context.Background(), append(good, good...), good, 0},
		"code twice in new": {context.Background(), good, append(good, good...), 0},
		"NaN":               {context.Background(), nan, good, 0},
		"tolerance":         {context.Background(), good, good, 0.6},
		"tolerance below 0": {context.Background(), good, good, -0.1},
		"cancelled":         {ended, good, good, 0},
	} {
		if got, err := succession.Derive(c.ctx, c.old, c.new, succession.Options{Tolerance: c.tolerance}); err == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
	if _, err := succession.Derive(ended, good, good, succession.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestDeriveTellsProgress(t *testing.T) {
	var heard []int
	old := []succession.Area{block("A", 0, 0, 1, 1), block("B", 1, 0, 2, 1), block("C", 2, 0, 3, 1)}
	_, err := succession.Derive(context.Background(), old, old, succession.Options{Progress: func(done, total int) {
		if total != 3 {
			t.Errorf("%d in all", total)
		}
		heard = append(heard, done)
	}})
	if err != nil || !slices.Equal(heard, []int{1, 2, 3}) {
		t.Errorf("heard %v, %v", heard, err)
	}
}

func municipalities(t testing.TB, file, code string, degrees bool) []succession.Area {
	var areas []succession.Area
	for _, area := range realdata.GeoJSON(t, file, code, code, degrees) {
		fixed, _ := shape.Check(area.Border, shape.Options{})
		areas = append(areas, succession.Area{Code: area.Code, Border: fixed})
	}
	return areas
}

func year2020(t testing.TB) []succession.Area {
	return municipalities(t, "boundaries/gemeente_2020_buurtvergelijker.geojson.gz", "GM_CODE", true)
}

func year2022(t testing.TB) []succession.Area {
	return municipalities(t, "boundaries/gemeente_2022_tmap_rd.geojson.gz", "code", false)
}

func year2024(t testing.TB) []succession.Area {
	return municipalities(t, "boundaries/gemeente_gegeneraliseerd_2024_wgs84.geojson.gz", "statcode", true)
}

// The mergers are those that Statistics Netherlands published for these years.
func TestMunicipalities(t *testing.T) {
	for _, c := range []struct {
		name     string
		old, new []succession.Area
		merged   map[string][]string
		redrawn  []string // old codes
		same     int
	}{
		{
			"2020 to 2022", year2020(t), year2022(t),
			map[string][]string{
				"GM1979": {"GM0003", "GM0010", "GM0024"},                     // Eemsdelta
				"GM0439": {"GM0370", "GM0439"},                               // Beemster into Purmerend
				"GM1980": {"GM0398", "GM0416"},                               // Dijk en Waard
				"GM1982": {"GM0756", "GM0786", "GM0815", "GM1684", "GM1702"}, // Land van Cuijk
				"GM1991": {"GM0856", "GM1685"},                               // Maashorst
			},
			// Haaren among Boxtel, Oisterwijk, Tilburg and Vught; coasts of
			// Schiermonnikoog and Vlieland.
			[]string{"GM0088", "GM0096", "GM0757", "GM0788", "GM0824", "GM0855", "GM0865"},
			334,
		},
		{
			"2022 to 2024", year2022(t), year2024(t),
			map[string][]string{
				"GM0363": {"GM0363", "GM0457"},           // Weesp into Amsterdam
				"GM1992": {"GM0501", "GM0530", "GM0614"}, // Voorne aan Zee
			},
			nil, 340,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			relations, err := succession.Derive(context.Background(), c.old, c.new, succession.Options{})
			if err != nil {
				t.Fatal(err)
			}
			merged, same := map[string][]string{}, 0
			var redrawn []string
			for _, r := range relations {
				switch r.Kind {
				case succession.Merged:
					merged[r.To] = append(merged[r.To], r.From)
				case succession.Redrawn:
					redrawn = append(redrawn, r.From)
				case succession.Continued:
					same++
				default:
					t.Errorf("%+v", r)
				}
			}
			if diff := cmp.Diff(c.merged, merged); diff != "" {
				t.Errorf("merged (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.redrawn, slices.Compact(redrawn)); diff != "" {
				t.Errorf("redrawn (-want +got):\n%s", diff)
			}
			if same != c.same {
				t.Errorf("%d continued, want %d", same, c.same)
			}
		})
	}
}

func BenchmarkMunicipalities(b *testing.B) {
	old, new := year2020(b), year2022(b)
	b.ResetTimer()
	for range b.N {
		if _, err := succession.Derive(context.Background(), old, new, succession.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNeighbourhoods derives 14,566 neighbourhoods from themselves,
// moved by ten metres.
func BenchmarkNeighbourhoods(b *testing.B) {
	old := municipalities(b, "boundaries/buurt_2024_derived_rd.geojson.gz", "buurtcode", false)
	new := make([]succession.Area, len(old))
	for i, area := range old {
		new[i] = succession.Area{Code: area.Code, Border: area.Border.Clone()}
		for _, polygon := range new[i].Border {
			for _, ring := range polygon {
				for j := range ring {
					ring[j][0] += 10
				}
			}
		}
	}
	b.ResetTimer()
	for range b.N {
		if _, err := succession.Derive(context.Background(), old, new, succession.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
