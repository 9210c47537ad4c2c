package web

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/survey"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// mayLoadOwn refuses whoever may load surveys nowhere.
func (s *site) mayLoadOwn(r *http.Request) error {
	if s.Surveys == nil || !access.CanAnywhere(s.actor(r), access.Import, access.Figures) {
		return fault.New(fault.Denied, "survey.denied", nil)
	}
	return nil
}

// ownFigures answers /cijfers/eigen: the form to load a survey of one's own.
func (s *site) ownFigures(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayLoadOwn(r); err != nil {
		return err
	}
	return s.showOwnForm(w, r, http.StatusOK, url.Values{}, view.OwnForm{}, nil)
}

// lookAtOwnFigures reads a file and leads to what would happen with it.
func (s *site) lookAtOwnFigures(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayLoadOwn(r); err != nil {
		return err
	}
	most := sheet.UsualLimits().Bytes
	line := http.NewResponseController(w)
	_ = line.SetReadDeadline(time.Now().Add(fileWithin)) // where it cannot be set there is none
	r.Body = http.MaxBytesReader(w, r.Body, most+largestForm)
	sent, err := readOwn(r)
	if err != nil {
		return s.ownWrong(w, r, sent.typed, err)
	}
	seen, err := s.Surveys.Look(r.Context(), s.actor(r), ownFormOf(sent.typed), sent.name, sent.table)
	if err != nil {
		return s.ownWrong(w, r, sent.typed, err)
	}
	if seen.Wrong > 0 {
		form := view.OwnForm{Findings: s.ownFindings(s.page(w, r), seen.Findings), More: seen.Wrong - len(seen.Findings)}
		return s.showOwnForm(w, r, http.StatusUnprocessableEntity, sent.typed, form, nil)
	}
	http.Redirect(w, r, "/cijfers/eigen/bekijken", http.StatusSeeOther)
	return nil
}

// ownSent is what the form sent.
type ownSent struct {
	typed url.Values
	name  string
	table *sheet.Table
}

// longestTyped bounds what is typed in one field, in bytes.
const longestTyped = 10_000

// readOwn reads the form as a stream, so that its file is never kept whole but
// once. What was typed is given with an error too.
func readOwn(r *http.Request) (ownSent, error) {
	sent := ownSent{typed: url.Values{}}
	noFile := fault.New(fault.Invalid, "survey.noFile", fault.Args{"Field": fileInput})
	parts, err := r.MultipartReader()
	if err != nil {
		return sent, noFile
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return sent, noFile
		}
		if part.FormName() == fileInput {
			if sent.name = part.FileName(); sent.name != "" {
				if sent.table, err = sheet.Read(part, sheet.UsualLimits()); err != nil {
					return sent, err
				}
			}
			continue
		}
		text, err := io.ReadAll(io.LimitReader(part, longestTyped))
		if err != nil {
			return sent, noFile
		}
		sent.typed.Set(part.FormName(), strings.TrimSpace(string(text)))
	}
	if sent.table == nil {
		return sent, noFile
	}
	return sent, nil
}

func ownFormOf(typed url.Values) survey.Form {
	number := func(name string) int {
		if typed.Get(name) == "" {
			return 0
		}
		value, err := strconv.Atoi(typed.Get(name))
		if err != nil {
			return -1 // no year and no base
		}
		return value
	}
	return survey.Form{
		Indicator: typed.Get("indicator"), Survey: typed.Get("survey"), Period: number("period"), BoundaryYear: number("boundaryYear"),
		Scope: typed.Get("scope"), Unlisted: survey.Unlisted(typed.Get("unlisted")), Rounding: number("rounding"),
		New: survey.NewIndicator{
			Name: typed.Get("name"), Short: typed.Get("short"), Description: typed.Get("description"), Theme: typed.Get("theme"),
			Domain: indicator.Domain(typed.Get("domain")), Perspective: indicator.Perspective(typed.Get("perspective")), Direction: indicator.Direction(typed.Get("direction")),
		},
	}
}

// ownWrong shows the form again with what was typed and what is wrong.
func (s *site) ownWrong(w http.ResponseWriter, r *http.Request, typed url.Values, err error) error {
	var wrong *fault.Fault
	if !errors.As(err, &wrong) || wrong.Code != fault.Invalid && wrong.Code != fault.Conflict && wrong.Code != fault.Limit {
		return err
	}
	p := s.page(w, r)
	text := p.Catalogue.T(p.Lang, wrong.Key, wrong.Args)
	field := survey.FieldOf(wrong)
	switch field {
	case "":
		return s.showOwnForm(w, r, http.StatusUnprocessableEntity, typed, view.OwnForm{Wrong: text, Again: true}, nil)
	case fileInput:
		return s.showOwnForm(w, r, http.StatusUnprocessableEntity, typed, view.OwnForm{FileProblem: text}, nil)
	}
	return s.showOwnForm(w, r, http.StatusUnprocessableEntity, typed, view.OwnForm{FileProblem: p.T("own.fileAgain")}, map[string]string{field: text})
}

// ownFiguresSeen answers /cijfers/eigen/bekijken: what would happen with the
// file that was looked at.
func (s *site) ownFiguresSeen(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayLoadOwn(r); err != nil {
		return err
	}
	seen, found, err := s.Surveys.Pending(s.actor(r))
	if err != nil {
		return err
	}
	if !found {
		http.Redirect(w, r, "/cijfers/eigen", http.StatusSeeOther)
		return nil
	}
	return s.showOwnSeen(w, r, http.StatusOK, seen, "")
}

func (s *site) showOwnSeen(w http.ResponseWriter, r *http.Request, status int, seen survey.Preview, wrong string) error {
	p := s.page(w, r)
	p.Title, p.Section, p.Path = p.T("own.seen"), "figures", "/cijfers/eigen/bekijken"
	p.Crumb = []view.Crumb{{Label: p.T("nav.figures"), URL: "/cijfers"}, {Label: p.T("own.title"), URL: "/cijfers/eigen"}}
	periods := make([]string, len(seen.Periods))
	for at, period := range seen.Periods {
		periods[at] = strconv.Itoa(period)
	}
	o := seen.Outcome
	shown := view.OwnSeen{
		Indicator: seen.Name, FileName: seen.FileName, Survey: seen.Form.Survey, Scope: seen.Place, Periods: strings.Join(periods, ", "),
		Checksum: seen.Checksum, Wrong: wrong, Rows: seen.Rows, Areas: seen.Areas, Shown: o.Shown, Hidden: o.Hidden(), Notices: s.ownFindings(p, seen.Findings),
	}
	for _, why := range []view.OwnCount{
		{Label: p.T("own.fewAsked", "K", seen.Smallest), Number: o.FewAsked}, {Label: p.T("own.fewYes", "K", seen.Smallest), Number: o.FewYes},
		{Label: p.T("own.fewNo", "K", seen.Smallest), Number: o.FewNo}, {Label: p.T("own.with"), Number: o.With}, {Label: p.T("own.notAskedCount"), Number: o.NotAsked},
	} {
		if why.Number > 0 {
			shown.Why = append(shown.Why, why)
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	s.render(w, r, status, view.OwnFiguresSeenPage(p, shown))
	return nil
}

// publishOwnFigures loads the file that was looked at.
func (s *site) publishOwnFigures(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayLoadOwn(r); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, largestForm)
	made, err := s.Surveys.Confirm(r.Context(), s.actor(r), r.PostFormValue("kenmerk"))
	var wrong *fault.Fault
	if errors.As(err, &wrong) && (wrong.Code == fault.Conflict || wrong.Code == fault.Invalid || wrong.Code == fault.Limit) {
		if seen, found, again := s.Surveys.Pending(s.actor(r)); found && again == nil {
			return s.showOwnSeen(w, r, http.StatusConflict, seen, s.Catalogue.T(s.language(r), wrong.Key, wrong.Args))
		}
	}
	if err != nil {
		return err
	}
	if s.Accounts != nil {
		s.Accounts.Note(r.Context(), account.Entry{Event: account.EventImport, Actor: s.actor(r).Account, Kind: "delivery", Subject: made.ID})
	}
	http.Redirect(w, r, "/leveringen/"+made.ID.String(), http.StatusSeeOther)
	return nil
}

func (s *site) dropOwnFigures(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayLoadOwn(r); err != nil {
		return err
	}
	if err := s.Surveys.Drop(s.actor(r)); err != nil {
		return err
	}
	http.Redirect(w, r, "/cijfers/eigen", http.StatusSeeOther)
	return nil
}
