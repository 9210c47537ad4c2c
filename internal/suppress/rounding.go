package suppress

// DefaultBase is the base to which CBS rounds counts.
const DefaultBase = 5

// Rounding gives counts that show as multiples of Base, up or down by chance
// so that they are right on average: 12 becomes 10 with chance 3/5 and 15
// with chance 2/5. The chance is drawn from the rule's key and the cell alone,
// so that a cell gives the same number wherever and however often it shows.
// Totals are rounded from their own count: a total is off by less than Base
// however many parts it has, and so parts need not add up to it.
//
// Rounding comes after suppression and never shows a cell that the plan
// hides. It gives nothing back of what suppression took.
type Rounding struct {
	Base int // 0 means DefaultBase, else 2 to 10
}

func (r *Rounding) wrong(key []byte) bool {
	return r != nil && (len(key) == 0 || r.Base != 0 && (r.Base < 2 || r.Base > 10))
}

// rounded gives a count up or down to a multiple of the base, as the cell
// decides.
func (r Rule) rounded(cell string, count int) int {
	base := r.Rounding.Base
	if base == 0 {
		base = DefaultBase
	}
	return (count + r.draw("rounding", cell, base)) / base * base
}
