package record

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
)

// AsOf gives records as they were at a moment, those that were there then: from
// rows as they are now, deleted ones among them. It takes one question, whatever
// the number of records.
func (s *Service) AsOf(ctx context.Context, kind *Kind, rows []Row, moment time.Time) ([]Row, error) {
	ids := make([]id.ID, 0, len(rows))
	for at := range rows {
		ids = append(ids, rows[at].ID)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	changes, err := s.Store.ChangesAfter(ctx, kind, ids, moment)
	if err != nil {
		return nil, err
	}
	after := map[id.ID][]Change{}
	for _, change := range changes {
		after[change.Record] = append(after[change.Record], change)
	}
	var then []Row
	for _, row := range rows {
		if row.CreatedAt.After(moment) {
			continue
		}
		gone := row.Deleted() && !row.DeletedAt.After(moment)
		was := kind.Rewind(row, after[row.ID])
		for _, change := range after[row.ID] {
			switch change.Deed { // the oldest of them tells whether it was there
			case Removed:
				gone = false
			case Returned:
				gone = true
			}
		}
		if !gone {
			was.DeletedAt = time.Time{}
			then = append(then, was)
		}
	}
	return then, nil
}
