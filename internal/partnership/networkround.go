package partnership

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/record"
)

// NetworkRound is a time in which the members of a partnership tell what their
// organisations have with one another. Rounds are compared.
type NetworkRound struct {
	record.Head
	Name   string
	Opens  string // the first day on which can be answered
	Closes string // and the last
	Note   string // what the members read above the questions
}

// NetworkRounds describes the kind.
func NetworkRounds() *record.Type[NetworkRound] {
	return record.Describe(record.Names{One: "networkRound", Many: "network-rounds", Path: "netwerkrondes"},
		record.TextField("name", func(r *NetworkRound) *string { return &r.Name }).Required().Listed().Found(3),
		record.DayField("opens", func(r *NetworkRound) *string { return &r.Opens }).Required().Listed(),
		record.DayField("closes", func(r *NetworkRound) *string { return &r.Closes }).Required().Listed(),
		record.ProseField("note", func(r *NetworkRound) *string { return &r.Note }).AtMost(1_000),
	).KeyedBy("name", record.PartnershipField).Guarded(opensFirst)
}

func opensFirst(_ context.Context, planned record.Planned) error {
	r := NetworkRounds().Of(*planned.After)
	switch {
	case !typed(planned):
		return nil
	case r.Partnership == 0:
		return record.Wrong(record.PartnershipField, "network.no-partnership", nil)
	case r.Closes < r.Opens:
		return record.Wrong("closes", "network.closes-first", nil)
	}
	return nil
}

// Open tells whether can be answered on a day.
func (r NetworkRound) Open(day string) bool { return r.Opens <= day && day <= r.Closes }
