// Package report writes what Koppelkans knows into files for others.
package report

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/geo/geojson"
	"github.com/koppelkans/koppelkans/internal/geo/gpkg"
	"github.com/koppelkans/koppelkans/internal/geo/hex"
	"github.com/koppelkans/koppelkans/internal/geo/rd"
	"github.com/koppelkans/koppelkans/internal/healthmap"
)

// Format is a sort of map file.
type Format string

const (
	CSV        Format = "csv"     // a line a cell
	GeoJSON    Format = "geojson" // a polygon a cell, longitude and latitude
	GeoPackage Format = "gpkg"    // a polygon a cell, RD New
)

// MapFile writes the scored cells of a map, one row a cell, from south to
// north: cell, q, r, x, y (RD metres of the centre), covered (part of the cell
// inside the place), score, known (number of items), missing (number of
// items), and for each item its value and its state (over, under or
// hole:REASON). An item whose parts have thresholds of their own has as value
// how many times its threshold the worst known part is. The value of a hole is
// empty.
type MapFile struct {
	Scored *healthmap.Scored
}

// columns gives the names of a row's values.
func (m MapFile) columns() []string {
	names := []string{"cell", "q", "r", "x", "y", "covered", "score", "known", "missing"}
	for _, item := range m.Scored.Sheet.Items {
		names = append(names, item.Item.ID, item.Item.ID+"_state")
	}
	return names
}

// row gives the values of one cell: string, int64, float64 or nil.
func (m MapFile) row(cell int) []any {
	sheet, where := m.Scored.Sheet, m.Scored.Grid.Cells[cell]
	centre := hex.RD100.Centre(where)
	values := []any{
		hex.RD100.ID(where), int64(where.Q), int64(where.R), toMillimetre(centre[0]), toMillimetre(centre[1]),
		float64(m.Scored.Grid.Inside[cell]) / healthmap.WeightUnit,
		int64(sheet.Score[cell]), int64(sheet.Known[cell]), int64(len(sheet.Items)) - int64(sheet.Known[cell]),
	}
	for at := range sheet.Items {
		item := &sheet.Items[at]
		if value, known := item.Value(cell); known {
			values = append(values, value)
		} else {
			values = append(values, nil)
		}
		values = append(values, item.StateText(cell))
	}
	return values
}

func toMillimetre(metres float64) float64 { return math.Round(metres*1000) / 1000 }

// WriteCSV writes the map as CSV with decimal points.
func (m MapFile) WriteCSV(to io.Writer) error {
	w := csv.NewWriter(to)
	if err := w.Write(m.columns()); err != nil {
		return err
	}
	for cell := range m.Scored.Grid.Cells {
		values := m.row(cell)
		texts := make([]string, len(values))
		for at, value := range values {
			texts[at] = text(value)
		}
		if err := w.Write(texts); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func text(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return ""
}

// ring gives the border of a cell in RD metres.
func (m MapFile) ring(cell int) orb.Ring { return hex.RD100.Ring(m.Scored.Grid.Cells[cell]) }

// WriteGeoJSON writes the map as GeoJSON (RFC 7946), one feature at a time.
func (m MapFile) WriteGeoJSON(to io.Writer) error {
	w := bufio.NewWriter(to)
	names := m.columns()
	for cell := range m.Scored.Grid.Cells {
		ring := m.ring(cell)
		for at, p := range ring {
			lon, lat := rd.ToWGS84(p[0], p[1])
			ring[at] = orb.Point{math.Round(lon*1e7) / 1e7, math.Round(lat*1e7) / 1e7}
		}
		feature := geojson.NewFeature(orb.Polygon{ring})
		feature.ID = m.row(cell)[0]
		for at, value := range m.row(cell) {
			feature.Properties[names[at]] = value
		}
		line, err := json.Marshal(feature)
		if err != nil {
			return err
		}
		before := ",\n"
		if cell == 0 {
			before = "{\"type\":\"FeatureCollection\",\"features\":[\n"
		}
		// A bufio.Writer keeps its first error for Flush.
		_, _ = w.WriteString(before)
		_, _ = w.Write(line)
	}
	_, _ = w.WriteString("\n]}\n")
	return w.Flush()
}

// WriteGeoPackage writes the map as a GeoPackage in RD New.
func (m MapFile) WriteGeoPackage(ctx context.Context, path string) error {
	if len(m.Scored.Grid.Cells) == 0 {
		return fault.New(fault.Invalid, "maps.no-cells", nil)
	}
	layer := gpkg.Layer{Name: "cells", Title: m.Scored.Ground.Name + " " + m.Scored.Values.Name, Geometry: "POLYGON", SRS: gpkg.RDNew, Index: true}
	for at, name := range m.columns() {
		layer.Columns = append(layer.Columns, gpkg.Column{Name: name, Type: m.columnType(at)})
	}
	layer.Rows = func(write func(orb.Geometry, []any) error) error {
		for cell := range m.Scored.Grid.Cells {
			if err := write(orb.Polygon{m.ring(cell)}, m.row(cell)); err != nil {
				return err
			}
		}
		return nil
	}
	return gpkg.Write(ctx, path, []gpkg.Layer{layer})
}

// columnType follows the order of columns: four counts among the first nine,
// then values and states in turn.
func (m MapFile) columnType(at int) gpkg.Type {
	switch at {
	case 0:
		return gpkg.Text
	case 1, 2, 6, 7, 8:
		return gpkg.Integer
	case 3, 4, 5:
		return gpkg.Real
	}
	if (at-9)%2 == 0 {
		return gpkg.Real
	}
	return gpkg.Text
}
