package api

import (
	"net"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// Rate is how many requests a second somebody may make, on average, and how
// many at once before that counts. Zero takes the default.
type Rate struct {
	Public      float64 // of an address without token
	PublicBurst int
	Token       float64
	TokenBurst  int
}

func (r Rate) orDefault() Rate {
	if r.Public == 0 {
		r.Public, r.PublicBurst = 20, 100
	}
	if r.Token == 0 {
		r.Token, r.TokenBurst = 50, 200
	}
	return r
}

// identify finds out who asks, and whether they ask too often.
func (s *server) identify(r *request) error {
	secret, sound := bearer(r.Request)
	refused := fault.New(fault.Denied, "token.refused", nil)
	if secret == "" && sound {
		return s.limits.take("address "+network(r.RemoteAddr), s.limits.rate.Public, s.limits.rate.PublicBurst)
	}
	// Whoever guesses secrets is counted by address.
	guesses := "guess " + network(r.RemoteAddr)
	if !sound || s.Tokens == nil {
		if err := s.limits.take(guesses, s.limits.rate.Public, s.limits.rate.PublicBurst); err != nil {
			return err
		}
		return &unknownToken{refused}
	}
	token, actor, err := s.Tokens.ByToken(r.Context(), secret)
	if fault.CodeOf(err) == fault.Denied && err != nil {
		if limited := s.limits.take(guesses, s.limits.rate.Public, s.limits.rate.PublicBurst); limited != nil {
			return limited
		}
		return &unknownToken{err}
	}
	if err != nil {
		return err
	}
	r.actor = actor
	return s.limits.take("token "+token.ID.String(), s.limits.rate.Token, s.limits.rate.TokenBurst)
}

// unknownToken is the error of a request whose token is none.
type unknownToken struct{ error }

func (u *unknownToken) Unwrap() error { return u.error }

// tooOften is the error of somebody who asks too much.
type tooOften struct{ wait time.Duration }

func (t *tooOften) Error() string { return "api: too many requests" }

// limiters count requests by who makes them.
type limiters struct {
	rate Rate
	now  func() time.Time
	lock sync.Mutex
	of   map[string]*rate.Limiter
}

// mostLimiters bounds how many are remembered; beyond it all begin anew.
const mostLimiters = 10_000

func newLimiters(r Rate, now func() time.Time) *limiters {
	return &limiters{rate: r.orDefault(), now: now, of: map[string]*rate.Limiter{}}
}

func (l *limiters) take(who string, perSecond float64, burst int) error {
	l.lock.Lock()
	limiter := l.of[who]
	if limiter == nil {
		if len(l.of) >= mostLimiters {
			clear(l.of)
		}
		limiter = rate.NewLimiter(rate.Limit(perSecond), burst)
		l.of[who] = limiter
	}
	l.lock.Unlock()
	now := l.now()
	reserved := limiter.ReserveN(now, 1)
	wait := reserved.DelayFrom(now)
	if wait == 0 {
		return nil
	}
	reserved.CancelAt(now)
	return &tooOften{wait}
}

// network gives the part of an address that one household or office has.
func network(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return ""
	}
	bits := 64
	if address = address.Unmap().WithZone(""); address.Is4() {
		bits = 32
	}
	prefix, err := address.Prefix(bits)
	if err != nil {
		return ""
	}
	return prefix.String()
}
