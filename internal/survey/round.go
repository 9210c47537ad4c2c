package survey

import (
	"context"
	"slices"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
)

// decided is a series with new rounds, and what of them shows.
type decided struct {
	series  Series
	fresh   []Round // that were not published before
	columns []delivery.Column
	outcome Outcome
}

// decide adds rounds to a series and decides what shows. A round that was
// published before may come again with the same counts only; suppress refuses
// others.
func (s *Service) decide(ctx context.Context, series Series, rounds []Round, in scope) (decided, error) {
	d := decided{series: series}
	d.series.Rounds = slices.Clone(series.Rounds)
	var periods []int
	for _, round := range rounds {
		periods = append(periods, round.Period)
		at := slices.IndexFunc(series.Rounds, func(one Round) bool { return one.Period == round.Period })
		if at >= 0 {
			d.series.Rounds[at] = round
			continue
		}
		d.series.Rounds, d.fresh = append(d.series.Rounds, round), append(d.fresh, round)
	}
	taken, err := s.Store.SurveyTaken(ctx, series.ID, series.Indicator, in.municipalities, periods)
	if err != nil {
		return d, err
	}
	if len(taken) > 0 {
		return d, fault.New(fault.Conflict, "survey.taken", fault.Args{"Period": taken[0]})
	}
	key, err := s.key(ctx)
	if err != nil {
		return d, err
	}
	plan, err := d.series.plan(ctx, key)
	if err != nil {
		return d, err
	}
	d.series.Ledger = plan.Ledger()
	for _, round := range rounds {
		column, err := d.series.column(plan, round.Period)
		if err != nil {
			return d, err
		}
		d.columns = append(d.columns, column)
		d.outcome.add(&d.series, round, column)
	}
	return d, nil
}
