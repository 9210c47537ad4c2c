package account

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Store keeps accounts; *store.DB is one.
type Store interface {
	TokenStore
	LastEvent(ctx context.Context) (int64, error)
	Account(ctx context.Context, which id.ID) (Account, error)
	AccountByEmail(ctx context.Context, email string) (Account, error)
	// Accounts lists accounts by address, from after one.
	Accounts(ctx context.Context, after string, limit int) ([]Account, error)
	GrantsOf(ctx context.Context, account id.ID) ([]Grant, error)
	// MembershipsOf gives the partnerships that a person was let in to and takes
	// part in on a day.
	MembershipsOf(ctx context.Context, person id.ID, day string) ([]Membership, error)
	// PlacesWithin gives a place and all that lie within it.
	PlacesWithin(ctx context.Context, place id.ID) ([]id.ID, error)
	AccountNames(ctx context.Context, of []id.ID) (map[id.ID]string, error)
	SessionsOf(ctx context.Context, of id.ID) ([]Session, error)
	EndSession(ctx context.Context, of, which id.ID) (int64, error)
	EndSessions(ctx context.Context, of, but id.ID) (int64, error)
	TouchSession(ctx context.Context, session id.ID, at time.Time) error
	RemoveEndedSessions(ctx context.Context, idle time.Duration) error
	IdentityOf(ctx context.Context, provider, subject string) (id.ID, error)
	IdentitiesOf(ctx context.Context, of id.ID) ([]Bound, error)
	BindIdentity(ctx context.Context, b Bound) error
	TouchIdentity(ctx context.Context, provider, subject string) error
	// PlaceByCode gives the place with an official code, 0 when none is loaded.
	PlaceByCode(ctx context.Context, code string) (id.ID, error)
	PasskeysOf(ctx context.Context, of id.ID) ([]Passkey, error)
	AddPasskey(ctx context.Context, key Passkey) error
	UsePasskey(ctx context.Context, credential, data string) error
	NamePasskey(ctx context.Context, of, which id.ID, name string) error
	RemovePasskey(ctx context.Context, of, which id.ID) (bool, error)
	AddInvitation(ctx context.Context, i Invitation) error
	Invitation(ctx context.Context, which id.ID) (Invitation, error)
	Invitations(ctx context.Context, may access.Where, before id.ID, limit int) ([]Invitation, error)
	AcceptInvitations(ctx context.Context, of id.ID) error
	ProlongInvitation(ctx context.Context, which id.ID, end time.Time) error
	WithdrawInvitation(ctx context.Context, which id.ID) error
	// Administrators counts the accounts but one that are administrator
	// everywhere and without end.
	Administrators(ctx context.Context, but id.ID) (int, error)
	// RemoveKeys removes the passkeys and tokens of an account, and who it is at
	// providers.
	RemoveKeys(ctx context.Context, of id.ID) error
	AddLink(ctx context.Context, link Link) error
	LinksSince(ctx context.Context, of id.ID, purpose Purpose, since time.Time) (int, error)
	FindLink(ctx context.Context, token string) (Link, error)
	UseLink(ctx context.Context, token string) (Link, error)
	EndLinks(ctx context.Context, of id.ID) error
	RemoveOldLinks(ctx context.Context, before time.Time) error
	AddAudit(ctx context.Context, entry Entry) error
	AuditEntries(ctx context.Context, ask Ask) ([]Entry, error)
	Setting(ctx context.Context, name string) (string, error)
	SaveSetting(ctx context.Context, name, value string) error
}

// Jobs takes work that is done after the answer; *job.Service is one.
type Jobs interface {
	Add(ctx context.Context, j job.Job, payload any) (id.ID, error)
}

// Service is all that happens around accounts.
type Service struct {
	Store   Store
	Records *record.Service // accounts and grants are records
	IDs     *id.Maker
	Now     func() time.Time
	Log     *slog.Logger
	Jobs    Jobs // set before people ask for letters
	Post    Post // used by jobs only
	// Keys makes signing in by passkey possible; nil when it is not.
	Keys *webauthn.WebAuthn
	// Idle is how long a session lasts in which nothing is asked.
	Idle time.Duration

	known actors
	demo  demoKnown
	seen  seen
}

// New makes the service.
func New(store Store, records *record.Service, log *slog.Logger) *Service {
	return &Service{Store: store, Records: records, IDs: records.IDs, Now: time.Now, Log: log, Idle: DefaultIdle, seen: newSeen()}
}

// Who is somebody who is signed in.
type Who struct {
	Account Account
	Actor   access.Actor
}

// Name is what the pages call them.
func (w Who) Name() string {
	if w.Account.Name != "" {
		return w.Account.Name
	}
	return w.Account.Email
}

// actors remembers who is who, for one day and one state of the database.
type actors struct {
	lock   sync.Mutex
	event  int64
	day    string
	who    map[id.ID]Who
	places map[id.ID][]id.ID
}

// mostActors bounds what is remembered; beyond it all is read anew.
const mostActors = 5_000

// ActorOf gives who an account is and may do now; the zero Who when the
// account is not active or is there no more.
func (s *Service) ActorOf(ctx context.Context, account id.ID) (Who, error) {
	event, err := s.Store.LastEvent(ctx)
	if err != nil {
		return Who{}, err
	}
	day := Today(s.Now())
	if who, known := s.known.find(account, event, day); known {
		return who, nil
	}
	who, err := s.read(ctx, account, event, day)
	if err != nil {
		return Who{}, err
	}
	s.known.keep(account, event, day, who)
	return who, nil
}

func (a *actors) find(account id.ID, event int64, day string) (Who, bool) {
	a.lock.Lock()
	defer a.lock.Unlock()
	if a.event != event || a.day != day {
		return Who{}, false
	}
	who, known := a.who[account]
	return who, known
}

func (a *actors) keep(account id.ID, event int64, day string, who Who) {
	a.lock.Lock()
	defer a.lock.Unlock()
	a.begin(event, day)
	if a.event == event && a.day == day {
		a.who[account] = who
	}
}

// begin forgets what an older state of the database said.
func (a *actors) begin(event int64, day string) {
	if a.who == nil || a.event < event || a.day != day || len(a.who) >= mostActors {
		a.event, a.day, a.who, a.places = event, day, map[id.ID]Who{}, map[id.ID][]id.ID{}
	}
}

// read builds who an account is from the database.
func (s *Service) read(ctx context.Context, which id.ID, event int64, day string) (Who, error) {
	account, err := s.Store.Account(ctx, which)
	if err != nil || account.State != Active {
		return Who{}, fault.UnlessNotFound(err)
	}
	grants, err := s.Store.GrantsOf(ctx, which)
	if err != nil {
		return Who{}, err
	}
	actor := access.Actor{Account: account.ID, Person: account.Person, Organisation: account.Owner, Scopes: map[access.Role]access.Scope{}}
	for _, grant := range grants {
		if !grant.InForce(day) || !grant.Role.Valid() {
			continue
		}
		scope := actor.Scopes[grant.Role]
		switch {
		case grant.Partnership != 0:
			scope.Partnerships = append(scope.Partnerships, grant.Partnership)
		case grant.Place != 0:
			within, err := s.placesWithin(ctx, grant.Place, event, day)
			if err != nil {
				return Who{}, err
			}
			scope.Places = append(scope.Places, within...)
		default:
			scope.Everywhere = true
		}
		actor.Scopes[grant.Role] = scope
	}
	if err := s.addMemberships(ctx, &actor, day); err != nil {
		return Who{}, err
	}
	return Who{Account: account, Actor: actor}, nil
}

// Membership is a partnership that a person takes part in.
type Membership struct {
	Partnership id.ID
	Guest       bool
}

// addMemberships lets somebody do in their partnerships what a contributor may;
// a guest reads along.
func (s *Service) addMemberships(ctx context.Context, actor *access.Actor, day string) error {
	if actor.Person == 0 {
		return nil
	}
	list, err := s.Store.MembershipsOf(ctx, actor.Person, day)
	for _, one := range list {
		role := access.Contributor
		if one.Guest {
			role = access.Reader
		}
		scope := actor.Scopes[role]
		scope.Partnerships = append(scope.Partnerships, one.Partnership)
		actor.Scopes[role] = scope
	}
	return err
}

// placesWithin gives a place and all within it; accounts often share one.
func (s *Service) placesWithin(ctx context.Context, place id.ID, event int64, day string) ([]id.ID, error) {
	s.known.lock.Lock()
	s.known.begin(event, day)
	within, known := s.known.places[place]
	s.known.lock.Unlock()
	if known {
		return within, nil
	}
	within, err := s.Store.PlacesWithin(ctx, place)
	if err != nil {
		return nil, err
	}
	s.known.lock.Lock()
	defer s.known.lock.Unlock()
	if s.known.event == event {
		s.known.places[place] = within
	}
	return within, nil
}

// isLastAdministrator tells whether a change was refused because nobody would
// be left who can give accounts and roles.
func isLastAdministrator(err error) bool {
	var f *fault.Fault
	return errors.As(err, &f) && f.Key == "account.last-administrator"
}
