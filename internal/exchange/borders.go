package exchange

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/exchange/geojson"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/geo/rd"
	"github.com/koppelkans/koppelkans/internal/place"
)

// borderSet gathers the borders of a file as they were read. They are checked
// together, because only all of them tell the coordinate system.
type borderSet struct {
	layer   string
	isMap   bool
	implied string // coordinate system that the format has by itself
	turned  bool   // the format wants outer rings clockwise, so turning them is nothing to tell
	faulty  string // RefuseFaulty or WithoutBorder
	bounds  limits
	items   []borderItem
}

// borderItem is the border of one claim.
type borderItem struct {
	claim int
	row   int
	shape shapeOf
	guess guess
	found []Finding
	// tidied: points that repeat were left out or rings turned round, which
	// changes nothing.
	tidied bool
}

// add takes the geometry of a record, or that in one of its columns.
func (s *borderSet) add(claim int, r record, column *cellReader, report *Report) {
	item := borderItem{claim: claim, row: r.row, shape: r.shape}
	if column != nil {
		text, _ := column.read(r.fields)
		if text != "" {
			geometry, err := geojson.ReadGeometry([]byte(text), geojson.Limits{Points: s.bounds.points})
			if err != nil {
				s.tell(&item, Error, "import.geometry-text", fault.Args{"What": whatOf(err)})
				item.found[0].Column, item.found[0].Value = column.name, text
				report.Add(item.found[0])
				return
			}
			item.shape = shapeOf{kind: geometry.Type, polygons: geometry.Polygons}
		}
	}
	s.items = append(s.items, item)
}

func whatOf(err error) string {
	var syntax *geojson.SyntaxError
	if errors.As(err, &syntax) {
		return syntax.What
	}
	return err.Error()
}

func (s *borderSet) tell(item *borderItem, severity Severity, key string, args fault.Args) {
	item.found = append(item.found, Finding{Severity: severity, Layer: s.layer, Row: item.row, Map: s.isMap, Key: key, Args: args})
}

// check gives the borders in RD New, parallel to the claims, after telling
// what is wrong with them and mending what can be mended safely. said is the
// coordinate system the user gave; declared what the file says of it.
func (s *borderSet) check(ctx context.Context, said, declared string, claims []place.Claim, report *Report, progress Progress) ([]orb.MultiPolygon, error) {
	counts, empty := s.look()
	if len(s.items) == 0 {
		return nil, nil // none could be read, which is reported
	}
	if empty == len(s.items) {
		report.Add(Finding{Severity: Error, Layer: s.layer, Key: "import.no-geometry-all"})
		return nil, nil
	}
	chosen, err := chooseCRS(said, declared, s.implied, counts, report)
	if err != nil {
		return nil, err
	}
	wholeFile := s.wrongAsWhole(chosen, counts, report)
	if err := s.mendAll(ctx, chosen, wholeFile, progress); err != nil {
		return nil, err
	}
	borders := make([]orb.MultiPolygon, len(claims))
	tidied := 0
	for at := range s.items {
		item := &s.items[at]
		for _, finding := range item.found {
			finding.Value = claims[item.claim].Code
			report.Add(finding)
		}
		borders[item.claim] = item.shape.polygons
		if item.tidied {
			tidied++
		}
	}
	if tidied > 0 && !s.turned {
		report.Add(Finding{Severity: Repaired, Layer: s.layer, Key: "import.tidied", Args: fault.Args{"Number": tidied}})
	}
	return borders, nil
}

// look finds what the coordinates of every border look like, and counts the
// areas without one.
func (s *borderSet) look() (counts [guesses]int, empty int) {
	for at := range s.items {
		item := &s.items[at]
		if len(item.shape.polygons) == 0 && (item.shape.kind == "" || isArea(item.shape.kind)) {
			empty++
		}
		if box, ok := boundOf(item.shape.polygons); ok {
			item.guess = guessOf(box)
			counts[item.guess]++
		}
	}
	return counts, empty
}

// wrongAsWhole reports once what is wrong with more than half of the
// borders in the same way; those are not reported one by one.
func (s *borderSet) wrongAsWhole(chosen string, counts [guesses]int, report *Report) guess {
	for wrong, count := range counts {
		crs, swapped := guess(wrong).system()
		if count*2 <= len(s.items) || crs == chosen {
			continue
		}
		found := Finding{Severity: Error, Layer: s.layer, Key: "import.wrong-crs-all", Args: fault.Args{
			"Number": count, "Expected": crsName[chosen], "Found": crsName[crs], "Option": crs, "Swapped": swapped}}
		if guess(wrong) == looksLikeMercator {
			found.Key = "import.mercator-all"
		} else if crs == "" {
			found.Key = "import.outside-all"
		}
		report.Add(found)
		return guess(wrong)
	}
	return guesses
}

// mendAll brings every border to RD New and mends it, on all processors.
func (s *borderSet) mendAll(ctx context.Context, chosen string, wholeFile guess, progress Progress) error {
	const batch = 64
	var wait sync.WaitGroup
	var mu sync.Mutex
	next, done := 0, 0
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for {
				mu.Lock()
				from := next
				next = min(next+batch, len(s.items))
				to := next
				done += to - from
				progress(int64(done), int64(len(s.items)))
				mu.Unlock()
				if from == to || ctx.Err() != nil {
					return
				}
				for at := from; at < to; at++ {
					s.mend(&s.items[at], chosen, wholeFile)
				}
			}
		})
	}
	wait.Wait()
	return ctx.Err()
}

// mend checks one border. A border that is wrong becomes nil.
func (s *borderSet) mend(item *borderItem, chosen string, wholeFile guess) {
	polygons := item.shape.polygons
	item.shape.polygons = nil
	switch {
	case item.shape.kind == "" || isArea(item.shape.kind) && len(polygons) == 0:
		// The area exists, only its border is not known: that is no error.
		s.tell(item, Notice, "import.no-geometry", nil)
		return
	case !isArea(item.shape.kind):
		s.tell(item, Error, "import.not-an-area", fault.Args{"Type": item.shape.kind})
		return
	}
	if !s.systemFits(item, polygons, chosen, wholeFile) {
		return
	}
	toRD(polygons, chosen, item)
	item.shape.polygons = s.mendShape(item, polygons)
}

func isArea(kind string) bool {
	return kind == "Polygon" || kind == "MultiPolygon" || kind == "GeometryCollection"
}

// systemFits tells whether the coordinates are what they are said to be, in
// either order of axes.
func (s *borderSet) systemFits(item *borderItem, polygons orb.MultiPolygon, chosen string, wholeFile guess) bool {
	crs, swapped := item.guess.system()
	switch {
	case crs == chosen && swapped:
		s.tell(item, Repaired, "import.axis-order", fault.Args{"Used": crsName[chosen]})
	case crs == chosen:
	case item.guess == wholeFile:
		return false // reported once, for the file
	default:
		key := "import.wrong-crs"
		if crs == "" {
			key = "import.outside"
		}
		if _, finite := boundOf(polygons); !finite {
			key = "import.coordinates"
		}
		x, y := firstPoint(polygons)
		s.tell(item, Error, key, fault.Args{"Expected": crsName[chosen], "Found": crsName[crs], "X": x, "Y": y})
		return false
	}
	return true
}

// firstPoint gives the first point there is, to show in a message.
func firstPoint(polygons orb.MultiPolygon) (x, y float64) {
	for _, polygon := range polygons {
		for _, ring := range polygon {
			for _, point := range ring {
				return point[0], point[1]
			}
		}
	}
	return 0, 0
}

// toRD brings coordinates in place to RD New, in the right order of axes.
func toRD(polygons orb.MultiPolygon, chosen string, item *borderItem) {
	_, swapped := item.guess.system()
	if !swapped && chosen == crsRD {
		return
	}
	for _, polygon := range polygons {
		for _, ring := range polygon {
			for at, point := range ring {
				if swapped {
					point[0], point[1] = point[1], point[0]
				}
				if chosen == crsWGS84 {
					point[0], point[1] = rd.FromWGS84(point[0], point[1])
				}
				ring[at] = point
			}
		}
	}
}
