// Package app puts the parts together: settings, the command line, and the
// start and end of the program. It is the only place that knows all parts.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/agenda"
	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/compass"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/factsheets"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/handover"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/language"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/letters"
	"github.com/koppelkans/koppelkans/internal/mywork"
	"github.com/koppelkans/koppelkans/internal/newsletter"
	"github.com/koppelkans/koppelkans/internal/paper"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/profile"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/survey"
	"github.com/koppelkans/koppelkans/internal/thread"
	"github.com/koppelkans/koppelkans/internal/transfer"
)

// Version is set when the program is built.
var Version = "dev"

// Exit codes of the program.
const (
	exitDone    = 0
	exitBroken  = 1 // our own failure
	exitRefused = 2 // the input or the command is wrong
	exitStopped = 130
)

// Main runs one command and gives the exit code.
func Main(args []string, out, errs io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, args, out, errs)
}

func run(ctx context.Context, args []string, out, errs io.Writer) int {
	return runWith(ctx, args, out, errs, jobKinds)
}

// runWith runs a command of a program that knows certain kinds of jobs.
func runWith(ctx context.Context, args []string, out, errs io.Writer, kinds func(*parts) job.Kinds) int {
	words, err := i18n.Load()
	if err != nil {
		fmt.Fprintln(errs, err)
		return exitBroken
	}
	console := &console{out: out, errs: errs, words: words, lang: languageOf(os.Getenv), kinds: kinds}
	var grammar commandLine
	exited := -1
	parser, err := kong.New(&grammar, kong.Name("koppelkans"), kong.Description(about), kong.UsageOnError(), kong.Writers(out, errs),
		kong.Exit(func(code int) { exited = code }), kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Vars{"version": Version}, kong.BindTo(account.From(ctx, account.Origin{Way: account.Command}), (*context.Context)(nil)), kong.Bind(console))
	if err != nil {
		fmt.Fprintln(errs, err)
		return exitBroken
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help and --version have been answered
		return exited
	}
	if err != nil {
		fmt.Fprintf(errs, "koppelkans: %v\n", err)
		return exitRefused
	}
	return console.report(parsed.Run())
}

// report prints an error in the reader's language and gives the exit code.
func (c *console) report(err error) int {
	var f *fault.Fault
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(c.errs, "koppelkans: "+c.say("app.stopped", nil))
		return exitStopped
	case errors.As(err, &f):
		fmt.Fprintln(c.errs, "koppelkans: "+c.say(f.Key, f.Args))
		if f.Code == fault.Broken {
			if f.Err != nil {
				fmt.Fprintln(c.errs, f.Err)
			}
			return exitBroken
		}
		return exitRefused
	}
	fmt.Fprintf(c.errs, "koppelkans: %v\n", err)
	return exitBroken
}

// parts are the services of one open database.
type parts struct {
	db           *store.DB
	catalogue    *catalogue.Live
	deliveries   *delivery.Service
	maps         *healthmap.Service
	places       *place.Service
	profiles     *profile.Service
	jobs         *job.Service
	files        *job.Files
	records      *record.Service
	threads      *thread.Service
	mywork       *mywork.Service
	partnerships *partnership.Service
	agreements   *agreement.Service
	handover     *handover.Service
	language     *language.Service
	letters      *letters.Service
	newsletters  *newsletter.Service
	agenda       *agenda.Service
	words        *i18n.Catalogue
	base         string // how readers reach the pages
	learning     *learning.Service
	compass      *compass.Service
	checklist    learning.Checklist
	tellings     []learning.Telling
	signals      []compass.Signal
	accounts     *account.Service
	transfer     *transfer.Service
	surveys      *survey.Service
	bundles      *factsheets.Service // of a process that makes factsheets
	printer      *paper.Printer      // nil where there is no Chromium
}

// openParts opens the database and builds the services on it. All of them read
// the clock of config and make ids with one maker.
func openParts(ctx context.Context, config store.Config, words *i18n.Catalogue) (*parts, error) {
	shipped, err := catalogue.Load()
	if err != nil {
		return nil, err
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.IDs == nil {
		config.IDs = id.NewMaker(config.Now)
	}
	known := catalogue.NewLive(shipped)
	db, err := store.Open(ctx, config)
	if err != nil {
		return nil, err
	}
	told, err := profile.LoadRules()
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	p := &parts{
		db: db, catalogue: known, words: words,
		deliveries: &delivery.Service{Store: db, IDs: config.IDs, Now: config.Now},
		places:     &place.Service{Store: db, Overlay: place.OverlayBorders},
		profiles:   &profile.Service{Store: db, Catalogue: known, Rules: told, Now: config.Now},
		jobs:       &job.Service{Store: db, Now: config.Now},
		files:      &job.Files{Folder: filepath.Join(config.Folder, filesFolder), Store: db, Now: config.Now},
		maps: &healthmap.Service{Store: db, Catalogue: known, Words: func(lang, key string) string {
			return words.T(lang, key, nil)
		}},
	}
	all, err := kinds.With(shipped)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	p.records = &record.Service{Kinds: all, Store: db, IDs: config.IDs, Now: config.Now, Words: words, LikelyPlace: p.places.Likely}
	p.records.AfterErasing = p.afterErasing
	p.accounts = account.New(db, p.records, slog.Default())
	if p.checklist, err = learning.LoadChecklist(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if p.tellings, err = learning.LoadTimeline(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if p.signals, err = compass.Load(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	p.openTogether(config.Now)
	p.accounts.Jobs, p.accounts.Now = p.jobs, config.Now
	p.transfer = p.newTransfer(config)
	p.surveys = &survey.Service{
		Store: db, Keeper: p.transfer.Uploads, Catalogue: known, Records: p.records, Deliveries: p.deliveries, IDs: config.IDs,
	}
	if err := errors.Join(p.takeShipped(ctx), p.followSearch(ctx), known.Refresh(ctx, db)); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return p, nil
}

func (w Where) config() store.Config { return store.Config{Folder: w.Data, URL: w.Database} }

// with opens the database for one command and closes it after.
func (w Where) with(ctx context.Context, c *console, work func(*parts) error) error {
	return withParts(ctx, w.config(), c, work)
}

func withParts(ctx context.Context, config store.Config, c *console, work func(*parts) error) (err error) {
	p, err := openParts(ctx, config, c.words)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.db.Close()) }()
	return work(p)
}

// logger writes structured lines.
func logger(to io.Writer, level slog.Level) *slog.Logger {
	return slog.New(slog.NewJSONHandler(to, &slog.HandlerOptions{Level: level}))
}
