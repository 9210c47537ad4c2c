package account

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
)

// Event is what the log tells of.
type Event string

const (
	EventSignIn        Event = "sign-in"
	EventSignOut       Event = "sign-out"
	EventLinkAsked     Event = "link-asked"
	EventSessionEnded  Event = "session-ended"
	EventAccount       Event = "account-changed"
	EventGrant         Event = "grant-changed"
	EventInvited       Event = "invited"
	EventInviteEnded   Event = "invitation-withdrawn"
	EventAccepted      Event = "invitation-accepted"
	EventPasskeyAdded  Event = "passkey-added"
	EventPasskeyGone   Event = "passkey-removed"
	EventIdentityBound Event = "identity-bound"
	EventTokenMade     Event = "token-made"
	EventTokenGone     Event = "token-withdrawn"
	EventLeft          Event = "left"
	EventExport        Event = "export"
	EventImport        Event = "import"
	EventDenied        Event = "denied"
	EventSetting       Event = "setting"
	EventDelivery      Event = "delivery"
	EventErased        Event = "erased"
)

// Events lists every event, in the order of a list to choose from.
var Events = []Event{EventSignIn, EventSignOut, EventLinkAsked, EventSessionEnded, EventAccount, EventGrant, EventInvited, EventInviteEnded, EventAccepted,
	EventPasskeyAdded, EventPasskeyGone, EventIdentityBound, EventTokenMade, EventTokenGone, EventLeft, EventExport, EventImport, EventDenied, EventSetting, EventDelivery, EventErased}

// Result is how it ended.
type Result string

const (
	Succeeded Result = "ok"
	Failed    Result = "failed"
	Refused   Result = "refused"
)

// Results lists every result.
var Results = []Result{Succeeded, Failed, Refused}

// Entry is one line of the log. It names people by their account only, so
// that it can stay as it is when a person is erased.
type Entry struct {
	Seq     int64
	At      time.Time
	Event   Event
	Result  Result // "" is Succeeded
	Origin  Origin // zero is that of the context
	Actor   id.ID  // account; 0 is that of the context, and else nobody or the program
	Kind    string // of the record that it is about
	Subject id.ID  // that record, or account
	Detail  string // a word: the way of signing in, the name of a setting; never a name or an address of a person
}

// Origin is where a deed came from.
type Origin struct {
	Way     Way
	Network string // the beginning of the address, for web and api
	Request string // the number that the log of requests has
}

// Way is how somebody reached the program.
type Way string

const (
	Web     Way = "web"
	API     Way = "api"
	Command Way = "command"
	Program Way = "program" // a job, or the server itself
)

type originKey struct{}

// From notes where what is done with a context comes from.
func From(ctx context.Context, origin Origin) context.Context {
	return context.WithValue(ctx, originKey{}, origin)
}

type actorKey struct{}

// By notes who does what is done with a context, for the log of deeds.
func By(ctx context.Context, actor id.ID) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorIn gives who By noted; 0 is nobody.
func ActorIn(ctx context.Context) id.ID {
	actor, _ := ctx.Value(actorKey{}).(id.ID)
	return actor
}

// OriginOf gives what From noted; without that it is the program itself.
func OriginOf(ctx context.Context) Origin {
	if origin, is := ctx.Value(originKey{}).(Origin); is {
		return origin
	}
	return Origin{Way: Program}
}

// Ask chooses entries of the log, newest first.
type Ask struct {
	Event  Event  // "" is every event
	Result Result // "" is every result
	Who    id.ID  // as actor or as subject; 0 is everybody
	From   time.Time
	Until  time.Time // exclusive; zero is now
	Before int64     // only older ones than this number; 0 begins with the newest
	Limit  int
}

// Entries gives a part of the log.
func (s *Service) Entries(ctx context.Context, ask Ask) ([]Entry, error) {
	return s.Store.AuditEntries(ctx, ask)
}

// Note writes an entry. That it cannot be written is told to the log of the
// program, and stops nothing that was done already.
func (s *Service) Note(ctx context.Context, entry Entry) {
	if err := s.Store.AddAudit(context.WithoutCancel(ctx), entry); err != nil {
		s.Log.ErrorContext(ctx, "audit", "event", string(entry.Event), "error", err)
	}
}
