package agreement

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Answer is what a party said.
type Answer string

// Answers; "" is none yet.
const (
	Yes Answer = "accepted"
	No  Answer = "declined"
)

// Party is one of those who make an agreement: an organisation, a person for
// it, or both. The answer is to an edition of the text; the version tells to
// which words exactly.
type Party struct {
	record.Head
	Agreement    id.ID
	Organisation id.ID
	Person       id.ID
	Name         string // of somebody who is not among the people
	Email        string // where to ask, when not at the person's own address
	AskedOn      string // the day of the last letter
	AskedEdition int64  // the edition that it asked about
	Answer       Answer
	Edition      int64 // of the answer
	Text         int64 // the version of the agreement that was answered
	Answered     string
	Reason       string
	Opinion      Opinion // before the review day
	OpinionDay   string
	OpinionWhy   string
	ReviewAsked  string // the review day about which the last letter asked
}

// Parties describes the kind.
func Parties() *record.Type[Party] {
	return record.Describe(record.Names{One: "agreementParty", Many: "agreement-parties", Path: "afspraakpartners"},
		record.RefField("agreement", "agreement", func(p *Party) *id.ID { return &p.Agreement }).Required().Listed().Filtered(),
		record.RefField("organisation", "organisation", func(p *Party) *id.ID { return &p.Organisation }).Listed().Filtered(),
		record.RefField("person", "person", func(p *Party) *id.ID { return &p.Person }).Listed().Filtered(),
		record.TextField("name", func(p *Party) *string { return &p.Name }).Personal(),
		record.EmailField("email", func(p *Party) *string { return &p.Email }).Personal(),
		record.DayField("askedOn", func(p *Party) *string { return &p.AskedOn }).Fixed(),
		record.WholeField("askedEdition", func(p *Party) *int64 { return &p.AskedEdition }).Fixed().ZeroIsNone(),
		record.ChoiceField("answer", func(p *Party) *Answer { return &p.Answer }, Yes, No).Fixed().Listed().Filtered(),
		record.WholeField("edition", func(p *Party) *int64 { return &p.Edition }).Fixed().ZeroIsNone(),
		record.WholeField("text", func(p *Party) *int64 { return &p.Text }).Fixed().ZeroIsNone(),
		record.DayField("answered", func(p *Party) *string { return &p.Answered }).Fixed().Listed(),
		record.ProseField("reason", func(p *Party) *string { return &p.Reason }).Fixed().Personal(),
		record.ChoiceField("opinion", func(p *Party) *Opinion { return &p.Opinion }, StillHolds, MustChange, MayStop).Fixed(),
		record.DayField("opinionDay", func(p *Party) *string { return &p.OpinionDay }).Fixed(),
		record.ProseField("opinionWhy", func(p *Party) *string { return &p.OpinionWhy }).AtMost(2_000).Fixed().Personal(),
		record.DayField("reviewAsked", func(p *Party) *string { return &p.ReviewAsked }).Fixed(),
	).KeyedBy("agreement", "organisation", "person").TitledBy("agreement").ReadAs("organisation", "person", "name", "agreement").Guarded(somebody).Guarded(theirOwn).FollowedBy(JobSettle).
		About("person").OpenWhile(func(p Party) bool { return p.Answer == "" }).HandedOver(handParty)
}

// handParty has a successor answer who works where the one who left did. For
// another organisation they cannot speak: that one says itself who does.
func handParty(p Party, successor, organisation id.ID) record.Values {
	values := record.Values{"person": successor, "email": "", "askedOn": ""}
	if p.Organisation != 0 && p.Organisation != organisation {
		values["person"] = id.ID(0)
	}
	return values
}

// somebody holds that a party is somebody, that who adds it may change the
// agreement, and that no more people see it than the agreement.
func somebody(ctx context.Context, planned record.Planned) error {
	after := Parties().Of(*planned.After)
	if planned.Deed == record.Erased {
		return nil
	}
	if after.Organisation == 0 && after.Person == 0 && after.Name == "" {
		return record.Wrong("organisation", "agreement.nobody", nil)
	}
	rows, err := planned.Store.FindRows(ctx, Agreements().Kind(), []id.ID{after.Agreement})
	if err != nil || len(rows) == 0 {
		return err // an import may make both at once
	}
	if !planned.Turned && !access.Can(planned.Actor, access.Change, planned.Kind.Class, rows[0].Facts()) {
		return fault.New(fault.Denied, "record.denied", nil)
	}
	planned.After.Audience = min(planned.After.Audience, rows[0].Audience)
	return nil
}

// theirOwn holds that an answer stays with who gave it. When two records of a
// person or an organisation are one and the same, it goes along.
func theirOwn(_ context.Context, planned record.Planned) error {
	if planned.Before == nil || planned.Turned || planned.Deed == record.Erased {
		return nil
	}
	before, after := Parties().Of(*planned.Before), Parties().Of(*planned.After)
	if before.Answer == "" {
		return nil
	}
	if before.Agreement != after.Agreement || before.Organisation != after.Organisation || before.Person != after.Person ||
		before.Name != after.Name && before.Person == 0 && before.Organisation == 0 {
		return record.Wrong("person", "agreement.answered-by", nil)
	}
	return nil
}
