package exchange

import (
	"math"
	"regexp"
	"strings"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/geo/rd"
)

// The coordinate systems that are read. Others are refused by name.
const (
	crsRD    = "rd"    // EPSG:28992, metres; also with NAP height, EPSG:7415
	crsWGS84 = "wgs84" // longitude and latitude in degrees, in that order
)

// crsName is how a reader knows a system.
var crsName = map[string]string{crsRD: "RD New (EPSG:28992)", crsWGS84: "WGS84 (EPSG:4326)"}

// crsNumber is the last number of a name such as "urn:ogc:def:crs:EPSG::28992",
// "OGC:CRS84" or "http://www.opengis.net/def/crs/EPSG/0/4326".
var crsNumber = regexp.MustCompile(`(\d+)\D*$`)

// readCRS understands what a file says of its coordinates: a name with a
// number, or the text of a .prj file. known is false for a system that is not
// read; "" stands for a file that says nothing.
func readCRS(declared string) (crs string, known bool) {
	text := strings.TrimSpace(declared)
	if text == "" {
		return "", true
	}
	if strings.Contains(text, "[") {
		return readPRJ(text)
	}
	found := crsNumber.FindStringSubmatch(text)
	if found == nil {
		return "", false
	}
	switch found[1] {
	case "28992", "7415":
		return crsRD, true
	case "4326", "4258", "84", "4979", "4937", "9067":
		return crsWGS84, true
	}
	return "", false
}

// readPRJ understands well-known text by the names in it, as programs leave
// out the numbers.
func readPRJ(text string) (crs string, known bool) {
	plain := strings.NewReplacer("_", "", " ", "", "-", "").Replace(strings.ToUpper(text))
	has := func(parts ...string) bool {
		for _, part := range parts {
			if strings.Contains(plain, part) {
				return true
			}
		}
		return false
	}
	switch {
	case has("RDNEW", "RIJKSDRIEHOEKSTELSELNEW"):
		return crsRD, true
	case strings.HasPrefix(plain, "GEOG") && has("WGS84", "WGS1984", "ETRS"):
		return crsWGS84, true
	}
	return "", false
}

// guess is what coordinates look like.
type guess uint8

const (
	looksLikeNothing guess = iota
	looksLikeRD
	looksLikeSwappedRD // y before x
	looksLikeWGS84
	looksLikeSwappedWGS84 // latitude before longitude
	looksLikeMercator     // EPSG:3857, of web maps
	guesses
)

// guessOf looks at the box of a geometry. The boxes of the Netherlands in
// these systems do not overlap, so nothing can be taken for something else.
func guessOf(box orb.Bound) guess {
	inside := func(test func(x, y float64) bool) bool {
		return test(box.Min[0], box.Min[1]) && test(box.Max[0], box.Max[1])
	}
	swapped := func(test func(x, y float64) bool) func(x, y float64) bool {
		return func(x, y float64) bool { return test(y, x) }
	}
	mercator := func(x, y float64) bool { return x > 3e5 && x < 9e5 && y > 6.4e6 && y < 7.2e6 }
	switch {
	case inside(rd.InNetherlands):
		return looksLikeRD
	case inside(rd.InNetherlandsWGS84):
		return looksLikeWGS84
	case inside(swapped(rd.InNetherlands)):
		return looksLikeSwappedRD
	case inside(swapped(rd.InNetherlandsWGS84)):
		return looksLikeSwappedWGS84
	case inside(mercator):
		return looksLikeMercator
	}
	return looksLikeNothing
}

// system names what a guess amounts to.
func (g guess) system() (crs string, swapped bool) {
	switch g {
	case looksLikeRD:
		return crsRD, false
	case looksLikeSwappedRD:
		return crsRD, true
	case looksLikeWGS84:
		return crsWGS84, false
	case looksLikeSwappedWGS84:
		return crsWGS84, true
	}
	return "", false
}

// boundOf gives the box around polygons; false when there is no point or a
// coordinate is not finite.
func boundOf(polygons orb.MultiPolygon) (orb.Bound, bool) {
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, polygon := range polygons {
		for _, ring := range polygon {
			for _, point := range ring {
				if math.IsNaN(point[0]) || math.IsNaN(point[1]) {
					return box, false
				}
				box.Min[0], box.Max[0] = math.Min(box.Min[0], point[0]), math.Max(box.Max[0], point[0])
				box.Min[1], box.Max[1] = math.Min(box.Min[1], point[1]), math.Max(box.Max[1], point[1])
			}
		}
	}
	return box, !math.IsInf(box.Max[0]-box.Min[0], 0) && !math.IsInf(box.Max[1]-box.Min[1], 0)
}

// chooseCRS settles the system of a whole file: what the user says, else what
// the file says, else what its coordinates can only be. implied is the
// system of formats that have one by themselves.
func chooseCRS(said, declared, implied string, counts [guesses]int, report *Report) (string, error) {
	fromFile, known := readCRS(declared)
	switch {
	case said != "" && (fromFile != "" && fromFile != said || !known):
		report.Add(Finding{Severity: Notice, Value: declared, Key: "import.crs-overruled", Args: fault.Args{"Used": crsName[said]}})
		return said, nil
	case said != "":
		return said, nil
	case !known:
		return "", fault.New(fault.Invalid, "import.crs-unknown", fault.Args{"File": report.File, "Declared": shorten(declared)})
	case fromFile != "":
		return fromFile, nil
	case implied != "":
		return implied, nil
	}
	asRD := counts[looksLikeRD] + counts[looksLikeSwappedRD]
	asWGS84 := counts[looksLikeWGS84] + counts[looksLikeSwappedWGS84]
	if asRD == 0 && asWGS84 == 0 {
		return "", fault.New(fault.Invalid, "import.crs-missing", fault.Args{"File": report.File})
	}
	guessed := crsRD
	if asWGS84 > asRD {
		guessed = crsWGS84
	}
	report.Add(Finding{Severity: Notice, Key: "import.crs-guessed", Args: fault.Args{"Used": crsName[guessed]}})
	return guessed, nil
}
