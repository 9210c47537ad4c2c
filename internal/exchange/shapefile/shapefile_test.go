package shapefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"
)

// clockwise square with its lower left corner at x, y.
func square(x, y, size float64) orb.Ring {
	return orb.Ring{{x, y}, {x, y + size}, {x + size, y + size}, {x + size, y}, {x, y}}
}

func turned(ring orb.Ring) orb.Ring {
	ring = ring.Clone()
	ring.Reverse()
	return ring
}

// shp writes polygons as a .shp file does; nil is the empty shape.
func shp(shapes ...[]orb.Ring) []byte {
	var body bytes.Buffer
	for at, rings := range shapes {
		var content bytes.Buffer
		little := func(value any) { _ = binary.Write(&content, binary.LittleEndian, value) }
		if rings == nil {
			little(uint32(0))
		} else {
			little(uint32(5))
			little([4]float64{})
			little(uint32(len(rings)))
			total := 0
			for _, ring := range rings {
				total += len(ring)
			}
			little(uint32(total))
			start := 0
			for _, ring := range rings {
				little(uint32(start))
				start += len(ring)
			}
			for _, ring := range rings {
				for _, point := range ring {
					little([2]float64(point))
				}
			}
		}
		_ = binary.Write(&body, binary.BigEndian, [2]uint32{uint32(at + 1), uint32(content.Len() / 2)})
		body.Write(content.Bytes())
	}
	header := make([]byte, headerSize)
	binary.BigEndian.PutUint32(header, 9994)
	return append(header, body.Bytes()...)
}

// dbf writes a table with the columns CODE (10) and NAAM (12).
func dbf(rows ...[2]string) []byte {
	header := make([]byte, 32, 97)
	header[0] = 3
	binary.LittleEndian.PutUint32(header[4:], uint32(len(rows)))
	binary.LittleEndian.PutUint16(header[8:], 97)
	binary.LittleEndian.PutUint16(header[10:], 23)
	for at, name := range []string{"CODE", "NAAM"} {
		field := make([]byte, 32)
		copy(field, name)
		field[11], field[16] = 'C', byte(10+2*at)
		header = append(header, field...)
	}
	data := append(header, '\r')
	for _, row := range rows {
		mark := " "
		if row[0] == "deleted" {
			mark = "*"
		}
		data = append(data, fmt.Sprintf("%s%-10s%-12s", mark, row[0], row[1])...)
	}
	return data
}

func read(t *testing.T, files Files) ([]Feature, *Layer, error) {
	t.Helper()
	layer, err := Open(files, Limits{Features: 100, Points: 1000})
	if err != nil {
		return nil, nil, err
	}
	var all []Feature
	err = layer.Each(func(f Feature) error {
		f.Values = append([]string{}, f.Values...)
		all = append(all, f)
		return nil
	})
	return all, layer, err
}

func TestRead(t *testing.T) {
	all, layer, err := read(t, Files{
		SHP: shp(
			[]orb.Ring{square(0, 0, 100), turned(square(10, 10, 5)), square(200, 0, 50), square(20, 20, 30), turned(square(25, 25, 5)), turned(square(210, 10, 5))},
			nil, []orb.Ring{square(0, 0, 1)}, []orb.Ring{turned(square(0, 0, 1))}),
		DBF: dbf([2]string{"A", "Caf\xe9"}, [2]string{"B", ""}, [2]string{"deleted", ""}, [2]string{"D", "x"}),
		PRJ: []byte("PROJCS[...]"),
	})
	if err != nil || len(all) != 3 || !layer.EncodingGuessed || layer.CRS != "PROJCS[...]" || fmt.Sprint(layer.Columns) != "[CODE NAAM]" {
		t.Fatalf("%+v %v", all, err)
	}
	if fmt.Sprint(all[0].Values) != "[A Café]" || len(all[0].Polygons) != 3 {
		t.Fatalf("%+v", all[0])
	}
	for at, want := range []int{2, 2, 2} {
		if got := len(all[0].Polygons[at]); got != want {
			t.Errorf("part %d has %d rings, want %d", at, got, want)
		}
	}
	if all[1].Kind != "" || all[2].Number != 4 || len(all[2].Polygons) != 1 {
		t.Errorf("%+v", all[1:])
	}
}

func TestEncoding(t *testing.T) {
	for _, c := range []struct{ cpg, said, name, want string }{
		{"UTF-8", "", "é", "é"}, {"", "", "é", "é"}, {"1252", "", "\xe9", "é"}, {"ISO-8859-1", "", "\xe9", "é"}, {"UTF-8", "windows-1252", "\xe9", "é"}, {"UTF-8", "", "\xe9", "�"},
	} {
		all, _, err := read(t, Files{SHP: shp(nil), DBF: dbf([2]string{"A", c.name}), CPG: []byte(c.cpg), Encoding: c.said})
		if err != nil || all[0].Values[1] != c.want && all[0].Values[1] != c.want+" " {
			t.Errorf("%+v: %v %v", c, all, err)
		}
	}
}

func TestFaults(t *testing.T) {
	good, rows := shp([]orb.Ring{square(0, 0, 1)}), dbf([2]string{"A", ""})
	huge := bytes.Clone(good)
	binary.LittleEndian.PutUint32(huge[headerSize+8+40:], math.MaxUint32)
	for name, files := range map[string]Files{
		"nothing": {}, "no dbf": {SHP: good}, "short shp": {SHP: good[:120], DBF: rows}, "short dbf": {SHP: good, DBF: rows[:100]},
		"more rows": {SHP: good, DBF: dbf([2]string{"A", ""}, [2]string{"B", ""})}, "more shapes": {SHP: shp(nil, nil), DBF: rows}, "huge count": {SHP: huge, DBF: rows},
	} {
		var format *FormatError
		if _, _, err := read(t, files); !errors.As(err, &format) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open(Files{SHP: good, DBF: dbf(make([][2]string, 101)...)}, Limits{Features: 100}); !errors.Is(err, ErrLimit) {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(shp([]orb.Ring{square(0, 0, 100), turned(square(10, 10, 5))}, nil), dbf([2]string{"A", "x"}, [2]string{"B", "y"}))
	f.Fuzz(func(t *testing.T, shp, dbf []byte) {
		layer, err := Open(Files{SHP: shp, DBF: dbf}, Limits{Features: 1000, Points: 100000})
		if err != nil {
			return
		}
		_ = layer.Each(func(f Feature) error {
			if len(f.Values) != len(layer.Columns) {
				t.Error("values without a column")
			}
			return nil
		})
	})
}
