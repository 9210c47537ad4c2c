package access

import (
	"slices"

	"github.com/koppelkans/koppelkans/internal/id"
)

// Where is a condition on the facts of records: at least one of its
// conditions holds. Without conditions it holds for no record.
type Where struct {
	Any []Condition
}

// Condition holds for a record when everything it asks does. A nil list and a
// zero value ask nothing.
type Condition struct {
	AtLeast      Audience // the record's audience reaches at least this far
	Owner        id.ID
	CreatedBy    id.ID
	ID           id.ID
	Places       []id.ID // sorted
	Partnerships []id.ID // sorted
}

// Nothing tells whether it holds for no record at all.
func (w Where) Nothing() bool { return len(w.Any) == 0 }

// Everything tells whether it holds for every record.
func (w Where) Everything() bool {
	return slices.ContainsFunc(w.Any, func(c Condition) bool {
		return c.AtLeast <= OwnOrganisation && c.Owner == 0 && c.CreatedBy == 0 && c.ID == 0 && c.Places == nil && c.Partnerships == nil
	})
}

// Holds tells whether it holds for a record.
func (w Where) Holds(facts Facts) bool {
	return slices.ContainsFunc(w.Any, func(c Condition) bool { return c.holds(facts) })
}

func (c Condition) holds(facts Facts) bool {
	return facts.Audience >= c.AtLeast &&
		(c.Owner == 0 || c.Owner == facts.Owner) &&
		(c.CreatedBy == 0 || c.CreatedBy == facts.CreatedBy) &&
		(c.ID == 0 || c.ID == facts.ID) &&
		(c.Places == nil || holds(c.Places, facts.Place)) &&
		(c.Partnerships == nil || holds(c.Partnerships, facts.Partnership))
}

func holds(sorted []id.ID, one id.ID) bool {
	_, found := slices.BinarySearch(sorted, one)
	return found
}
