package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Figures gives what is known of places; *store.DB is one.
type Figures interface {
	AllObservations(ctx context.Context, where id.ID) ([]indicator.Observation, error)
	DeliveriesByID(ctx context.Context, ids map[id.ID]bool) (map[id.ID]delivery.Delivery, error)
}

// Indicators gives the indicators as they are now; *catalogue.Live is one.
type Indicators interface{ Now() *catalogue.Catalogue }

// Figure is a value of an indicator in a period, or the reason why there is
// none, with how exact it is as far as its publisher says so.
type Figure struct {
	Indicator    string   `json:"indicator"`
	Period       int      `json:"period"`
	BoundaryYear int      `json:"boundaryYear"`
	Value        *float64 `json:"value,omitempty"`
	Hole         string   `json:"hole,omitempty"`
	Low          *float64 `json:"low,omitempty"`
	High         *float64 `json:"high,omitempty"`
	Respondents  int      `json:"respondents,omitempty" minimum:"1"`
	Source       string   `json:"source"`
	Table        string   `json:"table,omitempty"`
	Delivery     string   `json:"delivery"`
}

// figureOperation describes the figures of a place.
func (s *server) figureOperation(b *book, tags []string, levels *huma.Schema) operation {
	op := operation{Operation: b.operation(http.MethodGet, "/places/{level}/{code}/figures", "listPlaceFigures", "placeFigures", tags), answer: s.listFigures}
	op.Parameters = append([]*huma.Param{b.inPath("level", levels), b.inPath("code", &huma.Schema{Type: huma.TypeString})}, b.pageParams()...)
	op.Responses = responses(http.StatusOK, good(b.t("api.good.list"), b.page("Figure", b.schema(Figure{})), "Link"), http.StatusNotFound)
	return op
}

// listFigures gives the figures of a place of which somebody may see the
// indicator, over all periods and boundary years.
func (s *server) listFigures(r *request) (*answer, error) {
	editions, err := s.Places.EditionsOf(r.Context(), place.Level(r.PathValue("level")), r.PathValue("code"))
	if err != nil {
		return nil, err
	}
	if len(editions) == 0 {
		return nil, fault.New(fault.NotFound, "record.unknown", nil)
	}
	all, err := s.Figures.AllObservations(r.Context(), editions[0].PlaceID)
	if err != nil {
		return nil, err
	}
	known, wanted := s.Indicators.Now().For(r.actor), map[id.ID]bool{}
	seen := make([]indicator.Observation, 0, len(all))
	for _, one := range all {
		if _, may := known.ByID(one.Indicator); may {
			seen, wanted[one.Delivery] = append(seen, one), true
		}
	}
	deliveries, err := s.Figures.DeliveriesByID(r.Context(), wanted)
	if err != nil {
		return nil, err
	}
	return cut(r, seen, func(one indicator.Observation) any { return writtenFigure(one, deliveries[one.Delivery]) })
}

func writtenFigure(one indicator.Observation, from delivery.Delivery) Figure {
	written := Figure{
		Indicator: one.Indicator, Period: one.Period, BoundaryYear: one.BoundaryYear, Hole: one.Hole.String(),
		Respondents: one.Respondents, Source: from.Source, Table: from.Table, Delivery: one.Delivery.String(),
	}
	if one.Known() {
		written.Value = &one.Value
	}
	if one.Margins() {
		written.Low, written.High = &one.Low, &one.High
	}
	return written
}
