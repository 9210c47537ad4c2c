package partnership

import (
	"context"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Member is somebody's part in a partnership, that of its head: what they do
// in it, for how long, and what they bring. Where they work stands with the
// person.
type Member struct {
	record.Head
	Person id.ID
	Roles  []string
	Hours  float64 // a week
	Brings string
	Deputy id.ID // who takes over when they are away
	Guest  bool  // from outside: thinks along, and decides nothing
	From   string
	Until  string // the last day, or ""
	Opens  bool   // who has an account sees and adds what only members may
}

// Members describes the kind.
func Members() *record.Type[Member] {
	return record.Describe(record.Names{One: "member", Many: "members", Path: "deelnemers"},
		record.RefField("person", "person", func(m *Member) *id.ID { return &m.Person }).Required().Listed().Filtered(),
		record.ChoicesField("roles", func(m *Member) *[]string { return &m.Roles }, roleNames()...).Worded("kind.person.option.roles").Listed().Filtered(),
		record.DecimalField("hours", func(m *Member) *float64 { return &m.Hours }).Between(0, 60).ZeroIsNone(),
		record.ProseField("brings", func(m *Member) *string { return &m.Brings }).AtMost(1_000).Found(1).Personal(),
		record.RefField("deputy", "person", func(m *Member) *id.ID { return &m.Deputy }),
		record.TruthField("guest", func(m *Member) *bool { return &m.Guest }),
		record.DayField("starts", func(m *Member) *string { return &m.From }).Listed(),
		record.DayField("until", func(m *Member) *string { return &m.Until }).Listed(),
		record.TruthField("opens", func(m *Member) *bool { return &m.Opens }).WorkedOut(),
	).KeyedBy("person", record.PartnershipField).Guarded(inOrder).Guarded(letIn).About("person").OpenWhile(func(m Member) bool { return m.Until == "" })
}

// inOrder holds that nobody leaves before they came. Somebody may have two
// parts: whoever goes away leaves theirs to who stays, who may be in it already.
func inOrder(_ context.Context, planned record.Planned) error {
	if m := Members().Of(*planned.After); m.Until != "" && m.Until < m.From {
		return record.Wrong("until", "member.ends-first", nil)
	}
	return nil
}

// letIn works out whether a part lets its person in. It does when who adds it,
// or changes it, might have invited them to the partnership; otherwise anybody
// who may write down a member could let in themselves.
func letIn(_ context.Context, planned record.Planned) error {
	m := Members().Of(*planned.After)
	same := false
	if planned.Before != nil {
		before := Members().Of(*planned.Before)
		same = before.Opens && before.Person == m.Person && before.Partnership == m.Partnership
	}
	m.Opens = m.Partnership != 0 && (same || MayLetIn(planned.Actor, m.Partnership))
	*planned.After = Members().Row(m)
	return nil
}

// MayLetIn tells whether somebody may let others in to a partnership.
func MayLetIn(actor access.Actor, in id.ID) bool {
	return access.Can(actor, access.Invite, access.Accounts, access.Facts{Partnership: in, Audience: access.OwnOrganisation})
}

// In tells whether somebody has not left on a day.
func (m Member) In(day string) bool { return m.Until == "" || m.Until >= day }

// With puts another part of the same person beside this one.
func (m Member) With(other Member) Member {
	for _, role := range other.Roles {
		if !slices.Contains(m.Roles, role) {
			m.Roles = append(slices.Clone(m.Roles), role)
		}
	}
	m.Brings = strings.TrimSpace(m.Brings + "\n" + other.Brings)
	m.Hours += other.Hours
	m.Guest = m.Guest && other.Guest
	return m
}
