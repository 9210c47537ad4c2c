package agreement

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/record"
)

// JobSettle brings the state of an agreement in line with its parties. It
// follows every change of a party in the same transaction, so that a state that
// lags behind is mended, whoever changed the party and however it ended.
const JobSettle = "agreement-settle"

// JobFollow brings the parties of an agreement in line with who may see it. It
// follows every change of an agreement.
const JobFollow = "agreement-follow"

// JobTold tells the steward of an agreement how it ended.
const JobTold = "agreement-told"

// stands tells how an agreement stands by the answers of its parties to the
// edition that is there now.
func stands(one Agreement, parties []Party) State {
	if one.Ended != "" {
		return Stopped
	}
	accepted, asked := 0, false
	for _, party := range parties {
		answers := party.Edition == one.Edition
		switch {
		case answers && party.Answer == No:
			return Declined
		case answers && party.Answer == Yes:
			accepted++
		}
		asked = asked || party.AskedOn != "" || party.Answer != ""
	}
	switch {
	case accepted > 0 && accepted == len(parties):
		return Accepted
	case asked:
		return Asked
	}
	return Draft
}

// mostSettles is how often settling is tried when others change the agreement
// at the same time.
const mostSettles = 8

// settle brings the state of an agreement in line with its parties.
func (s *Service) settle(ctx context.Context, which id.ID) error {
	for range mostSettles {
		row, err := s.Records.Store.FindRow(ctx, Agreements().Kind(), which)
		if err != nil || row.Deleted() {
			return fault.UnlessNotFound(err)
		}
		one := Agreements().Of(row)
		parties, err := s.parties(ctx, which)
		if err != nil {
			return err
		}
		state, since := stands(one, parties), ""
		if state == Accepted {
			since = lastAnswer(parties)
		}
		if state == Stopped {
			since = one.Since
		}
		if state == one.State && since == one.Since {
			return nil
		}
		_, err = s.Records.Change(ctx, program(), Agreements().Kind(), which, one.Version, record.Values{"state": string(state), "since": since})
		if err == nil {
			return s.tell(ctx, one, state)
		}
		if fault.CodeOf(err) != fault.Conflict {
			return err
		}
	}
	return fault.New(fault.Conflict, "record.busy", nil)
}

func lastAnswer(parties []Party) string {
	last := ""
	for _, party := range parties {
		last = max(last, party.Answered)
	}
	return last
}

type told struct {
	Agreement id.ID `json:"agreement"`
	State     State `json:"state"`
	Edition   int64 `json:"edition"`
}

// tell has the steward hear that all accepted, or that somebody did not.
func (s *Service) tell(ctx context.Context, one Agreement, state State) error {
	if state != Accepted && state != Declined {
		return nil
	}
	_, err := s.Jobs.Add(ctx, job.Job{Kind: JobTold}, told{Agreement: one.ID, State: state, Edition: one.Edition})
	return err
}

// Settle does the job that follows a change of a party.
func (s *Service) Settle(ctx context.Context, run *job.Run) error {
	of, err := run.Changed()
	if err != nil {
		return err
	}
	row, err := s.Records.Store.FindRow(ctx, Parties().Kind(), of)
	if err != nil {
		return fault.UnlessNotFound(err)
	}
	return s.settle(ctx, Parties().Of(row).Agreement)
}

// Follow does the job that follows a change of an agreement: who answered
// another text is asked again, and fewer people see its parties when fewer see
// the agreement.
func (s *Service) Follow(ctx context.Context, run *job.Run) error {
	of, err := run.Changed()
	if err != nil {
		return err
	}
	row, err := s.Records.Store.FindRow(ctx, Agreements().Kind(), of)
	if err != nil {
		return fault.UnlessNotFound(err)
	}
	parties, err := s.parties(ctx, of)
	if err != nil {
		return err
	}
	if !row.Deleted() {
		if err := s.askAgain(ctx, Agreements().Of(row), parties); err != nil {
			return err
		}
	}
	for _, party := range parties {
		if party.Audience <= row.Audience {
			continue
		}
		if _, err := s.Records.Change(ctx, program(), Parties().Kind(), party.ID, party.Version, record.Values{record.AudienceField: row.Audience.String()}); err != nil {
			return err
		}
	}
	return nil
}

// Told does the job of tell: a letter to the steward, or else to who wrote the
// agreement down.
func (s *Service) Told(ctx context.Context, run *job.Run) error {
	var news told
	if err := run.Decode(&news); err != nil {
		return err
	}
	row, err := s.Records.Store.FindRow(ctx, Agreements().Kind(), news.Agreement)
	if err != nil || row.Deleted() {
		return fault.UnlessNotFound(err)
	}
	one := Agreements().Of(row)
	if one.State != news.State || one.Edition != news.Edition {
		return nil // it is no news any more
	}
	who, known, err := s.Store.AccountOfPerson(ctx, one.Steward)
	if err == nil && !known {
		who, known, err = s.Store.AccountByID(ctx, one.CreatedBy)
	}
	if err != nil || !known || s.Post == nil || who.State != account.Active {
		return err
	}
	return run.Once(ctx, "mail", func() error {
		return s.Post.Send(ctx, account.Letter{To: who.Email, Lang: who.Language, Key: "mail.agreement-" + string(news.State), Path: "/afspraken/" + one.ID.String(), Args: fault.Args{"what": one.What}})
	})
}
