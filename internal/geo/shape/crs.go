package shape

import (
	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/geo/rd"
)

// CRS is a coordinate system that a file can be said to be in.
type CRS string

const (
	RDNew CRS = "rd"    // EPSG:28992, metres
	WGS84 CRS = "wgs84" // longitude, latitude, degrees
)

// Plausible compares coordinates, as they stand in a file, with the system the
// file is said to be in. It gives nothing when they are near the Netherlands
// in that system, and otherwise one unrepaired problem that says in which
// system they would be, or OutsideNetherlands; SuspectAxisOrder comes besides
// when they would be so with x and y exchanged. At is the middle of the bound.
func Plausible(b orb.Bound, declared CRS) []Problem {
	if near(b, declared) {
		return nil
	}
	at := b.Center()
	problem := func(kind Kind) Problem {
		return Problem{Kind: kind, Part: -1, Ring: -1, At: at, Count: 1}
	}
	turned := orb.Bound{Min: orb.Point{b.Min[1], b.Min[0]}, Max: orb.Point{b.Max[1], b.Max[0]}}
	other, suspect := WGS84, SuspectWGS84
	if declared == WGS84 {
		other, suspect = RDNew, SuspectRD
	}
	switch {
	case near(turned, declared):
		return []Problem{problem(SuspectAxisOrder)}
	case near(b, other):
		return []Problem{problem(suspect)}
	case near(turned, other):
		return []Problem{problem(suspect), problem(SuspectAxisOrder)}
	case nearInWebMercator(b):
		return []Problem{problem(SuspectWebMercator)}
	}
	return []Problem{problem(OutsideNetherlands)}
}

func near(b orb.Bound, system CRS) bool {
	if system == WGS84 {
		return rd.InNetherlandsWGS84(b.Min[0], b.Min[1]) && rd.InNetherlandsWGS84(b.Max[0], b.Max[1])
	}
	return rd.InNetherlands(b.Min[0], b.Min[1]) && rd.InNetherlands(b.Max[0], b.Max[1])
}

// nearInWebMercator tells whether the coordinates would be near the
// Netherlands in EPSG:3857: from 2.9° to 7.7° east, 50.5° to 53.8° north.
func nearInWebMercator(b orb.Bound) bool {
	return b.Min[0] >= 322_000 && b.Max[0] <= 858_000 && b.Min[1] >= 6_530_000 && b.Max[1] <= 7_140_000
}
