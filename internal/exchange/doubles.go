package exchange

import (
	"math"
	"math/bits"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
)

// findDoubles reports codes and borders that occur twice. The same area twice,
// equal in all, is taken once.
func (b *areaBuilder) findDoubles() {
	byCode := map[string]int{}
	byShape := map[uint64]int{}
	kept := b.claims[:0]
	for at, claim := range b.claims {
		shape := fingerprint(claim.Border)
		if first, twice := byCode[claim.Code]; twice {
			if same(kept[first], claim) {
				b.tell(b.rows[at], Repaired, b.code.name, claim.Code, "import.same-area-twice", fault.Args{"First": b.rows[first]})
			} else {
				b.tell(b.rows[at], Error, b.code.name, claim.Code, "import.same-code-twice", fault.Args{"First": b.rows[first]})
			}
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
