package rd_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/koppelkans/koppelkans/internal/geo/rd"
)

// official are the validation points of RDNAPTRANS2008 (Kadaster and
// Rijkswaterstaat), without those outside the correction grid.
var official = []struct {
	name           string
	lon, lat, x, y float64
}{
	{"Texel", 4.824761912, 53.160753042, 117380.1200, 575040.3400},
	{"Noord-Groningen", 6.776726674, 53.419482050, 247380.5600, 604580.7800},
	{"Amersfoort", 5.387203657, 52.155172897, 155000.0000, 463000.0000},
	{"Zeeuws-Vlaanderen", 3.397588595, 51.368607152, 16460.9100, 377380.2300},
	{"Zuid-Limburg", 5.773795548, 50.792584916, 182260.4500, 311480.6700},
	{"Maasvlakte", 4.072887101, 51.947393898, 64640.8900, 440700.0101},
}

func TestOfficialPoints(t *testing.T) {
	const allowed = 0.17 // metres; what leaving out the correction grid costs
	for _, p := range official {
		t.Run(p.name, func(t *testing.T) {
			x, y := rd.FromWGS84(p.lon, p.lat)
			if off := math.Hypot(x-p.x, y-p.y); off > allowed {
				t.Errorf("to RD: %.4f, %.4f is %.3f m off", x, y, off)
			}
			lon, lat := rd.ToWGS84(p.x, p.y)
			east := (lon - p.lon) * 111320 * math.Cos(p.lat*math.Pi/180)
			north := (lat - p.lat) * 111320
			if off := math.Hypot(east, north); off > allowed {
				t.Errorf("to WGS84: %.9f, %.9f is %.3f m off", lon, lat, off)
			}
		})
	}
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-7000, 300000).Draw(t, "x")
		y := rapid.Float64Range(289000, 629000).Draw(t, "y")
		lon, lat := rd.ToWGS84(x, y)
		if !rd.InNetherlandsWGS84(lon, lat) {
			t.Fatalf("%.4f, %.4f became %.6f, %.6f", x, y, lon, lat)
		}
		backX, backY := rd.FromWGS84(lon, lat)
		if off := math.Hypot(backX-x, backY-y); off > 0.0002 {
			t.Fatalf("%.4f, %.4f came back %.6f m off", x, y, off)
		}
	})
}

func TestInNetherlands(t *testing.T) {
	for _, p := range official {
		if !rd.InNetherlands(p.x, p.y) || !rd.InNetherlandsWGS84(p.lon, p.lat) {
			t.Errorf("%s is in the Netherlands", p.name)
		}
		if rd.InNetherlands(p.lon, p.lat) || rd.InNetherlands(p.y, p.x) || rd.InNetherlandsWGS84(p.lat, p.lon) {
			t.Errorf("%s: degrees or swapped axes taken for good", p.name)
		}
	}
	if rd.InNetherlands(math.NaN(), 463000) || rd.InNetherlandsWGS84(5, math.NaN()) {
		t.Error("NaN is nowhere")
	}
}

func TestGeometryOfEveryKind(t *testing.T) {
	x, y := rd.FromWGS84(5, 52)
	in, out := orb.Point{5, 52}, orb.Point{x, y}
	ringIn, ringOut := orb.Ring{in, in, in}, orb.Ring{out, out, out}
	cases := []struct{ in, out orb.Geometry }{
		{nil, nil},
		{in, out},
		{orb.MultiPoint{in}, orb.MultiPoint{out}},
		{orb.LineString{in, in}, orb.LineString{out, out}},
		{orb.MultiLineString{{in}}, orb.MultiLineString{{out}}},
		{ringIn, ringOut},
		{orb.Polygon{ringIn}, orb.Polygon{ringOut}},
		{orb.MultiPolygon{{ringIn}}, orb.MultiPolygon{{ringOut}}},
		{orb.Bound{Min: in, Max: in}, orb.Bound{Min: out, Max: out}},
		{orb.Collection{in, ringIn}, orb.Collection{out, ringOut}},
	}
	for _, c := range cases {
		got, err := rd.GeometryFromWGS84(c.in)
		if err != nil {
			t.Fatalf("%T: %v", c.in, err)
		}
		if diff := cmp.Diff(c.out, got); diff != "" {
			t.Errorf("%T (-want +got):\n%s", c.in, diff)
		}
	}
	mp := orb.MultiPolygon{{ringIn}}
	if diff := cmp.Diff(orb.MultiPolygon{{ringOut}}, rd.MultiPolygonFromWGS84(mp)); diff != "" {
		t.Error(diff)
	}
	if mp[0][0][0] != in {
		t.Error("the input was changed")
	}
	back := rd.MultiPolygonToWGS84(orb.MultiPolygon{{ringOut}})[0][0][0]
	if math.Abs(back[0]-5) > 1e-8 || math.Abs(back[1]-52) > 1e-8 {
		t.Errorf("came back as %v", back)
	}
}

func BenchmarkFromWGS84(b *testing.B) {
	for i := range b.N {
		rd.FromWGS84(5+float64(i%100)*0.01, 52)
	}
}

func BenchmarkToWGS84(b *testing.B) {
	for i := range b.N {
		rd.ToWGS84(155000+float64(i%100)*100, 463000)
	}
}
