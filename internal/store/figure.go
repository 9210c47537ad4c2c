package store

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Observations gives the figures of some indicators for some places of one
// level, over all periods and current deliveries. Where deliveries hold the
// same figure, the newest comes last. The cost grows with places × contents,
// not with the number of figures kept.
func (db *DB) Observations(ctx context.Context, level place.Level, places []id.ID, indicators []string) ([]indicator.Observation, error) {
	var list []indicator.Observation
	if len(indicators) == 0 {
		return nil, nil
	}
	err := inChunks(places, 500, func(part []id.ID) error {
		arguments := append([]any{string(level)}, anys(indicators)...)
		for _, one := range part {
			arguments = append(arguments, int64(one))
		}
		rows, err := db.read.QueryContext(ctx, `SELECT n.indicator, f.period, f.edition_id, f.value, f.hole, e.place_id, f.delivery_id, e.code, e.year, e.stated_area, e.border_delivery
			FROM delivery_content c
			JOIN delivery d ON d.id = c.delivery_id AND d.state = 'current'
			JOIN indicator_number n ON n.indicator = c.indicator
			JOIN edition e ON e.level = c.level AND e.year = c.boundary_year
			JOIN figure f ON f.delivery_id = c.delivery_id AND f.indicator = n.number AND f.period = c.period AND f.edition_id = e.id
			WHERE c.level = $1 AND c.indicator IN (`+placeholders(2, len(indicators))+`) AND e.place_id IN (`+placeholders(2+len(indicators), len(part))+`)
			ORDER BY f.delivery_id`, arguments...)
		found, err := collect(rows, err, scanObservation)
		list = append(list, found...)
		return err
	})
	return list, err
}

func scanObservation(row scanner) (indicator.Observation, error) {
	var o indicator.Observation
	var border int64
	err := row.Scan(&o.Indicator, &o.Period, &o.Edition, &o.Value, &o.Hole, &o.Place, &o.Delivery, &o.Code, &o.BoundaryYear, &o.StatedArea, &border)
	o.BorderKnown = border != 0
	return o, err
}

// AllObservations gives every figure of one place, for its page.
func (db *DB) AllObservations(ctx context.Context, where id.ID) ([]indicator.Observation, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT n.indicator, f.period, f.edition_id, f.value, f.hole, e.place_id, f.delivery_id, e.code, e.year, e.stated_area, e.border_delivery
		FROM edition e
		JOIN delivery_content c ON c.level = e.level AND c.boundary_year = e.year
		JOIN delivery d ON d.id = c.delivery_id AND d.state = 'current'
		JOIN indicator_number n ON n.indicator = c.indicator
		JOIN figure f ON f.delivery_id = c.delivery_id AND f.indicator = n.number AND f.period = c.period AND f.edition_id = e.id
		WHERE e.place_id = $1 ORDER BY n.indicator, f.period, f.delivery_id`, int64(where))
	return collect(rows, err, scanObservation)
}
