package account

import (
	"context"
	"log/slog"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Identity is who somebody is at a provider of OpenID Connect.
type Identity struct {
	Provider string
	Subject  string // who they are there, for ever
	Email    string
	Verified bool // the provider vouches for the address
	Name     string
	Create   bool // an account may be made for them
	Maps     bool // the provider tells their roles
	Roles    []MappedRole
}

// MappedRole is a role that a provider gives, everywhere or on a place.
type MappedRole struct {
	Role  access.Role
	Place string // official code; "" is everywhere
}

// Bound is an identity that belongs to an account.
type Bound struct {
	Provider, Subject string
	Account           id.ID
}

// SignInAs gives the account of an identity. Whoever was here before is known
// by the subject, whatever their address is now. Else the account with their
// address is theirs, when the provider vouches for it and the account does not
// belong to somebody else at that provider: an address can be given to a
// successor.
func (s *Service) SignInAs(ctx context.Context, who Identity) (Account, error) {
	account, err := s.accountOf(ctx, who)
	if err != nil {
		return Account{}, err
	}
	if account.State == Blocked {
		return Account{}, fault.New(fault.Denied, "openid.no-account", nil)
	}
	if account, err = s.activate(ctx, account); err != nil {
		return Account{}, err
	}
	if who.Maps {
		if err := s.mapRoles(ctx, account, who); err != nil {
			return Account{}, err
		}
	}
	return account, s.Store.TouchIdentity(ctx, who.Provider, who.Subject)
}

func (s *Service) accountOf(ctx context.Context, who Identity) (Account, error) {
	none := fault.New(fault.Denied, "openid.no-account", nil)
	bound, err := s.Store.IdentityOf(ctx, who.Provider, who.Subject)
	if err != nil {
		return Account{}, err
	}
	if bound != 0 {
		account, err := s.Store.Account(ctx, bound)
		if err == nil || fault.UnlessNotFound(err) != nil { // of an account that ended they can get another
			return account, err
		}
	}
	if !who.Verified {
		return Account{}, none
	}
	account, err := s.Store.AccountByEmail(ctx, who.Email)
	switch {
	case fault.UnlessNotFound(err) != nil:
		return Account{}, err
	case err != nil && !who.Create:
		return Account{}, none
	case err != nil:
		if account, err = s.create(ctx, Account{Email: who.Email, Name: who.Name, State: Active}, 0); err != nil {
			return Account{}, err
		}
	}
	if account.State == Blocked {
		return Account{}, none
	}
	others, err := s.Store.IdentitiesOf(ctx, account.ID)
	if err != nil {
		return Account{}, err
	}
	if slices.ContainsFunc(others, func(b Bound) bool { return b.Provider == who.Provider }) {
		return Account{}, fault.New(fault.Denied, "openid.other-subject", nil)
	}
	if err := s.Store.BindIdentity(ctx, Bound{Provider: who.Provider, Subject: who.Subject, Account: account.ID}); err != nil {
		return Account{}, err
	}
	s.Note(ctx, Entry{Event: EventIdentityBound, Actor: account.ID, Kind: accountKind, Subject: account.ID, Detail: who.Provider})
	return account, nil
}

// sourceOf marks grants that a provider gave.
func sourceOf(provider string) string { return "openid:" + provider }

// mapRoles makes the grants that a provider gave what it says now. Grants that
// people gave stay. A place that is not loaded gives no grant, and is told to
// the log.
func (s *Service) mapRoles(ctx context.Context, account Account, who Identity) error {
	grants, err := s.Store.GrantsOf(ctx, account.ID)
	if err != nil {
		return err
	}
	wanted := map[Grant]bool{}
	for _, role := range who.Roles {
		grant := Grant{Account: account.ID, Role: role.Role, Source: sourceOf(who.Provider)}
		if role.Place != "" {
			if grant.Place, err = s.Store.PlaceByCode(ctx, role.Place); err != nil {
				return err
			}
			if grant.Place == 0 {
				s.Log.LogAttrs(ctx, slog.LevelWarn, "a provider gives a role on a place that is not loaded", slog.String("provider", who.Provider), slog.String("place", role.Place))
				continue
			}
		}
		wanted[grant] = true
	}
	var gone []Grant
	for _, grant := range grants {
		if grant.Source != sourceOf(who.Provider) {
			continue
		}
		plain := Grant{Account: grant.Account, Role: grant.Role, Source: grant.Source}
		plain.Place = grant.Place
		if wanted[plain] && grant.Until == "" {
			delete(wanted, plain)
		} else {
			gone = append(gone, grant)
		}
	}
	for grant := range wanted {
		if _, err := s.give(ctx, grant, 0); err != nil {
			return err
		}
	}
	for _, grant := range gone {
		if err := s.take(ctx, grant, 0); err != nil {
			return err
		}
	}
	return nil
}

// take takes a grant away. The last administrator keeps theirs, and signs in.
func (s *Service) take(ctx context.Context, g Grant, by id.ID) error {
	kind, err := s.kind(grantKind)
	if err != nil {
		return err
	}
	_, err = s.Records.Delete(ctx, on(by), kind, g.ID, g.Version)
	if isLastAdministrator(err) {
		s.Log.LogAttrs(ctx, slog.LevelWarn, "the last administrator keeps their role, though a provider takes it", slog.String("account", g.Account.String()))
		return nil
	}
	return err
}
