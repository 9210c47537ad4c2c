package suppress

import "github.com/koppelkans/koppelkans/internal/fault"

// proof shows that a small cell is protected: two walks through possible
// tables, one to a lower and one to a higher count of the cell. The first
// moves of each walk are possible also for who is told which holes are small.
type proof struct {
	lower, higher walk
	told          knowledge // what may be told: smallCells when such a proof was found, else smallParts
}

type walk struct {
	moves []move
	told  int // so many of them, from the first, are possible for who is told
}

// audit holds every proof of small cells so far against the counts. It goes
// from the smallest cells, by what they are members of, and so shares no code
// with the search.
func (p *Plan) audit(step int) error {
	for cell, small := range p.small {
		if small && p.grid.facts[cell].step <= step && !p.holds(cell, step) {
			return fault.New(fault.Broken, "suppress.unproven", nil)
		}
	}
	return nil
}

// holds tells whether the proof of a cell shows all that the package promises.
func (p *Plan) holds(cell, step int) bool {
	proof := p.proofs[cell]
	if proof == nil || proof.told == nothing {
		return false
	}
	toldLow, low, ok := p.follow(proof.lower, proof.told, cell, step)
	if !ok {
		return false
	}
	toldHigh, high, ok := p.follow(proof.higher, proof.told, cell, step)
	return ok && low <= p.least[cell] && high >= p.rule.Smallest && toldHigh-toldLow+1 >= p.rule.Spread
}

// follow walks, and gives the count of a cell where somebody who is told has
// to stop and at the end; false when one of the tables on the way is not
// possible. Between two possible tables a move apart all whole amounts are
// possible, because limits are intervals.
func (p *Plan) follow(w walk, known knowledge, cell, step int) (told, end int, ok bool) {
	parts, changed := map[int]int{}, map[int]int{}
	told = p.values[cell]
	for at, m := range w.moves {
		p.grid.corners(m, func(part, sign int) {
			parts[part] += sign * m.amount
			p.grid.visit(part, func(holder int) { changed[holder] += sign * m.amount })
		})
		for part, change := range parts {
			if p.parts[part]+change < 0 {
				return 0, 0, false
			}
		}
		if at >= w.told {
			known = nothing
		}
		if !p.possible(changed, step, known) {
			return 0, 0, false
		}
		if at < w.told {
			told = p.values[cell] + changed[cell]
		}
	}
	return told, p.values[cell] + changed[cell], true
}

// possible tells whether a table that differs by changed agrees with what
// shows up to a step.
func (p *Plan) possible(changed map[int]int, step int, known knowledge) bool {
	for cell, change := range changed {
		if change == 0 || p.grid.facts[cell].step > step {
			continue
		}
		least, most := p.limits(cell, known)
		if count := p.values[cell] + change; !p.hidden[cell] || count < least || count > most {
			return false
		}
	}
	return true
}

// corners calls do for the smallest cells that a move changes.
func (g *grid) corners(m move, do func(part, sign int)) {
	var visit func(x, part, sign int)
	visit = func(x, part, sign int) {
		if x == len(g.axes) {
			do(part, sign)
			return
		}
		visit(x+1, part*g.axes[x].parts+m.pairs[x].first, sign)
		if m.pairs[x].second >= 0 {
			visit(x+1, part*g.axes[x].parts+m.pairs[x].second, -sign)
		}
	}
	visit(0, 0, m.sign)
}
