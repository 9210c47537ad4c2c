package web

import (
	"net/http"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// linkCookie holds the token of a link between opening it and pressing the
// button: programs that look into mail open links, but press no buttons.
const linkCookie = "link"

// askLink answers the form that asks for a link by mail.
func (s *site) askLink(w http.ResponseWriter, r *http.Request) error {
	if err := s.canSignIn(); err != nil {
		return err
	}
	if err := s.count(s.limits.links, s.addressKey(r)); err != nil {
		return err
	}
	back := localPath(r.PostFormValue("terug"), "")
	email, sound := account.CleanEmail(r.PostFormValue("email"))
	if !sound {
		return s.showSignIn(w, r, http.StatusUnprocessableEntity, back, "signin.bad-email")
	}
	if err := s.Accounts.AskLink(r.Context(), email, s.language(r), back); err != nil {
		return err
	}
	http.Redirect(w, r, "/inloggen/mail/gevraagd", http.StatusSeeOther)
	return nil
}

// linkAsked says that a letter comes, if there is such an account.
func (s *site) linkAsked(w http.ResponseWriter, r *http.Request) error {
	p := s.page(w, r)
	p.Title = p.T("signin.asked.title")
	return s.show(w, r, view.LinkAskedPage(p))
}

// openLink takes the token out of the address, where the history of a browser
// and the log of a proxy would keep it.
func (s *site) openLink(w http.ResponseWriter, r *http.Request) error {
	s.keepToken(w, r, linkCookie, int(account.SignInLinkLasts.Seconds()))
	http.Redirect(w, r, "/inloggen/mail/bevestigen", http.StatusSeeOther)
	return nil
}

// keepToken puts the token of an address in a cookie.
func (s *site) keepToken(w http.ResponseWriter, r *http.Request, cookie string, seconds int) {
	s.rememberLanguage(w, r)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(cookie), Value: r.PathValue("token"), Path: "/", MaxAge: seconds,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.secure(),
	})
}

// token gives the token that keepToken kept.
func (s *site) token(r *http.Request, cookie string) string {
	if kept, err := r.Cookie(s.cookieName(cookie)); err == nil {
		return kept.Value
	}
	return ""
}

// confirmLink shows whose link it is, with the button that uses it.
func (s *site) confirmLink(w http.ResponseWriter, r *http.Request) error {
	if err := s.canSignIn(); err != nil {
		return err
	}
	who, err := s.Accounts.Peek(r.Context(), s.token(r, linkCookie), account.ToSignIn)
	if err != nil {
		return err
	}
	p := s.page(w, r)
	p.Title = p.T("signin.confirm.title")
	w.Header().Set("Cache-Control", "no-store")
	return s.show(w, r, view.ConfirmPage(p, view.Confirm{Email: who.Email, Name: who.Name, Action: "/inloggen/mail/bevestigen", Button: p.T("signin.confirm.go")}))
}

// useLink signs in with a link.
func (s *site) useLink(w http.ResponseWriter, r *http.Request) error {
	if err := s.canSignIn(); err != nil {
		return err
	}
	if err := s.count(s.limits.signIns, s.addressKey(r)); err != nil {
		return err
	}
	who, back, err := s.Accounts.Use(r.Context(), s.token(r, linkCookie), account.ToSignIn)
	if err != nil {
		s.signInFailed(r, account.ByMail, err)
		return err
	}
	s.dropToken(w, linkCookie)
	return s.signIn(w, r, who, account.ByMail, back)
}

func (s *site) dropToken(w http.ResponseWriter, cookie string) {
	http.SetCookie(w, &http.Cookie{Name: s.cookieName(cookie), Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.secure()})
}

// signInFailed writes a try that was refused in the log.
func (s *site) signInFailed(r *http.Request, how account.Method, why error) {
	if code := fault.CodeOf(why); code != fault.Broken {
		s.Accounts.Note(r.Context(), account.Entry{Event: account.EventSignIn, Result: account.Failed, Detail: string(how)})
	}
}

// canSignIn tells whether accounts exist here at all.
func (s *site) canSignIn() error {
	if s.sessions == nil {
		return fault.New(fault.NotFound, "account.no-accounts", nil)
	}
	return nil
}
