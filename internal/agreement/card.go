package agreement

import (
	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// partnersOnly is the ceiling of what partners tell one another.
const partnersOnly = access.Professionals

// Card says what somebody does in a partnership, what they may decide, and
// what they do not do.
type Card struct {
	record.Head
	Role        string
	Person      id.ID
	Tasks       string  // a line each
	Mandate     string  // what may be decided on the spot
	Amount      float64 // up to how many euros; 0 is none
	Rules       string  // under which rules
	Backing     string  // who stands behind it
	Expects     string  // of others, a line each
	ExpectedOf  string  // by others, a line each
	NotMine     string  // what I do not do, a line each
	Agreed      string  // the day on which it was talked over
	Replacement id.ID   // who does it when they are away
}

// Cards describes the kind.
func Cards() *record.Type[Card] {
	return record.Describe(record.Names{One: "roleCard", Many: "role-cards", Path: "rolkaarten"},
		record.TextField("role", func(c *Card) *string { return &c.Role }).Required().Listed().Found(3),
		record.RefField("person", "person", func(c *Card) *id.ID { return &c.Person }).Listed().Filtered(),
		record.ProseField("tasks", func(c *Card) *string { return &c.Tasks }).Required().Found(2),
		record.ProseField("mandate", func(c *Card) *string { return &c.Mandate }).Found(1),
		record.DecimalField("amount", func(c *Card) *float64 { return &c.Amount }).Between(0, 1e9).ZeroIsNone(),
		record.ProseField("rules", func(c *Card) *string { return &c.Rules }),
		record.TextField("backing", func(c *Card) *string { return &c.Backing }),
		record.ProseField("expects", func(c *Card) *string { return &c.Expects }),
		record.ProseField("expectedOf", func(c *Card) *string { return &c.ExpectedOf }),
		record.ProseField("notMine", func(c *Card) *string { return &c.NotMine }),
		record.DayField("agreed", func(c *Card) *string { return &c.Agreed }).Listed(),
		record.RefField("replacement", "person", func(c *Card) *id.ID { return &c.Replacement }).OfThen(),
	).ShownTo(access.Partnership).HandedOver(handCard)
}

// handCard gives a card to a successor, with whom it has not been talked over.
func handCard(_ Card, successor, _ id.ID) record.Values {
	return record.Values{"person": successor, "agreed": ""}
}
