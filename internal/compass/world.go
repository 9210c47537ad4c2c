package compass

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/language"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// world is what is written down of a partnership at some moment.
type world struct {
	partnership partnership.Partnership
	members     []partnership.Member
	people      map[id.ID]partnership.Person
	heard       map[id.ID]string // by person, the last day of which something of theirs is written down
	terms       []language.Term
	agreements  []agreement.Agreement
	parties     []agreement.Party
	promises    []agreement.Promise
	actions     []agreement.Action
	cards       []agreement.Card
	stances     []learning.Stance
	reflections []learning.Reflection
	lessons     []learning.Lesson
	wrote       map[id.ID]string // by account, the last day on which it wrote something down
	accounts    map[id.ID]id.ID  // the person of an account
}

// write notes that an account wrote something down.
func (w *world) write(row record.Row, today func(time.Time) string) {
	if w.wrote == nil {
		w.wrote = map[id.ID]string{}
	}
	w.wrote[row.CreatedBy] = max(w.wrote[row.CreatedBy], today(row.CreatedAt))
}

// mostOfKind is how many records of a kind are read.
const mostOfKind = 5_000

// gather reads the world now and at a moment: three questions for each kind,
// whatever the number of records.
func (s *Service) gather(ctx context.Context, in id.ID, moment time.Time) (past, present world, err error) {
	load := func(kind *record.Kind, put func(w *world, row record.Row)) {
		if err != nil {
			return
		}
		var rows []record.Row
		if rows, err = s.rows(ctx, kind, in); err != nil {
			return
		}
		for _, row := range rows {
			if !row.Deleted() {
				put(&present, row)
				present.write(row, s.Today)
			}
		}
		if rows, err = s.Records.AsOf(ctx, kind, rows, moment); err != nil {
			return
		}
		for _, row := range rows {
			put(&past, row)
			past.write(row, s.Today)
		}
	}
	load(partnership.Partnerships().Kind(), func(w *world, row record.Row) { w.partnership = partnership.Partnerships().Of(row) })
	load(partnership.Members().Kind(), func(w *world, row record.Row) { w.members = append(w.members, partnership.Members().Of(row)) })
	load(language.Terms().Kind(), func(w *world, row record.Row) { w.terms = append(w.terms, language.Terms().Of(row)) })
	load(agreement.Agreements().Kind(), func(w *world, row record.Row) {
		w.agreements = append(w.agreements, agreement.Agreements().Of(row))
	})
	load(agreement.Parties().Kind(), func(w *world, row record.Row) { w.parties = append(w.parties, agreement.Parties().Of(row)) })
	load(agreement.Promises().Kind(), func(w *world, row record.Row) { w.promises = append(w.promises, agreement.Promises().Of(row)) })
	load(agreement.Actions().Kind(), func(w *world, row record.Row) { w.actions = append(w.actions, agreement.Actions().Of(row)) })
	load(agreement.Cards().Kind(), func(w *world, row record.Row) { w.cards = append(w.cards, agreement.Cards().Of(row)) })
	load(learning.Stances().Kind(), func(w *world, row record.Row) { w.stances = append(w.stances, learning.Stances().Of(row)) })
	load(learning.Reflections().Kind(), func(w *world, row record.Row) {
		w.reflections = append(w.reflections, learning.Reflections().Of(row))
	})
	load(learning.Lessons().Kind(), func(w *world, row record.Row) { w.lessons = append(w.lessons, learning.Lessons().Of(row)) })
	if err == nil {
		err = s.addPeople(ctx, &past, &present)
	}
	past.listen(s.Today)
	present.listen(s.Today)
	return past, present, err
}

// rows gives the records of a kind in a partnership that all in it may see,
// deleted ones as well.
func (s *Service) rows(ctx context.Context, kind *record.Kind, in id.ID) ([]record.Row, error) {
	field, _ := kind.Field(record.PartnershipField)
	where := access.For(access.Actor{Program: true}, access.See, kind.Class, access.Public)
	var all []record.Row
	for _, deleted := range []bool{false, true} {
		rows, err := s.Records.Store.ListRows(ctx, kind, record.Query{Where: where, Filters: []record.Filter{{Field: field, Value: in}}, Deleted: deleted, Limit: mostOfKind})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if row.Audience >= access.Partnership && row.MergedInto == 0 {
				all = append(all, row)
			}
		}
	}
	return all, nil
}

// addPeople reads who the members are. Their field and level are those of now:
// what they were does not say what the partnership lacked.
func (s *Service) addPeople(ctx context.Context, worlds ...*world) error {
	ids := map[id.ID]bool{}
	for _, w := range worlds {
		for _, member := range w.members {
			ids[member.Person] = true
		}
	}
	list := make([]id.ID, 0, len(ids))
	for one := range ids {
		list = append(list, one)
	}
	rows, err := s.Records.Store.FindRows(ctx, partnership.People().Kind(), list)
	if err != nil {
		return err
	}
	people := map[id.ID]partnership.Person{}
	for _, row := range rows {
		people[row.ID] = partnership.People().Of(row)
	}
	accounts, _ := s.Records.Kinds.ByName("account")
	field, _ := accounts.Field("person")
	values := make([]any, 0, len(list))
	for _, one := range list {
		values = append(values, one)
	}
	held, err := s.Records.Store.FindByValues(ctx, accounts, field, values)
	of := map[id.ID]id.ID{}
	for _, row := range held {
		of[row.ID], _ = row.Get(field).(id.ID)
	}
	for _, w := range worlds {
		w.people, w.accounts = people, of
	}
	return err
}

// listen notes of everybody the last day of which something of theirs is
// written down: an answer, something done, a promise, what they need.
func (w *world) listen(today func(time.Time) string) {
	w.heard = map[id.ID]string{}
	note := func(person id.ID, day string) { w.heard[person] = max(w.heard[person], day) }
	for account, person := range w.accounts {
		note(person, w.wrote[account])
	}
	for _, member := range w.members {
		note(member.Person, max(member.From, today(member.CreatedAt)))
	}
	for _, party := range w.parties {
		note(party.Person, party.Answered)
	}
	for _, action := range w.actions {
		note(action.Doer, action.Done)
	}
	for _, promise := range w.promises {
		note(promise.Promiser, max(promise.Made, promise.KeptOn))
	}
	for _, stance := range w.stances {
		note(stance.Person, stance.Day)
	}
	for _, card := range w.cards {
		note(card.Person, card.Agreed)
	}
}

// current gives the members who have not left on a day.
func (w *world) current(day string) []partnership.Member {
	var list []partnership.Member
	for _, member := range w.members {
		if (member.Until == "" || member.Until >= day) && member.Person != 0 {
			list = append(list, member)
		}
	}
	return list
}
