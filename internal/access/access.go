// Package access says who may see and do what. One table of rules (rules.go)
// gives both answers: Can tells of one record, Where gives the condition that
// a list is filtered by. Can evaluates the very condition that Where gives, so
// that the two agree by construction; the store only has to write it as SQL.
package access

import (
	"slices"

	"github.com/koppelkans/koppelkans/internal/id"
)

// Audience is how far a record, or a field of it, may be seen. A greater
// audience includes the smaller ones.
type Audience int

const (
	OwnOrganisation Audience = 1 // the organisation that owns the record
	Partnership     Audience = 2 // the partnership it belongs to
	Professionals   Audience = 3 // everybody who works with Koppelkans
	Public          Audience = 4 // everybody
)

// Audiences lists every audience from narrow to wide.
var Audiences = []Audience{OwnOrganisation, Partnership, Professionals, Public}

var audienceNames = [...]string{"", "own-organisation", "partnership", "professionals", "public"}

// String gives the name that files, interface and catalogue keys use.
func (a Audience) String() string {
	if a > 0 && int(a) < len(audienceNames) {
		return audienceNames[a]
	}
	return ""
}

// ParseAudience reads what String wrote; false when there is no such audience.
func ParseAudience(name string) (Audience, bool) {
	at := slices.Index(audienceNames[:], name)
	return Audience(at), at > 0
}

// Role is what a grant makes of somebody on a place or in a partnership.
type Role string

const (
	Reader        Role = "reader"        // sees what professionals see
	Contributor   Role = "contributor"   // adds records, and changes their own
	Editor        Role = "editor"        // changes what their organisation owns
	Analyst       Role = "analyst"       // loads figures, sets indicators and thresholds
	Coordinator   Role = "coordinator"   // changes all that is shared on the place or in the partnership
	Administrator Role = "administrator" // coordinator who also gives accounts and grants
)

// Roles lists every role.
var Roles = []Role{Reader, Contributor, Editor, Analyst, Coordinator, Administrator}

// WorkingRoles are the roles of who makes and changes records.
var WorkingRoles = Roles[1:]

// Valid tells whether the role is one of Roles.
func (r Role) Valid() bool { return slices.Contains(Roles, r) }

// Scope is where a role holds.
type Scope struct {
	// Everywhere is the whole installation.
	Everywhere bool
	// Places are the places of the grants and all that lie within them.
	Places []id.ID
	// Partnerships are those of the grants.
	Partnerships []id.ID
}

// Actor is somebody who wants to see or do something. The zero Actor is the
// public.
type Actor struct {
	Account      id.ID
	Person       id.ID
	Organisation id.ID
	// Scopes has the grants that are in force now, by role.
	Scopes map[Role]Scope
	// Limits, when not nil, is what a token of the interface may do at most.
	Limits []Action
	// LimitTo, when not nil, are the only classes of records that a token of
	// the interface reaches.
	LimitTo []Class
	// Session is the session that a participant without account takes part in.
	Session id.ID
	// Token is the record that the holder of a single-use link may answer.
	Token id.ID
	// Program is the program itself and whoever runs its command line: they
	// can reach the database anyway.
	Program bool
}

// SignedIn tells whether the actor has an account.
func (a Actor) SignedIn() bool { return a.Account != 0 || a.Program }

// Professional tells whether a grant of the actor is in force, anywhere.
func (a Actor) Professional() bool { return len(a.Scopes) > 0 || a.Program }

// Places gives the places on which the actor has one of some roles, or that one
// is everywhere.
func (a Actor) Places(roles ...Role) (places []id.ID, everywhere bool) {
	for _, role := range roles {
		scope := a.Scopes[role]
		everywhere = everywhere || scope.Everywhere
		places = append(places, scope.Places...)
	}
	slices.Sort(places)
	return slices.Compact(places), everywhere || a.Program
}

// Action is what somebody wants to do with a record, or with the installation.
type Action string

const (
	See     Action = "see"
	Create  Action = "create"
	Change  Action = "change"
	Delete  Action = "delete"  // and bring back
	Merge   Action = "merge"   // two records that are one
	History Action = "history" // see earlier values
	Import  Action = "import"
	Invite  Action = "invite" // somebody, to a role that decides over nobody
	Answer  Action = "answer" // a question put to one person, by a link or in a session
)

// Actions lists every action.
var Actions = []Action{See, Create, Change, Delete, Merge, History, Import, Invite, Answer}

// Class is a group of kinds of records that share their rules.
type Class string

const (
	// Working are the records of the work itself: organisations, partnerships.
	Working Class = "working"
	// People are records about people.
	People Class = "people"
	// Accounts are accounts, grants and invitations.
	Accounts Class = "accounts"
	// Figures are deliveries, indicators, map sets, thresholds and own areas.
	Figures Class = "figures"
	// Judgements are what a partnership thinks of others: for who has a role in
	// that partnership, and for nobody else.
	Judgements Class = "judgements"
	// Installation is what belongs to no record: settings, the audit log,
	// other people's jobs and sessions.
	Installation Class = "installation"
)

// Classes lists every class.
var Classes = []Class{Working, People, Accounts, Figures, Judgements, Installation}

// Facts are what the rules look at in a record.
type Facts struct {
	ID          id.ID
	Owner       id.ID // organisation; 0 is the installation
	Place       id.ID // municipality, region, province or country; 0 is the whole installation
	Partnership id.ID // 0 is none
	Audience    Audience
	CreatedBy   id.ID // account
}

// Can tells whether the actor may do something with a record of a class.
func Can(actor Actor, action Action, class Class, facts Facts) bool {
	return For(actor, action, class, Public).Holds(facts)
}

// CanSeeField tells whether the actor may see a field whose ceiling is lower
// than the audience of its record.
func CanSeeField(actor Actor, class Class, facts Facts, ceiling Audience) bool {
	return For(actor, See, class, ceiling).Holds(facts)
}

// CanAnywhere tells whether there is any place or partnership where the actor
// may do something; pages use it to decide what to offer.
func CanAnywhere(actor Actor, action Action, class Class) bool {
	return !For(actor, action, class, Public).Nothing()
}
