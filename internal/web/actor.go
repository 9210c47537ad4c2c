package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
)

// visitor is who asks: the zero visitor is the public.
type visitor struct {
	who     account.Who
	session account.Session
}

type visitorKey struct{}

// visitorOf gives who asks, as withVisitor found it.
func (s *site) visitorOf(r *http.Request) visitor {
	found, _ := r.Context().Value(visitorKey{}).(visitor)
	return found
}

// actor gives who asks, for access.Can and the filters of lists. Every handler
// may call it; the session is looked up once a request.
func (s *site) actor(r *http.Request) access.Actor { return s.visitorOf(r).who.Actor }

// withVisitor finds out who asks. What every browser gets the same way is not
// worth a look in the database.
func (s *site) withVisitor(next http.Handler) http.Handler {
	if s.Accounts == nil || s.Sessions == nil {
		return next
	}
	inner := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		session := s.sessions.signedIn(r.Context())
		if session.Account == 0 {
			next.ServeHTTP(w, r)
			return
		}
		who, err := s.Accounts.ActorOf(r.Context(), session.Account)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if who.Account.ID != 0 {
			s.Accounts.Seen(session.ID)
			ctx := account.By(r.Context(), who.Account.ID)
			r = r.WithContext(context.WithValue(ctx, visitorKey{}, visitor{who: who, session: session}))
		}
		next.ServeHTTP(w, r)
	})
	load := s.sessions.load(inner)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/assets/") || r.URL.Path == "/healthz" || r.URL.Path == "/readyz" || isEmbed(r) {
			next.ServeHTTP(w, r)
			return
		}
		load.ServeHTTP(w, r)
	})
}

// withOrigin notes for the log of deeds where a request comes from.
func (s *site) withOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		way := account.Web
		if isAPI(r) {
			way = account.API
		}
		origin := account.Origin{Way: way, Network: s.network(r), Request: requestID(r)}
		next.ServeHTTP(w, r.WithContext(account.From(r.Context(), origin)))
	})
}

// noteDenied writes in the log of deeds what somebody with an account was
// refused; what the public is refused would fill it.
func (s *site) noteDenied(r *http.Request) {
	who := s.actor(r).Account
	if who == 0 || s.Accounts == nil {
		return
	}
	if ok, _ := s.limits.denied.Allow(who.String(), s.Now()); ok {
		s.Accounts.Note(r.Context(), account.Entry{Event: account.EventDenied, Result: account.Refused, Actor: who, Detail: r.Pattern})
	}
}
