package demo

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
)

// waterhovenWorld is made once for all tests that only read it.
var waterhovenWorld = sync.OnceValues(func() (*World, error) { return Generate(Options{}) })

func world(t testing.TB) *World {
	t.Helper()
	w, err := waterhovenWorld()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// arrivalOf finds the arrival of a table in a boundary year.
func arrivalOf(t testing.TB, w *World, table string, year int) Arrival {
	t.Helper()
	for _, a := range w.Arrivals {
		if a.Delivery.Table == table && a.Delivery.BoundaryYear == year {
			return a
		}
	}
	t.Fatalf("no arrival of table %s in %d", table, year)
	return Arrival{}
}

// claimsOf gives the claims of one level.
func claimsOf(a Arrival, level place.Level) []place.Claim {
	var claims []place.Claim
	for _, claim := range a.Load.Claims {
		if claim.Level == level {
			claims = append(claims, claim)
		}
	}
	return claims
}

func TestSameSeedSameWorld(t *testing.T) {
	sums := func(options Options) []string {
		w, err := Generate(options)
		if err != nil {
			t.Fatal(err)
		}
		var sums []string
		for _, a := range w.Arrivals {
			sums = append(sums, a.Delivery.Table, a.Delivery.Checksum)
		}
		return sums
	}
	first := sums(Options{})
	if again := sums(Options{Seed: DefaultSeed, Municipalities: 1, Centre: DefaultCentre}); !cmp.Equal(first, again) {
		t.Error("the same seed made two different worlds:", cmp.Diff(first, again))
	}
	if other := sums(Options{Seed: 1}); cmp.Equal(first, other) {
		t.Error("two seeds made the same world")
	}
}

func TestTooManyMunicipalities(t *testing.T) {
	for _, count := range []int{-1, MostMunicipalities + 1} {
		if _, err := Generate(Options{Municipalities: count}); fault.CodeOf(err) != fault.Limit {
			t.Errorf("%d municipalities: got %v, want a limit", count, err)
		}
	}
}

func TestPostcodesAreEnoughAndRight(t *testing.T) {
	seen := map[string]bool{}
	for n := range MostMunicipalities * len(waterhoven().posts) {
		code := postcode(n)
		if level, known := place.LevelOf(code); !known || level != place.Postcode4 || seen[code] {
			t.Fatalf("postcode %d is %q: wrong or used twice", n, code)
		}
		seen[code] = true
	}
}

func TestLevelsAndCodes(t *testing.T) {
	for _, year := range []int{formerYear, currentYear} {
		a := arrivalOf(t, world(t), "demo-gebieden", year)
		for level, want := range map[place.Level]int{place.Municipality: 1, place.District: 4, place.Neighbourhood: 18} {
			claims := claimsOf(a, level)
			if len(claims) != want {
				t.Errorf("%d: %d areas of level %s, want %d", year, len(claims), level, want)
			}
			for _, claim := range claims {
				if of, known := place.LevelOf(claim.Code); !known || of != level || claim.Year != year || claim.Name == "" {
					t.Errorf("%d: %+v is not right", year, claim.Key)
				}
				if parent := place.ParentOf(level, claim.Code); claim.Parent != parent {
					t.Errorf("%s lies in %s, want %s", claim.Code, claim.Parent, parent)
				}
			}
		}
	}
	posts := claimsOf(arrivalOf(t, world(t), "demo-postcodes", currentYear), place.Postcode4)
	borders := 0
	for _, claim := range posts {
		if claim.Border != nil {
			borders++
		}
	}
	if borders < 6 || borders > 8 || len(posts) != borders+1 {
		t.Errorf("%d postcodes of which %d have a border, want 6 to 8 and one without", len(posts), borders)
	}
}

// TestNeighbourhoodsChanged wants one that was split, one that was merged and
// one that only got another code.
func TestNeighbourhoodsChanged(t *testing.T) {
	former, current := codes(t, formerYear), codes(t, currentYear)
	for code, why := range map[string]string{"BU99990104": "split off", "BU99990404": "recoded"} {
		if former[code] || !current[code] {
			t.Errorf("%s must be new: it was %s", code, why)
		}
	}
	for code, why := range map[string]string{"BU99990307": "merged", "BU99990308": "recoded"} {
		if !former[code] || current[code] {
			t.Errorf("%s must have ended: it was %s", code, why)
		}
	}
}

func codes(t *testing.T, year int) map[string]bool {
	set := map[string]bool{}
	for _, claim := range claimsOf(arrivalOf(t, world(t), "demo-gebieden", year), place.Neighbourhood) {
		set[claim.Code] = true
	}
	return set
}

func TestNamesOfThePictures(t *testing.T) {
	var names []string
	a := arrivalOf(t, world(t), "demo-gebieden", currentYear)
	for _, claim := range a.Load.Claims {
		names = append(names, claim.Name)
	}
	for _, feature := range a.Load.Features {
		names = append(names, feature.Name)
	}
	all := "|" + strings.Join(names, "|") + "|"
	for _, name := range []string{
		"Waterhoven", "Hoogerveld", "Oude Haven", "Zonneveld", "Veenpark", "De Werven", "Stationskwartier", "Lage Meent",
		"Kanaaldorp", "Rietlanden", "Buitenplaats", "Polderzoom", "Zuidoever", "de Meente", "Veenplas", "Kuiperstraat",
		"Turfsteeg", "Praktijk Meentplein", "Basisschool De Vlonder", "Basisschool De Brug",
	} {
		if !strings.Contains(all, "|"+name+"|") {
			t.Errorf("%s of the pictures is nowhere", name)
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	for b.Loop() {
		if _, err := Generate(Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
