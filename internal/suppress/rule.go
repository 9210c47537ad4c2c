package suppress

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// DefaultSmallest is the count from which a cell shows when a rule names none:
// Vektis and the GGD hide answers of fewer than ten.
const DefaultSmallest = 10

// LeastSmallest is the lowest threshold that a rule may name.
const LeastSmallest = 5

// leastKey is the length of a key in bytes.
const leastKey = 16

// MostSmallest is the highest threshold that a rule may name: it bounds the
// number of moves that a proof may need.
const MostSmallest = 100

// Zeros says whether a count of 0 is a small number.
type Zeros uint8

const (
	// ZerosHidden treats 0 as small. It is the default, and the only choice for
	// answers: that nobody in an area gave an answer tells about everybody there.
	ZerosHidden Zeros = iota
	// ZerosShown shows 0, for counts of what people did where 0 tells of nobody,
	// such as contributions in a month. A reader then knows that no hole is 0.
	ZerosShown
)

// Rule says what is small and how well it is kept. The zero Rule is the
// default. A rule belongs to a table for good: publishing one table by two
// rules shows what the stricter one hides.
type Rule struct {
	Smallest int   // k: counts under it are small; 0 means DefaultSmallest, else 5 to 100
	Zeros    Zeros // whether 0 is small
	// Spread is how many counts stay possible for somebody who is told which
	// holes are small; 0 means half of Smallest, rounded up.
	Spread int
	// Key is a secret of at least 16 bytes, the same for good. With it nobody
	// outside can tell which of several cells was chosen to protect another, nor
	// undo rounding. Without it, choices can be repeated by who has the program.
	Key      []byte
	Rounding *Rounding // nil: counts that show are exact
}

// complete fills what is not set and refuses what protects too little.
func (r Rule) complete() (Rule, error) {
	if r.Smallest == 0 {
		r.Smallest = DefaultSmallest
	}
	if r.Spread == 0 {
		r.Spread = (r.Smallest + 1) / 2
	}
	wrong := r.Smallest < LeastSmallest || r.Smallest > MostSmallest ||
		r.Zeros > ZerosShown || r.Spread < 2 || r.Spread > r.Smallest-r.floor()
	if wrong {
		return r, fault.New(fault.Invalid, "suppress.bad-rule", fault.Args{"Least": LeastSmallest, "Most": MostSmallest})
	}
	if len(r.Key) > 0 && len(r.Key) < leastKey || r.Rounding.wrong(r.Key) {
		return r, fault.New(fault.Invalid, "suppress.bad-rounding", fault.Args{"Key": leastKey})
	}
	return r, nil
}

// floor is the least count that is small.
func (r Rule) floor() int {
	if r.Zeros == ZerosShown {
		return 1
	}
	return 0
}

// isSmall tells whether a count must be hidden.
func (r Rule) isSmall(count int) bool {
	return count < r.Smallest && count >= r.floor()
}

// draw gives a number under most that depends on the key, a use and a cell.
func (r Rule) draw(use, cell string, most int) int {
	code := hmac.New(sha256.New, r.Key)
	code.Write([]byte(use + "\x00" + cell))
	return int(binary.BigEndian.Uint64(code.Sum(nil)) % uint64(most))
}
