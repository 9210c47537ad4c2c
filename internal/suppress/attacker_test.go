package suppress

import (
	"math"
	"testing"

	"github.com/koppelkans/koppelkans/internal/suppress/attack"
)

// attacker knows the dimensions, the rule, and what was shown: nothing else.
type attacker struct {
	*attack.Attacker
	t    testing.TB
	grid *grid
	rule Rule
}

// newAttacker reads every cell of the plans, which were published one after
// another; the last knows all nodes.
func newAttacker(t testing.TB, plans ...*Plan) *attacker {
	last := plans[len(plans)-1]
	a := &attacker{t: t, grid: last.grid, rule: last.rule}
	members, parts := make([][]int, a.grid.size), make([]int, a.grid.smallest)
	for part := range a.grid.smallest {
		a.grid.visit(part, func(cell int) { members[cell] = append(members[cell], part) })
		parts[part] = a.grid.cell(a.grid.partsOf(part))
	}
	a.Attacker = attack.New(members, parts)
	for cell := range a.grid.size {
		if !a.grid.facts[cell].unasked {
			a.Learn(cell, float64(a.rule.floor()), math.Inf(1))
		}
	}
	for _, plan := range plans {
		a.read(plan)
	}
	return a
}

func (a *attacker) read(plan *Plan) {
	selection := Selection{}
	for _, axis := range plan.grid.axes {
		selection[axis.name] = All()
	}
	view, err := plan.View(selection)
	if err != nil {
		a.t.Fatal(err)
	}
	for _, c := range view.Cells {
		cell, err := a.grid.find(c.Nodes)
		if err != nil {
			a.t.Fatal(err)
		}
		if count, shown := c.Number.Count(); shown {
			a.learn(cell, count)
		}
	}
}

// learn takes in a count that shows. Rounded, it stands for a range.
func (a *attacker) learn(cell, count int) {
	slack := 0
	if r := a.rule.Rounding; r != nil {
		slack = DefaultBase - 1
		if r.Base > 0 {
			slack = r.Base - 1
		}
	}
	least := count - slack
	if count > 0 { // what shows and is not 0 is not small
		least = max(least, a.rule.Smallest)
	} else if slack == 0 {
		a.Forget(cell)
	}
	a.Learn(cell, float64(max(least, 0)), float64(count+slack))
}

// tell gives away which of the holes are small, among the smallest cells or
// among all.
func (a *attacker) tell(plan *Plan, known knowledge) {
	for cell, hidden := range plan.hidden {
		switch {
		case known == smallParts && a.grid.facts[cell].sums > 0:
		case plan.small[cell]:
			a.Learn(cell, 0, float64(a.rule.Smallest-1))
		case hidden && !a.grid.facts[cell].unasked:
			a.Learn(cell, float64(a.rule.Smallest), math.Inf(1))
		}
	}
}

// bounds gives the least and greatest count that a cell can have.
func (a *attacker) bounds(cell int) (least, most float64) {
	least, most, err := a.Bounds(cell)
	if err != nil {
		a.t.Fatal(err)
	}
	return least, most
}

// most is the greatest count of a cell, as far as it was told.
func (a *attacker) most(cell int) float64 {
	_, most := a.Known(cell)
	return most
}

// least is the least count of a cell, as far as it was told.
func (a *attacker) least(cell int) float64 {
	least, _ := a.Known(cell)
	return least
}
