package exchange

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/geo/shape"
)

// What happens to an area whose border is wrong in a way that cannot be
// mended safely.
const (
	// RefuseFaulty stops the import. This is the default.
	RefuseFaulty = "refuse"
	// WithoutBorder takes the area without its border, which then is a hole
	// on the map like any other.
	WithoutBorder = "without-border"
)

// shapeKeys are the sentences for what package shape finds: when it was
// repaired, and when not. Points that repeat and rings that run the other way
// change nothing and are counted for the file as a whole.
var shapeKeys = map[shape.Kind]struct{ repaired, faulty string }{
	shape.NotFinite:     {"", "import.coordinates"},
	shape.Empty:         {"", "import.no-surface"},
	shape.Unclosed:      {"import.ring-open", "import.ring-open"},
	shape.Spike:         {"import.spike", "import.spike-left"},
	shape.TooFewPoints:  {"import.ring-without-surface", ""}, // nothing is left, which is told besides
	shape.Sliver:        {"import.sliver", "import.only-sliver"},
	shape.DuplicatePart: {"import.part-twice", "import.parts-overlap"},
	shape.SelfTouch:     {"import.self-touch", "import.self-touch-left"},
	shape.SelfCrossing:  {"import.small-loop", "import.self-crossing"},
	shape.HoleOutside:   {"import.hole-left-out", "import.hole-outside"},
	shape.Overlap:       {"", "import.parts-overlap"},
}

// harmless are kinds that leave the surface beyond doubt also when they were
// not repaired.
var harmless = map[shape.Kind]bool{shape.Spike: true, shape.SelfTouch: true, shape.Unclosed: true}

// mendShape mends what is safe to mend in one border in RD New and gives it
// with outer rings counter-clockwise; nil when it cannot be used.
func (s *borderSet) mendShape(item *borderItem, polygons orb.MultiPolygon) orb.MultiPolygon {
	fixed, problems := checkShape(polygons)
	usable := true
	for _, p := range problems {
		if p.Repaired && (p.Kind == shape.Orientation || p.Kind == shape.RepeatedPoints) {
			item.tidied = true
			continue
		}
		args := fault.Args{"Number": p.Count, "Size": round(p.Value), "Least": round(p.Limit), "X": int(p.At[0]), "Y": int(p.At[1])}
		keys := shapeKeys[p.Kind]
		switch {
		case p.Repaired:
			s.tell(item, Repaired, keys.repaired, args)
		case harmless[p.Kind]:
			s.tell(item, Notice, keys.faulty, args)
		default:
			usable = false
			if keys.faulty != "" {
				s.tell(item, s.severityOfFaulty(), keys.faulty, args)
			}
		}
	}
	if !usable {
		if s.faulty == WithoutBorder {
			s.tell(item, Notice, "import.without-border", nil)
		}
		return nil
	}
	s.tellThin(item, fixed)
	return fixed
}

// negligible is the part of an area's surface that may be in doubt without
// making the area useless: a thousandth is far below what borders, let alone
// figures, are worth.
const negligible = 1e-3

// checkShape mends a border. When all that is left is a loop that is
// negligible beside the area, it looks again for slivers of that size, so
// that the loop is cut off and the border is sound.
func checkShape(polygons orb.MultiPolygon) (orb.MultiPolygon, []shape.Problem) {
	options := shape.Options{AnyPlane: true} // the plane was looked at before
	fixed, problems := shape.Check(polygons, options)
	loop := 0.0
	for _, p := range problems {
		if !p.Repaired && p.Kind == shape.SelfCrossing {
			loop = p.Value
		} else if !p.Repaired && !harmless[p.Kind] {
			return fixed, problems
		}
	}
	if loop == 0 || loop > negligible*shape.Area(fixed) {
		return fixed, problems
	}
	options.MinArea = math.Ceil(loop * 1.01)
	again, found := shape.Check(polygons, options)
	for _, p := range found {
		if !p.Repaired && !harmless[p.Kind] {
			return fixed, problems
		}
	}
	return again, found
}

func (s *borderSet) severityOfFaulty() Severity {
	if s.faulty == WithoutBorder {
		return Notice
	}
	return Error
}

// thin is the width in metres below which a part is called a sliver, however
// long it is. Borders are measured to five metres at best.
const thin = 1.0

// tellThin reports parts that have a surface but hardly any width. They stay:
// taking them away could open a gap between neighbours.
func (s *borderSet) tellThin(item *borderItem, border orb.MultiPolygon) {
	count, width := 0, math.Inf(1)
	var at orb.Point
	for _, polygon := range border {
		if len(polygon) == 0 || len(polygon[0]) == 0 {
			continue
		}
		if wide := 2 * math.Abs(signedArea(polygon[0])) / perimeter(polygon[0]); wide < thin {
			count++
			if wide < width {
				width, at = wide, polygon[0][0]
			}
		}
	}
	if count > 0 {
		s.tell(item, Notice, "import.thin-part", fault.Args{"Number": count, "Width": round(width), "X": int(at[0]), "Y": int(at[1])})
	}
}

func perimeter(ring orb.Ring) float64 {
	sum := 0.0
	for at := 1; at < len(ring); at++ {
		sum += math.Hypot(ring[at][0]-ring[at-1][0], ring[at][1]-ring[at-1][1])
	}
	return sum
}

// round shows a measure: with decimals only where they mean something.
func round(value float64) any {
	if math.Abs(value) >= 100 {
		return int(math.Round(value))
	}
	return math.Round(value*100) / 100
}

// signedArea of a closed ring in square units, positive when it runs
// counter-clockwise; taken from its first point so that large coordinates
// cost no digits.
func signedArea(ring orb.Ring) float64 {
	if len(ring) < 4 {
		return 0
	}
	sum, x0, y0 := 0.0, ring[0][0], ring[0][1]
	for at := 1; at < len(ring); at++ {
		sum += (ring[at-1][0]-x0)*(ring[at][1]-y0) - (ring[at][0]-x0)*(ring[at-1][1]-y0)
	}
	return sum / 2
}
