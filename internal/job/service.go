package job

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// mostPayload bounds a payload: it names records, it does not hold them.
const mostPayload = 64 << 10

// Store keeps jobs, for whoever asks for them and looks at them.
type Store interface {
	// AddJob adds a job and gives its id, or that of the one that waits with
	// the same kind and key.
	AddJob(ctx context.Context, j Job) (id.ID, error)
	FindJob(ctx context.Context, j id.ID) (Job, error)
	ListJobs(ctx context.Context, ask Ask) ([]Job, int, error)
	// CancelJob ends a waiting job, and asks a running one to stop. It gives
	// the state that the job has after.
	CancelJob(ctx context.Context, j id.ID, at time.Time) (State, error)
	// RetryJob makes a failed or cancelled job wait again.
	RetryJob(ctx context.Context, j id.ID, at time.Time) error
}

// Service adds jobs, shows them, cancels and retries them.
type Service struct {
	Store Store
	Now   func() time.Time
}

// Add adds a job whose payload is written as JSON.
func (s *Service) Add(ctx context.Context, j Job, payload any) (id.ID, error) {
	text, err := json.Marshal(payload)
	if err != nil {
		return 0, fmt.Errorf("payload of %s: %w", j.Kind, err)
	}
	if len(text) > mostPayload {
		return 0, fault.New(fault.Limit, "job.payload-large", fault.Args{"Kind": j.Kind, "Bytes": len(text)})
	}
	j.Payload = text
	return s.Store.AddJob(ctx, j)
}

// Find gives a job by the text of its id.
func (s *Service) Find(ctx context.Context, text string) (Job, error) {
	number, err := id.Parse(text)
	if err != nil {
		return Job{}, unknown(text)
	}
	return s.Store.FindJob(ctx, number)
}

// List gives a page of jobs, newest first, with the number of all.
func (s *Service) List(ctx context.Context, ask Ask) ([]Job, int, error) {
	return s.Store.ListJobs(ctx, ask)
}

// Cancel ends a waiting job at once and asks a running one to stop; it gives
// the state after.
func (s *Service) Cancel(ctx context.Context, j id.ID) (State, error) {
	return s.Store.CancelJob(ctx, j, s.Now())
}

// Retry makes a failed or cancelled job wait again, with all its attempts.
func (s *Service) Retry(ctx context.Context, j id.ID) error {
	return s.Store.RetryJob(ctx, j, s.Now())
}

// watchEvery is how often Watch looks.
const watchEvery = 250 * time.Millisecond

// Watch tells how a job goes on until it has ended, and gives its last state.
func (s *Service) Watch(ctx context.Context, j id.ID, tell func(Job)) (Job, error) {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for {
		found, err := s.Store.FindJob(ctx, j)
		if err != nil {
			return found, err
		}
		tell(found)
		if found.State.Ended() {
			return found, nil
		}
		select {
		case <-ctx.Done():
			return found, ctx.Err()
		case <-ticker.C:
		}
	}
}
