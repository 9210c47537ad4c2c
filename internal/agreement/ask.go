package agreement

import (
	"context"
	"fmt"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/secret"
)

// LinkLasts is how long a party can answer with a link. Example: no publication
// states it.
const LinkLasts = 30 * 24 * time.Hour

// JobAsk sends one party the letter with its link.
const JobAsk = "agreement-ask"

type partyAsked struct {
	Party   id.ID `json:"party"`
	Edition int64 `json:"edition"`
	By      id.ID `json:"by"`              // the account
	Again   bool  `json:"again,omitempty"` // by itself, after a change; not when somebody asked by hand since
}

// Posted is what asking the parties brought about.
type Posted struct {
	Letters   int
	Unreached []id.ID // parties without an address, who must be asked by hand
}

// AskAll asks every party that has not answered the edition that is there now,
// by a letter each. Who has no address is named.
func (s *Service) AskAll(ctx context.Context, actor access.Actor, which id.ID) (Posted, error) {
	asked := Posted{}
	one, err := s.read(ctx, actor, access.Change, which)
	if err != nil {
		return asked, err
	}
	if one.State == Stopped {
		return asked, fault.New(fault.Conflict, "agreement.stopped", nil)
	}
	parties, err := s.parties(ctx, which)
	if err != nil {
		return asked, err
	}
	if len(parties) == 0 {
		return asked, fault.New(fault.Conflict, "agreement.no-parties", nil)
	}
	for _, party := range parties {
		if party.Edition == one.Edition {
			continue
		}
		address, _, err := s.address(ctx, party)
		if err != nil {
			return asked, err
		}
		if address == "" {
			asked.Unreached = append(asked.Unreached, party.ID)
			continue
		}
		work := job.Job{Kind: JobAsk, Key: fmt.Sprintf("%s-%d", party.ID, one.Edition)}
		if _, err := s.Jobs.Add(ctx, work, partyAsked{Party: party.ID, Edition: one.Edition, By: actor.Account}); err != nil {
			return asked, err
		}
		asked.Letters++
		if err := s.noteAsked(ctx, party, one.Edition); err != nil {
			return asked, err
		}
	}
	return asked, s.settle(ctx, which)
}

// noteAsked keeps the day on which a party was asked, and about what.
func (s *Service) noteAsked(ctx context.Context, party Party, edition int64) error {
	_, err := s.Records.Change(ctx, program(), Parties().Kind(), party.ID, party.Version, record.Values{"askedOn": s.today(), "askedEdition": edition})
	return err
}

// address gives where to write to a party, and in which language.
func (s *Service) address(ctx context.Context, party Party) (email, language string, err error) {
	email = party.Email
	if party.Person == 0 {
		return email, language, nil
	}
	who, known, err := s.Store.AccountOfPerson(ctx, party.Person)
	if err != nil {
		return "", "", err
	}
	if known {
		language = who.Language
	}
	if email == "" {
		rows, err := s.Records.Store.FindRows(ctx, partnership.People().Kind(), []id.ID{party.Person})
		if err != nil {
			return "", "", err
		}
		for _, row := range rows {
			email = partnership.People().Of(row).Email
		}
	}
	if email == "" && known {
		email = who.Email
	}
	return email, language, nil
}

// Ask does the job of AskAll for one party. A letter that cannot be sent now is
// tried again; an edition that is no longer there is not asked for.
func (s *Service) Ask(ctx context.Context, run *job.Run) error {
	var asked partyAsked
	if err := run.Decode(&asked); err != nil {
		return err
	}
	party, one, err := s.find(ctx, asked.Party)
	if err != nil || one.Edition != asked.Edition || party.Edition == one.Edition || one.State == Stopped || asked.Again && party.AskedEdition == one.Edition {
		return fault.UnlessNotFound(err)
	}
	email, language, err := s.address(ctx, party)
	if err != nil || email == "" || s.Post == nil {
		return err
	}
	names, err := s.Records.Makers(ctx, []id.ID{asked.By})
	if err != nil {
		return err
	}
	err = run.Once(ctx, "mail", func() error {
		token, err := s.newLink(ctx, Link{Party: party.ID, Edition: one.Edition, AskedBy: asked.By})
		if err != nil {
			return err
		}
		key := "mail.agreement"
		if party.Answer != "" {
			key = "mail.agreementAgain"
		}
		return s.Post.Send(ctx, account.Letter{To: email, Lang: language, Key: key, Path: "/antwoord/" + token,
			Args: fault.Args{"what": one.What, "by": names[asked.By], "n": int(LinkLasts.Hours() / 24)}})
	})
	if err != nil || party.AskedEdition == one.Edition {
		return err
	}
	return s.noteAsked(ctx, party, one.Edition)
}

// AskAgainAfter is how long a changed text is left alone before those who
// answered another one are asked again: who changes it may not be done yet.
// Example: no publication states it.
const AskAgainAfter = 10 * time.Minute

// askAgain asks those who answered an earlier edition, once for each edition.
func (s *Service) askAgain(ctx context.Context, one Agreement, parties []Party) error {
	if one.State != Asked || s.Demo(ctx) {
		return nil
	}
	by := one.ChangedBy
	if by == 0 {
		by = one.CreatedBy
	}
	for _, party := range parties {
		if party.Answer == "" || party.Edition == one.Edition || party.AskedEdition == one.Edition {
			continue
		}
		if email, _, err := s.address(ctx, party); err != nil {
			return err
		} else if email == "" {
			continue
		}
		work := job.Job{Kind: JobAsk, Key: fmt.Sprintf("%s-%d-again", party.ID, one.Edition), RunAfter: s.Now().Add(AskAgainAfter)}
		if _, err := s.Jobs.Add(ctx, work, partyAsked{Party: party.ID, Edition: one.Edition, By: by, Again: true}); err != nil {
			return err
		}
	}
	return nil
}

// LinkFor makes the link with which a party answers an edition. It gives the
// token that only the link has.
func (s *Service) LinkFor(ctx context.Context, party Party, edition int64) (token string, err error) {
	return s.newLink(ctx, Link{Party: party.ID, Edition: edition})
}

func (s *Service) newLink(ctx context.Context, link Link) (token string, err error) {
	token = s.Token()
	link.Token, link.Ends = secret.Hashed(token), s.Now().Add(LinkLasts)
	return token, s.Store.AddAnswerLink(ctx, link)
}

// find gives a party with its agreement, when both are there.
func (s *Service) find(ctx context.Context, which id.ID) (Party, Agreement, error) {
	row, err := s.Records.Store.FindRow(ctx, Parties().Kind(), which)
	if err != nil || row.Deleted() {
		return Party{}, Agreement{}, gone(err)
	}
	party := Parties().Of(row)
	of, err := s.Records.Store.FindRow(ctx, Agreements().Kind(), party.Agreement)
	if err != nil || of.Deleted() {
		return Party{}, Agreement{}, gone(err)
	}
	return party, Agreements().Of(of), nil
}

// gone is the answer for what is not there, or not any more.
func gone(err error) error {
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return err
	}
	return fault.New(fault.NotFound, "agreement.link-over", nil)
}
