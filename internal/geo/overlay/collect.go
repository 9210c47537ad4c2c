package overlay

import (
	"math"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
)

// collect turns the sums of a block into shares, appends them, and cleans the
// sums for the next block.
func (s *sweep) collect(w hex.Window, b block, shares Shares) Shares {
	for band := range s.lo {
		s.accumulate(band)
	}
	for row := b.firstRow; row <= b.lastRow; row++ {
		middle := 2*(row-b.firstRow) + 1
		odd := s.odd(middle)
		first, last := s.columns(middle, odd)
		for column := first; column <= last; column++ {
			part := s.cell(middle, column, 2*column+odd) / cellUnits
			if part <= Epsilon {
				continue
			}
			surface := part * w.CellArea()
			if math.Abs(part-1) <= Epsilon {
				surface = w.CellArea()
			}
			shares.Cells = append(shares.Cells, int32(row*int(w.Columns)+column))
			shares.Area = append(shares.Area, surface)
		}
	}
	for band := range s.lo {
		if s.hi[band] >= 0 {
			clear(s.sums[band*s.stride+int(s.lo[band]) : band*s.stride+int(s.hi[band])+1])
		}
	}
	return shares
}

// accumulate gives each figure of a band, besides its own part, what the
// pieces in the figures to its west leave to it. Outside the places that were
// written to every sum is 0: rings are closed.
func (s *sweep) accumulate(band int) {
	height, turned := 0.0, 0.0
	odd := s.odd(band)
	lowest, _ := s.reach(band)
	for place := s.lo[band]; place <= s.hi[band]; place++ {
		sum := &s.sums[band*s.stride+int(place)]
		switch {
		case band&1 == 1:
			sum.own += 2 * height
		case (lowest+int(place)-odd)&1 == 0: // standing: narrower with height
			sum.own += 2 * (height - turned)
		default: // hanging
			sum.own += 2 * turned
		}
		height += sum.height
		turned += sum.turned
	}
}

// columns gives the first and last column of a row in which one of its three
// bands was written to, within the block.
func (s *sweep) columns(middle, odd int) (int, int) {
	first, last := math.MaxInt, math.MinInt
	for _, band := range [3]int{middle - 1, middle, middle + 1} {
		if s.hi[band] < 0 {
			continue
		}
		lowest, _ := s.reach(band)
		from, to := lowest+int(s.lo[band]), lowest+int(s.hi[band])
		if band != middle { // from the u of a centre to its column, outward
			from, to = (from-odd)>>1, (to-odd+1)>>1
		}
		first, last = min(first, from), max(last, to)
	}
	return max(first, s.block.firstColumn), min(last, s.block.lastColumn)
}

// cell adds the foot, middle and head of a cell; u is that of its centre.
func (s *sweep) cell(middle, column, u int) float64 {
	return s.sums[(middle-1)*s.stride+s.place(middle-1, u)].own +
		s.sums[middle*s.stride+s.place(middle, column)].own +
		s.sums[(middle+1)*s.stride+s.place(middle+1, u)].own
}
