package overlay

import "math"

// sweep holds the sums for one block. From south to north its bands are
// zigzag, straight, zigzag, straight, … zigzag: band 2k+1 is the middle of row
// k of the block, band 2k lies between rows k−1 and k.
//
// A band is cut into figures, numbered from west to east. In a straight band
// they are rectangles of width 2 and height 2, one a column. In a zigzag band
// they are triangles of base 2 and height 1, alternately standing (the head of
// a cell of the lower row) and hanging (the foot of a cell of the upper row);
// their number is the u of their cell's centre. One place before the first
// and one after the last figure gather what lies outside the block.
type sweep struct {
	block  block
	stride int      // places a band
	sums   []figure // by band, then figure
	lo, hi []int32  // by band: places that were written to
}

// figure gathers what pieces of edges leave in one place.
type figure struct {
	own    float64 // surface right of the pieces, within the figure
	height float64 // their heights: what every figure further right gets
	turned float64 // their heights times their mean height above the band's base
}

// line is the border between a figure and the next one to the east:
// u + slope·t = c, t being the height above the band's base.
type line struct{ slope, c float64 }

// run walks all edges of an area through a block.
func (s *sweep) run(o *outline, b block) {
	s.reset(b)
	base := 3 * float64(b.firstRow)
	south, north := base-2, base+3*float64(b.lastRow-b.firstRow)+2
	for i := range o.edges {
		e := &o.edges[i]
		if e.high.v > south && e.low.v < north {
			s.walk(e, south, north)
		}
	}
}

func (s *sweep) reset(b block) {
	s.block = b
	s.stride = 2*(b.lastColumn-b.firstColumn+1) + 2
	bands := 2*(b.lastRow-b.firstRow+1) + 1
	// What is kept from the block before was cleaned by collect.
	if cap(s.sums) < bands*s.stride {
		s.sums = make([]figure, bands*s.stride)
	}
	s.sums = s.sums[:bands*s.stride]
	s.lo, s.hi = s.lo[:0], s.hi[:0]
	for range bands {
		s.lo, s.hi = append(s.lo, math.MaxInt32), append(s.hi, -1)
	}
}

// walk cuts an edge at the borders of bands.
func (s *sweep) walk(e *edge, south, north float64) {
	from := e.low
	if from.v < south {
		from = vertex{e.at(south), south}
	}
	rows := math.Floor((from.v - south) / 3)
	band, base := 2*int(rows), south+3*rows
	if from.v >= base+1 {
		band, base = band+1, base+1
	}
	for base < north {
		top := base + 1 + float64(band&1)
		if e.high.v <= top {
			s.piece(band, base, from, e.high, e.sign)
			return
		}
		to := vertex{e.at(top), top}
		s.piece(band, base, from, to, e.sign)
		from, base = to, top
		band++
	}
}

// piece cuts a piece of an edge within one band at the borders of figures and
// adds its parts. A straight piece crosses each border at most once, so it
// meets the figures in their order.
func (s *sweep) piece(band int, base float64, from, to vertex, sign float64) {
	first := s.figureAt(band, from.u, from.v-base)
	last := s.figureAt(band, to.u, to.v-base)
	lowest, highest := s.reach(band)
	first, last = clamp(first, lowest, highest), clamp(last, lowest, highest)
	start := from
	for first != last {
		step, border := 1, first
		if last < first {
			step, border = -1, first-1
		}
		cut := s.border(band, border).cross(start, from, to, base)
		s.add(band, base, first, from, cut, sign)
		from = cut
		first += step
	}
	s.add(band, base, first, from, to, sign)
}

// cross gives the point where the piece from start to end meets the line, not
// below the point that was reached.
func (l line) cross(start, reached, end vertex, base float64) vertex {
	before := start.u + l.slope*(start.v-base) - l.c
	after := end.u + l.slope*(end.v-base) - l.c
	part := before / (before - after)
	if !(part >= 0) { // also when both are 0
		part = 0
	}
	if part >= 1 {
		return end
	}
	cut := vertex{start.u + part*(end.u-start.u), start.v + part*(end.v-start.v)}
	if cut.v < reached.v {
		return reached
	}
	return cut
}

// add adds a piece that lies within one figure.
func (s *sweep) add(band int, base float64, number int, from, to vertex, sign float64) {
	height := sign * (to.v - from.v)
	if height == 0 {
		return
	}
	middle := (from.v+to.v)/2 - base
	l := s.border(band, number)
	place := s.place(band, number)
	sum := &s.sums[band*s.stride+place]
	sum.own += height * (l.c - l.slope*middle - (from.u+to.u)/2)
	sum.height += height
	sum.turned += height * middle
	s.lo[band], s.hi[band] = min(s.lo[band], int32(place)), max(s.hi[band], int32(place))
}

// odd tells for a straight band whether its row is odd, for a zigzag band
// whether the row below it is.
func (s *sweep) odd(band int) int {
	row := (band - 1) >> 1 // of the straight band itself, or the one below
	return (s.block.odd + row) & 1
}

// figureAt gives the number of the figure that holds a point of the band.
func (s *sweep) figureAt(band int, u, t float64) int {
	odd := float64(s.odd(band))
	if band&1 == 1 {
		return int(math.Floor((u - odd + 1) / 2))
	}
	falling := math.Floor((u + t - odd - 1) / 2)
	rising := math.Floor((u - t - odd - 1) / 2)
	return int(odd+2) + int(falling) + int(rising)
}

// border gives the eastern border of a figure.
func (s *sweep) border(band, number int) line {
	odd := s.odd(band)
	switch {
	case band&1 == 1:
		return line{0, float64(2*number + odd + 1)}
	case (number-odd)&1 == 0: // standing
		return line{1, float64(number + 1)}
	}
	return line{-1, float64(number)}
}

// reach gives the numbers of the places before the first figure and after the
// last one.
func (s *sweep) reach(band int) (int, int) {
	if band&1 == 1 {
		return s.block.firstColumn - 1, s.block.lastColumn + 1
	}
	return 2*s.block.firstColumn - 1, 2*s.block.lastColumn + 2
}

// place gives where the figure's sums are within its band.
func (s *sweep) place(band, number int) int {
	lowest, _ := s.reach(band)
	return number - lowest
}

func clamp(i, lowest, highest int) int { return max(lowest, min(highest, i)) }
