package web

import (
	"cmp"
	"net/http"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// leavePage answers /account/vertrekken: what ends, and what goes to whom.
func (s *site) leavePage(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	return s.showLeave(w, r, http.StatusOK, "", "")
}

func (s *site) showLeave(w http.ResponseWriter, r *http.Request, status int, successor, wrong string) error {
	p := s.page(w, r)
	p.Title = p.T("leave.title")
	holds, err := s.Accounts.Holds(r.Context(), s.visitorOf(r).who.Account)
	if err != nil {
		return err
	}
	names, err := s.partnershipsOf(r, p, holds)
	if err != nil {
		return err
	}
	shown := view.Leave{Successor: successor, Wrong: wrong}
	for _, held := range holds {
		row := view.HeldRow{Kind: p.T(held.Kind.ManyKey()), More: held.More}
		for at := range held.Records {
			one := &held.Records[at]
			label := cmp.Or(held.Kind.Title(one), names[one.Partnership], p.T(held.Kind.OneKey()))
			row.Records = append(row.Records, view.Choice{Value: recordURL(held.Kind, one.ID), Label: label})
		}
		shown.Holds = append(shown.Holds, row)
	}
	w.Header().Set("Cache-Control", "no-store")
	s.render(w, r, status, view.LeavePage(p, shown))
	return nil
}

// partnershipsOf names the partnerships of what somebody holds: a part in one
// has no name of its own.
func (s *site) partnershipsOf(r *http.Request, p view.Page, holds []account.Holding) (record.Titles, error) {
	var ids []any
	for _, held := range holds {
		for at := range held.Records {
			ids = append(ids, held.Records[at].Partnership)
		}
	}
	return s.partnershipTitles(r, p, ids)
}

// leave ends the account of who asks.
func (s *site) leave(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	successor := r.PostFormValue("opvolger")
	err := s.Accounts.Leave(r.Context(), s.visitorOf(r).who.Account, successor)
	if f, is := s.mendable(err); is {
		return s.showLeave(w, r, http.StatusUnprocessableEntity, successor, s.Catalogue.T(s.language(r), f.Key, f.Args))
	}
	if err != nil {
		return err
	}
	if err := s.sessions.account.Destroy(r.Context()); err != nil {
		return err
	}
	w.Header().Set("Clear-Site-Data", `"cache"`)
	http.Redirect(w, r, "/vertrokken", http.StatusSeeOther)
	return nil
}

// left says that an account ended.
func (s *site) left(w http.ResponseWriter, r *http.Request) error {
	p := s.page(w, r)
	p.Title = p.T("leave.done")
	return s.show(w, r, view.LeftPage(p))
}
