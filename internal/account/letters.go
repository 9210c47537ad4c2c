package account

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
)

// JobLetter tells somebody what happened to their account.
const JobLetter = "account-letter"

type letterAsked struct {
	Account id.ID  `json:"account"`
	Key     string `json:"key"`
}

// tell sends a letter to an account, after the answer.
func (s *Service) tell(ctx context.Context, account Account, key string) error {
	_, err := s.Jobs.Add(ctx, job.Job{Kind: JobLetter}, letterAsked{Account: account.ID, Key: key})
	return err
}

// SendLetter does the job of tell.
func (s *Service) SendLetter(ctx context.Context, run *job.Run) error {
	var asked letterAsked
	if err := run.Decode(&asked); err != nil {
		return err
	}
	account, err := s.Store.Account(ctx, asked.Account)
	if err != nil {
		return fault.UnlessNotFound(err)
	}
	return run.Once(ctx, "mail", func() error {
		return s.Post.Send(ctx, Letter{To: account.Email, Lang: account.Language, Key: asked.Key, Path: "/account", Args: fault.Args{"name": account.Name}})
	})
}
