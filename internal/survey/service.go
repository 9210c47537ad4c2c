package survey

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/suppress"
)

// Keeper keeps what somebody has not decided on yet, for a short while and
// for nobody else; *transfer.Uploads is one.
type Keeper interface {
	Put(account id.ID, what string, content []byte) error
	Take(account id.ID, what string) (content []byte, found bool, err error)
	Drop(account id.ID, what string) error
}

// Service takes surveys in.
type Service struct {
	Store      Store
	Keeper     Keeper
	Catalogue  *catalogue.Live
	Records    *record.Service
	Deliveries *delivery.Service
	IDs        *id.Maker
}

// Form is what is said of a file.
type Form struct {
	Indicator    string // code of an own indicator; "" makes New
	New          NewIndicator
	Survey       string
	Period       int // of rows that tell none; 0 when each does
	BoundaryYear int
	Scope        string // code of a municipality or GGD region
	Unlisted     Unlisted
	Rounding     int // base, for a new series; 0 is none
}

// Preview is what would happen.
type Preview struct {
	Form     Form
	FileName string
	Name     string // of the indicator, in Dutch
	Place    string // name of the scope
	Rows     int
	Periods  []int
	Areas    int
	Smallest int
	Findings []Finding
	Wrong    int // findings that must be mended first
	Outcome  Outcome
	Checksum string // says which file is confirmed
}

// draft is what is kept between looking and confirming.
type draft struct {
	Preview
	Level  place.Level
	Rounds []Round
}

// kept is by what name a draft is kept.
const kept = "survey"

// Look reads a file and tells what would happen; nothing of it counts yet.
// When nothing needs mending it keeps the answers, for Confirm.
func (s *Service) Look(ctx context.Context, actor access.Actor, form Form, fileName string, table *sheet.Table) (Preview, error) {
	d, err := s.prepare(ctx, actor, form, fileName, table)
	if err != nil || d.Wrong > 0 {
		return d.Preview, err
	}
	content, err := json.Marshal(d)
	if err != nil {
		return d.Preview, err
	}
	return d.Preview, s.Keeper.Put(actor.Account, kept, content)
}

// prepare reads a file and decides what of it would show.
func (s *Service) prepare(ctx context.Context, actor access.Actor, form Form, fileName string, table *sheet.Table) (draft, error) {
	in, err := s.check(ctx, actor, &form)
	if err != nil {
		return draft{}, err
	}
	read := readAnswers(table, form.Period)
	d := draft{Level: read.level, Preview: Preview{Form: form, FileName: fileName, Name: s.nameOf(form), Place: in.edition.Name, Rows: read.rows}}
	var series Series
	if read.wrong == 0 {
		if series, err = s.series(ctx, form, in, read.level); err != nil {
			return d, err
		}
		read.tellOtherAreas(&series)
	}
	if d.Findings, d.Wrong = read.findings, read.wrong; d.Wrong > 0 {
		return d, nil
	}
	d.Smallest, d.Areas = series.Smallest, len(series.parts())
	for _, period := range slices.Sorted(maps.Keys(read.rounds)) {
		d.Rounds = append(d.Rounds, Round{Period: period, Unlisted: form.Unlisted, Counts: read.rounds[period]})
		d.Periods = append(d.Periods, period)
	}
	ready, err := s.decide(ctx, series, d.Rounds, in)
	if err != nil {
		return d, err
	}
	d.Outcome = ready.outcome
	d.Checksum, err = s.checksum(ctx, form, table)
	return d, err
}

// checksum marks a file. It is shown with its delivery, and so made with the
// secret: of a plain sum somebody could try which counts give it.
func (s *Service) checksum(ctx context.Context, form Form, table *sheet.Table) (string, error) {
	key, err := s.key(ctx)
	if err != nil {
		return "", err
	}
	code := hmac.New(sha256.New, key)
	err = json.NewEncoder(code).Encode([]any{form, table.Columns, table.Rows})
	return hex.EncodeToString(code.Sum(nil)), err
}

func (s *Service) key(ctx context.Context) ([]byte, error) {
	fresh := make([]byte, 32)
	if _, err := rand.Read(fresh); err != nil {
		return nil, err
	}
	return s.Store.SurveyKey(ctx, fresh)
}

// series gives the series that a form is about, a fresh one when it is the
// first round.
func (s *Service) series(ctx context.Context, form Form, in scope, level place.Level) (Series, error) {
	if form.Indicator != "" {
		series, found, err := s.Store.SurveySeries(ctx, form.Indicator, form.Survey, form.Scope, form.BoundaryYear)
		if err != nil || found {
			if err == nil && series.level() != level {
				err = fault.New(fault.Invalid, "survey.otherLevel", fault.Args{"Level": string(series.level())})
			}
			return series, err
		}
	}
	smallest, err := s.smallest(ctx)
	if err != nil {
		return Series{}, err
	}
	areas, err := s.areas(ctx, in, level, form.BoundaryYear)
	return Series{
		ID: s.IDs.Next(), Indicator: form.Indicator, Survey: form.Survey, Scope: form.Scope, BoundaryYear: form.BoundaryYear,
		Areas: areas, Smallest: smallest, Rounding: form.Rounding,
	}, err
}

// smallest gives k of this installation.
func (s *Service) smallest(ctx context.Context) (int, error) {
	text, err := s.Store.Setting(ctx, SettingSmallest)
	if err != nil || text == "" {
		return suppress.DefaultSmallest, err
	}
	return ParseSmallest(text)
}

// ParseSmallest reads the setting with k.
func ParseSmallest(text string) (int, error) {
	k, err := strconv.Atoi(text)
	if err != nil || k < suppress.LeastSmallest || k > suppress.MostSmallest {
		return 0, fault.New(fault.Invalid, "survey.badSmallest", fault.Args{"Least": suppress.LeastSmallest, "Most": suppress.MostSmallest})
	}
	return k, nil
}
