package healthmap

import (
	"context"
	"encoding/binary"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/geo/hex"
	"github.com/koppelkans/koppelkans/internal/geo/overlay"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Clip tells which cells belong to a map.
type Clip string

const (
	ClipTouch     Clip = "touch"     // that touch the place
	ClipCentre    Clip = "centre"    // whose centre lies in it
	ClipInhabited Clip = "inhabited" // that touch a neighbourhood where people live
)

// Valid tells whether a clip is one of the three.
func (c Clip) Valid() bool { return c == ClipTouch || c == ClipCentre || c == ClipInhabited }

// areaLayer has the drawn editions of one level with their borders, in the
// order of the layer.
type areaLayer struct {
	editions []place.Edition
	borders  []orb.MultiPolygon
}

// ground is a Ground with what the server needs besides: the editions behind
// the areas of each layer.
type ground struct {
	document *Ground
	grid     *Grid
	editions map[place.Level][]place.Edition
	bound    orb.Bound
}

// builder makes a ground step by step.
type builder struct {
	store        Store
	code         string
	clip         Clip
	municipality place.Edition
	year         int
	window       hex.Window
	own          areaLayer // neighbourhoods
	shares       overlay.CellShares
	mask         []orb.MultiPolygon // the borders that together are the place
	inMask       overlay.CellShares
	inside       []float64 // m² of each cell of the window
	cells        []int     // numbers in the window, in order
	result       ground
}

// build makes the ground of a municipality. Neighbourhoods of the newest
// boundary year with borders are drawn; the place itself is their union, or
// the municipality's own border when that is of a higher rank.
func (b *builder) build(ctx context.Context) (*ground, error) {
	for _, step := range []func(context.Context) error{b.findAreas, b.coverCells, b.clipCells, b.addLayers} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return &b.result, b.finish()
}

func (b *builder) findAreas(ctx context.Context) error {
	years, err := b.store.BorderYears(ctx, place.Neighbourhood, b.code)
	if err != nil {
		return err
	}
	b.year = place.NewestDrawn(years)
	if b.own, err = b.withBorders(ctx, place.Neighbourhood); err != nil {
		return err
	}
	editions, err := b.store.EditionsOf(ctx, place.Municipality, b.code)
	if err != nil {
		return err
	}
	b.municipality = drawnMunicipality(editions, b.code, b.year)
	if len(b.own.editions) == 0 && !b.municipality.HasBorder() {
		return fault.New(fault.NotFound, "maps.no-borders", fault.Args{"Code": b.code})
	}
	if b.year == 0 {
		b.year = b.municipality.Year
	}
	return nil
}

// drawnMunicipality chooses the edition of a boundary year, else the newest
// with a border.
func drawnMunicipality(editions []place.Edition, code string, year int) place.Edition {
	chosen := place.Edition{Key: place.Key{Level: place.Municipality, Code: code}, Name: code}
	for _, e := range editions { // old to new
		if e.Year == year && e.Code == code {
			return e
		}
		if e.HasBorder() || chosen.ID == 0 {
			chosen = e
		}
	}
	return chosen
}

// withBorders reads the editions of a level in the municipality and drops
// those without a border.
func (b *builder) withBorders(ctx context.Context, level place.Level) (areaLayer, error) {
	editions, err := b.store.EditionsWithin(ctx, level, b.year, b.code)
	if err != nil {
		return areaLayer{}, err
	}
	return b.readBorders(ctx, editions)
}

func (b *builder) readBorders(ctx context.Context, editions []place.Edition) (areaLayer, error) {
	editions = slices.DeleteFunc(editions, func(e place.Edition) bool { return !e.HasBorder() })
	borders, err := b.store.Borders(ctx, editions)
	layer := areaLayer{editions: editions, borders: make([]orb.MultiPolygon, len(editions))}
	for at, e := range editions {
		layer.borders[at] = borders[e.ID]
	}
	return layer, err
}

// coverCells lays a window of cells over the place and finds what part of
// each lies inside.
func (b *builder) coverCells(ctx context.Context) error {
	var err error
	if b.mask, err = b.findMask(ctx); err != nil {
		return err
	}
	bound := b.mask[0].Bound()
	for _, border := range b.mask {
		bound = bound.Union(border.Bound())
	}
	b.result.bound = bound
	if b.window, err = hex.RD100.Cover(bound); err != nil {
		return fault.Wrap(err, fault.Limit, "maps.too-large", fault.Args{"Code": b.code})
	}
	inside, err := overlay.Intersect(b.window, b.mask)
	if err != nil {
		return err
	}
	b.inside = make([]float64, b.window.Len())
	for at, cell := range inside.Cells {
		// Redrawn borders can overlap; a cell is never inside more than once.
		b.inside[cell] = min(b.inside[cell]+inside.Area[at], b.window.CellArea())
	}
	b.inMask = inside.ByCell(b.window.Len())
	own, err := overlay.Intersect(b.window, b.own.borders)
	if err != nil {
		return err
	}
	if err := b.keepInside(own, b.own.borders); err != nil {
		return err
	}
	b.shares = own.ByCell(b.window.Len())
	return nil
}

// keepInside takes away what of areas lies outside the place. Borders that
// make up the place cannot.
func (b *builder) keepInside(shares overlay.Shares, borders []orb.MultiPolygon) error {
	if len(borders) == 0 || &borders[0] == &b.mask[0] {
		return nil
	}
	return overlay.Within(b.window, shares, borders, b.mask, b.inMask)
}

// findMask gives the borders that together are the place.
func (b *builder) findMask(ctx context.Context) ([]orb.MultiPolygon, error) {
	rank := math.MinInt
	for _, e := range b.own.editions {
		rank = max(rank, e.Rank)
	}
	if len(b.own.editions) > 0 && (!b.municipality.HasBorder() || b.municipality.Rank <= rank) {
		return b.own.borders, nil
	}
	layer, err := b.readBorders(ctx, []place.Edition{b.municipality})
	return layer.borders, err
}

// clipCells chooses the cells that belong to the map.
func (b *builder) clipCells(ctx context.Context) error {
	keep := func(cell int) bool { return b.inside[cell] > 0 }
	switch b.clip {
	case ClipCentre:
		owner, err := overlay.CentreIn(b.window, b.mask)
		if err != nil {
			return err
		}
		keep = func(cell int) bool { return owner[cell] >= 0 }
	case ClipInhabited:
		inhabited, err := b.inhabited(ctx)
		if err != nil {
			return err
		}
		keep = func(cell int) bool {
			areas, _ := b.shares.Of(cell)
			return slices.ContainsFunc(areas, func(area int32) bool { return inhabited[area] })
		}
	}
	for cell := range b.window.Len() {
		if keep(cell) {
			b.cells = append(b.cells, cell)
		}
	}
	return nil
}

// inhabited tells of each neighbourhood whether people live there: the newest
// number of residents is not known to be 0.
func (b *builder) inhabited(ctx context.Context) ([]bool, error) {
	places := make([]id.ID, len(b.own.editions))
	for at, e := range b.own.editions {
		places[at] = e.PlaceID
	}
	seen, err := b.store.Observations(ctx, place.Neighbourhood, places, []string{indicator.Residents})
	if err != nil {
		return nil, err
	}
	newest := map[id.ID]int{}
	empty := map[id.ID]bool{}
	for _, o := range seen {
		if o.Known() && o.Period >= newest[o.Place] {
			newest[o.Place], empty[o.Place] = o.Period, o.Value == 0
		}
	}
	list := make([]bool, len(places))
	for at, where := range places {
		list[at] = !empty[where]
	}
	return list, nil
}

// addLayers adds neighbourhoods, districts made of them, and postcode areas.
func (b *builder) addLayers(ctx context.Context) error {
	b.result.grid = &Grid{}
	b.result.editions = map[place.Level][]place.Edition{}
	for _, cell := range b.cells {
		b.result.grid.Cells = append(b.result.grid.Cells, b.window.Cell(cell))
		b.result.grid.Inside = append(b.result.grid.Inside, b.weight(b.inside[cell]))
	}
	districts, err := b.store.EditionsWithin(ctx, place.District, b.year, b.code)
	if err != nil {
		return err
	}
	if len(b.own.editions) > 0 {
		neighbourhoods := b.layer(place.Neighbourhood, b.own.editions, b.shares)
		districts = usedDistricts(neighbourhoods.Areas, b.own.editions, districts)
		b.result.grid.Layers = append(b.result.grid.Layers, neighbourhoods)
		b.result.editions[place.Neighbourhood] = b.own.editions
		if len(districts) > 0 {
			b.result.grid.Layers = append(b.result.grid.Layers, merged(neighbourhoods, districts))
			b.result.editions[place.District] = districts
		}
	}
	return b.addPostcodes(ctx)
}

// weight turns m² into parts of a cell.
func (b *builder) weight(area float64) uint32 {
	return uint32(math.Round(min(area/b.window.CellArea(), 1) * WeightUnit))
}

// layer keeps the shares of the chosen cells.
func (b *builder) layer(level place.Level, editions []place.Edition, shares overlay.CellShares) Layer {
	layer := Layer{Level: string(level), offsets: make([]int32, 1, len(b.cells)+1)}
	for _, e := range editions {
		layer.Areas = append(layer.Areas, GroundArea{Code: e.Code, Name: e.Name, Parent: -1, BorderSource: e.Source})
	}
	for _, cell := range b.cells {
		areas, surface := shares.Of(cell)
		for at, area := range areas {
			if weight := b.weight(surface[at]); weight > 0 {
				layer.shares = append(layer.shares, Share{Area: area, Weight: weight})
			}
		}
		layer.offsets = append(layer.offsets, int32(len(layer.shares)))
	}
	return layer
}

// usedDistricts keeps the districts that hold a neighbourhood and points the
// neighbourhoods to them.
func usedDistricts(areas []GroundArea, editions, districts []place.Edition) []place.Edition {
	index := map[string]int{}
	var used []place.Edition
	for _, district := range districts {
		if slices.ContainsFunc(editions, func(e place.Edition) bool { return e.Parent == district.Code }) {
			index[district.Code] = len(used)
			used = append(used, district)
		}
	}
	for at, e := range editions {
		if parent, known := index[e.Parent]; known {
			areas[at].Parent = parent
		}
	}
	return used
}

// merged makes the layer of districts from that of their neighbourhoods, so
// that both share every border.
func merged(neighbourhoods Layer, districts []place.Edition) Layer {
	layer := Layer{Level: string(place.District), offsets: make([]int32, 1, len(neighbourhoods.offsets))}
	for _, e := range districts {
		layer.Areas = append(layer.Areas, GroundArea{Code: e.Code, Name: e.Name, Parent: -1})
	}
	for cell := range len(neighbourhoods.offsets) - 1 {
		first := len(layer.shares)
		for _, share := range neighbourhoods.Of(cell) {
			parent := int32(neighbourhoods.Areas[share.Area].Parent)
			if parent < 0 {
				continue
			}
			at := slices.IndexFunc(layer.shares[first:], func(s Share) bool { return s.Area == parent })
			if at < 0 {
				layer.shares = append(layer.shares, Share{Area: parent, Weight: share.Weight})
			} else {
				layer.shares[first+at].Weight += share.Weight
			}
		}
		layer.offsets = append(layer.offsets, int32(len(layer.shares)))
	}
	return layer
}

func (b *builder) addPostcodes(ctx context.Context) error {
	years, err := b.store.BorderYears(ctx, place.Postcode4, "")
	if err != nil {
		return err
	}
	newest := place.NewestDrawn(years)
	if newest == 0 {
		return nil
	}
	editions, err := b.store.EditionsTouching(ctx, place.Postcode4, newest, b.result.bound)
	if err != nil {
		return err
	}
	areas, err := b.readBorders(ctx, editions)
	if err != nil {
		return err
	}
	shares, err := overlay.Intersect(b.window, areas.borders)
	if err != nil {
		return err
	}
	if err := b.keepInside(shares, areas.borders); err != nil {
		return err
	}
	layer := b.layer(place.Postcode4, areas.editions, shares.ByCell(b.window.Len()))
	layer, kept := withoutUnused(layer, areas.editions)
	b.result.grid.Layers = append(b.result.grid.Layers, layer)
	b.result.editions[place.Postcode4] = kept
	return nil
}

// withoutUnused drops the areas that have no share in any cell.
func withoutUnused(layer Layer, editions []place.Edition) (Layer, []place.Edition) {
	number := make([]int32, len(editions))
	for _, share := range layer.shares {
		number[share.Area] = 1
	}
	var areas []GroundArea
	var kept []place.Edition
	for at, used := range number {
		number[at] = int32(len(kept))
		if used > 0 {
			areas, kept = append(areas, layer.Areas[at]), append(kept, editions[at])
		}
	}
	for at := range layer.shares {
		layer.shares[at].Area = number[layer.shares[at].Area]
	}
	layer.Areas = areas
	return layer, kept
}

// finish writes the document that the browser gets.
func (b *builder) finish() error {
	projection, err := fitProjection(b.result.bound)
	if err != nil {
		return err
	}
	grid := b.window.Grid
	document := &Ground{
		Code: b.code, Name: b.municipality.Name, BoundaryYear: b.year, Project: projection, Runs: runs(b.result.grid.Cells),
		Grid: GridInfo{Name: grid.Name, Edge: grid.Edge, OriginX: grid.OriginX, OriginY: grid.OriginY, Orientation: "pointy", CRS: "EPSG:28992", Clip: string(b.clip)},
	}
	for _, inside := range b.result.grid.Inside {
		document.Inside = binary.LittleEndian.AppendUint32(document.Inside, inside)
	}
	for at := range b.result.grid.Layers {
		document.Layers = append(document.Layers, b.result.grid.Layers[at].encode())
	}
	b.result.document = document
	return nil
}
