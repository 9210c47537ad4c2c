package account

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
)

// How long a session lasts.
const (
	DefaultIdle     = 12 * time.Hour
	DefaultLifetime = 7 * 24 * time.Hour
)

// touchEvery is how exactly it is known when a session was last used. A write
// for each request would make every reader wait for the one writer.
const touchEvery = time.Minute

// seen collects which sessions are in use, to be written beside the requests.
type seen struct {
	lock    *sync.Mutex
	written map[id.ID]time.Time
	queue   chan id.ID
}

func newSeen() seen {
	return seen{lock: &sync.Mutex{}, written: map[id.ID]time.Time{}, queue: make(chan id.ID, 1_000)}
}

// Seen notes that a session is in use. It never waits: what does not fit in
// the queue is noted at a next request.
func (s *Service) Seen(session id.ID) {
	now := s.Now()
	s.seen.lock.Lock()
	defer s.seen.lock.Unlock()
	if now.Sub(s.seen.written[session]) < touchEvery {
		return
	}
	select {
	case s.seen.queue <- session:
		if len(s.seen.written) >= mostActors {
			clear(s.seen.written)
		}
		s.seen.written[session] = now
	default:
	}
}

// cleanEvery is how often what has ended is removed.
const cleanEvery = 5 * time.Minute

// Run does what is done beside the requests, until it is told to stop.
func (s *Service) Run(ctx context.Context) {
	ticker := time.NewTicker(cleanEvery)
	defer ticker.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case session := <-s.seen.queue:
			err = s.Store.TouchSession(ctx, session, s.Now())
		case <-ticker.C:
			err = errors.Join(s.Store.RemoveEndedSessions(ctx, s.Idle), s.Store.RemoveOldLinks(ctx, s.Now().Add(-24*time.Hour)))
		}
		if err != nil && ctx.Err() == nil {
			s.Log.LogAttrs(ctx, slog.LevelError, "sessions", slog.Any("error", err))
		}
	}
}
