package job

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// Handler does a job. Its context ends when the job is cancelled, when its
// lease is lost and when the process stops; context.Cause tells which. The
// package says which forms a handler may have.
type Handler func(ctx context.Context, run *Run) error

// Kind is a sort of work.
type Kind struct {
	Handle Handler
	// Attempts is how often the work is tried; 0 is five times.
	Attempts int
	// Quick work, such as a letter that somebody waits for, is not kept
	// waiting by long work: one more worker does nothing else.
	Quick bool
}

// Kinds are the sorts of work that a process can do, by name. Jobs of other
// kinds are left to processes that know them.
type Kinds map[string]Kind

const usualAttempts = 5

func (k Kind) attempts() int {
	if k.Attempts > 0 {
		return k.Attempts
	}
	return usualAttempts
}

// Why the context of a handler ended, for context.Cause.
var (
	ErrCancelled = errors.New("job: cancelled")
	ErrStopping  = errors.New("job: the worker stops")
)

const (
	firstPause = 5 * time.Second
	mostPause  = time.Hour
)

// pause is how long to wait after an attempt failed: twice as long each time,
// and a part of that by chance, so that what failed together does not return
// together.
func pause(attempt int) time.Duration {
	whole := mostPause
	if attempt < 12 { // beyond this it would be more than an hour, and at last too large a number
		whole = min(firstPause<<max(attempt-1, 0), mostPause)
	}
	return whole/2 + rand.N(whole/2+1)
}

// mayHelp tells whether trying again can help. What the input lacks it lacks
// the next time as well.
func mayHelp(err error) bool {
	switch fault.CodeOf(err) {
	case fault.Broken, fault.Conflict:
		return true
	}
	return false
}

// problemOf is what of an error is kept with the job; the cause goes to the
// log only.
func problemOf(err error) *Problem {
	var f *fault.Fault
	if errors.As(err, &f) {
		return &Problem{Key: f.Key, Args: f.Args}
	}
	return &Problem{Key: "job.broken"}
}
