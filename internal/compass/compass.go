// Package compass tells a partnership where it may want to look: signals on
// five spokes, worked out of what is written down, on any day. It gives no mark
// and holds no partnership against another.
package compass

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Spokes are the five themes of working together, in the order of the guide of
// RIVM.
var Spokes = []string{"language", "commitment", "trust", "roles", "reflection"}

// Signal is something to look at, as signals.yaml describes it.
type Signal struct {
	ID    string
	Spoke string
	Days  int      // for how long something must be so
	Of    []string // what is looked for: fields of work, levels
	Path  string   // of the page where the next step is, under that of the partnership or with {} for it
}

// Reading is what a signal shows on a day: nothing when About is empty.
type Reading struct {
	Signal
	About []string // what it is about: words, names, titles; "" is what the reader may not see; keys for domains and levels
	Keys  string   // the beginning of the keys that About are; "" when they are words
}

// Open tells whether there is something to look at.
func (r Reading) Open() bool { return len(r.About) > 0 }

// Compass is the readings on two days, in the order of the signals.
type Compass struct {
	Then, Now       []Reading
	DayThen, DayNow string
}

//go:embed data/signals.yaml
var signals []byte

// Load reads the signals.
func Load() ([]Signal, error) {
	var list []Signal
	read := yaml.NewDecoder(bytes.NewReader(signals))
	read.KnownFields(true)
	if err := read.Decode(&list); err != nil {
		return nil, fmt.Errorf("compass: signals.yaml: %w", err)
	}
	for _, signal := range list {
		if !slices.Contains(Spokes, signal.Spoke) || measures[signal.ID] == nil {
			return nil, fmt.Errorf("compass: signals.yaml: %s is not known, or has no spoke", signal.ID)
		}
	}
	return list, nil
}

// Service reads the compass of a partnership.
type Service struct {
	Records *record.Service
	Signals []Signal
	Now     func() time.Time
	Today   func(time.Time) string
}

// May tells whether somebody sees the compass: it is for the partnership itself.
func May(actor access.Actor, in id.ID) bool {
	return access.Can(actor, access.See, access.Judgements, access.Facts{Partnership: in, Audience: access.Partnership})
}

// Of reads the compass of a partnership now and on an earlier day. Records that
// some in the partnership may not see count for nobody. What the reader may not
// see by name counts without it: somebody of another organisation, and what was
// taken away, for who does not read on in what is gone.
func (s *Service) Of(ctx context.Context, actor access.Actor, in id.ID, then time.Time) (Compass, error) {
	if !May(actor, in) {
		return Compass{}, fault.New(fault.Denied, "compass.members-only", nil)
	}
	now := s.Now()
	if then.After(now) {
		then = now
	}
	g := gathering{Service: s, ctx: ctx, actor: actor, in: in, past: &world{at: then}, present: &world{at: now}}
	if err := g.all(); err != nil {
		return Compass{}, err
	}
	return Compass{Then: s.read(g.past, then), Now: s.read(g.present, now), DayThen: s.Today(then), DayNow: s.Today(now)}, nil
}

// days gives for how long something must be so before a signal tells it.
func (s *Service) days(signal string) int {
	for _, one := range s.Signals {
		if one.ID == signal {
			return one.Days
		}
	}
	return 0
}

func (s *Service) read(world *world, at time.Time) []Reading {
	var list []Reading
	for _, signal := range s.Signals {
		about, keys := measures[signal.ID](world, asked{day: s.Today(at), since: s.Today(at.AddDate(0, 0, -signal.Days)), of: signal.Of})
		list = append(list, Reading{Signal: signal, About: about, Keys: keys})
	}
	return list
}
