package suppress

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math/bits"
	"slices"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// Plan says of every cell of a table whether it shows. It cannot be changed,
// and may be read by many at once.
type Plan struct {
	grid   *grid
	rule   Rule
	parts  []int  // counts of the smallest cells
	values []int  // counts of all cells
	least  []int  // what a hole is at least, for who knows the rule
	fixed  []bool // known to everybody: impossible, or a 0 that shows
	price  []int  // what hiding a cell costs
	small  []bool
	hidden []bool // small, or to protect what is small: never told apart outside
	proofs map[int]*proof
}

// Build decides what of a table shows. Earlier is what was decided before
// about the first periods, nil when nothing was.
//
// It fails with fault.Invalid for a rule that protects too little, with
// fault.Conflict when the table is not a continuation of earlier, with
// fault.Limit when no protection was found or the table costs too much work,
// and with the error of ctx when that ends. Nothing of the table may be
// shown then.
func Build(ctx context.Context, table *Table, rule Rule, earlier *Ledger) (*Plan, error) {
	p, err := newPlan(table, rule)
	if err != nil {
		return nil, err
	}
	if err := earlier.fits(p); err != nil {
		return nil, err
	}
	s := newSearch(p)
	for step := range p.grid.steps() {
		if err := p.decide(ctx, s, step, earlier); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func newPlan(table *Table, rule Rule) (*Plan, error) {
	rule, err := rule.complete()
	if err != nil {
		return nil, err
	}
	g := table.grid
	if g.hasWhole() && rule.Zeros == ZerosShown {
		return nil, fault.New(fault.Invalid, "suppress.zeros-of-answers", nil)
	}
	p := &Plan{grid: g, rule: rule, parts: slices.Clone(table.counts), proofs: map[int]*proof{}}
	if err := p.checkImpossible(table.impossible); err != nil {
		return nil, err
	}
	p.values = g.total(p.parts)
	p.least = make([]int, g.size)
	if rule.Zeros == ZerosShown {
		p.least = g.total(whether(p.parts, func(count int) bool { return count > 0 }))
	}
	p.fix(table.impossible)
	p.small, p.hidden, p.price = make([]bool, g.size), make([]bool, g.size), make([]int, g.size)
	for cell, value := range p.values {
		p.small[cell] = !p.fixed[cell] && rule.isSmall(value)
		p.price[cell] = p.priceOf(cell)
	}
	return p, nil
}

func (p *Plan) checkImpossible(impossible []bool) error {
	for part, is := range impossible {
		if is && p.parts[part] > 0 {
			return fault.New(fault.Invalid, "suppress.not-impossible", nil)
		}
	}
	return nil
}

// fix finds the cells that everybody knows to be 0.
func (p *Plan) fix(impossible []bool) {
	possible := whether(impossible, func(is bool) bool { return !is })
	p.fixed = make([]bool, p.grid.size)
	for cell, count := range p.grid.total(possible) {
		p.fixed[cell] = count == 0 || p.rule.Zeros == ZerosShown && p.values[cell] == 0
	}
}

// priceOf is what hiding a cell costs: more for large counts and much more for
// sums. The key makes it up to twice as much.
func (p *Plan) priceOf(cell int) int {
	price := evenPrice
	if len(p.rule.Key) > 0 {
		price += p.rule.draw("price", p.grid.canonical(cell), evenPrice)
	}
	return price * (4 + bits.Len(uint(p.values[cell]))) * p.grid.facts[cell].parts
}

// evenPrice is the price of a cell before anything makes it dearer.
const evenPrice = 8

// whether gives 1 for each element that has a property, else 0.
func whether[E any](list []E, has func(E) bool) []int {
	ones := make([]int, len(list))
	for at, element := range list {
		if has(element) {
			ones[at] = 1
		}
	}
	return ones
}

// decide takes in the cells of one period and protects all small cells so far.
// A period that was decided before is decided again, and then what was shown
// then is compared: a plan of this package comes out the same, with proofs
// that the next period can build on.
func (p *Plan) decide(ctx context.Context, s *search, step int, earlier *Ledger) error {
	p.begin(step, nil)
	decided, err := earlier.decided(p, step)
	if err != nil {
		return err
	}
	before := maps.Clone(p.proofs)
	err = s.protect(ctx, step, false)
	if decided != nil && ctx.Err() == nil && (err != nil || !p.agrees(step, decided)) {
		p.proofs = before
		p.begin(step, decided)
		err = s.protect(ctx, step, true)
	}
	if err != nil {
		return err
	}
	return p.audit(step)
}

// begin hides what must be in a period, and what was decided.
func (p *Plan) begin(step int, decided map[int]bool) {
	for cell, facts := range p.grid.facts {
		if facts.step == step && !p.fixed[cell] {
			p.hidden[cell] = p.small[cell] || facts.unasked || decided[cell]
		}
	}
}

// agrees tells whether a period shows what was decided.
func (p *Plan) agrees(step int, decided map[int]bool) bool {
	for cell, facts := range p.grid.facts {
		if facts.step == step && !facts.unasked && p.hidden[cell] != decided[cell] {
			return false
		}
	}
	return true
}

// knowledge is what somebody knows besides all that shows.
type knowledge uint8

const (
	nothing    knowledge = iota
	smallParts           // which holes among the smallest cells are small
	smallCells           // which holes are small
)

// limits are the counts that a cell can have for who does not know it.
func (p *Plan) limits(cell int, known knowledge) (least, most int) {
	facts := &p.grid.facts[cell]
	switch {
	case p.fixed[cell]:
		return p.values[cell], p.values[cell]
	case known == nothing, known == smallParts && facts.sums > 0, !p.small[cell] && facts.unasked:
		return p.least[cell], mostCount * 2
	case p.small[cell]:
		return p.least[cell], p.rule.Smallest - 1
	default:
		return p.rule.Smallest, mostCount * 2
	}
}

// Format keeps counts out of logs and messages.
func (p *Plan) Format(state fmt.State, _ rune) { io.WriteString(state, "suppress.Plan") }

// MarshalJSON refuses; a view can be written, and a Ledger kept.
func (p *Plan) MarshalJSON() ([]byte, error) { return nil, errSecret }
