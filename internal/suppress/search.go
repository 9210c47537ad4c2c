package suppress

import (
	"cmp"
	"context"
	"slices"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// nearOptions is how many parts a pair is first sought among. The others are
// tried when what is found hides more than some smallest cells, as dear says.
const (
	nearOptions = 24
	dear        = 300 * evenPrice
)

// mostStarts bounds the smallest cells from which a sum is moved.
const mostStarts = 12

// search finds proofs period by period, and hides what they need, the least
// informative first. Its order depends on names of nodes only.
type search struct {
	*Plan
	step   int
	frozen bool        // whether cells of this period are decided already
	walks  [2]*walking // down and up
	near   []map[int][]int
	work   int
}

// mostWork bounds the boxes that are looked at.
const mostWork = 2_000_000_000

// walking is a walk that is being made.
type walking struct {
	walk
	sign    int // −1 down, 1 up
	diff    []int
	touched []int
}

func newSearch(p *Plan) *search {
	s := &search{Plan: p}
	for range p.grid.axes {
		s.near = append(s.near, map[int][]int{})
	}
	for at, sign := range []int{-1, 1} {
		s.walks[at] = &walking{sign: sign, diff: make([]int, p.grid.size)}
	}
	return s
}

// protect proves every small cell up to a step, sums first: what protects them
// often protects their parts.
func (s *search) protect(ctx context.Context, step int, frozen bool) error {
	s.step, s.frozen = step, frozen
	for _, cell := range s.order() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if s.proofs[cell] != nil && s.holds(cell, s.step) {
			continue
		}
		proof, found := s.prove(cell)
		if !found {
			proof, found = s.keep(cell)
		}
		if !found || s.work > mostWork {
			return fault.New(fault.Limit, "suppress.refused", nil)
		}
		s.proofs[cell] = proof
	}
	return nil
}

func (s *search) order() []int {
	var cells []int
	for cell, small := range s.small {
		if small && s.grid.facts[cell].step <= s.step {
			cells = append(cells, cell)
		}
	}
	slices.SortFunc(cells, func(a, b int) int {
		return cmp.Or(cmp.Compare(s.grid.facts[b].sums, s.grid.facts[a].sums), cmp.Compare(a, b))
	})
	return cells
}

// prove finds both walks of a cell, hiding on its way.
func (s *search) prove(cell int) (*proof, bool) {
	told := smallCells
	if !s.proveTold(cell, told) {
		told = smallParts
		if !s.proveTold(cell, told) {
			return nil, false
		}
	}
	down, up := s.walks[0], s.walks[1]
	down.told, up.told = len(down.moves), len(up.moves)
	if !s.walkTo(cell, down, s.least[cell]) || !s.walkTo(cell, up, s.rule.Smallest) {
		return nil, false
	}
	return &proof{lower: down.finish(), higher: up.finish(), told: told}, true
}

// keep takes the proof that a cell has from an earlier period, and hides what
// it changes in this one: the totals so far. The search seldom needs it, but
// it always succeeds for what was decided by this package, because totals
// only grow.
func (s *search) keep(cell int) (*proof, bool) {
	old := s.proofs[cell]
	if old == nil {
		return nil, false
	}
	for _, m := range slices.Concat(old.lower.moves, old.higher.moves) {
		b := s.grid.box(m, s.step)
		s.grid.each(&b, 0, 0, m.sign, func(cell, _ int) bool {
			s.hidden[cell] = s.hidden[cell] || !s.settled(cell)
			return true
		})
	}
	for _, told := range []knowledge{smallCells, smallParts} {
		s.proofs[cell] = &proof{lower: old.lower, higher: old.higher, told: told}
		if s.holds(cell, s.step) {
			return s.proofs[cell], true
		}
	}
	return nil, false
}

// proveTold widens what is possible for who is told, by the cheaper side first.
func (s *search) proveTold(cell int, told knowledge) bool {
	down, up := s.walks[0], s.walks[1]
	down.reset()
	up.reset()
	for {
		need := s.rule.Spread - 1 - (up.diff[cell] - down.diff[cell])
		if need <= 0 {
			return true
		}
		low := s.best(cell, down, need, told)
		var high offer
		if !low.found || low.price > 0 {
			high = s.best(cell, up, need, told)
		}
		switch {
		case !low.found && !high.found:
			return false
		case !high.found || low.found && low.price <= high.price:
			s.apply(down, low.move)
		default:
			s.apply(up, high.move)
		}
	}
}

// walkTo makes moves until the cell has a count.
func (s *search) walkTo(cell int, w *walking, goal int) bool {
	for {
		need := w.sign * (goal - s.values[cell] - w.diff[cell])
		if need <= 0 {
			return true
		}
		found := s.best(cell, w, need, nothing)
		if !found.found {
			return false
		}
		s.apply(w, found.move)
	}
}

// apply makes a move and hides what it changes.
func (s *search) apply(w *walking, m move) {
	b := s.grid.box(m, s.step)
	s.grid.each(&b, 0, 0, m.sign, func(cell, sign int) bool {
		s.hidden[cell] = true
		w.diff[cell] += sign * m.amount
		w.touched = append(w.touched, cell)
		return true
	})
	w.moves = append(w.moves, m)
}

func (w *walking) reset() {
	for _, cell := range w.touched {
		w.diff[cell] = 0
	}
	w.walk, w.touched = walk{}, w.touched[:0]
}

func (w *walking) finish() walk {
	return walk{moves: slices.Clone(w.moves), told: w.told}
}

// offer is the best move found so far. Its price is what it hides, as often
// as such moves are needed.
type offer struct {
	move  move
	price int
	found bool
}

func (o *offer) better(price, amount int) bool {
	return !o.found || price < o.price || price == o.price && amount > o.move.amount
}

// best finds the cheapest move that brings a cell nearer to its goal.
func (s *search) best(cell int, w *walking, need int, known knowledge) offer {
	var best offer
	starts := s.starts(cell, w)
	for _, near := range []int{nearOptions, s.grid.smallest} {
		for _, start := range starts {
			if best.found && best.price == 0 {
				break
			}
			s.seek(seeking{cell: cell, walking: w, need: need, known: known, near: near, start: start, best: &best})
		}
		if best.found && best.price <= dear {
			return best
		}
		if known == smallCells { // wanted, not promised: not at any price
			return offer{}
		}
	}
	return best
}

// starts lists smallest cells in a cell to move from: those with a count,
// largest first; for going up then also some without.
func (s *search) starts(cell int, w *walking) [][]int {
	var full, empty []int
	s.members(cell, func(part int) {
		switch count := s.parts[part] + w.diff[s.grid.cell(s.grid.partsOf(part))]; {
		case count > 0:
			full = append(full, part)
		case w.sign > 0 && len(empty) < mostStarts:
			empty = append(empty, part)
		}
	})
	slices.SortStableFunc(full, func(a, b int) int { return cmp.Compare(s.parts[b], s.parts[a]) })
	list := append(full, empty...)
	list = list[:min(len(list), mostStarts)]
	starts := make([][]int, len(list))
	for at, part := range list {
		starts[at] = s.grid.partsOf(part)
	}
	return starts
}

// members calls do for the smallest cells in a cell that have come by now.
func (s *search) members(cell int, do func(part int)) {
	var visit func(x, part int)
	visit = func(x, part int) {
		if x == len(s.grid.axes) {
			do(part)
			return
		}
		a := s.grid.axes[x]
		for _, member := range a.nodes[s.grid.node(cell, x)].members {
			visit(x+1, part*a.parts+member)
		}
	}
	visit(0, 0)
}

// seeking is one look for moves of a cell from one of its smallest cells.
type seeking struct {
	cell    int
	walking *walking
	need    int
	known   knowledge
	near    int
	start   []int
	best    *offer
}

// option is a pair with the nodes that it changes, once they are asked for.
type option struct {
	pair   pair
	deltas []delta
}

// seek tries every box of the options.
func (s *search) seek(k seeking) {
	var options [mostAxes][]option
	for x := range s.grid.axes {
		options[x] = s.options(x, k)
	}
	var b box
	m := move{sign: k.walking.sign}
	s.combine(&k, &options, 0, &b, &m)
}

func (s *search) combine(k *seeking, options *[mostAxes][]option, x int, b *box, m *move) {
	if x == len(s.grid.axes) {
		s.weigh(k, b, *m)
		return
	}
	for at := range options[x] {
		o := &options[x][at]
		if k.best.found && k.best.price == 0 {
			return
		}
		if o.deltas == nil { // most are never reached
			o.deltas = s.grid.deltas(x, o.pair, s.step)
		}
		b[x], m.pairs[x] = o.deltas, o.pair
		s.combine(k, options, x+1, b, m)
	}
}

// options lists the pairs from the start's part: with parts outside the
// cell's node, so that the cell changes, and alone.
func (s *search) options(x int, k seeking) []option {
	a := s.grid.axes[x]
	node, first := &a.nodes[s.grid.node(k.cell, x)], k.start[x]
	var list []option
	add := func(second int) {
		list = append(list, option{pair: pair{first, second}})
	}
	near, known := s.near[x][first]
	if !known {
		near = a.nearest(first)
		s.near[x][first] = near
	}
	for _, second := range near {
		if len(list) >= k.near {
			break
		}
		if !node.holds[second] && (!a.ordered || second <= s.step) {
			add(second)
		}
	}
	add(-1)
	return list
}

// weigh finds how far a box can move and what that hides, and keeps it when
// it is the best so far.
func (s *search) weigh(k *seeking, b *box, m move) {
	s.work++
	price, room := 0, k.need
	possible := s.grid.each(b, 0, 0, m.sign, func(cell, sign int) bool {
		if !s.hidden[cell] {
			if s.settled(cell) {
				return false
			}
			price += s.price[cell]
		}
		least, most := s.limits(cell, k.known)
		count := s.values[cell] + k.walking.diff[cell]
		if sign > 0 {
			room = min(room, most-count)
		} else {
			room = min(room, count-least)
		}
		return room > 0 && (!k.best.found || price <= k.best.price)
	})
	if !possible {
		return
	}
	price *= (k.need + room - 1) / room
	if k.best.better(price, room) {
		m.amount = room
		*k.best = offer{move: m, price: price, found: true}
	}
}

// settled tells whether a cell shows for good.
func (s *search) settled(cell int) bool {
	return s.fixed[cell] || s.frozen || s.grid.facts[cell].step < s.step
}
