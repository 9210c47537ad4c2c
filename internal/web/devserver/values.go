package main

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/healthmap"
)

type itemPlan struct {
	id, name, domain, unit, sort, source string
	side                                 healthmap.Side
	cut, step, middle, spread            float64
	decimals                             int
	parts                                []string
	combine                              healthmap.Combine
}

var plans = []itemPlan{
	{"loneliness", "Eenzaamheid", "social", "%", "modelled", "RIVM 50150NED", healthmap.From, 48, 1, 46, 8, 1, nil, healthmap.Single},
	{"stress", "Veel stress", "social", "%", "modelled", "RIVM 50150NED", healthmap.From, 21, 1, 19, 5, 1, nil, healthmap.Single},
	{"health", "Ervaren gezondheid (goed)", "social", "%", "modelled", "RIVM 50150NED", healthmap.UpTo, 75, 1, 77, 6, 1, nil, healthmap.Single},
	{"ses", "SES-WOA", "social", "", "calculated", "CBS 86092NED", healthmap.UpTo, -0.15, 0.05, 0, 0.25, 2, nil, healthmap.Single},
	{"density", "Inwoners per km²", "physical", "/km²", "counted", "CBS 85984NED", healthmap.From, 6000, 250, 5000, 2500, 0, nil, healthmap.Single},
	{"noise-air", "Geluid en lucht", "physical", "", "calculated", "RIVM", healthmap.From, 0, 1, 0, 0, 1, []string{"Geluid boven 55 dB", "NO2"}, healthmap.AnyOf},
	{"amenities", "Basisvoorzieningen", "physical", "km", "calculated", "CBS 86134NED", healthmap.From, 1.2, 0.1, 1, 0.4, 1, []string{"Huisarts", "Supermarkt", "Basisschool"}, healthmap.Largest},
	{"green", "Afstand tot groen", "physical", "km", "calculated", "CBS 86134NED", healthmap.From, 0.3, 0.05, 0.3, 0.15, 1, nil, healthmap.Single},
}

var sortWords = map[string]string{"modelled": "geschat", "counted": "geteld", "calculated": "berekend"}

func (t *town) Values(_ context.Context, place, set string, year int, lang string) (*healthmap.Values, error) {
	if place != code || set != "city8" && set != "" {
		return nil, fault.New(fault.NotFound, "map.unknown-place", fault.Args{"Code": place})
	}
	if year == 0 {
		year = 2024
	}
	v := &healthmap.Values{Set: "city8", Name: "Gezondheid 0–8", Year: year, Years: []int{2020, 2022, 2024}, Fictional: true}
	for at, p := range plans {
		random := rand.New(rand.NewPCG(uint64(at+5), 3))
		item := healthmap.ValueItem{ID: p.id, Name: p.name, Short: p.name, Domain: p.domain, Combine: p.combine}
		cut := &healthmap.ValueCut{Cut: healthmap.Cut{Side: p.side, Threshold: p.cut, Step: p.step, Example: true}, SourceText: "Voorbeeld van Koppelkans; niemand heeft hierover besloten"}
		if p.id == "health" {
			item.Note = "Staat in voor gezonde levensjaren, die er niet per buurt zijn."
		}
		switch p.combine {
		case healthmap.AnyOf:
			a, b := *cut, *cut
			a.Threshold, a.Step, b.Threshold, b.Step = 30, 5, 20, 1
			item.Parts = []healthmap.ValuePart{t.part(p, p.parts[0], "%", 25, 18, &a, year, random), t.part(p, p.parts[1], "µg/m³", 17, 4, &b, year, random)}
		case healthmap.Largest:
			item.Cut = cut
			for _, name := range p.parts {
				item.Parts = append(item.Parts, t.part(p, name, p.unit, p.middle, p.spread, nil, year, random))
			}
		default:
			item.Cut = cut
			item.Parts = []healthmap.ValuePart{t.part(p, p.name, p.unit, p.middle, p.spread, nil, year, random)}
		}
		v.Items = append(v.Items, item)
	}
	return v, nil
}

func (t *town) part(p itemPlan, name, unit string, middle, spread float64, cut *healthmap.ValueCut, year int, random *rand.Rand) healthmap.ValuePart {
	part := healthmap.ValuePart{Indicator: p.id + "-" + name, Name: name, Unit: unit, Decimals: p.decimals, Cut: cut,
		Support: "neighbourhood", SupportText: "buurt", Sort: p.sort, SortText: sortWords[p.sort], Period: year, Source: p.source, Licence: "CC BY 4.0", URL: "https://example.org/"}
	column := healthmap.ValueColumn{Level: "neighbourhood"}
	wijk := healthmap.ValueColumn{Level: "district"}
	worse := 1.0
	if p.side == healthmap.UpTo {
		worse = -1
	}
	sums, counts := make([]float64, districts), make([]float64, districts)
	for a, m := range t.middle {
		centre := 1.4 - math.Hypot(m[0]+200, m[1]+500)/1700
		value := middle + worse*spread*(centre*0.8+0.5*random.NormFloat64()) - float64(2024-year)*spread*0.06*worse
		if p.unit != "" {
			value = max(value, 0)
		}
		scale := math.Pow(10, float64(p.decimals))
		value = math.Round(value*scale) / scale
		hole := ""
		if a == 11 && p.id != "density" {
			hole = "secret"
		} else if random.Float64() < 0.05 {
			hole = []string{"comes-later", "not-asked", "suppressed"}[random.IntN(3)]
		}
		if p.id == "green" && year < 2024 {
			hole = "not-asked"
		}
		if hole != "" {
			column.Values, column.Holes = append(column.Values, nil), append(column.Holes, hole)
		} else {
			column.Values, column.Holes = append(column.Values, &value), append(column.Holes, "")
			sums[t.parent[a]] += value
			counts[t.parent[a]]++
		}
		column.Borders = append(column.Borders, healthmap.Border(random.IntN(8)/6*2))
	}
	part.Columns = []healthmap.ValueColumn{column}
	if p.sort == "modelled" {
		for d := range districts {
			if counts[d] == 0 {
				wijk.Values, wijk.Holes = append(wijk.Values, nil), append(wijk.Holes, "secret")
			} else {
				value := math.Round(sums[d]/counts[d]*10) / 10
				wijk.Values, wijk.Holes = append(wijk.Values, &value), append(wijk.Holes, "")
			}
			wijk.Borders = append(wijk.Borders, healthmap.BorderSame)
		}
		part.Columns = append(part.Columns, wijk)
	}
	return part
}

type feature struct {
	Type       string         `json:"type"`
	Properties map[string]any `json:"properties"`
	Geometry   map[string]any `json:"geometry"`
}

func (t *town) lonLat(x, y float64) [2]float64 {
	u, v := x/10000, y/10000
	g := t.ground.Project
	term := [10]float64{1, u, v, u * u, u * v, v * v, u * u * u, u * u * v, u * v * v, v * v * v}
	lon, lat := 0.0, 0.0
	for i := range term {
		lon += g.Lon[i] * term[i]
		lat += g.Lat[i] * term[i]
	}
	return [2]float64{lon, lat}
}

// Background draws the outline, a river, a lake, a park, streets and a railway.
func (t *town) Background(context.Context, string) ([]byte, error) {
	var all []feature
	add := func(kind, name, shape string, points [][2]float64) {
		var ring [][2]float64
		for _, p := range points {
			ring = append(ring, t.lonLat(p[0], p[1]))
		}
		var coordinates any = ring
		if shape == "Polygon" {
			coordinates = [][][2]float64{append(ring, ring[0])}
		}
		all = append(all, feature{"Feature", map[string]any{"kind": kind, "name": name}, map[string]any{"type": shape, "coordinates": coordinates}})
	}
	var outline [][2]float64
	for at, radius := range t.edgeX {
		angle := (float64(at) + .5) * math.Pi / 36
		outline = append(outline, [2]float64{radius * math.Cos(angle), radius * math.Sin(angle)})
	}
	add("land", "", "Polygon", outline)
	var north, south [][2]float64
	for x := -9000.0; x <= 9000; x += 200 {
		y := 900*math.Sin(x/2600) + 300 - x/7
		north, south = append(north, [2]float64{x, y + 130}), append(south, [2]float64{x, y - 130})
	}
	for i := len(south) - 1; i >= 0; i-- {
		north = append(north, south[i])
	}
	add("water", "de Meente", "Polygon", north)
	circle := func(x, y, r float64) (ring [][2]float64) {
		for a := 0.0; a < 2*math.Pi; a += .3 {
			ring = append(ring, [2]float64{x + r*math.Cos(a), y + r*.7*math.Sin(a)})
		}
		return ring
	}
	add("water", "Veenplas", "Polygon", circle(-1500, -2000, 420))
	add("green", "Stadspark", "Polygon", circle(1300, 1700, 380))
	var ring, road, rail [][2]float64
	for a := 0.0; a < 6.4; a += .1 {
		ring = append(ring, [2]float64{1700 * math.Cos(a), 1600 * math.Sin(a)})
	}
	for x := -9000.0; x <= 9000; x += 500 {
		road, rail = append(road, [2]float64{x, -600 + 200*math.Sin(x/900)}), append(rail, [2]float64{x, 400 * math.Cos(x/1800)})
	}
	add("street", "", "LineString", ring)
	add("street", "", "LineString", road)
	add("street", "", "LineString", [][2]float64{{-200, -9000}, {0, -3000}, {100, 0}, {-100, 3000}, {0, 9000}})
	add("rail", "", "LineString", rail)
	return json.Marshal(map[string]any{"type": "FeatureCollection", "features": all})
}
