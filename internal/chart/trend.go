package chart

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// Trend is how a figure went through the years, here against other areas. It
// has one source, for figures of two do not compare.
type Trend struct {
	ID         string // of its parts on the page
	Title      string
	Unit       Unit
	Here       Series
	References []Series
	Axis       Axis // at least this
	Source     string
}

// Series are the values of one area, oldest first.
type Series struct {
	Label   string
	Short   string // in the drawing; Label when empty
	Kind    Kind
	Moments []Moment
}

func (s Series) name() string { return Point{Label: s.Label, Short: s.Short}.name() }

// Moment is the value of a year. A year with a missing value breaks the line;
// a year that is not there does not.
type Moment struct {
	Year   int
	Value  Value
	Margin Interval
}

// Last gives the newest known value.
func (s Series) Last() (Moment, bool) {
	for _, m := range slices.Backward(s.Moments) {
		if m.Value.known {
			return m, true
		}
	}
	return Moment{}, false
}

// all are the series of a trend, here first.
func (t Trend) all() []Series { return append([]Series{t.Here}, t.References...) }

func (t Trend) reach(r *reach) {
	r.axis(t.Axis)
	for _, series := range t.all() {
		for _, m := range series.Moments {
			r.value(m.Value, m.Margin)
		}
	}
}

// Years are the years that any series knows of, in order.
func (t Trend) Years() []int {
	var years []int
	for _, series := range t.all() {
		for _, m := range series.Moments {
			years = append(years, m.Year)
		}
	}
	slices.Sort(years)
	return slices.Compact(years)
}

// From gives where the axis begins, when that is not at nought: readers should
// be told.
func (t Trend) From() (float64, bool) {
	var all reach
	t.reach(&all)
	low := nice(all, trendTicks).low()
	return low, all.any && low > 0
}

const (
	trendTicks = 4
	tickPart   = 0.34 // the most of the width that numbers at the axis may take
	holeSide   = 11.0
	lineWords  = 17.0 // between baselines of labels at line ends
)

// Draw works out the marks.
func (t Trend) Draw(pen Pen, size Size) Drawing {
	var all reach
	t.reach(&all)
	p := plot{scale: nice(all, trendTicks), years: t.Years(), width: 320, bottom: 196, known: all.any}
	if size == Wide {
		p.width, p.bottom = 640, 236
	}
	p.top = 12
	if !all.any {
		p.bottom = 40 // no room for lines that are not there
	}
	ends := t.ends(pen, size, p.width)
	p.gutters(pen, ends)
	p.grid(pen)
	p.yearRow()
	p.series(t)
	p.endLabels(ends)
	return p.drawing(p.width, p.bottom+26)
}

// plot is the canvas of lines through time.
type plot struct {
	canvas
	scale                    scale
	years                    []int
	known                    bool // any value at all
	bare                     bool // no numbers at the axis
	few                      bool // only the outermost numbers and years are written
	width                    float64
	left, right, top, bottom float64
}

func (p *plot) x(year int) float64 {
	if len(p.years) < 2 {
		return (p.left + p.right) / 2
	}
	first, last := p.years[0], p.years[len(p.years)-1]
	edge := 6.0 // keeps the dots off the gutters
	return p.left + edge + float64(year-first)/float64(last-first)*(p.right-p.left-2*edge)
}

func (p *plot) y(v float64) float64 { return p.scale.onto(v, p.bottom, p.top) }

// gutters makes room for the numbers on the left and the names on the right.
func (p *plot) gutters(pen Pen, ends []lineEnd) {
	if p.known {
		for _, v := range p.scale.ticks() {
			p.left = max(p.left, label{text: pen.Tick(v, p.scale.decimals), size: tickSize}.width())
		}
		p.left += 8
	}
	if p.left > p.width*tickPart { // so long that they would push the lines away
		p.left, p.bare = 0, true
	}
	right := 0.0
	for _, one := range ends {
		right = max(right, one.width()+endGap)
	}
	p.right = p.width - max(right, 2)
}

func (p *plot) grid(pen Pen) {
	if !p.known {
		p.line(RoleAxis, false, point{p.left, p.bottom}, point{p.right, p.bottom})
		return
	}
	for at, v := range p.scale.ticks() {
		role := RoleGrid
		if at == 0 {
			role = RoleAxis
		}
		y := p.y(v)
		p.line(role, false, point{p.left, y}, point{p.right, y})
		if p.bare || p.few && at > 0 && v != p.scale.high() {
			continue
		}
		p.write(label{role: RoleTick, text: pen.Tick(v, p.scale.decimals), size: tickSize}, p.left-8, y+tickSize*0.34, end)
	}
}

// yearRow marks each year, and writes as many as fit: the last, the first, and
// those between from new to old.
func (p *plot) yearRow() {
	order := slices.Clone(p.years)
	slices.Reverse(order)
	if n := len(order); n > 2 {
		order = slices.Concat(order[:1], order[n-1:], order[1:n-1])
	}
	var taken []Box
	for at, year := range order {
		x := p.x(year)
		p.line(RoleAxis, false, point{x, p.bottom}, point{x, p.bottom + 5})
		if p.few && at > 1 {
			continue
		}
		said := label{role: RoleTick, text: strconv.Itoa(year), size: tickSize}
		half := said.width() / 2
		mark := said.at(min(max(x, half), p.width-half), p.bottom+20, middle)
		wide := Box{mark.Box.Left - 8, mark.Box.Top, mark.Box.Right + 8, mark.Box.Bottom}
		if slices.ContainsFunc(taken, wide.overlaps) {
			continue
		}
		taken = append(taken, mark.Box)
		p.marks = append(p.marks, mark)
	}
}

// series draws bands, lines and dots; here lies on top.
func (p *plot) series(t Trend) {
	for _, run := range runs(t.Here) {
		p.area(run)
	}
	for _, series := range slices.Backward(t.References) {
		for _, run := range runs(series) {
			p.run(series.Kind.line(), run)
		}
	}
	for _, run := range runs(t.Here) {
		p.run(RoleHereLine, run)
		for _, m := range run {
			p.dot(RoleHere, p.x(m.Year), p.y(m.Value.number), 3.5)
		}
	}
	for _, m := range t.Here.Moments {
		if !m.Value.known {
			x := p.x(m.Year)
			p.hatch(Box{x - holeSide/2, p.bottom - holeSide - 3, x + holeSide/2, p.bottom - 3})
		}
	}
}

func (k Kind) line() Role {
	switch k {
	case Here:
		return RoleHereLine
	case Municipality:
		return RoleMunicipalityLine
	case Country:
		return RoleCountryLine
	}
	return RoleOtherLine
}

// run draws a line through known values; one alone becomes a short stroke.
func (p *plot) run(role Role, run []Moment) {
	points := make([]point, len(run))
	for at, m := range run {
		points[at] = point{p.x(m.Year), p.y(m.Value.number)}
	}
	if len(points) == 1 {
		one := points[0]
		points = []point{{one.x - 6, one.y}, {one.x + 6, one.y}}
	}
	p.line(role, false, points...)
}

// area draws how sure a run is, as far as that is known.
func (p *plot) area(run []Moment) {
	for len(run) > 0 {
		known := slices.IndexFunc(run, func(m Moment) bool { return m.Margin.known })
		if known < 0 {
			return
		}
		run = run[known:]
		ends := slices.IndexFunc(run, func(m Moment) bool { return !m.Margin.known })
		if ends < 0 {
			ends = len(run)
		}
		p.band(run[:ends])
		run = run[ends:]
	}
}

func (p *plot) band(run []Moment) {
	if len(run) == 1 {
		x := p.x(run[0].Year)
		p.rectangle(RoleArea, Box{x - 5, p.y(run[0].Margin.high), x + 5, p.y(run[0].Margin.low)}, false)
		return
	}
	var points []point
	for _, m := range run {
		points = append(points, point{p.x(m.Year), p.y(m.Margin.high)})
	}
	for _, m := range slices.Backward(run) {
		points = append(points, point{p.x(m.Year), p.y(m.Margin.low)})
	}
	p.line(RoleArea, true, points...)
}

// runs cuts a series where values are missing.
func runs(s Series) [][]Moment {
	var list [][]Moment
	var run []Moment
	for _, m := range s.Moments {
		if m.Value.known {
			run = append(run, m)
			continue
		}
		if run != nil {
			list, run = append(list, run), nil
		}
	}
	if run != nil {
		list = append(list, run)
	}
	return list
}

const (
	endGap   = 14.0 // between lines and their names
	unitRoom = 72.0 // within which a value takes its unit along
	endPart  = 0.36 // the most of the width that names may take
)

// lineEnd is the label at the end of a line.
type lineEnd struct {
	lines []label
	last  Moment
}

func (e lineEnd) width() float64 {
	width := 0.0
	for _, l := range e.lines {
		width = max(width, l.width())
	}
	return width
}

func (e lineEnd) height() float64 { return float64(len(e.lines)) * lineWords }

// ends makes the labels: on a wide drawing name and value on one line, on a
// narrow one below each other. A line that ended earlier says when.
func (t Trend) ends(pen Pen, size Size, width float64) []lineEnd {
	years := t.Years()
	var list []lineEnd
	for _, series := range t.all() {
		last, ok := series.Last()
		if !ok {
			continue
		}
		role := RoleWord
		if series.Kind == Here {
			role = RoleHereWord
		}
		value := pen.Number(last.Value.number)
		if with := pen.Value(last.Value.number); series.Kind == Here && measure("", with, wordSize) <= unitRoom {
			value = with
		}
		if last.Year != years[len(years)-1] {
			value += " (" + strconv.Itoa(last.Year) + ")"
		}
		one := lineEnd{last: last}
		if size == Wide {
			one.lines = []label{{role, series.name(), value, wordSize}}
		} else {
			one.lines = []label{{role, series.name(), "", wordSize}, {role, "", value, wordSize}}
		}
		for at, l := range one.lines {
			most := width*endPart - endGap
			if l.text == "" {
				most = width * 0.5 // a number alone may have more
			}
			one.lines[at] = l.within(most)
		}
		if one.lines = slices.DeleteFunc(one.lines, label.empty); len(one.lines) > 0 {
			list = append(list, one)
		}
	}
	return list
}

// endLabels writes the labels beside the ends of their lines. When there is too
// little room, here and the first references are named.
func (p *plot) endLabels(ends []lineEnd) {
	high := p.bottom + 26 // the row of years ends before the gutter
	for len(ends) > 0 {
		order := slices.Clone(ends)
		slices.SortStableFunc(order, func(a, b lineEnd) int {
			return cmp.Compare(p.y(a.last.Value.number), p.y(b.last.Value.number))
		})
		wanted, sizes := make([]float64, len(order)), make([]float64, len(order))
		for at, one := range order {
			wanted[at], sizes[at] = p.y(one.last.Value.number), one.height()
		}
		if middles, fits := spread(wanted, sizes, 3, 0, high); fits {
			for at, one := range order {
				p.endLabel(one, middles[at])
			}
			return
		}
		ends = ends[:len(ends)-1]
	}
}

func (p *plot) endLabel(one lineEnd, y float64) {
	left := p.right + endGap
	from := point{p.x(one.last.Year), p.y(one.last.Value.number)}
	if !p.few && math.Abs(y-from.y) > 5 || from.x < p.right-12 {
		p.line(RoleLeader, false, point{from.x + 6, from.y}, point{p.right, from.y}, point{left - 3, y})
	}
	top := y - one.height()/2
	for at, l := range one.lines {
		p.write(l, left, top+float64(at)*lineWords+lineWords/2+wordSize*0.34, start)
	}
}
