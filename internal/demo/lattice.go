package demo

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
)

// Towns are cut out of a fine grid of hexagons: each gets the number of a
// piece and of a postcode area, and the borders between unequal ones, made
// smooth, become the borders of areas. So no gap or overlap can arise.
const latticeEdge = 25

// townArea is the surface of a town in m². It touches about 1,600 cells of
// the health map.
const townArea = 39.5e6

// smallest is the number of lattice cells that a part of a postcode area must
// have within a piece; slivers would trip the smoothing.
const smallest = 40

const outside = -1

// lattice is the fine grid with what lies where. Slices have an entry a cell.
type lattice struct {
	hex.Window
	centres []orb.Point
	piece   []int // outside when not in town
	post    []int
}

// newLattice covers a bound with cells that are all outside.
func newLattice(bound orb.Bound) (*lattice, error) {
	middle := bound.Center()
	grid := hex.Grid{Name: "demo", Edge: latticeEdge, OriginX: math.Round(middle[0]), OriginY: math.Round(middle[1])}
	window, err := grid.Cover(bound)
	if err != nil {
		return nil, err
	}
	l := &lattice{
		Window: window, centres: make([]orb.Point, window.Len()),
		piece: make([]int, window.Len()), post: make([]int, window.Len()),
	}
	for at := range l.centres {
		l.centres[at] = window.Grid.Centre(window.Cell(at))
		l.piece[at], l.post[at] = outside, outside
	}
	return l, nil
}

// neighbour gives the number of the cell in one of six directions, or outside.
func (l *lattice) neighbour(at, direction int) int {
	if index, within := l.Index(l.Cell(at).Neighbours()[direction]); within {
		return index
	}
	return outside
}

// face joins both numbers of a cell; areas of both sorts consist of faces.
func (l *lattice) face(at int) int {
	if at == outside || l.piece[at] == outside {
		return outside
	}
	return l.piece[at]<<8 | l.post[at]
}

func pieceOf(face int) int { return face >> 8 }
func postOf(face int) int  { return face & 0xff }

// parts gives the connected sets of cells with an equal label.
func (l *lattice) parts(label func(at int) int) [][]int {
	seen := make([]bool, l.Len())
	var parts [][]int
	for start := range seen {
		if seen[start] || label(start) == outside {
			continue
		}
		seen[start] = true
		part := []int{start}
		for reached := 0; reached < len(part); reached++ {
			for direction := range 6 {
				next := l.neighbour(part[reached], direction)
				if next != outside && !seen[next] && label(next) == label(start) {
					seen[next] = true
					part = append(part, next)
				}
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// joinIslands gives every part of a piece but its largest to the piece around
// it, so that each is one whole.
func (l *lattice) joinIslands() {
	label := func(at int) int { return l.piece[at] }
	largest := map[int]int{}
	parts := l.parts(label)
	for number, part := range parts {
		piece := l.piece[part[0]]
		if best, known := largest[piece]; !known || len(part) > len(parts[best]) {
			largest[piece] = number
		}
	}
	for number, part := range parts {
		if piece := l.piece[part[0]]; largest[piece] != number {
			l.give(part, l.piece, l.commonest(part, func(at int) (int, bool) { return l.piece[at], l.piece[at] != piece }))
		}
	}
}

// joinSlivers gives parts of a postcode area that are too small within a
// piece to the postcode area next to them in the same piece, and islands of
// the whole area likewise.
func (l *lattice) joinSlivers() {
	for range 3 { // joining can make a part whole, or bring an island to light
		for _, part := range l.parts(l.face) {
			if len(part) >= smallest {
				continue
			}
			piece, post := l.piece[part[0]], l.post[part[0]]
			l.give(part, l.post, l.commonest(part, func(at int) (int, bool) {
				return l.post[at], l.piece[at] == piece && l.post[at] != post
			}))
		}
	}
}

func (l *lattice) give(part, labels []int, label int) {
	if label == outside {
		return
	}
	for _, at := range part {
		labels[at] = label
	}
}

// commonest gives the label that most cells around a part have, of those that
// count; outside when none does.
func (l *lattice) commonest(part []int, label func(at int) (int, bool)) int {
	count := map[int]int{}
	for _, at := range part {
		for direction := range 6 {
			if next := l.neighbour(at, direction); next != outside && l.piece[next] != outside {
				if found, counts := label(next); counts {
					count[found]++
				}
			}
		}
	}
	best := outside
	for found, times := range count {
		if best == outside || times > count[best] || times == count[best] && found < best {
			best = found
		}
	}
	return best
}
