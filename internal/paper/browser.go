package paper

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// browser is one Chromium that runs. What is counted is guarded by its Printer.
type browser struct {
	ctx     context.Context
	stop    func()
	free    tabs
	users   int
	printed int
	retired bool
}

// host is where the browser believes to be. The name is reserved and never
// exists (RFC 6761), and the browser looks no name up.
const host = "koppelkans.invalid"

// startWithin is how long Chromium may take to start on a busy machine.
const startWithin = 20 * time.Second

// start starts a browser. It is steered through a pipe, so that nobody else on
// this machine can.
func start(path string, noSandbox bool) (*browser, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.Flag("no-sandbox", noSandbox),
		// No name is looked up and no connection made: what a page asks for is
		// answered before, and the browser itself has nothing to ask.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"), chromedp.Flag("proxy-server", "127.0.0.1:9"), chromedp.Flag("proxy-bypass-list", "<-loopback>"),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("no-pings", true), chromedp.Flag("disable-gpu", true), chromedp.Flag("mute-audio", true),
		chromedp.Flag("js-flags", "--jitless"), chromedp.Flag("renderer-process-limit", "2"), chromedp.Flag("disk-cache-size", "1"),
	)
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	stop := sync.OnceFunc(func() { closeBrowser(); stopAllocator() })
	patience := time.AfterFunc(startWithin, stop)
	defer patience.Stop()
	if err := chromedp.Do(ctx); err != nil {
		stop()
		return nil, fmt.Errorf("starting %s: %w", path, err)
	}
	return &browser{ctx: ctx, stop: stop}, nil
}

func (b *browser) ended() bool { return b.ctx.Err() != nil }

// tab is one of the browser's, that prints one page after another. What a page
// was leaves nothing behind that the next could read: no script runs, and
// nothing is stored.
type tab struct {
	ctx   context.Context
	close func()
	page  atomic.Pointer[Page] // that it prints now
}

// open opens a tab that runs no scripts and pauses at whatever it asks for.
func (b *browser) open() (*tab, error) {
	t := &tab{}
	t.ctx, t.close = chromedp.NewContext(b.ctx)
	err := chromedp.Do(t.ctx, chromedp.Func(prepare))
	if err == nil {
		err = chromedp.Listen(t.ctx, func(event any) {
			if asked, is := event.(*fetch.EventRequestPaused); is {
				go t.answer(asked)
			}
		})
	}
	if err != nil {
		t.close()
	}
	return t, err
}

// print prints a page.
func (b *browser) print(ctx context.Context, what Page) ([]byte, error) {
	t := b.free.take()
	if t == nil {
		var err error
		if t, err = b.open(); err != nil {
			return nil, because(ctx, err)
		}
	}
	stopWaiting := context.AfterFunc(ctx, t.close)
	content, err := t.print(&what)
	if !stopWaiting() || err != nil {
		t.close()
		return nil, because(ctx, err)
	}
	b.free.put(t)
	return content, nil
}

func (t *tab) print(what *Page) ([]byte, error) {
	t.page.Store(what)
	defer t.page.Store(nil)
	if err := chromedp.Do(t.ctx, chromedp.Navigate("http://"+host+"/"), chromedp.Func(lettersLoaded)); err != nil {
		return nil, err
	}
	yes := true
	return chromedp.Run(t.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), func(p *page.PrintToPDFParams) {
		p.PreferCSSPageSize, p.PrintBackground, p.GenerateTaggedPDF, p.GenerateDocumentOutline = &yes, &yes, &yes, &yes
	}))
}

// tabs are those that wait for a page.
type tabs struct {
	mu   sync.Mutex
	list []*tab
}

func (l *tabs) take() *tab {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.list) == 0 {
		return nil
	}
	t := l.list[len(l.list)-1]
	l.list = l.list[:len(l.list)-1]
	return t
}

func (l *tabs) put(t *tab) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, t)
}

// because gives why a page was not printed: time was up, or who asked left.
func because(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

func prepare(ctx context.Context, t *chromedp.Target) error {
	if _, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		return err
	}
	_, err := cdp.Call(ctx, t, fetch.Enable, fetch.EnableParams{})
	return err
}

// lettersLoaded waits for the letters that the page is set in.
func lettersLoaded(ctx context.Context, t *chromedp.Target) error {
	_, err := chromedp.Evaluate[any]("document.fonts.ready.then(() => document.fonts.size)", chromedp.EvalAwaitPromise)(ctx, t)
	return err
}

// answer gives the browser what it asks for, or refuses it.
func (t *tab) answer(asked *fetch.EventRequestPaused) {
	var content []byte
	var mediaType string
	if page := t.page.Load(); page != nil {
		content, mediaType = page.find(asked)
	}
	_ = chromedp.Do(t.ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error { // a tab that is gone needs no answer
		if content == nil {
			_, err := cdp.Call(ctx, t, fetch.FailRequest, fetch.FailRequestParams{RequestID: asked.RequestID, ErrorReason: network.ErrorReasonBlockedByClient})
			return err
		}
		_, err := cdp.Call(ctx, t, fetch.FulfillRequest, fetch.FulfillRequestParams{
			RequestID: asked.RequestID, ResponseCode: 200, Body: content,
			ResponseHeaders: []*fetch.HeaderEntry{{Name: "Content-Type", Value: mediaType}},
		})
		return err
	}))
}

// find gives what a request of the page is answered with: the page itself,
// once, and the files that were handed over with it.
func (p *Page) find(asked *fetch.EventRequestPaused) (content []byte, mediaType string) {
	address, err := url.Parse(asked.Request.URL)
	if err != nil || address.Scheme != "http" || address.Host != host || asked.Request.Method != "GET" {
		return nil, ""
	}
	switch asked.ResourceType {
	case network.ResourceTypeDocument:
		if address.Path == "/" {
			return p.HTML, "text/html; charset=utf-8"
		}
	case network.ResourceTypeStylesheet, network.ResourceTypeFont, network.ResourceTypeImage:
		if p.File != nil && !strings.Contains(address.Path, "..") {
			return p.File(address.Path)
		}
	}
	return nil, ""
}
