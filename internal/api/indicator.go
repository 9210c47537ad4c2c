package api

import (
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Indicator is something that is measured.
type Indicator struct {
	ID          string                `json:"id"`
	Name        string                `json:"name"`
	Short       string                `json:"short"`
	Description string                `json:"description"`
	Theme       string                `json:"theme"`
	Domain      indicator.Domain      `json:"domain"`
	Perspective indicator.Perspective `json:"perspective"`
	Unit        string                `json:"unit"`
	Decimals    int                   `json:"decimals"`
	Direction   indicator.Direction   `json:"direction"`
	Sort        indicator.Sort        `json:"sort"`
	Support     place.Level           `json:"support"`
	Source      Source                `json:"source"`
	Licence     string                `json:"licence"`
	Links       Links                 `json:"links"`
}

// Source publishes tables or borders.
type Source struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Publisher string `json:"publisher"`
	Licence   string `json:"licence"`
	URL       string `json:"url,omitempty"`
}

func (s *server) writtenIndicator(r *request, i indicator.Indicator) Indicator {
	return Indicator{
		ID: i.ID, Name: i.Name.In(r.lang), Short: i.Short.In(r.lang), Description: i.Description.In(r.lang), Theme: i.Theme, Domain: i.Domain,
		Perspective: i.Perspective, Unit: i.Unit, Decimals: i.Decimals, Direction: i.Direction, Sort: i.Sort, Support: i.Support,
		Source: s.writtenSource(i.Source), Licence: s.Indicators.LicenceOf(i), Links: Links{Self: Root + "/indicators/" + url.PathEscape(i.ID)},
	}
}

func (s *server) writtenSource(name string) Source {
	source, known := s.Indicators.Source(name)
	if !known {
		return Source{ID: name}
	}
	return Source{ID: source.ID, Name: source.Name, Publisher: source.Publisher, Licence: source.Licence, URL: source.URL}
}

// indicatorOperations lists what can be asked of indicators.
func (s *server) indicatorOperations(b *book) []operation {
	tags := b.tag("indicators", b.t("api.tag.indicators"))
	one := b.schema(Indicator{})
	list := operation{Operation: b.operation(http.MethodGet, "/indicators", "listIndicators", "indicators", tags), answer: s.listIndicators}
	list.Parameters = append(b.pageParams(), b.query("theme", &huma.Schema{Type: huma.TypeString, MaxLength: of(40)}))
	list.Responses = responses(http.StatusOK, good(b.t("api.good.list"), b.page("Indicator", one), "Link"))
	get := operation{Operation: b.operation(http.MethodGet, "/indicators/{id}", "getIndicator", "indicator", tags), answer: s.getIndicator}
	get.Parameters = b.idParam()
	get.Responses = responses(http.StatusOK, good(b.t("api.good.one"), one), http.StatusNotFound)
	return []operation{list, get}
}

func (s *server) listIndicators(r *request) (*answer, error) {
	all := s.Indicators.Indicators
	if theme := r.text("theme"); theme != "" {
		all = nil
		for _, i := range s.Indicators.Indicators {
			if i.Theme == theme {
				all = append(all, i)
			}
		}
	}
	return cut(r, all, func(i indicator.Indicator) any { return s.writtenIndicator(r, i) })
}

func (s *server) getIndicator(r *request) (*answer, error) {
	i, known := s.Indicators.ByID(r.PathValue("id"))
	if !known {
		return nil, fault.New(fault.NotFound, "record.unknown", nil)
	}
	return ok(s.writtenIndicator(r, i)), nil
}
