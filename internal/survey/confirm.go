package survey

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// Confirm loads the file that somebody looked at last, which has this
// checksum, and gives its delivery.
func (s *Service) Confirm(ctx context.Context, actor access.Actor, checksum string) (delivery.Delivery, error) {
	gone := fault.New(fault.NotFound, "survey.gone", nil)
	d, found, err := s.kept(actor)
	if err != nil {
		return delivery.Delivery{}, err
	}
	if !found || d.Checksum != checksum {
		return delivery.Delivery{}, gone
	}
	made, err := s.carryOut(ctx, actor, d)
	if err != nil {
		return made, err
	}
	return made, s.Keeper.Drop(actor.Account, kept)
}

// Pending gives what would happen with the file that somebody looked at last;
// false when there is none, or not any more.
func (s *Service) Pending(actor access.Actor) (Preview, bool, error) {
	d, found, err := s.kept(actor)
	return d.Preview, found, err
}

func (s *Service) kept(actor access.Actor) (d draft, found bool, err error) {
	content, found, err := s.Keeper.Take(actor.Account, kept)
	if err != nil || !found || json.Unmarshal(content, &d) != nil {
		return draft{}, false, err
	}
	for _, finding := range d.Findings { // JSON has no whole numbers
		for name, value := range finding.Args {
			if number, is := value.(float64); is {
				finding.Args[name] = int(number)
			}
		}
	}
	return d, true, nil
}

// Drop forgets the file that somebody looked at last.
func (s *Service) Drop(actor access.Actor) error { return s.Keeper.Drop(actor.Account, kept) }

// Load reads a file and, unless it is only tried, loads it at once: for the
// command line.
func (s *Service) Load(ctx context.Context, actor access.Actor, form Form, fileName string, table *sheet.Table, try bool) (Preview, delivery.Delivery, error) {
	d, err := s.prepare(ctx, actor, form, fileName, table)
	if err != nil || try || d.Wrong > 0 {
		return d.Preview, delivery.Delivery{}, err
	}
	made, err := s.carryOut(ctx, actor, d)
	return d.Preview, made, err
}

// carryOut loads what was prepared. The counts and the ledger are kept before
// anything shows: a process that dies between the two leaves a round that may
// come again with the same counts, and never one that shows without a ledger.
func (s *Service) carryOut(ctx context.Context, actor access.Actor, d draft) (delivery.Delivery, error) {
	in, err := s.check(ctx, actor, &d.Form)
	if err != nil {
		return delivery.Delivery{}, err
	}
	series, err := s.series(ctx, d.Form, in, d.Level)
	if err != nil {
		return delivery.Delivery{}, err
	}
	if series.Indicator == "" {
		series.Indicator = d.Form.New.code()
	}
	ready, err := s.decide(ctx, series, d.Rounds, in)
	if err != nil {
		return delivery.Delivery{}, err
	}
	if ready.outcome != d.Outcome {
		return delivery.Delivery{}, fault.New(fault.Conflict, "survey.overtaken", nil)
	}
	if d.Form.Indicator == "" {
		if err := s.makeIndicator(ctx, actor, d.Form.New, in, series.level()); err != nil {
			return delivery.Delivery{}, err
		}
	}
	if err := s.Store.SaveSurvey(ctx, ready.series, ready.fresh, in.municipalities); err != nil {
		return delivery.Delivery{}, err
	}
	return s.deliver(ctx, d, ready)
}

func (s *Service) deliver(ctx context.Context, d draft, ready decided) (delivery.Delivery, error) {
	source, _ := s.Catalogue.Source(Source)
	made, err := s.Deliveries.Deliver(ctx, []delivery.Arrival{{
		Delivery: delivery.Delivery{
			Source: Source, Table: ready.series.Survey, BoundaryYear: ready.series.BoundaryYear, File: d.FileName, Checksum: d.Checksum,
			Recipe: "own:" + ready.series.Indicator,
		},
		Source: source,
		Load:   delivery.Load{Claims: ready.series.claims(), Columns: ready.columns},
	}}, nil)
	if err != nil {
		return delivery.Delivery{}, err
	}
	return made[0], nil
}

// check completes a form, tells what is wrong with it, and whether who asks
// may load surveys there.
func (s *Service) check(ctx context.Context, actor access.Actor, form *Form) (scope, error) {
	form.Survey, form.Scope = strings.Join(strings.Fields(form.Survey), " "), strings.TrimSpace(form.Scope)
	if form.Unlisted == "" {
		form.Unlisted = NobodyAnswered
	}
	switch {
	case form.Survey == "" || len([]rune(form.Survey)) > 80:
		return scope{}, wrong("survey", "survey.noName")
	case form.Period != 0 && !goodYear(form.Period):
		return scope{}, wrong("period", "survey.noYear")
	case !goodYear(form.BoundaryYear):
		return scope{}, wrong("boundaryYear", "survey.noYear")
	case form.Unlisted != NobodyAnswered && form.Unlisted != NotAsked:
		return scope{}, wrong("unlisted", "survey.noUnlisted")
	case !slices.Contains(Roundings, form.Rounding):
		return scope{}, wrong("rounding", "survey.noRounding")
	}
	if err := s.checkIndicator(form); err != nil {
		return scope{}, err
	}
	in, err := s.findScope(ctx, form.Scope, form.BoundaryYear)
	if err != nil {
		return scope{}, err
	}
	if !access.Can(actor, access.Import, access.Figures, access.Facts{Place: in.edition.PlaceID, Audience: access.Public}) {
		return scope{}, fault.New(fault.Denied, "survey.denied", nil)
	}
	return in, nil
}

// Roundings are the bases that counts can be rounded to; 0 is none.
var Roundings = []int{0, 5, 10}

// wrong is the fault of a field of the form.
func wrong(field, key string) error {
	return fault.New(fault.Invalid, key, fault.Args{"Field": field})
}

// FieldOf gives the field of the form that an error is about; "" when it is
// about no field.
func FieldOf(f *fault.Fault) string {
	field, _ := f.Args["Field"].(string)
	return field
}
