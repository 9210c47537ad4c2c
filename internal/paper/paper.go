// Package paper prints pages as PDF, with a Chromium of its own.
//
// The browser reaches nothing: no address of this server, no other host, no
// file. Whatever a page asks for is paused by the browser and answered over the
// same pipe that steers it, from what was handed over with the page; all else
// is refused. Scripts do not run. So a page is printed with the rights of who
// asked for it, without a session, a secret address or an open port.
package paper

import (
	"context"
	"errors"
	"log/slog"
	"os/exec"
	"sync"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// Page is what is printed.
type Page struct {
	HTML []byte
	// File gives what the page loads by its path, such as /assets/site.css; nil
	// when there is no such file.
	File func(path string) (content []byte, mediaType string)
	// Patient is printed however many wait before it. Without it, a page is
	// refused as busy when the queue is long.
	Patient bool
}

// Printer prints. It starts a browser when the first page comes, and ends it
// when none has come for a while.
type Printer struct {
	Path      string // of Chromium
	NoSandbox bool   // where Chromium's own cannot work: as root, in a container
	Log       *slog.Logger

	AtOnce  int           // pages at once; 0 is two
	Queue   int           // pages that may wait; 0 is eight
	Within  time.Duration // for one page; 0 is 20 seconds
	Idle    time.Duration // after which the browser ends; 0 is a minute
	MostUse int           // pages that one browser prints before another takes over; 0 is 300

	once  sync.Once
	slots chan struct{}

	mu      sync.Mutex
	waiting int
	browser *browser
	idle    *time.Timer
}

const (
	usualAtOnce  = 2
	usualQueue   = 8
	usualWithin  = 20 * time.Second
	usualIdle    = time.Minute
	usualMostUse = 300
)

// names are those under which Chromium is installed.
var names = [...]string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// Find gives the path of an installed Chromium; "" when there is none.
func Find() string {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func (p *Printer) ready() {
	p.AtOnce, p.Queue, p.MostUse = or(p.AtOnce, usualAtOnce), or(p.Queue, usualQueue), or(p.MostUse, usualMostUse)
	p.Within, p.Idle = or(p.Within, usualWithin), or(p.Idle, usualIdle)
	if p.Log == nil {
		p.Log = slog.Default()
	}
	p.slots = make(chan struct{}, p.AtOnce)
}

func or[T int | time.Duration](value, usual T) T {
	if value > 0 {
		return value
	}
	return usual
}

// Slots tells how many pages are printed at once.
func (p *Printer) Slots() int { p.once.Do(p.ready); return p.AtOnce }

// PDF prints a page on A4 as its style says: tagged, with its title and
// language, and with its letters inside. When too many wait it gives a fault of
// code Away that says for how long to stay away.
func (p *Printer) PDF(ctx context.Context, page Page) ([]byte, error) {
	p.once.Do(p.ready)
	if err := p.takeSlot(ctx, page.Patient); err != nil {
		return nil, err
	}
	defer func() { <-p.slots }()
	content, err := p.try(ctx, page)
	if err != nil && ctx.Err() == nil && errors.Is(err, errLost) {
		content, err = p.try(ctx, page) // with a new browser
	}
	if err != nil && ctx.Err() == nil {
		return nil, fault.Wrap(err, fault.Away, "paper.broken", fault.Args{"wait": time.Minute})
	}
	return content, err
}

// busyFor is how long who comes in a long queue should stay away.
const busyFor = 10 * time.Second

func (p *Printer) takeSlot(ctx context.Context, patient bool) error {
	select {
	case p.slots <- struct{}{}:
		return nil
	default:
	}
	p.mu.Lock()
	full := !patient && p.waiting >= p.Queue
	if !full {
		p.waiting++
	}
	p.mu.Unlock()
	if full {
		return fault.New(fault.Away, "paper.busy", fault.Args{"n": int(busyFor / time.Second), "wait": busyFor})
	}
	defer func() { p.mu.Lock(); p.waiting--; p.mu.Unlock() }()
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// errLost says that the browser went away in the midst of it.
var errLost = errors.New("the browser ended")

func (p *Printer) try(ctx context.Context, page Page) ([]byte, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, p.Within, errors.New("printing took too long"))
	defer cancel()
	b, err := p.take()
	if err != nil {
		return nil, err
	}
	content, err := b.print(ctx, page)
	p.give(b, err != nil)
	if err != nil && b.ended() {
		err = errors.Join(errLost, err)
	}
	return content, err
}

// take gives the browser that runs, or starts one.
func (p *Printer) take() (*browser, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.idle != nil {
		p.idle.Stop()
	}
	if p.browser == nil || p.browser.ended() || p.browser.printed >= p.MostUse {
		p.retire()
		began := time.Now()
		b, err := start(p.Path, p.NoSandbox)
		if err != nil {
			return nil, err
		}
		p.Log.Info("browser for printing started", "path", p.Path, "took", time.Since(began).Round(time.Millisecond))
		p.browser = b
	}
	p.browser.users++
	p.browser.printed++
	return p.browser, nil
}

// give hands a browser back. One that failed prints no more.
func (p *Printer) give(b *browser, failed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b.users--
	if failed && p.browser == b {
		p.retire()
	}
	if b.retired && b.users == 0 {
		go b.stop()
	}
	if p.browser == b && b.users == 0 {
		p.idle = time.AfterFunc(p.Idle, p.endIdle)
	}
}

// retire lets no more pages come to the browser; the last of its users ends it.
func (p *Printer) retire() {
	if p.browser == nil {
		return
	}
	p.browser.retired = true
	if p.browser.users == 0 {
		go p.browser.stop()
	}
	p.browser = nil
}

func (p *Printer) endIdle() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.browser != nil && p.browser.users == 0 {
		p.Log.Info("browser for printing ended, as nobody prints")
		p.retire()
	}
}

// Close ends the browser, and waits until it is gone.
func (p *Printer) Close() {
	p.mu.Lock()
	b := p.browser
	p.browser = nil
	if p.idle != nil {
		p.idle.Stop()
	}
	p.mu.Unlock()
	if b != nil {
		b.stop()
	}
}
