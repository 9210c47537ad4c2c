package learning

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// JobBegin begins the reflections that are due by the rhythm of a partnership.
const JobBegin = "reflection-begin"

// mostPartnerships is how many partnerships are looked at for their rhythm.
const mostPartnerships = 1_000

// Begin does the job: each partnership with a rhythm gets a reflection when the
// last one is that long ago. Doing it again begins no second one.
func (s *Service) Begin(ctx context.Context, _ *job.Run) error {
	for _, rhythm := range []partnership.Rhythm{partnership.Monthly, partnership.Quarterly, partnership.HalfYearly} {
		rows, err := s.Records.Store.FindEqual(ctx, partnership.Partnerships().Kind(), []string{"rhythm"}, []any{string(rhythm)}, mostPartnerships)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := s.beginOne(ctx, partnership.Partnerships().Of(row)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) beginOne(ctx context.Context, of partnership.Partnership) error {
	kind := Reflections().Kind()
	rows, err := s.Records.Store.FindEqual(ctx, kind, []string{record.PartnershipField}, []any{of.ID}, mostPartnerships)
	if err != nil {
		return err
	}
	last := of.Since
	for _, row := range rows {
		last = max(last, Reflections().Of(row).Begins)
	}
	due := s.Today(s.Now().AddDate(0, -of.Rhythm.Months(), 0))
	if last > due {
		return nil
	}
	_, err = s.Records.Create(ctx, program(), kind, record.Values{"occasion": s.today(), "begins": s.today(),
		record.PartnershipField: of.ID, record.PlaceField: of.Place, record.OwnerField: of.Owner})
	return err
}
