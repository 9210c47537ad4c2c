package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

type requestKey struct{}

// withRequestID gives each request a number that stands in the log and on
// error pages. A number from outside is not believed.
func withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		number := strings.ToLower(rand.Text()[:13])
		w.Header().Set("X-Request-Id", number)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey{}, number)))
	})
}

// RequestID gives the number of a request.
func RequestID(r *http.Request) string { return requestID(r) }

func requestID(r *http.Request) string {
	number, _ := r.Context().Value(requestKey{}).(string)
	return number
}

// written remembers what was answered, for the log.
type written struct {
	http.ResponseWriter
	status int
	bytes  int
}

func (w *written) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *written) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

func (w *written) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// logged writes one line a request. It leaves out the query, which can hold
// what somebody searched for, and the reader's address.
func (s *site) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		answer := &written{ResponseWriter: w}
		next.ServeHTTP(answer, r)
		level := slog.LevelInfo
		if strings.HasPrefix(r.URL.Path, "/assets/") || strings.HasSuffix(r.URL.Path, "z") && answer.status == http.StatusOK {
			level = slog.LevelDebug
		}
		s.Log.LogAttrs(r.Context(), level, "request",
			slog.String("request", requestID(r)), slog.String("method", r.Method), slog.String("path", logPath(r)),
			slog.Int("status", answer.status), slog.Int("bytes", answer.bytes),
			slog.Duration("took", time.Since(start).Round(time.Microsecond)))
	})
}

// secretPaths begin addresses whose rest is a token.
var secretPaths = [...]string{"/inloggen/mail/", "/uitnodiging/"}

// logPath is the path of a request without a token that may be in it.
func logPath(r *http.Request) string {
	for _, begin := range secretPaths {
		if rest, is := strings.CutPrefix(r.URL.Path, begin); is && rest != "gevraagd" && rest != "bevestigen" {
			return begin + "…"
		}
	}
	return r.URL.Path
}

// recovered turns a panic into the error page and one line in the log.
func (s *site) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler {
				panic(cause)
			}
			s.Log.LogAttrs(r.Context(), slog.LevelError, "panic",
				slog.String("request", requestID(r)), slog.String("path", logPath(r)),
				slog.String("cause", fmt.Sprint(cause)), slog.String("stack", string(debug.Stack())))
			if answer, ok := w.(*written); ok && answer.status != 0 {
				panic(http.ErrAbortHandler) // half an answer has gone; cut it off
			}
			w.Header().Del("Content-Encoding")
			s.problem(w, r, http.StatusInternalServerError, "")
		}()
		next.ServeHTTP(w, r)
	})
}

// guardOrigin refuses forms that come from another site.
func (s *site) guardOrigin(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.problem(w, r, http.StatusForbidden, "")
	}))
	return guard.Handler(next)
}

type addressKey struct{}

// Address gives where a request of the interface for programs comes from, for
// counting.
func Address(r *http.Request) string {
	address, _ := r.Context().Value(addressKey{}).(string)
	return address
}

const apiRoot = "/api"

func isAPI(r *http.Request) bool {
	return r.URL.Path == apiRoot || strings.HasPrefix(r.URL.Path, apiRoot+"/")
}

// withAPI leads what is asked of the interface for programs to it. It looks at
// no cookie, so what keeps other sites from using those is not needed.
func (s *site) withAPI(next http.Handler) http.Handler {
	if s.API == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isAPI(r) {
			s.API.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), addressKey{}, s.addressKey(r))))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// wantsJSON tells whether a script asked, not a person.
func wantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "application/json") && !strings.Contains(accept, "text/html") ||
		strings.HasSuffix(r.URL.Path, ".json") || isAPI(r)
}
