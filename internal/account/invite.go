package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
)

// Invitation asks somebody to come in, with a role.
type Invitation struct {
	ID          id.ID
	Account     id.ID
	Grant       id.ID
	InvitedBy   id.ID
	CreatedAt   time.Time
	Ends        time.Time
	AcceptedAt  time.Time
	WithdrawnAt time.Time

	// Of the account and the grant, when it is listed.
	Email, Name string
	Given       Grant
}

// Open tells whether it can still be accepted.
func (i Invitation) Open(now time.Time) bool {
	return i.AcceptedAt.IsZero() && i.WithdrawnAt.IsZero() && i.Ends.After(now)
}

// Invite is what is asked to invite somebody.
type Invite struct {
	Email, Name, Language string
	Own                   bool // they work for the organisation of who invites
	Grant                 Grant
}

// rolesOfCoordinators are the roles that somebody may be invited to by who is
// coordinator only: those that decide over others are given by administrators.
func rolesOfCoordinators() []access.Role {
	return []access.Role{access.Reader, access.Contributor, access.Editor}
}

// RolesToInvite gives the roles to which somebody may invite others, where a
// grant says.
func RolesToInvite(actor access.Actor, facts access.Facts) []access.Role {
	switch {
	case access.Can(actor, access.Create, access.Accounts, facts):
		return access.Roles
	case access.Can(actor, access.Invite, access.Accounts, facts):
		return rolesOfCoordinators()
	}
	return nil
}

// RolesToInviteAnywhere gives the roles to which somebody may invite others
// somewhere, to choose from before it is known where.
func RolesToInviteAnywhere(actor access.Actor) []access.Role {
	if access.CanAnywhere(actor, access.Create, access.Accounts) {
		return access.Roles
	}
	return rolesOfCoordinators()
}

// JobInvitation sends an invitation.
const JobInvitation = "invitation"

type invitationAsked struct {
	Invitation id.ID `json:"invitation"`
}

// Invite invites somebody: an account that waits, a role, and a letter with a
// link. Whoever has an account already gets the role at once, and a letter.
func (s *Service) Invite(ctx context.Context, actor access.Actor, ask Invite) error {
	email, sound := CleanEmail(ask.Email)
	if !sound {
		return fault.New(fault.Invalid, "signin.bad-email", nil)
	}
	facts := access.Facts{Place: ask.Grant.Place, Partnership: ask.Grant.Partnership, Audience: access.OwnOrganisation}
	if !slices.Contains(RolesToInvite(actor, facts), ask.Grant.Role) {
		return fault.New(fault.Denied, "invite.beyond", nil)
	}
	if ask.Grant.Until != "" {
		if _, err := time.Parse(time.DateOnly, ask.Grant.Until); err != nil {
			return fault.New(fault.Invalid, "account.bad-day", fault.Args{"Day": ask.Grant.Until})
		}
	}
	account, err := s.Store.AccountByEmail(ctx, email)
	if fault.UnlessNotFound(err) != nil {
		return err
	}
	if err != nil {
		invited := Account{Email: email, Name: strings.TrimSpace(ask.Name), State: Invited, Language: ask.Language}
		if ask.Own { // they will see what the organisation keeps to itself
			invited.Owner = actor.Organisation
		}
		if account, err = s.create(ctx, invited, actor.Account); err != nil {
			return err
		}
	}
	if account.State == Blocked {
		return fault.New(fault.Conflict, "invite.blocked", nil)
	}
	ask.Grant.Account = account.ID
	given, err := s.give(ctx, ask.Grant, actor.Account)
	if err != nil {
		return err
	}
	made := Invitation{ID: s.IDs.Next(), Account: account.ID, Grant: given.ID, InvitedBy: actor.Account, Ends: s.Now().Add(InvitationLinkLasts)}
	if err := s.Store.AddInvitation(ctx, made); err != nil {
		return err
	}
	s.Note(ctx, Entry{Event: EventInvited, Actor: actor.Account, Kind: accountKind, Subject: account.ID, Detail: string(ask.Grant.Role)})
	return s.sendInvitation(ctx, made.ID)
}

func (s *Service) sendInvitation(ctx context.Context, which id.ID) error {
	_, err := s.Jobs.Add(ctx, job.Job{Kind: JobInvitation, Key: which.String()}, invitationAsked{Invitation: which})
	return err
}

// SendInvitation does the job of Invite.
func (s *Service) SendInvitation(ctx context.Context, run *job.Run) error {
	var asked invitationAsked
	if err := run.Decode(&asked); err != nil {
		return err
	}
	i, err := s.Store.Invitation(ctx, asked.Invitation)
	if err != nil || !i.Open(s.Now()) {
		return fault.UnlessNotFound(err)
	}
	account, err := s.Store.Account(ctx, i.Account)
	if err != nil || account.State == Blocked {
		return fault.UnlessNotFound(err)
	}
	names, err := s.Store.AccountNames(ctx, []id.ID{i.InvitedBy})
	if err != nil {
		return err
	}
	return run.Once(ctx, "mail", func() error {
		token, err := s.newLink(ctx, account.ID, ToAccept, i.Ends.Sub(s.Now()), "/account")
		if err != nil {
			return err
		}
		return s.Post.Send(ctx, Letter{To: account.Email, Lang: account.Language, Key: "mail.invitation", Path: "/uitnodiging/" + token,
			Args: fault.Args{"name": account.Name, "by": names[i.InvitedBy], "n": int(i.Ends.Sub(s.Now()).Hours()/24 + 0.5)}})
	})
}

// Invited tells of an invitation what who holds its link should know.
func (s *Service) Invited(ctx context.Context, token string) (Account, []Held, error) {
	account, err := s.Peek(ctx, token, ToAccept)
	if err != nil {
		return Account{}, nil, err
	}
	grants, err := s.GrantsOf(ctx, account.ID)
	return account, grants, err
}

// Accept accepts an invitation with the link of its letter.
func (s *Service) Accept(ctx context.Context, token string) (Account, error) {
	account, _, err := s.Use(ctx, token, ToAccept)
	if err != nil {
		return Account{}, err
	}
	if err := s.Store.AcceptInvitations(ctx, account.ID); err != nil { // of whoever was active already
		return Account{}, err
	}
	s.Note(ctx, Entry{Event: EventAccepted, Actor: account.ID, Kind: accountKind, Subject: account.ID})
	return account, nil
}

// Invitations lists those that somebody may see, the newest first.
func (s *Service) Invitations(ctx context.Context, actor access.Actor, before id.ID, limit int) ([]Invitation, error) {
	return s.Store.Invitations(ctx, access.For(actor, access.Invite, access.Accounts, access.Public), before, limit)
}

// mine gives an invitation, if somebody may invite to what it gives.
func (s *Service) mine(ctx context.Context, actor access.Actor, which id.ID) (Invitation, error) {
	i, err := s.Store.Invitation(ctx, which)
	if err != nil {
		return i, err
	}
	if i.Given.ID != 0 && !slices.Contains(RolesToInvite(actor, i.Given.Facts()), i.Given.Role) {
		return i, fault.New(fault.NotFound, "invite.unknown", nil)
	}
	return i, nil
}

// InviteAgain sends the letter once more, with a new link and a new end.
func (s *Service) InviteAgain(ctx context.Context, actor access.Actor, which id.ID) error {
	i, err := s.mine(ctx, actor, which)
	if err != nil {
		return err
	}
	if !i.AcceptedAt.IsZero() || !i.WithdrawnAt.IsZero() {
		return fault.New(fault.Conflict, "invite.over", nil)
	}
	if err := s.Store.ProlongInvitation(ctx, which, s.Now().Add(InvitationLinkLasts)); err != nil {
		return err
	}
	return s.sendInvitation(ctx, which)
}

// Withdraw takes an invitation back, with the role that it gives; an account
// that nobody used yet goes with its last invitation.
func (s *Service) Withdraw(ctx context.Context, actor access.Actor, which id.ID) error {
	i, err := s.mine(ctx, actor, which)
	if err != nil {
		return err
	}
	if !i.AcceptedAt.IsZero() || !i.WithdrawnAt.IsZero() {
		return fault.New(fault.Conflict, "invite.over", nil)
	}
	if err := s.Store.WithdrawInvitation(ctx, which); err != nil {
		return err
	}
	if i.Given.ID != 0 {
		if err := s.take(ctx, i.Given, actor.Account); err != nil {
			return err
		}
	}
	s.Note(ctx, Entry{Event: EventInviteEnded, Actor: actor.Account, Kind: accountKind, Subject: i.Account})
	account, err := s.Store.Account(ctx, i.Account)
	if err != nil {
		return fault.UnlessNotFound(err)
	}
	grants, err := s.Store.GrantsOf(ctx, i.Account)
	if err != nil || account.State != Invited || len(grants) > 0 {
		return err
	}
	if err := s.Store.EndLinks(ctx, i.Account); err != nil {
		return err
	}
	return s.remove(ctx, account, actor.Account)
}

// remove deletes an account, as a record.
func (s *Service) remove(ctx context.Context, account Account, by id.ID) error {
	kind, err := s.kind(accountKind)
	if err != nil {
		return err
	}
	_, err = s.Records.Delete(ctx, on(by), kind, account.ID, account.Version)
	return err
}
