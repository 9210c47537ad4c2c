package agreement

import (
	"context"
	"errors"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Kinds of jobs: JobReviews looks, by the day, whom to ask what they think
// before a review day; JobReviewAsk sends one of them the letter. Who can sign
// in finds the question in what waits for them, and gets no letter.
const (
	JobReviews   = "agreement-reviews"
	JobReviewAsk = "agreement-review-ask"
)

type reviewAsked struct {
	Party  id.ID  `json:"party"`
	Review string `json:"review"`
}

// reviewBatch is how many agreements are looked through at once.
const reviewBatch = 200

// Reviews adds the work of each letter that is due. Doing it again adds none
// twice: a party keeps about which review day it was asked.
func (s *Service) Reviews(ctx context.Context, _ *job.Run) error {
	if s.Demo(ctx) {
		return nil
	}
	for after := id.ID(0); ; {
		list, err := s.Records.List(ctx, program(), Agreements().Kind(), record.Ask{
			Filters: map[string]string{"state": string(Accepted)}, Sort: "review", After: after, Limit: reviewBatch,
		})
		if err != nil {
			return err
		}
		for at := range list.Rows {
			one := Agreements().Of(list.Rows[at].Row)
			if !s.UnderReview(one) {
				return nil // those behind it come later
			}
			if err := s.addReviewLetters(ctx, one); err != nil {
				return err
			}
			after = one.ID
		}
		if !list.More {
			return nil
		}
	}
}

func (s *Service) addReviewLetters(ctx context.Context, one Agreement) error {
	parties, err := s.parties(ctx, one.ID)
	if err != nil {
		return err
	}
	for _, party := range parties {
		if party.ReviewAsked == one.Review || party.Said(one) != "" {
			continue
		}
		if email, _, err := s.reviewAddress(ctx, party); err != nil {
			return err
		} else if email == "" {
			continue
		}
		work := job.Job{Kind: JobReviewAsk, Key: party.ID.String() + "-" + one.Review}
		if _, err := s.Jobs.Add(ctx, work, reviewAsked{Party: party.ID, Review: one.Review}); err != nil {
			return err
		}
	}
	return nil
}

// reviewAddress gives where to ask a party before a review day; "" for who can
// sign in, for who left the partnership, and for who has no address.
func (s *Service) reviewAddress(ctx context.Context, party Party) (email, language string, err error) {
	if left, err := s.leftBy(ctx, party.Person); err != nil || left[party.Partnership] {
		return "", "", err
	}
	who, known, err := s.Store.AccountOfPerson(ctx, party.Person)
	if err != nil || known && who.State == account.Active {
		return "", "", err
	}
	return s.address(ctx, party)
}

// leftBy gives the partnerships in which somebody took part and does so no more:
// what they said yes to there is for others to look at.
func (s *Service) leftBy(ctx context.Context, person id.ID) (map[id.ID]bool, error) {
	left := map[id.ID]bool{}
	if person == 0 {
		return left, nil
	}
	rows, err := s.Records.Store.FindEqual(ctx, partnership.Members().Kind(), []string{"person"}, []any{person}, mostParties)
	today, stays := s.today(), map[id.ID]bool{}
	for _, row := range rows {
		stays[row.Partnership] = stays[row.Partnership] || partnership.Members().Of(row).In(today)
		left[row.Partnership] = !stays[row.Partnership]
	}
	return left, err
}

// ReviewAsk does the job of Reviews for one party.
func (s *Service) ReviewAsk(ctx context.Context, run *job.Run) error {
	var asked reviewAsked
	if err := run.Decode(&asked); err != nil {
		return err
	}
	party, one, err := s.find(ctx, asked.Party)
	if err != nil || !s.UnderReview(one) || one.Review != asked.Review || party.ReviewAsked == one.Review || party.Said(one) != "" {
		return fault.UnlessNotFound(err)
	}
	email, language, err := s.reviewAddress(ctx, party)
	if err != nil || email == "" || s.Post == nil {
		return err
	}
	err = run.Once(ctx, "mail", func() error {
		token, err := s.newLink(ctx, Link{Party: party.ID, Edition: one.Edition, Review: one.Review})
		if err != nil {
			return err
		}
		return s.Post.Send(ctx, account.Letter{To: email, Lang: language, Key: "mail.agreementReview", Path: "/antwoord/" + token,
			Args: fault.Args{"what": one.What, "n": int(LinkLasts.Hours() / 24)}})
	})
	if err != nil {
		return err
	}
	_, err = s.Records.Change(ctx, program(), Parties().Kind(), party.ID, party.Version, record.Values{"reviewAsked": one.Review})
	return err
}

// reviewed gives what the holder of a link is asked before a review day, once.
func (s *Service) reviewed(link Link, party Party, one Agreement) (Question, error) {
	switch {
	case one.State == Stopped:
		return Question{}, fault.New(fault.Conflict, "agreement.stopped", nil)
	case one.Review != link.Review || one.Edition != link.Edition || !s.UnderReview(one):
		return Question{}, fault.New(fault.Conflict, "agreement.review-over", nil)
	case party.Said(one) != "":
		return Question{Party: party, Agreement: one, Review: true}, fault.New(fault.Conflict, "agreement.link-used", nil)
	case !link.Ends.After(s.Now()):
		return Question{}, fault.New(fault.NotFound, "agreement.link-over", nil)
	}
	return Question{Party: party, Agreement: one, Review: true}, nil
}

// OpineByLink keeps what the holder of a link says. Of several at the same time
// one is kept; then the link does nothing.
func (s *Service) OpineByLink(ctx context.Context, token string, opinion Opinion, why string) (Agreement, error) {
	question, err := s.ByLink(ctx, token)
	if err == nil && !question.Review {
		err = fault.New(fault.Conflict, "agreement.not-asked", nil)
	}
	if err != nil {
		return Agreement{}, err
	}
	err = s.keepOpinion(ctx, program(), question.Party, opinion, why)
	var overtaken *record.Overtaken
	if errors.As(err, &overtaken) {
		err = fault.New(fault.Conflict, "agreement.link-used", nil)
	}
	return question.Agreement, err
}
