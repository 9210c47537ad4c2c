package web

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// tokenLasts is how long a token works when nobody says otherwise.
const tokenLasts = 90 * 24 * time.Hour

// tokensPage answers /account/tokens: what lets programs act for somebody.
func (s *site) tokensPage(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	form := view.TokenForm{Until: account.Today(s.Now().Add(tokenLasts))}
	if r.URL.Query().Get("gedaan") == "ingetrokken" {
		form.Done = "token.done-withdrawn"
	}
	return s.showTokens(w, r, http.StatusOK, form)
}

func (s *site) showTokens(w http.ResponseWriter, r *http.Request, status int, form view.TokenForm) error {
	p := s.page(w, r)
	p.Title, p.Path = p.T("token.title"), "/account/tokens"
	list, err := s.Accounts.Tokens(r.Context(), s.actor(r).Account)
	if err != nil {
		return err
	}
	shown := view.Tokens{TokenForm: form}
	if form.Done != "" {
		shown.Done = p.T(form.Done)
	}
	for _, class := range access.Classes {
		shown.Choices = append(shown.Choices, view.Choice{Value: string(class), Label: p.T("token.class." + string(class))})
	}
	today := account.Today(s.Now())
	for _, token := range list {
		row := view.TokenRow{ID: token.ID.String(), Name: token.Name, Over: token.Ended(today), Until: s.day(p, token.Until), Used: p.T("token.never"), May: p.T("token.reads")}
		if token.Writes {
			row.May = p.T("token.reads-writes")
		}
		if token.UsedOn != "" {
			row.Used = p.T("token.used", "day", s.day(p, token.UsedOn))
		}
		for _, class := range token.Classes {
			row.Reaches = append(row.Reaches, p.T("token.class."+string(class)))
		}
		shown.Rows = append(shown.Rows, row)
	}
	w.Header().Set("Cache-Control", "no-store")
	s.render(w, r, status, view.TokensPage(p, shown))
	return nil
}

// day writes a day that is kept as 2026-03-03.
func (s *site) day(p view.Page, text string) string {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return p.Fmt().Day(day)
}

// makeToken makes a token and shows its secret, this once.
func (s *site) makeToken(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(err, fault.Invalid, "error.400text", nil)
	}
	token := account.Token{Account: s.actor(r).Account, Name: r.PostForm.Get("naam"), Until: r.PostForm.Get("tot"), Writes: r.PostForm.Get("schrijven") != ""}
	form := view.TokenForm{Name: token.Name, Until: token.Until, Writes: token.Writes, Classes: r.PostForm["soort"]}
	for _, class := range access.Classes {
		if slices.Contains(form.Classes, string(class)) {
			token.Classes = append(token.Classes, class)
		}
	}
	_, secret, err := s.Accounts.MakeToken(r.Context(), token)
	var problems record.Problems
	if errors.As(err, &problems) {
		form.Wrong = map[string]string{}
		for _, problem := range problems {
			form.Wrong[problem.Field] = s.Catalogue.T(s.language(r), problem.Key, problem.Args)
		}
		return s.showTokens(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return s.showTokens(w, r, http.StatusOK, view.TokenForm{Secret: secret, Until: account.Today(s.Now().Add(tokenLasts))})
}

// withdrawToken makes a token of who asks work no more.
func (s *site) withdrawToken(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	which, err := id.Parse(r.PostFormValue("token"))
	if err != nil {
		return fault.New(fault.NotFound, "token.unknown", nil)
	}
	if err := s.Accounts.WithdrawToken(r.Context(), s.actor(r).Account, which); err != nil {
		return err
	}
	http.Redirect(w, r, "/account/tokens?gedaan=ingetrokken", http.StatusSeeOther)
	return nil
}
