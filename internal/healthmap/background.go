package healthmap

import (
	"context"
	"encoding/json"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"
	"github.com/paulmach/orb/simplify"

	"github.com/koppelkans/koppelkans/internal/geo/geojson"
	"github.com/koppelkans/koppelkans/internal/geo/rd"
	"github.com/koppelkans/koppelkans/internal/place"
)

const (
	backgroundMargin    = 3_000 // metres around the map
	backgroundTolerance = 25    // metres that a border may be off; it is no more than scenery
	featureTolerance    = 3     // metres, for what lies within the map
	mostFeatures        = 5_000
	decimals            = 1e5 // of a degree: about a metre
)

// kinds brings features to the few sorts that the map draws.
var kinds = map[place.FeatureKind]string{
	place.Water: "water", place.Green: "green", place.Street: "street", place.Road: "road", place.Rail: "rail",
}

// Background gives what is drawn below and over the cells, from our own areas
// and features alone: a GeoJSON FeatureCollection in longitude and latitude
// whose features have a "kind" (land, neighbour, water, green, street, road,
// rail) and may have a "name".
func (s *Service) Background(ctx context.Context, code string) ([]byte, error) {
	g, err := s.ground(ctx, code, ClipTouch)
	if err != nil {
		return nil, err
	}
	seq, err := s.Store.LastEvent(ctx)
	if err != nil {
		return nil, err
	}
	return s.backgrounds.Get(ctx, seq, code, func(ctx context.Context) ([]byte, error) {
		return s.drawBackground(ctx, code, g.bound.Pad(backgroundMargin))
	})
}

func (s *Service) drawBackground(ctx context.Context, code string, bound orb.Bound) ([]byte, error) {
	drawing := geojson.NewCollection()
	if err := s.drawMunicipalities(ctx, drawing, code, bound); err != nil {
		return nil, err
	}
	wanted := make([]place.FeatureKind, 0, len(kinds))
	for kind := range kinds {
		wanted = append(wanted, kind)
	}
	features, err := s.Store.FeaturesWithin(ctx, wanted, bound, mostFeatures)
	if err != nil {
		return nil, err
	}
	for _, f := range features {
		add(drawing, kinds[f.Kind], f.Name, f.Geometry, featureTolerance)
	}
	return json.Marshal(drawing)
}

func (s *Service) drawMunicipalities(ctx context.Context, drawing *geojson.Collection, code string, bound orb.Bound) error {
	years, err := s.Store.BorderYears(ctx, place.Municipality, "")
	if err != nil {
		return err
	}
	editions, err := s.Store.EditionsTouching(ctx, place.Municipality, place.NewestDrawn(years), bound)
	if err != nil {
		return err
	}
	borders, err := s.Store.Borders(ctx, editions)
	if err != nil {
		return err
	}
	for _, e := range editions {
		kind := "neighbour"
		if e.Code == code {
			kind = "land"
		}
		add(drawing, kind, e.Name, borders[e.ID], backgroundTolerance)
	}
	return nil
}

// add draws a geometry in RD metres; what simplifying leaves nothing of is
// left out.
func add(drawing *geojson.Collection, kind, name string, geometry orb.Geometry, tolerance float64) {
	simple := simplify.DouglasPeucker(tolerance).Simplify(orb.Clone(geometry))
	if simple == nil {
		return
	}
	feature := geojson.NewFeature(project.Geometry(simple, func(p orb.Point) orb.Point {
		lon, lat := rd.ToWGS84(p[0], p[1])
		return orb.Point{math.Round(lon*decimals) / decimals, math.Round(lat*decimals) / decimals}
	}))
	feature.Properties["kind"] = kind
	if name != "" {
		feature.Properties["name"] = name
	}
	drawing.Features = append(drawing.Features, feature)
}
