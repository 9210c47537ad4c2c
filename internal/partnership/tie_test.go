package partnership

import (
	"reflect"
	"testing"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

func said(from, to id.ID, strength int64, round id.ID, day string, sorts ...string) Relation {
	return Relation{Head: record.Head{ID: from*100 + to*10 + round}, From: from, To: to, Strength: strength, Round: round, Day: day, Sorts: sorts}
}

func TestTiesOfRelations(t *testing.T) {
	relations := []Relation{
		said(1, 2, 1, 0, "2026-05-01", "contact"),        // known before
		said(1, 2, 3, 9, "2026-02-01", "works-together"), // asked: counts before what was entered, though older
		said(2, 1, 2, 9, "2026-02-01", "contact", "finances"),
		said(1, 3, 0, 9, "2026-02-01"),            // says there is none
		said(3, 1, 1, 9, "2026-02-01", "informs"), // and the other says there is
		said(4, 5, 0, 9, "2026-02-01"),
		said(6, 6, 3, 0, ""), // of a merge
		said(0, 5, 3, 0, ""), // with somebody whom the reader may not see
	}
	ties := tiesOf(relations, "")
	if told := ties[pair{1, 2}].Told; len(told) != 2 || told[0].ID != 129 || told[1].ID != 219 {
		t.Errorf("1 and 2 were told of by %+v", told)
	}
	for key, tie := range ties {
		tie.Told = nil
		ties[key] = tie
	}
	want := map[pair]Tie{
		{1, 2}: {A: 1, B: 2, Sorts: []string{"contact", "works-together", "finances"}, Strength: 3, BothSay: true},
		{1, 3}: {A: 1, B: 3, Sorts: []string{"informs"}, Strength: 1},
	}
	if !reflect.DeepEqual(ties, want) {
		t.Errorf("%+v", ties)
	}
	paid := tiesOf(relations, Finances)
	if tie := paid[pair{1, 2}]; len(paid) != 1 || tie.Strength != 2 || tie.BothSay || len(tie.Told) != 1 {
		t.Errorf("of money there is %+v", paid)
	}
}

// Who did not answer in a round says nothing of what ended.
func TestChangedComparesWhatWasToldTwice(t *testing.T) {
	before := tiesOf([]Relation{said(1, 2, 1, 8, "", "contact"), said(3, 4, 2, 8, "", "contact"), said(1, 5, 2, 8, "", "contact"), said(1, 6, 2, 8, "", "contact")}, "")
	now := tiesOf([]Relation{said(1, 2, 3, 9, "", "contact"), said(1, 5, 2, 9, "", "contact"), said(7, 8, 1, 9, "", "contact"), said(1, 7, 1, 9, "", "contact")}, "")
	list := changed(before, now, map[id.ID]bool{1: true, 3: true}, map[id.ID]bool{1: true, 7: true})
	type step struct {
		a, b        id.ID
		before, now int64
	}
	var got []step
	for _, c := range list {
		a, b := c.Organisations()
		got = append(got, step{a, b, c.Before.Strength, c.Now.Strength})
	}
	want := []step{{1, 2, 1, 3}, {1, 6, 2, 0}, {1, 7, 0, 1}} // 3 and 4 said nothing this time; 7 and 8 nothing before
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestStandingAndMoves(t *testing.T) {
	stand := func(one, organisation id.ID, day string, phase Phase, influence int64, ring Ring) Stand {
		return Stand{Position: Position{Head: record.Head{ID: one}, Organisation: organisation, Day: day, Phase: phase, Influence: influence, Interest: 3, Now: ring}, Name: organisation.String()}
	}
	all := []Stand{ // the newest first
		stand(5, 3, "2026-03-01", Measures, 1, Informed),
		stand(4, 1, "2026-03-01", Measures, 4, WorksOn),
		stand(3, 1, "2026-02-01", Chances, 2, Thinks), stand(2, 2, "2026-02-01", Chances, 3, Thinks),
		stand(1, 1, "2026-01-01", Chances, 1, Informed),
	}
	var i Influence
	i.phases(all)
	if want := []PhaseEnd{{Chances, "2026-02-01"}, {Measures, "2026-03-01"}}; !reflect.DeepEqual(i.Phases, want) {
		t.Errorf("%+v", i.Phases)
	}
	before := standing(all, "2026-02-01")
	if len(before) != 2 || before[0].ID != 3 || before[1].ID != 2 {
		t.Errorf("%+v", before)
	}
	moved := moves(before, standing(all, ""))
	if len(moved) != 2 || moved[0].From.ID != 3 || moved[0].To.ID != 4 || moved[1].From.ID != 0 || moved[1].To.ID != 5 {
		t.Errorf("%+v", moved)
	}
}
