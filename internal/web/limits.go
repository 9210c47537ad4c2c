package web

import (
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/limit"
)

// Limits is how often one reader may do something. Whoever is signed in is
// counted as an account, others by their address.
type Limits struct {
	Links   limit.Rate // links to sign in that are asked
	SignIns limit.Rate // tries to sign in
	Search  limit.Rate
	Writes  limit.Rate
	Prints  limit.Rate // files that cost more than a page: PDFs and pictures
}

// UsualLimits are those of an installation that sets none. They let a whole
// office behind one address work, and stop a program that tries.
func UsualLimits() Limits {
	return Limits{Links: limit.PerMinute(4, 20), SignIns: limit.PerMinute(20, 40), Search: limit.PerMinute(600, 200), Writes: limit.PerMinute(120, 120), Prints: limit.PerMinute(60, 30)}
}

// mostCounted is how many readers are remembered for each limit.
const mostCounted = 20_000

type limiters struct {
	links, signIns, search, writes, prints *limit.Limiter
	denied                                 *limit.Limiter // entries in the log about refusals
}

func newLimiters(rates Limits) *limiters {
	make := func(rate limit.Rate) *limit.Limiter { return limit.New(rate, mostCounted) }
	return &limiters{links: make(rates.Links), signIns: make(rates.SignIns), search: make(rates.Search), writes: make(rates.Writes), prints: make(rates.Prints), denied: make(limit.PerMinute(30, 60))}
}

// limited holds writing and searching within their limits.
func (s *site) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var err error
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodOptions:
			err = s.count(s.limits.writes, s.reader(r))
		case r.URL.Path == "/zoek" || r.URL.Path == "/zoek.json":
			err = s.count(s.limits.search, s.reader(r))
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// count counts one more of a reader.
func (s *site) count(l *limit.Limiter, key string) error {
	if ok, wait := l.Allow(key, s.Now()); !ok {
		return tooMany(wait)
	}
	return nil
}

// tooMany is the refusal of what is done too often; it tells how long to wait.
func tooMany(wait time.Duration) error {
	wait = max(wait.Round(time.Second), time.Second)
	if wait > 90*time.Second {
		return fault.New(fault.TooMany, "error.429minutes", fault.Args{"n": int((wait + time.Minute - 1) / time.Minute), waitArg: wait})
	}
	return fault.New(fault.TooMany, "error.429seconds", fault.Args{"n": int(wait / time.Second), waitArg: wait})
}

// waitArg names the argument of a fault that tells how long to wait.
const waitArg = "wait"

// reader names who asks, for counting: an account, or else an address.
func (s *site) reader(r *http.Request) string {
	if account := s.actor(r).Account; account != 0 {
		return "account " + account.String()
	}
	return s.addressKey(r)
}

// addressKey is the reader's address, for IPv6 the part that one household or
// office has.
func (s *site) addressKey(r *http.Request) string {
	address := s.address(r)
	if address.Is6() {
		if prefix, err := address.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return address.String()
}

// address is where a request comes from. What a proxy says is believed only
// when it is one of ours, and of what it says only the part that it saw itself.
func (s *site) address(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	address := peer.Addr().Unmap().WithZone("")
	said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for at := len(said) - 1; at >= 0 && s.trusts(address); at-- {
		before, err := netip.ParseAddr(strings.TrimSpace(said[at]))
		if err != nil {
			break
		}
		address = before.Unmap().WithZone("")
	}
	return address
}

// trusts tells whether an address is that of a proxy of ours.
func (s *site) trusts(address netip.Addr) bool {
	for _, proxy := range s.Proxies {
		if proxy.Contains(address) {
			return true
		}
	}
	return false
}
