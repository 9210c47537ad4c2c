// Package kept holds in memory what was made from the database, for as long as
// the database stays as it was.
package kept

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// most bounds how many things of one kind are kept. A region has some twenty
// municipalities.
const most = 64

// Cache keeps what was made from the database as it was at one event number.
// When the number moves, everything kept is forgotten. Its zero value works;
// it may be used by several goroutines at once.
type Cache[T any] struct {
	mu   sync.Mutex
	seq  int64
	kept map[string]*making[T]
}

// making is a value that is made once while others wait for it.
type making[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// Get gives what is kept under a key, or makes it. seq is the number of the
// newest change, read before. Failures are not kept.
func (c *Cache[T]) Get(ctx context.Context, seq int64, key string, build func(context.Context) (T, error)) (T, error) {
	c.mu.Lock()
	if c.kept == nil || c.seq != seq || len(c.kept) >= most {
		c.seq, c.kept = seq, map[string]*making[T]{}
	}
	m, found := c.kept[key]
	if !found {
		m = &making[T]{done: make(chan struct{})}
		c.kept[key] = m
		// Others may wait for this value, so it is made to the end even when
		// the one who asked first goes away.
		go c.make(context.WithoutCancel(ctx), key, m, build)
	}
	c.mu.Unlock()
	select {
	case <-m.done:
		return m.value, m.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

func (c *Cache[T]) make(ctx context.Context, key string, m *making[T], build func(context.Context) (T, error)) {
	func() {
		defer func() {
			if broken := recover(); broken != nil {
				m.err = fault.Wrap(fmt.Errorf("panic: %v\n%s", broken, debug.Stack()), fault.Broken, "kept.broken", nil)
			}
		}()
		m.value, m.err = build(ctx)
	}()
	close(m.done)
	if m.err != nil {
		c.mu.Lock()
		if c.kept[key] == m {
			delete(c.kept, key)
		}
		c.mu.Unlock()
	}
}
