// Package web serves the pages. It is wired by web.New(web.Options{…}); the
// services it needs are the small interfaces in services.go:
//
//	Maps       – which places have a health map, and its documents: *healthmap.Service
//	Places     – search, a place with its editions, successions: *store.DB
//	Figures    – what was delivered of indicators: *store.DB
//	Deliveries – the arrivals: *store.DB
//	Undo       – undo and redo of an arrival: *delivery.Service
//	Jobs       – work behind the pages: *job.Service
//	JobFiles   – what it made to be fetched: *job.Files
//	Indicators – the catalogue: *catalogue.Live
//	Accounts   – who signs in, and as what: *account.Service
//	Sessions   – who is signed in: *store.Sessions
//
// A service that is nil makes its pages answer 404. Routes stand in one table
// (routes.go), each page has one handler file, and templates are in view.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/koppelkans/koppelkans/internal/demo/tour"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/mywork"
	"github.com/koppelkans/koppelkans/internal/picture"
	"github.com/koppelkans/koppelkans/internal/profile"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/transfer"
	"github.com/koppelkans/koppelkans/internal/web/assets"
)

// Options is all that the pages need.
type Options struct {
	Maps        Maps
	Places      Places
	Figures     Figures
	Deliveries  Deliveries
	Undo        Undoer
	Jobs        Jobs
	JobFiles    JobFiles
	Indicators  *catalogue.Live
	Profiles    *profile.Service  // places told
	Surveys     Surveys           // nil when none are taken in
	Chapters    []Chapter         // what else there is to tell of a place
	Records     *record.Service   // of every kind
	Transfer    *transfer.Service // moves records in and out as files
	Language    Language          // marks words in texts; nil marks none
	Dictionary  Dictionary        // words and what they mean
	Menu        []MenuItem        // pages of a partnership
	Learning    Learning          // reflections, checklists and the timeline
	Compass     Compass           // what a partnership may look at
	Letters     Letters           // a letter a week
	Agenda      Agenda            // calendars
	Newsletters Newsletters       // what a partnership tells its people
	HandOver    HandOver          // leaving a partnership
	Agreements  Agreements        // asking parties, and their answers
	Threads     Threads           // what led to what
	Together    []TogetherChapter // what there is to tell of a partnership
	Starter     Starter           // starts partnerships
	Networks    Networks          // who works with whom, and who has influence
	MyWork      *mywork.Service   // what waits for somebody
	Scopes      Scopes            // the places that a record or a grant can lie in
	Drafts      Drafts            // what was typed and not saved
	Printer     Printer           // makes PDFs; nil where there is no Chromium
	Bundles     Bundles           // all factsheets of a municipality by a job; nil makes none
	Accounts    Accounts          // with Sessions: who may sign in; nil leaves everybody the public
	Sessions    SessionStore      // of browsers
	OpenID      OpenID            // providers where people sign in; nil is none

	// API answers what lies under /api/, with the middleware of pages around it
	// but without their cookies; nil is none.
	API http.Handler

	// PublicURL is how readers reach the pages, as https://kans.example.nl;
	// empty when nothing stands before this server.
	PublicURL string
	// Proxies are the addresses of proxies that tell where a reader comes from.
	Proxies []netip.Prefix
	// Limits is how often a reader may do something; nil is UsualLimits.
	Limits *Limits
	// SessionLifetime is how long somebody stays signed in; 0 is the default.
	SessionLifetime time.Duration

	Catalogue *i18n.Catalogue // nil loads the embedded one
	Log       *slog.Logger    // nil is slog.Default
	Now       func() time.Time
	Version   string
	// Ready tells whether the server can answer, for /readyz; nil is always.
	Ready func(context.Context) error
	// Background gives a tile address such as
	// https://service.pdok.nl/…/{z}/{x}/{y}.png and whom to thank for it. Empty,
	// the default, keeps every request of a page on this machine.
	Background func() (tiles, attribution string)
	// EmbedIn gives the origins of sites that may show maps and tables in a
	// frame; nil is none.
	EmbedIn func() []string
}

// site holds what the handlers share.
type site struct {
	Options
	files    *assets.Files
	mux      *http.ServeMux
	sessions *sessions // nil when nobody can sign in
	limits   *limiters
	tours    tour.Tours       // of the demo
	letters  *picture.Letters // of pictures that are painted here
}

// New makes the handler of all pages.
func New(options Options) (http.Handler, error) {
	s, err := newSite(options)
	if err != nil {
		return nil, err
	}
	for _, route := range s.routes() {
		s.mux.HandleFunc(route.Method+" "+route.Pattern, s.handle(route.handler))
	}
	return s.wrapped(), nil
}

// newSite makes what the handlers share.
func newSite(options Options) (*site, error) {
	if options.Log == nil {
		options.Log = slog.Default()
	}
	if options.Background == nil {
		options.Background = func() (string, string) { return "", "" }
	}
	if options.EmbedIn == nil {
		options.EmbedIn = func() []string { return nil }
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Catalogue == nil {
		catalogue, err := i18n.Load()
		if err != nil {
			return nil, err
		}
		options.Catalogue = catalogue
	}
	files, err := assets.Open()
	if err != nil {
		return nil, err
	}
	tours, err := tour.Load()
	if err != nil {
		return nil, err
	}
	s := &site{Options: options, files: files, mux: http.NewServeMux(), tours: tours}
	if s.letters, err = lettersOf(files); err != nil {
		return nil, err
	}
	rates := UsualLimits()
	if s.Limits != nil {
		rates = *s.Limits
	}
	s.limits = newLimiters(rates)
	if s.Accounts != nil && s.Sessions != nil {
		s.sessions = s.newSessions(s.SessionLifetime)
	}
	return s, nil
}

// wrapped lays the middleware around the routes, the outermost last.
func (s *site) wrapped() http.Handler {
	var handler http.Handler = http.HandlerFunc(s.route)
	handler = s.limited(handler)
	handler = s.withVisitor(handler)
	handler = s.guardOrigin(handler)
	handler = s.withAPI(handler)
	handler = s.withOrigin(handler)
	handler = compressed(handler)
	handler = s.secured(handler)
	handler = s.recovered(handler)
	handler = s.logged(handler)
	return withRequestID(handler)
}
