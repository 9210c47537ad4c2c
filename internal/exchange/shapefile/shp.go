// Package shapefile reads areas from ESRI shapefiles: .shp with .dbf and, when
// they are there, .prj and .cpg. No kept library for it resolves in this
// project, and areas are all that is needed.
package shapefile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Files are the parts of one shapefile, in memory. PRJ and CPG may be nil.
type Files struct {
	SHP, DBF, PRJ, CPG []byte
	// Encoding of the .dbf, "utf-8" or "windows-1252"; "" is what CPG or the
	// file says.
	Encoding string
}

// Limits bounds what is read; zero means no bound.
type Limits struct {
	Features int
	Points   int
}

// FormatError tells which part is no good.
type FormatError struct {
	Part    string // ".shp" or ".dbf"
	Feature int    // from 1; 0 for the part as a whole
	What    string // in English, for the log
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("shapefile: %s, feature %d: %s", e.Part, e.Feature, e.What)
}

// ErrLimit is what reading gives when a file goes over its Limits.
var ErrLimit = errors.New("shapefile: more features or points than allowed")

// Layer is a shapefile that is open.
type Layer struct {
	Columns         []string
	CRS             string // text of the .prj; "" without
	EncodingGuessed bool   // nothing said how letters are written: taken for windows-1252
	Count           int    // features, with the deleted ones

	table  *table
	shp    []byte
	limits Limits
	points int
}

// Feature is one area in the units of the file.
type Feature struct {
	Number   int      // from 1
	Values   []string // parallel to Columns; only valid during the visit
	Kind     string   // Polygon, or what else it is; "" when empty
	Polygons orb.MultiPolygon
}

// The kinds of shapes; those with Z and M are 10 and 20 higher.
var kinds = map[uint32]string{1: "Point", 3: "LineString", 5: "Polygon", 8: "MultiPoint", 31: "MultiPatch"}

// headerSize is that of the .shp file.
const headerSize = 100

// Open reads the headers of a shapefile.
func Open(files Files, limits Limits) (*Layer, error) {
	if len(files.SHP) < headerSize || binary.BigEndian.Uint32(files.SHP) != 9994 {
		return nil, &FormatError{Part: ".shp", What: "no shapefile"}
	}
	encoding := files.Encoding
	if encoding == "" && len(files.CPG) < 64 {
		encoding = string(files.CPG)
	}
	table, err := readTable(files.DBF, encoding)
	if err != nil {
		return nil, err
	}
	if limits.Features > 0 && table.count > limits.Features {
		return nil, ErrLimit
	}
	l := &Layer{CRS: string(files.PRJ), EncodingGuessed: table.guessed, Count: table.count, table: table, shp: files.SHP[headerSize:], limits: limits}
	for _, c := range table.columns {
		l.Columns = append(l.Columns, c.name)
	}
	return l, nil
}

// Each visits the features in order, without those marked as deleted; an
// error from visit stops it and is given back.
func (l *Layer) Each(visit func(Feature) error) error {
	rest, values := l.shp, make([]string, 0, len(l.Columns))
	l.points = 0
	for at := range l.Count {
		content, after, err := nextRecord(rest, at+1)
		if err != nil {
			return err
		}
		rest = after
		row, kept := l.table.row(at, values[:0])
		if !kept {
			continue
		}
		feature := Feature{Number: at + 1, Values: row}
		if feature.Kind, feature.Polygons, err = l.shape(content, at+1); err != nil {
			return err
		}
		if err := visit(feature); err != nil {
			return err
		}
	}
	if len(rest) >= 8 {
		return &FormatError{Part: ".dbf", What: "fewer rows than there are shapes"}
	}
	return nil
}

// nextRecord cuts one record off: its number and length, then its content.
func nextRecord(data []byte, number int) (content, rest []byte, err error) {
	if len(data) < 8 {
		return nil, nil, &FormatError{Part: ".shp", Feature: number, What: "cut off"}
	}
	length := int64(binary.BigEndian.Uint32(data[4:])) * 2
	if length > int64(len(data)-8) {
		return nil, nil, &FormatError{Part: ".shp", Feature: number, What: "cut off"}
	}
	return data[8 : 8+length], data[8+length:], nil
}

// shape reads one shape; only polygons get points.
func (l *Layer) shape(content []byte, number int) (string, orb.MultiPolygon, error) {
	if len(content) < 4 {
		return "", nil, &FormatError{Part: ".shp", Feature: number, What: "too short"}
	}
	kind := binary.LittleEndian.Uint32(content)
	if kind == 0 {
		return "", nil, nil
	}
	if kind < 31 {
		kind %= 10
	}
	name, known := kinds[kind]
	if !known {
		return "", nil, &FormatError{Part: ".shp", Feature: number, What: "an unknown kind of shape"}
	}
	if kind != 5 {
		return name, nil, nil
	}
	rings, err := l.rings(content, number)
	return name, assemble(rings), err
}

// mostRings bounds the rings of one area, as finding the ring around each
// hole takes time with their square.
const mostRings = 20_000

func (l *Layer) rings(content []byte, number int) ([]orb.Ring, error) {
	wrong := &FormatError{Part: ".shp", Feature: number, What: "counts that do not fit"}
	if len(content) < 44 {
		return nil, wrong
	}
	parts, points := int64(binary.LittleEndian.Uint32(content[36:])), int64(binary.LittleEndian.Uint32(content[40:]))
	if 44+parts*4+points*16 > int64(len(content)) {
		return nil, wrong
	}
	if l.points += int(points); l.limits.Points > 0 && l.points > l.limits.Points || parts > mostRings {
		return nil, ErrLimit
	}
	starts, raw := content[44:44+parts*4], content[44+parts*4:]
	all := make([]orb.Point, points)
	for at := range all {
		all[at] = orb.Point{float(raw[at*16:]), float(raw[at*16+8:])}
	}
	rings := make([]orb.Ring, 0, parts)
	for at := range parts {
		from, end := int64(binary.LittleEndian.Uint32(starts[at*4:])), points
		if at+1 < parts {
			end = int64(binary.LittleEndian.Uint32(starts[at*4+4:]))
		}
		if from > end || end > points {
			return nil, wrong
		}
		rings = append(rings, orb.Ring(all[from:end:end]))
	}
	return rings, nil
}

func float(raw []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(raw)) }
