package web

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// stepPasskey names what is kept between asking a browser and its answer.
const stepPasskey = "passkey"

// mostPasskeyAnswer bounds what a browser answers.
const mostPasskeyAnswer = 64 << 10

// passkeyBegin asks the browser of who is signed in to make a passkey.
func (s *site) passkeyBegin(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	question, step, err := s.Accounts.BeginPasskey(r.Context(), s.visitorOf(r).who.Account)
	if err != nil {
		return err
	}
	return s.askPasskey(w, r, question, step)
}

// passkeyAdd keeps the passkey that a browser made.
func (s *site) passkeyAdd(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	answer, err := readPasskey(w, r)
	if err != nil {
		return err
	}
	step := s.sessions.steps.PopString(r.Context(), stepPasskey)
	if err := s.Accounts.AddPasskey(r.Context(), s.visitorOf(r).who.Account, answer.Name, step, answer.Credential); err != nil {
		return err
	}
	return document(w, r, map[string]string{"url": "/account?gedaan=sleutel#sleutels"})
}

// passkeySignInBegin asks a browser for a passkey of this site.
func (s *site) passkeySignInBegin(w http.ResponseWriter, r *http.Request) error {
	if err := s.canSignIn(); err != nil {
		return err
	}
	if err := s.count(s.limits.signIns, s.addressKey(r)); err != nil {
		return err
	}
	question, step, err := s.Accounts.BeginPasskeySignIn()
	if err != nil {
		return err
	}
	return s.askPasskey(w, r, question, step)
}

// passkeySignIn signs in with the passkey that a browser showed.
func (s *site) passkeySignIn(w http.ResponseWriter, r *http.Request) error {
	if err := s.canSignIn(); err != nil {
		return err
	}
	if err := s.count(s.limits.signIns, s.addressKey(r)); err != nil {
		return err
	}
	answer, err := readPasskey(w, r)
	if err != nil {
		return err
	}
	who, err := s.Accounts.SignInByPasskey(r.Context(), s.sessions.steps.PopString(r.Context(), stepPasskey), answer.Credential)
	if err != nil {
		s.signInFailed(r, account.ByPasskey, err)
		return err
	}
	if err := s.beginSession(w, r, who, account.ByPasskey); err != nil {
		return err
	}
	return document(w, r, map[string]string{"url": localPath(answer.Back, "/")})
}

func (s *site) askPasskey(w http.ResponseWriter, r *http.Request, question any, step string) error {
	s.sessions.steps.Put(r.Context(), stepPasskey, step)
	w.Header().Set("Cache-Control", "no-store")
	return document(w, r, question)
}

// passkeyAnswer is what the script sends.
type passkeyAnswer struct {
	Name       string          `json:"name"`
	Back       string          `json:"back"`
	Credential json.RawMessage `json:"credential"`
}

func readPasskey(w http.ResponseWriter, r *http.Request) (passkeyAnswer, error) {
	var answer passkeyAnswer
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostPasskeyAnswer))
	if err == nil {
		err = json.Unmarshal(text, &answer)
	}
	if err != nil {
		return answer, fault.Wrap(err, fault.Invalid, "passkey.refused", nil)
	}
	return answer, nil
}

// passkeyChange gives a passkey of who asks another name, or removes it.
func (s *site) passkeyChange(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	which, err := id.Parse(r.PostFormValue("sleutel"))
	if err != nil {
		return fault.New(fault.NotFound, "passkey.unknown", nil)
	}
	of, done := s.actor(r).Account, "bewaard"
	if r.PostFormValue("weg") != "" {
		done = "sleutelweg"
		err = s.Accounts.RemovePasskey(r.Context(), of, which)
	} else {
		err = s.Accounts.NamePasskey(r.Context(), of, which, r.PostFormValue("naam"))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/account?gedaan="+done+"#sleutels", http.StatusSeeOther)
	return nil
}

func (s *site) passkeyRows(r *http.Request, p view.Page, of id.ID) ([]view.PasskeyRow, error) {
	keys, err := s.Accounts.PasskeysOf(r.Context(), of)
	if err != nil {
		return nil, err
	}
	rows := make([]view.PasskeyRow, len(keys))
	for at, key := range keys {
		rows[at] = view.PasskeyRow{ID: key.ID.String(), Name: key.Name, Since: p.Fmt().Day(key.CreatedAt), Used: p.T("passkey.never-used")}
		if !key.UsedAt.IsZero() {
			rows[at].Used = p.T("passkey.used", "when", p.Fmt().Moment(key.UsedAt, s.Now()))
		}
	}
	return rows, nil
}
