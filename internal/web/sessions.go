package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/koppelkans/koppelkans/internal/account"
)

// SessionStore keeps sessions; *store.Sessions is one.
type SessionStore = scs.CtxStore

// sessions are the two cookies of a browser. One says who is signed in; its
// content is written at sign-in and never changed after, so that a request
// under way cannot bring back a session that was ended. The other holds for a
// quarter of an hour what one step of signing in must know of the step before.
type sessions struct {
	account *scs.SessionManager
	steps   *scs.SessionManager
}

// stepsLast is how long somebody may take to sign in.
const stepsLast = 15 * time.Minute

func (s *site) newSessions(lifetime time.Duration) *sessions {
	if lifetime <= 0 {
		lifetime = account.DefaultLifetime
	}
	manager := func(name string, lasts time.Duration) *scs.SessionManager {
		m := scs.New()
		m.Store, m.Codec, m.HashTokenInStore = s.Sessions, account.SessionCodec{}, true
		m.Lifetime = lasts
		m.Cookie.Name, m.Cookie.Secure = s.cookieName(name), s.secure()
		m.Cookie.HttpOnly, m.Cookie.SameSite, m.Cookie.Path = true, http.SameSiteLaxMode, "/"
		m.ErrorFunc = s.fail
		return m
	}
	return &sessions{account: manager("sessie", lifetime), steps: manager("stap", stepsLast)}
}

// secure tells whether readers come over TLS, here or at the proxy before us.
func (s *site) secure() bool { return strings.HasPrefix(s.PublicURL, "https://") }

// cookieName gives a cookie the prefix with which a browser takes it from this
// host only, and over TLS only.
func (s *site) cookieName(name string) string {
	if s.secure() {
		return "__Host-" + name
	}
	return name
}

// load reads both sessions before a request and writes what changed after it.
func (s *sessions) load(next http.Handler) http.Handler {
	return s.account.LoadAndSave(s.steps.LoadAndSave(next))
}

// signedIn gives the session in which somebody is signed in, or none.
func (s *sessions) signedIn(ctx context.Context) account.Session {
	return account.SessionOf(func(name string) string { return s.account.GetString(ctx, name) })
}

// begin signs somebody in, in a session with a new token, so that a token that
// somebody else knew before is worth nothing.
func (s *sessions) begin(ctx context.Context, session account.Session) error {
	if s.steps.Token(ctx) != "" {
		if err := s.steps.Destroy(ctx); err != nil {
			return err
		}
	}
	if err := s.account.Clear(ctx); err != nil {
		return err
	}
	if err := s.account.RenewToken(ctx); err != nil {
		return err
	}
	for name, value := range session.Values() {
		s.account.Put(ctx, name, value)
	}
	return nil
}
