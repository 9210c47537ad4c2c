package gpkg

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// decode reads a GeoPackage blob; heights and measures are left out. It gives
// nil for an empty geometry. Counts in the blob are held against its length
// before anything is made, so that a false one costs nothing.
func decode(blob []byte) (orb.Geometry, error) {
	if len(blob) < 8 || blob[0] != 'G' || blob[1] != 'P' {
		return nil, errBlob
	}
	flags := blob[3]
	envelope := []int{0, 32, 48, 48, 64, -1, -1, -1}[flags>>1&7]
	if envelope < 0 || len(blob) < 8+envelope || flags>>5&1 != 0 { // bit 5: an extended geometry
		return nil, errBlob
	}
	d := &decoder{data: blob[8+envelope:]}
	g := d.geometry(0)
	if d.bad || len(d.data) > 0 {
		return nil, errBlob
	}
	if flags&flagEmpty != 0 || g != nil && isEmpty(g) {
		return nil, nil
	}
	return g, nil
}

// decoder walks over well-known binary; bad stays once anything was wrong.
type decoder struct {
	data []byte
	bad  bool
}

// take gives the next bytes, or nil when there are not as many.
func (d *decoder) take(count int) []byte {
	if d.bad || count > len(d.data) {
		d.bad = true
		return nil
	}
	taken := d.data[:count]
	d.data = d.data[count:]
	return taken
}

// head reads byte order and kind; extra is how many numbers a point has
// beside x and y.
func (d *decoder) head() (order binary.ByteOrder, kind, extra int) {
	raw := d.take(5)
	if raw == nil || raw[0] > 1 {
		d.bad = true
		return binary.LittleEndian, 0, 0
	}
	order = binary.LittleEndian
	if raw[0] == 0 {
		order = binary.BigEndian
	}
	code := order.Uint32(raw[1:])
	// Two dialects say Z and M: thousands in the kind, or high bits.
	extra = int(code>>31&1) + int(code>>30&1)
	if code>>29&1 != 0 {
		d.take(4) // an SRID inside
	}
	code &= 0x1fffffff
	if extra == 0 {
		extra = []int{0, 1, 1, 2}[min(code/1000, 3)]
	}
	return order, int(code % 1000), extra
}

// count reads a number of things that take at least size bytes each.
func (d *decoder) count(order binary.ByteOrder, size int) int {
	raw := d.take(4)
	if raw == nil {
		return 0
	}
	count := int(order.Uint32(raw))
	if count > len(d.data)/size {
		d.bad = true
		return 0
	}
	return count
}

func (d *decoder) points(order binary.ByteOrder, extra int) []orb.Point {
	step := 16 + 8*extra
	points := make([]orb.Point, 0, d.count(order, step))
	for len(points) < cap(points) {
		raw := d.take(step)
		if raw == nil {
			return nil
		}
		points = append(points, orb.Point{math.Float64frombits(order.Uint64(raw)), math.Float64frombits(order.Uint64(raw[8:]))})
	}
	return points
}

// deepestCollection bounds collections in collections.
const deepestCollection = 8

func (d *decoder) geometry(depth int) orb.Geometry {
	order, kind, extra := d.head()
	switch {
	case d.bad || depth > deepestCollection:
		d.bad = true
		return nil
	case kind == wkbPoint:
		return d.point(order, extra)
	case kind == wkbLineString:
		return orb.LineString(d.points(order, extra))
	case kind == wkbPolygon:
		return d.polygon(order, extra)
	case kind == wkbMultiPoint:
		return parts[orb.MultiPoint, orb.Point](d, order, depth)
	case kind == wkbMultiLineString:
		return parts[orb.MultiLineString, orb.LineString](d, order, depth)
	case kind == wkbMultiPolygon:
		return parts[orb.MultiPolygon, orb.Polygon](d, order, depth)
	case kind == wkbCollection:
		return d.collection(order, depth)
	}
	d.bad = true // curves and surfaces are not read
	return nil
}

// point gives nil for the empty point, which is written as NaN.
func (d *decoder) point(order binary.ByteOrder, extra int) orb.Geometry {
	raw := d.take(16 + 8*extra)
	if raw == nil {
		return nil
	}
	point := orb.Point{math.Float64frombits(order.Uint64(raw)), math.Float64frombits(order.Uint64(raw[8:]))}
	if math.IsNaN(point[0]) || math.IsNaN(point[1]) {
		return nil
	}
	return point
}

func (d *decoder) polygon(order binary.ByteOrder, extra int) orb.Polygon {
	polygon := make(orb.Polygon, 0, d.count(order, 4))
	for len(polygon) < cap(polygon) && !d.bad {
		polygon = append(polygon, orb.Ring(d.points(order, extra)))
	}
	return polygon
}

// parts reads the geometries of a multi-geometry, which must be of one kind.
func parts[M ~[]G, G orb.Geometry](d *decoder, order binary.ByteOrder, depth int) M {
	all := make(M, 0, d.count(order, 9))
	for len(all) < cap(all) && !d.bad {
		part, ok := d.geometry(depth + 1).(G)
		if !ok {
			d.bad = true
			return nil
		}
		all = append(all, part)
	}
	return all
}

func (d *decoder) collection(order binary.ByteOrder, depth int) orb.Geometry {
	all := make(orb.Collection, 0, d.count(order, 9))
	for len(all) < cap(all) && !d.bad {
		if part := d.geometry(depth + 1); part != nil {
			all = append(all, part)
		} else if !d.bad {
			all = all[: len(all) : cap(all)-1] // an empty part
		}
	}
	return all
}
