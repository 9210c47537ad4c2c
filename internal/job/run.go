package job

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"sync"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Run is one attempt at a job, as its handler sees it. It may be used by
// several goroutines at once.
type Run struct {
	Job Job

	lease Lease
	store WorkStore
	files *Files
	now   func() time.Time

	mu       sync.Mutex
	progress Progress
	told     bool // the progress was written since it changed
	result   json.RawMessage
	drafts   []*Draft
}

// Decode reads the payload.
func (r *Run) Decode(into any) error {
	if err := json.Unmarshal(r.Job.Payload, into); err != nil {
		return fault.Wrap(err, fault.Invalid, "job.bad-payload", fault.Args{"Kind": r.Job.Kind})
	}
	return nil
}

// Changed is the payload of a job that follows the change of a record.
type Changed struct {
	ID id.ID `json:"id"`
}

// Changed gives the record that the job follows the change of.
func (r *Run) Changed() (id.ID, error) {
	var of Changed
	if err := r.Decode(&of); err != nil {
		return 0, err
	}
	return of.ID, nil
}

// Progress tells how far the work is; step is a catalogue key of what is
// counted. It costs nothing: what is told is written twice a second at most.
func (r *Run) Progress(step string, done, total int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.progress.Step, r.progress.Done, r.progress.Total, r.told = step, done, total, false
}

// Count tells a number that belongs to the work, under a catalogue key.
func (r *Run) Count(key string, n int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.progress.Counts == nil {
		r.progress.Counts = map[string]int64{}
	}
	r.progress.Counts[key] = n
	r.told = false
}

// SetResult sets what is kept of the job when it is done.
func (r *Run) SetResult(result any) error {
	text, err := json.Marshal(result)
	if err != nil {
		return fmt.Errorf("result of %s: %w", r.Job.Kind, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.result = text
	return nil
}

// Ending is the job's being done, for a method of the store that writes it in
// the same transaction as what the job did.
func (r *Run) Ending() Ending {
	r.mu.Lock()
	defer r.mu.Unlock()
	return Ending{Lease: r.lease, Result: r.result, At: r.now(), Files: r.finished()}
}

// Once does something outside the database at most once in all attempts. It
// is left out when an earlier attempt did it. When an earlier attempt died in
// the midst of it, nobody knows, and the job fails for good; a person who
// retries it takes the risk. An error of effect says that nothing was done.
func (r *Run) Once(ctx context.Context, name string, effect func() error) error {
	before, err := r.store.BeginMark(ctx, r.lease, name)
	switch {
	case err != nil:
		return err
	case before == MarkDone:
		return nil
	case before == MarkBegun:
		return fault.New(fault.Invalid, "job.uncertain", nil)
	}
	// Whatever becomes of the attempt, what happened outside is written down.
	kept := context.WithoutCancel(ctx)
	if err := effect(); err != nil {
		if undone := r.store.EndMark(kept, r.lease, name, false); undone != nil {
			return fmt.Errorf("%w; and that it was not done could not be kept: %w", err, undone)
		}
		return err
	}
	return r.store.EndMark(kept, r.lease, name, true)
}

// untold gives the progress, and whether it changed since it was last given.
func (r *Run) untold() (Progress, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	changed := !r.told
	r.told = true
	progress := r.progress
	progress.Counts = maps.Clone(progress.Counts)
	return progress, changed
}
