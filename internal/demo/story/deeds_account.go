package story

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// role is a grant: what somebody may do, and where.
type role struct {
	access.Role
	everywhere  bool
	partnership string
	until       dayOf // the last day; 0 is without end
}

// values gives the fields of the grant that say where and until when it holds.
func (r role) values(account string) record.Values {
	values := record.Values{"account": the(accountOf(account)), "role": string(r.Role), record.PlaceField: here}
	switch {
	case r.everywhere:
		values[record.PlaceField] = id.ID(0)
	case r.partnership != "":
		values[record.PlaceField], values[record.PartnershipField] = id.ID(0), the(r.partnership)
	}
	if r.until != 0 {
		values["until"] = r.until
	}
	return values
}

// accountOf is what the story calls the account of somebody.
func accountOf(key string) string { return key + "'s account" }

// grantOf is what the story calls what somebody was granted.
func grantOf(key string, r access.Role) string { return key + " as " + string(r) }

// gives gives somebody a role.
func gives(key string, r role) Deed {
	return adds("accessGrant", grantOf(key, r.Role), r.values(key))
}

// leads makes somebody the coordinator of a partnership, as beginning one does.
func leads(key, partnership string) Deed {
	return adds("accessGrant", key+" leads "+partnership, role{Role: access.Coordinator, partnership: partnership}.values(key))
}

// letsIn makes an account for somebody in the cast, with a role.
func letsIn(key string, r role) Deed {
	return both(func(ctx context.Context, s *scene) error {
		who, err := member(key)
		if err != nil {
			return err
		}
		err = adds("account", accountOf(key), record.Values{
			"email": who.email(), "name": who.Name, "state": "active", "language": "nl", "person": the(key),
			record.OwnerField: the(who.Works), record.PlaceField: id.ID(0),
		})(ctx, s)
		s.accounts[key] = s.made[accountOf(key)]
		return err
	}, gives(key, r))
}

// leaves ends one's own account; what one holds goes to a successor.
func leaves(successor string) Deed {
	return func(ctx context.Context, s *scene) error {
		next, err := member(successor)
		if err != nil {
			return err
		}
		self, err := s.Accounts.Account(ctx, s.actor.Account)
		if err != nil {
			return err
		}
		return s.Accounts.Leave(ctx, self, next.email())
	}
}
