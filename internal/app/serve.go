package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/letters"
	"github.com/koppelkans/koppelkans/internal/web"
)

// serveCommand serves the pages until it is told to stop.
type serveCommand struct {
	Where
	Listen  string `help:"Address to listen on; only this machine by default." default:"127.0.0.1:8080" env:"KOPPELKANS_LISTEN" placeholder:"ADDR"`
	Metrics string `help:"Address for /metrics, apart from the pages; empty is none." env:"KOPPELKANS_METRICS" placeholder:"ADDR"`
	Debug   bool   `help:"Log more." env:"KOPPELKANS_DEBUG"`
	working
	signing
	printing
}

// shutdownWithin is how long requests under way may take when the server stops.
const shutdownWithin = 10 * time.Second

// Run serves.
func (cmd *serveCommand) Run(ctx context.Context, c *console) error {
	level := slog.LevelInfo
	if cmd.Debug {
		level = slog.LevelDebug
	}
	log := logger(c.errs, level)
	ctx = asItself(ctx)
	return cmd.with(ctx, c, func(p *parts) error {
		if removed, err := p.deliveries.RemoveLeftovers(ctx); err != nil {
			return err
		} else if removed > 0 {
			log.Warn("removed half-written deliveries", "deliveries", removed)
		}
		listener, err := net.Listen("tcp", cmd.Listen)
		if err != nil {
			return fault.Wrap(err, fault.Invalid, "app.cannot-listen", fault.Args{"Address": cmd.Listen})
		}
		defer listener.Close() // the server closed it already, unless it never began
		if err := cmd.begin(ctx, p, c, log, "http://"+listener.Addr().String()); err != nil {
			return err
		}
		base, err := cmd.base()
		if err != nil {
			return err
		}
		stopPrinting, err := cmd.printing.prepare(p, c, log, base)
		if err != nil {
			return err
		}
		defer stopPrinting()
		registry := newRegistry()
		handler, err := cmd.handler(ctx, p, c, log)
		if err != nil {
			return err
		}
		stop, err := cmd.serveMetrics(registry, log)
		if err != nil {
			return err
		}
		defer stop()
		// The database closes after this; nothing may ask it anything then.
		defer beside(ctx, func(ctx context.Context) { followChanges(ctx, p, log) }, func(ctx context.Context) { followDays(ctx, p, log) }, func(ctx context.Context) { cmd.work(ctx, p, c, log) }, p.accounts.Run)()
		return cmd.serve(ctx, c, listener, measured(registry, handler), log)
	})
}

// beside runs work next to the requests; what it gives stops the work and
// waits until it has stopped.
func beside(ctx context.Context, work ...func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	for _, one := range work {
		running.Go(func() { one(ctx) })
	}
	return func() { cancel(); running.Wait() }
}

func (cmd *serveCommand) handler(ctx context.Context, p *parts, c *console, log *slog.Logger) (http.Handler, error) {
	now, err := newCurrent(ctx, p, log)
	if err != nil {
		return nil, err
	}
	programs, err := interfaceOf(p, c, log)
	if err != nil {
		return nil, err
	}
	options := web.Options{
		API:     programs,
		Records: p.records, Transfer: p.transfer, Scopes: p.places, Drafts: p.db,
		Maps: p.maps, Places: p.db, Figures: p.db, Deliveries: p.db, Undo: p.deliveries, Jobs: p.jobs, JobFiles: p.files, Indicators: p.catalogue, Profiles: p.profiles, Surveys: p.surveys,
		Chapters: []web.Chapter{web.FirstContacts{Records: p.records, Places: p.places}, web.PartnershipsHere{Records: p.records, Places: p.places}, web.LessonsHere{Records: p.records, Places: p.places}, web.Organisations{Records: p.records}},
		Threads:  p.threads, Agreements: p.agreements, HandOver: p.handover, Newsletters: p.newsletters, Letters: p.letters, Agenda: p.agenda, Learning: p.learning, Compass: p.compass, Menu: partnershipMenu(), Language: p.language, Dictionary: p.language, Starter: p.partnerships, Networks: p.partnerships, MyWork: p.mywork, Together: together(p),
		Catalogue: c.words, Log: log, Version: Version, Ready: p.db.Ping,
		Background: now.Background, EmbedIn: now.EmbedIn,
	}
	if p.bundles != nil {
		options.Bundles = p.bundles
	}
	if p.printer != nil {
		options.Printer = p.printer
	}
	if err := cmd.options(p, &options); err != nil {
		return nil, err
	}
	pages, err := web.New(options)
	if err != nil {
		return nil, err
	}
	return now.before(pages), nil
}

func (cmd *serveCommand) serve(ctx context.Context, c *console, listener net.Listener, handler http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler: handler, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	c.print("app.serving", fault.Args{"Address": "http://" + listener.Addr().String()})
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	log.Info("stopping")
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownWithin)
	defer cancel()
	err := server.Shutdown(within)
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// serveMetrics serves /metrics on its own address, when there is one.
func (cmd *serveCommand) serveMetrics(registry *prometheus.Registry, log *slog.Logger) (stop func(), err error) {
	if cmd.Metrics == "" {
		return func() {}, nil
	}
	listener, err := net.Listen("tcp", cmd.Metrics)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "app.cannot-listen", fault.Args{"Address": cmd.Metrics})
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("metrics", "error", err)
		}
	}()
	return func() { _ = server.Close() }, nil // nothing is lost when it fails
}

func newRegistry() *prometheus.Registry {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return registry
}

// measured counts requests and their time, by method and status; addresses
// are left out, because they can name places that people look at.
func measured(registry prometheus.Registerer, next http.Handler) http.Handler {
	duration := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "koppelkans_request_seconds", Help: "Time to answer a request.", Buckets: prometheus.ExponentialBuckets(0.001, 2, 13),
	}, []string{"method", "code"})
	registry.MustRegister(duration)
	return promhttp.InstrumentHandlerDuration(duration, next)
}

// followEvery is how often a server looks for work that other processes left.
const followEvery = 5 * time.Second

// followChanges asks for the successions that lack after any process changed
// borders.
func followChanges(ctx context.Context, p *parts, log *slog.Logger) {
	ticker := time.NewTicker(followEvery)
	defer ticker.Stop()
	var seen int64 = -1
	for {
		last, err := p.db.LastEvent(ctx)
		if err == nil && last != seen {
			if err = askSuccessions(ctx, p); err == nil {
				seen = last
			}
		}
		if err != nil && ctx.Err() == nil {
			log.Error("following changes", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// daysEvery is how often a server looks whether something is due by the day.
const daysEvery = time.Hour

// followDays asks for what is due by the day: reflections that begin by rhythm,
// letters, and questions before a review day.
func followDays(ctx context.Context, p *parts, log *slog.Logger) {
	ticker := time.NewTicker(daysEvery)
	defer ticker.Stop()
	for {
		for _, kind := range []string{learning.JobBegin, letters.JobWeekly, agreement.JobReviews} {
			if _, err := p.jobs.Add(ctx, job.Job{Kind: kind, Key: kind}, nil); err != nil && ctx.Err() == nil {
				log.Error("following days", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
