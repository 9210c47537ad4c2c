package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
	"github.com/koppelkans/koppelkans/internal/healthmap"
)

// corner k of a pointy-top hexagon of edge 1, y to the south.
var hexCorners = func() (found [6][2]float64) {
	for k := range found {
		angle := (30 + 60*float64(k)) * math.Pi / 180
		found[k] = [2]float64{math.Cos(angle), -math.Sin(angle)}
	}
	return found
}()

// hexSides are the neighbours beyond the side from corner k to k+1.
var hexSides = [6]hex.Cell{{Q: 0, R: 1}, {Q: -1, R: 1}, {Q: -1, R: 0}, {Q: 0, R: -1}, {Q: 1, R: -1}, {Q: 1, R: 0}}

// mapCells places the cells of a map in a picture.
type mapCells struct {
	scored *healthmap.Scored
	layer  *healthmap.Layer // of the borders
	units  *healthmap.Layer // whose scores are shown; nil for cells
	left   float64
	top    float64
	width  float64
	height float64
}

func newCells(scored *healthmap.Scored) *mapCells {
	p := &mapCells{scored: scored, layer: scored.Grid.Layer("neighbourhood")}
	if level := scored.Sheet.Level; level != healthmap.CellLevel {
		p.units = scored.Grid.Layer(level)
		p.layer = p.units
	}
	p.fit()
	return p
}

func (p *mapCells) size() (width, height float64) { return p.width, p.height }

// draw draws the map: cells, borders, names.
func (p *mapCells) draw(on mapPaper) {
	for cell := range p.scored.Grid.Cells {
		p.cell(on, cell)
	}
	p.borders(on)
	p.names(on)
}

func hexPath() string {
	path := ""
	for k, c := range hexCorners {
		path += map[bool]string{true: "M", false: "L"}[k == 0] + short(c[0]*svgEdge) + " " + short(c[1]*svgEdge)
	}
	return path + "z"
}

func short(x float64) string { return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) }

// at gives the middle of a cell; y to the south.
func at(cell hex.Cell) (x, y float64) {
	return svgEdge * math.Sqrt(3) * (float64(cell.Q) + float64(cell.R)/2), -svgEdge * 1.5 * float64(cell.R)
}

func (p *mapCells) fit() {
	if len(p.scored.Grid.Cells) == 0 {
		p.width, p.height = 1, 1
		return
	}
	p.left, p.top = math.Inf(1), math.Inf(1)
	right, bottom := math.Inf(-1), math.Inf(-1)
	for _, cell := range p.scored.Grid.Cells {
		x, y := at(cell)
		p.left, right = min(p.left, x), max(right, x)
		p.top, bottom = min(p.top, y), max(bottom, y)
	}
	p.left, p.top = p.left-svgEdge, p.top-svgEdge
	p.width, p.height = right-p.left+svgEdge, bottom-p.top+svgEdge
}

func (p *mapCells) cell(on mapPaper, cell int) {
	unit := cell
	if p.units != nil {
		if unit = p.units.Largest(cell); unit < 0 {
			return
		}
	}
	sheet := p.scored.Sheet
	x, y := at(p.scored.Grid.Cells[cell])
	x, y = x-p.left, y-p.top
	drawn := drawnAs(sheet, unit)
	if drawn == "hole" {
		on.cell(x, y, "")
		return
	}
	step := ramp(int(sheet.Score[unit]), len(sheet.Items))
	on.cell(x, y, scoreColours[step])
	if drawn == "partly" {
		on.hatch(x, y, 0.35)
	}
	if p.units == nil {
		on.score(x, y, inkOn(step), strconv.Itoa(int(sheet.Score[unit])))
	}
}

// inkOn is the colour of a score on its step of the colours.
func inkOn(step int) string {
	if step >= deepFrom {
		return inkOnDeep
	}
	return inkOnPale
}

// borders draws the sides of cells where one area ends and another begins.
func (p *mapCells) borders(on mapPaper) {
	if p.layer == nil {
		return
	}
	index := make(map[hex.Cell]int, len(p.scored.Grid.Cells))
	for at, cell := range p.scored.Grid.Cells {
		index[cell] = at
	}
	var path strings.Builder
	for number, cell := range p.scored.Grid.Cells {
		for side := range 3 { // the other three are seen from the neighbour
			other, known := index[hex.Cell{Q: cell.Q + hexSides[side].Q, R: cell.R + hexSides[side].R}]
			if !known || p.layer.Largest(other) == p.layer.Largest(number) {
				continue
			}
			x, y := at(cell)
			a, b := hexCorners[side], hexCorners[side+1]
			fmt.Fprintf(&path, "M%s %sL%s %s", short(x-p.left+a[0]*svgEdge), short(y-p.top+a[1]*svgEdge), short(x-p.left+b[0]*svgEdge), short(y-p.top+b[1]*svgEdge))
		}
	}
	on.borders(path.String())
}

// names writes each area in the middle of its cells, with its score when the
// areas are what is scored.
func (p *mapCells) names(on mapPaper) {
	if p.layer == nil {
		return
	}
	x, y, n := make([]float64, len(p.layer.Areas)), make([]float64, len(p.layer.Areas)), make([]float64, len(p.layer.Areas))
	for number, cell := range p.scored.Grid.Cells {
		if area := p.layer.Largest(number); area >= 0 {
			cx, cy := at(cell)
			x[area], y[area], n[area] = x[area]+cx, y[area]+cy, n[area]+1
		}
	}
	// More names than fit would cover the map; small areas go without.
	least := 25.0
	if p.units != nil {
		least = 8
	}
	for area, about := range p.layer.Areas {
		if n[area] < least {
			continue
		}
		text := about.Name
		if p.units != nil {
			text += " " + map[bool]string{true: "?", false: strconv.Itoa(int(p.scored.Sheet.Score[area]))}[drawnAs(p.scored.Sheet, area) == "hole"]
		}
		on.name(x[area]/n[area]-p.left, y[area]/n[area]-p.top, text)
	}
}
