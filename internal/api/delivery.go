package api

import (
	"context"
	"net/http"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Deliveries tells what is in the arrivals; *store.DB is one. Deliveries
// themselves are records.
type Deliveries interface {
	ContentsOf(ctx context.Context, d id.ID) ([]delivery.Content, error)
}

// DeliveryContent is what a delivery has of one indicator, period and level.
type DeliveryContent struct {
	Indicator    string      `json:"indicator"`
	Period       int         `json:"period"`
	Assumed      bool        `json:"assumed"`
	Level        place.Level `json:"level"`
	BoundaryYear int         `json:"boundaryYear"`
	Figures      int         `json:"figures"`
	Holes        int         `json:"holes"`
}

// deliveryOperations lists what can be asked of deliveries besides their
// records.
func (s *server) deliveryOperations(b *book) []operation {
	kind, known := s.Records.Kinds.ByName("delivery")
	if !known {
		return nil
	}
	op := operation{
		Operation: b.operation(http.MethodGet, "/"+kind.Many+"/{id}/contents", "listDeliveryContents", "contents", []string{kind.Many}),
		answer:    s.contentsOf(kind),
	}
	op.Parameters = append(b.idParam(), b.pageParams()...)
	op.Responses = responses(http.StatusOK, good(b.t("api.good.list"), b.page("DeliveryContent", b.schema(DeliveryContent{})), "Link"), http.StatusNotFound)
	return []operation{op}
}

func (s *server) contentsOf(kind *record.Kind) handler {
	return func(r *request) (*answer, error) {
		seen, _, err := s.Records.Get(r.Context(), r.actor, kind, r.id("id"))
		if err != nil {
			return nil, err
		}
		contents, err := s.Deliveries.ContentsOf(r.Context(), seen.ID)
		if err != nil {
			return nil, err
		}
		return cut(r, contents, func(c delivery.Content) any {
			return DeliveryContent{
				Indicator: c.Indicator, Period: c.Period, Assumed: c.Assumed, Level: c.Level, BoundaryYear: c.BoundaryYear, Figures: c.Known, Holes: c.Holes,
			}
		})
	}
}
