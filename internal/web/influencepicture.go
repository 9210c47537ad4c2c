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
	gridName   = 18 // letters of a name
	gridCorner = 22 // for the name of a quadrant
)

// grid draws influence up and interest to the right. Columns are as wide as the
// longest name needs, and rows as high as their fullest cell, so that no names
// overlap.
func (t *influenceTeller) grid() view.InfluenceGrid {
	const steps = partnership.MostInfluence
	cells := [steps][steps][]partnership.Stand{} // by influence from the top, by interest
	column, rows := float64(gridLeast), [steps]float64{}
	for at := range rows {
		rows[at] = 2 * gridRow
	}
	for _, stand := range t.i.Stands {
		stand.Name = view.Cut(stand.Name, gridName)
		row, at := steps-int(stand.Influence), int(stand.Interest)-1
		cells[row][at] = append(cells[row][at], stand)
		column = max(column, 44+gridLetter*float64(len([]rune(stand.Name))))
		rows[row] = max(rows[row], float64(gridRow*(len(cells[row][at])+1)))
	}
	halves := map[int]bool{0: true, steps - highFrom + 1: true} // the rows in which the quadrants begin
	for row := range halves {
		rows[row] += gridCorner
	}
	g := view.InfluenceGrid{Label: t.p.T("network.gridAlt", "n", len(t.i.Stands))}
	right, bottom := gridLeft+steps*column, float64(gridTop)
	for at := range rows {
		bottom += rows[at]
	}
	y := float64(gridTop)
	for row := range rows {
		x, names := float64(gridLeft), y-4
		if halves[row] {
			names += gridCorner
		}
		g.Words = append(g.Words, view.PictureWord{X: gridLeft - 18, Y: y + rows[row]/2 + 5, Text: t.p.Fmt().Int(steps - row), Class: "axis"})
		g.Lines = append(g.Lines, gridLine(gridLeft, y, right, y, steps-row == highFrom-1 && row > 0))
		for interest := range steps {
			for at, stand := range cells[row][interest] {
				g.Nodes = append(g.Nodes, view.PictureNode{X: x + 18, Y: names + float64(gridRow*(at+1)), Name: stand.Name, Shape: shapeOf(stand.Sort, stand.Domains)})
			}
			if halves[row] && (interest == 0 || interest == highFrom-1) {
				corner := t.quadrant(row == 0, interest > 0)
				g.Words = append(g.Words, view.PictureWord{X: x + 10, Y: y + 18, Text: corner, Class: "axis axis-start ring-name"})
			}
			x += column
		}
		y += rows[row]
	}
	g.Lines = append(g.Lines, gridLine(gridLeft, bottom, right, bottom, false))
	for at := range steps {
		x := gridLeft + float64(at)*column
		g.Lines = append(g.Lines, gridLine(x, gridTop, x, bottom, at == highFrom-1))
		g.Words = append(g.Words, view.PictureWord{X: x + column/2, Y: bottom + 20, Text: t.p.Fmt().Int(at + 1), Class: "axis"})
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
	ringWider  = 1.12 // times as wide when names overlap
	ringTurns  = 60   // places around a ring that are tried for each name
	mostWidths = 60
)

// ringSpot is somebody on a ring.
type ringSpot struct {
	stand partnership.Stand
	ring  int
	name  string
	angle float64
	part  float64 // how far into the ring, from 0 to 1
}

// rings draws who stands how near to the decisions. Rings are made wider until
// no names overlap.
func (t *influenceTeller) rings() view.RingPicture {
	var spots []ringSpot
	for _, stand := range t.i.Stands {
		if ring := slices.Index(partnership.Rings, stand.Now); ring >= 0 {
			spots = append(spots, ringSpot{stand: stand, ring: ring, name: view.PictureName(stand.Name)})
		}
	}
	width := ringFirst
	for range mostWidths {
		if placed(spots, width) {
			break
		}
		width *= ringWider
	}
	return t.drawRings(spots, width)
}

// placed spreads those of each ring over it, and gives each the nearest place to
// that where its name and its arrows are free; false when somebody has none.
func placed(spots []ringSpot, width float64) bool {
	var taken []ringBox
	on := [4]int{}
	for _, s := range spots {
		on[s.ring]++
	}
	for ring := range partnership.Rings { // the names of the rings themselves
		taken = append(taken, ringBox{network.Spot{Y: float64(ring+1)*width - 12}, network.Box{Width: 80, Height: 16}})
	}
	order := [4]int{}
	for at := range spots {
		ring := spots[at].ring
		ideal := 2 * math.Pi * (float64(order[ring]) + 0.13*float64(ring)) / float64(on[ring])
		order[ring]++
		boxes := free(&spots[at], ideal, width, taken)
		if boxes == nil {
			return false
		}
		taken = append(taken, boxes...)
	}
	return true
}

// free finds a free place for somebody on their ring, near an angle, and gives
// the room that it takes; nil when there is none.
func free(s *ringSpot, ideal, width float64, taken []ringBox) []ringBox {
	for turn := range ringTurns {
		aside := float64((turn+1)/2) / ringTurns * 2 * math.Pi
		if turn%2 == 1 {
			aside = -aside
		}
		for _, part := range []float64{0.62, 0.36, 0.84} {
			s.angle, s.part = ideal+aside, part
			boxes := append(arrowEnds(*s, width), boxAt(*s, width))
			if !slices.ContainsFunc(boxes, func(b ringBox) bool { return slices.ContainsFunc(taken, b.overlaps) }) {
				return boxes
			}
		}
	}
	return nil
}

// radius is how far from the middle somebody stands.
func (s ringSpot) radius(width float64) float64 { return (float64(s.ring) + s.part) * width }

// ringBox is the room of a shape with its name.
type ringBox struct {
	network.Spot
	network.Box
}

func boxAt(s ringSpot, width float64) ringBox {
	r := s.radius(width)
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
