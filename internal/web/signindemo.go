package web

import (
	"net/http"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// demo answers /demo: sign in as one of each role. Outside a demo there is no
// such page.
func (s *site) demo(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlyInDemo(r); err != nil {
		return err
	}
	p := s.page(w, r)
	p.Title = p.T("signin.demo.title")
	var roles []view.DemoRole
	for _, role := range account.DemoRoles() {
		roles = append(roles, view.DemoRole{
			Role: string(role.Role), Label: p.T("role." + string(role.Role)), Name: role.Name, Comes: p.T("signin.demo.comes." + string(role.Role)),
			Current: s.visitorOf(r).who.Account.Email == role.Email,
		})
	}
	return s.show(w, r, view.DemoPage(p, roles))
}

func (s *site) onlyInDemo(r *http.Request) error {
	on := false
	if s.Accounts != nil && s.sessions != nil {
		var err error
		if on, err = s.Accounts.Demo(r.Context()); err != nil {
			return err
		}
	}
	if !on {
		return fault.New(fault.NotFound, "error.404text", nil)
	}
	return nil
}

// demoSignIn answers the choice of a role.
func (s *site) demoSignIn(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlyInDemo(r); err != nil {
		return err
	}
	role := access.Role(r.PostFormValue("rol"))
	who, err := s.Accounts.DemoSignIn(r.Context(), role)
	if err != nil {
		return err
	}
	return s.signIn(w, r, who, account.ByDemo, s.firstVisit(w, r, role))
}
