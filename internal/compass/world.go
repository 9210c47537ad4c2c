package compass

import (
	"time"

	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/language"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// world is what is written down of a partnership at some moment.
type world struct {
	at          time.Time
	partnership partnership.Partnership
	members     []partnership.Member
	terms       []language.Term
	differed    map[id.ID]bool // terms that were not agreed on long before
	agreements  []agreement.Agreement
	parties     []agreement.Party
	promises    []agreement.Promise
	actions     []agreement.Action
	cards       []agreement.Card
	stances     []learning.Stance
	supports    []learning.Support
	reflections []learning.Reflection
	lessons     []learning.Lesson
	advice      []partnership.AdviceRequest

	people   map[id.ID]partnership.Person // not those who were erased
	names    map[id.ID]string             // of people and organisations that the reader may see
	heard    map[id.ID]string             // by person, the last day of which something of theirs is written down
	wrote    map[id.ID]string             // by account, the last day on which it wrote something down
	accounts map[id.ID]id.ID              // the person of an account
}

// known tells whether somebody is a person who was not erased.
func (w *world) known(person id.ID) bool {
	_, known := w.people[person]
	return known
}

// write notes that an account wrote something down.
func (w *world) write(row record.Row, today func(time.Time) string) {
	if w.wrote == nil {
		w.wrote = map[id.ID]string{}
	}
	w.wrote[row.CreatedBy] = max(w.wrote[row.CreatedBy], today(row.CreatedAt))
}

// listen notes of everybody the last day of which something of theirs is
// written down: an answer, something done, a promise, advice, what they need.
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
	for _, asked := range w.advice {
		note(asked.Adviser, asked.Advised)
	}
	for _, stance := range w.stances {
		note(stance.Person, stance.Day)
	}
	for _, card := range w.cards {
		note(card.Person, card.Agreed)
	}
}

// current gives the members who were in it on a day.
func (w *world) current(day string) []partnership.Member {
	var list []partnership.Member
	for _, member := range w.members {
		if member.From <= day && member.In(day) && member.Person != 0 {
			list = append(list, member)
		}
	}
	return list
}
