package api

import (
	"context"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Places gives places with their editions; *store.DB is one.
type Places interface {
	ListPlaces(ctx context.Context, ask place.Ask) ([]place.Edition, int, error)
	EditionsOf(ctx context.Context, level place.Level, code string) ([]place.Edition, error)
}

// Place is a place as it is now.
type Place struct {
	ID           string      `json:"id"`
	Level        place.Level `json:"level"`
	Code         string      `json:"code"`
	Name         string      `json:"name"`
	Parent       string      `json:"parent,omitempty"`
	BoundaryYear int         `json:"boundaryYear"`
	Area         float64     `json:"area,omitempty"`
	BorderSource string      `json:"borderSource,omitempty"`
	Editions     []Edition   `json:"editions,omitempty" nullable:"false"`
	Links        Links       `json:"links"`
}

// Edition is a place in one boundary year.
type Edition struct {
	BoundaryYear int     `json:"boundaryYear"`
	Name         string  `json:"name"`
	Parent       string  `json:"parent,omitempty"`
	Area         float64 `json:"area,omitempty"`
	StatedArea   float64 `json:"statedArea,omitempty"`
	BorderSource string  `json:"borderSource,omitempty"`
}

func writtenPlace(e place.Edition) Place {
	written := Place{
		ID: e.PlaceID.String(), Level: e.Level, Code: e.Code, Name: e.Name, Parent: e.Parent, BoundaryYear: e.Year,
		Links: Links{Self: Root + "/places/" + string(e.Level) + "/" + url.PathEscape(e.Code)},
	}
	if e.HasBorder() {
		written.Area, written.BorderSource = e.Area, e.Source
	}
	return written
}

func writtenEdition(e place.Edition) Edition {
	written := Edition{BoundaryYear: e.Year, Name: e.Name, Parent: e.Parent, StatedArea: e.StatedArea}
	if e.HasBorder() {
		written.Area, written.BorderSource = e.Area, e.Source
	}
	return written
}

// placeOperations lists what can be asked of places.
func (s *server) placeOperations(b *book) []operation {
	tags := b.tag("places", b.t("api.tag.places"))
	levels := &huma.Schema{Type: huma.TypeString, Enum: levelNames()}
	one := b.schema(Place{})
	list := operation{Operation: b.operation(http.MethodGet, "/places", "listPlaces", "places", tags), answer: s.listPlaces}
	list.Parameters = append(b.pageParams(), b.query("words", &huma.Schema{Type: huma.TypeString, MaxLength: of(80)}), b.query("level", levels),
		b.query("within", &huma.Schema{Type: huma.TypeString, MaxLength: of(10)}),
		b.query("boundaryYear", &huma.Schema{Type: huma.TypeInteger, Minimum: of(1900.0), Maximum: of(2200.0)}))
	list.Responses = responses(http.StatusOK, good(b.t("api.good.list"), b.page("Place", one), "Link"))
	get := operation{Operation: b.operation(http.MethodGet, "/places/{level}/{code}", "getPlace", "place", tags), answer: s.getPlace}
	get.Parameters = []*huma.Param{b.inPath("level", levels), b.inPath("code", &huma.Schema{Type: huma.TypeString})}
	get.Responses = responses(http.StatusOK, good(b.t("api.good.one"), one), http.StatusNotFound)
	return []operation{list, get, s.figureOperation(b, tags, levels)}
}

func levelNames() []any {
	list := make([]any, len(place.Levels))
	for at, level := range place.Levels {
		list[at] = string(level)
	}
	return list
}

func (s *server) listPlaces(r *request) (*answer, error) {
	passed, err := r.passed()
	if err != nil {
		return nil, err
	}
	found, total, err := s.Places.ListPlaces(r.Context(), place.Ask{
		Words: r.text("words"), Level: place.Level(r.text("level")), Year: int(r.whole("boundaryYear")), Within: r.text("within"),
		Offset: passed, Limit: r.limit(),
	})
	if err != nil {
		return nil, err
	}
	return numbered(r, found, passed, total, func(e place.Edition) any { return writtenPlace(e) }), nil
}

func (s *server) getPlace(r *request) (*answer, error) {
	editions, err := s.Places.EditionsOf(r.Context(), place.Level(r.PathValue("level")), r.PathValue("code"))
	if err != nil {
		return nil, err
	}
	if len(editions) == 0 {
		return nil, fault.New(fault.NotFound, "record.unknown", nil)
	}
	newest := 0
	for at := range editions {
		if editions[at].Year > editions[newest].Year {
			newest = at
		}
	}
	written := writtenPlace(editions[newest])
	for _, edition := range editions {
		written.Editions = append(written.Editions, writtenEdition(edition))
	}
	return ok(written), nil
}
