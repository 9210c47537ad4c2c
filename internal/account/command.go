package account

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Account gives an account by its number.
func (s *Service) Account(ctx context.Context, which id.ID) (Account, error) {
	return s.Store.Account(ctx, which)
}

// ByEmail gives an account by its address.
func (s *Service) ByEmail(ctx context.Context, email string) (Account, error) {
	email, sound := CleanEmail(email)
	if !sound {
		return Account{}, fault.New(fault.Invalid, "signin.bad-email", nil)
	}
	return s.Store.AccountByEmail(ctx, email)
}

// All lists accounts by address, a page at a time; the last address of a page
// leads to the next.
func (s *Service) All(ctx context.Context, after string, limit int) ([]Account, error) {
	return s.Store.Accounts(ctx, after, limit)
}

// Give gives a role, where and until the grant says.
func (s *Service) Give(ctx context.Context, g Grant, by id.ID) (Grant, error) {
	if !g.Role.Valid() {
		return Grant{}, fault.New(fault.Invalid, "account.bad-role", fault.Args{"Role": string(g.Role)})
	}
	return s.give(ctx, g, by)
}

// EmergencyLink makes a link to sign in for whoever can reach the database
// anyway; it is not sent.
func (s *Service) EmergencyLink(ctx context.Context, who Account) (path string, err error) {
	if who.State == Blocked {
		return "", fault.New(fault.Denied, "account.is-blocked", fault.Args{"Email": who.Email})
	}
	token, err := s.newLink(ctx, who.ID, ToSignIn, SignInLinkLasts, "")
	if err != nil {
		return "", err
	}
	s.Note(ctx, Entry{Event: EventLinkAsked, Kind: accountKind, Subject: who.ID, Detail: "command"})
	return "/inloggen/mail/" + token, nil
}

// Block keeps an account out at once, or lets it in again.
func (s *Service) Block(ctx context.Context, which id.ID, blocked bool, by id.ID) error {
	state := Active
	if blocked {
		state = Blocked
	}
	return s.SetState(ctx, which, state, by) // the store ends sessions and links with it
}
