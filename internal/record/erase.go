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
	Held     []Held
	// Mentions are other records in which the name stands. The program does
	// not change what others wrote; whoever erases looks at them.
	Mentions []search.Found
}

// Held is a record of something else that holds something of a person.
type Held struct {
	Kind *Kind
	Row  Row
}

// mostMentions is how many records are named in which the name still stands.
const mostMentions = 20

// AboutPeople tells whether records of the kind are people, who can be erased.
func (k *Kind) AboutPeople() bool { return k.TitleField().Personal }

// Erasable gives the field that shows that somebody was erased: one that is
// required stands empty in no other record. It is nil when no record of the
// kind is emptied as a whole.
func (k *Kind) Erasable() *Field {
	if k.AboutPeople() {
		return k.TitleField()
	}
	for at := range k.Own() {
		if field := &k.Fields[at]; k.Whole && field.Required {
			return field
		}
	}
	return nil
}

// Erased tells whether the person was erased from the record.
func (k *Kind) Erased(row *Row) bool {
	field := k.Erasable()
	return field != nil && field.Blank(row.Get(field))
}

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
	if plan.Held, err = s.heldOf(ctx, kind, one); err != nil {
		return plan, err
	}
	found, err := s.Store.Search(ctx, search.Ask{Actor: actor, Words: kind.Title(&plan.Row), Limit: mostMentions})
	for _, mention := range found.Found {
		if mention.ID != one {
			plan.Mentions = append(plan.Mentions, mention)
		}
	}
	return plan, err
}

// heldOf gives the records that hold something of a person, deleted ones too.
func (s *Service) heldOf(ctx context.Context, kind *Kind, one id.ID) ([]Held, error) {
	var held []Held
	for _, from := range s.Kinds.All() {
		field, known := from.Field(from.Subject)
		if !known || field.Of != kind.One {
			continue
		}
		rows, err := s.Store.Pointing(ctx, from, field.Name, one)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			held = append(held, Held{Kind: from, Row: row})
		}
	}
	return held, nil
}

// Erase removes a person: from the record and its history, from their accounts
// with all that belongs to those, from what others keep of them (Kind.Subject),
// from drafts and the index of words. The
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
	for _, held := range plan.Held {
		targets = append(targets, s.erased(actor, held.Kind, held.Row, batch))
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

// erased makes the write that empties a record of a person. What is only about
// them in part stays, without what is personal in it.
func (s *Service) erased(actor access.Actor, kind *Kind, row Row, batch id.ID) Write {
	after := row.clone()
	for at := range kind.Own() {
		if field := &kind.Fields[at]; field.Personal || kind.Whole {
			after.Set(field, field.zero())
		}
	}
	if kind.Erasable() == nil {
		return s.along(actor, kind, row, after, batch, Erased)
	}
	return s.gone(actor, kind, row, after, batch, Erased)
}

// gone makes the write of a record that is deleted together with others.
func (s *Service) gone(actor access.Actor, kind *Kind, row, after Row, batch id.ID, deed Deed) Write {
	if !after.Deleted() {
		after.DeletedAt = s.Now().UTC()
	}
	return s.along(actor, kind, row, after, batch, deed)
}

// along makes the write of a record that changes together with others, past
// the guards of its kind.
func (s *Service) along(actor access.Actor, kind *Kind, row, after Row, batch id.ID, deed Deed) Write {
	now := s.Now().UTC()
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
