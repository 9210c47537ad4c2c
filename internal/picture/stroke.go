package picture

import "math"

// stroke paints along lines. Corners are round: at the widths of charts that
// differs from a sharp corner by less than a pixel.
func (c *Canvas) stroke(lines []line, ink Ink) {
	half := ink.width() / 2
	var shapes []line
	for _, one := range lines {
		points := one.points
		if one.closed {
			points = append(points[:len(points):len(points)], points[0])
		}
		for _, piece := range dashed(points, ink.Dash) {
			shapes = append(shapes, thick(piece, half, ink.Round, one.closed && len(ink.Dash) == 0)...)
		}
	}
	c.fill(shapes, ink.Stroke, ink.Opacity)
}

// thick gives the surface of a line: a rectangle along each piece and a dot at
// each corner, all turning the same way so that they do not cut each other out.
func thick(points []point, half float64, round, closed bool) []line {
	var shapes []line
	for at := 1; at < len(points); at++ {
		a, b := points[at-1], points[at]
		length := math.Hypot(b.x-a.x, b.y-a.y)
		if length == 0 {
			continue
		}
		nx, ny := -(b.y-a.y)/length*half, (b.x-a.x)/length*half
		shapes = append(shapes, line{points: []point{{a.x - nx, a.y - ny}, {b.x - nx, b.y - ny}, {b.x + nx, b.y + ny}, {a.x + nx, a.y + ny}}})
	}
	for at, p := range points {
		end := at == 0 || at == len(points)-1
		if end && (round || closed) || !end && half > 0.6 {
			shapes = append(shapes, line{points: around(p, half)})
		}
	}
	return shapes
}

// mostDashes bounds the work of a line with dashes.
const mostDashes = 5_000

// dashed cuts a line in pieces: drawn and left out in turn.
func dashed(points []point, dash []float64) [][]point {
	for _, length := range dash {
		if !(length > 0) {
			dash = nil // it would never come further
			break
		}
	}
	if len(dash) == 0 || len(points) < 2 {
		return [][]point{points}
	}
	var pieces [][]point
	piece, turn, left := []point{points[0]}, 0, dash[0]
	at, from := 1, points[0]
	for at < len(points) && len(pieces) < mostDashes {
		to := points[at]
		length := math.Hypot(to.x-from.x, to.y-from.y)
		if length <= left {
			left -= length
			piece, from = append(piece, to), to
			at++
			continue
		}
		from = point{from.x + (to.x-from.x)*left/length, from.y + (to.y-from.y)*left/length}
		if turn%2 == 0 {
			pieces = append(pieces, append(piece, from))
		}
		turn++
		piece, left = []point{from}, dash[turn%len(dash)]
	}
	if turn%2 == 0 && len(piece) > 1 {
		pieces = append(pieces, piece)
	}
	return pieces
}
