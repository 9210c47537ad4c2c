package picture

import (
	"math"
	"strconv"
	"strings"
)

type point struct{ x, y float64 }

// line is a row of points; closed leads back to the first.
type line struct {
	points []point
	closed bool
}

// arcSteps is in how many straight pieces a quarter of a circle is painted: at
// the sizes of dots and bars that cannot be seen.
const arcSteps = 8

// around gives a circle as a row of points.
func around(middle point, radius float64) []point {
	points := make([]point, 4*int(min(max(arcSteps, radius/2), 100)))
	for at := range points {
		angle := 2 * math.Pi * float64(at) / float64(len(points))
		points[at] = point{middle.x + radius*math.Cos(angle), middle.y + radius*math.Sin(angle)}
	}
	return points
}

// parse reads a path. What it does not know ends it: paths are our own, and the
// tests hold every chart against it.
func parse(path string) []line {
	r := reader{rest: path}
	var lines []line
	for {
		command := r.command()
		if command == 0 || command != 'M' && len(lines) == 0 {
			return lines
		}
		if command == 'M' {
			lines = append(lines, line{points: []point{{r.number(), r.number()}}})
			continue
		}
		now := &lines[len(lines)-1]
		last := now.points[len(now.points)-1]
		switch command {
		case 'L':
			now.points = append(now.points, point{r.number(), r.number()})
		case 'H':
			now.points = append(now.points, point{r.number(), last.y})
		case 'V':
			now.points = append(now.points, point{last.x, r.number()})
		case 'a':
			for range 5 { // two radii, turn, and two flags, which are always the same
				r.number()
			}
			now.points = append(now.points, quarter(last, r.number(), r.number())...)
		case 'z':
			now.closed = true
		default:
			return lines
		}
	}
}

// quarter gives a quarter of a circle, clockwise on the screen, from a point to
// one that lies (dx, dy) from it.
func quarter(from point, dx, dy float64) []point {
	middle, start := point{from.x, from.y + dy}, math.Atan2(-dy, 0) // it leaves sideways
	if dx*dy < 0 {
		middle, start = point{from.x + dx, from.y}, math.Atan2(0, -dx)
	}
	points := make([]point, arcSteps)
	for at := range points {
		angle := start + math.Pi/2*float64(at+1)/arcSteps
		points[at] = point{middle.x + math.Abs(dx)*math.Cos(angle), middle.y + math.Abs(dy)*math.Sin(angle)}
	}
	return points
}

// reader takes commands and numbers from the front of a path.
type reader struct{ rest string }

func (r *reader) command() byte {
	r.rest = strings.TrimLeft(r.rest, " ,")
	if r.rest == "" {
		return 0
	}
	command := r.rest[0]
	r.rest = r.rest[1:]
	return command
}

func (r *reader) number() float64 {
	r.rest = strings.TrimLeft(r.rest, " ,")
	end := 0
	for end < len(r.rest) && (strings.IndexByte("0123456789.", r.rest[end]) >= 0 || end == 0 && r.rest[end] == '-') {
		end++
	}
	number, _ := strconv.ParseFloat(r.rest[:end], 64) // what is no number is nought
	r.rest = r.rest[end:]
	return number
}

// moved moves lines by (x, y).
func moved(lines []line, x, y float64) []line {
	for _, one := range lines {
		for at := range one.points {
			one.points[at].x += x
			one.points[at].y += y
		}
	}
	return lines
}

// hatched gives the lines from lower left to upper right that lie in a convex
// surface, as those on which x + y is a whole number of steps.
func hatched(surface []point, apart float64) []line {
	step := max(apart, 1) * math.Sqrt2
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range surface {
		low, high = min(low, p.x+p.y), max(high, p.x+p.y)
	}
	var lines []line
	for n := math.Ceil(low / step); n*step < high && len(lines) < mostDashes; n++ {
		var ends []point
		for at, a := range surface {
			b := surface[(at+1)%len(surface)]
			from, to := a.x+a.y-n*step, b.x+b.y-n*step
			if from < 0 && to >= 0 || from >= 0 && to < 0 {
				part := from / (from - to)
				ends = append(ends, point{a.x + part*(b.x-a.x), a.y + part*(b.y-a.y)})
			}
		}
		if len(ends) == 2 {
			lines = append(lines, line{points: ends})
		}
	}
	return lines
}
