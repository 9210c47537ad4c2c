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
	look   func(unit int) cellLook
	says   func(area int) string // after the name of an area
}

// cellLook is how a cell is drawn: fill "" is not known.
type cellLook struct {
	fill      string
	hatch     float64 // over it, by its opacity
	ink, text string  // in it
}

func newCells(scored *healthmap.Scored) *mapCells {
	p := &mapCells{scored: scored, layer: scored.Grid.Layer("neighbourhood")}
	if level := scored.Sheet.Level; level != healthmap.CellLevel {
		p.units = scored.Grid.Layer(level)
		p.layer = p.units
	}
	p.fit()
	p.look, p.says = p.scoreLook, p.scoreOf
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
	x, y := at(p.scored.Grid.Cells[cell])
	x, y = x-p.left, y-p.top
	look := p.look(unit)
	on.cell(x, y, look.fill)
	if look.hatch > 0 {
		on.hatch(x, y, look.hatch)
	}
	if look.text != "" && p.units == nil {
		on.score(x, y, look.ink, look.text)
	}
}

// scoreLook shows a score.
func (p *mapCells) scoreLook(unit int) cellLook {
	sheet := p.scored.Sheet
	drawn := drawnAs(sheet, unit)
	if drawn == "hole" {
		return cellLook{}
	}
	step := ramp(int(sheet.Score[unit]), len(sheet.Items))
	look := cellLook{fill: scoreColours[step], ink: inkOn(step), text: strconv.Itoa(int(sheet.Score[unit]))}
	if drawn == "partly" {
		look.hatch = 0.35
	}
	return look
}

// scoreOf writes the score of an area.
func (p *mapCells) scoreOf(area int) string {
	if drawnAs(p.scored.Sheet, area) == "hole" {
		return "?"
	}
	return strconv.Itoa(int(p.scored.Sheet.Score[area]))
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
	var labels []label
	for area, about := range p.layer.Areas {
		if n[area] < least {
			continue
		}
		text := about.Name
		if p.units != nil {
			text += " " + p.says(area)
		}
		labels = append(labels, label{x: x[area]/n[area] - p.left, y: y[area]/n[area] - p.top, text: text, weight: n[area]})
	}
	for _, one := range apart(labels) {
		on.name(one.x, one.y, one.text)
	}
}
