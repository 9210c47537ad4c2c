// Package api is the interface for programs: /api/v1, after the NLGov API
// Design Rules. Each operation stands in one table with what the OpenAPI
// document says of it; from that follow its route, the reading of its address
// and the document itself. The operations on records are made for every kind
// from its description.
//
// Nothing here decides what somebody may see or do: that is asked of
// record.Service. Cookies are not looked at, so that no other site can make a
// browser act.
package api

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Version is that of the interface, by semantic versioning. A change of the
// first number needs another Root.
const Version = "1.0.0"

// Root is where the interface stands.
const Root = "/api/v1"

// Options is all that the interface needs.
type Options struct {
	Records  *record.Service
	Accounts Accounts // nil when nobody can act for an account

	Places     Places
	Maps       Maps
	Deliveries Deliveries
	Figures    Figures
	Indicators Indicators

	Catalogue *i18n.Catalogue
	Log       *slog.Logger // nil is slog.Default
	Now       func() time.Time
	// RequestID gives the number by which a request stands in the log; nil is none.
	RequestID func(*http.Request) string
	// Contact is whom to ask about the interface; empty fields take the project's.
	Contact Contact
	// Address gives where a request comes from, for counting; nil is the address
	// of whoever connects, which behind a proxy is the proxy.
	Address func(*http.Request) string
	// Limits is how often a caller may ask; nil is UsualLimits.
	Limits *Limits
}

// Contact is whom to ask about the interface.
type Contact struct{ Name, URL, Email string }

func (c Contact) orDefault() Contact {
	return Contact{
		Name: cmp.Or(c.Name, "Koppelkans"), URL: cmp.Or(c.URL, "https://github.com/koppelkans/koppelkans/issues"),
		Email: cmp.Or(c.Email, "koppelkans@example.org"),
	}
}

// server holds what the handlers share.
type server struct {
	Options
	mux        *http.ServeMux
	operations []operation
	documents  map[string][]byte // the OpenAPI document by language
	limits     *limiters
}

// New makes the handler of the interface. Its error is one of the programmer:
// a description that does not fit.
func New(options Options) (http.Handler, error) {
	if options.Log == nil {
		options.Log = slog.Default()
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Address == nil {
		options.Address = remoteAddress
	}
	if options.RequestID == nil {
		options.RequestID = func(*http.Request) string { return "" }
	}
	options.Contact = options.Contact.orDefault()
	s := &server{Options: options, mux: http.NewServeMux(), documents: map[string][]byte{}, limits: newLimiters(UsualLimits())}
	if options.Limits != nil {
		s.limits = newLimiters(*options.Limits)
	}
	var err error
	for _, lang := range s.Catalogue.Languages() {
		if s.documents[lang], err = s.document(lang); err != nil {
			return nil, err
		}
	}
	s.operations = s.table(newBook(s.Catalogue, i18n.Fallback))
	for _, op := range s.operations {
		if err := op.check(); err != nil {
			return nil, err
		}
		s.mux.HandleFunc(op.Method+" "+Root+op.Path, s.handle(op))
	}
	return http.HandlerFunc(s.serve), nil
}

// table lists every operation, described in the language of a book.
func (s *server) table(b *book) []operation {
	list := []operation{s.openAPI(b)}
	for _, kind := range s.Records.Kinds.All() {
		list = append(list, s.recordOperations(b, kind)...)
	}
	return slices.Concat(list, s.placeOperations(b), s.deliveryOperations(b), s.mapOperations(b))
}

// check finds parameters that two things are called by.
func (op *operation) check() error {
	seen := map[string]bool{}
	for _, param := range op.Parameters {
		if seen[param.In+param.Name] {
			return fmt.Errorf("api: %s has two parameters %s", op.OperationID, param.Name)
		}
		seen[param.In+param.Name] = true
	}
	return nil
}
