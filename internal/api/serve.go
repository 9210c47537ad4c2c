package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// serve is the way in: headers that every answer has, other sites' questions
// whether they may ask, and then the operation.
func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	setHeaders(w.Header())
	if r.Method == http.MethodOptions {
		s.preflight(w, r)
		return
	}
	if path.Clean(r.URL.Path) != r.URL.Path { // the mux would lead to the tidy path
		s.refuse(w, r, http.StatusNotFound)
		return
	}
	matched, pattern := s.mux.Handler(r)
	if pattern != "" {
		s.mux.ServeHTTP(w, r)
		return
	}
	probe := &probe{header: http.Header{}}
	matched.ServeHTTP(probe, r)
	if probe.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", probe.header.Get("Allow"))
		s.refuse(w, r, http.StatusMethodNotAllowed)
		return
	}
	s.refuse(w, r, http.StatusNotFound)
}

// probe listens to what the mux would have answered.
type probe struct {
	header http.Header
	status int
}

func (p *probe) Header() http.Header         { return p.header }
func (p *probe) Write(b []byte) (int, error) { return len(b), nil }
func (p *probe) WriteHeader(status int)      { p.status = status }

// setHeaders sets what every answer has. They replace those of pages.
func setHeaders(header http.Header) {
	header.Set("API-Version", Version)
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Strict-Transport-Security", "max-age=31536000")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
	// Any site may read what a reader's token, or nobody's, gives: no cookie
	// is looked at, so that a browser adds nothing of its own.
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Access-Control-Expose-Headers", "API-Version, ETag, Link, Location, Retry-After, X-Request-Id")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Add("Vary", "Authorization, Accept-Language")
}

// preflight tells a browser that another site may read, and no more.
func (s *server) preflight(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Access-Control-Allow-Methods", "GET, HEAD")
	header.Set("Access-Control-Allow-Headers", "Accept, Accept-Language, Authorization, If-None-Match")
	header.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

// handle makes the handler of an operation.
func (s *server) handle(op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		asked := &request{Request: r, w: w, lang: s.Catalogue.Match("", r.Header.Get("Accept-Language"))}
		answer, err := s.ask(&op, asked)
		if err != nil {
			s.fail(&op, asked, err)
			return
		}
		s.write(asked, answer)
	}
}

// ask finds out who asks and what, and lets the operation answer.
func (s *server) ask(op *operation, r *request) (*answer, error) {
	if err := s.identify(r); err != nil {
		return nil, err
	}
	r.values, r.problems = readQuery(op, r.URL.Query())
	if problems := r.problems; len(problems) > 0 && op.RequestBody == nil {
		return nil, fault.Wrap(problems, fault.Invalid, "record.invalid", fault.Args{"n": len(problems)})
	}
	return op.answer(r)
}

// write sends an answer. It is made in memory first, so that what fails never
// sends half of it.
func (s *server) write(r *request, a *answer) {
	header := r.w.Header()
	for name, values := range a.header {
		header[name] = values
	}
	content, kind := a.raw, a.kind
	if a.body != nil {
		var body bytes.Buffer
		encoder := json.NewEncoder(&body)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(a.body); err != nil {
			s.fail(nil, r, err)
			return
		}
		content, kind = body.Bytes(), "application/json"
	}
	if len(content) > 0 {
		header.Set("Content-Type", kind)
		header.Set("Content-Language", r.lang)
	}
	r.w.WriteHeader(a.status)
	if r.Method != http.MethodHead && len(content) > 0 {
		_, _ = r.w.Write(content) // who left needs no answer
	}
}

// bearer gives the secret that a request is made with; "" for none, false for
// credentials of another sort.
func bearer(r *http.Request) (secret string, sound bool) {
	text := r.Header.Get("Authorization")
	if text == "" {
		return "", true
	}
	scheme, secret, found := strings.Cut(text, " ")
	secret = strings.TrimSpace(secret)
	return secret, found && strings.EqualFold(scheme, "Bearer") && secret != ""
}
