package store

import (
	"context"
	"fmt"

	"github.com/paulmach/orb/encoding/wkb"

	"github.com/koppelkans/koppelkans/internal/check"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// deliveryChecks look at places and figures. Deliveries that are being written
// are left out: nothing of them shows.
func deliveryChecks() []integrityCheck {
	edition, delivery := []string{"edition_id", "delivery_id"}, []string{"delivery_id"}
	return []integrityCheck{
		several("orphans",
			orphans("figure", delivery, "delivery", []string{"id"}, "1 = 1"),
			orphans("figure", []string{"edition_id"}, "edition", []string{"id"}, "1 = 1"),
			orphans("figure", []string{"indicator"}, "indicator_number", []string{"number"}, "1 = 1"),
			orphans("figure_sureness", []string{"delivery_id", "indicator", "period", "edition_id"},
				"figure", []string{"delivery_id", "indicator", "period", "edition_id"}, "1 = 1"),
			orphans("border", edition, "claim", edition, "1 = 1"),
			orphans("claim", edition, "border", edition, "t.has_border = 1"),
			orphans("survey_round", []string{"series_id"}, "survey_series", []string{"id"}, "1 = 1"),
			orphans("survey_count", []string{"series_id", "period"}, "survey_round", []string{"series_id", "period"}, "1 = 1"),
			orphans("survey_cover", []string{"series_id", "period"}, "survey_round", []string{"series_id", "period"}, "1 = 1"),
			orphans("survey_round", []string{"series_id", "period"}, "survey_cover", []string{"series_id", "period"}, "1 = 1"),
			orphans("feature", delivery, "delivery", []string{"id"}, "1 = 1"),
			orphans("edition", []string{"id"}, "claim", []string{"edition_id"}, "1 = 1"),
			orphans("edition", []string{"id", "border_delivery"}, "claim", edition, "t.border_delivery <> 0"),
		),
		several("deliveries",
			rowsWrong("states", "check.delivery-state", `SELECT id, state FROM delivery WHERE state NOT IN ('writing', 'current', 'undone')`),
			rowsWrong("figures", "check.delivery-count", `SELECT d.id, d.figures || '/' || d.holes || ' <> ' || coalesce(f.known, 0) || '/' || coalesce(f.holes, 0)
				FROM delivery d LEFT JOIN (SELECT delivery_id, sum(CASE WHEN hole = 0 THEN 1 ELSE 0 END) AS known, sum(CASE WHEN hole = 0 THEN 0 ELSE 1 END) AS holes
					FROM figure GROUP BY delivery_id) f ON f.delivery_id = d.id
				WHERE d.state <> 'writing' AND (d.figures <> coalesce(f.known, 0) OR d.holes <> coalesce(f.holes, 0))`),
			rowsWrong("contents", "check.delivery-count", `SELECT d.id, d.figures || '/' || d.holes || ' <> ' || coalesce(c.known, 0) || '/' || coalesce(c.holes, 0)
				FROM delivery d LEFT JOIN (SELECT delivery_id, sum(known) AS known, sum(holes) AS holes FROM delivery_content GROUP BY delivery_id) c ON c.delivery_id = d.id
				WHERE d.state <> 'writing' AND (d.figures <> coalesce(c.known, 0) OR d.holes <> coalesce(c.holes, 0))`),
			rowsWrong("areas", "check.delivery-areas", `SELECT d.id, d.areas || ' <> ' || coalesce(c.areas, 0)
				FROM delivery d LEFT JOIN (SELECT delivery_id, count(*) AS areas FROM claim GROUP BY delivery_id) c ON c.delivery_id = d.id
				WHERE d.state <> 'writing' AND d.areas <> coalesce(c.areas, 0)`),
			rowsWrong("sureness", "check.sureness", `SELECT s.delivery_id, CAST(count(*) AS TEXT) FROM figure_sureness s
				JOIN figure f ON f.delivery_id = s.delivery_id AND f.indicator = s.indicator AND f.period = s.period AND f.edition_id = s.edition_id
				WHERE f.hole <> 0 OR s.respondents < 0 OR (s.low <> 0 OR s.high <> 0) AND (s.low > f.value OR s.high < f.value) GROUP BY s.delivery_id`),
			rowsWrong("surveys", "check.survey", `SELECT series_id, CAST(count(*) AS TEXT) FROM survey_count WHERE yes < 0 OR yes > asked GROUP BY series_id`),
			rowsWrong("holes", "check.hole-value", `SELECT delivery_id, CAST(count(*) AS TEXT) FROM figure WHERE hole <> 0 AND value <> 0 GROUP BY delivery_id`),
		),
		rowsWrong("shown", "check.shown", `SELECT id, code || ' ' || year FROM edition WHERE shown <> `+shownCount+
			` OR name <> `+resolved("name")+` OR parent <> `+resolved("parent")+` OR stated_area <> `+resolved("stated_area")+` OR border_delivery <> `+resolved("border_delivery")),
		{"borders", checkBorders},
	}
}

// checkBorders reads every border.
func checkBorders(ctx context.Context, _ *DB, q querier, tell func(check.Finding)) error {
	rows, err := q.QueryContext(ctx, `SELECT edition_id, geometry FROM border`)
	_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
		var edition id.ID
		var geometry []byte
		if err := row.Scan(&edition, &geometry); err != nil {
			return none, err
		}
		if _, err := wkb.Unmarshal(geometry); err != nil {
			tell(check.Finding{Key: "check.border", Args: fault.Args{"ID": edition.String(), "About": fmt.Sprint(err)}})
		}
		return none, nil
	})
	return err
}
