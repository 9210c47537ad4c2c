package api

import (
	"context"
	"net"
	"net/http"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/limit"
)

// Accounts knows who acts with a token; *account.Service is one.
type Accounts interface {
	// ByToken gives fault.Denied for what is no token, or works no more.
	ByToken(ctx context.Context, secret string) (account.Token, access.Actor, error)
	// Note writes in the log of deeds.
	Note(ctx context.Context, entry account.Entry)
}

// Limits is how often one caller may ask something.
type Limits struct {
	Public  limit.Rate // from one address, without token
	Token   limit.Rate // with one token
	Guesses limit.Rate // from one address, with what is no token
}

// UsualLimits are those of an installation that sets none.
func UsualLimits() Limits {
	return Limits{Public: limit.PerMinute(1_200, 300), Token: limit.PerMinute(3_000, 600), Guesses: limit.PerMinute(30, 30)}
}

// mostCounted is how many callers are remembered for each limit.
const mostCounted = 20_000

type limiters struct {
	public, token, guesses *limit.Limiter
	denied                 *limit.Limiter // entries in the log of deeds about refusals
}

func newLimiters(rates Limits) *limiters {
	make := func(rate limit.Rate) *limit.Limiter { return limit.New(rate, mostCounted) }
	return &limiters{public: make(rates.Public), token: make(rates.Token), guesses: make(rates.Guesses), denied: make(limit.PerMinute(30, 60))}
}

// tooOften is the error of somebody who asks too much.
type tooOften struct{ wait time.Duration }

func (t *tooOften) Error() string { return "api: too many requests" }

// count counts one more of a caller.
func (s *server) count(limiter *limit.Limiter, who string) error {
	if allowed, wait := limiter.Allow(who, s.Now()); !allowed {
		return &tooOften{wait}
	}
	return nil
}

// unknownToken is the error of a request whose token is none.
type unknownToken struct{ error }

func (u *unknownToken) Unwrap() error { return u.error }

// identify finds out who asks, and whether they ask too often.
func (s *server) identify(r *request) error {
	secret, sound := bearer(r.Request)
	if secret == "" && sound {
		return s.count(s.limits.public, s.Address(r.Request))
	}
	if !sound || s.Accounts == nil {
		return s.noToken(r, fault.New(fault.Denied, "token.refused", nil))
	}
	token, actor, err := s.Accounts.ByToken(r.Context(), secret)
	if err != nil {
		if fault.CodeOf(err) == fault.Denied {
			err = s.noToken(r, err)
		}
		return err
	}
	r.actor = actor
	return s.count(s.limits.token, token.ID.String())
}

// noToken refuses what is no token. Whoever guesses is counted by address.
func (s *server) noToken(r *request, err error) error {
	address := s.Address(r.Request)
	if limited := s.count(s.limits.guesses, address); limited != nil {
		return limited
	}
	s.noteDenied(r, address, "token")
	return &unknownToken{err}
}

// noteDenied writes in the log of deeds what somebody was refused, as long as
// that does not fill it.
func (s *server) noteDenied(r *request, who, what string) {
	if allowed, _ := s.limits.denied.Allow(who, s.Now()); allowed && s.Accounts != nil {
		s.Accounts.Note(r.Context(), account.Entry{Event: account.EventDenied, Result: account.Refused, Actor: r.actor.Account, Detail: what})
	}
}

// remoteAddress is where a request comes from, when nobody knows better.
func remoteAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
