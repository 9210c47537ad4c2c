package partnership

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/record"
)

// Phase is where a partnership stands in the cycle of six steps of the GO!
// method (GGD and RIVM). Going back is allowed; the history keeps it.
type Phase string

// Phases, in order; after the last the first comes again.
const (
	Agenda    Phase = "agenda"   // which themes matter
	Portrait  Phase = "portrait" // the place in figures and stories
	Chances   Phase = "chances"  // what residents and partners see
	Measures  Phase = "measures" // what would help, together
	Choosing  Phase = "choosing" // choose and carry out
	Reviewing Phase = "reviewing"
)

// Stage is where its idea stands in the innovation spiral (Wielinga).
type Stage string

// Stages, in order.
const (
	Idea        Stage = "idea"
	Inspiration Stage = "inspiration"
	Planning    Stage = "planning"
	Developing  Stage = "developing"
	Realising   Stage = "realising"
	Spreading   Stage = "spreading"
	Embedding   Stage = "embedding"
)

// Phases and Stages in their order.
var (
	Phases = []Phase{Agenda, Portrait, Chances, Measures, Choosing, Reviewing}
	Stages = []Stage{Idea, Inspiration, Planning, Developing, Realising, Spreading, Embedding}
)

// Partnership is people from organisations who work on a place together.
type Partnership struct {
	record.Head
	Name      string
	Aim       string
	Areas     string // official codes; "" is the whole place
	Since     string
	Phase     Phase
	Stage     Stage
	Deciding  string // how decisions are taken and told
	Certain   string // what is certain
	Uncertain string // and what is not
	Rhythm    Rhythm // how often those in it look back together
}

// Partnerships describes the kind. A partnership belongs to itself, so that
// those who work in it see and change it by the same rules as all else in it.
func Partnerships() *record.Type[Partnership] {
	return record.Describe(record.Names{One: "partnership", Many: "partnerships", Path: "samenwerkingen"},
		record.TextField("name", func(p *Partnership) *string { return &p.Name }).Required().Listed().Found(3),
		record.ProseField("aim", func(p *Partnership) *string { return &p.Aim }).Found(1),
		record.AreasField("areas", func(p *Partnership) *string { return &p.Areas }),
		record.DayField("since", func(p *Partnership) *string { return &p.Since }).Listed(),
		record.ChoiceField("phase", func(p *Partnership) *Phase { return &p.Phase }, Phases...).Listed().Filtered(),
		record.ChoiceField("stage", func(p *Partnership) *Stage { return &p.Stage }, Stages...),
		record.ProseField("deciding", func(p *Partnership) *string { return &p.Deciding }),
		record.ProseField("certain", func(p *Partnership) *string { return &p.Certain }),
		record.ProseField("uncertain", func(p *Partnership) *string { return &p.Uncertain }),
		record.ChoiceField("rhythm", func(p *Partnership) *Rhythm { return &p.Rhythm }, Monthly, Quarterly, HalfYearly),
	).Guarded(toItself).Becoming("standingMeeting", "lesson", "agreement", "decision", "action", "adviceRequest", "success").Handmade()
}

func toItself(_ context.Context, planned record.Planned) error {
	planned.After.Partnership = planned.After.ID
	return nil
}
