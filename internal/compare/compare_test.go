package compare

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/profile"
)

func loaded(t testing.TB) (*profile.Rules, *catalogue.Catalogue) {
	t.Helper()
	rules, err := profile.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	known, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	return rules, known
}

const (
	lonely  = "rivm-lonely"
	density = "cbs-residents-per-km2"
	alone   = "cbs-one-person-households"
)

// area makes an area with figures of one period and table.
func area(code string, figures map[string]float64) profile.Area {
	a := profile.Area{Name: "Buurt " + code, Code: code, Level: place.Neighbourhood, Series: map[profile.Key]profile.Series{}}
	for name, value := range figures {
		a.Series[profile.Key{Indicator: name, Source: "bron", Table: "t"}] = profile.Series{{Period: 2024, Reading: indicator.Reading{Value: value}}}
	}
	return a
}

// world makes random areas, in which figures lack here and there and lie in
// several editions and periods.
func world(t *rapid.T, names []string) []profile.Area {
	var areas []profile.Area
	for at := range rapid.IntRange(2, 40).Draw(t, "areas") {
		a := area(strconv.Itoa(at), nil)
		for _, name := range names {
			for _, table := range []string{"oud", "nieuw"} {
				var series profile.Series
				for _, period := range []int{2020, 2022, 2024} {
					point := profile.Point{Period: period, Reading: indicator.Reading{Value: float64(rapid.IntRange(0, 100).Draw(t, "value"))}}
					if rapid.IntRange(0, 4).Draw(t, "hole") == 0 {
						point.Reading = indicator.Reading{Hole: indicator.Secret}
					}
					series = append(series, point)
				}
				if rapid.IntRange(0, 5).Draw(t, "there") > 0 {
					a.Series[profile.Key{Indicator: name, Source: "bron", Table: table}] = series
				}
			}
		}
		areas = append(areas, a)
	}
	return areas
}

// A row never mixes editions or periods, has a cell for each place, and says
// that two differ only when they do by more than they may be off.
func TestRowsCompareWhatCompares(t *testing.T) {
	rules, known := loaded(t)
	rapid.Check(t, func(t *rapid.T) {
		areas := world(t, []string{lonely, alone, density})
		var places []Place
		for _, a := range areas[:min(len(areas), Most)] {
			places = append(places, Place{Area: a, Peers: areas})
		}
		for _, row := range Rows(rules, known, places) {
			if len(row.Cells) != len(places) || row.Known() == 0 {
				t.Fatalf("%s: %d cells of %d places, %d known", row.Indicator.ID, len(row.Cells), len(places), row.Known())
			}
			low, high := math.Inf(1), math.Inf(-1)
			for at, cell := range row.Cells {
				want := places[at].Series[row.Key].At(row.Period)
				if cell.Point != want {
					t.Fatalf("%s: the cell says %+v and the figure of that period and edition is %+v", row.Indicator.ID, cell.Point, want)
				}
				if cell.Point.Known() {
					low, high = min(low, cell.Point.Value), max(high, cell.Point.Value)
				}
			}
			if (row.Highest < 0) != (row.Lowest < 0) || row.Highest < 0 && row.Apart != 0 {
				t.Fatalf("%+v: half a judgement", row)
			}
			if row.Highest >= 0 {
				if row.Cells[row.Highest].Point.Value != high || row.Cells[row.Lowest].Point.Value != low {
					t.Fatal("the highest and the lowest are others")
				}
				// Margins overlapping in full would be no difference.
				if row.Like(row.Highest, row.Lowest) {
					t.Fatal("called different and alike")
				}
			}
		}
	})
}

// Most figures win, then the newest period: a comparison in which one more
// place takes part is worth more than a year.
func TestCommonPeriod(t *testing.T) {
	with := func(periods ...int) *profile.Area {
		a := area("a", nil)
		for _, period := range periods {
			key := profile.Key{Indicator: lonely, Source: "bron", Table: "t"}
			a.Series[key] = append(a.Series[key], profile.Point{Period: period})
		}
		return &a
	}
	for _, c := range []struct {
		areas []*profile.Area
		want  int
	}{
		{[]*profile.Area{with(2020, 2024), with(2020, 2024)}, 2024},
		{[]*profile.Area{with(2020, 2024), with(2020)}, 2020},
		{[]*profile.Area{with(2024), with(2020)}, 2024},
		{[]*profile.Area{with(), with()}, 0},
	} {
		if _, period, _ := common(c.areas, lonely); period != c.want {
			t.Errorf("period %d, want %d", period, c.want)
		}
	}
}

// The nearest are found first, a twin at distance 0; the distance is the same
// in both directions and does not depend on the unit of a trait.
func TestSimilarMeasures(t *testing.T) {
	_, known := loaded(t)
	asked := []string{lonely, alone, density}
	rapid.Check(t, func(t *rapid.T) {
		var areas, scaled []profile.Area
		for at := range rapid.IntRange(8, 30).Draw(t, "areas") {
			figures := map[string]float64{}
			for _, name := range asked {
				if rapid.IntRange(0, 5).Draw(t, "there") > 0 {
					figures[name] = float64(rapid.IntRange(0, 50).Draw(t, "value"))
				}
			}
			areas = append(areas, area(strconv.Itoa(at), figures))
			if value, is := figures[density]; is {
				figures[density] = 1000*value + 7
			}
			scaled = append(scaled, area(strconv.Itoa(at), figures))
		}
		found := Similar(known, areas[0], areas, asked, len(areas))
		if found.Looked+found.Skipped != len(areas)-1 && len(found.Traits) > 0 {
			t.Fatalf("%d looked at and %d passed over, of %d", found.Looked, found.Skipped, len(areas)-1)
		}
		if !slices.IsSortedFunc(found.Found, func(a, b Resemblance) int {
			return int(math.Copysign(1, a.Distance-b.Distance)) * truth(a.Distance != b.Distance)
		}) {
			t.Fatal("not the nearest first")
		}
		again := Similar(known, scaled[0], scaled, asked, len(areas))
		for at, one := range found.Found {
			if math.Abs(one.Distance-again.Found[at].Distance) > 1e-9 {
				t.Fatalf("in another unit the distance is %g instead of %g", again.Found[at].Distance, one.Distance)
			}
			squares := 0.0
			for _, part := range one.Parts {
				squares += part.Apart * part.Apart
			}
			if math.Abs(math.Sqrt(squares/float64(len(one.Parts)))-one.Distance) > 1e-9 {
				t.Fatal("the parts do not make up the distance")
			}
			back := Similar(known, one.Area, areas, asked, len(areas))
			// The other may know other traits; with the same the way back is as long.
			if len(back.Traits) != len(found.Traits) || len(one.Parts) != len(found.Traits) {
				continue
			}
			for _, other := range back.Found {
				if other.Code == areas[0].Code && math.Abs(other.Distance-one.Distance) > 1e-9 {
					t.Fatalf("there %g and back %g", one.Distance, other.Distance)
				}
			}
		}
	})
}

// A place without figures is not like every other.
func TestSimilarPassesOverHoles(t *testing.T) {
	_, known := loaded(t)
	figures := func(v float64) map[string]float64 {
		return map[string]float64{lonely: v, alone: 2 * v, density: 3 * v}
	}
	areas := []profile.Area{area("here", figures(10)), area("empty", nil), area("one", map[string]float64{lonely: 10})}
	for at := range 6 {
		areas = append(areas, area(strconv.Itoa(at), figures(float64(20+at))))
	}
	found := Similar(known, areas[0], areas, []string{lonely, alone, density}, 3)
	if found.Skipped != 2 || found.Looked != 6 || len(found.Found) != 3 || found.Found[0].Code != "0" {
		t.Errorf("%d passed over, %d looked at, first %s", found.Skipped, found.Looked, found.Found[0].Code)
	}
}

// The order is that of names until another is asked for; what is not known
// stands last in both directions.
func TestTableOrder(t *testing.T) {
	rules, known := loaded(t)
	areas := []profile.Area{area("c", map[string]float64{lonely: 5}), area("a", map[string]float64{lonely: 9}), area("d", map[string]float64{alone: 1}), area("b", map[string]float64{lonely: 7})}
	areas[3].Name = "Ärea"
	table := TableOf(rules, known, areas, []string{lonely, "no such indicator"})
	codes := func() (list string) {
		for _, line := range table.Lines {
			list += line.Code
		}
		return list
	}
	if len(table.Columns) != 1 || table.Columns[0].Known != 3 {
		t.Fatalf("columns %+v", table.Columns)
	}
	if got := codes(); got != "bacd" {
		t.Errorf("by name: %s", got)
	}
	if table.SortBy(0, false); codes() != "cbad" {
		t.Errorf("rising: %s", codes())
	}
	if table.SortBy(0, true); codes() != "abcd" {
		t.Errorf("falling: %s", codes())
	}
	if table.SortBy(7, true); codes() != "abcd" {
		t.Error("a column that does not exist changes the order")
	}
}
