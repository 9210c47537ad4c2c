package api

import (
	"context"
	"net/http"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Deliveries gives the arrivals; *store.DB is one.
type Deliveries interface {
	Deliveries(ctx context.Context, offset, limit int) ([]delivery.Delivery, int, error)
	FindDelivery(ctx context.Context, d id.ID) (delivery.Delivery, error)
	ContentsOf(ctx context.Context, d id.ID) ([]delivery.Content, error)
}

// Sources knows who publishes; *catalogue.Catalogue is one.
type Sources interface {
	Source(id string) (delivery.Source, bool)
}

// Delivery is one arrival of areas or figures.
type Delivery struct {
	ID           string            `json:"id"`
	Source       Source            `json:"source"`
	Table        string            `json:"table"`
	BoundaryYear int               `json:"boundaryYear"`
	File         string            `json:"file"`
	Checksum     string            `json:"checksum"`
	Recipe       string            `json:"recipe,omitempty"`
	Note         string            `json:"note,omitempty"`
	State        delivery.State    `json:"state" enum:"current,undone"`
	Areas        int               `json:"areas"`
	Figures      int               `json:"figures"`
	Holes        int               `json:"holes"`
	CreatedAt    string            `json:"createdAt" format:"date-time"`
	CurrentAt    string            `json:"currentAt,omitempty" format:"date-time"`
	UndoneAt     string            `json:"undoneAt,omitempty" format:"date-time"`
	Contents     []DeliveryContent `json:"contents,omitempty" nullable:"false"`
	Links        Links             `json:"links"`
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

func (s *server) writtenDelivery(d delivery.Delivery) Delivery {
	written := Delivery{
		ID: d.ID.String(), Source: s.writtenSource(d.Source), Table: d.Table, BoundaryYear: d.BoundaryYear, File: d.File, Checksum: d.Checksum, Recipe: d.Recipe,
		Note: d.Note, State: d.State, Areas: d.Areas, Figures: d.Figures, Holes: d.Holes, CreatedAt: moment(d.CreatedAt),
		Links: Links{Self: Root + "/deliveries/" + d.ID.String()},
	}
	if !d.CurrentAt.IsZero() {
		written.CurrentAt = moment(d.CurrentAt)
	}
	if !d.UndoneAt.IsZero() {
		written.UndoneAt = moment(d.UndoneAt)
	}
	return written
}

// deliveryOperations lists what can be asked of deliveries.
func (s *server) deliveryOperations(b *book) []operation {
	tags := b.tag("deliveries", b.t("api.tag.deliveries"))
	one := b.schema(Delivery{})
	list := operation{Operation: b.operation(http.MethodGet, "/deliveries", "listDeliveries", "deliveries", tags), answer: s.listDeliveries}
	list.Parameters = b.pageParams()
	list.Responses = responses(http.StatusOK, good(b.t("api.good.list"), b.page("Delivery", one), "Link"))
	get := operation{Operation: b.operation(http.MethodGet, "/deliveries/{id}", "getDelivery", "delivery", tags), answer: s.getDelivery}
	get.Parameters = b.idParam()
	get.Responses = responses(http.StatusOK, good(b.t("api.good.one"), one), http.StatusNotFound)
	return []operation{list, get}
}

func (s *server) listDeliveries(r *request) (*answer, error) {
	passed, err := r.passed()
	if err != nil {
		return nil, err
	}
	found, total, err := s.Deliveries.Deliveries(r.Context(), passed, r.limit())
	if err != nil {
		return nil, err
	}
	return numbered(r, found, passed, total, func(d delivery.Delivery) any { return s.writtenDelivery(d) }), nil
}

func (s *server) getDelivery(r *request) (*answer, error) {
	found, err := s.Deliveries.FindDelivery(r.Context(), r.id("id"))
	if err == nil && found.State == delivery.Writing { // nothing of it shows yet
		err = fault.New(fault.NotFound, "record.unknown", nil)
	}
	if err != nil {
		return nil, err
	}
	contents, err := s.Deliveries.ContentsOf(r.Context(), found.ID)
	if err != nil {
		return nil, err
	}
	written := s.writtenDelivery(found)
	for _, c := range contents {
		written.Contents = append(written.Contents, DeliveryContent{
			Indicator: c.Indicator, Period: c.Period, Assumed: c.Assumed, Level: c.Level, BoundaryYear: c.BoundaryYear, Figures: c.Known, Holes: c.Holes,
		})
	}
	return ok(written), nil
}

// Source publishes tables or borders.
type Source struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Publisher string `json:"publisher"`
	Licence   string `json:"licence"`
	URL       string `json:"url,omitempty"`
}

func (s *server) writtenSource(name string) Source {
	source, known := s.Sources.Source(name)
	if !known {
		return Source{ID: name}
	}
	return Source{ID: source.ID, Name: source.Name, Publisher: source.Publisher, Licence: source.Licence, URL: source.URL}
}
