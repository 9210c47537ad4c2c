package partnership

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Ring is how near somebody stands to the decisions of a partnership, as in the
// rings of influence of Factor C.
type Ring string

// Rings, from the middle.
const (
	Decides  Ring = "decides"
	WorksOn  Ring = "works"
	Thinks   Ring = "thinks"
	Informed Ring = "informed"
)

// Rings in their order.
var Rings = []Ring{Decides, WorksOn, Thinks, Informed}

// MostInfluence is the greatest influence and interest; the least is 1.
// Example: no publication states how many steps the grid has.
const MostInfluence = 5

// Position is how a partnership judges the influence and the interest of an
// organisation or a person, on a day. It is a judgement of others: private to
// the partnership (access.Judgements).
type Position struct {
	record.Head
	Organisation id.ID
	Person       id.ID
	Influence    int64 // 1 to MostInfluence
	Interest     int64
	Now          Ring // where they stand
	Wanted       Ring // where they want to stand themselves
	Desired      Ring // where the partnership would like them
	Why          string
	Day          string
	Phase        Phase // of the partnership on that day
}

// Positions describes the kind.
func Positions() *record.Type[Position] {
	return record.Describe(record.Names{One: "position", Many: "positions", Path: "posities"},
		record.RefField("organisation", "organisation", func(p *Position) *id.ID { return &p.Organisation }).Listed().Filtered(),
		record.RefField("person", "person", func(p *Position) *id.ID { return &p.Person }).Listed().Filtered().OfThen(),
		record.WholeField("influence", func(p *Position) *int64 { return &p.Influence }).Between(1, MostInfluence).Starting(int64(3)).Listed(),
		record.WholeField("interest", func(p *Position) *int64 { return &p.Interest }).Between(1, MostInfluence).Starting(int64(3)).Listed(),
		record.ChoiceField("now", func(p *Position) *Ring { return &p.Now }, Rings...).Worded(ringWords).Listed().Filtered(),
		record.ChoiceField("wanted", func(p *Position) *Ring { return &p.Wanted }, Rings...).Worded(ringWords),
		record.ChoiceField("desired", func(p *Position) *Ring { return &p.Desired }, Rings...).Worded(ringWords),
		record.TextField("why", func(p *Position) *string { return &p.Why }),
		record.DayField("day", func(p *Position) *string { return &p.Day }).Required().Listed(),
		record.ChoiceField("phase", func(p *Position) *Phase { return &p.Phase }, Phases...).Worded("kind.partnership.option.phase").Fixed().Listed().Filtered(),
	).In(access.Judgements).ShownTo(access.Partnership).TitledBy("organisation").
		KeyedBy("organisation", "person", "day", record.PartnershipField).Guarded(ofSomebody).Warned().GoesWith("person")
}

const ringWords = "kind.position.option.ring"

// ofSomebody holds that a position is of somebody in a partnership and is for
// nobody outside it, whatever was asked, and fills in the phase.
func ofSomebody(ctx context.Context, planned record.Planned) error {
	planned.After.Audience = access.Partnership
	if !typed(planned) {
		return nil
	}
	p := Positions().Of(*planned.After)
	switch {
	case p.Partnership == 0:
		return record.Wrong(record.PartnershipField, "network.no-partnership", nil)
	case p.Organisation == 0 && p.Person == 0:
		return record.Wrong("organisation", "network.nobody", nil)
	}
	phase, err := phaseOn(ctx, planned.Store, p.Partnership, p.Day)
	if err != nil {
		return err
	}
	field, _ := planned.Kind.Field("phase")
	planned.After.Set(field, string(phase))
	return nil
}

// mostPhases bounds how far back the history of a partnership is read.
const mostPhases = 1_000

// phaseOn gives the phase of a partnership at the end of a day.
func phaseOn(ctx context.Context, store record.Store, of id.ID, day string) (Phase, error) {
	kind := Partnerships().Kind()
	row, err := store.FindRow(ctx, kind, of)
	if err != nil {
		return "", err
	}
	phase := Partnerships().Of(row).Phase
	changes, err := store.ChangesOf(ctx, kind, of, 0, mostPhases)
	if err != nil {
		return "", err
	}
	for _, change := range changes { // newest first: what was changed later is taken back
		if change.At.UTC().Format(time.DateOnly) <= day {
			break
		}
		for _, field := range change.Fields {
			if field.Field == "phase" {
				phase = Phase(field.Before)
			}
		}
	}
	return phase, nil
}
