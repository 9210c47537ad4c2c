package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/letters"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// Letters sends everybody a letter a week; *letters.Service is one.
type Letters interface {
	Setting(ctx context.Context, of id.ID) (letters.Setting, error)
	Choose(ctx context.Context, of id.ID, day time.Weekday, off bool) error
	Known(ctx context.Context, secret string) error
	Stop(ctx context.Context, secret string) error
}

// Agenda makes calendars; *agenda.Service is one.
type Agenda interface {
	Renew(ctx context.Context, actor access.Actor, in id.ID) (string, error)
	End(ctx context.Context, actor access.Actor, in id.ID) error
	Feeds(ctx context.Context, actor access.Actor) ([]id.ID, error)
	Calendar(ctx context.Context, secret string) (string, error)
}

// letterRoutes are those of letters and calendars.
func (s *site) letterRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	const page, data, public = true, false, true
	return []Route{
		{get, "/account/berichten", "letters", page, !public, s.lettersPage},
		{post, "/account/berichten", "letters-choose", data, !public, s.chooseLetters},
		{post, "/account/agenda", "agenda-change", data, !public, s.changeAgenda},
		{get, "/berichten/stop/{token}", "letters-stop", page, public, s.stopPage},
		{post, "/berichten/stop/{token}", "letters-stopped", data, public, s.stopLetters},
		{get, "/agenda/{token}", "agenda", data, public, s.agenda},
	}
}

// lettersPage answers when somebody gets letters, and their calendars.
func (s *site) lettersPage(w http.ResponseWriter, r *http.Request) error {
	return s.showLetters(w, r, view.Letters{})
}

func (s *site) showLetters(w http.ResponseWriter, r *http.Request, shown view.Letters) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	if s.Letters == nil || s.Agenda == nil {
		return fault.New(fault.NotFound, "account.no-accounts", nil)
	}
	p := s.page(w, r)
	p.Title = p.T("letters.title")
	setting, err := s.Letters.Setting(r.Context(), p.Actor.Account)
	if err != nil {
		return err
	}
	shown.Bounced, shown.Demo = setting.Stopped(), s.Accounts.InDemo(r.Context())
	shown.Days = append(shown.Days, view.Option{Value: "niet", Label: p.T("letters.none"), Chosen: setting.Off})
	for n := range 7 {
		day := time.Weekday((n + 1) % 7)
		shown.Days = append(shown.Days, view.Option{Value: strconv.Itoa(int(day)), Label: p.T("letters.day-" + strconv.Itoa(int(day))), Chosen: !setting.Off && setting.Day == day})
	}
	feeds, err := s.Agenda.Feeds(r.Context(), p.Actor)
	if err != nil {
		return err
	}
	ids := []any{}
	for _, one := range feeds {
		ids = append(ids, one)
	}
	names, err := s.partnershipTitles(r, p, ids)
	if err != nil {
		return err
	}
	own := view.Feed{Name: p.T("letters.own"), ID: "0"}
	for _, one := range feeds {
		if one == 0 {
			own.Has = true
		} else if names[one] != "" {
			shown.Feeds = append(shown.Feeds, view.Feed{Name: names[one], ID: one.String(), Has: true})
		}
	}
	shown.Feeds = append([]view.Feed{own}, shown.Feeds...)
	w.Header().Set("Cache-Control", "no-store")
	return s.show(w, r, view.LettersPage(p, shown))
}

// chooseLetters sets the day of somebody's letter.
func (s *site) chooseLetters(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	text := r.PostFormValue("dag")
	day, err := strconv.Atoi(text)
	if err != nil && text != "niet" {
		return fault.New(fault.Invalid, "letters.no-day", nil)
	}
	if text == "niet" {
		day = int(letters.UsualDay)
	}
	if err := s.Letters.Choose(r.Context(), s.actor(r).Account, time.Weekday(day), text == "niet"); err != nil {
		return err
	}
	http.Redirect(w, r, "/account/berichten", http.StatusSeeOther)
	return nil
}

// changeAgenda makes a calendar's address anew, and shows it once; or ends it.
func (s *site) changeAgenda(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlySignedIn(r); err != nil {
		return err
	}
	in, err := id.Parse(r.PostFormValue("van"))
	if err != nil && r.PostFormValue("van") != "0" {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	if r.PostFormValue("stop") != "" {
		if err := s.Agenda.End(r.Context(), s.actor(r), in); err != nil {
			return err
		}
		http.Redirect(w, r, "/account/berichten", http.StatusSeeOther)
		return nil
	}
	secret, err := s.Agenda.Renew(r.Context(), s.actor(r), in)
	if err != nil {
		return err
	}
	base := s.PublicURL
	if base == "" {
		base = "http://" + r.Host
	}
	return s.showLetters(w, r, view.Letters{Made: base + "/agenda/" + secret + ".ics"})
}

// stopPage asks whether letters must end; programs that read mail open links,
// and press no buttons.
func (s *site) stopPage(w http.ResponseWriter, r *http.Request) error {
	return s.showStop(w, r, false)
}

func (s *site) showStop(w http.ResponseWriter, r *http.Request, done bool) error {
	if s.Letters == nil {
		return fault.New(fault.NotFound, "letters.no-stop", nil)
	}
	if err := s.Letters.Known(r.Context(), r.PathValue("token")); err != nil {
		return err
	}
	p := s.page(w, r)
	p.Title = p.T("letters.stopTitle")
	if done {
		p.Title = p.T("letters.stopped")
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	return s.show(w, r, view.StopLettersPage(p, r.URL.Path, done))
}

// stopLetters ends letters with one click, of who is not signed in (RFC 8058).
func (s *site) stopLetters(w http.ResponseWriter, r *http.Request) error {
	if s.Letters == nil {
		return fault.New(fault.NotFound, "letters.no-stop", nil)
	}
	if err := s.Letters.Stop(r.Context(), r.PathValue("token")); err != nil {
		return err
	}
	return s.showStop(w, r, true)
}

// agenda answers a calendar behind its secret address.
func (s *site) agenda(w http.ResponseWriter, r *http.Request) error {
	const end = ".ics"
	token := r.PathValue("token")
	if s.Agenda == nil || len(token) <= len(end) || token[len(token)-len(end):] != end {
		return fault.New(fault.NotFound, "agenda.no-feed", nil)
	}
	text, err := s.Agenda.Calendar(r.Context(), token[:len(token)-len(end)])
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Cache-Control", "private, max-age=300")
	w.Header().Set("X-Robots-Tag", "noindex")
	_, err = w.Write([]byte(text))
	return err
}
