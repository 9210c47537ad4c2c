// Package factsheets brings the factsheets of all areas of a municipality
// together in one file, for somebody who waits at a page and for the command
// line.
package factsheets

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Format is a sort of file that a factsheet can be.
type Format string

// The formats of factsheets.
const (
	PDF  Format = "pdf"
	DOCX Format = "docx"
)

// MediaType is the format's, for HTTP.
func (f Format) MediaType() string {
	switch f {
	case PDF:
		return "application/pdf"
	case DOCX:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	}
	return "application/octet-stream"
}

// Wish is one factsheet that is asked for. Wording is one of the ways in which
// a page of a place can be worded; "" is the usual one of who asks.
type Wish struct {
	Level         place.Level
	Code          string
	Format        Format
	Lang, Wording string
}

// Maker makes one factsheet, as somebody may see it.
type Maker interface {
	Make(ctx context.Context, actor access.Actor, wish Wish) ([]byte, error)
	// Formats are those that can be made here.
	Formats() []Format
	// AtOnce is how many are best made at once.
	AtOnce() int
}

// Places tells which areas there are.
type Places interface {
	EditionsOf(ctx context.Context, level place.Level, code string) ([]place.Edition, error)
	EditionsWithin(ctx context.Context, level place.Level, year int, municipality string) ([]place.Edition, error)
	BorderYears(ctx context.Context, level place.Level, municipality string) ([]place.BorderYear, error)
}

// Jobs adds work that goes on behind the pages; *job.Service is one.
type Jobs interface {
	Add(ctx context.Context, j job.Job, payload any) (id.ID, error)
}

// Service makes bundles of factsheets.
type Service struct {
	Places Places
	Maker  Maker
	Jobs   Jobs
	// ActorOf gives what an account may do at the moment that a job runs.
	ActorOf func(ctx context.Context, account id.ID) (access.Actor, error)
	// Words gives a sentence in a language.
	Words func(lang, key string) string
	Now   func() time.Time
}

// Order is a bundle that is asked for: the factsheets of all areas of a level
// in a municipality.
type Order struct {
	Municipality string      `json:"municipality"` // code
	Level        place.Level `json:"level"`
	Format       Format      `json:"format"`
	Lang         string      `json:"lang,omitempty"`
	Wording      string      `json:"wording,omitempty"`
}

// Levels are those that a municipality can be asked in.
var Levels = []place.Level{place.Neighbourhood, place.District}

// MayOrder tells whether somebody may ask for a bundle. It is minutes of work
// for this server, so it is for who works with Koppelkans; what is in it
// everybody may see who may see the pages.
func MayOrder(actor access.Actor) bool {
	return actor.Account != 0 && actor.Professional()
}

// Formats are those that can be made here.
func (s *Service) Formats() []Format { return s.Maker.Formats() }

// check tells what is wrong with an order.
func (s *Service) check(order Order) error {
	if !slices.Contains(Levels, order.Level) {
		return fault.New(fault.Invalid, "factsheets.level-unknown", nil)
	}
	if !slices.Contains(s.Formats(), order.Format) {
		return fault.New(fault.Invalid, "factsheets.format-unknown", nil)
	}
	return nil
}

// areas lists the areas of an order by code: those of the newest boundary year
// of which the level is known in the municipality.
func (s *Service) areas(ctx context.Context, order Order) ([]place.Edition, error) {
	years, err := s.Places.BorderYears(ctx, order.Level, order.Municipality)
	if err != nil {
		return nil, err
	}
	year := place.NewestDrawn(years)
	if year == 0 {
		return nil, fault.New(fault.NotFound, "factsheets.none", fault.Args{"Code": order.Municipality})
	}
	found, err := s.Places.EditionsWithin(ctx, order.Level, year, order.Municipality)
	if err == nil && len(found) == 0 {
		err = fault.New(fault.NotFound, "factsheets.none", fault.Args{"Code": order.Municipality})
	}
	slices.SortFunc(found, func(a, b place.Edition) int { return strings.Compare(a.Code, b.Code) })
	return found, err
}

// name is what the municipality of an order is called.
func (s *Service) name(ctx context.Context, order Order) string {
	editions, err := s.Places.EditionsOf(ctx, place.Municipality, order.Municipality)
	if err != nil || len(editions) == 0 {
		return order.Municipality
	}
	return editions[len(editions)-1].Name
}
