package account

import (
	"context"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Sessions lists where somebody is signed in.
func (s *Service) Sessions(ctx context.Context, of id.ID) ([]Session, error) {
	return s.Store.SessionsOf(ctx, of)
}

// EndSession ends one session of an account.
func (s *Service) EndSession(ctx context.Context, of, which, by id.ID) error {
	ended, err := s.Store.EndSession(ctx, of, which)
	if err == nil && ended > 0 {
		s.Note(ctx, Entry{Event: EventSessionEnded, Actor: by, Kind: accountKind, Subject: of, Detail: "one"})
	}
	return err
}

// EndSessions ends all sessions of an account but one; 0 spares none.
func (s *Service) EndSessions(ctx context.Context, of, but, by id.ID) (int64, error) {
	ended, err := s.Store.EndSessions(ctx, of, but)
	if err == nil && ended > 0 {
		s.Note(ctx, Entry{Event: EventSessionEnded, Actor: by, Kind: accountKind, Subject: of, Detail: "all"})
	}
	return ended, err
}

// Held is a grant with the name of where it holds.
type Held struct {
	Grant
	Where   string // "" is everywhere
	InForce bool
}

// GrantsOf lists what somebody was granted, with where.
func (s *Service) GrantsOf(ctx context.Context, of id.ID) ([]Held, error) {
	grants, err := s.Store.GrantsOf(ctx, of)
	if err != nil {
		return nil, err
	}
	return s.Named(ctx, grants)
}

// Named adds to grants the names of where they hold.
func (s *Service) Named(ctx context.Context, grants []Grant) ([]Held, error) {
	var places, partnerships []id.ID
	for _, grant := range grants {
		if grant.Partnership != 0 {
			partnerships = append(partnerships, grant.Partnership)
		} else if grant.Place != 0 {
			places = append(places, grant.Place)
		}
	}
	names, err := s.Records.Store.PlaceNames(ctx, places)
	if err != nil {
		return nil, err
	}
	together, err := s.PartnershipNames(ctx, partnerships)
	if err != nil {
		return nil, err
	}
	today := Today(s.Now())
	list := make([]Held, len(grants))
	for at, grant := range grants {
		list[at] = Held{Grant: grant, Where: names[grant.Place], InForce: grant.InForce(today)}
		if grant.Partnership != 0 {
			list[at].Where = together[grant.Partnership]
		}
	}
	return list, nil
}

// PartnershipNames gives what partnerships are called.
func (s *Service) PartnershipNames(ctx context.Context, of []id.ID) (map[id.ID]string, error) {
	return s.titles(ctx, "partnership", of)
}

// OrganisationNames gives what organisations are called.
func (s *Service) OrganisationNames(ctx context.Context, of []id.ID) (map[id.ID]string, error) {
	return s.titles(ctx, "organisation", of)
}

func (s *Service) titles(ctx context.Context, name string, of []id.ID) (map[id.ID]string, error) {
	titles := map[id.ID]string{}
	if len(of) == 0 {
		return titles, nil
	}
	kind, err := s.kind(name)
	if err != nil {
		return nil, err
	}
	named, err := s.Records.Store.Named(ctx, kind, of)
	for _, one := range named {
		titles[one.ID] = one.Title
	}
	return titles, err
}

// SetMine changes what somebody may change of their own account.
func (s *Service) SetMine(ctx context.Context, of id.ID, name, language string) error {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 200 {
		return fault.New(fault.Invalid, "account.bad-name", nil)
	}
	return s.change(ctx, of, record.Values{"name": name, "language": language}, of)
}

// Names gives what accounts are called, also those that ended.
func (s *Service) Names(ctx context.Context, of []id.ID) (map[id.ID]string, error) {
	return s.Store.AccountNames(ctx, of)
}
