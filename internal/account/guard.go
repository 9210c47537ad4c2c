package account

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// mostGrants bounds how many grants of one account are looked at.
const mostGrants = 1_000

// guardAccount keeps an administrator of one place from taking over somebody
// who may do more: whoever sets the address or the state of an account, or
// deletes it, must be allowed to give all that it was granted. An account can
// be tied to a person only by who may change that person's record.
func guardAccount(ctx context.Context, planned record.Planned) error {
	if planned.Actor.Program {
		return nil
	}
	after := Accounts().Of(*planned.After)
	var before Account
	if planned.Before != nil {
		before = Accounts().Of(*planned.Before)
		turned := before.Email != after.Email || before.State != after.State || before.Deleted() != after.Deleted()
		if turned && !mayGiveAll(ctx, planned, after.ID) {
			return fault.New(fault.Denied, "account.grants-beyond", nil)
		}
	}
	if after.Person != 0 && after.Person != before.Person {
		return mayTie(ctx, planned, after.Person)
	}
	return nil
}

// mayGiveAll tells whether the actor might have given every grant of an
// account. A question that fails is answered with no.
func mayGiveAll(ctx context.Context, planned record.Planned, account id.ID) bool {
	grants, err := planned.Store.FindEqual(ctx, Grants().Kind(), []string{"account"}, []any{account}, mostGrants)
	if err != nil || len(grants) == mostGrants {
		return false
	}
	for _, grant := range grants {
		if !access.Can(planned.Actor, access.Create, access.Accounts, grant.Facts()) {
			return false
		}
	}
	return true
}

func mayTie(ctx context.Context, planned record.Planned, person id.ID) error {
	found, err := planned.Store.Named(ctx, partnership.People().Kind(), []id.ID{person})
	if err != nil {
		return err
	}
	if len(found) != 1 || !access.Can(planned.Actor, access.Change, access.People, found[0].Facts) {
		return record.Wrong("person", "account.not-your-person", nil)
	}
	return nil
}

// guardGrant lets a grant be changed, also by merging two accounts, only by
// who may give it.
func guardGrant(_ context.Context, planned record.Planned) error {
	if planned.Actor.Program {
		return nil
	}
	for _, row := range []*record.Row{planned.Before, planned.After} {
		if row != nil && !access.Can(planned.Actor, access.Create, access.Accounts, row.Facts()) {
			return fault.New(fault.Denied, "account.grants-beyond", nil)
		}
	}
	return nil
}
