package store

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/check"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// searchChecks hold the search index against the records: each record that is
// there can be found, by those who may see it, and nothing else can.
func searchChecks(kinds []*record.Kind) []integrityCheck {
	parts := []integrityCheck{orphans("search_posting", []string{"entry"}, "search_entry", []string{"id"}, "1 = 1")}
	for _, kind := range kinds {
		parts = append(parts, integrityCheck{name: kind.One, run: func(ctx context.Context, _ *DB, q querier, tell func(check.Finding)) error {
			return checkFound(ctx, q, kind, tell)
		}})
	}
	return []integrityCheck{several("search", parts...)}
}

func checkFound(ctx context.Context, q querier, kind *record.Kind, tell func(check.Finding)) error {
	for _, one := range []struct{ key, query string }{
		{"check.search-missing", `SELECT t.id FROM ` + kind.Table() + ` t WHERE t.deleted_at = 0 AND NOT EXISTS (SELECT 1 FROM search_entry e WHERE e.id = t.id) ORDER BY t.id`},
		{"check.search-gone", `SELECT e.id FROM search_entry e WHERE e.kind = '` + kind.One + `' AND NOT EXISTS (SELECT 1 FROM ` + kind.Table() + ` t WHERE t.id = e.id AND t.deleted_at = 0) ORDER BY e.id`},
		{"check.search-reader", `SELECT e.id FROM search_entry e JOIN ` + kind.Table() + ` t ON t.id = e.id WHERE e.kind <> '` + kind.One + `' OR e.owner <> t.owner OR e.place <> t.place
			OR e.partnership <> t.partnership OR e.audience <> t.audience OR e.created_by <> t.created_by ORDER BY e.id`},
	} {
		rows, err := q.QueryContext(ctx, one.query)
		_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
			var which id.ID
			if err := row.Scan(&which); err != nil {
				return none, err
			}
			tell(check.Finding{Key: one.key, Args: fault.Args{"ID": which.String(), "About": kind.One}})
			return none, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
