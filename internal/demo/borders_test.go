package demo

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
	"github.com/koppelkans/koppelkans/internal/geo/overlay"
	"github.com/koppelkans/koppelkans/internal/place"
)

// TestBordersTile holds for several seeds and invented towns: areas of a level
// fill the municipality without gap or overlap.
func TestBordersTile(t *testing.T) {
	for _, options := range []Options{{}, {Seed: 1}, {Seed: 2, Municipalities: 3}} {
		w, err := Generate(options)
		if err != nil {
			t.Fatal(err)
		}
		for _, year := range []int{formerYear, currentYear} {
			areas := arrivalOf(t, w, "demo-gebieden", year)
			posts := claimsOf(arrivalOf(t, w, "demo-postcodes", year), place.Postcode4)
			for _, town := range w.Towns {
				whole := within(claimsOf(areas, place.Municipality), town.Code)
				if len(whole) != 1 {
					t.Fatalf("%d borders of %s", len(whole), town.Code)
				}
				checkTiles(t, whole[0], within(claimsOf(areas, place.District), town.Code))
				checkTiles(t, whole[0], within(claimsOf(areas, place.Neighbourhood), town.Code))
				checkTiles(t, whole[0], within(posts, town.Code))
			}
		}
	}
}

// within keeps the borders of areas in a municipality.
func within(claims []place.Claim, municipality string) []orb.MultiPolygon {
	var borders []orb.MultiPolygon
	for _, claim := range claims {
		own := place.MunicipalityOf(claim.Code) == municipality || claim.Parent == municipality
		if own && claim.Border != nil {
			borders = append(borders, claim.Border)
		}
	}
	return borders
}

type edge struct{ from, to orb.Point }

// checkTiles wants every edge of the parts once in a direction, and either
// once the other way round, in the next part, or in the border of the whole.
func checkTiles(t *testing.T, whole orb.MultiPolygon, parts []orb.MultiPolygon) {
	t.Helper()
	outer := edges(t, whole)
	inner := map[edge]bool{}
	sum := 0.0
	for _, part := range parts {
		sum += planar.Area(part)
		for e := range edges(t, part) {
			if inner[e] {
				t.Fatalf("edge %v is used twice in one direction: areas overlap", e)
			}
			inner[e] = true
		}
	}
	for e := range inner {
		if inner[edge{e.to, e.from}] == outer[e] {
			t.Fatalf("edge %v must be shared by two areas or lie on the border of the whole", e)
		}
	}
	for e := range outer {
		if !inner[e] {
			t.Fatalf("edge %v of the whole is of no area", e)
		}
	}
	if all := planar.Area(whole); math.Abs(sum-all) > 1e-3 {
		t.Errorf("areas are %.3f m² together, the whole %.3f m²", sum, all)
	}
}

// edges lists the edges of a border and checks its rings: closed, the outer
// ones counter-clockwise, no edge twice.
func edges(t *testing.T, border orb.MultiPolygon) map[edge]bool {
	t.Helper()
	list := map[edge]bool{}
	for _, polygon := range border {
		for at, ring := range polygon {
			if !ring.Closed() || len(ring) < 4 || (ring.Orientation() == orb.CCW) != (at == 0) {
				t.Fatalf("ring %d of %d points is not closed or runs the wrong way", at, len(ring))
			}
			for point := 1; point < len(ring); point++ {
				e := edge{ring[point-1], ring[point]}
				if e.from == e.to || list[e] || list[edge{e.to, e.from}] {
					t.Fatalf("edge %v is empty or used twice in one border", e)
				}
				list[e] = true
			}
		}
	}
	return list
}

// TestBordersDoNotCross looks for borders that cross between their points.
func TestBordersDoNotCross(t *testing.T) {
	for seed := range uint64(8) {
		for number := range 2 {
			made, err := found(seed, number, DefaultCentre)
			if err != nil {
				t.Fatal(err)
			}
			if made.borders.crossing() {
				t.Errorf("seed %d, town %d: borders cross", seed, number)
			}
		}
	}
}

func TestNumberOfCells(t *testing.T) {
	whole := claimsOf(arrivalOf(t, world(t), "demo-gebieden", currentYear), place.Municipality)[0].Border
	window, err := hex.RD100.Cover(whole.Bound())
	if err != nil {
		t.Fatal(err)
	}
	shares, err := overlay.Intersect(window, []orb.MultiPolygon{whole})
	if err != nil {
		t.Fatal(err)
	}
	if cells := len(shares.Cells); cells < 1560 || cells > 1640 {
		t.Errorf("Waterhoven touches %d cells, want 1,600 ± 40", cells)
	}
}

func TestTownsDoNotOverlap(t *testing.T) {
	w, err := Generate(Options{Municipalities: 3})
	if err != nil {
		t.Fatal(err)
	}
	claims := claimsOf(arrivalOf(t, w, "demo-gebieden", currentYear), place.Municipality)
	if len(claims) != 3 {
		t.Fatalf("%d municipalities, want 3", len(claims))
	}
	for at, claim := range claims {
		for _, other := range claims[:at] {
			if claim.Border.Bound().Intersects(other.Border.Bound()) {
				t.Errorf("%s and %s overlap", claim.Name, other.Name)
			}
			if claim.Code == other.Code || claim.Name == other.Name ||
				math.Abs(planar.Area(claim.Border)-planar.Area(other.Border)) < 1 {
				t.Errorf("%s and %s are the same", claim.Name, other.Name)
			}
		}
	}
}

// TestPostcodesDiffer wants postcode borders that are not those of the
// neighbourhoods: figures per postcode then say something of their own.
func TestPostcodesDiffer(t *testing.T) {
	posts := within(claimsOf(arrivalOf(t, world(t), "demo-postcodes", currentYear), place.Postcode4), "GM9999")
	areas := within(claimsOf(arrivalOf(t, world(t), "demo-gebieden", currentYear), place.Neighbourhood), "GM9999")
	own := map[edge]bool{}
	for _, area := range areas {
		for e := range edges(t, area) {
			own[e] = true
		}
	}
	for at, post := range posts {
		different := 0
		for e := range edges(t, post) {
			if !own[e] {
				different++
			}
		}
		if different < 20 {
			t.Errorf("postcode area %d has only %d edges of its own", at, different)
		}
	}
}
