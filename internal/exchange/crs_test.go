package exchange

import (
	"testing"

	"github.com/paulmach/orb"
)

func TestReadCRS(t *testing.T) {
	for declared, want := range map[string]string{
		"": "", "urn:ogc:def:crs:EPSG::28992": crsRD, "urn:ogc:def:crs:EPSG:6.12:28992": crsRD, "EPSG:28992": crsRD, "epsg:7415": crsRD, "28992": crsRD,
		"http://www.opengis.net/def/crs/EPSG/0/28992":     crsRD,
		"urn:ogc:def:crs:OGC:1.3:CRS84":                   crsWGS84,
		"OGC:CRS84":                                       crsWGS84,
		"http://www.opengis.net/def/crs/EPSG/0/4258":      crsWGS84,
		`PROJCS["RD_New",GEOGCS["GCS_Amersfoort"]]`:       crsRD,
		`PROJCRS["Amersfoort / RD New",ID["EPSG",28992]]`: crsRD,
		`PROJCS["Rijksdriehoekstelsel_New",GEOGCS["x"]]`:  crsRD,
		`GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984"]]`:      crsWGS84,
		`GEOGCRS["ETRS89",ID["EPSG",4258]]`:               crsWGS84,
	} {
		if got, known := readCRS(declared); got != want || !known {
			t.Errorf("%s: %q %v, want %q", declared, got, known, want)
		}
	}
	for _, declared := range []string{"EPSG:3857", "EPSG:28991", "EPSG:32631", "local", `PROJCS["WGS_1984_UTM_Zone_31N",GEOGCS["GCS_WGS_1984"]]`, `PROJCS["RD_Old"]`} {
		if got, known := readCRS(declared); known {
			t.Errorf("%s is taken for %q", declared, got)
		}
	}
}

func TestGuess(t *testing.T) {
	for want, points := range map[guess][2]orb.Point{
		looksLikeRD: {{13000, 306000}, {278000, 619000}}, looksLikeSwappedRD: {{306000, 13000}, {619000, 278000}},
		looksLikeWGS84: {{3.3, 50.7}, {7.2, 53.5}}, looksLikeSwappedWGS84: {{50.7, 3.3}, {53.5, 7.2}},
		looksLikeMercator: {{400000, 6600000}, {800000, 7000000}}, looksLikeNothing: {{-80, 40}, {5, 52}},
	} {
		if got := guessOf(orb.Bound{Min: points[0], Max: points[1]}); got != want {
			t.Errorf("%v is taken for %v, want %v", points, got, want)
		}
	}
}
