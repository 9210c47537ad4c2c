package shape_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/peterstace/simplefeatures/geom"
	"pgregory.net/rapid"

	"github.com/koppelkans/koppelkans/internal/geo/shape"
	"github.com/koppelkans/koppelkans/internal/geo/shape/realdata"
)

// drawRing draws a ring that does not cross itself around a place.
func drawRing(t *rapid.T, x, y, smallest, largest float64) orb.Ring {
	n := rapid.IntRange(3, 20).Draw(t, "corners")
	var ring orb.Ring
	for i := range n {
		angle := 2 * math.Pi * (float64(i) + rapid.Float64Range(0, 0.4).Draw(t, "turn")) / float64(n)
		radius := rapid.Float64Range(smallest, largest).Draw(t, "radius")
		ring = append(ring, orb.Point{x + radius*math.Cos(angle), y + radius*math.Sin(angle)})
	}
	return append(ring, ring[0])
}

// drawArea draws two polygons beside each other, the first with a hole.
func drawArea(t *rapid.T) orb.MultiPolygon {
	x := rapid.Float64Range(150000, 151000).Draw(t, "x")
	y := rapid.Float64Range(400000, 401000).Draw(t, "y")
	hole := drawRing(t, x, y, 5, 25)
	hole.Reverse()
	return orb.MultiPolygon{{drawRing(t, x, y, 300, 800), hole}, {drawRing(t, x+1700, y, 300, 800)}}
}

// asGeometry hands an area to another library.
func asGeometry(t interface{ Fatal(...any) }, mp orb.MultiPolygon) geom.Geometry {
	var polygons []geom.Polygon
	for _, polygon := range mp {
		var rings []geom.LineString
		for _, ring := range polygon {
			var coordinates []float64
			for _, p := range ring {
				coordinates = append(coordinates, p[0], p[1])
			}
			rings = append(rings, geom.NewLineString(geom.NewSequence(coordinates, geom.DimXY)))
		}
		polygons = append(polygons, geom.NewPolygon(rings))
	}
	g := geom.NewMultiPolygon(polygons)
	if err := g.Validate(); err != nil {
		t.Fatal("the test made an area that is not valid: ", err)
	}
	return g.AsGeometry()
}

func TestSharedAreaEqualsAnotherLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawArea(t), drawArea(t)
		common, err := geom.Intersection(asGeometry(t, a), asGeometry(t, b))
		if err != nil {
			t.Fatal(err)
		}
		got, err := shape.SharedArea(a, b)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(got-common.Area()) > 1e-4 {
			t.Fatalf("%.9f m², by the library %.9f", got, common.Area())
		}
	})
}

func TestSharedAreaLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawArea(t), drawArea(t)
		shared := func(a, b orb.MultiPolygon) float64 {
			m2, err := shape.SharedArea(a, b)
			if err != nil {
				t.Fatal(err)
			}
			return m2
		}
		whole := shape.Area(a)
		if math.Abs(whole-planar.Area(a)) > 1e-6*whole {
			t.Fatalf("%v m², by orb %v", whole, planar.Area(a))
		}
		if self := shared(a, a); math.Abs(self-whole) > 1e-6 {
			t.Fatalf("an area shares %.9f m² with itself, and has %.9f", self, whole)
		}
		if ab, ba := shared(a, b), shared(b, a); math.Abs(ab-ba) > 1e-6 {
			t.Fatalf("%.9f one way, %.9f the other", ab, ba)
		}
		around := orb.MultiPolygon{{a.Bound().Pad(1).ToRing()}}
		if all := shared(a, around); math.Abs(all-whole) > 1e-6 {
			t.Fatalf("%.9f of %.9f m² lie in the bound", all, whole)
		}
		filled := orb.MultiPolygon{{a[0][0]}, a[1]}
		hole := orb.MultiPolygon{{a[0][1]}}
		if got, want := shared(filled, b)-shared(hole, b), shared(a, b); math.Abs(got-want) > 1e-6 {
			t.Fatalf("%.9f by the hole, want %.9f", got, want)
		}
	})
}

func TestSharedAreaOfAwkwardAreas(t *testing.T) {
	one := orb.MultiPolygon{{square(0, 0, 100)}}
	for _, c := range []struct {
		name string
		a, b orb.MultiPolygon
		want float64
	}{
		{"neighbours", one, orb.MultiPolygon{{square(100, 0, 100)}}, 0},
		{"far apart", one, orb.MultiPolygon{{square(1000, 0, 100)}}, 0},
		{"nothing", one, nil, 0},
		{"turned round", one, orb.MultiPolygon{{turned(square(50, 50, 100))}}, 2500},
		{"unclosed", one, orb.MultiPolygon{{open(50, 50, 150, 50, 150, 150, 50, 150)}}, 2500},
		{"a needle", one, orb.MultiPolygon{{at(-50, 50, 150, 50, 150, 50.001)}}, 0.05},
		{"through corners", one, orb.MultiPolygon{{at(0, 0, 100, 100, 0, 200)}}, 5000},
		{"in the hole", orb.MultiPolygon{{square(0, 0, 100), turned(square(20, 20, 50))}}, orb.MultiPolygon{{square(30, 30, 10)}}, 0},
		{"over the hole", orb.MultiPolygon{{square(0, 0, 100), turned(square(20, 20, 50))}}, orb.MultiPolygon{{square(0, 0, 50)}}, 1600},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := shape.SharedArea(c.a, c.b)
			if err != nil || math.Abs(got-c.want) > 1e-6 {
				t.Errorf("%v m², %v; want %v", got, err, c.want)
			}
		})
	}
	if _, err := shape.SharedArea(one, orb.MultiPolygon{{at(0, 0, math.NaN(), 0, 0, 100)}}); err == nil {
		t.Error("NaN went through")
	}
}

// Real borders of two years lie within metres of each other nearly everywhere,
// which makes overlays of outlines fail.
func TestSharedAreaOfRealBorders(t *testing.T) {
	old := realdata.GeoJSON(t, "boundaries/gemeente_2022_tmap_rd.geojson.gz", "code", "name", false)
	new := realdata.GeoJSON(t, "boundaries/gemeente_gegeneraliseerd_2024_wgs84.geojson.gz", "statcode", "statnaam", true)
	for i := 0; i < len(old); i += 7 {
		own, rest := shape.Area(old[i].Border), 0.0
		for _, area := range new {
			m2, err := shape.SharedArea(old[i].Border, area.Border)
			if err != nil {
				t.Fatal(err)
			}
			rest += m2
		}
		if rest > own*(1+1e-6) || rest < own*0.99 {
			t.Errorf("%s: %v of %v m² found again", old[i].Code, rest, own)
		}
	}
}

func TestSimplify(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		area := drawArea(t)
		before := area.Clone()
		simple := shape.Simplify(area, 15)
		if !area.Equal(before) {
			t.Fatal("the input was changed")
		}
		if len(simple) != 2 {
			t.Fatalf("%d of 2 parts left", len(simple))
		}
		for i, polygon := range area {
			for _, p := range polygon[0] {
				if d := planar.DistanceFrom(orb.LineString(simple[i][0]), p); d > 15+1e-6 {
					t.Fatalf("%v lies %v m from the simple outline", p, d)
				}
			}
		}
	})
	small := shape.Simplify(orb.MultiPolygon{{square(0, 0, 100), turned(square(10, 10, 2))}, {square(200, 0, 2)}}, 20)
	if len(small) != 1 || len(small[0]) != 1 {
		t.Errorf("rings smaller than the tolerance stayed: %v", small)
	}
}

func BenchmarkSharedArea(b *testing.B) {
	old := realdata.GeoJSON(b, "boundaries/gemeente_2022_tmap_rd.geojson.gz", "code", "name", false)
	new := realdata.GeoJSON(b, "boundaries/gemeente_2020_buurtvergelijker.geojson.gz", "GM_CODE", "GM_NAAM", true)
	byCode := map[string]orb.MultiPolygon{}
	for _, area := range new {
		byCode[area.Code] = area.Border
	}
	b.ResetTimer()
	for i := range b.N {
		area := old[i%len(old)]
		if _, err := shape.SharedArea(area.Border, byCode[area.Code]); err != nil {
			b.Fatal(err)
		}
	}
}
