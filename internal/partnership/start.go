package partnership

import (
	"context"
	"sync"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Service does what goes over several records of a partnership at once.
type Service struct {
	Records *record.Service
	// Grant gives an account a role in a partnership, as a change that goes in
	// with the others.
	Grant func(account, partnership id.ID, role access.Role) record.Draft
	Now   func() time.Time
	Today func(time.Time) string // the day, as people here call it

	answering sync.Mutex
}

// Start is all that is needed to begin a partnership.
type Start struct {
	Name  string
	Aim   string
	Place id.ID
	Areas string // official codes; "" is the whole place
}

// Start makes a partnership with the actor as its first member and its
// coordinator, all in one transaction. It gives record.Problems for what is
// wrong with the name, and fault.Denied for who may not make one there.
func (s *Service) Start(ctx context.Context, actor access.Actor, start Start) (id.ID, error) {
	today := s.Today(s.Now())
	own := s.Records.IDs.Next()
	drafts := []record.Draft{{Kind: s.kind("partnership"), New: own, Values: record.Values{
		"name": start.Name, "aim": start.Aim, "areas": start.Areas, "since": today, record.PlaceField: start.Place, "phase": string(Agenda), "stage": string(Idea),
	}}}
	if actor.Person != 0 {
		drafts = append(drafts, record.Draft{Kind: s.kind("member"), Values: record.Values{
			"person": actor.Person, "roles": []string{string(ProjectLead)}, "starts": today, record.PartnershipField: own, record.PlaceField: start.Place,
		}})
	}
	if actor.Account != 0 {
		grant := s.Grant(actor.Account, own, access.Coordinator)
		grant.ByProgram = true
		drafts = append(drafts, grant)
	}
	_, err := s.Records.Together(ctx, actor, drafts)
	return own, err
}

func (s *Service) kind(name string) *record.Kind {
	kind, _ := s.Records.Kinds.ByName(name)
	return kind
}
