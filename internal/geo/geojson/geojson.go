// Package geojson writes GeoJSON (RFC 7946). The writer of orb would bring a
// database driver along with it; orb's geometries are written by encoding/json
// as they are.
package geojson

import "github.com/paulmach/orb"

// Collection is a FeatureCollection.
type Collection struct {
	Type     string    `json:"type"`
	Features []Feature `json:"features"`
}

// NewCollection makes an empty collection.
func NewCollection() *Collection {
	return &Collection{Type: "FeatureCollection", Features: []Feature{}}
}

// Feature is a geometry with properties. Coordinates are degrees, longitude
// first.
type Feature struct {
	Type       string         `json:"type"`
	ID         any            `json:"id,omitempty"`
	Geometry   Geometry       `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

// Geometry is a geometry as GeoJSON writes it.
type Geometry struct {
	Type        string       `json:"type"`
	Coordinates orb.Geometry `json:"coordinates"`
}

// NewFeature makes a feature without properties. A collection of geometries
// is not supported, because its layout differs.
func NewFeature(geometry orb.Geometry) Feature {
	return Feature{Type: "Feature", Geometry: Geometry{Type: geometry.GeoJSONType(), Coordinates: geometry}, Properties: map[string]any{}}
}
