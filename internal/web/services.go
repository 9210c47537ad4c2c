package web

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/healthmap"
)

// MapPlace is a place that has a health map.
type MapPlace struct {
	Code           string
	Name           string
	BoundaryYear   int
	Neighbourhoods int
	Fictional      bool
}

// MapSetInfo names a map set in the reader's language.
type MapSetInfo struct {
	ID, Name, Description string
	Items                 int
}

// Background is a GeoJSON FeatureCollection in longitude and latitude whose
// features have a property "kind": land, neighbour, water, green, street or
// rail, and may have a "name".
type Background []byte

// Maps gives the health maps. Every method answers fault.NotFound for a place,
// set or year that does not exist.
type Maps interface {
	// MapPlaces lists the places with a map, by name.
	MapPlaces(ctx context.Context) ([]MapPlace, error)
	// MapSets lists the map sets, the default first.
	MapSets(ctx context.Context, lang string) ([]MapSetInfo, error)
	// Ground gives the grid of a place; it changes only with its borders.
	Ground(ctx context.Context, code string) (*healthmap.Ground, error)
	// Values gives the figures of a set; year 0 is the newest with figures.
	Values(ctx context.Context, code, set string, year int, lang string) (*healthmap.Values, error)
	// Background gives what is drawn below and over the cells.
	Background(ctx context.Context, code string) (Background, error)
}

// Places, Figures and Deliveries follow with their pages.
type (
	Places     any
	Figures    any
	Deliveries any
)
