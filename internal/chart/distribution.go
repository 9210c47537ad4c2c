package chart

import (
	"math"
	"slices"
)

// Distribution is one figure of a place on a line: here, how sure it is, the
// municipality and the country, and behind them the other areas of its sort.
type Distribution struct {
	ID         string // of its parts on the page
	Title      string
	Unit       Unit
	Here       Point // Label may be empty where the page says what here is
	References []Point
	Others     []Point // all areas of the sort, as the neighbourhoods of the municipality; here may be one
	OthersName string  // what they are: "buurten van Waterhoven"
	Axis       Axis    // at least this; the same for rows that compare
	Ticks      bool    // numbers along the line
	Source     string
}

// Point is a named value.
type Point struct {
	Label  string // in full, for the table
	Short  string // in the drawing; Label when empty
	Kind   Kind
	Value  Value
	Margin Interval
}

func (p Point) name() string {
	if p.Short != "" {
		return p.Short
	}
	return p.Label
}

// Common gives the axis on which distributions compare.
func Common(list ...Distribution) Axis {
	var all reach
	for _, d := range list {
		d.reach(&all)
	}
	return Axis{all.low, all.high}
}

func (d Distribution) reach(r *reach) {
	r.axis(d.Axis)
	r.value(d.Here.Value, d.Here.Margin)
	for _, p := range slices.Concat(d.References, d.Others) {
		r.value(p.Value, Interval{})
	}
}

// Letters of a drawing.
const (
	wordSize   = 14.0
	strongSize = 15.0
	tickSize   = 13.0
)

// Measures of a line.
const (
	lineEdge  = 8.0 // that keeps the outermost mark inside
	lineTicks = 5
	dotRadius = 7.0
	bandHalf  = 8.0
	barHalf   = 11.0
	rowHeight = 17.0 // of labels
	crowdTall = 22.0
)

// Draw works out the marks.
func (d Distribution) Draw(pen Pen, size Size) Drawing {
	return d.draw(pen, map[Size]float64{Narrow: 320, Wide: 640}[size])
}

func (d Distribution) draw(pen Pen, width float64) Drawing {
	var all reach
	d.reach(&all)
	l := line{scale: nice(all, lineTicks), left: lineEdge, right: width - lineEdge, width: width, y: strongSize + 8 + barHalf}
	crowded := d.crowded()
	if crowded {
		l.y += crowdTall - barHalf
	}
	l.line(RoleAxis, false, point{0, l.y}, point{width, l.y})
	if d.Ticks && all.any {
		for _, v := range l.scale.ticks() {
			l.line(RoleAxis, false, point{l.x(v), l.y}, point{l.x(v), l.y + 4})
		}
	}
	if crowded {
		l.crowd(d.Bins())
	} else {
		l.neighbours(d.Others)
	}
	if d.Here.Value.known && d.Here.Margin.known {
		l.rectangle(RoleBand, l.stretch(d.Here.Margin), true)
	}
	l.references(d.References, true)
	l.here(pen, d.Here)
	l.references(d.References, false)
	bottom := l.labels(pen, d.References)
	if d.Ticks && all.any {
		bottom = l.tickRow(pen, bottom)
	}
	return l.drawing(width, bottom+4)
}

// line is the canvas of one line of values.
type line struct {
	canvas
	scale              scale
	left, right, width float64
	y                  float64
}

func (l *line) x(v float64) float64 { return l.scale.onto(v, l.left, l.right) }

func (l *line) here(pen Pen, p Point) {
	if !p.Value.known {
		said := label{role: RoleHoleWord, text: p.name(), strong: pen.Missing, size: wordSize}.within(l.width - 20)
		l.hatch(Box{0, 4, 13, 17})
		l.write(said, 19, 15, start)
		return
	}
	x := l.x(p.Value.number)
	l.dot(RoleHere, x, l.y, dotRadius)
	said := label{role: RoleHereWord, text: p.name(), strong: pen.Value(p.Value.number), size: strongSize}.within(l.width)
	half := said.width() / 2
	l.write(said, min(max(x, half), l.width-half), strongSize-1, middle)
}

// stretch is the box of an interval, never narrower than the dot that it is
// drawn around.
func (l *line) stretch(i Interval) Box {
	from, to := l.x(i.low), l.x(i.high)
	if short := 2*(dotRadius+2) - (to - from); short > 0 {
		from, to = from-short/2, to+short/2
	}
	return Box{max(from, 0), l.y - bandHalf, min(to, l.width), l.y + bandHalf}
}

// references marks other areas, which lie under here, or municipality and
// country, which lie on top and leave the edge of the dot to be seen.
func (l *line) references(list []Point, others bool) {
	for _, p := range slices.Backward(list) { // the first lies on top
		if p.Value.known && others == (p.Kind == Other) {
			l.mark(p.Kind, l.x(p.Value.number))
		}
	}
}

func (l *line) mark(kind Kind, x float64) {
	switch kind {
	case Municipality, Here:
		l.line(RoleMunicipality, false, point{x, l.y - barHalf}, point{x, l.y + barHalf})
	case Country:
		l.dot(RoleCountry, x, l.y, 5)
	default:
		const r = 5.5
		l.line(RoleOther, true, point{x, l.y - r}, point{x + r, l.y}, point{x, l.y + r}, point{x - r, l.y})
	}
}

func (l *line) neighbours(list []Point) {
	for _, p := range list {
		if p.Value.known {
			x := l.x(p.Value.number)
			l.line(RoleNeighbour, false, point{x, l.y - 7}, point{x, l.y + 7})
		}
	}
}

// tickRow writes round numbers below everything else.
func (l *line) tickRow(pen Pen, top float64) float64 {
	baseline := top + tickSize + 4
	beyond := -math.MaxFloat64
	for _, v := range l.scale.ticks() {
		x := l.x(v)
		said := label{role: RoleTick, text: pen.Tick(v, l.scale.decimals), size: tickSize}
		half := said.width() / 2
		mark := said.at(min(max(x, half), l.width-half), baseline, middle)
		if mark.Box.Left < beyond {
			continue
		}
		beyond = mark.Box.Right + 8
		l.marks = append(l.marks, mark)
	}
	return baseline + sink*tickSize
}
