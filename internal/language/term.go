// Package language keeps what words mean to people of different fields, and
// finds those words in texts, in the forms that Dutch gives them.
package language

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// WordSort is how a word bends.
type WordSort string

// Sorts of words.
const (
	Noun  WordSort = "noun"
	Verb  WordSort = "verb"
	Other WordSort = "other" // an adjective, or a name that stays as it is
)

// Term is a word that people may understand differently. One without a
// partnership is the region's.
type Term struct {
	record.Head
	Word       string
	Sort       WordSort
	Forms      string // other words for it, with a comma between
	Agreed     string // what we mean when we work together
	AgreedBy   string
	AgreedOn   string
	Example    string
	Difference string // what we do not agree on yet
	TakenFrom  id.ID  // the term of the region that this one came from
}

// Terms describes the kind.
func Terms() *record.Type[Term] {
	return record.Describe(record.Names{One: "term", Many: "terms", Path: "woorden"},
		record.TextField("word", func(t *Term) *string { return &t.Word }).AtMost(80).Required().Listed().Found(3),
		record.ChoiceField("sort", func(t *Term) *WordSort { return &t.Sort }, Noun, Verb, Other).Listed(),
		record.TextField("forms", func(t *Term) *string { return &t.Forms }).Found(2),
		record.ProseField("agreed", func(t *Term) *string { return &t.Agreed }).AtMost(2_000).Found(2),
		record.TextField("agreedBy", func(t *Term) *string { return &t.AgreedBy }),
		record.DayField("agreedOn", func(t *Term) *string { return &t.AgreedOn }).Listed(),
		record.ProseField("example", func(t *Term) *string { return &t.Example }).AtMost(2_000).Found(1),
		record.ProseField("difference", func(t *Term) *string { return &t.Difference }).AtMost(2_000).Found(1),
		record.RefField("takenFrom", "term", func(t *Term) *id.ID { return &t.TakenFrom }).Fixed(),
	).KeyedBy("word", record.PartnershipField).Guarded(byWhom).Handmade()
}

// byWhom holds that what was agreed on was agreed by somebody on a day.
func byWhom(_ context.Context, planned record.Planned) error {
	t := Terms().Of(*planned.After)
	if t.Agreed != "" && (t.AgreedBy == "" || t.AgreedOn == "") {
		field := "agreedBy"
		if t.AgreedBy != "" {
			field = "agreedOn"
		}
		return record.Wrong(field, "language.by-whom", nil)
	}
	return nil
}

// Meaning is what a word means to the people of a field, or to one person.
type Meaning struct {
	record.Head
	Term    id.ID
	Domain  partnership.Domain
	Person  id.ID
	Means   string
	Example string
}

// Meanings describes the kind.
func Meanings() *record.Type[Meaning] {
	return record.Describe(record.Names{One: "meaning", Many: "meanings", Path: "betekenissen"},
		record.RefField("term", "term", func(m *Meaning) *id.ID { return &m.Term }).Required().Listed().Filtered(),
		record.ChoiceField("domain", func(m *Meaning) *partnership.Domain { return &m.Domain }, partnership.Domains()...).Worded("kind.person.option.domain").Listed().Filtered(),
		record.RefField("person", "person", func(m *Meaning) *id.ID { return &m.Person }).Listed().OfThen(),
		record.ProseField("means", func(m *Meaning) *string { return &m.Means }).AtMost(2_000).Required().Found(2),
		record.ProseField("example", func(m *Meaning) *string { return &m.Example }).AtMost(2_000).Found(1),
	).KeyedBy("term", "domain", "person").TitledBy("term")
}
