package attack

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// program is min goal·x with rows·x = right and x ≥ 0.
type program struct {
	goal  []float64
	rows  [][]float64
	right []float64
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
