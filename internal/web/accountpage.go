package web

import (
	"net/http"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// onlySignedIn refuses whoever is not signed in.
func (s *site) onlySignedIn(r *http.Request) error {
	if !s.actor(r).SignedIn() {
		return fault.New(fault.Denied, "account.sign-in-first", nil)
	}
	return nil
}

// accountPage answers /account: who you are here.
func (s *site) accountPage(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	p := s.page(w, r)
	p.Title = p.T("account.title")
	who := s.visitorOf(r).who
	shown := view.Account{Email: who.Account.Email}
	for _, role := range access.Roles {
		if _, has := who.Actor.Scopes[role]; has {
			shown.Roles = append(shown.Roles, p.T("role."+string(role)))
		}
	}
	return s.show(w, r, view.AccountPage(p, shown))
}
