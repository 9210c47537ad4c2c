// Package attack is the attacker of tests: somebody who knows how counts add up
// and between which numbers some of them lie, and works out the rest. The
// program does not use it; tests of suppress and of the running program do.
package attack

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/optimize/convex/lp"
)

// Attacker solves the attacker's problem of Fischetti and Salazar (2000): the
// least and the greatest count that a cell can have, by linear programming.
type Attacker struct {
	members     [][]int   // cell → its smallest cells, by number of part
	parts       []int     // part → its cell
	least, most []float64 // of every cell, as far as known

	column    []int // part → its variable; -1 when the part is known
	variables int
}

// New gives an attacker who knows nothing yet but that counts are from 0. Cells
// are sums of parts; parts gives for each part the cell that it is.
func New(members [][]int, parts []int) *Attacker {
	a := &Attacker{members: members, parts: parts}
	for range members {
		a.least, a.most = append(a.least, 0), append(a.most, math.Inf(1))
	}
	return a
}

// Learn takes in that a cell is not under least and not over most.
func (a *Attacker) Learn(cell int, least, most float64) {
	a.least[cell], a.most[cell] = max(a.least[cell], least), min(a.most[cell], most)
	a.column = nil
}

// Forget takes back what was learned of a cell: it is from 0.
func (a *Attacker) Forget(cell int) {
	a.least[cell], a.most[cell], a.column = 0, math.Inf(1), nil
}

// Known gives what was learned of a cell directly.
func (a *Attacker) Known(cell int) (least, most float64) { return a.least[cell], a.most[cell] }

// Bounds gives the least and greatest count that a cell can have.
func (a *Attacker) Bounds(cell int) (least, most float64, err error) {
	a.open()
	if least, err = a.extreme(cell, 1); err != nil {
		return 0, 0, err
	}
	most, err = a.extreme(cell, -1)
	return least, -most, err
}

// Open lists the parts that are not known.
func (a *Attacker) Open() []int {
	a.open()
	var list []int
	for part, column := range a.column {
		if column >= 0 {
			list = append(list, part)
		}
	}
	return list
}

// open gives a variable to each part that is not known.
func (a *Attacker) open() {
	if a.column != nil {
		return
	}
	a.column, a.variables = make([]int, len(a.parts)), 0
	for part, cell := range a.parts {
		a.column[part] = -1
		if a.least[cell] != a.most[cell] {
			a.column[part] = a.variables
			a.variables++
		}
	}
}

// extreme minimises sign × the count of a cell.
func (a *Attacker) extreme(cell int, sign float64) (float64, error) {
	base, goal := 0.0, make([]float64, a.variables)
	for _, part := range a.members[cell] {
		base += sign * a.Offset(part)
		if column := a.column[part]; column >= 0 {
			goal[column] += sign
		}
	}
	p := a.program(goal)
	value, err := p.solve()
	switch err {
	case nil:
		return base + value, nil
	case lp.ErrUnbounded:
		return math.Inf(-1), nil
	default:
		return 0, fmt.Errorf("linear program of %d × %d: %w", len(p.rows), len(p.goal), err)
	}
}

// Offset is the least count of a part; variables count from there.
func (a *Attacker) Offset(part int) float64 { return a.least[a.parts[part]] }

func (a *Attacker) program(goal []float64) *program {
	p := &program{goal: goal}
	seen := map[string]bool{}
	for cell := range a.members {
		row := make([]float64, a.variables)
		key, known, some := make([]byte, a.variables), 0.0, false
		for _, part := range a.members[cell] {
			known += a.Offset(part)
			if column := a.column[part]; column >= 0 {
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
