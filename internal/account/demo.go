package account

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// settingDemo is set in a database that `koppelkans demo` filled. There anyone
// may sign in as anyone, because all of it is made up.
const settingDemo = "demo"

// DemoRole is an account of the demo: a role, and the address it has.
type DemoRole struct {
	Role  access.Role
	Email string
	Name  string
}

// DemoRoles lists the accounts of the demo, in the order of what they may do.
func DemoRoles() []DemoRole {
	return []DemoRole{
		{access.Reader, "lezer@example.org", "Lotte Lezer"},
		{access.Contributor, "meedoener@example.org", "Mees Meedoener"},
		{access.Editor, "redacteur@example.org", "Ravi Redacteur"},
		{access.Analyst, "analist@example.org", "Anna Analist"},
		{access.Coordinator, "coordinator@example.org", "Cor Coördinator"},
		{access.Administrator, "beheerder@example.org", "Bea Beheerder"},
	}
}

// Demo tells whether this is the database of a demo.
func (s *Service) Demo(ctx context.Context) (bool, error) {
	value, err := s.Store.Setting(ctx, settingDemo)
	return value != "", err
}

// FillDemo makes the accounts of the demo and opens the door for everybody.
// The place is where those have their role who have it on one place; works
// tells for which organisation somebody with a role works.
func (s *Service) FillDemo(ctx context.Context, place id.ID, works func(access.Role) id.ID) error {
	for _, role := range DemoRoles() {
		made, err := s.create(ctx, Account{Head: record.Head{Owner: works(role.Role)}, Email: role.Email, Name: role.Name, State: Active}, 0)
		if err != nil {
			return err
		}
		grant := Grant{Account: made.ID, Role: role.Role}
		if role.Role != access.Administrator && role.Role != access.Analyst { // deliveries are of no one place
			grant.Place = place
		}
		if _, err := s.give(ctx, grant, 0); err != nil {
			return err
		}
	}
	return s.Store.SaveSetting(ctx, settingDemo, "on")
}

// DemoSignIn gives the account of a role of the demo; outside a demo there is
// none.
func (s *Service) DemoSignIn(ctx context.Context, role access.Role) (Account, error) {
	on, err := s.Demo(ctx)
	if err != nil {
		return Account{}, err
	}
	for _, known := range DemoRoles() {
		if on && known.Role == role {
			return s.Store.AccountByEmail(ctx, known.Email)
		}
	}
	return Account{}, fault.New(fault.NotFound, "account.no-demo", nil)
}
