// Package geojson reads GeoJSON maps of areas: feature collections, single
// features, bare geometries, and features one a line. It is made for speed on
// files that are mostly coordinates, and never panics whatever it is given.
package geojson

import (
	"bytes"
	"errors"

	"github.com/paulmach/orb"
)

// Collection is a whole file.
type Collection struct {
	CRS      string   // name of the old "crs" member, as written; "" when absent
	Columns  []string // names of properties, in order of first appearance
	Features []Feature
}

// Feature is one area with its properties as text.
type Feature struct {
	// Values are parallel to Columns; properties that a feature lacks, and
	// those behind its last own one, are "" or missing from the end.
	Values   []string
	Geometry Geometry
}

// Geometry holds the polygons of a feature in the units of the file, rings as
// they were written: not closed when the file did not close them.
type Geometry struct {
	// Type is the GeoJSON type; "" when there is no geometry.
	Type     string
	Polygons orb.MultiPolygon
}

// Limits bounds what is read; zero means no bound.
type Limits struct {
	Features int
	Points   int
	Columns  int
	Cells    int // values of properties, with those that a feature lacks
}

// ErrLimit is what Read gives when a file goes over its Limits.
var ErrLimit = errors.New("geojson: more features, points or properties than allowed")

// ErrNotGeoJSON is what Read gives for JSON of another kind. Its text is the
// value of the file's "type" member.
type ErrNotGeoJSON string

func (e ErrNotGeoJSON) Error() string { return "geojson: JSON of another kind: " + string(e) }

// Read reads a file that is in memory. A *SyntaxError tells the line where
// the text is no JSON or no GeoJSON.
func Read(data []byte, limits Limits) (*Collection, error) {
	r := &reader{
		scanner: scanner{data: bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))},
		limits:  limits, columns: map[string]int{}, all: &Collection{},
	}
	for r.peek() != 0 {
		if err := r.document(); err != nil {
			return nil, err
		}
	}
	if r.documents == 0 {
		return nil, r.fail("nothing in it")
	}
	if r.documents > 1 && r.documents != len(r.all.Features) {
		return nil, r.fail("more than one collection")
	}
	return r.all, nil
}

// ReadGeometry reads one geometry, as it stands in a column of a table.
func ReadGeometry(data []byte, limits Limits) (Geometry, error) {
	r := &reader{scanner: scanner{data: data}, limits: limits}
	geometry, err := r.geometry(0)
	if err == nil && r.peek() != 0 {
		err = r.fail("text behind the geometry")
	}
	return geometry, err
}

type reader struct {
	scanner
	limits    Limits
	points    int
	cells     int
	documents int
	columns   map[string]int
	all       *Collection
	// room holds points that are not handed out yet, so that a ring is no
	// allocation of its own.
	room []orb.Point
}

// document reads one value at the top of the file.
func (r *reader) document() error {
	r.documents++
	start := r.at
	var kind string
	var has struct{ features, geometry, coordinates bool }
	err := r.object(func(name string) (err error) {
		switch name {
		case "type":
			kind, err = r.plain()
			return err
		case "features":
			has.features = true
			return r.array(r.feature)
		case "crs":
			return r.crs()
		case "geometry":
			has.geometry = true
		case "coordinates":
			has.coordinates = true
		}
		return r.skip(0)
	})
	switch {
	case err != nil:
		return err
	case has.features && kind == "FeatureCollection":
		return nil
	case kind == "Feature" && has.geometry:
		end := r.at
		r.at = start
		err = r.feature()
		r.at = end
		return err
	case has.coordinates:
		r.at = start
		geometry, err := r.geometry(0)
		r.all.Features = append(r.all.Features, Feature{Geometry: geometry})
		return err
	}
	return ErrNotGeoJSON(kind)
}

// crs reads {"type": "name", "properties": {"name": "urn:ogc:def:crs:…"}}.
func (r *reader) crs() error {
	if r.peek() != '{' {
		return r.skip(0)
	}
	return r.object(func(name string) error {
		if name != "properties" || r.peek() != '{' {
			return r.skip(0)
		}
		return r.object(func(name string) (err error) {
			if name != "name" && name != "code" {
				return r.skip(0)
			}
			r.all.CRS, err = r.plain()
			return err
		})
	})
}

func (r *reader) feature() error {
	if over(r.limits.Features, len(r.all.Features)+1) {
		return ErrLimit
	}
	var feature Feature
	err := r.object(func(name string) (err error) {
		switch {
		case name == "properties" && r.peek() == '{':
			return r.properties(&feature)
		case name == "geometry":
			feature.Geometry, err = r.geometry(0)
			return err
		}
		return r.skip(0)
	})
	r.all.Features = append(r.all.Features, feature)
	return err
}

func (r *reader) properties(into *Feature) error {
	return r.object(func(name string) error {
		value, err := r.plain()
		if err != nil {
			return err
		}
		column, known := r.columns[name]
		if !known {
			column = len(r.all.Columns)
			r.columns[name] = column
			r.all.Columns = append(r.all.Columns, name)
		}
		r.cells += max(0, column+1-len(into.Values))
		if over(r.limits.Columns, len(r.all.Columns)) || over(r.limits.Cells, r.cells) {
			return ErrLimit
		}
		if into.Values == nil {
			into.Values = make([]string, 0, column+1)
		}
		for len(into.Values) <= column {
			into.Values = append(into.Values, "")
		}
		into.Values[column] = value
		return nil
	})
}

// over tells whether a count passes its bound; a bound of zero is none.
func over(bound, count int) bool { return bound > 0 && count > bound }

// geometry reads a geometry; polygons inside collections are gathered, other
// kinds are only named.
func (r *reader) geometry(depth int) (Geometry, error) {
	var g Geometry
	if depth > 4 {
		return g, r.fail("nested too deep")
	}
	if r.peek() != '{' {
		return g, r.skip(0) // null
	}
	coordinates, inner := -1, orb.MultiPolygon(nil)
	err := r.object(func(name string) (err error) {
		switch name {
		case "type":
			g.Type, err = r.plain()
			return err
		case "coordinates":
			// The type may stand behind the coordinates: in that case they
			// are read when it is known.
			if coordinates = r.at; g.Type != "" {
				g.Polygons, err = r.coordinates(g.Type)
				coordinates = -1
				return err
			}
		case "geometries":
			if r.peek() == '[' {
				inner, err = r.geometries(depth)
				return err
			}
		}
		return r.skip(0)
	})
	if err != nil {
		return g, err
	}
	if coordinates >= 0 {
		end := r.at
		r.at = coordinates
		g.Polygons, err = r.coordinates(g.Type)
		r.at = end
	}
	if g.Type == "GeometryCollection" {
		g.Polygons = inner
	}
	return g, err
}

func (r *reader) geometries(depth int) (orb.MultiPolygon, error) {
	var all orb.MultiPolygon
	err := r.array(func() error {
		part, err := r.geometry(depth + 1)
		all = append(all, part.Polygons...)
		return err
	})
	return all, err
}

func (r *reader) coordinates(kind string) (orb.MultiPolygon, error) {
	if r.peek() != '[' {
		return nil, r.skip(0)
	}
	switch kind {
	case "Polygon":
		polygon, err := r.polygon()
		if len(polygon) == 0 {
			return nil, err
		}
		return orb.MultiPolygon{polygon}, err
	case "MultiPolygon":
		var all orb.MultiPolygon
		err := r.array(func() error {
			polygon, err := r.polygon()
			if len(polygon) > 0 {
				all = append(all, polygon)
			}
			return err
		})
		return all, err
	}
	return nil, r.skip(0)
}

func (r *reader) polygon() (orb.Polygon, error) {
	var polygon orb.Polygon
	err := r.array(func() error {
		ring, err := r.ring()
		polygon = append(polygon, ring)
		return err
	})
	return polygon, err
}

// chunk is how many points are allocated at once.
const chunk = 16384

func (r *reader) ring() (orb.Ring, error) {
	if cap(r.room)-len(r.room) < 64 {
		r.room = make([]orb.Point, 0, chunk)
	}
	from := len(r.room)
	ring := r.room[from:from]
	err := r.array(func() error {
		point, err := r.position()
		ring = append(ring, point)
		return err
	})
	if cap(ring) == cap(r.room)-from { // it still lies in the room
		r.room = r.room[:from+len(ring)]
	}
	return orb.Ring(ring[:len(ring):len(ring)]), err
}

// position reads [x, y] or [x, y, height, …]; only x and y are kept.
func (r *reader) position() (orb.Point, error) {
	if r.points++; over(r.limits.Points, r.points) {
		return orb.Point{}, ErrLimit
	}
	var point orb.Point
	at := 0
	err := r.array(func() error {
		value, err := r.number()
		if at < 2 {
			point[at] = value
		}
		at++
		return err
	})
	if err == nil && at < 2 {
		err = r.fail("a position needs two numbers")
	}
	return point, err
}
