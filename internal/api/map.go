package api

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/report"
)

// Maps gives the health maps; *healthmap.Service is one.
type Maps interface {
	MapPlaces(ctx context.Context) ([]healthmap.Mapped, error)
	Score(ctx context.Context, ask healthmap.Ask) (*healthmap.Scored, error)
}

// Map is a municipality of which there is a health map.
type Map struct {
	Code           string `json:"code"`
	Name           string `json:"name"`
	BoundaryYear   int    `json:"boundaryYear"`
	Neighbourhoods int    `json:"neighbourhoods"`
	Fictional      bool   `json:"fictional"`
	Links          Links  `json:"links"`
}

// MapUnits is a part of the cells or areas of a map, with their scores.
type MapUnits struct {
	Code      string    `json:"code"`
	Name      string    `json:"name"`
	MapSet    string    `json:"mapSet"`
	Year      int       `json:"year"`
	Years     []int     `json:"years" nullable:"false"`
	Fictional bool      `json:"fictional"`
	Measures  []Measure `json:"measures" nullable:"false"`
	Items     []MapUnit `json:"items" nullable:"false"`
	Total     int       `json:"total"`
	Links     Links     `json:"links"`
}

// Measure is one part of an item of the map set, with where its figures are
// from.
type Measure struct {
	Item      string `json:"item"`
	Indicator string `json:"indicator"`
	Period    int    `json:"period,omitempty"`
	Assumed   bool   `json:"assumed,omitempty"`
	Sort      string `json:"sort"`
	Source    string `json:"source"`
	Licence   string `json:"licence"`
}

// MapUnit is a cell or an area of a map.
type MapUnit struct {
	Code    string      `json:"code"`
	Name    string      `json:"name,omitempty"`
	X       *float64    `json:"x,omitempty"`
	Y       *float64    `json:"y,omitempty"`
	Covered *float64    `json:"covered,omitempty" minimum:"0" maximum:"1"`
	Score   int         `json:"score"`
	Known   int         `json:"known"`
	Missing int         `json:"missing"`
	Values  []UnitValue `json:"values" nullable:"false"`
}

// UnitValue is what an item says of a cell or an area.
type UnitValue struct {
	Item  string   `json:"item"`
	State string   `json:"state" enum:"over,under,hole"`
	Value *float64 `json:"value,omitempty"`
	Hole  string   `json:"hole,omitempty"`
}

// mapOperations lists what can be asked of health maps.
func (s *server) mapOperations(b *book) []operation {
	tags := b.tag("maps", b.t("api.tag.maps"))
	list := operation{Operation: b.operation(http.MethodGet, "/maps", "listMaps", "maps", tags), answer: s.listMaps}
	list.Parameters = b.pageParams()
	list.Responses = responses(http.StatusOK, good(b.t("api.good.list"), b.page("Map", b.schema(Map{})), "Link"))
	units := func(path, id, text string, answer handler) operation {
		op := operation{Operation: b.operation(http.MethodGet, "/maps/{code}/"+path, id, text, tags), answer: answer}
		op.Parameters = append([]*huma.Param{b.inPath("code", &huma.Schema{Type: huma.TypeString})}, b.pageParams()...)
		op.Parameters = append(op.Parameters, b.query("mapSet", &huma.Schema{Type: huma.TypeString, MaxLength: of(40)}),
			b.query("year", &huma.Schema{Type: huma.TypeInteger, Minimum: of(1900.0), Maximum: of(2200.0)}))
		op.Responses = responses(http.StatusOK, good(b.t("api.good.list"), b.schema(MapUnits{}), "Link"), http.StatusNotFound)
		return op
	}
	cells := units("cells", "listMapCells", "mapCells", s.listCells)
	cells.Responses["200"].Content["text/csv"] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Description: b.t("api.csv")}}
	areas := units("areas", "listMapAreas", "mapAreas", s.listAreas)
	areas.Parameters = append(areas.Parameters, b.query("level", &huma.Schema{Type: huma.TypeString, Enum: levelNames(), Default: "neighbourhood"}))
	return []operation{list, cells, areas}
}

func (s *server) listMaps(r *request) (*answer, error) {
	maps, err := s.Maps.MapPlaces(r.Context())
	if err != nil {
		return nil, err
	}
	return cut(r, maps, func(m healthmap.Mapped) any {
		return Map{
			Code: m.Code, Name: m.Name, BoundaryYear: m.BoundaryYear, Neighbourhoods: m.Neighbourhoods, Fictional: m.Fictional,
			Links: Links{Self: Root + "/maps/" + url.PathEscape(m.Code) + "/cells"},
		}
	})
}

// scored scores a map on a level.
func (s *server) scored(r *request, level string) (*healthmap.Scored, error) {
	return s.Maps.Score(r.Context(), healthmap.Ask{
		Actor: r.actor, Code: r.PathValue("code"), Set: r.text("mapSet"), Year: int(r.whole("year")), Lang: r.lang, Level: level,
	})
}

func (s *server) listCells(r *request) (*answer, error) {
	scored, err := s.scored(r, healthmap.CellLevel)
	if err != nil {
		return nil, err
	}
	if wantsCSV(r) {
		var file bytes.Buffer
		err := report.MapFile{Scored: scored}.WriteCSV(&file)
		return &answer{status: http.StatusOK, header: http.Header{}, raw: file.Bytes(), kind: "text/csv; charset=utf-8"}, err
	}
	return units(r, scored, len(scored.Grid.Cells), func(at int) MapUnit {
		cell := scored.Grid.Cells[at]
		centre, covered := hex.RD100.Centre(cell), float64(scored.Grid.Inside[at])/healthmap.WeightUnit
		return MapUnit{Code: hex.RD100.ID(cell), X: &centre[0], Y: &centre[1], Covered: &covered}
	})
}

func (s *server) listAreas(r *request) (*answer, error) {
	level := r.text("level")
	if level == "" {
		level = "neighbourhood"
	}
	scored, err := s.scored(r, level)
	if err != nil {
		return nil, err
	}
	areas := scored.Grid.Layer(level).Areas
	return units(r, scored, len(areas), func(at int) MapUnit { return MapUnit{Code: areas[at].Code, Name: areas[at].Name} })
}

// wantsCSV tells whether the caller would rather have a table.
func wantsCSV(r *request) bool {
	accept := r.header("Accept")
	return strings.Contains(accept, "text/csv") && !strings.Contains(accept, "application/json")
}

// units gives the part of the cells or areas that is asked.
func units(r *request, scored *healthmap.Scored, total int, write func(at int) MapUnit) (*answer, error) {
	passed, err := r.passed()
	if err != nil {
		return nil, err
	}
	list := MapUnits{
		Code: scored.Ground.Code, Name: scored.Ground.Name, MapSet: scored.Values.Set, Year: scored.Values.Year, Years: scored.Values.Years,
		Fictional: scored.Values.Fictional, Measures: measures(scored), Items: []MapUnit{}, Total: total,
	}
	end := min(passed+r.limit(), total)
	for at := passed; at < end; at++ {
		unit := write(at)
		unit.score(scored.Sheet, at)
		list.Items = append(list.Items, unit)
	}
	next := ""
	if passed < end && end < total {
		next = queryText(int64(end))
	}
	links, header := linked(r, "after", next)
	list.Links = links
	return ok(list).with("Link", header), nil
}

// score fills in what the map says of a unit.
func (u *MapUnit) score(sheet *healthmap.Sheet, at int) {
	u.Score, u.Known = int(sheet.Score[at]), int(sheet.Known[at])
	u.Missing, u.Values = len(sheet.Items)-u.Known, []UnitValue{}
	for i := range sheet.Items {
		item := &sheet.Items[i]
		value := UnitValue{Item: item.Item.ID}
		value.State, value.Hole, _ = strings.Cut(item.StateText(at), ":")
		if number, known := item.Value(at); known {
			value.Value = &number
		}
		u.Values = append(u.Values, value)
	}
}

// measures tells where the figures of each item are from.
func measures(scored *healthmap.Scored) []Measure {
	list := []Measure{}
	for _, item := range scored.Values.Items {
		for _, part := range item.Parts {
			list = append(list, Measure{
				Item: item.ID, Indicator: part.Indicator, Period: part.Period, Assumed: part.Assumed, Sort: part.Sort, Source: part.Source, Licence: part.Licence,
			})
		}
	}
	return list
}
