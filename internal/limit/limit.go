// Package limit bounds how often somebody may do something. It remembers only
// who did it lately, and never more than a fixed number of them.
package limit

import (
	"container/list"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate is how often: so many at once, and then one each time Every has passed.
// The zero Rate has no limit.
type Rate struct {
	Every time.Duration
	Burst int
}

// PerMinute gives the rate of n a minute, of which a burst may come at once.
func PerMinute(n, burst int) Rate {
	if n <= 0 {
		return Rate{}
	}
	return Rate{Every: time.Minute / time.Duration(n), Burst: burst}
}

// Limiter keeps count by key. It may be used by several goroutines at once.
type Limiter struct {
	rate Rate
	most int

	lock  sync.Mutex
	known map[string]*list.Element
	order *list.List // the one seen longest ago at the back
}

type counted struct {
	key     string
	limiter *rate.Limiter
}

// New makes a limiter that remembers at most a number of keys; the one that
// was seen longest ago is forgotten first.
func New(rate Rate, most int) *Limiter {
	return &Limiter{rate: rate, most: most, known: map[string]*list.Element{}, order: list.New()}
}

// Allow counts one more. When that is too many, it is not counted, and wait
// tells after how long it may be tried again.
func (l *Limiter) Allow(key string, now time.Time) (allowed bool, wait time.Duration) {
	if l.rate.Every <= 0 {
		return true, 0
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	count := l.find(key)
	if count.AllowN(now, 1) {
		return true, 0
	}
	missing := 1 - count.TokensAt(now)
	return false, time.Duration(math.Ceil(missing * float64(l.rate.Every)))
}

func (l *Limiter) find(key string) *rate.Limiter {
	if element, known := l.known[key]; known {
		l.order.MoveToFront(element)
		return element.Value.(counted).limiter
	}
	if l.order.Len() >= l.most {
		oldest := l.order.Back()
		delete(l.known, oldest.Value.(counted).key)
		l.order.Remove(oldest)
	}
	made := counted{key, rate.NewLimiter(rate.Every(l.rate.Every), max(l.rate.Burst, 1))}
	l.known[key] = l.order.PushFront(made)
	return made.limiter
}

// Len is how many keys are remembered.
func (l *Limiter) Len() int {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.order.Len()
}
