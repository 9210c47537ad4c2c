package suppress

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// attacker knows the dimensions, the rule, and what was shown: nothing else.
// It solves the attacker's problem of Fischetti and Salazar (2000): the least
// and the greatest count of a hidden cell, by linear programming.
type attacker struct {
	t         testing.TB
	grid      *grid
	rule      Rule
	least     []float64 // of every cell, as far as known
	most      []float64
	variables []int // smallest cells that are not known
	column    map[int]int
	members   map[int][]int // cell → its smallest cells
}

// newAttacker reads every cell of the plans, which were published one after
// another; the last knows all nodes.
func newAttacker(t testing.TB, plans ...*Plan) *attacker {
	last := plans[len(plans)-1]
	a := &attacker{t: t, grid: last.grid, rule: last.rule, column: map[int]int{}, members: map[int][]int{}}
	for cell := range a.grid.size {
		a.least = append(a.least, float64(a.rule.floor()))
		a.most = append(a.most, math.Inf(1))
		if a.grid.facts[cell].unasked {
			a.least[cell] = 0
		}
	}
	for part := range a.grid.smallest {
		a.grid.visit(part, func(cell int) { a.members[cell] = append(a.members[cell], part) })
	}
	for _, plan := range plans {
		a.read(plan)
	}
	for part := range a.grid.smallest {
		if cell := a.grid.cell(a.grid.partsOf(part)); a.least[cell] != a.most[cell] {
			a.column[part] = len(a.variables)
			a.variables = append(a.variables, part)
		}
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
	}
	a.least[cell] = max(a.least[cell], float64(max(least, 0)))
	a.most[cell] = min(a.most[cell], float64(count+slack))
	if count == 0 && slack == 0 {
		a.least[cell] = 0
	}
}

// tell gives away which of the holes are small, among the smallest cells or
// among all.
func (a *attacker) tell(plan *Plan, known knowledge) {
	for cell, hidden := range plan.hidden {
		switch {
		case known == smallParts && a.grid.facts[cell].sums > 0:
		case plan.small[cell]:
			a.most[cell] = min(a.most[cell], float64(a.rule.Smallest-1))
		case hidden && !a.grid.facts[cell].unasked:
			a.least[cell] = max(a.least[cell], float64(a.rule.Smallest))
		}
	}
}

// bounds gives the least and greatest count that a cell can have.
func (a *attacker) bounds(cell int) (least, most float64) {
	return a.extreme(cell, 1), -a.extreme(cell, -1)
}

// extreme minimises sign × the count of a cell.
func (a *attacker) extreme(cell int, sign float64) float64 {
	base, goal := 0.0, make([]float64, len(a.variables))
	for _, part := range a.members[cell] {
		base += sign * a.offset(part)
		if column, open := a.column[part]; open {
			goal[column] += sign
		}
	}
	p := a.program(goal)
	value, err := p.solve()
	switch err {
	case nil:
		return base + value
	case lp.ErrUnbounded:
		return math.Inf(-1)
	default:
		a.t.Fatalf("linear program of %d × %d: %v", len(p.rows), len(p.goal), err)
		return 0
	}
}

// offset is the least count of a smallest cell; variables count from there.
func (a *attacker) offset(part int) float64 { return a.least[a.grid.cell(a.grid.partsOf(part))] }

// program is min goal·x with rows·x = right and x ≥ 0.
type program struct {
	goal  []float64
	rows  [][]float64
	right []float64
}

func (a *attacker) program(goal []float64) *program {
	p := &program{goal: goal}
	seen := map[string]bool{}
	for cell := range a.grid.size {
		row := make([]float64, len(a.variables))
		key, known, some := make([]byte, len(a.variables)), 0.0, false
		for _, part := range a.members[cell] {
			known += a.offset(part)
			if column, open := a.column[part]; open {
				row[column], key[column], some = 1, 1, true
			}
		}
		if !some {
			continue
		}
		least, most := a.least[cell]-known, a.most[cell]-known
		if least == most {
			if !seen[string(key)] { // a cell of the same parts says the same
				p.equal(row, least)
			}
			seen[string(key)] = true
			continue
		}
		if least > 0 {
			p.equal(row, least, -1)
		}
		if !math.IsInf(most, 1) {
			p.equal(row, most, 1)
		}
	}
	return p
}

// equal adds a row, with a slack of a sign when given.
func (p *program) equal(row []float64, right float64, slack ...float64) {
	full := make([]float64, len(p.goal))
	copy(full, row)
	if len(slack) > 0 {
		for at := range p.rows {
			p.rows[at] = append(p.rows[at], 0)
		}
		p.goal = append(p.goal, 0)
		full = append(full, slack[0])
	}
	p.rows, p.right = append(p.rows, full), append(p.right, right)
}

// solve makes the rows independent and runs the simplex method.
func (p *program) solve() (float64, error) {
	p.independent()
	if !p.dropFree() {
		return 0, lp.ErrUnbounded
	}
	if len(p.rows) == len(p.goal) { // nothing is open: Gauss and Jordan have solved it
		value := 0.0
		for at, right := range p.right {
			value += p.goal[at] * right
		}
		return value, nil
	}
	a := mat.NewDense(len(p.rows), len(p.goal), nil)
	for at, row := range p.rows {
		a.SetRow(at, row)
	}
	value, _, err := lp.Simplex(p.goal, a, p.right, 1e-9, nil)
	return value, err
}

// independent eliminates by Gauss and Jordan; the coefficients stay small.
func (p *program) independent() {
	const nothing = 1e-9
	rank := 0
	for column := 0; column < len(p.goal) && rank < len(p.rows); column++ {
		pivot := rank
		for at := rank; at < len(p.rows); at++ {
			if math.Abs(p.rows[at][column]) > math.Abs(p.rows[pivot][column]) {
				pivot = at
			}
		}
		if math.Abs(p.rows[pivot][column]) < nothing {
			continue
		}
		p.rows[rank], p.rows[pivot] = p.rows[pivot], p.rows[rank]
		p.right[rank], p.right[pivot] = p.right[pivot], p.right[rank]
		p.eliminate(rank, column)
		rank++
	}
	p.rows, p.right = p.rows[:rank], p.right[:rank]
}

func (p *program) eliminate(rank, column int) {
	scale := p.rows[rank][column]
	for c := range p.goal {
		p.rows[rank][c] /= scale
	}
	p.right[rank] /= scale
	for at := range p.rows {
		factor := p.rows[at][column]
		if at == rank || factor == 0 {
			continue
		}
		for c := range p.goal {
			if p.rows[at][c] -= factor * p.rows[rank][c]; math.Abs(p.rows[at][c]) < 1e-11 {
				p.rows[at][c] = 0
			}
		}
		p.right[at] -= factor * p.right[rank]
	}
}

// dropFree takes away the columns that no row knows; false when the goal gets
// better without end along one of them.
func (p *program) dropFree() bool {
	for column := len(p.goal) - 1; column >= 0; column-- {
		used := false
		for _, row := range p.rows {
			used = used || row[column] != 0
		}
		if used {
			continue
		}
		if p.goal[column] < 0 {
			return false
		}
		p.goal = append(p.goal[:column], p.goal[column+1:]...)
		for at := range p.rows {
			p.rows[at] = append(p.rows[at][:column], p.rows[at][column+1:]...)
		}
	}
	return true
}
