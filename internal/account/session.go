package account

import (
	"encoding/json"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
)

// Names of what a session keeps.
const (
	keyAccount = "account"
	keySession = "session"
	keyMethod  = "method"
	keyBrowser = "browser"
	keyNetwork = "network"
)

// Method is a way to sign in.
type Method string

const (
	ByMail       Method = "mail"
	ByOpenID     Method = "openid"
	ByPasskey    Method = "passkey"
	ByInvitation Method = "invitation"
	ByDemo       Method = "demo"
)

// Session is one browser in which somebody is signed in.
type Session struct {
	ID      id.ID
	Account id.ID
	Method  Method
	Browser string // its family, as "Firefox on Windows"
	Network string // the beginning of its address
	Since   time.Time
	Seen    time.Time
	Ends    time.Time
}

// Values gives what the keeper of sessions puts in a session, by name.
func (s Session) Values() map[string]string {
	return map[string]string{
		keyAccount: s.Account.String(), keySession: s.ID.String(), keyMethod: string(s.Method), keyBrowser: s.Browser, keyNetwork: s.Network,
	}
}

// SessionOf reads what Values wrote; a session in which nobody signed in has
// no account.
func SessionOf(get func(name string) string) Session {
	account, err := id.Parse(get(keyAccount))
	if err != nil {
		return Session{}
	}
	number, err := id.Parse(get(keySession))
	if err != nil {
		return Session{}
	}
	return Session{ID: number, Account: account, Method: Method(get(keyMethod)), Browser: get(keyBrowser), Network: get(keyNetwork)}
}

// NewSession makes the session of somebody who signs in.
func (s *Service) NewSession(who Account, how Method, browser, network string) Session {
	return Session{ID: s.IDs.Next(), Account: who.ID, Method: how, Browser: browser, Network: network}
}

// SessionCodec writes the content of a session as JSON; every value is a text.
type SessionCodec struct{}

type sessionContent struct {
	Deadline time.Time         `json:"deadline"`
	Values   map[string]string `json:"values"`
}

// Encode writes a session.
func (SessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	content := sessionContent{Deadline: deadline, Values: make(map[string]string, len(values))}
	for name, value := range values {
		content.Values[name], _ = value.(string)
	}
	return json.Marshal(content)
}

// Decode reads what Encode wrote.
func (SessionCodec) Decode(text []byte) (time.Time, map[string]any, error) {
	var content sessionContent
	if err := json.Unmarshal(text, &content); err != nil {
		return time.Time{}, nil, err
	}
	values := make(map[string]any, len(content.Values))
	for name, value := range content.Values {
		values[name] = value
	}
	return content.Deadline, values, nil
}
