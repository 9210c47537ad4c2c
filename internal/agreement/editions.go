package agreement

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Text is how an agreement read from some moment on.
type Text struct {
	Agreement  Agreement // its Version and ChangedAt are those of that moment
	Correction bool      // of the text before it; else it is a new edition
	By         id.ID     // the account; 0 is the program
}

// mostTexts is how many texts of an agreement are shown.
const mostTexts = 100

// Texts gives the texts that an agreement had, newest first: each edition, and
// each correction of one. Those of a time when the actor might not see the
// agreement are left out.
func (s *Service) Texts(ctx context.Context, actor access.Actor, which id.ID) ([]Text, error) {
	one, err := s.read(ctx, actor, access.See, which)
	if err != nil {
		return nil, err
	}
	kind := Agreements().Kind()
	changes, err := s.Records.Store.ChangesSince(ctx, kind, which, 0)
	if err != nil {
		return nil, err
	}
	row := Agreements().Row(one)
	var list []Text
	for at, change := range changes {
		text := Text{Agreement: Agreements().Of(row), By: change.By}
		text.Agreement.Version, text.Agreement.ChangedAt = change.Version, change.At
		makes := false
		for _, step := range change.Fields {
			makes = makes || step.Field == "edition" || step.Field == "corrections"
			text.Correction = text.Correction || step.Field == "corrections" && change.Version > 1
		}
		row = kind.Rewind(row, changes[at:at+1])
		if makes && access.Can(actor, access.See, kind.Class, change.Facts) {
			list = append(list, text)
		}
		if len(list) == mostTexts {
			break
		}
	}
	return list, nil
}
