package web

import (
	"context"
	"time"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/factsheets"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/paper"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/survey"
)

// Maps gives the health maps; *healthmap.Service is one. Every method answers
// fault.NotFound for a place, set or year that does not exist. What they give
// may be shared: the pages only read it.
type Maps interface {
	MapPlaces(ctx context.Context) ([]healthmap.Mapped, error)
	Sets(ctx context.Context, actor access.Actor) ([]healthmap.MapSet, error)
	Ground(ctx context.Context, code string, clip healthmap.Clip) (*healthmap.Ground, error)
	Values(ctx context.Context, actor access.Actor, code, set string, year int, lang string) (*healthmap.Values, error)
	Score(ctx context.Context, ask healthmap.Ask) (*healthmap.Scored, error)
	Compare(ctx context.Context, ask healthmap.AskChange) (*healthmap.Change, error)
	ChangedYears(ctx context.Context, actor access.Actor, code, set, lang string) (from, to int, err error)
	// Background gives what is drawn below and over the cells: a GeoJSON
	// FeatureCollection in longitude and latitude, whose features have a "kind"
	// (land, neighbour, water, green, street, road, rail) and may have a "name".
	Background(ctx context.Context, code string) ([]byte, error)
}

// Printer makes PDFs; *paper.Printer is one.
type Printer interface {
	PDF(ctx context.Context, page paper.Page) ([]byte, error)
}

// Bundles makes the factsheets of a municipality, all in one file, by a job;
// *factsheets.Service is one.
type Bundles interface {
	Formats() []factsheets.Format
	Later(ctx context.Context, actor access.Actor, order factsheets.Order) (id.ID, error)
}

// Places gives places with their editions; *store.DB is one.
type Places interface {
	ListPlaces(ctx context.Context, ask place.Ask) ([]place.Edition, int, error)
	EditionsOf(ctx context.Context, level place.Level, code string) ([]place.Edition, error)
	EditionsWithin(ctx context.Context, level place.Level, year int, municipality string) ([]place.Edition, error)
	FindEdition(ctx context.Context, key place.Key) (place.Edition, error)
	KeptBorders(ctx context.Context, edition id.ID) ([]place.KeptBorder, error)
	BorderYears(ctx context.Context, level place.Level, municipality string) ([]place.BorderYear, error)
	// MunicipalityAt gives the code of the municipality that holds a point in RD
	// metres, "" when none is known.
	MunicipalityAt(ctx context.Context, point orb.Point) (string, error)
	DerivedPairs(ctx context.Context, level place.Level) (map[[2]int]bool, error)
	Successions(ctx context.Context, level place.Level, from, to int, kind place.SuccessionKind, offset, limit int) ([]place.Succession, map[place.SuccessionKind]int, error)
	SuccessionsOf(ctx context.Context, level place.Level, from, to int, codes []string) ([]place.Succession, error)
}

// Figures gives what was delivered of indicators; *store.DB is one.
type Figures interface {
	AllObservations(ctx context.Context, where id.ID) ([]indicator.Observation, error)
	Contents(ctx context.Context, indicators []string) ([]delivery.Content, error)
	DeliveriesByID(ctx context.Context, ids map[id.ID]bool) (map[id.ID]delivery.Delivery, error)
}

// Deliveries gives the arrivals; *store.DB is one.
type Deliveries interface {
	Deliveries(ctx context.Context, actor access.Actor, offset, limit int) ([]delivery.Delivery, int, error)
	FindDelivery(ctx context.Context, d id.ID) (delivery.Delivery, error)
	ContentsOf(ctx context.Context, d id.ID) ([]delivery.Content, error)
}

// Undoer takes a delivery back and sets it forth again; *delivery.Service is one.
type Undoer interface {
	Undo(ctx context.Context, d, by id.ID) error
	Redo(ctx context.Context, d, by id.ID) error
}

// Surveys takes in surveys of our own; *survey.Service is one.
type Surveys interface {
	Own(actor access.Actor) []indicator.Indicator
	Look(ctx context.Context, actor access.Actor, form survey.Form, fileName string, table *sheet.Table) (survey.Preview, error)
	Pending(actor access.Actor) (survey.Preview, bool, error)
	Confirm(ctx context.Context, actor access.Actor, checksum string) (delivery.Delivery, error)
	Drop(actor access.Actor) error
}

// Accounts knows who may sign in and what they may do; *account.Service is one.
type Accounts interface {
	ActorOf(ctx context.Context, which id.ID) (account.Who, error)
	NewSession(who account.Account, how account.Method, browser, network string) account.Session
	Seen(session id.ID)
	Demo(ctx context.Context) (bool, error)
	InDemo(ctx context.Context) bool
	Note(ctx context.Context, entry account.Entry)
	Entries(ctx context.Context, ask account.Ask) ([]account.Entry, error)
	Names(ctx context.Context, of []id.ID) (map[id.ID]string, error)

	AskLink(ctx context.Context, email, lang, back string) error
	Peek(ctx context.Context, token string, purpose account.Purpose) (account.Account, error)
	HasPasskeys() bool
	BeginPasskey(ctx context.Context, who account.Account) (question any, step string, err error)
	AddPasskey(ctx context.Context, who account.Account, name, step string, answer []byte) error
	BeginPasskeySignIn() (question any, step string, err error)
	SignInByPasskey(ctx context.Context, step string, answer []byte) (account.Account, error)
	PasskeysOf(ctx context.Context, of id.ID) ([]account.Passkey, error)
	NamePasskey(ctx context.Context, of, which id.ID, name string) error
	RemovePasskey(ctx context.Context, of, which id.ID) error
	Invite(ctx context.Context, actor access.Actor, ask account.Invite) error
	Invitations(ctx context.Context, actor access.Actor, before id.ID, limit int) ([]account.Invitation, error)
	InviteAgain(ctx context.Context, actor access.Actor, which id.ID) error
	Withdraw(ctx context.Context, actor access.Actor, which id.ID) error
	Invited(ctx context.Context, token string) (account.Account, []account.Held, error)
	Accept(ctx context.Context, token string) (account.Account, error)
	Named(ctx context.Context, grants []account.Grant) ([]account.Held, error)
	PartnershipNames(ctx context.Context, of []id.ID) (map[id.ID]string, error)
	OrganisationNames(ctx context.Context, of []id.ID) (map[id.ID]string, error)
	Holds(ctx context.Context, who account.Account) ([]account.Holding, error)
	Leave(ctx context.Context, who account.Account, successor string) error
	Tokens(ctx context.Context, of id.ID) ([]account.Token, error)
	MakeToken(ctx context.Context, t account.Token) (made account.Token, secret string, err error)
	WithdrawToken(ctx context.Context, of, token id.ID) error
	SecurityContact(ctx context.Context) (string, error)
	SignInAs(ctx context.Context, who account.Identity) (account.Account, error)
	Use(ctx context.Context, token string, purpose account.Purpose) (who account.Account, back string, err error)

	Sessions(ctx context.Context, of id.ID) ([]account.Session, error)
	EndSession(ctx context.Context, of, which, by id.ID) error
	EndSessions(ctx context.Context, of, but, by id.ID) (int64, error)
	GrantsOf(ctx context.Context, of id.ID) ([]account.Held, error)
	SetMine(ctx context.Context, of id.ID, name, language string) error

	DemoSignIn(ctx context.Context, role access.Role) (account.Account, error)
}

// Scopes gives the places that a record or a grant can lie in; *place.Service is
// one.
type Scopes interface {
	Scopes(ctx context.Context) ([]place.Named, error)
}

// Drafts keeps what was typed in forms and not saved; *store.DB is one.
type Drafts interface {
	SaveDraft(ctx context.Context, account id.ID, path, typed string) error
	Draft(ctx context.Context, account id.ID, path string) (typed string, at time.Time, err error)
	DropDraft(ctx context.Context, account id.ID, path string) error
}
