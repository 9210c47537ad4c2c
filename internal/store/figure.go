package store

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Observations gives the figures of some indicators for some places of one
// level, over all periods and current deliveries. Where deliveries hold the
// same figure, the newest comes last. It takes two statements for each 400
// editions; the cost grows with places × contents, not with the number of
// figures kept.
func (db *DB) Observations(ctx context.Context, level place.Level, places []id.ID, indicators []string) ([]indicator.Observation, error) {
	if len(indicators) == 0 || len(places) == 0 {
		return nil, nil
	}
	editions, err := db.observed(ctx, places)
	if err != nil {
		return nil, err
	}
	condition := ` AND c.level = $2 AND c.indicator IN (` + placeholders(3, len(indicators)) + `)`
	return db.observations(ctx, editions, condition, append([]any{string(level)}, anys(indicators)...))
}

// AllObservations gives every figure of one place, for its page.
func (db *DB) AllObservations(ctx context.Context, where id.ID) ([]indicator.Observation, error) {
	editions, err := db.observed(ctx, []id.ID{where})
	if err != nil {
		return nil, err
	}
	return db.observations(ctx, editions, ``, nil)
}

// observed gives what an observation tells of the editions of places, by
// edition.
func (db *DB) observed(ctx context.Context, places []id.ID) (map[id.ID]indicator.Observation, error) {
	editions := map[id.ID]indicator.Observation{}
	return editions, inChunks(places, 400, func(part []id.ID) error {
		rows, err := db.read.QueryContext(ctx, `SELECT id, place_id, code, year, stated_area, border_delivery FROM edition WHERE place_id IN (`+placeholders(1, len(part))+`)`, anys(part)...)
		_, err = collect(rows, err, func(row scanner) (o indicator.Observation, err error) {
			var border int64
			err = row.Scan(&o.Edition, &o.Place, &o.Code, &o.BoundaryYear, &o.StatedArea, &border)
			o.BorderKnown = border != 0
			editions[o.Edition] = o
			return o, err
		})
		return err
	})
}

// observations reads the figures of editions in contents that meet a
// condition, whose parameters begin at $2. The contents are found first and the
// editions are given as a list, so that each figure is one look in the primary
// key; left to itself SQLite would read whole deliveries to find a few areas.
func (db *DB) observations(ctx context.Context, editions map[id.ID]indicator.Observation, condition string, arguments []any) ([]indicator.Observation, error) {
	ids := make([]int64, 0, len(editions))
	for edition := range editions {
		ids = append(ids, int64(edition))
	}
	var list []indicator.Observation
	return list, inChunks(ids, 400, func(part []int64) error {
		all := append([]any{delivery.Current}, arguments...)
		all = append(all, anys(part)...)
		rows, err := db.read.QueryContext(ctx, `WITH wanted AS MATERIALIZED (
				SELECT DISTINCT c.delivery_id, c.period, n.number, n.indicator FROM delivery_content c
				JOIN delivery d ON d.id = c.delivery_id AND d.state = $1
				JOIN indicator_number n ON n.indicator = c.indicator
				WHERE true`+condition+`)
			SELECT w.indicator, f.period, f.edition_id, f.value, f.hole, f.delivery_id,
				coalesce(s.low, 0), coalesce(s.high, 0), coalesce(s.respondents, 0) FROM wanted w
			JOIN figure f ON f.delivery_id = w.delivery_id AND f.indicator = w.number AND f.period = w.period
				AND f.edition_id IN (`+placeholders(2+len(arguments), len(part))+`)
			LEFT JOIN figure_sureness s ON s.delivery_id = f.delivery_id AND s.indicator = f.indicator AND s.period = f.period
				AND s.edition_id = f.edition_id
			ORDER BY w.indicator, f.period, f.delivery_id`, all...)
		found, err := collect(rows, err, func(row scanner) (indicator.Observation, error) {
			var f indicator.Figure
			var from id.ID
			err := row.Scan(&f.Indicator, &f.Period, &f.Edition, &f.Value, &f.Hole, &from, &f.Low, &f.High, &f.Respondents)
			o := editions[f.Edition]
			o.Figure, o.Delivery = f, from
			return o, err
		})
		list = append(list, found...)
		return err
	})
}
