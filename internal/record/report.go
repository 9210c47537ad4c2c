package record

import (
	"context"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Reporting says who tells how a record ended, whatever else they may change:
// the person that a field names, in some other fields.
type Reporting struct {
	By     string   // the field that names the person
	Fields []string // what they fill in
}

// MayReport tells whether the actor is who tells how a record ended.
func (s *Service) MayReport(actor access.Actor, kind *Kind, row *Row) bool {
	if kind.Report == nil || actor.Person == 0 || row.Deleted() || actor.Limits != nil && !slices.Contains(actor.Limits, access.Change) {
		return false
	}
	by, known := kind.Field(kind.Report.By)
	return known && row.Get(by) == actor.Person && access.Can(actor, access.See, kind.Class, row.Facts())
}

// Report fills in how a record ended, as who was to do it. It gives the same
// errors as Change, and fault.Denied to anybody else and for other fields.
func (s *Service) Report(ctx context.Context, actor access.Actor, kind *Kind, one id.ID, version int64, values Values) (Row, error) {
	row, err := s.find(ctx, actor, kind, one)
	if err != nil {
		return row, err
	}
	if !s.MayReport(actor, kind, &row) {
		return row, denied()
	}
	for name := range values {
		if !slices.Contains(kind.Report.Fields, name) {
			return row, denied()
		}
	}
	as := actor
	as.Program = true
	return s.Change(ctx, as, kind, one, version, values)
}
