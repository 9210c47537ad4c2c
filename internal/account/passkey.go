package account

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Passkey is a key on a device of somebody, with which they sign in.
type Passkey struct {
	ID         id.ID
	Account    id.ID
	Credential string // its id, as the browser tells it
	Data       string // what is needed to recognise it
	Name       string
	CreatedAt  time.Time
	UsedAt     time.Time
}

// mostPasskeys is how many passkeys an account may have.
const mostPasskeys = 20

// Passkeys makes signing in by passkey possible. A passkey belongs to the
// name of the host by which readers reach the pages, so it needs a name: nil
// is given for an address without one.
func Passkeys(base, name string) (*webauthn.WebAuthn, error) {
	address, err := url.Parse(base)
	if err != nil || address.Hostname() == "" {
		return nil, err
	}
	if _, err := netip.ParseAddr(address.Hostname()); err == nil {
		return nil, nil
	}
	if address.Scheme != "https" && address.Hostname() != "localhost" {
		return nil, nil
	}
	return webauthn.New(&webauthn.Config{
		RPID: address.Hostname(), RPDisplayName: name, RPOrigins: []string{base},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Enforce: true, Timeout: 5 * time.Minute, TimeoutUVD: 5 * time.Minute},
			Registration: webauthn.TimeoutConfig{Enforce: true, Timeout: 5 * time.Minute, TimeoutUVD: 5 * time.Minute},
		},
	})
}

// HasPasskeys tells whether passkeys can be used here.
func (s *Service) HasPasskeys() bool { return s.Keys != nil }

// keyHolder is an account as the library of passkeys sees it. What devices
// keep of somebody is the number of the account and what it is called.
type keyHolder struct {
	account     Account
	credentials []webauthn.Credential
}

func (h *keyHolder) WebAuthnID() []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(h.account.ID))
}
func (h *keyHolder) WebAuthnName() string                       { return h.account.Email }
func (h *keyHolder) WebAuthnDisplayName() string                { return h.account.Name }
func (h *keyHolder) WebAuthnCredentials() []webauthn.Credential { return h.credentials }

func (s *Service) holderOf(ctx context.Context, account Account) (*keyHolder, []Passkey, error) {
	keys, err := s.Store.PasskeysOf(ctx, account.ID)
	if err != nil {
		return nil, nil, err
	}
	holder := &keyHolder{account: account}
	for _, key := range keys {
		var credential webauthn.Credential
		if err := json.Unmarshal([]byte(key.Data), &credential); err != nil {
			return nil, nil, err
		}
		holder.credentials = append(holder.credentials, credential)
	}
	return holder, keys, nil
}

func noPasskeys() error { return fault.New(fault.NotFound, "passkey.none-here", nil) }

func badPasskey(err error) error { return fault.Wrap(err, fault.Invalid, "passkey.refused", nil) }

// BeginPasskey asks a browser to make a passkey; step must be given to
// AddPasskey.
func (s *Service) BeginPasskey(ctx context.Context, account Account) (question any, step string, err error) {
	if s.Keys == nil {
		return nil, "", noPasskeys()
	}
	holder, keys, err := s.holderOf(ctx, account)
	if err != nil {
		return nil, "", err
	}
	if len(keys) >= mostPasskeys {
		return nil, "", fault.New(fault.Invalid, "passkey.too-many", fault.Args{"n": mostPasskeys})
	}
	creation, session, err := s.Keys.BeginRegistration(holder, webauthn.WithExclusions(webauthn.Credentials(holder.credentials).CredentialDescriptors()))
	if err != nil {
		return nil, "", err
	}
	text, err := json.Marshal(session)
	return creation, string(text), err
}

// AddPasskey keeps the passkey that a browser made.
func (s *Service) AddPasskey(ctx context.Context, account Account, name, step string, answer []byte) error {
	if s.Keys == nil {
		return noPasskeys()
	}
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 100 {
		return fault.New(fault.Invalid, "passkey.bad-name", nil)
	}
	var session webauthn.SessionData
	if err := json.Unmarshal([]byte(step), &session); err != nil {
		return badPasskey(err)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return badPasskey(err)
	}
	holder, _, err := s.holderOf(ctx, account)
	if err != nil {
		return err
	}
	credential, err := s.Keys.CreateCredential(holder, session, parsed)
	if err != nil {
		return badPasskey(err)
	}
	credential.Attestation = webauthn.CredentialAttestation{} // tells of the device, and nothing here needs it
	data, err := json.Marshal(credential)
	if err != nil {
		return err
	}
	key := Passkey{ID: s.IDs.Next(), Account: account.ID, Credential: base64.RawURLEncoding.EncodeToString(credential.ID), Data: string(data), Name: name}
	if err := s.Store.AddPasskey(ctx, key); err != nil {
		return err
	}
	s.Note(ctx, Entry{Event: EventPasskeyAdded, Actor: account.ID, Kind: accountKind, Subject: account.ID})
	return s.tell(ctx, account, "mail.passkey")
}

// BeginPasskeySignIn asks a browser for any passkey of this site; step must be
// given to SignInByPasskey.
func (s *Service) BeginPasskeySignIn() (question any, step string, err error) {
	if s.Keys == nil {
		return nil, "", noPasskeys()
	}
	assertion, session, err := s.Keys.BeginDiscoverableLogin()
	if err != nil {
		return nil, "", err
	}
	text, err := json.Marshal(session)
	return assertion, string(text), err
}

// SignInByPasskey gives the account of the passkey that a browser showed.
func (s *Service) SignInByPasskey(ctx context.Context, step string, answer []byte) (Account, error) {
	if s.Keys == nil {
		return Account{}, noPasskeys()
	}
	var session webauthn.SessionData
	if err := json.Unmarshal([]byte(step), &session); err != nil {
		return Account{}, badPasskey(err)
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Account{}, badPasskey(err)
	}
	var failed error
	user, credential, err := s.Keys.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		holder, err := s.keyHolder(ctx, handle)
		failed = err
		return holder, err
	}, session, parsed)
	if failed != nil && fault.CodeOf(failed) == fault.Broken {
		return Account{}, failed
	}
	if err != nil {
		return Account{}, badPasskey(err)
	}
	if credential.Authenticator.CloneWarning {
		return Account{}, badPasskey(errors.New("the counter went back: there may be a copy"))
	}
	account := user.(*keyHolder).account
	credential.Attestation = webauthn.CredentialAttestation{}
	data, err := json.Marshal(credential)
	if err != nil {
		return Account{}, err
	}
	if err := s.Store.UsePasskey(ctx, base64.RawURLEncoding.EncodeToString(credential.ID), string(data)); err != nil {
		return Account{}, err
	}
	return s.activate(ctx, account)
}

// keyHolder finds who a passkey says that it is of.
func (s *Service) keyHolder(ctx context.Context, handle []byte) (*keyHolder, error) {
	if len(handle) != 8 {
		return nil, fault.New(fault.NotFound, "account.unknown", nil)
	}
	account, err := s.Store.Account(ctx, id.ID(binary.BigEndian.Uint64(handle)))
	if err != nil {
		return nil, err
	}
	if account.State == Blocked {
		return nil, fault.New(fault.Denied, "account.unknown", nil)
	}
	holder, _, err := s.holderOf(ctx, account)
	return holder, err
}

// PasskeysOf lists the passkeys of an account.
func (s *Service) PasskeysOf(ctx context.Context, of id.ID) ([]Passkey, error) {
	return s.Store.PasskeysOf(ctx, of)
}

// RemovePasskey makes a passkey of an account useless.
func (s *Service) RemovePasskey(ctx context.Context, of, which id.ID) error {
	removed, err := s.Store.RemovePasskey(ctx, of, which)
	if err == nil && removed {
		s.Note(ctx, Entry{Event: EventPasskeyGone, Actor: of, Kind: accountKind, Subject: of})
	}
	return err
}

// NamePasskey gives a passkey another name.
func (s *Service) NamePasskey(ctx context.Context, of, which id.ID, name string) error {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 100 {
		return fault.New(fault.Invalid, "passkey.bad-name", nil)
	}
	return s.Store.NamePasskey(ctx, of, which, name)
}
