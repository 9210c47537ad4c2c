package healthmap

import (
	"encoding/binary"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/geo/hex"
)

// Grid is a Ground taken apart: the cells of a place and the shares that the
// areas of each layer have in them.
type Grid struct {
	Cells  []hex.Cell
	Inside []uint32 // part of each cell inside the place, of WeightUnit
	Layers []Layer
}

// Layer has the areas of one level and their shares by cell.
type Layer struct {
	Level   string
	Areas   []GroundArea
	offsets []int32 // one more than there are cells
	shares  []Share
}

// Share is the part of a cell that lies in an area.
type Share struct {
	Area   int32  // index in Areas
	Weight uint32 // of WeightUnit
}

// Of gives the shares in one cell.
func (l *Layer) Of(cell int) []Share { return l.shares[l.offsets[cell]:l.offsets[cell+1]] }

// Largest gives the area with the largest share in a cell, the first of
// equals; -1 when none has a share.
func (l *Layer) Largest(cell int) int {
	found, most := -1, uint32(0)
	for _, share := range l.Of(cell) {
		if share.Weight > most {
			found, most = int(share.Area), share.Weight
		}
	}
	return found
}

// Layer gives the layer of a level, nil when there is none.
func (g *Grid) Layer(level string) *Layer {
	for at := range g.Layers {
		if g.Layers[at].Level == level {
			return &g.Layers[at]
		}
	}
	return nil
}

// Decode takes a Ground apart. A document whose parts do not fit together is
// refused as Broken.
func (g *Ground) Decode() (*Grid, error) {
	grid := &Grid{}
	for _, run := range g.Runs {
		for at := range run[2] {
			grid.Cells = append(grid.Cells, hex.Cell{Q: run[1] + at, R: run[0]})
		}
	}
	if len(g.Inside) != 4*len(grid.Cells) {
		return nil, fault.New(fault.Broken, "maps.bad-ground", nil)
	}
	for at := range grid.Cells {
		grid.Inside = append(grid.Inside, binary.LittleEndian.Uint32(g.Inside[4*at:]))
	}
	for _, document := range g.Layers {
		layer, err := document.decode(len(grid.Cells))
		if err != nil {
			return nil, err
		}
		grid.Layers = append(grid.Layers, layer)
	}
	return grid, nil
}

func (d GroundLayer) decode(cells int) (Layer, error) {
	layer := Layer{Level: d.Level, Areas: d.Areas, offsets: make([]int32, cells+1)}
	shares := len(d.Indices) / 2
	if len(d.Counts) != cells || len(d.Weights) != 4*shares {
		return layer, fault.New(fault.Broken, "maps.bad-ground", nil)
	}
	for cell, count := range d.Counts {
		layer.offsets[cell+1] = layer.offsets[cell] + int32(count)
	}
	if int(layer.offsets[cells]) != shares {
		return layer, fault.New(fault.Broken, "maps.bad-ground", nil)
	}
	for at := range shares {
		share := Share{Area: int32(binary.LittleEndian.Uint16(d.Indices[2*at:])), Weight: binary.LittleEndian.Uint32(d.Weights[4*at:])}
		if int(share.Area) >= len(d.Areas) {
			return layer, fault.New(fault.Broken, "maps.bad-ground", nil)
		}
		layer.shares = append(layer.shares, share)
	}
	return layer, nil
}

// encode is the way back.
func (l *Layer) encode() GroundLayer {
	document := GroundLayer{Level: l.Level, Areas: l.Areas}
	for cell := range len(l.offsets) - 1 {
		document.Counts = append(document.Counts, uint8(len(l.Of(cell))))
	}
	for _, share := range l.shares {
		document.Indices = binary.LittleEndian.AppendUint16(document.Indices, uint16(share.Area))
		document.Weights = binary.LittleEndian.AppendUint32(document.Weights, share.Weight)
	}
	return document
}

// runs writes cells, which are in order of row and column, as runs.
func runs(cells []hex.Cell) [][3]int32 {
	var list [][3]int32
	for _, cell := range cells {
		if last := len(list) - 1; last >= 0 && list[last][0] == cell.R && list[last][1]+list[last][2] == cell.Q {
			list[last][2]++
			continue
		}
		list = append(list, [3]int32{cell.R, cell.Q, 1})
	}
	return list
}
