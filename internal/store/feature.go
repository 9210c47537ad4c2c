package store

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"github.com/koppelkans/koppelkans/internal/place"
)

// FeaturesWithin gives at most limit features of some kinds whose bound
// touches a bound in RD metres.
func (db *DB) FeaturesWithin(ctx context.Context, kinds []place.FeatureKind, bound orb.Bound, limit int) ([]place.Feature, error) {
	arguments := []any{bound.Max[0], bound.Min[0], bound.Max[1], bound.Min[1]}
	for _, kind := range kinds {
		arguments = append(arguments, string(kind))
	}
	arguments = append(arguments, limit)
	rows, err := db.read.QueryContext(ctx, `SELECT f.kind, f.name, f.geometry FROM feature f JOIN delivery d ON d.id = f.delivery_id
		WHERE d.state = 'current' AND f.min_x <= $1 AND f.max_x >= $2 AND f.min_y <= $3 AND f.max_y >= $4
		AND f.kind IN (`+placeholders(5, len(kinds))+`) ORDER BY f.id LIMIT $`+number(5+len(kinds)), arguments...)
	return collect(rows, err, func(row scanner) (place.Feature, error) {
		var f place.Feature
		var raw []byte
		if err := row.Scan(&f.Kind, &f.Name, &raw); err != nil {
			return f, err
		}
		geometry, err := wkb.Unmarshal(raw)
		if err != nil {
			return f, fmt.Errorf("feature %q: %w", f.Name, err)
		}
		f.Geometry = geometry
		return f, nil
	})
}
