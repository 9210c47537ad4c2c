package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// handler answers a request or says why not; the error becomes a page or a
// problem document in one place.
type handler func(w http.ResponseWriter, r *http.Request) error

func (s *site) handle(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	}
}

// route sends the request to its handler. The mux's own plain 404 and 405
// become pages like all others.
func (s *site) route(w http.ResponseWriter, r *http.Request) {
	matched, pattern := s.mux.Handler(r)
	if pattern != "" {
		s.mux.ServeHTTP(w, r)
		return
	}
	probe := &statusOnly{header: http.Header{}}
	matched.ServeHTTP(probe, r)
	switch {
	case probe.status == http.StatusMethodNotAllowed:
		w.Header().Set("Allow", probe.header.Get("Allow"))
		s.problem(w, r, http.StatusMethodNotAllowed, "")
	case probe.status >= 300 && probe.status < 400: // a path that only lacks its last slash
		http.Redirect(w, r, probe.header.Get("Location"), probe.status)
	default:
		s.problem(w, r, http.StatusNotFound, "")
	}
}

// statusOnly listens to what the mux would have answered.
type statusOnly struct {
	header http.Header
	status int
}

func (s *statusOnly) Header() http.Header         { return s.header }
func (s *statusOnly) Write(b []byte) (int, error) { return len(b), nil }
func (s *statusOnly) WriteHeader(status int)      { s.status = status }

// statusOf maps the class of a fault to HTTP, here and nowhere else.
func statusOf(code fault.Code) int {
	switch code {
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Denied:
		return http.StatusForbidden
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Away:
		return http.StatusServiceUnavailable
	case fault.Limit:
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusInternalServerError
}

// fail answers an error. The reader gets the sentence of the fault; the cause
// goes to the log.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // the reader left
	}
	status := statusOf(fault.CodeOf(err))
	text := ""
	var f *fault.Fault
	if errors.As(err, &f) && (status < http.StatusInternalServerError || status == http.StatusServiceUnavailable) {
		text = s.Catalogue.T(s.language(r), f.Key, f.Args)
		if wait, is := f.Args[waitArg].(time.Duration); is {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())))
		}
	}
	if status == http.StatusForbidden {
		s.noteDenied(r)
	}
	if status >= http.StatusInternalServerError {
		s.Log.LogAttrs(r.Context(), slog.LevelError, "request failed",
			slog.String("request", requestID(r)), slog.String("path", logPath(r)), slog.Any("error", err))
	}
	s.problem(w, r, status, text)
}

// mendable tells whether a fault is one that the sender of a form can mend.
func (s *site) mendable(err error) (*fault.Fault, bool) {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return nil, false
	}
	return f, f.Code == fault.Invalid || f.Code == fault.Conflict || f.Code == fault.Denied
}

// problem writes the error page, or the same as problem+json when a script asked.
func (s *site) problem(w http.ResponseWriter, r *http.Request, status int, text string) {
	p := s.page(w, r)
	number := strconv.Itoa(status)
	heading := p.T("error." + number)
	if text == "" {
		text = p.T("error." + number + "text")
	}
	p.Title = heading
	w.Header().Set("Cache-Control", "no-store")
	if wantsJSON(r) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{"status": status, "title": heading, "detail": text, "instance": p.RequestID})
		return
	}
	s.render(w, r, status, view.ProblemPage(p, view.Problem{Status: status, Heading: heading, Text: text}))
}

// render writes a page. It is made in memory first, so that a failing
// template never sends half a page.
func (s *site) render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) {
	var body bytes.Buffer
	if err := page.Render(r.Context(), &body); err != nil {
		s.Log.LogAttrs(r.Context(), slog.LevelError, "page not drawn", slog.String("request", requestID(r)), slog.Any("error", err))
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	if header.Get("Cache-Control") == "" {
		header.Set("Cache-Control", "private, no-cache")
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = body.WriteTo(w)
	}
}

// show renders a page that is found.
func (s *site) show(w http.ResponseWriter, r *http.Request, page templ.Component) error {
	s.render(w, r, http.StatusOK, page)
	return nil
}

// page begins the values of a page for this request.
func (s *site) page(w http.ResponseWriter, r *http.Request) view.Page {
	lang := s.language(r)
	s.rememberLanguage(w, r)
	w.Header().Set("Content-Language", lang)
	w.Header().Add("Vary", "Cookie, Accept-Language")
	p := view.Page{
		Lang: lang, Languages: s.Catalogue.Languages(), Catalogue: s.Catalogue,
		Asset: s.files.URL, Path: r.URL.Path, Query: r.URL.Query(),
		RequestID: requestID(r), Version: s.Version, Now: s.Now(),
		Actor: s.actor(r), Name: s.visitorOf(r).who.Name(), HasAccounts: s.sessions != nil,
	}
	s.guide(&p, r)
	s.sayDone(w, r, &p)
	return p
}

// parseForm reads what a form sent, within bounds.
func parseForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, largestForm)
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(err, fault.Limit, "record.formTooLarge", nil)
	}
	return nil
}

const languageCookie = "taal"

// language is what the address asks, else what the reader chose before, else
// what the browser prefers.
func (s *site) language(r *http.Request) string {
	if asked := r.URL.Query().Get("lang"); s.Catalogue.Has(asked) {
		return asked
	}
	chosen := ""
	if cookie, err := r.Cookie(languageCookie); err == nil {
		chosen = cookie.Value
	}
	return s.Catalogue.Match(chosen, r.Header.Get("Accept-Language"))
}

func (s *site) rememberLanguage(w http.ResponseWriter, r *http.Request) {
	asked := r.URL.Query().Get("lang")
	if !s.Catalogue.Has(asked) {
		return
	}
	s.setLanguage(w, asked)
}

func (s *site) setLanguage(w http.ResponseWriter, lang string) {
	http.SetCookie(w, &http.Cookie{
		Name: languageCookie, Value: lang, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.secure(),
	})
}
