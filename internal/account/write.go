package account

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// on is the program acting for an account; 0 is nobody in particular. Whether
// that account may is asked before.
func on(behalf id.ID) access.Actor { return access.Actor{Program: true, Account: behalf} }

// kind gives the description of a kind as the record service knows it.
func (s *Service) kind(name string) (*record.Kind, error) {
	kind, known := s.Records.Kinds.ByName(name)
	if !known {
		return nil, fault.New(fault.Broken, "record.unknown", nil)
	}
	return kind, nil
}

const (
	accountKind = "account"
	grantKind   = "accessGrant"
)

// create adds an account, with its history, as a record.
func (s *Service) create(ctx context.Context, a Account, by id.ID) (Account, error) {
	kind, err := s.kind(accountKind)
	if err != nil {
		return Account{}, err
	}
	if a.Language == "" {
		a.Language = fallbackLanguage
	}
	if a.Name == "" {
		a.Name = a.Email
	}
	row, err := s.Records.Create(ctx, on(by), kind, record.Values{
		"email": a.Email, "name": a.Name, "state": string(a.State), "language": a.Language, "person": a.Person, record.OwnerField: a.Owner,
	})
	if err != nil {
		return Account{}, err
	}
	return Accounts().Of(row), nil
}

// fallbackLanguage is that of an account of which nobody chose one.
const fallbackLanguage = "nl"

// give adds a grant, as a record.
func (s *Service) give(ctx context.Context, g Grant, by id.ID) (Grant, error) {
	kind, err := s.kind(grantKind)
	if err != nil {
		return Grant{}, err
	}
	row, err := s.Records.Create(ctx, on(by), kind, record.Values{
		"account": g.Account, "role": string(g.Role), "until": g.Until, "source": g.Source, record.PlaceField: g.Place, record.PartnershipField: g.Partnership,
	})
	if err != nil {
		return Grant{}, err
	}
	return Grants().Of(row), nil
}

// change changes fields of an account.
func (s *Service) change(ctx context.Context, which id.ID, values record.Values, by id.ID) error {
	kind, err := s.kind(accountKind)
	if err != nil {
		return err
	}
	account, err := s.Store.Account(ctx, which)
	if err != nil {
		return err
	}
	_, err = s.Records.Change(ctx, on(by), kind, which, account.Version, values)
	return err
}

// SetState blocks an account, or lets it in.
func (s *Service) SetState(ctx context.Context, which id.ID, state State, by id.ID) error {
	return s.change(ctx, which, record.Values{"state": string(state)}, by)
}

// Create adds an account with grants. When it fails in the midst, the account
// is there without the rest: that gives nobody too much.
func (s *Service) Create(ctx context.Context, a Account, grants []Grant, by id.ID) (Account, error) {
	made, err := s.create(ctx, a, by)
	if err != nil {
		return Account{}, err
	}
	for _, grant := range grants {
		grant.Account = made.ID
		if _, err := s.give(ctx, grant, by); err != nil {
			return made, err
		}
	}
	return made, nil
}
