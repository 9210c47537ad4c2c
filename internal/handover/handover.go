// Package handover lets somebody leave a partnership without leaving anything
// behind: what they still hold goes to who stays, in the same transaction.
package handover

import (
	"context"
	"slices"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Held is what somebody holds in a partnership by one field of a kind: the
// open records of which it names them. A kind that gets such a field is among
// them by itself.
type Held struct {
	Kind  *record.Kind
	Field *record.Field
	Rows  []record.Row
}

// Service hands over.
type Service struct {
	Records *record.Service
	Now     func() time.Time
	Today   func(time.Time) string
}

// mostHeld is how many records of one field are handed over at once.
const mostHeld = 2_000

// Of tells what somebody holds in a partnership and is not done.
func (s *Service) Of(ctx context.Context, person, in id.ID) ([]Held, error) {
	var list []Held
	if person == 0 || in == 0 {
		return nil, nil
	}
	for _, kind := range s.Records.Kinds.All() {
		if kind.One == "member" || kind.Derived {
			continue // a part of their own ends, and is not handed over
		}
		for at := range kind.Fields {
			field := &kind.Fields[at]
			if !field.IsRef() || field.Of != "person" || field.Fixed || field.Past {
				continue
			}
			rows, err := s.Records.Store.FindEqual(ctx, kind, []string{field.Name, record.PartnershipField}, []any{person, in}, mostHeld)
			if err != nil {
				return nil, err
			}
			rows = slices.DeleteFunc(rows, func(row record.Row) bool {
				return kind.Open != nil && !kind.Open(&row) || field.Held != nil && !field.Held(&row)
			})
			if len(rows) > 0 {
				list = append(list, Held{Kind: kind, Field: field, Rows: rows})
			}
		}
	}
	return list, nil
}

// May tells whether somebody may end a part in a partnership: their own, or one
// that they may change.
func May(actor access.Actor, seen *record.Seen) bool {
	own := actor.Person != 0 && partnership.Members().Of(seen.Row).Person == actor.Person
	return !seen.Deleted() && (own || seen.May(actor, access.Change))
}

// Leaving is how a part ends: on a day, with what is held going to a successor,
// and some records to others.
type Leaving struct {
	Day       string
	Successor id.ID
	Others    map[id.ID]id.ID // of a record, who goes on with it
}

// Leave ends a part in a partnership; all that its person still holds there goes
// to people who are in it as well. All of it is one transaction, which can be
// undone as one. It tells how many records went to others, and gives
// record.Problems for a day or a successor that will not do.
func (s *Service) Leave(ctx context.Context, actor access.Actor, part id.ID, how Leaving) (handed int, err error) {
	kind := partnership.Members().Kind()
	seen, _, err := s.Records.Get(ctx, actor, kind, part)
	if err != nil {
		return 0, err
	}
	if !May(actor, &seen) {
		return 0, fault.New(fault.Denied, "record.denied", nil)
	}
	member := partnership.Members().Of(seen.Row)
	if _, err := time.Parse(time.DateOnly, how.Day); err != nil {
		return 0, record.Wrong("until", "record.not-day", nil)
	}
	held, err := s.Of(ctx, member.Person, member.Partnership)
	if err != nil {
		return 0, err
	}
	drafts := []record.Draft{{Kind: kind, ID: part, ByProgram: true, Values: record.Values{"until": how.Day}}}
	more, err := s.hand(ctx, member, held, how)
	if err != nil {
		return 0, err
	}
	_, err = s.Records.Together(ctx, actor, append(drafts, more...))
	return len(more), err
}

// hand gives what becomes of each record that is held.
func (s *Service) hand(ctx context.Context, member partnership.Member, held []Held, how Leaving) ([]record.Draft, error) {
	works := map[id.ID]id.ID{} // of those who go on
	var drafts []record.Draft
	for _, h := range held {
		for at := range h.Rows {
			row := &h.Rows[at]
			successor := how.Successor
			if other := how.Others[row.ID]; other != 0 {
				successor = other
			}
			if _, known := works[successor]; !known {
				if err := s.stays(ctx, member, successor); err != nil {
					return nil, err
				}
				at, err := s.worksAt(ctx, successor)
				if err != nil {
					return nil, err
				}
				works[successor] = at
			}
			values := record.Values{h.Field.Name: successor}
			if h.Kind.Hand != nil {
				values = h.Kind.Hand(row, successor, works[successor])
			}
			drafts = append(drafts, record.Draft{Kind: h.Kind, ID: row.ID, ByProgram: true, Values: values})
		}
	}
	return drafts, nil
}

func (s *Service) worksAt(ctx context.Context, person id.ID) (id.ID, error) {
	rows, err := s.Records.Store.FindRows(ctx, partnership.People().Kind(), []id.ID{person})
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return partnership.People().Of(rows[0]).Organisation, nil
}

// stays holds that a successor is another, and in the partnership.
func (s *Service) stays(ctx context.Context, member partnership.Member, successor id.ID) error {
	if successor == 0 {
		return record.Wrong("successor", "handover.no-successor", nil)
	}
	rows, err := s.Records.Store.FindEqual(ctx, partnership.Members().Kind(), []string{"person", record.PartnershipField}, []any{successor, member.Partnership}, mostHeld)
	if err != nil {
		return err
	}
	today := s.Today(s.Now())
	there := slices.ContainsFunc(rows, func(row record.Row) bool {
		until := partnership.Members().Of(row).Until
		return until == "" || until > today
	})
	if successor == member.Person || !there {
		return record.Wrong("successor", "handover.not-there", nil)
	}
	return nil
}

// Guard holds that nobody leaves by another way while they still hold
// something. A last day that is still to come may be written down: who has it is
// asked in time.
func (s *Service) Guard(ctx context.Context, planned record.Planned) error {
	if planned.Before == nil || planned.Actor.Program || planned.Turned || planned.Deed == record.Erased {
		return nil
	}
	before, after := partnership.Members().Of(*planned.Before), partnership.Members().Of(*planned.After)
	ends := after.Until != before.Until && after.Until != "" && after.Until <= s.Today(s.Now())
	if !ends && (before.Deleted() || !after.Deleted()) {
		return nil
	}
	held, err := s.Of(ctx, before.Person, before.Partnership)
	if err != nil || len(held) == 0 {
		return err
	}
	count := 0
	for _, h := range held {
		count += len(h.Rows)
	}
	args := fault.Args{"n": count}
	if after.Deleted() {
		return fault.New(fault.Conflict, "handover.first", args)
	}
	return record.Wrong("until", "handover.first", args)
}
