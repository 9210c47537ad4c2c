// Package agreement keeps what people agree on: agreements with the parties
// that accept them, decisions, actions, promises to residents, and the cards
// that say what somebody's role is. What is accepted is the text of an edition;
// see Agreement.
package agreement

import (
	"context"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// State is how an agreement stands. The program works it out of the answers of
// the parties; see Service.settle.
type State string

// States of an agreement.
const (
	Draft    State = "draft"    // nobody was asked
	Asked    State = "asked"    // some have not answered the edition that is there now
	Accepted State = "accepted" // all parties accepted it
	Declined State = "declined" // one of them did not
	Stopped  State = "stopped"  // they stopped it; what was accepted can still be read
)

// Agreement is what parties promise one another. Its Edition counts the
// versions of its substance: a change of substance makes another edition, which
// every party is asked again; a correction of the same edition does not.
type Agreement struct {
	record.Head
	What        string
	Details     string
	ForWhom     string
	Until       string // the last day on which it holds; "" is until it is stopped
	Measure     string // how one sees that it is kept
	Excludes    string // what falls outside it
	Review      string // the day on which the parties look whether it is still right
	Steward     id.ID  // the person who watches over it
	Correction  bool   // said with a change: only a mistake in writing is mended
	Edition     int64
	Corrections int64 // of all editions
	State       State
	Since       string // the day on which all had accepted it
	Ended       string // the day on which it was stopped
	EndedWhy    string
}

// Agreements describes the kind.
func Agreements() *record.Type[Agreement] {
	return record.Describe(record.Names{One: "agreement", Many: "agreements", Path: "afspraken"},
		record.TextField("what", func(a *Agreement) *string { return &a.What }).Required().Listed().Found(3),
		record.ProseField("details", func(a *Agreement) *string { return &a.Details }).Found(2),
		record.TextField("forWhom", func(a *Agreement) *string { return &a.ForWhom }).Found(1),
		record.DayField("until", func(a *Agreement) *string { return &a.Until }).Listed(),
		record.ProseField("measure", func(a *Agreement) *string { return &a.Measure }).Found(1),
		record.ProseField("excludes", func(a *Agreement) *string { return &a.Excludes }).Found(1),
		record.DayField("review", func(a *Agreement) *string { return &a.Review }).Required().Listed(),
		record.RefField("steward", "person", func(a *Agreement) *id.ID { return &a.Steward }).Filtered(),
		record.TruthField("correction", func(a *Agreement) *bool { return &a.Correction }).OfChange(),
		record.WholeField("edition", func(a *Agreement) *int64 { return &a.Edition }).WorkedOut(),
		record.WholeField("corrections", func(a *Agreement) *int64 { return &a.Corrections }).WorkedOut(),
		record.ChoiceField("state", func(a *Agreement) *State { return &a.State }, Draft, Asked, Accepted, Declined, Stopped).WorkedOut().Listed().Filtered(),
		record.DayField("since", func(a *Agreement) *string { return &a.Since }).WorkedOut(),
		record.DayField("ended", func(a *Agreement) *string { return &a.Ended }).Fixed(),
		record.ProseField("endedWhy", func(a *Agreement) *string { return &a.EndedWhy }).Fixed(),
	).Guarded(editions).FollowedBy(JobFollow).OpenWhile(func(a Agreement) bool { return a.Ended == "" }).Becoming("action", "decision", "promise", "success").Handmade()
}

// substance gives what parties accept, as one text, and the last day apart.
func (a Agreement) substance() (text, until string) {
	return strings.Join([]string{a.What, a.Details, a.ForWhom, a.Measure, a.Excludes}, "\n"), a.Until
}

// mostCorrected is how large a part of the words a correction may change, and
// fewCorrected how many words it always may, all corrections of an edition
// together. Example: no publication states it.
const (
	mostCorrected = 0.1
	fewCorrected  = 3
)

// editions numbers the editions. What parties accepted must not become
// something else by what is called a correction, so a correction is small, and
// leaves days as they are.
func editions(ctx context.Context, planned record.Planned) error {
	after := Agreements().Of(*planned.After)
	if planned.Before == nil {
		after.Edition, after.Corrections, after.State, after.Correction = 1, 0, Draft, false
		*planned.After = Agreements().Row(after)
		return nil
	}
	before := Agreements().Of(*planned.Before)
	correction := after.Correction
	after.Correction = false
	was, wasUntil := before.substance()
	is, isUntil := after.substance()
	if changed := was != is || wasUntil != isUntil; changed {
		if before.Ended != "" && after.Ended != "" {
			return record.Wrong("what", "agreement.stopped", nil)
		}
		switch {
		case !correction:
			after.Edition++
			if after.State != Draft {
				after.State, after.Since = Asked, ""
			}
		case wasUntil != isUntil:
			return record.Wrong("until", "agreement.correction-day", nil)
		default:
			first, err := editionText(ctx, planned)
			if err != nil {
				return err
			}
			if !slight(first, is) || !mends(first, is) {
				return record.Wrong("correction", "agreement.correction-large", nil)
			}
			after.Corrections++
		}
	}
	*planned.After = Agreements().Row(after)
	return nil
}

// slight tells whether a text differs little enough from another to be a
// correction.
func slight(was, is string) bool {
	changed, all := changedWords(was, is)
	return changed <= fewCorrected || float64(changed) <= mostCorrected*float64(all)
}

// editionText gives the text of the edition that is there as parties were asked
// about it, before any correction.
func editionText(ctx context.Context, planned record.Planned) (string, error) {
	changes, err := planned.Store.ChangesSince(ctx, planned.Kind, planned.Before.ID, 0)
	if err != nil {
		return "", err
	}
	row := *planned.Before
	for at, change := range changes {
		if slices.ContainsFunc(change.Fields, func(step record.FieldChange) bool { return step.Field == "edition" }) {
			break
		}
		row = planned.Kind.Rewind(row, changes[at:at+1])
	}
	text, _ := Agreements().Of(row).substance()
	return text, nil
}
