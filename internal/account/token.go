package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Token lets a program act for an account, through the interface. It may do no
// more than its account, and ends by itself.
type Token struct {
	ID      id.ID
	Account id.ID
	Name    string // what it is for, in the words of whoever made it
	// Writes says that it may also add, change and delete.
	Writes bool
	// Classes are the records that it reaches; none is all of them.
	Classes   []access.Class
	Until     string // the last day on which it works
	CreatedAt time.Time
	UsedOn    string // the last day on which it was used, or ""
}

// Ended tells whether the token works no more on a day.
func (t Token) Ended(day string) bool { return t.Until < day }

// limit gives an actor with no more than what the token may do.
func (t Token) limit(actor access.Actor) access.Actor {
	actor.Limits = []access.Action{access.See, access.History}
	if t.Writes {
		actor.Limits = append(actor.Limits, access.Create, access.Change, access.Delete)
	}
	actor.LimitTo = t.Classes
	return actor
}

// TokenStore keeps tokens by the hash of their secret.
type TokenStore interface {
	// AddToken adds a token; fault.Limit when the account has as many as it may.
	AddToken(ctx context.Context, t Token, hash string, most int) error
	TokenByHash(ctx context.Context, hash string) (Token, error)
	TokensOf(ctx context.Context, account id.ID) ([]Token, error)
	// RemoveToken gives fault.NotFound when the account has no such token.
	RemoveToken(ctx context.Context, account, token id.ID) error
	TokenUsed(ctx context.Context, token id.ID, day string) error
}

const (
	tokenBegins = "kk_" // so that a secret that leaked can be found
	mostTokens  = 20
	longestName = 100
)

// TokenLast is the last day that a token may have, for one made today.
func TokenLast(now time.Time) string {
	last, _ := time.Parse(time.DateOnly, Today(now)) // Today gives a day
	return last.AddDate(1, 0, 0).Format(time.DateOnly)
}

// MakeToken makes a token for an account. Its secret is given this once and
// kept nowhere.
func (s *Service) MakeToken(ctx context.Context, t Token) (made Token, secret string, err error) {
	t.Name = strings.TrimSpace(t.Name)
	if problems := s.checkToken(t); len(problems) > 0 {
		return t, "", fault.Wrap(problems, fault.Invalid, "record.invalid", fault.Args{"n": len(problems)})
	}
	secret = tokenBegins + strings.ToLower(rand.Text())
	t.ID, t.CreatedAt, t.UsedOn = s.IDs.Next(), s.Now().UTC().Truncate(time.Microsecond), ""
	if err := s.Store.AddToken(ctx, t, tokenHash(secret), mostTokens); err != nil {
		return t, "", err
	}
	s.Note(ctx, Entry{Event: EventTokenMade, Actor: t.Account, Kind: accountKind, Subject: t.Account})
	return t, secret, nil
}

func (s *Service) checkToken(t Token) record.Problems {
	var problems record.Problems
	wrong := func(field, key string, args fault.Args) {
		problems = append(problems, record.Problem{Field: field, Key: key, Args: args})
	}
	switch length := utf8.RuneCountInString(t.Name); {
	case length == 0:
		wrong("name", "record.required", nil)
	case length > longestName:
		wrong("name", "record.too-long", fault.Args{"Most": longestName, "Length": length})
	}
	for _, class := range t.Classes {
		if !slices.Contains(access.Classes, class) {
			wrong("classes", "record.no-option", fault.Args{"Value": string(class)})
		}
	}
	if _, err := time.Parse(time.DateOnly, t.Until); err != nil {
		wrong("until", "record.not-day", nil)
	} else if last := TokenLast(s.Now()); t.Ended(Today(s.Now())) || t.Until > last {
		wrong("until", "token.bad-end", fault.Args{"Last": last})
	}
	return problems
}

// tokenHash is how a secret is kept. It is long and random, so that no slow
// hash is needed.
func tokenHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Tokens lists the tokens of an account, newest first.
func (s *Service) Tokens(ctx context.Context, account id.ID) ([]Token, error) {
	return s.Store.TokensOf(ctx, account)
}

// WithdrawToken makes a token of an account work no more, at once.
func (s *Service) WithdrawToken(ctx context.Context, account, token id.ID) error {
	if err := s.Store.RemoveToken(ctx, account, token); err != nil {
		return err
	}
	s.Note(ctx, Entry{Event: EventTokenGone, Actor: account, Kind: accountKind, Subject: account})
	return nil
}

// ByToken gives the token of a secret and who acts with it; fault.Denied when
// it is no token, or works no more.
func (s *Service) ByToken(ctx context.Context, secret string) (Token, access.Actor, error) {
	refused := fault.New(fault.Denied, "token.refused", nil)
	if !strings.HasPrefix(secret, tokenBegins) {
		return Token{}, access.Actor{}, refused
	}
	token, err := s.Store.TokenByHash(ctx, tokenHash(secret))
	if err != nil {
		if fault.CodeOf(err) == fault.NotFound {
			err = refused
		}
		return Token{}, access.Actor{}, err
	}
	day := Today(s.Now())
	who, err := s.ActorOf(ctx, token.Account)
	if err != nil {
		return Token{}, access.Actor{}, err
	}
	if who.Account.ID == 0 || token.Ended(day) {
		return Token{}, access.Actor{}, refused
	}
	if token.UsedOn != day {
		if err := s.Store.TokenUsed(ctx, token.ID, day); err != nil {
			return Token{}, access.Actor{}, err
		}
	}
	return token, token.limit(who.Actor), nil
}
