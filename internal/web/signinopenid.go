package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/openid"
)

// OpenID signs people in at their organisation; *openid.Client is one.
type OpenID interface {
	Ways() []openid.Way
	Begin(ctx context.Context, provider, redirect string) (address string, step openid.Step, err error)
	Finish(ctx context.Context, provider, redirect string, step openid.Step, back openid.Back) (account.Identity, error)
}

// Names of what is kept between leaving for a provider and coming back.
const (
	stepProvider = "provider"
	stepState    = "state"
	stepNonce    = "nonce"
	stepVerifier = "verifier"
	stepBack     = "back"
)

// openIDBegin leads to the provider.
func (s *site) openIDBegin(w http.ResponseWriter, r *http.Request) error {
	if err := s.canUseOpenID(); err != nil {
		return err
	}
	if err := s.count(s.limits.signIns, s.addressKey(r)); err != nil {
		return err
	}
	provider := r.PathValue("provider")
	address, step, err := s.OpenID.Begin(r.Context(), provider, s.openIDRedirect(r, provider))
	if err != nil {
		return err
	}
	for name, value := range map[string]string{
		stepProvider: provider, stepState: step.State, stepNonce: step.Nonce, stepVerifier: step.Verifier, stepBack: localPath(r.URL.Query().Get("terug"), ""),
	} {
		s.sessions.steps.Put(r.Context(), name, value)
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// openIDBack takes in who comes back from the provider.
func (s *site) openIDBack(w http.ResponseWriter, r *http.Request) error {
	if err := s.canUseOpenID(); err != nil {
		return err
	}
	if err := s.count(s.limits.signIns, s.addressKey(r)); err != nil {
		return err
	}
	ctx, provider, query := r.Context(), r.PathValue("provider"), r.URL.Query()
	taken := func(name string) string { return s.sessions.steps.PopString(ctx, name) } // each may be used once
	step := openid.Step{State: taken(stepState), Nonce: taken(stepNonce), Verifier: taken(stepVerifier)}
	back, begun := taken(stepBack), taken(stepProvider)
	if begun != provider {
		step = openid.Step{}
	}
	identity, err := s.OpenID.Finish(ctx, provider, s.openIDRedirect(r, provider), step,
		openid.Back{State: query.Get("state"), Code: query.Get("code"), Error: query.Get("error"), Issuer: query.Get("iss")})
	if err == nil {
		var who account.Account
		if who, err = s.Accounts.SignInAs(ctx, identity); err == nil {
			return s.signIn(w, r, who, account.ByOpenID, back)
		}
	}
	s.openIDFailed(r, provider, err)
	return err
}

// openIDFailed writes a refusal in both logs; the log of the program has why.
func (s *site) openIDFailed(r *http.Request, provider string, err error) {
	s.signInFailed(r, account.ByOpenID, err)
	var f *fault.Fault
	if errors.As(err, &f) && f.Code == fault.Denied {
		why := f.Key
		if f.Err != nil {
			why = f.Err.Error()
		}
		s.Log.LogAttrs(r.Context(), slog.LevelWarn, "not signed in by a provider", slog.String("request", requestID(r)), slog.String("provider", provider), slog.String("why", why))
	}
}

func (s *site) canUseOpenID() error {
	if s.sessions == nil || s.OpenID == nil {
		return fault.New(fault.NotFound, "openid.unknown", nil)
	}
	return nil
}

// openIDRedirect is where the provider sends people back to; the provider
// takes no other address than the one that it was told.
func (s *site) openIDRedirect(r *http.Request, provider string) string {
	base := s.PublicURL
	if base == "" {
		base = "http://" + r.Host
	}
	return base + "/inloggen/organisatie/" + provider + "/terug"
}
