package healthmap

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// cacheSize bounds how many things of one kind are kept. A region has some
// twenty municipalities.
const cacheSize = 64

// cache keeps what was made from the database as it was at one event number.
// When the number moves, everything kept is forgotten. Its zero value works;
// it may be used by several goroutines at once.
type cache[T any] struct {
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

// get gives what is kept under a key, or makes it. Failures are not kept.
func (c *cache[T]) get(ctx context.Context, seq int64, key string, build func(context.Context) (T, error)) (T, error) {
	c.mu.Lock()
	if c.kept == nil || c.seq != seq || len(c.kept) >= cacheSize {
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

func (c *cache[T]) make(ctx context.Context, key string, m *making[T], build func(context.Context) (T, error)) {
	func() {
		defer func() {
			if broken := recover(); broken != nil {
				m.err = fault.Wrap(fmt.Errorf("panic: %v\n%s", broken, debug.Stack()), fault.Broken, "maps.broken", nil)
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
