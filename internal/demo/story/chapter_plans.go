package story

import (
	"context"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/geo/rd"
	"github.com/koppelkans/koppelkans/internal/record"
)

// plans: an area of our own, drawn for a plan; jobs bring its border among the
// others.
func plans() []Step {
	return []Step{
		{1_040, "anna", both(func(ctx context.Context, s *scene) error {
			return adds("ownArea", "havenfront", record.Values{
				"name": "Plangebied Havenfront", "note": "Wat de gemeente aan de haven wil bouwen.", "border": squareAround(s.World.Towns[0].Centre, 450),
				record.OwnerField: the("gemeente"), record.AudienceField: "public",
			})(ctx, s)
		}, works)},
		{LastDay, "anna", both(changes("ownArea", "havenfront", record.Values{
			"note": "Wat de gemeente aan de haven wil bouwen. Bewoners denken deze winter mee over groen en schaduw.",
		}), works)},
	}
}

// works does the jobs that wait.
func works(ctx context.Context, s *scene) error { return s.Work(ctx) }

// squareAround gives a square in GeoJSON around a point in RD metres.
func squareAround(centre orb.Point, half float64) string {
	corner := func(x, y float64) string {
		lon, lat := rd.ToWGS84(centre[0]+x*half, centre[1]+y*half)
		return fmt.Sprintf("[%.6f,%.6f]", lon, lat)
	}
	first := corner(-1, -1)
	return `{"type":"Polygon","coordinates":[[` + strings.Join([]string{first, corner(1, -1), corner(1, 1), corner(-1, 1), first}, ",") + `]]}`
}
