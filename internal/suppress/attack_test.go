package suppress

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// attacked is a sort of world that attackers are let loose on.
type attacked struct {
	name       string
	rule       Rule
	mean       float64
	dimensions []Dimension
	worlds     int
}

var testKey = []byte("a key of a test, no secret")

func attackedWorlds() []attacked {
	nested := NewDimension("area",
		Node{ID: "BU1"}, Node{ID: "BU2"}, Node{ID: "BU3"}, Node{ID: "BU4"}, Node{ID: "BU5"},
		Node{ID: "WK1", Of: []string{"BU1", "BU2"}}, Node{ID: "WK2", Of: []string{"BU3", "BU4"}}, Node{ID: "WK3", Of: []string{"BU5"}},
		Node{ID: "PC1", Of: []string{"BU2", "BU3"}},
		Node{ID: "GM", Of: []string{"WK1", "WK2", "WK3"}})
	return []attacked{
		{"one list with its total", Rule{}, 2.5, []Dimension{areas(1, 6)}, 40},
		{"areas × answers", Rule{}, 2.5, []Dimension{areas(2, 3), answers(3)}, 12},
		{"areas × two answers × rounds", Rule{}, 2.5, []Dimension{areas(2, 2), answers(2), Rounds("round", "1", "2", "3")}, 12},
		{"areas × themes × running months", Rule{Zeros: ZerosShown}, 1.5, []Dimension{areas(2, 2), themes(2), Running("month", months(3)...)}, 6},
		{"zeros hidden, running months", Rule{}, 1.5, []Dimension{areas(1, 3), themes(3), Running("month", months(3)...)}, 4},
		{"districts, postcodes and a district of one", Rule{Smallest: 5}, 2, []Dimension{nested, answers(3)}, 12},
		{"grouped answers", Rule{Smallest: 7, Spread: 3}, 2.5, []Dimension{areas(2, 2), Answers("answer", "all",
			Node{ID: "bad"}, Node{ID: "so-so"}, Node{ID: "good"}, Node{ID: "very good"}, Node{ID: "well", Of: []string{"good", "very good"}})}, 12},
		{"rounded", Rule{Key: testKey, Rounding: &Rounding{}}, 2.5, []Dimension{areas(2, 3), answers(3)}, 12},
	}
}

// publish builds the plans of a world as its periods go by, each on the
// ledger of the one before.
func (w *world) publish(t testing.TB, rule Rule) []*Plan {
	t.Helper()
	whole := w.plan(t, rule, nil)
	var plans []*Plan
	var ledger *Ledger
	for step := range whole.grid.steps() {
		plan := w.upTo(step+1).plan(t, rule, ledger)
		ledger = plan.Ledger()
		plans = append(plans, plan)
	}
	return plans
}

// TestAttackFindsNoSmallCount lets an attacker with a solver at everything
// that was ever shown of many worlds, first without and then with the secret
// which holes are small.
func TestAttackFindsNoSmallCount(t *testing.T) {
	for _, kind := range attackedWorlds() {
		t.Run(kind.name, func(t *testing.T) {
			smalls, cells := 0, 0
			for seed := range uint64(rounds(t, kind.worlds)) {
				w := newWorld(rand.New(rand.NewPCG(seed, 7)), kind.mean, 1.2, kind.dimensions...)
				plans := w.publish(t, kind.rule)
				last := plans[len(plans)-1]
				smalls += attackPlans(t, fmt.Sprintf("seed %d", seed), plans)
				cells += last.grid.size
			}
			if smalls == 0 {
				t.Errorf("none of %d cells was small: nothing was attacked", cells)
			}
			t.Logf("%d small cells among %d withstood", smalls, cells)
		})
	}
}

func rounds(t *testing.T, full int) int {
	if testing.Short() {
		return max(2, full/6)
	}
	return full
}

// attackPlans holds the promise against a solver, and counts the small cells.
func attackPlans(t *testing.T, name string, plans []*Plan) int {
	t.Helper()
	last := plans[len(plans)-1]
	outside := newAttacker(t, plans...)
	told := map[knowledge]*attacker{smallParts: newAttacker(t, plans...), smallCells: newAttacker(t, plans...)}
	for known, attacker := range told {
		attacker.tell(last, known)
	}
	smalls := 0
	for cell, small := range last.small {
		if !small {
			continue
		}
		smalls++
		least, most := outside.bounds(cell)
		if least > float64(promisedLeast(last, cell))+1e-6 || most < float64(last.rule.Smallest)-1e-6 {
			t.Errorf("%s: %q is between %g and %g", name, last.grid.ids(cell), least, most)
		}
		least, most = told[last.proofs[cell].told].bounds(cell)
		if most-least+1 < float64(last.rule.Spread)-1e-6 {
			t.Errorf("%s: told which holes are small, %q is between %g and %g", name, last.grid.ids(cell), least, most)
		}
	}
	return smalls
}

// promisedLeast is the count down to which all stay possible: 0, or how many
// of the smallest cells in it are seen not to be 0.
func promisedLeast(plan *Plan, cell int) int {
	least := 0
	if plan.rule.Zeros == ZerosShown {
		for part, count := range plan.parts {
			plan.grid.visit(part, func(holder int) {
				if holder == cell && count > 0 {
					least++
				}
			})
		}
	}
	return least
}

// TestAttackBreaksHolesAlone shows that the attacker can win: hiding the small
// cells only, as is often done, gives most of them away.
func TestAttackBreaksHolesAlone(t *testing.T) {
	for _, kind := range attackedWorlds() {
		if kind.rule.Rounding != nil {
			continue // rounding is a protection of its own
		}
		t.Run(kind.name, func(t *testing.T) {
			broken, exact, smalls := 0, 0, 0
			for seed := range uint64(rounds(t, 6)) {
				w := newWorld(rand.New(rand.NewPCG(seed, 7)), kind.mean, 1.2, kind.dimensions...)
				plan, err := newPlan(w.table(t), kind.rule)
				if err != nil {
					t.Fatal(err)
				}
				plan.hidden = slices.Clone(plan.small)
				attacker := newAttacker(t, plan)
				for cell, small := range plan.small {
					if !small {
						continue
					}
					smalls++
					least, most := attacker.bounds(cell)
					if least > float64(promisedLeast(plan, cell))+1e-6 || most < float64(plan.rule.Smallest)-1e-6 {
						broken++
					}
					if most-least < 1e-6 {
						exact++
					}
				}
			}
			if broken == 0 {
				t.Error("the attacker did not even break holes without protection")
			}
			t.Logf("of %d small cells %d were narrowed, %d found exactly", smalls, broken, exact)
		})
	}
}
