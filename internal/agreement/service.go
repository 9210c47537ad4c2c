package agreement

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Service does what goes over an agreement and its parties together.
type Service struct {
	Records *record.Service
	Store   Store
	Jobs    Jobs
	Post    account.Post                   // nil sends no letters
	Demo    func(ctx context.Context) bool // in a demo nobody gets letters by themselves
	Token   func() string                  // makes the secret of a link: rand.Text
	Now     func() time.Time
	Today   func(time.Time) string
}

// Store keeps the links with which parties answer; *store.DB is one.
type Store interface {
	AddAnswerLink(ctx context.Context, link Link) error
	// AnswerLink gives a link that was made, over or not; fault.NotFound when
	// there is none.
	AnswerLink(ctx context.Context, token string) (Link, error)
	// AccountOfPerson gives the account of a person and its language; nothing when
	// they have none.
	AccountOfPerson(ctx context.Context, person id.ID) (account.Account, bool, error)
	AccountByID(ctx context.Context, which id.ID) (account.Account, bool, error)
}

// Jobs adds work for later; *job.Service is one.
type Jobs interface {
	Add(ctx context.Context, j job.Job, payload any) (id.ID, error)
}

// Link is a link with which a party answers once: whether it accepts an
// edition, or what it thinks of it before a review day.
type Link struct {
	Token   string // hashed
	Party   id.ID
	Edition int64
	AskedBy id.ID  // the account
	Review  string // the review day; "" asks for a yes to the edition
	Ends    time.Time
}

// program is who the service acts as, once it has asked whether the actor may.
func program() access.Actor { return access.Actor{Program: true} }

func (s *Service) today() string { return s.Today(s.Now()) }

// read gives an agreement that the actor may do something with.
func (s *Service) read(ctx context.Context, actor access.Actor, action access.Action, which id.ID) (Agreement, error) {
	seen, _, err := s.Records.Get(ctx, actor, Agreements().Kind(), which)
	if err != nil {
		return Agreement{}, err
	}
	if seen.Deleted() {
		return Agreement{}, fault.New(fault.NotFound, "record.unknown", nil)
	}
	if !seen.May(actor, action) {
		return Agreement{}, fault.New(fault.Denied, "record.denied", nil)
	}
	return Agreements().Of(seen.Row), nil
}

// mostParties is how many parties an agreement has at most.
const mostParties = 200

// parties gives those of an agreement, as they are kept.
func (s *Service) parties(ctx context.Context, of id.ID) ([]Party, error) {
	rows, err := s.Records.Store.FindEqual(ctx, Parties().Kind(), []string{"agreement"}, []any{of}, mostParties)
	if err != nil {
		return nil, err
	}
	list := make([]Party, len(rows))
	for at, row := range rows {
		list[at] = Parties().Of(row)
	}
	return list, nil
}
