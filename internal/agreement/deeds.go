package agreement

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Decision is what was decided, and why.
type Decision struct {
	record.Head
	What    string
	Reasons string
	Against string // what spoke against it, and what was not chosen
	Day     string
	Meeting id.ID  // the standing meeting where it was taken
	Present string // who was there
	Told    string // how, and to whom it was told
}

// Decisions describes the kind.
func Decisions() *record.Type[Decision] {
	return record.Describe(record.Names{One: "decision", Many: "decisions", Path: "besluiten"},
		record.TextField("what", func(d *Decision) *string { return &d.What }).Required().Listed().Found(3),
		record.ProseField("reasons", func(d *Decision) *string { return &d.Reasons }).Required().Found(2),
		record.ProseField("against", func(d *Decision) *string { return &d.Against }).Found(1),
		record.DayField("day", func(d *Decision) *string { return &d.Day }).Required().Listed(),
		record.RefField("meeting", "standingMeeting", func(d *Decision) *id.ID { return &d.Meeting }).Listed().Filtered(),
		record.ProseField("present", func(d *Decision) *string { return &d.Present }).SeenBy(partnersOnly).Personal(),
		record.ProseField("told", func(d *Decision) *string { return &d.Told }),
	).Becoming("action", "agreement", "promise", "success")
}

// Action is something that somebody does.
type Action struct {
	record.Head
	What   string
	Doer   id.ID
	Due    string
	Done   string // the day on which it was done
	Result string
}

// Actions describes the kind.
func Actions() *record.Type[Action] {
	return record.Describe(record.Names{One: "action", Many: "actions", Path: "acties"},
		record.TextField("what", func(a *Action) *string { return &a.What }).Required().Listed().Found(3),
		record.RefField("doer", "person", func(a *Action) *id.ID { return &a.Doer }).Listed().Filtered(),
		record.DayField("due", func(a *Action) *string { return &a.Due }).Listed(),
		record.DayField("done", func(a *Action) *string { return &a.Done }).Listed(),
		record.ProseField("result", func(a *Action) *string { return &a.Result }).Found(1),
	).Becoming("success", "decision", "action").ReportedBy("doer", "done", "result").
		OpenWhile(func(a Action) bool { return a.Done == "" })
}

// Kept is what became of a promise.
type Kept string

// What became of a promise; "" is that it is still open.
const (
	KeptIt    Kept = "kept"
	KeptPart  Kept = "partly"
	NotKept   Kept = "not-kept"
	Withdrawn Kept = "withdrawn"
)

// Promise is what somebody promised to residents, with the mandate that it
// rests on: whether they could promise it.
type Promise struct {
	record.Head
	What     string
	ToWhom   string
	Promiser id.ID
	Keeper   id.ID  // who keeps it now; who promised it, as long as nobody else does
	Mandate  string // what gives them the right to promise it
	Card     id.ID  // the role card where that stands
	Made     string
	Due      string
	Kept     Kept
	KeptOn   string
	Outcome  string // what came of it, or why not
}

// Promises describes the kind.
func Promises() *record.Type[Promise] {
	return record.Describe(record.Names{One: "promise", Many: "promises", Path: "toezeggingen"},
		record.TextField("what", func(p *Promise) *string { return &p.What }).Required().Listed().Found(3),
		record.TextField("toWhom", func(p *Promise) *string { return &p.ToWhom }).Required().Listed().Found(1),
		record.RefField("promiser", "person", func(p *Promise) *id.ID { return &p.Promiser }).Listed().Filtered().OfThen(),
		record.RefField("keeper", "person", func(p *Promise) *id.ID { return &p.Keeper }).Filtered(),
		record.TextField("mandate", func(p *Promise) *string { return &p.Mandate }).Required(),
		record.RefField("card", "roleCard", func(p *Promise) *id.ID { return &p.Card }),
		record.DayField("made", func(p *Promise) *string { return &p.Made }).Listed(),
		record.DayField("due", func(p *Promise) *string { return &p.Due }).Required().Listed(),
		record.ChoiceField("kept", func(p *Promise) *Kept { return &p.Kept }, KeptIt, KeptPart, NotKept, Withdrawn).Listed().Filtered(),
		record.DayField("keptOn", func(p *Promise) *string { return &p.KeptOn }),
		record.ProseField("outcome", func(p *Promise) *string { return &p.Outcome }).Found(1),
	).Guarded(saidWhy).Guarded(keptBySomebody).ReportedBy("keeper", "kept", "keptOn", "outcome").
		OpenWhile(func(p Promise) bool { return p.Kept == "" }).Becoming("action", "decision", "success")
}

// keptBySomebody has who promised something keep it, unless it says who does.
func keptBySomebody(_ context.Context, planned record.Planned) error {
	if p := Promises().Of(*planned.After); p.Keeper == 0 {
		p.Keeper = p.Promiser
		*planned.After = Promises().Row(p)
	}
	return nil
}

// saidWhy holds that residents hear why a promise was not kept, or not wholly.
func saidWhy(_ context.Context, planned record.Planned) error {
	p := Promises().Of(*planned.After)
	if p.Kept != "" && p.Kept != KeptIt && p.Outcome == "" && planned.Deed != record.Erased {
		return record.Wrong("outcome", "promise.why", nil)
	}
	return nil
}
