package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"sort"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

// town is a made-up place: a blob of hexagons, areas around random middles.
type town struct {
	ground healthmap.Ground
	middle [][2]float64 // of each neighbourhood
	parent []int
	edgeX  []float64 // of the outline, by angle
}

const (
	code           = "GM9999"
	neighbourhoods = 18
	districts      = 4
	edge           = 100.0
	homeX, homeY   = 155000.0, 463000.0
)

var townNames = []string{"Hoogerveld", "Oude Haven", "Zonneveld", "Veenpark", "De Werven", "Stationskwartier", "Kanaaldorp", "Lage Meent", "Rietlanden",
	"Veenplas", "Buitenplaats", "Polderzoom", "Molenhoek", "Kerkebuurt", "Nieuwland", "De Weide", "Havenkop", "Lindenhof"}

func newTown() *town {
	random := rand.New(rand.NewPCG(7, 11))
	t := &town{}
	t.edgeX = make([]float64, 72)
	a, b, c := random.Float64()*6, random.Float64()*6, random.Float64()*6
	for at := range t.edgeX {
		angle := float64(at) * math.Pi / 36
		t.edgeX[at] = 3500 + 260*math.Sin(2*angle+a) + 200*math.Sin(3*angle+b) + 120*math.Sin(5*angle+c)
	}
	for len(t.middle) < neighbourhoods {
		x, y := random.Float64()*7000-3500, random.Float64()*7000-3500
		far := t.inside(x*1.1, y*1.1)
		for _, m := range t.middle {
			far = far && math.Hypot(m[0]-x, m[1]-y) > 1150
		}
		if far {
			t.middle = append(t.middle, [2]float64{x, y})
		}
	}
	for _, m := range t.middle {
		d := 0
		if m[0] > 0 {
			d++
		}
		if m[1] > 0 {
			d += 2
		}
		t.parent = append(t.parent, d)
	}
	t.lay()
	return t
}

func (t *town) inside(x, y float64) bool {
	angle := math.Atan2(y, x)
	if angle < 0 {
		angle += 2 * math.Pi
	}
	return math.Hypot(x, y) < t.edgeX[int(angle/(math.Pi/36))%72]
}

func (t *town) areaAt(x, y float64) int {
	best, at := math.Inf(1), 0
	for i, m := range t.middle {
		if d := math.Hypot(m[0]-x, m[1]-y) + 60*math.Sin(x/170)*math.Cos(y/210); d < best {
			best, at = d, i
		}
	}
	return at
}

// lay samples each hexagon to find its shares.
func (t *town) lay() {
	g := &t.ground
	*g = healthmap.Ground{Code: code, Name: "Waterhoven", BoundaryYear: 2024,
		Grid: healthmap.GridInfo{Name: "rd100", Edge: edge, OriginX: homeX, OriginY: homeY, Orientation: "pointy", CRS: "EPSG:28992", Clip: "touch"}}
	// near Amersfoort: a flat projection is enough for work on the pages
	g.Project = healthmap.Projection{X0: homeX, Y0: homeY}
	g.Project.Lon = [10]float64{5.38763888, 0.14575, 0, 0, 0.0023, 0, 0, 0, 0, 0}
	g.Project.Lat = [10]float64{52.15616055, 0, 0.0898, -0.0001, 0, 0, 0, 0, 0, 0}
	buurten := healthmap.GroundLayer{Level: "neighbourhood"}
	wijken := healthmap.GroundLayer{Level: "district"}
	for i, name := range townNames {
		buurten.Areas = append(buurten.Areas, healthmap.GroundArea{Code: fmt.Sprintf("BU9999%02d%02d", t.parent[i], i), Name: name, Parent: t.parent[i], BorderSource: "Waterhoven"})
	}
	for i, name := range []string{"Zuidwest", "Zuidoever", "Noordwest", "Noordoost"} {
		wijken.Areas = append(wijken.Areas, healthmap.GroundArea{Code: fmt.Sprintf("WK9999%02d", i), Name: "Wijk " + name, Parent: -1, BorderSource: "Waterhoven"})
	}
	width, height := edge*math.Sqrt(3), edge*1.5
	for r := -30; r <= 30; r++ {
		var run *[3]int32
		for q := -45 - r/2; q <= 45-r/2; q++ {
			x, y := width*(float64(q)+float64(r)/2), height*float64(r)
			share, in := map[int]int{}, 0
			const n = 9
			for i := range n {
				for j := range n {
					sx, sy := x+width*((float64(i)+.5)/n-.5), y+2*edge*((float64(j)+.5)/n-.5)
					if dx, dy := math.Abs(sx-x), math.Abs(sy-y); dy > edge-dx/math.Sqrt(3) {
						continue
					}
					if t.inside(sx, sy) {
						share[t.areaAt(sx, sy)]++
						in++
					}
				}
			}
			if in == 0 {
				run = nil
				continue
			}
			if run == nil {
				g.Runs = append(g.Runs, [3]int32{int32(r), int32(q), 0})
				run = &g.Runs[len(g.Runs)-1]
			}
			run[2]++
			const whole = 61
			unit := healthmap.WeightUnit / whole
			g.Inside = binary.LittleEndian.AppendUint32(g.Inside, uint32(min(in, whole)*unit))
			addShares(&buurten, share, unit)
			byParent := map[int]int{}
			for a, n := range share {
				byParent[t.parent[a]] += n
			}
			addShares(&wijken, byParent, unit)
		}
	}
	g.Layers = []healthmap.GroundLayer{buurten, wijken}
}

func addShares(layer *healthmap.GroundLayer, share map[int]int, unit int) {
	var areas []int
	for a := range share {
		areas = append(areas, a)
	}
	sort.Ints(areas)
	layer.Counts = append(layer.Counts, byte(len(areas)))
	for _, a := range areas {
		layer.Indices = binary.LittleEndian.AppendUint16(layer.Indices, uint16(a))
		layer.Weights = binary.LittleEndian.AppendUint32(layer.Weights, uint32(share[a]*unit))
	}
}

func (t *town) MapPlaces(context.Context) ([]healthmap.Mapped, error) {
	return []healthmap.Mapped{{Code: code, Name: "Waterhoven", BoundaryYear: 2024, Neighbourhoods: neighbourhoods, Fictional: true}}, nil
}

func (t *town) Sets(context.Context) ([]healthmap.MapSet, error) {
	return []healthmap.MapSet{{ID: "city8", Name: indicator.Text{"nl": "Gezondheid 0–8", "en": "Health 0–8"}}}, nil
}

func (t *town) Score(ctx context.Context, ask healthmap.Ask) (*healthmap.Scored, error) {
	values, err := t.Values(ctx, ask.Code, ask.Set, ask.Year, ask.Lang)
	if err != nil {
		return nil, err
	}
	for at := range values.Items {
		if to, ok := ask.Thresholds[values.Items[at].ID]; ok && values.Items[at].Cut != nil {
			values.Items[at].Cut.Threshold = to
		}
	}
	grid, err := t.ground.Decode()
	if err != nil {
		return nil, err
	}
	return &healthmap.Scored{Ground: &t.ground, Grid: grid, Values: values, Sheet: healthmap.Score(grid, values, ask.Level)}, nil
}

func (t *town) Ground(_ context.Context, place string, _ healthmap.Clip) (*healthmap.Ground, error) {
	if place != code {
		return nil, fault.New(fault.NotFound, "map.unknown-place", fault.Args{"Code": place})
	}
	return &t.ground, nil
}
