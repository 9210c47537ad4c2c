package account

import (
	"context"
	"sync"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
)

// settingDemo is set in a database that `koppelkans demo` filled. There anyone
// may sign in as anyone, because all of it is made up.
const settingDemo = "demo"

// Values of settingDemo.
const (
	demoBegun = "begun"
	demoOpen  = "on"
)

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
	return value == demoOpen, err
}

// BeginDemo notes that a database is being filled with a demo; OpenDemo that it
// is whole, and opens the door for everybody.
func (s *Service) BeginDemo(ctx context.Context) error {
	return s.Store.SaveSetting(ctx, settingDemo, demoBegun)
}

// OpenDemo is called when all of a demo is there.
func (s *Service) OpenDemo(ctx context.Context) error {
	return s.Store.SaveSetting(ctx, settingDemo, demoOpen)
}

// HalfDemo tells whether filling a demo was begun and not finished.
func (s *Service) HalfDemo(ctx context.Context) (bool, error) {
	value, err := s.Store.Setting(ctx, settingDemo)
	return value == demoBegun, err
}

// demoKnown remembers that this is a demo; that it is none is asked again after
// a while, because one can be filled while the server runs.
type demoKnown struct {
	lock  sync.Mutex
	on    bool
	asked time.Time
}

const askDemoEvery = time.Minute

// InDemo tells the same as Demo, for every page: it is seldom asked of the
// database, and a question that fails is answered with no.
func (s *Service) InDemo(ctx context.Context) bool {
	s.demo.lock.Lock()
	defer s.demo.lock.Unlock()
	if now := s.Now(); !s.demo.on && now.Sub(s.demo.asked) >= askDemoEvery {
		on, err := s.Demo(ctx)
		s.demo.on, s.demo.asked = on && err == nil, now
	}
	return s.demo.on
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
