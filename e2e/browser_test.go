// Package e2e drives the program in a real browser: every page of the route
// table, the map by keyboard, and how fast it answers.
//
// KOPPELKANS_TEST_CHROMIUM names the browser; without it these tests are
// skipped. KOPPELKANS_TEST_PICTURES names a folder for a picture of each page.
// KOPPELKANS_TEST_PROGRAM names a program that was built before.
package e2e

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

const demo = "GM9999" // Waterhoven

// program is built once for all tests.
var program string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	if os.Getenv("KOPPELKANS_TEST_CHROMIUM") == "" {
		return m.Run() // every test will skip
	}
	if program = os.Getenv("KOPPELKANS_TEST_PROGRAM"); program != "" {
		return m.Run()
	}
	folder, err := os.MkdirTemp("", "koppelkans-e2e")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	program = filepath.Join(folder, "koppelkans")
	build := exec.Command("go", "build", "-o", program, "../cmd/koppelkans")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// needBrowser skips a test where there is no browser.
func needBrowser(t testing.TB) string {
	t.Helper()
	path := os.Getenv("KOPPELKANS_TEST_CHROMIUM")
	if path == "" {
		t.Skip("no browser: KOPPELKANS_TEST_CHROMIUM names none")
	}
	return path
}

var address = regexp.MustCompile(`http://[0-9.:]+`)

// serveDemo serves the fictional municipality on a free port of this machine.
func serveDemo(t testing.TB) string {
	t.Helper()
	data := t.TempDir()
	if out, err := exec.Command(program, "demo", "--data", data).CombinedOutput(); err != nil {
		t.Fatalf("demo: %v\n%s", err, out)
	}
	return serve(t, data)
}

// serve serves a data folder; the server ends with the test.
func serve(t testing.TB, data string) string {
	t.Helper()
	server := exec.Command(program, "serve", "--data", data, "--listen", "127.0.0.1:0")
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		_ = server.Wait()
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if found := address.FindString(lines.Text()); found != "" {
			go func() {
				for lines.Scan() { // keep reading, so that the server never waits for us
				}
			}()
			return found
		}
	}
	t.Fatal("the server did not say where it listens")
	return ""
}

// newBrowser starts a browser with an empty cache. Software draws, as on a
// machine without a graphics card.
func newBrowser(t testing.TB) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(needBrowser(t)), chromedp.NoSandbox,
		chromedp.Flag("disable-gpu", false), chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.WindowSize(1440, 900),
	)
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocator)
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(func() { cancel(); stop(); stopAllocator() })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// tab is one page with what it complained of.
type tab struct {
	t   testing.TB
	ctx context.Context

	mu         sync.Mutex
	complaints []string
}

// look is how a page is looked at.
type look struct {
	width, height int64
	scheme        string // light, dark
	lang          string
}

func (l look) String() string { return fmt.Sprintf("%s-%s-%d", l.lang, l.scheme, l.width) }

// open opens a tab; what it asks of another machine, and every error or
// refusal of the content policy in its console, is a complaint.
func open(t testing.TB, browser context.Context, how look, site string) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	p := &tab{t: t, ctx: ctx}
	media := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: how.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return err
	})
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(how.width, how.height), media); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, func(event any) { p.hear(event, site) }); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *tab) hear(event any, site string) {
	complaint := ""
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		if url := event.Request.URL; !strings.HasPrefix(url, site) && !strings.HasPrefix(url, "data:") && !strings.HasPrefix(url, "blob:") {
			complaint = "asks another machine: " + url
		}
	case *runtime.EventExceptionThrown:
		complaint = fmt.Sprint("exception: ", event.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		// A page that is not found is what some tests ask for.
		if event.Entry.Level == log.EntryLevelError && !strings.Contains(event.Entry.Text, "404") {
			complaint = "console: " + event.Entry.Text
		}
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError || event.Type == runtime.ConsoleAPICalledTypeWarning {
			complaint = fmt.Sprint("console: ", event.Type)
			for _, argument := range event.Args {
				complaint += " " + string(argument.Value) + argument.Description
			}
		}
	}
	if complaint != "" {
		p.mu.Lock()
		p.complaints = append(p.complaints, complaint)
		p.mu.Unlock()
	}
}

// quiet fails the test when the page complained.
func (p *tab) quiet() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, complaint := range p.complaints {
		p.t.Error(complaint)
	}
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// visit opens an address; a map is waited for until its cells are drawn.
func (p *tab) visit(url string) {
	p.t.Helper()
	p.do(chromedp.Navigate(url))
	if eval[bool](p, `document.getElementById("doek") !== null`) {
		p.until(`document.querySelector("#kaart[data-ready]") !== null`)
	}
}

// until waits for an expression to be true.
func (p *tab) until(expression string) {
	p.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(15 * time.Millisecond) {
		if eval[bool](p, expression) {
			return
		}
	}
	p.t.Fatalf("waited in vain for: %s", expression)
}

func (p *tab) press(keys ...string) {
	p.t.Helper()
	for _, key := range keys {
		p.do(chromedp.KeyEvent(key))
	}
}

func eval[T any](p *tab, expression string) T {
	p.t.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// picture keeps what a page looks like, for people to see.
func (p *tab) picture(name string) {
	p.t.Helper()
	folder := os.Getenv("KOPPELKANS_TEST_PICTURES")
	if folder == "" {
		return
	}
	content, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.MkdirAll(folder, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), content, 0o644)
	}
	if err != nil {
		p.t.Error(err)
	}
}
