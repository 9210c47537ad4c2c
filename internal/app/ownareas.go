package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/geo/rd"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/place"
)

// ownAreaRecipe marks the deliveries that come of own areas.
const ownAreaRecipe = "own-area"

// bringOwnArea does a job: the border of an own area becomes an edition of a
// place, and one that was deleted is taken back. It looks at how the record is
// now, so that doing it twice does no harm.
func (p *parts) bringOwnArea(ctx context.Context, run *job.Run) error {
	one, err := run.Changed()
	if err != nil {
		return err
	}
	kind, _ := p.records.Kinds.ByName("ownArea")
	row, err := p.db.FindRow(ctx, kind, one)
	if err != nil {
		return err
	}
	area := place.OwnAreas().Of(row)
	border, err := ownBorder(area)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(area.Name + "\n" + area.Border))
	arrival := delivery.Delivery{
		Source: "own-areas", Table: area.Code, BoundaryYear: area.CreatedAt.Year(), File: area.Code, Checksum: hex.EncodeToString(sum[:]), Recipe: ownAreaRecipe,
	}
	if err := p.takeBackOwnArea(ctx, area.Code, arrival.Checksum, area.Deleted()); err != nil || area.Deleted() {
		return err
	}
	if _, there, err := p.db.FindSame(ctx, arrival); err != nil || there {
		return err
	}
	source, _ := p.catalogue.Source(arrival.Source)
	claim := place.Claim{Key: place.Key{Level: place.OwnArea, Code: area.Code, Year: arrival.BoundaryYear}, Name: area.Name, Border: border}
	_, err = p.deliveries.Deliver(ctx, []delivery.Arrival{{Delivery: arrival, Source: source, Load: delivery.Load{Claims: []place.Claim{claim}}}}, nil)
	return err
}

// takeBackOwnArea takes back what an earlier border of the area brought.
func (p *parts) takeBackOwnArea(ctx context.Context, code, checksum string, all bool) error {
	earlier, err := p.db.CurrentOf(ctx, "own-areas", code)
	if err != nil {
		return err
	}
	for _, d := range earlier {
		if all || d.Checksum != checksum {
			if err := p.deliveries.Undo(ctx, d.ID, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// ownBorder gives the border of an own area in RD New metres.
func ownBorder(area place.Own) (orb.MultiPolygon, error) {
	border, err := place.ParseOwnBorder(area.Border)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "place.ownNotPolygon", nil)
	}
	border = rd.MultiPolygonFromWGS84(border)
	for _, polygon := range border {
		for at, ring := range polygon {
			// Outer rings run counter-clockwise, holes the other way round.
			if (ring.Orientation() == orb.CCW) != (at == 0) {
				ring.Reverse()
			}
		}
	}
	return border, nil
}
