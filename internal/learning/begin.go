package learning

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
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

// beginOne begins a reflection when it is time. One that was taken away counts
// as well: who does not want it now does not get it again within the hour.
func (s *Service) beginOne(ctx context.Context, of partnership.Partnership) error {
	kind := Reflections().Kind()
	field, _ := kind.Field(record.PartnershipField)
	last := of.Since
	for _, deleted := range []bool{false, true} {
		rows, err := s.Records.Store.ListRows(ctx, kind, record.Query{Where: access.For(program(), access.See, kind.Class, access.Public),
			Filters: []record.Filter{{Field: field, Value: of.ID}}, Deleted: deleted, Sort: "begins", Down: true, Limit: 1})
		if err != nil {
			return err
		}
		for _, row := range rows {
			last = max(last, Reflections().Of(row).Begins)
		}
	}
	due := s.Today(s.Now().AddDate(0, -of.Rhythm.Months(), 0))
	if last > due {
		return nil
	}
	_, err := s.Records.Create(ctx, program(), kind, record.Values{"occasion": s.Named(s.Now()), "begins": s.today(),
		record.PartnershipField: of.ID, record.PlaceField: of.Place, record.OwnerField: of.Owner})
	return err
}
