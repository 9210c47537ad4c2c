package web

import (
	"net/http"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// ofInstallation are the facts of what belongs to the whole installation.
var ofInstallation = access.Facts{Audience: access.OwnOrganisation}

// onlyAdministrators refuses whoever may not see what belongs to the whole
// installation.
func (s *site) onlyAdministrators(r *http.Request) error {
	if !access.Can(s.actor(r), access.See, access.Installation, ofInstallation) {
		return fault.New(fault.Denied, "admin.denied", nil)
	}
	return nil
}

// admin answers /beheer: what an administrator can do. A page that is added
// for administrators gets a line here.
func (s *site) admin(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlyAdministrators(r); err != nil {
		return err
	}
	p := s.page(w, r)
	p.Title = p.T("admin.title")
	var links []view.AdminLink
	for _, link := range []struct{ path, key string }{
		{"/accounts", "accounts"},
		{"/rechten", "grants"},
		{"/uitnodigen", "invite"},
		{"/taken", "jobs"},
		{"/beheer/logboek", "audit"},
	} {
		links = append(links, view.AdminLink{Path: link.path, Name: p.T("admin.link." + link.key), Text: p.T("admin.text." + link.key)})
	}
	return s.show(w, r, view.AdminPage(p, links))
}
