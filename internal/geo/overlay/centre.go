package overlay

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
)

// CentreIn gives for every cell of the window the index of the area that
// holds its centre, −1 where none does, and the first one where several do. A
// centre on a border that two areas share belongs to one of them.
//
// Method: a scanline. Each edge is looked at once, and marks in every row of
// centres it passes where inside begins or ends; time grows with the edges,
// plus the rows they pass, plus the cells between the marks. Coordinates,
// roles of rings and errors are those of Intersect.
func CentreIn(w hex.Window, areas []orb.MultiPolygon) ([]int32, error) {
	owner := make([]int32, w.Len())
	for i := range owner {
		owner[i] = -1
	}
	var work outline
	var lines scan
	for i, area := range areas {
		if err := work.load(w, area); err != nil {
			return nil, fmt.Errorf("overlay: area %d: %w", i, err)
		}
		for block := range work.blocks(w) {
			lines.run(&work, block)
			lines.claim(w, int32(i), owner)
		}
	}
	return owner, nil
}

// scan counts for each centre of a block how the number of rings around it
// differs from that of the centre to its west.
type scan struct {
	block   block
	stride  int
	changes []int32
}

func (s *scan) run(o *outline, b block) {
	s.block = b
	s.stride = b.lastColumn - b.firstColumn + 2 // one more, for what lies east of the block
	size := (b.lastRow - b.firstRow + 1) * s.stride
	if cap(s.changes) < size {
		s.changes = make([]int32, size)
	}
	s.changes = s.changes[:size]
	for i := range o.edges {
		s.mark(&o.edges[i])
	}
}

// mark notes an edge in every row of centres that it passes. An edge holds its
// lower end and not its upper one, so that a centre at the height of a vertex
// meets one of the edges there.
func (s *scan) mark(e *edge) {
	first := max(float64(s.block.firstRow), math.Ceil(e.low.v/3))
	for row := first; 3*row < e.high.v && row <= float64(s.block.lastRow); row++ {
		below := int(row) - s.block.firstRow
		odd := (s.block.odd + below) & 1
		column := int(math.Ceil((e.at(3*row) - float64(odd)) / 2))
		place := clamp(column, s.block.firstColumn, s.block.lastColumn+1) - s.block.firstColumn
		s.changes[below*s.stride+place] += int32(e.sign)
	}
}

// claim gives the area every centre within it that no area before it had, and
// cleans the counts.
func (s *scan) claim(w hex.Window, area int32, owner []int32) {
	for row := s.block.firstRow; row <= s.block.lastRow; row++ {
		changes := s.changes[(row-s.block.firstRow)*s.stride:][:s.stride]
		cells := owner[row*int(w.Columns)+s.block.firstColumn:][:s.stride-1]
		rings := int32(0)
		for i := range cells {
			rings += changes[i]
			if rings > 0 && cells[i] < 0 {
				cells[i] = area
			}
		}
		clear(changes)
	}
}
