package learning

import (
	"context"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// SayMine writes down what somebody needs, offers, fears and hopes, or puts it
// in the place of what they said before.
func (s *Service) SayMine(ctx context.Context, actor access.Actor, in *record.Seen, said Stance) error {
	if err := s.mayAnswer(ctx, actor, in.ID); err != nil {
		return err
	}
	values := record.Values{"voice": string(said.Voice), "needs": said.Needs, "offers": said.Offers, "fears": said.Fears, "hopes": said.Hopes, "day": s.today()}
	rows, err := s.Records.Store.FindEqual(ctx, Stances().Kind(), []string{"person", record.PartnershipField}, []any{actor.Person, in.ID}, 1)
	if err != nil {
		return err
	}
	as := actor // a reader in the partnership may say what they need as well
	as.Program = true
	if len(rows) == 1 {
		_, err = s.Records.Change(ctx, as, Stances().Kind(), rows[0].ID, rows[0].Version, values)
		return err
	}
	values["person"], values[record.PartnershipField], values[record.PlaceField], values[record.OwnerField] = actor.Person, in.ID, in.Place, actor.Organisation
	_, err = s.Records.Create(ctx, as, Stances().Kind(), values)
	return err
}

// Asked gives the sorted ids of the members who have not said what they need.
func (s *Service) Asked(ctx context.Context, in id.ID) ([]id.ID, error) {
	members, err := s.members(ctx, in)
	if err != nil {
		return nil, err
	}
	rows, err := s.Records.Store.FindEqual(ctx, Stances().Kind(), []string{record.PartnershipField}, []any{in}, mostMembers)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		delete(members, Stances().Of(row).Person)
	}
	var list []id.ID
	for person := range members {
		list = append(list, person)
	}
	slices.Sort(list)
	return list, nil
}
