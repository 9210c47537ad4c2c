package thread

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Disclosed gives the sentence that was released about a record; ok is false
// when there is none.
func (s *Service) Disclosed(ctx context.Context, about record.Origin) (Disclosure, bool, error) {
	types := Disclosures()
	field, _ := types.Kind().Field("about")
	rows, err := s.Records.FindByValues(ctx, types.Kind(), field, []any{about.String()})
	if err != nil || len(rows) == 0 {
		return Disclosure{}, false, err
	}
	return types.Of(rows[0]), true, nil
}

// MayDisclose tells whether somebody may release a sentence about a record:
// who may change it, for the organisation that owns it.
func MayDisclose(actor access.Actor, seen *record.Seen) bool {
	return !seen.Deleted() && seen.Audience < access.Public && seen.May(actor, access.Change) && (seen.Owner == actor.Organisation || seen.Owner == 0)
}

// Disclose releases a sentence about a record, or changes it. It gives
// record.Problems for what is wrong with the sentence, and fault.Denied for who
// does not own the record.
func (s *Service) Disclose(ctx context.Context, actor access.Actor, kind *record.Kind, one id.ID, said Disclosure) error {
	seen, _, err := s.Maker.Get(ctx, actor, kind, one)
	if err != nil {
		return err
	}
	if !MayDisclose(actor, &seen) || said.Audience <= seen.Audience {
		return fault.New(fault.Denied, "thread.not-yours", nil)
	}
	about := record.Origin{Kind: kind.One, ID: one}
	was, known, err := s.Disclosed(ctx, about)
	if err != nil {
		return err
	}
	by := actor
	by.Program = true // the record is the program's; who may say what stands above
	types, _ := s.Kinds.ByName("disclosure")
	values := record.Values{
		"sentence": said.Sentence, "status": string(said.Status), "about": about.String(), record.AudienceField: said.Audience.String(),
		record.OwnerField: seen.Owner, record.PlaceField: seen.Place, record.PartnershipField: seen.Partnership,
	}
	if known {
		_, err = s.Maker.Change(ctx, by, types, was.ID, was.Version, values)
		return err
	}
	_, err = s.Maker.Create(ctx, by, types, values)
	return err
}
