package limit

import (
	"strconv"
	"sync"
	"testing"
	"time"
)

func TestLimiter(t *testing.T) {
	l, now := New(PerMinute(6, 3), 100), time.Unix(0, 0)
	for n := range 3 {
		if ok, _ := l.Allow("a", now); !ok {
			t.Fatalf("number %d of the burst was refused", n+1)
		}
	}
	ok, wait := l.Allow("a", now)
	if ok || wait != 10*time.Second {
		t.Errorf("the fourth: %v, to wait %v; want refused, 10 s", ok, wait)
	}
	if ok, _ := l.Allow("b", now); !ok {
		t.Error("another key was refused")
	}
	if ok, _ := l.Allow("a", now.Add(wait-time.Millisecond)); ok {
		t.Error("allowed too soon")
	}
	if ok, _ := l.Allow("a", now.Add(wait)); !ok {
		t.Error("refused after the time that it told to wait")
	}
	unlimited := New(Rate{}, 1)
	for range 1000 {
		if ok, _ := unlimited.Allow("a", now); !ok {
			t.Fatal("no limit, and yet refused")
		}
	}
}

// Whoever comes from many addresses cannot fill the memory.
func TestLimiterIsBounded(t *testing.T) {
	l, now := New(PerMinute(1, 1), 50), time.Unix(0, 0)
	var together sync.WaitGroup
	for g := range 4 {
		together.Go(func() {
			for n := range 1000 {
				l.Allow(strconv.Itoa(g*1000+n), now)
			}
		})
	}
	together.Wait()
	if n := l.Len(); n != 50 {
		t.Errorf("%d keys are remembered, want 50", n)
	}
}
