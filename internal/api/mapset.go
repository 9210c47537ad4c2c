package api

import (
	"net/http"
	"net/url"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

// MapSet is a chosen list of items that a map is scored on.
type MapSet struct {
	ID          string       `json:"id"`
	Name        string       `json:"name"`
	Description string       `json:"description"`
	Items       []MapSetItem `json:"items" nullable:"false"`
	Links       Links        `json:"links"`
}

// MapSetItem is what counts for one point.
type MapSetItem struct {
	ID      string            `json:"id"`
	Name    string            `json:"name"`
	Note    string            `json:"note,omitempty"`
	Domain  indicator.Domain  `json:"domain"`
	Combine healthmap.Combine `json:"combine" enum:"single,largest,any"`
	Cut     *Threshold        `json:"cut,omitempty"`
	Parts   []MapSetPart      `json:"parts" nullable:"false"`
}

// MapSetPart is an indicator within an item.
type MapSetPart struct {
	Indicator string     `json:"indicator"`
	Table     string     `json:"table,omitempty"`
	Cut       *Threshold `json:"cut,omitempty"`
}

// Threshold tells from where a value counts.
type Threshold struct {
	Side      healthmap.Side `json:"side" enum:"from,to"`
	Threshold float64        `json:"threshold"`
	Example   bool           `json:"example"`
	Source    string         `json:"source"`
}

func writtenCut(r *request, cut *healthmap.Cut) *Threshold {
	if cut == nil {
		return nil
	}
	return &Threshold{Side: cut.Side, Threshold: cut.Threshold, Example: cut.Example, Source: cut.Source.In(r.lang)}
}

func writtenMapSet(r *request, set healthmap.MapSet) MapSet {
	written := MapSet{
		ID: set.ID, Name: set.Name.In(r.lang), Description: set.Description.In(r.lang), Items: []MapSetItem{},
		Links: Links{Self: Root + "/map-sets/" + url.PathEscape(set.ID)},
	}
	for _, item := range set.Items {
		one := MapSetItem{
			ID: item.ID, Name: item.Name.In(r.lang), Note: item.Note.In(r.lang), Domain: item.Domain, Combine: item.Combine, Cut: writtenCut(r, item.Cut), Parts: []MapSetPart{},
		}
		for _, part := range item.Parts {
			one.Parts = append(one.Parts, MapSetPart{Indicator: part.Indicator, Table: part.Table, Cut: writtenCut(r, part.Cut)})
		}
		written.Items = append(written.Items, one)
	}
	return written
}

// mapSetOperations lists what can be asked of map sets.
func (s *server) mapSetOperations(b *book) []operation {
	tags := b.tag("map-sets", b.t("api.tag.map-sets"))
	one := b.schema(MapSet{})
	list := operation{Operation: b.operation(http.MethodGet, "/map-sets", "listMapSets", "mapSets", tags), answer: s.listMapSets}
	list.Parameters = b.pageParams()
	list.Responses = responses(http.StatusOK, good(b.t("api.good.list"), b.page("MapSet", one), "Link"))
	get := operation{Operation: b.operation(http.MethodGet, "/map-sets/{id}", "getMapSet", "mapSet", tags), answer: s.getMapSet}
	get.Parameters = b.idParam()
	get.Responses = responses(http.StatusOK, good(b.t("api.good.one"), one), http.StatusNotFound)
	return []operation{list, get}
}

func (s *server) listMapSets(r *request) (*answer, error) {
	sets, err := s.Maps.Sets(r.Context())
	if err != nil {
		return nil, err
	}
	return cut(r, sets, func(set healthmap.MapSet) any { return writtenMapSet(r, set) })
}

func (s *server) getMapSet(r *request) (*answer, error) {
	sets, err := s.Maps.Sets(r.Context())
	if err != nil {
		return nil, err
	}
	for _, set := range sets {
		if set.ID == r.PathValue("id") {
			return ok(writtenMapSet(r, set)), nil
		}
	}
	return nil, fault.New(fault.NotFound, "record.unknown", nil)
}
