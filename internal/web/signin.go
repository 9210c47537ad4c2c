package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// signIn begins a session for an account that showed who it is, and leads on.
func (s *site) signIn(w http.ResponseWriter, r *http.Request, who account.Account, how account.Method, back string) error {
	if err := s.beginSession(w, r, who, how); err != nil {
		return err
	}
	http.Redirect(w, r, localPath(back, "/"), http.StatusSeeOther)
	return nil
}

// beginSession begins a session for an account that showed who it is.
func (s *site) beginSession(w http.ResponseWriter, r *http.Request, who account.Account, how account.Method) error {
	session := s.Accounts.NewSession(who, how, browserOf(r.UserAgent()), s.network(r))
	if err := s.sessions.begin(r.Context(), session); err != nil {
		return err
	}
	s.Accounts.Note(r.Context(), account.Entry{Event: account.EventSignIn, Actor: who.ID, Kind: "account", Subject: who.ID, Detail: string(how)})
	if s.Catalogue.Has(who.Language) {
		s.setLanguage(w, who.Language)
	}
	return nil
}

// signOut ends the session of this browser.
func (s *site) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := s.canSignIn(); err != nil {
		return err
	}
	if who := s.actor(r).Account; who != 0 {
		if err := s.sessions.account.Destroy(r.Context()); err != nil {
			return err
		}
		s.Accounts.Note(r.Context(), account.Entry{Event: account.EventSignOut, Actor: who, Kind: "account", Subject: who})
	}
	w.Header().Set("Clear-Site-Data", `"cache"`)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// localPath keeps where somebody wants to go within this site.
func localPath(path, otherwise string) string {
	address, err := url.Parse(path)
	if err != nil || address.IsAbs() || address.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return otherwise
	}
	return path
}

// network gives the beginning of the reader's address, which is enough to
// recognise a session or an attack and says less about the reader.
func (s *site) network(r *http.Request) string {
	address := s.address(r)
	bits := 48
	if address.Is4() {
		bits = 24
	}
	prefix, err := address.Prefix(bits)
	if err != nil {
		return ""
	}
	return prefix.String()
}

// browserOf names the family of a browser, for a list in which its owner
// recognises it.
func browserOf(agent string) string {
	find := func(known [][2]string) string {
		for _, one := range known {
			if strings.Contains(agent, one[0]) {
				return one[1]
			}
		}
		return ""
	}
	browser := find([][2]string{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox", "Firefox"}, {"FxiOS", "Firefox"},
		{"Chrom", "Chrome"}, {"CriOS", "Chrome"}, {"Safari", "Safari"}})
	system := find([][2]string{{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}})
	switch {
	case browser == "":
		return system
	case system == "":
		return browser
	}
	return browser + ", " + system
}

// signInPage answers /inloggen: the ways to sign in.
func (s *site) signInPage(w http.ResponseWriter, r *http.Request) error {
	return s.showSignIn(w, r, http.StatusOK, localPath(r.URL.Query().Get("terug"), ""), "")
}

// showSignIn shows the ways to sign in, with what was wrong with the last try.
func (s *site) showSignIn(w http.ResponseWriter, r *http.Request, status int, back, wrong string) error {
	p := s.page(w, r)
	p.Title = p.T("signin.title")
	p.Path, p.Query = "/inloggen", nil // also after a form that was sent
	ways := view.SignIn{Back: back, Email: r.PostFormValue("email")}
	if wrong != "" {
		ways.Wrong = p.T(wrong)
	}
	if s.OpenID != nil {
		for _, way := range s.OpenID.Ways() {
			address := "/inloggen/organisatie/" + way.ID
			if back != "" {
				address += "?" + url.Values{"terug": {back}}.Encode()
			}
			ways.Organisations = append(ways.Organisations, view.Choice{Value: address, Label: way.Name})
		}
	}
	if s.Accounts != nil && s.Accounts.HasPasskeys() {
		ways.Passkeys = s.words(p.Lang, "passkey.")
		p.Scripts = append(p.Scripts, "passkey.js")
	}
	if s.Accounts != nil {
		var err error
		if ways.Demo, err = s.Accounts.Demo(r.Context()); err != nil {
			return err
		}
	}
	s.render(w, r, status, view.SignInPage(p, ways))
	return nil
}

// words gives the sentences that a script of the page needs, as data.
func (s *site) words(lang string, prefixes ...string) string {
	text, err := json.Marshal(s.Catalogue.Under(lang, prefixes...))
	if err != nil { // cannot be: they are texts
		return "{}"
	}
	return string(text)
}
