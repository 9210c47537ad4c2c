package account

import (
	"context"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Holding is what somebody who leaves holds of one kind of record: the records
// of which a field names their account. A kind that gets such a field is among
// them by itself.
type Holding struct {
	Kind    *record.Kind
	Field   *record.Field
	Records []record.Row
	More    bool // there are more than are listed
}

// mostHeld is how many records of one field are handed over at once.
const mostHeld = 500

// mostNamed is how many records of one field are looked through for what is
// still open.
const mostNamed = 20_000

// heldKinds lists the fields by which a record can be somebody's: those that
// name an account, but for their own rights, and those that name a person, but
// for that of an account.
func (s *Service) heldKinds() []Holding {
	var list []Holding
	for _, kind := range s.Records.Kinds.All() {
		if kind.One == grantKind || kind.One == accountKind {
			continue
		}
		for at := range kind.Fields {
			if field := &kind.Fields[at]; field.IsRef() && (field.Of == accountKind || field.Of == personKind) {
				list = append(list, Holding{Kind: kind, Field: field})
			}
		}
	}
	return list
}

const personKind = "person"

// as gives by what number the field names an account: its own, or its person's.
func (h Holding) as(who Account) id.ID {
	if h.Field.Of == personKind {
		return who.Person
	}
	return who.ID
}

// Holds tells what an account holds.
func (s *Service) Holds(ctx context.Context, who Account) ([]Holding, error) {
	var list []Holding
	for _, held := range s.heldKinds() {
		self := held.as(who)
		if self == 0 {
			continue
		}
		rows, err := s.Records.Store.FindEqual(ctx, held.Kind, []string{held.Field.Name}, []any{self}, mostNamed)
		if err != nil {
			return nil, err
		}
		rows = slices.DeleteFunc(rows, func(row record.Row) bool { return held.Kind.Open != nil && !held.Kind.Open(&row) })
		if len(rows) == 0 {
			continue
		}
		if held.More = len(rows) > mostHeld; held.More {
			rows = rows[:mostHeld]
		}
		held.Records = rows
		list = append(list, held)
	}
	return list, nil
}

// Leave ends somebody's own account. What they hold goes to a successor, by
// address; nothing is left without somebody. Their rights, sessions, passkeys
// and tokens end; what they did stays, with their name.
func (s *Service) Leave(ctx context.Context, who Account, successor string) error {
	if err := s.lastAdministrator(ctx, who); err != nil {
		return err
	}
	if err := s.handOver(ctx, who, successor); err != nil {
		return err
	}
	account, err := s.Store.Account(ctx, who.ID)
	if err != nil {
		return err
	}
	grants, err := s.Store.GrantsOf(ctx, who.ID)
	if err != nil {
		return err
	}
	// The account goes first: that is refused to the last administrator, and
	// then nothing has been taken yet. Sessions and links go with it.
	if err := s.remove(ctx, account, who.ID); err != nil {
		return err
	}
	for _, grant := range grants {
		if err := s.take(ctx, grant, who.ID); err != nil {
			return err
		}
	}
	if err := s.Store.RemoveKeys(ctx, who.ID); err != nil {
		return err
	}
	s.Note(ctx, Entry{Event: EventLeft, Actor: who.ID, Kind: accountKind, Subject: who.ID})
	return nil
}

// lastAdministrator refuses the last administrator before anything was handed
// over; that nobody takes them away in the meantime the store sees to.
func (s *Service) lastAdministrator(ctx context.Context, who Account) error {
	left, err := s.Store.Administrators(ctx, who.ID)
	if err != nil || left > 0 {
		return err
	}
	grants, err := s.Store.GrantsOf(ctx, who.ID)
	if err != nil {
		return err
	}
	for _, grant := range grants {
		if grant.Role == access.Administrator && grant.Place == 0 && grant.Partnership == 0 {
			return fault.New(fault.Conflict, "account.last-administrator", nil)
		}
	}
	return nil
}

// handOver gives what an account holds to its successor.
func (s *Service) handOver(ctx context.Context, who Account, successor string) error {
	for {
		holds, err := s.Holds(ctx, who)
		if err != nil || len(holds) == 0 {
			return err
		}
		next, err := s.successor(ctx, who, successor)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(holds, func(held Holding) bool { return held.as(next) == 0 }) {
			return fault.New(fault.Invalid, "leave.no-person", nil)
		}
		for _, held := range holds {
			to := held.as(next)
			for _, row := range held.Records {
				if _, err := s.Records.Change(ctx, on(who.ID), held.Kind, row.ID, row.Version, record.Values{held.Field.Name: to}); err != nil {
					return err
				}
			}
		}
	}
}

func (s *Service) successor(ctx context.Context, who Account, email string) (Account, error) {
	if email == "" {
		return Account{}, fault.New(fault.Invalid, "leave.no-successor", nil)
	}
	next, err := s.ByEmail(ctx, email)
	if err != nil || next.State != Active || next.ID == who.ID {
		return Account{}, fault.New(fault.Invalid, "leave.bad-successor", nil)
	}
	return next, nil
}
