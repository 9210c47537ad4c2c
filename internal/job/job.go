// Package job is the queue of work that goes on after the page or the command
// that asked for it: builds, exports, mail. A job is added in the transaction
// that makes it needed, so that neither exists without the other.
//
// # No job is done twice
//
// A worker holds a job by a lease: a number that is new for each attempt, and
// a moment at which it ends unless the worker prolongs it. Everything a worker
// writes about a job asks whether its lease still holds. When it does not,
// another worker has taken the job over, and the write fails with
// ErrLeaseLost.
//
// An attempt can die at any moment, and the next one starts from nothing. A
// handler therefore has one of three forms:
//
//   - What it changes is in the database. It gives Run.Ending to a method of
//     the store, which ends the job in the same transaction as the change
//     (db.endJob). Both are there or neither.
//   - What it changes is the same when it is done again: a cache that is built,
//     a file that is made under a name of its own. It only returns nil.
//   - What it changes is outside: a letter is sent. It does so within Run.Once,
//     which writes down beforehand that it begins. When an attempt died in
//     between, nobody knows whether the letter went; the job then ends as
//     failed, and a person decides.
//
// A payload names records by their id and never repeats what they hold, so
// that erasing a person needs not look into it.
package job

import (
	"encoding/json"
	"errors"
	"math"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// State is where a job stands.
type State string

const (
	Waiting   State = "waiting"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed" // given up; kept until somebody retries it
	Cancelled State = "cancelled"
)

// States lists all states in the order of a job's life.
var States = [...]State{Waiting, Running, Done, Failed, Cancelled}

// Ended tells that nothing happens to a job by itself any more.
func (s State) Ended() bool { return s == Done || s == Failed || s == Cancelled }

// Job is one piece of work.
type Job struct {
	ID      id.ID
	Kind    string // name of a Kind
	Payload json.RawMessage
	Account int64 // who asked; 0 is the program itself
	// Key makes a job the only one of its kind with this key that waits. One
	// that runs may have read already what has changed since, so another may
	// wait behind it; the two never run together. "" is none.
	Key         string
	State       State
	Attempts    int       // begun, the present one included
	RunAfter    time.Time // when it may run, while it waits; zero when added is at once
	LeaseUntil  time.Time // while it runs
	Worker      string    // the process that has it, or had it last
	CancelAsked bool      // somebody asked it to stop while it runs
	Problem     *Problem  // why the last attempt failed
	Progress    Progress
	Result      json.RawMessage
	CreatedAt   time.Time
	StartedAt   time.Time // of the last attempt
	EndedAt     time.Time
}

// Problem is why an attempt failed, as a key of the language catalogue. Its
// arguments are shown to people who may see the job and are kept as long as
// it: never a name of a person.
type Problem struct {
	Key  string     `json:"key"`
	Args fault.Args `json:"args,omitempty"`
}

// UnmarshalJSON reads a problem as it was kept; whole numbers stay whole, so
// that they are written as such.
func (p *Problem) UnmarshalJSON(text []byte) error {
	type plain Problem // without this method
	if err := json.Unmarshal(text, (*plain)(p)); err != nil {
		return err
	}
	for name, value := range p.Args {
		if number, is := value.(float64); is && number == math.Trunc(number) && math.Abs(number) < 1<<53 {
			p.Args[name] = int64(number)
		}
	}
	return nil
}

// Progress tells how far a job is.
type Progress struct {
	Step   string           `json:"step,omitempty"` // catalogue key of what is counted
	Done   int64            `json:"done"`
	Total  int64            `json:"total"` // 0 while it is not known
	Counts map[string]int64 `json:"counts,omitempty"`
}

// Part is how much of the work is done, between 0 and 1.
func (p Progress) Part() float64 {
	if p.Total <= 0 {
		return 0
	}
	return min(max(float64(p.Done)/float64(p.Total), 0), 1)
}

// Left estimates the time left; it is false while there is nothing to go by.
func (j Job) Left(now time.Time) (time.Duration, bool) {
	part, passed := j.Progress.Part(), now.Sub(j.StartedAt)
	if j.State != Running || part <= 0 || part >= 1 || passed < 2*time.Second {
		return 0, false
	}
	return time.Duration(float64(passed) * (1 - part) / part).Round(time.Second), true
}

// Ask chooses jobs for a list, newest first.
type Ask struct {
	State   State  // "" is every state
	Kind    string // "" is every kind
	Account *int64 // nil is everybody's
	Offset  int
	Limit   int
}

// Lease is a worker's hold on a job.
type Lease struct {
	Job   id.ID
	Token id.ID
}

// ErrLeaseLost is what a worker gets when it writes about a job that another
// has taken over, or that was erased.
var ErrLeaseLost = errors.New("job: the lease is lost")

// Claim asks for the first job that is due.
type Claim struct {
	Kinds  []string
	Token  id.ID
	Worker string
	Now    time.Time
	Until  time.Time // end of the lease
}

// Ending is a job's being done, to be written in one transaction with what it
// did.
type Ending struct {
	Lease  Lease
	Result json.RawMessage
	At     time.Time
	Files  []File
}

// Leaving is the end of an attempt that did not do the job.
type Leaving struct {
	Lease   Lease
	State   State // Waiting, Failed or Cancelled
	At      time.Time
	Due     time.Time // when it may run again, for Waiting
	Problem *Problem
	// Progress is how far the attempt came.
	Progress Progress
	// Unbegun takes the attempt back: a worker that stops says nothing about
	// the job.
	Unbegun bool
}

// File is a result that lies in the data folder under a random name.
type File struct {
	Name      string // in the folder
	Job       id.ID
	Account   int64
	FileName  string // as the reader gets it
	MediaType string
	Bytes     int64
	CreatedAt time.Time
	ExpiresAt time.Time
}

// unknown is the fault of an id that is no job's, or not for this reader.
func unknown(j string) error {
	return fault.New(fault.NotFound, "job.unknown", fault.Args{"Job": j})
}
