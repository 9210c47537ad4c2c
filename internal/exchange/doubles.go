package exchange

import (
	"math"
	"math/bits"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/geo/shape"
	"github.com/koppelkans/koppelkans/internal/place"
)

// findDoubles reports codes and borders that occur twice. The same area twice,
// equal in all, is taken once; parts of one area that are written as features
// of their own, with the same name and lying apart, are joined.
func (b *areaBuilder) findDoubles() {
	byCode := map[string]int{}
	byShape := map[uint64]int{}
	kept := b.claims[:0]
	b.joined = map[string]int{}
	for at, claim := range b.claims {
		shape := fingerprint(claim.Border)
		if first, twice := byCode[claim.Code]; twice {
			b.secondOf(&kept[first], claim, b.rows[first], b.rows[at])
			continue
		}
		if first, twice := byShape[shape]; twice && claim.Border != nil {
			b.tell(b.rows[at], Error, "", claim.Code, "import.same-border-twice", fault.Args{"First": b.rows[first], "Other": kept[first].Code})
		}
		byCode[claim.Code], byShape[shape] = len(kept), len(kept)
		b.rows[len(kept)] = b.rows[at]
		kept = append(kept, claim)
	}
	b.claims = kept
}

// mostJoined bounds the features that are joined into one area. Where there
// are more, the column is not the code of these features.
const mostJoined = 100

// secondOf deals with a code that is there again.
func (b *areaBuilder) secondOf(first *place.Claim, again place.Claim, firstRow, row int) {
	args := fault.Args{"First": firstRow}
	switch {
	case same(*first, again):
		b.tell(row, Repaired, b.code.name, again.Code, "import.same-area-twice", args)
	case first.Name == again.Name && first.Parent == again.Parent && b.joined[again.Code] < mostJoined && apart(first.Border, again.Border):
		first.Border = append(first.Border, again.Border...)
		b.joined[again.Code]++
		b.tell(row, Repaired, b.code.name, again.Code, "import.joined", args)
	default:
		b.tell(row, Error, b.code.name, again.Code, "import.same-code-twice", args)
	}
}

// apart tells whether two borders, both known, cover different ground; lines
// that are not quite the same may overlap by a square metre.
func apart(a, b orb.MultiPolygon) bool {
	common, err := shape.SharedArea(a, b)
	return len(a) > 0 && len(b) > 0 && err == nil && common < 1
}

// same tells whether two claims say the same of one area.
func same(a, b place.Claim) bool {
	return a.Name == b.Name && a.Parent == b.Parent && fingerprint(a.Border) == fingerprint(b.Border)
}

// fingerprint is a number that two borders share when they are made of the
// same lines, wherever their rings begin.
func fingerprint(border orb.MultiPolygon) uint64 {
	var sum uint64
	for _, polygon := range border {
		for _, ring := range polygon {
			for at := 1; at < len(ring); at++ {
				sum += mix(mix(math.Float64bits(ring[at-1][0]), math.Float64bits(ring[at-1][1])), mix(math.Float64bits(ring[at][0]), math.Float64bits(ring[at][1])))
			}
		}
	}
	return sum
}

// mix makes one well spread number of two.
func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a^0x9e3779b97f4a7c15, b^0xbf58476d1ce4e5b9)
	return high ^ low ^ bits.RotateLeft64(a, 23)
}
