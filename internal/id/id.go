// Package id makes identifiers that sort by time: 63 bits, of which the upper
// 42 are milliseconds since 2024, then 10 bits drawn once per process and 11
// bits that count within the millisecond. As text they are 13 characters of
// Crockford's base 32, which also sort by time.
package id

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"strings"
	"sync"
	"time"
)

// ID identifies a record. The zero ID means none.
type ID int64

const (
	epochMillis  = 1704067200000 // 2024-01-01T00:00:00Z
	nodeBits     = 10
	countBits    = 11
	alphabet     = "0123456789abcdefghjkmnpqrstvwxyz"
	textLength   = 13
	bitsPerDigit = 5
)

// Maker makes IDs; it may be used by several goroutines at once.
type Maker struct {
	mu    sync.Mutex
	now   func() time.Time
	node  int64
	last  int64
	count int64
}

// NewMaker makes a Maker with its own random node number. now is the clock;
// nil means the system's.
func NewMaker(now func() time.Time) *Maker {
	var random [8]byte
	_, _ = rand.Read(random[:]) // crypto/rand.Read never fails since Go 1.24
	return NewMakerOf(binary.LittleEndian.Uint64(random[:]), now)
}

// NewMakerOf makes a Maker with a given node number, of which the lowest 10
// bits count: with the same clock it makes the same IDs again. Two of them at
// work in one database would make the same IDs twice.
func NewMakerOf(node uint64, now func() time.Time) *Maker {
	if now == nil {
		now = time.Now
	}
	return &Maker{now: now, node: int64(node % (1 << nodeBits))}
}

// Next gives the next ID. When a millisecond is full, or the clock goes back,
// it counts on from the last one, so that IDs of one Maker always increase.
func (m *Maker) Next() ID {
	m.mu.Lock()
	defer m.mu.Unlock()
	millis := m.now().UnixMilli() - epochMillis
	if millis > m.last {
		m.last, m.count = millis, 0
	} else if m.count++; m.count == 1<<countBits {
		m.last, m.count = m.last+1, 0
	}
	return ID(m.last<<(nodeBits+countBits) | m.node<<countBits | m.count)
}

// String gives the 13 characters.
func (i ID) String() string {
	var text [textLength]byte
	rest := uint64(i)
	for at := textLength - 1; at >= 0; at-- {
		text[at] = alphabet[rest%32]
		rest >>= bitsPerDigit
	}
	return string(text[:])
}

// ErrText is what Parse gives for a text that is no ID.
var ErrText = errors.New("id: not thirteen characters of base 32")

// Parse reads what String wrote; capitals are forgiven.
func Parse(text string) (ID, error) {
	if len(text) != textLength {
		return 0, ErrText
	}
	var value uint64
	for _, char := range strings.ToLower(text) {
		digit := strings.IndexRune(alphabet, char)
		if digit < 0 || value>>(63-bitsPerDigit) != 0 {
			return 0, ErrText
		}
		value = value<<bitsPerDigit | uint64(digit)
	}
	return ID(value), nil
}
