package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/demo/tour"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// guide tells a page of a demo where a guided visit begins and, when its
// address says so, at which step somebody is. Somebody with another role is not
// shown it: its pages may not be theirs.
func (s *site) guide(p *view.Page, r *http.Request) {
	if s.Accounts == nil || s.sessions == nil || !s.Accounts.InDemo(r.Context()) {
		return
	}
	p.TourPath = tourPath
	found, step, is := s.tours.Find(r.URL.Query().Get(tour.Param))
	if !is || found.Role != "" && found.Role != tour.RoleOf(s.actor(r)) {
		return
	}
	shown := view.TourStep{
		Now: step, Last: len(found.Steps), Name: found.Name.In(p.Lang),
		Title: found.Steps[step-1].Title.In(p.Lang), Text: found.Steps[step-1].Text.In(p.Lang), Leave: p.With(tour.Param, ""),
	}
	if step > 1 {
		shown.Back = found.Address(step - 1)
	}
	if step < len(found.Steps) {
		shown.Next = found.Address(step + 1)
	}
	p.Tour = &shown
}

// tourPath leads to the first step of the visit for who asks.
const tourPath = "/rondleiding"

// startTour leads to the first step of a guided visit: that of who asks, or
// with voor=bewoner the one that is for everybody.
func (s *site) startTour(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlyInDemo(r); err != nil {
		return err
	}
	role := tour.RoleOf(s.actor(r))
	if r.URL.Query().Get("voor") == residentTour {
		role = ""
	}
	found, is := s.tours.Of(role)
	if !is {
		return fault.New(fault.NotFound, "error.404text", nil)
	}
	http.Redirect(w, r, found.Address(1), http.StatusSeeOther)
	return nil
}

// findTourStep leads to a step on the page of a record, which is found by its
// name.
func (s *site) findTourStep(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlyInDemo(r); err != nil {
		return err
	}
	unknown := fault.New(fault.NotFound, "error.404text", nil)
	found, step, is := s.tours.Find(r.URL.Query().Get(tour.Param))
	if !is || s.Records == nil {
		return unknown
	}
	kind, known := s.Records.Kinds.ByName(found.Steps[step-1].Kind)
	if !known {
		return unknown
	}
	records, err := s.Records.FindTitled(r.Context(), s.actor(r), kind, found.Steps[step-1].Named, 1)
	if err != nil {
		return err
	}
	if len(records) == 0 {
		return unknown
	}
	http.Redirect(w, r, found.AddressOf(step, records[0].ID.String()), http.StatusSeeOther)
	return nil
}

const residentTour = "bewoner"

// toursCookie holds which visits a browser was led to by itself.
const toursCookie = "rondleidingen"

// firstVisit gives where somebody goes who signs in to the demo: the first time
// to the guided visit for their role, later to the home page.
func (s *site) firstVisit(w http.ResponseWriter, r *http.Request, role access.Role) string {
	found, is := s.tours.Of(role)
	if !is {
		return "/"
	}
	var seen []string
	if cookie, err := r.Cookie(s.cookieName(toursCookie)); err == nil {
		for _, known := range s.tours { // what else a browser sends is not sent back
			if slices.Contains(strings.Split(cookie.Value, "."), known.ID) {
				seen = append(seen, known.ID)
			}
		}
	}
	if slices.Contains(seen, found.ID) {
		return "/"
	}
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(toursCookie), Value: strings.Join(append(seen, found.ID), "."), Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.secure(),
	})
	return found.Address(1)
}
