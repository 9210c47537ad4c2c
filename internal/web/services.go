package web

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/healthmap"
)

// Maps gives the health maps; *healthmap.Service is one. Every method answers
// fault.NotFound for a place, set or year that does not exist. What they give
// may be shared: the pages only read it.
type Maps interface {
	MapPlaces(ctx context.Context) ([]healthmap.Mapped, error)
	Sets(ctx context.Context) ([]healthmap.MapSet, error)
	Ground(ctx context.Context, code string, clip healthmap.Clip) (*healthmap.Ground, error)
	Values(ctx context.Context, code, set string, year int, lang string) (*healthmap.Values, error)
	Score(ctx context.Context, ask healthmap.Ask) (*healthmap.Scored, error)
	// Background gives what is drawn below and over the cells: a GeoJSON
	// FeatureCollection in longitude and latitude, whose features have a "kind"
	// (land, neighbour, water, green, street, rail) and may have a "name".
	Background(ctx context.Context, code string) ([]byte, error)
}

// Places, Figures and Deliveries follow with their pages.
type (
	Places     any
	Figures    any
	Deliveries any
)
