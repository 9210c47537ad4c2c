package e2e

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// look is how a page is looked at.
type look struct {
	lang   string // nl or en
	dark   bool
	width  int64
	print  bool
	script bool // off only for visitors without
}

func (l look) String() string {
	name := fmt.Sprintf("%s-%d", l.lang, l.width)
	if l.dark {
		name += "-dark"
	}
	if l.print {
		name += "-print"
	}
	return name
}

// wide is how most people look at a map.
var wide = look{lang: "nl", width: 1280, script: true}

// tab is a page of a visitor who was never here before: no cookies, nothing in
// the cache. It collects whatever a page must not do.
type tab struct {
	ctx  context.Context
	site *site
	look look

	lock     sync.Mutex
	problems []string
}

// open opens a tab; it closes with the test.
func open(t testing.TB, s *site, l look) *tab {
	t.Helper()
	b := &tab{site: s, look: l}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.watch))
	t.Cleanup(cancel)
	b.ctx = ctx
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: map[bool]string{false: "light", true: "dark"}[l.dark]},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}}
	if l.print {
		media.Media = "print"
	}
	b.do(t, chromedp.EmulateViewport(l.width, 900))
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	// Tabs are looked at side by side, and each is to behave as the one in front.
	if _, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	if !l.script {
		if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// visitors are tabs by the role of who looks; "" is the public.
type visitors map[string]*tab

// as gives the tab of somebody with a role, signed in the first time.
func (v visitors) as(t testing.TB, s *site, l look, role string) *tab {
	t.Helper()
	if v[role] == nil {
		v[role] = open(t, s, l)
		if role != "" {
			v[role].signIn(t, role)
		}
	}
	return v[role]
}

// watch notes what a page must not do: ask another machine for anything, write
// errors or warnings to the console, break the policy on content.
func (b *tab) watch(event any) {
	problem := ""
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if asked, err := url.Parse(e.Request.URL); err != nil || asked.Scheme == "http" && "http://"+asked.Host != b.site.address || asked.Scheme == "https" || asked.Scheme == "ws" {
			problem = "asks another machine: " + e.Request.URL
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 && e.Type != network.ResourceTypeDocument {
			problem = fmt.Sprintf("got %d for %s", e.Response.Status, e.Response.URL)
		}
	case *network.EventLoadingFailed:
		// A browser without script says that its own policy stops scripts.
		stopped := !b.look.script && e.Type == network.ResourceTypeScript
		if !stopped && (!e.Canceled || e.BlockedReason != "") {
			problem = fmt.Sprintf("failed to load a %s: %s %s", e.Type, e.ErrorText, e.BlockedReason)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			var words []string
			for _, arg := range e.Args {
				words = append(words, string(arg.Value)+arg.Description)
			}
			problem = "console: " + strings.Join(words, " ")
		}
	case *runtime.EventExceptionThrown:
		problem = "exception: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			problem += " " + e.ExceptionDetails.Exception.Description
		}
	case *cdplog.EventEntryAdded:
		// Reading pixels back makes the software renderer say that it is slow.
		if e.Entry.Level != cdplog.EntryLevelVerbose && e.Entry.Level != cdplog.EntryLevelInfo && !strings.Contains(e.Entry.Text, "GPU stall due to ReadPixels") {
			problem = fmt.Sprintf("browser's log: %s %s", e.Entry.Text, e.Entry.URL)
		}
	}
	if problem != "" {
		b.lock.Lock()
		b.problems = append(b.problems, problem)
		b.lock.Unlock()
	}
}

// clean fails the test for everything that the page should not have done.
func (b *tab) clean(t testing.TB) {
	t.Helper()
	b.lock.Lock()
	defer b.lock.Unlock()
	for _, problem := range b.problems {
		t.Errorf("%s", problem)
	}
	b.problems = nil
}

// do carries out actions.
func (b *tab) do(t testing.TB, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// visit goes to a page in the language of the look and waits until it is done:
// loaded, its letters there, and its map drawn when it has one.
func (b *tab) visit(t testing.TB, path string) {
	t.Helper()
	joint := "?"
	if strings.Contains(path, "?") {
		joint = "&"
	}
	answer, err := chromedp.Run(b.ctx, chromedp.NavigateResponse(b.site.address+path+joint+"lang="+b.look.lang))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if answer != nil && answer.Status != 200 {
		t.Errorf("%s: status %d", path, answer.Status)
	}
	if b.look.script {
		b.settle(t)
	} else {
		b.loaded(t)
	}
}

// loaded waits for the pictures of a page without script, in which no promise
// is ever kept: so it asks again and again.
func (b *tab) loaded(t testing.TB) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !eval[bool](t, b, `document.readyState === "complete" && [...document.images].every((i) => i.complete)`); {
		if time.Now().After(end) {
			t.Fatal("the page was not loaded within 30 seconds")
		}
	}
}

// settle waits for letters, and for the map of a page that has one.
func (b *tab) settle(t testing.TB) {
	t.Helper()
	eval[bool](t, b, `document.fonts.ready.then(() => true)`)
	b.await(t, `document.readyState === "complete" && (!document.getElementById("kaart") || document.getElementById("kaart").dataset.ready === "true")`)
}

// await waits until an expression holds, looking in every frame. While one page
// makes way for the next there is no document to look in, or the question is
// lost with the page it was asked of: then it asks again. It does not use
// chromedp.Poll, which needs what our policy on content forbids.
func (b *tab) await(t testing.TB, expression string) {
	t.Helper()
	const patience = 30 * time.Second
	if !b.look.script {
		b.awaitWithoutScript(t, expression, patience)
		return
	}
	question := fmt.Sprintf(`new Promise((done) => {
		const end = performance.now() + %d;
		let fault = "";
		const look = () => {
			try {
				if (%s) return done("");
			} catch (error) {
				fault = ": " + error;
			}
			if (performance.now() > end) return done("not within 30 seconds" + fault);
			requestAnimationFrame(look);
		};
		look();
	})`, patience.Milliseconds(), expression)
	for end := time.Now().Add(patience); ; {
		why, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](question, chromedp.EvalAwaitPromise))
		switch {
		case err == nil && why == "":
			return
		case err == nil:
			t.Fatalf("%s: %s", shorten(expression), why)
		case time.Now().After(end):
			t.Fatalf("%s: %v", shorten(expression), err)
		}
	}
}

// awaitWithoutScript asks again and again, because no promise is kept in a page
// without script.
func (b *tab) awaitWithoutScript(t testing.TB, expression string, patience time.Duration) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if holds, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression)); err == nil && holds {
			return
		} else if time.Now().After(end) {
			t.Fatalf("%s: not within %v: %v", shorten(expression), patience, err)
		}
	}
}

// eval gives the value of an expression in the page, or of its promise.
func eval[T any](t testing.TB, b *tab, expression string) T {
	t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", shorten(expression), err)
	}
	return value
}

func shorten(text string) string {
	if len(text) > 300 {
		return text[:300] + "…"
	}
	return text
}

// press presses a key.
func (b *tab) press(t testing.TB, key string) {
	t.Helper()
	b.do(t, chromedp.KeyEvent(key))
}

// focus gives an element the focus, as a key would.
func (b *tab) focus(t testing.TB, selector string) {
	t.Helper()
	if !eval[bool](t, b, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e?.focus({focusVisible: true}); return e !== null && document.activeElement === e; })()`, selector)) {
		t.Fatalf("%s cannot be focused", selector)
	}
}

// text gives the text of an element as it is shown, spaces joined.
func (b *tab) text(t testing.TB, selector string) string {
	t.Helper()
	return eval[string](t, b, fmt.Sprintf(`(document.querySelector(%q)?.innerText ?? "").replace(/\s+/g, " ").trim()`, selector))
}

// keys that tests press
const (
	tabKey     = kb.Tab
	rightArrow = kb.ArrowRight
)
