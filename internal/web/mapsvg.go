package web

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"net/http"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
	"github.com/koppelkans/koppelkans/internal/healthmap"
)

// scoreColours is the ramp of tokens.css; a picture that stands alone cannot
// read the tokens of a page.
var scoreColours = [9]string{"#f6f1d7", "#f2dfb2", "#f3c98d", "#f1ac6f", "#ea8d60", "#d77060", "#a64a59", "#763153", "#451c3d"}

const (
	inkOnPale  = "#17211f"
	inkOnDeep  = "#ffffff"
	deepFrom   = 6
	svgEdge    = 10.0 // of a cell in the picture
	hatchLines = `<pattern id="h" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V4" stroke="#17211f" stroke-width=".7"/></pattern>`
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

// mapSVG answers /kaart/{code}/kaart.svg: the map as a picture, for a browser
// without script and for paper.
func (s *site) mapSVG(w http.ResponseWriter, r *http.Request) error {
	_, scored, err := s.scored(r)
	if err != nil {
		return err
	}
	title := s.Catalogue.T(s.language(r), "map.stillTitle", map[string]any{"name": scored.Ground.Name, "set": scored.Values.Name, "year": scored.Values.Year})
	return tagged(w, r, "image/svg+xml", drawSVG(scored, title))
}

// picture places cells in the drawing.
type picture struct {
	scored *healthmap.Scored
	layer  *healthmap.Layer // of the borders
	units  *healthmap.Layer // whose scores are shown; nil for cells
	left   float64
	top    float64
}

func pictureOf(scored *healthmap.Scored) picture {
	p := picture{scored: scored, layer: scored.Grid.Layer("neighbourhood")}
	if level := scored.Sheet.Level; level != healthmap.CellLevel {
		p.units = scored.Grid.Layer(level)
		p.layer = p.units
	}
	return p
}

func drawSVG(scored *healthmap.Scored, title string) []byte {
	p := pictureOf(scored)
	width, height := p.fit()
	var out bytes.Buffer
	p.begin(&out, width, height, title)
	for cell := range scored.Grid.Cells {
		p.cell(&out, cell)
	}
	p.borders(&out)
	p.names(&out, p.scoreOf)
	out.WriteString("</svg>")
	return out.Bytes()
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

func (p *picture) fit() (width, height float64) {
	if len(p.scored.Grid.Cells) == 0 {
		return 1, 1
	}
	p.left, p.top = math.Inf(1), math.Inf(1)
	right, bottom := math.Inf(-1), math.Inf(-1)
	for _, cell := range p.scored.Grid.Cells {
		x, y := at(cell)
		p.left, right = min(p.left, x), max(right, x)
		p.top, bottom = min(p.top, y), max(bottom, y)
	}
	p.left, p.top = p.left-svgEdge, p.top-svgEdge
	return right - p.left + svgEdge, bottom - p.top + svgEdge
}

func (p *picture) cell(out *bytes.Buffer, cell int) {
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
		fmt.Fprintf(out, `<use href="#c" x="%s" y="%s" fill="url(#h)" stroke="#fff" stroke-width=".6"/>`, short(x), short(y))
		return
	}
	step := ramp(int(sheet.Score[unit]), len(sheet.Items))
	fmt.Fprintf(out, `<use href="#c" x="%s" y="%s" fill="%s" stroke="#fff" stroke-width=".6"/>`, short(x), short(y), scoreColours[step])
	if drawn == "partly" {
		fmt.Fprintf(out, `<use href="#c" x="%s" y="%s" fill="url(#h)" fill-opacity=".35"/>`, short(x), short(y))
	}
	if p.units == nil {
		ink := inkOnPale
		if step >= deepFrom {
			ink = inkOnDeep
		}
		fmt.Fprintf(out, `<text x="%s" y="%s" fill="%s">%d</text>`, short(x), short(y+3.6), ink, sheet.Score[unit])
	}
}

// borders draws the sides of cells where one area ends and another begins.
func (p *picture) borders(out *bytes.Buffer) {
	if p.layer == nil {
		return
	}
	index := make(map[hex.Cell]int, len(p.scored.Grid.Cells))
	for at, cell := range p.scored.Grid.Cells {
		index[cell] = at
	}
	out.WriteString(`<path fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" d="`)
	for number, cell := range p.scored.Grid.Cells {
		for side := range 3 { // the other three are seen from the neighbour
			other, known := index[hex.Cell{Q: cell.Q + hexSides[side].Q, R: cell.R + hexSides[side].R}]
			if !known || p.layer.Largest(other) == p.layer.Largest(number) {
				continue
			}
			x, y := at(cell)
			a, b := hexCorners[side], hexCorners[side+1]
			fmt.Fprintf(out, "M%s %sL%s %s", short(x-p.left+a[0]*svgEdge), short(y-p.top+a[1]*svgEdge), short(x-p.left+b[0]*svgEdge), short(y-p.top+b[1]*svgEdge))
		}
	}
	out.WriteString(`"/>`)
}

// scoreOf writes the score of an area, when areas are what is scored.
func (p *picture) scoreOf(area int) string {
	switch {
	case p.units == nil:
		return ""
	case drawnAs(p.scored.Sheet, area) == "hole":
		return " ?"
	}
	return " " + strconv.Itoa(int(p.scored.Sheet.Score[area]))
}

// names writes each area in the middle of its cells, with what there is to say
// of it.
func (p *picture) names(out *bytes.Buffer, says func(area int) string) {
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
	out.WriteString(`<g font-size="17" font-weight="700" fill="#17211f" stroke="#fff" stroke-width="4.5" stroke-linejoin="round" paint-order="stroke">`)
	for area, about := range p.layer.Areas {
		if n[area] < least {
			continue
		}
		text := about.Name + says(area)
		fmt.Fprintf(out, `<text x="%s" y="%s">%s</text>`, short(x[area]/n[area]-p.left), short(y[area]/n[area]-p.top+6), html.EscapeString(text))
	}
	out.WriteString("</g>")
}
