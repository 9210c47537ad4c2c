package record

import (
	"context"
	"errors"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/search"
)

// Erasure is what erasing a person will do.
type Erasure struct {
	Kind     *Kind
	Row      Row
	Accounts []Row // of the person
	// Mentions are other records in which the name stands. The program does
	// not change what others wrote; whoever erases looks at them.
	Mentions []search.Found
}

// mostMentions is how many records are named in which the name still stands.
const mostMentions = 20

// AboutPeople tells whether records of the kind are people, who can be erased.
func (k *Kind) AboutPeople() bool { return k.TitleField().Personal }

// Erased tells whether the person was erased from the record.
func (k *Kind) Erased(row *Row) bool { return k.AboutPeople() && k.Title(row) == "" }

// MayErase tells whether the actor may erase people from a record: only who
// gives accounts where it lies.
func MayErase(actor access.Actor, kind *Kind, row *Row) bool {
	return kind.AboutPeople() && !kind.Erased(row) && access.Can(actor, access.Delete, access.Accounts, row.Facts())
}

// PlanErasure tells what erasing a person will do.
func (s *Service) PlanErasure(ctx context.Context, actor access.Actor, kind *Kind, one id.ID) (Erasure, error) {
	plan := Erasure{Kind: kind}
	var err error
	if plan.Row, err = s.find(ctx, actor, kind, one); err != nil {
		return plan, err
	}
	if !MayErase(actor, kind, &plan.Row) {
		return plan, denied()
	}
	accounts, known := s.Kinds.ByName("account")
	if known && accounts != kind {
		if plan.Accounts, err = s.Store.Pointing(ctx, accounts, "person", one); err != nil {
			return plan, err
		}
	}
	found, err := s.Store.Search(ctx, search.Ask{Actor: actor, Words: kind.Title(&plan.Row), Limit: mostMentions})
	for _, mention := range found.Found {
		if mention.ID != one {
			plan.Mentions = append(plan.Mentions, mention)
		}
	}
	return plan, err
}

// Erase removes a person: from the record and its history, from their accounts
// with all that belongs to those, from drafts and the index of words. The
// records stay, empty and deleted, so that totals and what others did stay
// true. It cannot be undone.
func (s *Service) Erase(ctx context.Context, actor access.Actor, kind *Kind, one id.ID) error {
	for range mostTries {
		if err := s.eraseOnce(ctx, actor, kind, one); !errors.Is(err, ErrOvertaken) {
			return err
		}
	}
	return fault.New(fault.Conflict, "record.busy", nil)
}

func (s *Service) eraseOnce(ctx context.Context, actor access.Actor, kind *Kind, one id.ID) error {
	plan, err := s.PlanErasure(ctx, actor, kind, one)
	if err != nil {
		return err
	}
	batch := s.IDs.Next()
	targets := []Write{s.erased(actor, kind, plan.Row, batch)}
	if accounts, known := s.Kinds.ByName("account"); known {
		for _, account := range plan.Accounts {
			targets = append(targets, s.erased(actor, accounts, account, batch))
		}
	}
	grants, err := s.grantsOf(ctx, actor, targets, batch)
	if err != nil {
		return err
	}
	if err := s.Store.Erase(ctx, targets, grants); err != nil {
		return err
	}
	if s.AfterErasing != nil {
		return s.AfterErasing(ctx)
	}
	return nil
}

// erased makes the write that empties a record of a person.
func (s *Service) erased(actor access.Actor, kind *Kind, row Row, batch id.ID) Write {
	after := row.clone()
	for at := range kind.Own() {
		if field := &kind.Fields[at]; field.Personal {
			after.Set(field, field.zero())
		}
	}
	return s.gone(actor, kind, row, after, batch, Erased)
}

// gone makes the write of a record that is deleted together with others.
func (s *Service) gone(actor access.Actor, kind *Kind, row, after Row, batch id.ID, deed Deed) Write {
	now := s.Now().UTC()
	if !after.Deleted() {
		after.DeletedAt = now
	}
	after.ChangedAt, after.ChangedBy = now, actor.Account
	after.Version++
	return Write{Kind: kind, Row: after, Before: &row, Change: Change{
		ID: s.IDs.Next(), Batch: batch, Kind: kind.One, Record: row.ID, Version: after.Version, Deed: deed, At: now, By: actor.Account, Facts: after.Facts(),
	}}
}

// grantsOf makes the writes that end the grants of accounts that are erased.
func (s *Service) grantsOf(ctx context.Context, actor access.Actor, targets []Write, batch id.ID) ([]Write, error) {
	grants, known := s.Kinds.ByName("accessGrant")
	if !known {
		return nil, nil
	}
	var writes []Write
	for _, target := range targets {
		rows, err := s.Store.Pointing(ctx, grants, "account", target.Row.ID)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if row.Deleted() {
				continue
			}
			if !access.Can(actor, access.Delete, access.Accounts, row.Facts()) {
				return nil, fault.New(fault.Denied, "account.grants-beyond", nil)
			}
			writes = append(writes, s.gone(actor, grants, row, row.clone(), batch, Removed))
		}
	}
	return writes, nil
}
