package web

import (
	"net/http"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// onlySignedIn refuses whoever is not signed in.
func (s *site) onlySignedIn(r *http.Request) error {
	if !s.actor(r).SignedIn() {
		return fault.New(fault.Denied, "account.sign-in-first", nil)
	}
	return nil
}

// doneMessages are what the page of an account may say that was just done.
var doneMessages = map[string]string{"bewaard": "account.done-saved", "beeindigd": "account.done-ended", "sleutel": "passkey.done-added", "sleutelweg": "passkey.done-removed"}

// accountPage answers /account: who you are here.
func (s *site) accountPage(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	return s.showAccount(w, r, http.StatusOK, "", "")
}

// showAccount shows the page, with a name that was refused and why.
func (s *site) showAccount(w http.ResponseWriter, r *http.Request, status int, name, wrong string) error {
	p := s.page(w, r)
	p.Title = p.T("account.title")
	p.Path = "/account" // also after a form that was sent
	visitor := s.visitorOf(r)
	who := visitor.who.Account
	shown := view.Account{
		Email: who.Email, Name: who.Name, Language: who.Language, Languages: s.Catalogue.Languages(),
		Invites:     access.CanAnywhere(s.actor(r), access.Invite, access.Accounts),
		Administers: access.CanAnywhere(s.actor(r), access.See, access.Installation),
	}
	if wrong != "" {
		shown.Name, shown.Wrong = name, p.T(wrong)
	}
	if key := doneMessages[r.URL.Query().Get("gedaan")]; key != "" {
		shown.Done = p.T(key)
	}
	var err error
	if shown.Grants, err = s.grantRows(r, p, who.ID); err != nil {
		return err
	}
	if shown.Sessions, err = s.sessionRows(r, p, visitor); err != nil {
		return err
	}
	if s.Accounts.HasPasskeys() {
		shown.HasPasskeys, shown.PasskeyName, shown.PasskeyWords = true, browserOf(r.UserAgent()), s.words(p.Lang, "passkey.")
		p.Scripts = append(p.Scripts, "passkey.js")
		if shown.Passkeys, err = s.passkeyRows(r, p, who.ID); err != nil {
			return err
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	s.render(w, r, status, view.AccountPage(p, shown))
	return nil
}

func (s *site) grantRows(r *http.Request, p view.Page, of id.ID) ([]view.GrantRow, error) {
	grants, err := s.Accounts.GrantsOf(r.Context(), of)
	if err != nil {
		return nil, err
	}
	return s.heldRows(p, grants), nil
}

func (s *site) heldRows(p view.Page, grants []account.Held) []view.GrantRow {
	rows := make([]view.GrantRow, len(grants))
	for at, grant := range grants {
		rows[at] = view.GrantRow{Role: p.T("role." + string(grant.Role)), Where: grant.Where, Until: p.T("account.no-end"), Over: !grant.InForce}
		if grant.Place == 0 && grant.Partnership == 0 {
			rows[at].Where = p.T("account.everywhere")
		}
		if day, err := time.Parse(time.DateOnly, grant.Until); err == nil {
			rows[at].Until = p.Fmt().Day(day)
		}
	}
	return rows
}

func (s *site) sessionRows(r *http.Request, p view.Page, visitor visitor) ([]view.SessionRow, error) {
	sessions, err := s.Accounts.Sessions(r.Context(), visitor.who.Account.ID)
	if err != nil {
		return nil, err
	}
	rows := make([]view.SessionRow, len(sessions))
	for at, session := range sessions {
		rows[at] = view.SessionRow{
			ID: session.ID.String(), Browser: session.Browser, Network: session.Network, How: p.T("signin.how." + string(session.Method)),
			Since: p.Fmt().Moment(session.Since, s.Now()), Seen: p.Fmt().Moment(session.Seen, s.Now()), Here: session.ID == visitor.session.ID,
		}
		if session.Browser == "" {
			rows[at].Browser = p.T("account.unknown-browser")
		}
	}
	return rows, nil
}

// saveAccount answers the form with name and language.
func (s *site) saveAccount(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	name, lang := r.PostFormValue("naam"), r.PostFormValue("taal")
	if !s.Catalogue.Has(lang) {
		lang = s.language(r)
	}
	err := s.Accounts.SetMine(r.Context(), s.actor(r).Account, name, lang)
	if fault.CodeOf(err) == fault.Invalid && err != nil {
		return s.showAccount(w, r, http.StatusUnprocessableEntity, name, "account.bad-name")
	}
	if err != nil {
		return err
	}
	s.setLanguage(w, lang)
	http.Redirect(w, r, "/account?gedaan=bewaard", http.StatusSeeOther)
	return nil
}

// endSessions ends one session of who asks, or all but this one.
func (s *site) endSessions(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	visitor := s.visitorOf(r)
	who := visitor.who.Account.ID
	var err error
	if which := r.PostFormValue("sessie"); which != "" {
		var session id.ID
		if session, err = id.Parse(which); err == nil {
			err = s.Accounts.EndSession(r.Context(), who, session, who)
		} else {
			err = fault.New(fault.NotFound, "account.no-session", nil)
		}
	} else {
		_, err = s.Accounts.EndSessions(r.Context(), who, visitor.session.ID, who)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/account?gedaan=beeindigd#sessies", http.StatusSeeOther)
	return nil
}
