package chart

import (
	"math"
	"strconv"
	"strings"
)

// Drawing is a picture in units that are pixels at the usual size of letters.
// Later marks lie over earlier ones.
type Drawing struct {
	Width, Height float64
	Marks         []Mark
	Parts         []Part
}

// Part is a drawing within a drawing.
type Part struct {
	X, Y    float64
	Drawing Drawing
}

// Role is what a mark stands for. Its look follows from it, in colour, in grey
// and for who sees no colours; it is also a class name.
type Role string

const (
	RoleAxis             Role = "axis"
	RoleGrid             Role = "grid"
	RoleTick             Role = "tick" // a word at an axis
	RoleBand             Role = "band" // how sure it is
	RoleArea             Role = "area" // how sure a line is
	RoleHere             Role = "here" // a dot
	RoleHereLine         Role = "here-line"
	RoleHereWord         Role = "here-word"
	RoleMunicipality     Role = "municipality"
	RoleMunicipalityLine Role = "municipality-line"
	RoleCountry          Role = "country"
	RoleCountryLine      Role = "country-line"
	RoleOther            Role = "other"
	RoleOtherLine        Role = "other-line"
	RoleWord             Role = "word"
	RoleNeighbour        Role = "neighbour" // one of many areas
	RoleCrowd            Role = "crowd"     // many areas in a bar
	RoleBar              Role = "bar"
	RoleHalo             Role = "halo" // keeps a mark apart from what it lies on
	RoleHole             Role = "hole"
	RoleHatch            Role = "hatch" // in a hole
	RoleHoleWord         Role = "hole-word"
	RoleLeader           Role = "leader" // from a mark to its label
	RoleTitle            Role = "title"
	RoleNote             Role = "note"
)

// Mark is a path, a dot or a text.
type Mark struct {
	Role Role
	Box  Box // that it covers

	Path string // of a line or a surface, as SVG writes it

	X, Y   float64 // the middle of a dot; where a text is anchored, on its baseline
	Radius float64

	Text, Strong string // Strong follows Text, in bold
	Anchor       string // start, middle or end
	Size         float64
}

// Box is a rectangle; y runs down.
type Box struct{ Left, Top, Right, Bottom float64 }

func (b Box) middle() float64 { return (b.Left + b.Right) / 2 }

// overlaps tells whether two boxes share more than an edge.
func (b Box) overlaps(o Box) bool {
	return b.Left < o.Right && o.Left < b.Right && b.Top < o.Bottom && o.Top < b.Bottom
}

// point is a place in a drawing.
type point struct{ x, y float64 }

// canvas collects marks.
type canvas struct{ marks []Mark }

func (c *canvas) drawing(width, height float64) Drawing {
	return Drawing{Width: width, Height: math.Ceil(height), Marks: c.marks}
}

// line draws from point to point; closed makes it a surface.
func (c *canvas) line(role Role, closed bool, points ...point) {
	if len(points) == 0 {
		return
	}
	var path strings.Builder
	box := Box{points[0].x, points[0].y, points[0].x, points[0].y}
	for at, p := range points {
		path.WriteString(map[bool]string{true: "M", false: "L"}[at == 0] + short(p.x) + " " + short(p.y))
		box = Box{min(box.Left, p.x), min(box.Top, p.y), max(box.Right, p.x), max(box.Bottom, p.y)}
	}
	if closed {
		path.WriteString("z")
	}
	c.marks = append(c.marks, Mark{Role: role, Path: path.String(), Box: box})
}

// rectangle draws a box, with round ends when asked.
func (c *canvas) rectangle(role Role, b Box, rounded bool) {
	if !rounded {
		c.line(role, true, point{b.Left, b.Top}, point{b.Right, b.Top}, point{b.Right, b.Bottom}, point{b.Left, b.Bottom})
		return
	}
	r := min((b.Bottom-b.Top)/2, (b.Right-b.Left)/2)
	arc := "a" + short(r) + " " + short(r) + " 0 0 1 "
	path := "M" + short(b.Left+r) + " " + short(b.Top) + "H" + short(b.Right-r) + arc + short(r) + " " + short(r) +
		"V" + short(b.Bottom-r) + arc + short(-r) + " " + short(r) +
		"H" + short(b.Left+r) + arc + short(-r) + " " + short(-r) +
		"V" + short(b.Top+r) + arc + short(r) + " " + short(-r) + "z"
	c.marks = append(c.marks, Mark{Role: role, Path: path, Box: b})
}

func (c *canvas) dot(role Role, x, y, radius float64) {
	c.marks = append(c.marks, Mark{Role: role, X: round(x), Y: round(y), Radius: radius, Box: Box{x - radius, y - radius, x + radius, y + radius}})
}

// hatch draws what is missing: a box with slanted lines.
func (c *canvas) hatch(b Box) {
	c.rectangle(RoleHole, b, false)
	const apart = 4.0
	var path strings.Builder
	width, height := b.Right-b.Left, b.Bottom-b.Top
	for at := apart; at < width+height; at += apart {
		// From the left or lower edge up to the upper or right one.
		fromX, fromY := max(0, at-height), min(at, height)
		toX, toY := min(at, width), max(0, at-width)
		path.WriteString("M" + short(b.Left+fromX) + " " + short(b.Top+fromY) + "L" + short(b.Left+toX) + " " + short(b.Top+toY))
	}
	c.marks = append(c.marks, Mark{Role: RoleHatch, Path: path.String(), Box: b})
}

// label is a text that is yet to be placed.
type label struct {
	role         Role
	text, strong string
	size         float64
}

func (l label) width() float64 { return measure(l.text, l.strong, l.size) }

// within shortens the text, never the strong part, until it fits a width. A
// strong part that does not fit by itself leaves an empty label: half a number
// would be another number.
func (l label) within(width float64) label {
	l.text = shorten(l.text, l.strong, l.size, width)
	if l.text == "" && l.width() > width {
		l.strong = ""
	}
	return l
}

func (l label) empty() bool { return l.text == "" && l.strong == "" }

// Of the size of a letter: how far it rises above and sinks below its baseline.
const (
	rise = 0.74
	sink = 0.22
)

// write places a label with its anchor and baseline.
func (c *canvas) write(l label, x, y float64, anchor string) {
	if !l.empty() {
		c.marks = append(c.marks, l.at(x, y, anchor))
	}
}

// at gives the label as a mark.
func (l label) at(x, y float64, anchor string) Mark {
	width := l.width()
	left := x
	switch anchor {
	case middle:
		left = x - width/2
	case end:
		left = x - width
	}
	return Mark{
		Role: l.role, Text: l.text, Strong: l.strong, Size: l.size, Anchor: anchor, X: round(x), Y: round(y),
		Box: Box{left, y - rise*l.size, left + width, y + sink*l.size},
	}
}

const (
	start  = "start"
	middle = "middle"
	end    = "end"
)

func round(x float64) float64 { return math.Round(x*100) / 100 }

// short writes a coordinate with as few characters as a tenth of a unit needs.
func short(x float64) string {
	return strconv.FormatFloat(math.Round(x*10)/10+0, 'f', -1, 64)
}
