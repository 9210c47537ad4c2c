package app

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/koppelkans/koppelkans/internal/survey"
)

// answered are the counts of a round: n and yes by neighbourhood.
type answered map[string]survey.Count

// drawAnswers makes up a round, with many small numbers among it.
func drawAnswers(random *rand.Rand, n town) answered {
	counts := answered{}
	for _, code := range n.neighbourhoods() {
		asked := 5 + int(math.Exp(3.8+0.8*random.NormFloat64()))
		counts[code] = survey.Count{Asked: asked, Yes: int(float64(asked) * math.Min(1, math.Max(0, 0.3+0.25*random.NormFloat64())))}
	}
	return counts
}

func (a answered) file(n town) string {
	text := "gebied;n;aantal\n"
	for _, code := range n.neighbourhoods() {
		text += fmt.Sprintf("%s;%d;%d\n", code, a[code].Asked, a[code].Yes)
	}
	return text
}

// cells are the areas of a town with how many took part, answered yes and
// answered no: what an attacker wants to know of a round.
type cells struct {
	areas   []string
	members [][]int
	parts   []int
}

func (c *cells) at(area string, answer int) int { return 3*slices.Index(c.areas, area) + answer }

// Answers of a cell.
const cellAsked, cellYes, cellNo = 0, 1, 2

func newCells(n town) *cells {
	c := &cells{areas: n.neighbourhoods()}
	below := map[string][]int{}
	for at, code := range c.areas {
		below[code] = []int{at}
		below["WK"+code[2:8]] = append(below["WK"+code[2:8]], at)
		below[n.code()] = append(below[n.code()], at)
	}
	for d := range n.districts {
		c.areas = append(c.areas, fmt.Sprintf("WK%04d%02d", n.number, d))
	}
	c.areas = append(c.areas, n.code())
	for _, area := range c.areas {
		var yes, no []int
		for _, at := range below[area] {
			yes, no = append(yes, 2*at), append(no, 2*at+1)
		}
		c.members = append(c.members, slices.Concat(yes, no), yes, no)
	}
	for at := range n.neighbourhoods() {
		c.parts = append(c.parts, 3*at+cellYes, 3*at+cellNo)
	}
	return c
}

// truth is the count of a cell.
func (c *cells) truth(a answered, cell int) int {
	sum := 0
	for _, part := range c.members[cell] {
		count := a[c.areas[part/2]]
		if part%2 == 0 {
			sum += count.Yes
		} else {
			sum += count.Asked - count.Yes
		}
	}
	return sum
}
