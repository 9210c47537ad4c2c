package paper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
)

const browserVariable = "KOPPELKANS_TEST_CHROMIUM"

func printer(t testing.TB) *Printer {
	t.Helper()
	path := os.Getenv(browserVariable)
	if path == "" {
		t.Skipf("needs browser: %s is not set", browserVariable)
	}
	p := &Printer{Path: path, NoSandbox: os.Getuid() == 0}
	t.Cleanup(p.Close)
	return p
}

func html(body string) []byte {
	return []byte(`<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Een titel</title><link rel="stylesheet" href="/assets/a.css"></head><body>` + body + `</body></html>`)
}

// pages counts the sheets of a PDF.
func pages(content []byte) int {
	return bytes.Count(content, []byte("/Type /Page\n"))
}

func TestPagesArePrinted(t *testing.T) {
	p := printer(t)
	var asked sync.Map
	content, err := p.PDF(t.Context(), Page{HTML: html(`<h1>Kop</h1><p class="next">Tekst</p>`), File: func(path string) ([]byte, string) {
		asked.Store(path, true)
		return []byte(`@page { size: A4 } .next { break-before: page }`), "text/css"
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, was := asked.Load("/assets/a.css"); !was {
		t.Error("the style that the page names was not asked for")
	}
	if got := pages(content); got != 2 {
		t.Errorf("%d sheets, not the two that the style asks for", got)
	}
	for _, part := range []string{"%PDF-", "/StructTreeRoot", "/Lang (nl)", "/MarkInfo", "/FontFile2"} {
		if !bytes.Contains(content, []byte(part)) {
			t.Errorf("nothing like %s in the PDF", part)
		}
	}
}

// A page could hold anything that somebody once typed into a name. Nothing
// that it asks for leaves the browser, also not to this machine, and no script
// of it runs.
func TestAPageReachesNothing(t *testing.T) {
	var reached atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer server.Close()
	port := server.Listener.Addr().(*net.TCPAddr).Port
	secret := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(secret, []byte("GEHEIM"), 0o600); err != nil {
		t.Fatal(err)
	}
	var body strings.Builder
	for _, address := range []string{server.URL, fmt.Sprintf("http://localhost:%d", port), fmt.Sprintf("http://[::1]:%d", port), "//127.0.0.1:" + fmt.Sprint(port), "file://" + secret, "http://169.254.169.254/latest/meta-data"} {
		fmt.Fprintf(&body, `<img src="%[1]s/i"><link rel="stylesheet" href="%[1]s/s"><iframe src="%[1]s/f" width="500" height="200"></iframe><object data="%[1]s/o"></object><embed src="%[1]s/e"><link rel="preload" as="fetch" href="%[1]s/p"><link rel="prefetch" href="%[1]s/q"><link rel="dns-prefetch preconnect" href="%[1]s">`, address)
		fmt.Fprintf(&body, `<script src="%[1]s/j"></script><script>fetch("%[1]s/k"); new WebSocket("%[1]s/w".replace("http", "ws")); navigator.sendBeacon("%[1]s/b")</script><style>@import url(%[1]s/css); @font-face { font-family: x; src: url(%[1]s/font) } body { font-family: x; background: url(%[1]s/bg) }</style>`, address)
	}
	fmt.Fprintf(&body, `<meta http-equiv="refresh" content="0; url=%s/r"><script>document.write("GESCHREVEN"); location = %q</script>`, server.URL, server.URL)
	var files []string
	var mu sync.Mutex
	_, err := printer(t).PDF(t.Context(), Page{HTML: html(body.String()), File: func(path string) ([]byte, string) {
		mu.Lock()
		defer mu.Unlock()
		files = append(files, path)
		return nil, ""
	}})
	if err != nil {
		t.Logf("not printed, which is as good: %v", err)
	}
	if n := reached.Load(); n > 0 {
		t.Errorf("the page reached another server %d times", n)
	}
	for _, path := range files {
		if path != "/assets/a.css" {
			t.Errorf("the page got at %s by the name of another host", path)
		}
	}
}

// Who comes when many wait is told to return; a job waits for its turn.
func TestTheQueueIsBounded(t *testing.T) {
	p := &Printer{Path: "/nowhere/chromium", AtOnce: 1, Queue: 1}
	p.once.Do(p.ready)
	p.slots <- struct{}{} // somebody prints
	ctx, leave := context.WithCancel(t.Context())
	ended := make(chan error, 2)
	go func() { _, err := p.PDF(ctx, Page{}); ended <- err }()
	for waits := 0; waits == 0; {
		p.mu.Lock()
		waits = p.waiting
		p.mu.Unlock()
	}
	_, err := p.PDF(ctx, Page{})
	var busy *fault.Fault
	if !errors.As(err, &busy) || busy.Key != "paper.busy" || busy.Args["wait"] != busyFor {
		t.Errorf("the third got %v, not that it is busy", err)
	}
	go func() { _, err := p.PDF(ctx, Page{Patient: true}); ended <- err }()
	for waits := 0; waits < 2; {
		p.mu.Lock()
		waits = p.waiting
		p.mu.Unlock()
	}
	leave()
	for range 2 {
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("who left got %v", err)
		}
	}
	if p.waiting != 0 {
		t.Errorf("%d still wait after all have left", p.waiting)
	}
}

func TestABrowserThatIsNotThereIsAway(t *testing.T) {
	p := &Printer{Path: "/nowhere/chromium"}
	if _, err := p.PDF(t.Context(), Page{HTML: html("")}); fault.CodeOf(err) != fault.Away {
		t.Errorf("got %v, not that it is away", err)
	}
	if len(p.slots) != 0 {
		t.Error("the place in the queue was not given back")
	}
}

// Several pages at once, more than one browser is used for, a browser that dies
// in between, and one that is left alone: every page is printed, and none stays.
func TestBrowsersComeAndGo(t *testing.T) {
	p := printer(t)
	p.MostUse, p.Idle = 3, 50*time.Millisecond
	var printing sync.WaitGroup
	for n := range 8 {
		printing.Go(func() {
			content, err := p.PDF(t.Context(), Page{HTML: html("<p>" + strings.Repeat("x ", n))})
			if err != nil || pages(content) != 1 {
				t.Errorf("page %d: %d sheets, %v", n, pages(content), err)
			}
		})
	}
	printing.Wait()
	p.mu.Lock()
	if p.browser != nil {
		p.browser.stop() // as when it crashed
	}
	p.mu.Unlock()
	if _, err := p.PDF(t.Context(), Page{HTML: html("")}); err != nil {
		t.Errorf("after the browser died: %v", err)
	}
	for running := true; running; time.Sleep(5 * time.Millisecond) {
		p.mu.Lock()
		running = p.browser != nil
		p.mu.Unlock()
	}
}

// A page that never ends is given up, and the next is printed.
func TestAPageThatTakesTooLongIsGivenUp(t *testing.T) {
	p := printer(t)
	if _, err := p.PDF(t.Context(), Page{HTML: html("")}); err != nil {
		t.Fatal(err)
	}
	p.Within = 300 * time.Millisecond
	stuck := make(chan struct{})
	_, err := p.PDF(t.Context(), Page{HTML: html(""), File: func(string) ([]byte, string) { <-stuck; return nil, "" }})
	close(stuck)
	if fault.CodeOf(err) != fault.Away {
		t.Errorf("got %v, not that it is away", err)
	}
	p.Within = usualWithin
	if _, err := p.PDF(t.Context(), Page{HTML: html("")}); err != nil {
		t.Errorf("the next page: %v", err)
	}
}

func BenchmarkPDF(b *testing.B) {
	p := printer(b)
	if _, err := p.PDF(b.Context(), Page{HTML: html("")}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := p.PDF(b.Context(), Page{HTML: html("<p>tekst")}); err != nil {
			b.Fatal(err)
		}
	}
}
