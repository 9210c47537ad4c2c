package place

import (
	"context"
	"encoding/json"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Own is an area of our own: one that an organisation drew, such as the part of a
// neighbourhood that a plan is about. The program brings its border among the
// editions of places, as a delivery of the source "own-areas".
type Own struct {
	record.Head
	Name   string
	Code   string // EG and the last characters of the id; set once
	Note   string
	Border string // GeoJSON polygon in longitude and latitude
}

// OwnAreas describes the kind.
func OwnAreas() *record.Type[Own] {
	return record.Describe(record.Names{One: "ownArea", Many: "own-areas", Path: "eigen-gebieden"},
		record.TextField("name", func(o *Own) *string { return &o.Name }).Required().Listed().Found(3),
		record.TextField("code", func(o *Own) *string { return &o.Code }).Unique().Listed().Found(2).Fixed(),
		record.ProseField("note", func(o *Own) *string { return &o.Note }).Found(1),
		record.BorderField("border", func(o *Own) *string { return &o.Border }).Required(),
	).In(access.Figures).Guarded(guardOwn).FollowedBy(OwnAreaChanged)
}

// OwnAreaChanged is the kind of job that brings a changed border among the
// editions of places.
const OwnAreaChanged = "own-area"

// ownCode is the code that an area of our own has for ever.
func ownCode(one id.ID) string { return "EG" + one.String()[3:] }

// What a border may be: in the Netherlands with the sea around it, and not
// larger than anybody draws by hand.
const (
	west, east, south, north = 2.0, 8.0, 50.0, 56.0
	mostPoints               = 5_000
)

// guardOwn refuses what is no border, and gives a new area its code.
func guardOwn(_ context.Context, planned record.Planned) error {
	field, _ := planned.Kind.Field("code")
	if planned.After.Get(field) == "" {
		planned.After.Set(field, ownCode(planned.After.ID))
	}
	border, err := ParseOwnBorder(OwnAreas().Of(*planned.After).Border)
	if err != nil {
		return record.Wrong("border", "place.ownNotPolygon", fault.Args{"Reason": err.Error()})
	}
	points := 0
	for _, polygon := range border {
		for _, ring := range polygon {
			points += len(ring)
		}
	}
	bound := border.Bound()
	if bound.Min[0] < west || bound.Max[0] > east || bound.Min[1] < south || bound.Max[1] > north {
		return record.Wrong("border", "place.ownElsewhere", nil)
	}
	if points > mostPoints {
		return record.Wrong("border", "place.ownTooFine", fault.Args{"Most": mostPoints})
	}
	return nil
}

// drawn is as much of GeoJSON as a border can come in.
type drawn struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
	Geometry    *drawn          `json:"geometry"`
	Features    []drawn         `json:"features"`
}

// ParseOwnBorder reads a polygon or several from GeoJSON: a geometry, or a
// feature or collection around one. Longitude and latitude.
func ParseOwnBorder(text string) (orb.MultiPolygon, error) {
	var d drawn
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return nil, errNoPolygon
	}
	if d.Type == "FeatureCollection" && len(d.Features) == 1 {
		d = d.Features[0]
	}
	if d.Type == "Feature" && d.Geometry != nil {
		d = *d.Geometry
	}
	var border orb.MultiPolygon
	err := error(errNoPolygon)
	switch d.Type {
	case "Polygon":
		border = orb.MultiPolygon{nil}
		err = json.Unmarshal(d.Coordinates, &border[0])
	case "MultiPolygon":
		err = json.Unmarshal(d.Coordinates, &border)
	}
	if err != nil || !closed(border) {
		return nil, errNoPolygon
	}
	return border, nil
}

// closed tells whether every ring has an inside and ends where it begins.
func closed(border orb.MultiPolygon) bool {
	for _, polygon := range border {
		for _, ring := range polygon {
			if len(ring) < 4 || !ring.Closed() {
				return false
			}
		}
		if len(polygon) == 0 {
			return false
		}
	}
	return len(border) > 0
}

const errNoPolygon = ownError("no GeoJSON polygon")

type ownError string

func (e ownError) Error() string { return string(e) }
