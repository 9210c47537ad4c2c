package account

import (
	"context"
	"log/slog"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/secret"
)

// Purpose is what a link may be used for.
type Purpose string

const (
	ToSignIn Purpose = "sign-in"
	ToAccept Purpose = "invitation"
)

// How long links can be used.
const (
	SignInLinkLasts     = 15 * time.Minute
	InvitationLinkLasts = 14 * 24 * time.Hour
)

// mostLinks is how many links one account gets within the time that one lasts,
// so that nobody's mailbox is filled by others.
const mostLinks = 3

// Link is a link that may be used once. Its token is kept as a hash.
type Link struct {
	Token   string // hashed
	Purpose Purpose
	Account id.ID
	Back    string // where to go after, within the site
	Ends    time.Time
}

// Letter is what is sent to somebody: sentences of the language catalogue
// under a key, and a link within the site.
type Letter struct {
	To   string // address
	Lang string
	Key  string // subject, text, button and end stand under it
	Args fault.Args
	// Lists come after the text, in the reader's language.
	Lists []LetterList
	Path  string
	// StopPath leads to ending letters of this sort with one click (RFC 8058);
	// "" is a letter that was asked for.
	StopPath string
}

// LetterList names things in a letter.
type LetterList struct {
	Heading string
	Lines   []LetterLine
}

// LetterLine is one of them; Path is where it can be seen or done.
type LetterLine struct{ Text, Path string }

// Post sends letters.
type Post interface {
	Send(ctx context.Context, letter Letter) error
}

// newLink makes and keeps a link; it gives the token that only the link has.
func (s *Service) newLink(ctx context.Context, of id.ID, purpose Purpose, lasts time.Duration, back string) (token string, err error) {
	token = secret.New()
	return token, s.Store.AddLink(ctx, Link{Token: secret.Hashed(token), Purpose: purpose, Account: of, Back: back, Ends: s.Now().Add(lasts)})
}

// Kinds of jobs.
const (
	JobSignInLink = "sign-in-link"
)

type linkAsked struct {
	Account id.ID  `json:"account"` // 0: there is no such account
	Lang    string `json:"lang"`
	Back    string `json:"back"`
}

// AskLink asks for a link to sign in. The answer is the same, and takes as
// long, whether there is such an account or not: the rest is done in a job.
func (s *Service) AskLink(ctx context.Context, email, lang, back string) error {
	account, err := s.Store.AccountByEmail(ctx, email)
	if fault.UnlessNotFound(err) != nil {
		return err
	}
	asked := linkAsked{Account: account.ID, Lang: lang, Back: back}
	_, err = s.Jobs.Add(ctx, job.Job{Kind: JobSignInLink, Key: account.ID.String()}, asked)
	s.Note(ctx, Entry{Event: EventLinkAsked, Subject: account.ID, Kind: accountKind})
	return err
}

// SendLink does the job of AskLink.
func (s *Service) SendLink(ctx context.Context, run *job.Run) error {
	var asked linkAsked
	if err := run.Decode(&asked); err != nil || asked.Account == 0 {
		return err
	}
	account, err := s.Store.Account(ctx, asked.Account)
	if err != nil || account.State == Blocked {
		return fault.UnlessNotFound(err)
	}
	made, err := s.Store.LinksSince(ctx, account.ID, ToSignIn, s.Now().Add(-SignInLinkLasts))
	if err != nil {
		return err
	}
	if made >= mostLinks {
		s.Log.LogAttrs(ctx, slog.LevelWarn, "no more links for this account now", slog.String("account", account.ID.String()))
		return nil
	}
	return run.Once(ctx, "mail", func() error {
		token, err := s.newLink(ctx, account.ID, ToSignIn, SignInLinkLasts, asked.Back)
		if err != nil {
			return err
		}
		return s.Post.Send(ctx, Letter{To: account.Email, Lang: asked.Lang, Key: "mail.link", Path: "/inloggen/mail/" + token,
			Args: fault.Args{"name": account.Name, "n": int(SignInLinkLasts.Minutes())}})
	})
}

// Peek tells whose link it is, without using it.
func (s *Service) Peek(ctx context.Context, token string, purpose Purpose) (Account, error) {
	link, err := s.Store.FindLink(ctx, secret.Hashed(token))
	if err != nil {
		return Account{}, err
	}
	return s.holder(ctx, link, purpose)
}

// holder gives the account that a link is for.
func (s *Service) holder(ctx context.Context, link Link, purpose Purpose) (Account, error) {
	over := fault.New(fault.NotFound, "signin.link-over", nil)
	if link.Purpose != purpose {
		return Account{}, over
	}
	account, err := s.Store.Account(ctx, link.Account)
	if fault.UnlessNotFound(err) != nil {
		return Account{}, err
	}
	if err != nil || account.State == Blocked {
		return Account{}, over
	}
	return account, nil
}

// Use uses a link up. Who has it showed that they read the mail of the
// account; an invited account becomes active by it.
func (s *Service) Use(ctx context.Context, token string, purpose Purpose) (who Account, back string, err error) {
	link, err := s.Store.UseLink(ctx, secret.Hashed(token))
	if err != nil {
		return Account{}, "", err
	}
	who, err = s.holder(ctx, link, purpose)
	if err != nil {
		return Account{}, "", err
	}
	if who, err = s.activate(ctx, who); err != nil {
		return Account{}, "", err
	}
	return who, link.Back, nil
}

// activate makes an invited account active, because its owner came in.
func (s *Service) activate(ctx context.Context, who Account) (Account, error) {
	if who.State != Invited {
		return who, nil
	}
	if err := s.change(ctx, who.ID, record.Values{"state": string(Active)}, who.ID); err != nil {
		return Account{}, err
	}
	who.State = Active
	return who, s.Store.AcceptInvitations(ctx, who.ID)
}
