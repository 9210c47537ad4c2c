package partnership

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// RelationSort is what two organisations have with each other.
type RelationSort string

// Sorts of relations, from loose to close.
const (
	Contact  RelationSort = "contact"
	Informs  RelationSort = "informs" // the first gives information to the second
	Together RelationSort = "works-together"
	Finances RelationSort = "finances" // the first pays, the second works
)

// RelationSorts in their order.
var RelationSorts = []RelationSort{Contact, Informs, Together, Finances}

// RelationSource is how a relation came to be known.
type RelationSource string

// Sources of relations.
const (
	Entered  RelationSource = "entered"
	Asked    RelationSource = "asked" // in a round
	Imported RelationSource = "imported"
)

// StrongestRelation is the greatest strength; 0 is an answer too: there is no
// relation. Example: no publication states how many steps a relation has.
const StrongestRelation = 3

// Relation is what somebody says that one organisation has with another, within
// a partnership, on a day.
type Relation struct {
	record.Head
	From     id.ID
	To       id.ID
	Sorts    []string
	Strength int64 // from 0, none, to StrongestRelation
	About    string
	Said     id.ID // the person who said so
	Day      string
	Source   RelationSource
	Round    id.ID // in which it was asked; 0 is none
}

// Relations describes the kind. Two organisations have at most one relation each
// way in a round, and one outside rounds.
func Relations() *record.Type[Relation] {
	var sorts []string
	for _, sort := range RelationSorts {
		sorts = append(sorts, string(sort))
	}
	return record.Describe(record.Names{One: "relation", Many: "relations", Path: "relaties"},
		record.RefField("fromOrganisation", "organisation", func(r *Relation) *id.ID { return &r.From }).Required().Listed().Filtered(),
		record.RefField("toOrganisation", "organisation", func(r *Relation) *id.ID { return &r.To }).Required().Listed().Filtered(),
		record.ChoicesField("sorts", func(r *Relation) *[]string { return &r.Sorts }, sorts...).Listed().Filtered(),
		record.WholeField("strength", func(r *Relation) *int64 { return &r.Strength }).Between(0, StrongestRelation).InWords("network.strength").Starting(int64(1)).Listed(),
		record.TextField("about", func(r *Relation) *string { return &r.About }),
		record.RefField("said", "person", func(r *Relation) *id.ID { return &r.Said }).SeenBy(access.Partnership).OfThen(),
		record.DayField("day", func(r *Relation) *string { return &r.Day }).Listed(),
		record.ChoiceField("source", func(r *Relation) *RelationSource { return &r.Source }, Entered, Asked, Imported).Starting(string(Entered)).Listed().Filtered(),
		record.RefField("round", "networkRound", func(r *Relation) *id.ID { return &r.Round }).Listed().Filtered(),
	).TitledBy("fromOrganisation").ReadAs("fromOrganisation", "toOrganisation").ShownTo(access.Partnership).KeyedBy("fromOrganisation", "toOrganisation", "round", record.PartnershipField).Guarded(betweenTwo)
}

// betweenTwo holds that a relation is one between two organisations, in a
// partnership and in a round of that one.
func betweenTwo(ctx context.Context, planned record.Planned) error {
	if !typed(planned) {
		return nil // a merge may make one of two organisations; such a relation no longer counts
	}
	r := Relations().Of(*planned.After)
	switch {
	case r.Partnership == 0:
		return record.Wrong(record.PartnershipField, "network.no-partnership", nil)
	case r.From == r.To:
		return record.Wrong("toOrganisation", "network.itself", nil)
	case r.Round == 0:
		return nil
	}
	round, err := planned.Store.FindRow(ctx, NetworkRounds().Kind(), r.Round)
	if err == nil && round.Partnership != r.Partnership {
		err = record.Wrong("round", "network.other-round", nil)
	}
	return err
}

// typed tells whether a change is one of values that somebody gave.
func typed(planned record.Planned) bool {
	return planned.Deed == record.Created || planned.Deed == record.Changed
}
