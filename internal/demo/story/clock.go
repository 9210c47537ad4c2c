package story

import (
	"sync"
	"time"
)

// Clock is a clock that stands still until it is set.
type Clock struct {
	lock sync.Mutex
	at   time.Time
}

// NewClock gives a clock that stands at a moment.
func NewClock(at time.Time) *Clock { return &Clock{at: at.UTC()} }

// Now tells where it stands.
func (c *Clock) Now() time.Time {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.at
}

// Set puts it at a moment.
func (c *Clock) Set(at time.Time) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.at = at.UTC()
}
