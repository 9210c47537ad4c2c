package gpkg

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/paulmach/orb"
)

// errBlob is what a geometry that is no GeoPackage geometry gives.
var errBlob = errors.New("gpkg: no GeoPackage geometry")

// The kinds of well-known binary, without the thousands for Z and M.
const (
	wkbPoint = 1 + iota
	wkbLineString
	wkbPolygon
	wkbMultiPoint
	wkbMultiLineString
	wkbMultiPolygon
	wkbCollection
)

// Bits of the header's flags.
const (
	flagLittle   = 1
	flagEnvelope = 1 << 1 // minx, maxx, miny, maxy
	flagEmpty    = 1 << 4
)

// encode writes a geometry as a GeoPackage blob: header with envelope (none
// for points), then well-known binary, little endian. Rings that are not
// closed are written as they are.
func encode(g orb.Geometry, srs int) ([]byte, error) {
	bound := g.Bound()
	empty := isEmpty(g)
	blob := append(make([]byte, 0, 64), 'G', 'P', 0, flagLittle)
	blob = binary.LittleEndian.AppendUint32(blob, uint32(int32(srs)))
	if _, isPoint := g.(orb.Point); empty {
		blob[3] |= flagEmpty
	} else if !isPoint {
		blob[3] |= flagEnvelope
		for _, value := range []float64{bound.Min[0], bound.Max[0], bound.Min[1], bound.Max[1]} {
			blob = appendFloat(blob, value)
		}
	}
	return appendWKB(blob, g)
}

func isEmpty(g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.Point:
		return false
	case orb.MultiPolygon:
		return len(g) == 0
	case orb.Polygon:
		return len(g) == 0
	case orb.LineString:
		return len(g) == 0
	case orb.MultiLineString:
		return len(g) == 0
	case orb.MultiPoint:
		return len(g) == 0
	}
	return false
}

func appendFloat(blob []byte, value float64) []byte {
	return binary.LittleEndian.AppendUint64(blob, math.Float64bits(value))
}

func appendHead(blob []byte, kind, count int) []byte {
	blob = binary.LittleEndian.AppendUint32(append(blob, 1), uint32(kind))
	return binary.LittleEndian.AppendUint32(blob, uint32(count))
}

func appendPoints(blob []byte, points []orb.Point) []byte {
	for _, point := range points {
		blob = appendFloat(appendFloat(blob, point[0]), point[1])
	}
	return blob
}

func appendWKB(blob []byte, g orb.Geometry) ([]byte, error) {
	switch g := g.(type) {
	case orb.Point:
		blob = binary.LittleEndian.AppendUint32(append(blob, 1), wkbPoint)
		return appendPoints(blob, []orb.Point{g}), nil
	case orb.LineString:
		return appendPoints(appendHead(blob, wkbLineString, len(g)), g), nil
	case orb.Polygon:
		blob = appendHead(blob, wkbPolygon, len(g))
		for _, ring := range g {
			blob = appendPoints(binary.LittleEndian.AppendUint32(blob, uint32(len(ring))), ring)
		}
		return blob, nil
	case orb.MultiPoint:
		return appendParts(blob, wkbMultiPoint, g)
	case orb.MultiLineString:
		return appendParts(blob, wkbMultiLineString, g)
	case orb.MultiPolygon:
		return appendParts(blob, wkbMultiPolygon, g)
	}
	return nil, errors.New("gpkg: cannot write a " + g.GeoJSONType())
}

func appendParts[G orb.Geometry](blob []byte, kind int, parts []G) ([]byte, error) {
	blob = appendHead(blob, kind, len(parts))
	var err error
	for _, part := range parts {
		if blob, err = appendWKB(blob, part); err != nil {
			return nil, err
		}
	}
	return blob, nil
}
