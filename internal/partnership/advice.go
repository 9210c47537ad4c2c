package partnership

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// AdviceRequest is a question about a plan to who knows of health or of people:
// the GGD, the social domain.
type AdviceRequest struct {
	record.Head
	Question string
	Plan     string // which plan it is about
	Asked    id.ID  // the organisation that is asked
	Adviser  id.ID  // the person who answers; 0 is whoever there can
	Asker    id.ID  // the person who asks, and does something with the answer
	Deadline string
	Advice   string
	Advised  string // the day of the advice
	Used     Use
	Effect   string // what was done with it, and why
}

// Use is what was done with an advice.
type Use string

// Uses of an advice.
const (
	Followed Use = "followed"
	Partly   Use = "partly"
	NotUsed  Use = "not-used"
)

// AdviceRequests describes the kind.
func AdviceRequests() *record.Type[AdviceRequest] {
	return record.Describe(record.Names{One: "adviceRequest", Many: "advice-requests", Path: "adviesvragen"},
		record.TextField("question", func(a *AdviceRequest) *string { return &a.Question }).Required().Listed().Found(3),
		record.ProseField("plan", func(a *AdviceRequest) *string { return &a.Plan }).Found(2),
		record.RefField("asked", "organisation", func(a *AdviceRequest) *id.ID { return &a.Asked }).Listed().Filtered(),
		record.RefField("adviser", "person", func(a *AdviceRequest) *id.ID { return &a.Adviser }).Listed().Filtered().HeldWhile(unanswered),
		record.RefField("asker", "person", func(a *AdviceRequest) *id.ID { return &a.Asker }).Filtered(),
		record.DayField("deadline", func(a *AdviceRequest) *string { return &a.Deadline }).Required().Listed(),
		record.ProseField("advice", func(a *AdviceRequest) *string { return &a.Advice }).Found(1),
		record.DayField("advised", func(a *AdviceRequest) *string { return &a.Advised }).Listed(),
		record.ChoiceField("used", func(a *AdviceRequest) *Use { return &a.Used }, Followed, Partly, NotUsed).Listed().Filtered(),
		record.ProseField("effect", func(a *AdviceRequest) *string { return &a.Effect }).Found(1),
	).Guarded(adviceFirst).Guarded(whoAndWhen).ReportedBy("adviser", "advice", "advised").
		OpenWhile(func(a AdviceRequest) bool { return a.Used == "" }).Becoming("agreement", "decision", "action", "success")
}

func unanswered(a AdviceRequest) bool { return a.Advice == "" }

// whoAndWhen fills in who asks, and on which day an advice came, when nobody
// said so.
func whoAndWhen(_ context.Context, planned record.Planned) error {
	a := AdviceRequests().Of(*planned.After)
	if planned.Before == nil && a.Asker == 0 {
		a.Asker = planned.Actor.Person
	}
	if a.Advice != "" && a.Advised == "" && (planned.Before == nil || AdviceRequests().Of(*planned.Before).Advice == "") {
		a.Advised = record.DayOf(planned.After.ChangedAt)
	}
	*planned.After = AdviceRequests().Row(a)
	return nil
}

// adviceFirst holds that nothing is done with an advice that was not given.
func adviceFirst(_ context.Context, planned record.Planned) error {
	a := AdviceRequests().Of(*planned.After)
	if a.Used != "" && a.Advice == "" {
		return record.Wrong("advice", "advice.not-given", nil)
	}
	return nil
}
