package rd

import (
	"fmt"

	"github.com/paulmach/orb"
)

// MultiPolygonFromWGS84 gives a copy of a multipolygon in longitude and
// latitude, in degrees, as RD New in metres.
func MultiPolygonFromWGS84(mp orb.MultiPolygon) orb.MultiPolygon {
	return mapMultiPolygon(mp, FromWGS84)
}

// MultiPolygonToWGS84 gives a copy of a multipolygon in RD New, in metres, as
// longitude and latitude in degrees.
func MultiPolygonToWGS84(mp orb.MultiPolygon) orb.MultiPolygon {
	return mapMultiPolygon(mp, ToWGS84)
}

// GeometryFromWGS84 gives a copy of any orb geometry in longitude and
// latitude as RD New; a nil geometry stays nil. It fails on a type that orb
// does not have today, rather than hand out degrees as metres.
func GeometryFromWGS84(g orb.Geometry) (orb.Geometry, error) { return mapGeometry(g, FromWGS84) }

// GeometryToWGS84 gives a copy of any orb geometry in RD New as longitude and
// latitude; a nil geometry stays nil. A bound becomes the bound of its four
// corners.
func GeometryToWGS84(g orb.Geometry) (orb.Geometry, error) { return mapGeometry(g, ToWGS84) }

type mapping func(a, b float64) (float64, float64)

func (m mapping) point(p orb.Point) orb.Point {
	x, y := m(p[0], p[1])
	return orb.Point{x, y}
}

func mapGeometry(g orb.Geometry, m mapping) (orb.Geometry, error) {
	switch g := g.(type) {
	case nil:
		return nil, nil
	case orb.Point:
		return m.point(g), nil
	case orb.MultiPoint:
		return orb.MultiPoint(mapPoints(g, m)), nil
	case orb.LineString:
		return orb.LineString(mapPoints(g, m)), nil
	case orb.MultiLineString:
		lines := make(orb.MultiLineString, len(g))
		for i, line := range g {
			lines[i] = mapPoints(line, m)
		}
		return lines, nil
	case orb.Ring:
		return orb.Ring(mapPoints(g, m)), nil
	case orb.Polygon:
		return mapPolygon(g, m), nil
	case orb.MultiPolygon:
		return mapMultiPolygon(g, m), nil
	case orb.Bound:
		return mapPoints(g.ToRing(), m).Bound(), nil
	case orb.Collection:
		return mapCollection(g, m)
	}
	return nil, fmt.Errorf("rd: no transformation for %T", g)
}

func mapCollection(c orb.Collection, m mapping) (orb.Geometry, error) {
	mapped := make(orb.Collection, len(c))
	for i, part := range c {
		var err error
		if mapped[i], err = mapGeometry(part, m); err != nil {
			return nil, err
		}
	}
	return mapped, nil
}

func mapMultiPolygon(mp orb.MultiPolygon, m mapping) orb.MultiPolygon {
	mapped := make(orb.MultiPolygon, len(mp))
	for i, polygon := range mp {
		mapped[i] = mapPolygon(polygon, m)
	}
	return mapped
}

func mapPolygon(polygon orb.Polygon, m mapping) orb.Polygon {
	mapped := make(orb.Polygon, len(polygon))
	for i, ring := range polygon {
		mapped[i] = orb.Ring(mapPoints(ring, m))
	}
	return mapped
}

// mapPoints answers a line string, because every list of points in orb can be
// made from one.
func mapPoints[S ~[]orb.Point](points S, m mapping) orb.LineString {
	mapped := make(orb.LineString, len(points))
	for i, p := range points {
		mapped[i] = m.point(p)
	}
	return mapped
}
