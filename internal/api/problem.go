package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Problem is the answer of every request that fails (RFC 9457).
type Problem struct {
	Status   int            `json:"status"`
	Title    string         `json:"title"`
	Detail   string         `json:"detail"`
	Instance string         `json:"instance,omitempty"`
	Errors   []ProblemError `json:"errors,omitempty" nullable:"false"`
	Version  int64          `json:"version,omitempty" minimum:"1"`
	Clashes  []ProblemClash `json:"clashes,omitempty" nullable:"false"`
}

// ProblemError is one thing that is wrong with a request.
type ProblemError struct {
	In      string `json:"in" enum:"body,query,header"`
	Name    string `json:"name"`
	Pointer string `json:"pointer,omitempty"`
	Code    string `json:"code"`
	Detail  string `json:"detail"`
}

// ProblemClash is a field that two changed at once.
type ProblemClash struct {
	Field  string `json:"field"`
	Mine   any    `json:"mine,omitempty"`
	Theirs any    `json:"theirs,omitempty"`
}

// refusal is an error that is none of the domain: what HTTP asks of a request.
type refusal struct {
	status int
	errors []wrong
}

func (r *refusal) Error() string { return "api: " + http.StatusText(r.status) }

// wrong is one thing that is wrong with a request, not yet in words.
type wrong struct {
	in string
	record.Problem
}

func refused(status int, in, name, key string, args fault.Args) error {
	return &refusal{status: status, errors: []wrong{{in, record.Problem{Field: name, Key: key, Args: args}}}}
}

// statusOf maps an error to HTTP, here and nowhere else.
func statusOf(r *request, err error) int {
	var refusal *refusal
	var unknown *unknownToken
	var often *tooOften
	var overtaken *record.Overtaken
	switch {
	case errors.As(err, &refusal):
		return refusal.status
	case errors.As(err, &unknown):
		return http.StatusUnauthorized
	case errors.As(err, &often):
		return http.StatusTooManyRequests
	case errors.As(err, &overtaken):
		return http.StatusPreconditionFailed
	case errors.Is(err, record.ErrOvertaken):
		return http.StatusConflict
	}
	switch fault.CodeOf(err) {
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Denied:
		if !r.actor.SignedIn() {
			return http.StatusUnauthorized
		}
		return http.StatusForbidden
	case fault.Limit:
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusInternalServerError
}

// fail answers an error. The caller gets the sentence of the fault; the cause
// goes to the log.
func (s *server) fail(op *operation, r *request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // the caller left
	}
	status := statusOf(r, err)
	problem := Problem{Status: status}
	var known *fault.Fault
	if errors.As(err, &known) && status < http.StatusInternalServerError {
		problem.Detail = s.Catalogue.T(r.lang, known.Key, known.Args)
	}
	for _, one := range wrongs(op, err) {
		problem.Errors = append(problem.Errors, s.words(r.lang, one))
	}
	if status == http.StatusBadRequest && len(problem.Errors) > 0 {
		problem.Detail = "" // the errors say more than how many there are
	}
	var overtaken *record.Overtaken
	if errors.As(err, &overtaken) {
		if clashErr := s.tellClashes(r, overtaken, &problem); clashErr != nil {
			status, problem = http.StatusInternalServerError, Problem{Status: http.StatusInternalServerError}
			err = errors.Join(err, clashErr)
		}
	}
	var often *tooOften
	if errors.As(err, &often) {
		r.w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(often.wait.Seconds()))))
	}
	if status == http.StatusForbidden && op != nil {
		s.noteDenied(r, r.actor.Account.String(), op.OperationID)
	}
	if status >= http.StatusInternalServerError {
		s.Log.LogAttrs(r.Context(), slog.LevelError, "request failed",
			slog.String("request", s.RequestID(r.Request)), slog.String("path", r.URL.Path), slog.Any("error", err))
	}
	s.problem(r, problem)
}

// wrongs gives all that is wrong with a request.
func wrongs(op *operation, err error) []wrong {
	var refusal *refusal
	var problems record.Problems
	if errors.As(err, &refusal) {
		return refusal.errors
	}
	if !errors.As(err, &problems) {
		return nil
	}
	in := "query"
	if op != nil && op.RequestBody != nil {
		in = "body"
	}
	list := make([]wrong, len(problems))
	for at, problem := range problems {
		list[at] = wrong{in, problem}
		if in == "body" && op.isQuery(problem.Key) {
			list[at].in = "query"
		}
	}
	return list
}

// isQuery tells whether a problem can only be of an address.
func (op *operation) isQuery(key string) bool {
	return key == "api.unknown-parameter" || key == "api.no-parameters" || key == "api.given-twice"
}

func (s *server) words(lang string, one wrong) ProblemError {
	text := ProblemError{In: one.in, Name: one.Field, Code: one.Key, Detail: s.Catalogue.T(lang, one.Key, one.Args)}
	if one.in == "body" && one.Field != "" {
		text.Pointer = "#/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(one.Field)
	}
	return text
}

// refuse answers a request that leads to no operation.
func (s *server) refuse(w http.ResponseWriter, r *http.Request, status int) {
	s.problem(&request{Request: r, w: w, lang: s.Catalogue.Match("", r.Header.Get("Accept-Language"))}, Problem{Status: status})
}

// problem writes a problem with the words that its status has, where it has
// none of its own.
func (s *server) problem(r *request, p Problem) {
	number := strconv.Itoa(p.Status)
	p.Title = s.Catalogue.T(r.lang, "api.status."+number, nil)
	if p.Detail == "" {
		p.Detail = s.Catalogue.T(r.lang, "api.detail."+number, nil)
	}
	p.Instance = s.RequestID(r.Request)
	header := r.w.Header()
	if p.Status == http.StatusUnauthorized {
		header.Set("WWW-Authenticate", `Bearer realm="koppelkans"`)
	}
	header.Set("Content-Type", "application/problem+json")
	header.Set("Content-Language", r.lang)
	r.w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		_ = json.NewEncoder(r.w).Encode(p) // who left needs no answer
	}
}
