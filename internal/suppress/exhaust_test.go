package suppress

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// tables lists every table of whole numbers that agrees with what the
// attacker knows, as changes of the open smallest cells; false when there are
// more than most.
func (a *attacker) tables(most int) (list [][]int, all bool) {
	counts := make([]int, a.grid.smallest)
	sums := make([]int, a.grid.size)
	variables := a.Open()
	for part := range counts {
		if !slices.Contains(variables, part) {
			counts[part] = int(a.Offset(part))
			a.grid.visit(part, func(cell int) { sums[cell] += counts[part] })
		}
	}
	left := make([]int, a.grid.size) // open smallest cells still to choose
	for _, part := range variables {
		a.grid.visit(part, func(cell int) { left[cell]++ })
	}
	all = true
	var choose func(at int)
	choose = func(at int) {
		if at == len(variables) {
			list = append(list, append([]int(nil), counts...))
			return
		}
		part := variables[at]
		for count := int(a.Offset(part)); all; count++ {
			fits, over := true, false
			a.grid.visit(part, func(cell int) {
				sum := float64(sums[cell] + count)
				over = over || sum > a.most(cell)
				fits = fits && (left[cell] > 1 || sum >= a.least(cell))
			})
			if over {
				return
			}
			if !fits {
				continue
			}
			if all = len(list) < most; !all {
				return
			}
			counts[part] = count
			a.grid.visit(part, func(cell int) { sums[cell] += count; left[cell]-- })
			choose(at + 1)
			a.grid.visit(part, func(cell int) { sums[cell] -= count; left[cell]++ })
		}
	}
	choose(0)
	return list, all
}

// bounded tells whether every open cell has a greatest count.
func (a *attacker) bounded() bool {
	for _, part := range a.Open() {
		bounded := false
		a.grid.visit(part, func(cell int) { bounded = bounded || a.most(cell) < 1e9 })
		if !bounded {
			return false
		}
	}
	return true
}

// TestAttackByTryingEveryTable finds exactly which counts are possible in tiny
// worlds, without the slack of a linear program. It then lets the attacker
// run this very package on each of these tables and keep those that give the
// same holes, which the promise does not speak of, and tells how far that goes.
func TestAttackByTryingEveryTable(t *testing.T) {
	dimensions := [][]Dimension{
		{areas(1, 4)},
		{areas(2, 2)},
		{areas(1, 3), themes(2)},
		{areas(1, 2), answers(3)},
	}
	rule := Rule{Smallest: 5, Key: testKey}
	worlds, smalls, narrowed, single := 0, 0, 0, 0
	for seed := range uint64(rounds(t, 100)) {
		random := rand.New(rand.NewPCG(seed, 11))
		w := newWorld(random, 1.7, 0.7, dimensions[seed%uint64(len(dimensions))]...)
		plan := w.plan(t, rule, nil)
		attacker := newAttacker(t, plan)
		if !attacker.bounded() {
			continue
		}
		tables, all := attacker.tables(3000)
		if !all || len(tables) == 0 {
			continue
		}
		worlds++
		alike := likePlan(plan, tables)
		for cell, small := range plan.small {
			if !small {
				continue
			}
			smalls++
			if possible := countsOf(plan.grid, cell, tables); !hasRange(possible, 0, rule.Smallest) {
				t.Errorf("seed %d: %q can only be one of %v", seed, plan.grid.ids(cell), possible)
			}
			possible := countsOf(plan.grid, cell, alike)
			if len(possible) > 0 && len(possible) < plan.rule.Smallest+1 {
				narrowed++
			}
			if len(possible) == 1 {
				single++
			}
		}
	}
	if worlds < 5 {
		t.Errorf("only %d worlds could be tried", worlds)
	}
	if single*50 > smalls {
		t.Errorf("by running the package on each table %d of %d small cells were found", single, smalls)
	}
	t.Logf("%d worlds, %d small cells; by running the package on each %d were narrowed, %d found", worlds, smalls, narrowed, single)
}

// likePlan keeps the tables that this package shows in the same way by one of
// some keys: the attacker does not have the key, but may try others.
func likePlan(plan *Plan, tables [][]int) [][]int {
	var alike [][]int
	for _, counts := range tables {
		table := &Table{grid: plan.grid, counts: counts, impossible: make([]bool, plan.grid.smallest)}
		rule := plan.rule
		for _, key := range []string{"another key, first", "another key, second", "another key, third", "another key, fourth"} {
			rule.Key = []byte(key)
			if other, err := Build(context.Background(), table, rule, nil); err == nil && alikeShown(plan, other) {
				alike = append(alike, counts)
				break
			}
		}
	}
	return alike
}

func alikeShown(plan, other *Plan) bool {
	for cell := range plan.hidden {
		if !plan.grid.facts[cell].unasked && plan.number(cell) != other.number(cell) {
			return false
		}
	}
	return true
}

func countsOf(g *grid, cell int, tables [][]int) map[int]bool {
	possible := map[int]bool{}
	for _, counts := range tables {
		sum := 0
		for part, count := range counts {
			g.visit(part, func(holder int) {
				if holder == cell {
					sum += count
				}
			})
		}
		possible[sum] = true
	}
	return possible
}

func hasRange(possible map[int]bool, least, most int) bool {
	for count := least; count <= most; count++ {
		if !possible[count] {
			return false
		}
	}
	return true
}
