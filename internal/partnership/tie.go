package partnership

import (
	"cmp"
	"slices"

	"github.com/koppelkans/koppelkans/internal/id"
)

// Tie is what two organisations have with each other, whoever of them said it.
type Tie struct {
	A, B     id.ID      // A is the lower
	Sorts    []string   // in their order
	Strength int64      // the greatest that one of them gave
	BothSay  bool       // each of the two named the other
	Told     []Relation // what makes the tie: one of the two says it, or both do
}

// pair names two organisations, whichever way round.
type pair struct{ a, b id.ID }

func pairOf(a, b id.ID) pair { return pair{min(a, b), max(a, b)} }

// way is a relation from one organisation to another.
type way struct{ from, to id.ID }

// tiesOf makes ties of relations: one for each two organisations of which at
// least one says that there is something of a sort; "" is any. Of several
// relations the same way, the asked one counts before another, and then the
// newest.
func tiesOf(relations []Relation, sort RelationSort) map[pair]Tie {
	counts := map[way]Relation{}
	for _, r := range relations {
		key := way{r.From, r.To}
		if held, has := counts[key]; r.From != 0 && r.To != 0 && r.From != r.To && (!has || after(r, held)) {
			counts[key] = r
		}
	}
	ties := map[pair]Tie{}
	for key, r := range counts {
		if r.Strength == 0 || sort != "" && !slices.Contains(r.Sorts, string(sort)) {
			continue
		}
		both := pairOf(key.from, key.to)
		tie, has := ties[both]
		tie.A, tie.B, tie.BothSay = both.a, both.b, has
		tie.Strength = max(tie.Strength, r.Strength)
		tie.Sorts = union(tie.Sorts, r.Sorts)
		tie.Told = append(tie.Told, r)
		slices.SortFunc(tie.Told, func(a, b Relation) int { return cmp.Compare(a.From, b.From) })
		ties[both] = tie
	}
	return ties
}

// after tells whether a relation counts before another one the same way.
func after(r, held Relation) bool {
	if (r.Round != 0) != (held.Round != 0) {
		return r.Round != 0
	}
	if r.Day != held.Day {
		return r.Day > held.Day
	}
	return r.ID > held.ID
}

// union gives the sorts that are in one of two lists, in their order.
func union(a, b []string) []string {
	var list []string
	for _, sort := range RelationSorts {
		if name := string(sort); slices.Contains(a, name) || slices.Contains(b, name) {
			list = append(list, name)
		}
	}
	return list
}

// TieChange is a tie that is not as it was in the round before: Before.Strength
// or Now.Strength is 0 when there was or is none.
type TieChange struct{ Before, Now Tie }

// changed compares the ties of two rounds, of those pairs of which one or both
// answered in each: who did not answer says nothing of what ended.
func changed(before, now map[pair]Tie, answeredBefore, answeredNow map[id.ID]bool) []TieChange {
	told := func(p pair) bool {
		return (answeredBefore[p.a] || answeredBefore[p.b]) && (answeredNow[p.a] || answeredNow[p.b])
	}
	var list []TieChange
	for p, tie := range now {
		if was := before[p]; told(p) && was.Strength != tie.Strength {
			list = append(list, TieChange{was, tie})
		}
	}
	for p, tie := range before {
		if _, still := now[p]; told(p) && !still {
			list = append(list, TieChange{Before: tie})
		}
	}
	slices.SortFunc(list, func(x, y TieChange) int {
		a, b := x.one(), y.one()
		return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return list
}

func (c TieChange) one() Tie {
	if c.Now.Strength > 0 {
		return c.Now
	}
	return c.Before
}

// Organisations gives the two that it is about.
func (c TieChange) Organisations() (a, b id.ID) { return c.one().A, c.one().B }
