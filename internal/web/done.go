package web

import (
	"net/http"

	"github.com/koppelkans/koppelkans/internal/web/view"
)

// doneCookie carries to the next page what was just done. It names one of
// doneKeys, nothing of a record.
const doneCookie = "gedaan"

// What can have been done.
const (
	doneSaved    = "saved"
	doneStarted  = "started"
	doneLeft     = "left"
	doneReleased = "released"
	doneJoined   = "joined"
	doneLetIn    = "let-in"
)

var doneKeys = map[string]string{doneSaved: "record.done-saved", doneStarted: "partnership.done-started", doneLeft: "handover.done", doneReleased: "thread.done-released", doneJoined: "meeting.done-joined", doneLetIn: "partnership.done-letIn"}

// tellDone lets the page that follows tell what was done.
func (s *site) tellDone(w http.ResponseWriter, what string) { s.setDone(w, what, 60) }

// sayDone tells on a page what was done on the one before, once.
func (s *site) sayDone(w http.ResponseWriter, r *http.Request, p *view.Page) {
	cookie, err := r.Cookie(s.cookieName(doneCookie))
	if err != nil || r.Method != http.MethodGet {
		return
	}
	p.Done = doneKeys[cookie.Value]
	s.setDone(w, "", -1)
}

func (s *site) setDone(w http.ResponseWriter, what string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(doneCookie), Value: what, Path: "/", MaxAge: seconds,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.secure(),
	})
}
