package web

import (
	"math"
	"slices"

	"github.com/koppelkans/koppelkans/internal/network"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// Measures of the grid, in pixels.
const (
	gridLeft   = 34 // room for the words along the side
	gridTop    = 12
	gridRow    = 26 // a name
	gridLetter = 8.2
	gridLeast  = 84 // of a column
	gridCorner = 22 // for the name of a quadrant
)

// grid draws influence up and interest to the right. Each cell is as large as
// the names in it need, so that none overlap.
func (t *influenceTeller) grid() view.InfluenceGrid {
	const steps = partnership.MostInfluence
	cells := [steps][steps][]partnership.Stand{} // by influence from the top, by interest
	columns, rows := [steps]float64{}, [steps]float64{}
	for at := range columns {
		columns[at], rows[at] = gridLeast, 2*gridRow
	}
	for _, stand := range t.i.Stands {
		row, column := steps-int(stand.Influence), int(stand.Interest)-1
		cells[row][column] = append(cells[row][column], stand)
		name := view.PictureName(stand.Name)
		columns[column] = max(columns[column], 40+gridLetter*float64(len([]rune(name))))
		rows[row] = max(rows[row], float64(gridRow*(len(cells[row][column])+1)))
	}
	halves := map[int]bool{0: true, steps - highFrom + 1: true} // the rows in which the quadrants begin
	for row := range halves {
		rows[row] += gridCorner
	}
	g := view.InfluenceGrid{Label: t.p.T("network.gridAlt", "n", len(t.i.Stands))}
	right, bottom := float64(gridLeft), float64(gridTop)
	for at := range columns {
		right, bottom = right+columns[at], bottom+rows[at]
	}
	y := float64(gridTop)
	for row := range rows {
		x, names := float64(gridLeft), y-4
		if halves[row] {
			names += gridCorner
		}
		g.Words = append(g.Words, view.PictureWord{X: gridLeft - 18, Y: y + rows[row]/2 + 5, Text: t.p.Fmt().Int(steps - row), Class: "axis"})
		g.Lines = append(g.Lines, gridLine(gridLeft, y, right, y, steps-row == highFrom-1 && row > 0))
		for column := range columns {
			for at, stand := range cells[row][column] {
				g.Nodes = append(g.Nodes, view.PictureNode{X: x + 18, Y: names + float64(gridRow*(at+1)), Name: view.PictureName(stand.Name), Shape: shapeOf(stand.Sort, stand.Domains)})
			}
			if halves[row] && (column == 0 || column == highFrom-1) {
				corner := t.quadrant(row == 0, column > 0)
				g.Words = append(g.Words, view.PictureWord{X: x + 10, Y: y + 18, Text: corner, Class: "axis axis-start ring-name"})
			}
			x += columns[column]
		}
		y += rows[row]
	}
	g.Lines = append(g.Lines, gridLine(gridLeft, bottom, right, bottom, false))
	x := float64(gridLeft)
	for column := range columns {
		g.Lines = append(g.Lines, gridLine(x, gridTop, x, bottom, column == highFrom-1))
		g.Words = append(g.Words, view.PictureWord{X: x + columns[column]/2, Y: bottom + 20, Text: t.p.Fmt().Int(column + 1), Class: "axis"})
		x += columns[column]
	}
	g.Lines = append(g.Lines, gridLine(right, gridTop, right, bottom, false))
	g.Words = append(g.Words,
		view.PictureWord{X: right, Y: bottom + 42, Text: t.p.T("network.interestAxis") + " →", Class: "axis axis-end"},
		view.PictureWord{X: 4, Y: bottom + 42, Text: "↑ " + t.p.T("network.influenceAxis"), Class: "axis axis-start"})
	g.Width, g.Height = int(right)+4, int(bottom)+52
	return g
}

func gridLine(x1, y1, x2, y2 float64, strong bool) view.PictureLine {
	line := view.PictureLine{X1: x1, Y1: y1, X2: x2, Y2: y2, Class: "grid"}
	if strong {
		line.Class = "grid grid-strong"
	}
	return line
}

// Measures of the rings.
const (
	ringFirst  = 84.0 // how wide each ring is, at least
	ringWider  = 12.0 // and how much wider when names overlap
	ringTurns  = 48   // turns that are tried for each ring
	mostWidths = 60
)

// ringSpot is somebody on a ring.
type ringSpot struct {
	stand partnership.Stand
	ring  int
	name  string
	angle float64
}

// rings draws who stands how near to the decisions. Rings are made wider, and
// turned, until no names overlap.
func (t *influenceTeller) rings() view.RingPicture {
	var spots []ringSpot
	for _, stand := range t.i.Stands {
		if ring := slices.Index(partnership.Rings, stand.Now); ring >= 0 {
			spots = append(spots, ringSpot{stand: stand, ring: ring, name: view.PictureName(stand.Name)})
		}
	}
	width := ringFirst
	for range mostWidths {
		if turned(spots, width) {
			break
		}
		width += ringWider
	}
	return t.drawRings(spots, width)
}

// radius is where on its ring somebody stands.
func radius(ring int, width float64) float64 { return (float64(ring) + 0.62) * width }

// turned spreads those of each ring over it, and turns the ring such that no
// name overlaps another; false when that cannot be.
func turned(spots []ringSpot, width float64) bool {
	var placed []ringBox
	for ring := range partnership.Rings { // the names of the rings themselves
		placed = append(placed, ringBox{network.Spot{Y: float64(ring+1)*width - 12}, network.Box{Width: 80, Height: 16}})
	}
	for ring := range partnership.Rings {
		var on []int
		for at := range spots {
			if spots[at].ring == ring {
				on = append(on, at)
			}
		}
		fits := false
		for turn := 0; turn < ringTurns && !fits && len(on) > 0; turn++ {
			boxes := slices.Clone(placed)
			fits = true
			for i, at := range on {
				spots[at].angle = 2 * math.Pi * (float64(i)/float64(len(on)) + (float64(turn)/ringTurns+0.13*float64(ring))/float64(len(on)))
				box := boxAt(spots[at], width)
				fits = fits && !slices.ContainsFunc(boxes, box.overlaps)
				boxes = append(boxes, box)
				for _, end := range arrowEnds(spots[at], width) {
					fits = fits && !slices.ContainsFunc(boxes, end.overlaps)
					boxes = append(boxes, end)
				}
			}
			if fits {
				placed = boxes
			}
		}
		if !fits && len(on) > 0 {
			return false
		}
	}
	return true
}

// ringBox is the room of a shape with its name.
type ringBox struct {
	network.Spot
	network.Box
}

func boxAt(s ringSpot, width float64) ringBox {
	r := radius(s.ring, width)
	return ringBox{network.Spot{X: r * math.Cos(s.angle), Y: r * math.Sin(s.angle)}, view.NameBox(s.name)}
}

// arrowEnds gives the room of the points of the arrows of somebody.
func arrowEnds(s ringSpot, width float64) (ends []ringBox) {
	for at, ring := range []partnership.Ring{s.stand.Wanted, s.stand.Desired} {
		if at == 1 && s.stand.Wanted == s.stand.Desired {
			break // they lie beside each other
		}
		if to := slices.Index(partnership.Rings, ring); to >= 0 && to != s.ring {
			r := arrowAt(s.ring, to, width)
			ends = append(ends, ringBox{network.Spot{X: r * math.Cos(s.angle), Y: r * math.Sin(s.angle)}, network.Box{Width: 16, Height: 16}})
		}
	}
	return ends
}

// arrowAt is how far from the middle an arrow to another ring ends: just in it.
func arrowAt(from, to int, width float64) float64 {
	if to < from {
		return (float64(to) + 0.86) * width
	}
	return (float64(to) + 0.2) * width
}

func (b ringBox) overlaps(other ringBox) bool {
	return math.Abs(b.X-other.X) < (b.Width+other.Width)/2+4 && math.Abs(b.Y-other.Y) < (b.Height+other.Height)/2+4
}

func (t *influenceTeller) drawRings(spots []ringSpot, width float64) view.RingPicture {
	outside := float64(len(partnership.Rings))*width + 6
	half := outside
	for _, s := range spots {
		box := boxAt(s, width)
		half = max(half, math.Abs(box.X)+box.Width/2+4)
	}
	high := outside + 24
	drawn := view.RingPicture{Label: t.p.T("network.ringsAlt", "n", len(spots)), Width: int(2 * half), Height: int(2 * high)}
	for ring := len(partnership.Rings) - 1; ring >= 0; ring-- {
		class := "ring ring-" + string(partnership.Rings[ring])
		drawn.Rings = append(drawn.Rings, view.PictureRing{X: half, Y: high, R: float64(ring+1) * width, Class: class})
		drawn.Words = append(drawn.Words, view.PictureWord{X: half, Y: high + float64(ring+1)*width - 7, Text: t.ring(partnership.Rings[ring]), Class: "axis ring-name"})
	}
	for _, s := range spots {
		box := boxAt(s, width)
		x, y := view.Drawn(network.Spot{X: half + box.X, Y: high + box.Y})
		drawn.Nodes = append(drawn.Nodes, view.PictureNode{X: x, Y: y, Name: s.name, Shape: shapeOf(s.stand.Sort, s.stand.Domains)})
		for _, to := range []struct {
			ring  partnership.Ring
			class string
		}{{s.stand.Wanted, "move-wanted"}, {s.stand.Desired, "move-desired"}} {
			ring := slices.Index(partnership.Rings, to.ring)
			if ring < 0 || ring == s.ring {
				continue
			}
			drawn.Moves = append(drawn.Moves, moveLine(x, y, half, high, arrowAt(s.ring, ring, width), to.class))
		}
	}
	return drawn
}

// moveLine goes from beside a shape straight to another ring; the two of one
// shape lie beside each other.
func moveLine(x, y, middleX, middleY, to float64, class string) view.PictureLine {
	dx, dy := x-middleX, y-middleY
	far := max(math.Hypot(dx, dy), 1)
	dx, dy = dx/far, dy/far
	start := 15.0
	if to < far {
		start = -start
	}
	if start*dy > 0 { // down, past the name
		start *= 1 + 1.5*math.Abs(dy)
	}
	aside := 4.0
	if class == "move-wanted" {
		aside = -aside
	}
	return view.PictureLine{
		X1: middleX + dx*(far+start) - dy*aside, Y1: middleY + dy*(far+start) + dx*aside,
		X2: middleX + dx*to - dy*aside, Y2: middleY + dy*to + dx*aside, Class: class,
	}
}
