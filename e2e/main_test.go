// Package e2e holds the tests that look at Koppelkans as people do: through a
// browser, on the program as it is built, with nothing in between.
package e2e

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/chromedp/chromedp"
)

// browserVariable names the environment variable with the path of Chromium.
const browserVariable = "KOPPELKANS_TEST_CHROMIUM"

// root is the folder of the project.
const root = ".."

var (
	folder  string // for the program, data and the browser's profile
	binary  string
	browser context.Context // a running Chromium
)

func TestMain(m *testing.M) { os.Exit(runAll(m)) }

func runAll(m *testing.M) int {
	path := os.Getenv(browserVariable)
	if path == "" {
		return m.Run() // every test skips itself
	}
	var err error
	if folder, err = os.MkdirTemp("", "koppelkans-e2e-"); err != nil {
		log.Print(err)
		return 1
	}
	defer os.RemoveAll(folder)
	binary = filepath.Join(folder, "koppelkans")
	build := exec.Command("go", "build", "-trimpath", "-o", binary, "./cmd/koppelkans")
	build.Dir, build.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		log.Printf("building the program: %v\n%s", err, out)
		return 1
	}
	stop, err := startBrowser(path)
	if err != nil {
		log.Printf("starting %s: %v", path, err)
		return 1
	}
	defer stop()
	defer stopSites()
	return m.Run()
}

// startBrowser starts one Chromium for all tests. Nothing of it may leave the
// machine, and its map is drawn by the processor, as there is no graphics card.
func startBrowser(path string) (stop func(), err error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(filepath.Join(folder, "profile")), chromedp.WindowSize(1440, 900),
		chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("no-pings", true), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("lang", "nl"),
	)
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	browser = ctx
	stop = func() {
		closeBrowser()
		stopAllocator()
	}
	if err := chromedp.Do(ctx); err != nil {
		stop()
		return nil, err
	}
	return stop, nil
}

// site is a running server with data.
type site struct {
	address string // http://localhost:…
	data    string // its data folder
	code    string // of the municipality that it is about
	cmd     *exec.Cmd
}

var (
	sites    []*site
	demo     = sync.OnceValues(func() (*site, error) { return newSite("demo", fillDemo) })
	official = sync.OnceValues(func() (*site, error) { return newSite("eindhoven", fillEindhoven) })
)

// demoSite gives a server with the fictional municipality.
func demoSite(t testing.TB) *site {
	t.Helper()
	needsBrowser(t)
	return must(demo())(t)
}

// eindhovenSite gives a server with Eindhoven, loaded as the README says.
func eindhovenSite(t testing.TB) *site {
	t.Helper()
	needsBrowser(t)
	if _, err := os.Stat(filepath.Join(root, "../shared/data")); err != nil {
		t.Skip("needs data: ../shared/data is not here")
	}
	return must(official())(t)
}

func needsBrowser(t testing.TB) {
	t.Helper()
	if os.Getenv(browserVariable) == "" {
		t.Skipf("needs browser: %s is not set", browserVariable)
	}
}

// must gives a value, or ends the test.
func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func newSite(name string, fill func(data string) (code string, err error)) (*site, error) {
	data := filepath.Join(folder, name)
	code, err := fill(data)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0") // a passkey needs a name, and the name a port that is known before
	if err != nil {
		return nil, err
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err := errors.Join(err, listener.Close()); err != nil {
		return nil, err
	}
	address := "http://localhost:" + port
	cmd := exec.Command(binary, "serve", "--data", data, "--listen", "127.0.0.1:"+port, "--public-url", address)
	cmd.Env = append(os.Environ(), printing()...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	logFile, err := os.Create(data + ".log")
	if err != nil {
		return nil, err
	}
	defer logFile.Close() // the process has its own
	cmd.Stderr = logFile
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &site{data: data, code: code, cmd: cmd}
	sites = append(sites, s)
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		if strings.Contains(scanner.Text(), "http://127.0.0.1:"+port) {
			s.address = address
			return s, nil
		}
	}
	return nil, fmt.Errorf("the server of %s ended before it told its address", name)
}

func stopSites() {
	for _, s := range sites {
		if err := errors.Join(s.cmd.Process.Signal(syscall.SIGTERM), s.cmd.Wait()); err != nil {
			log.Printf("stopping %s: %v", s.data, err)
		}
	}
}

// printing lets the program make PDFs with the browser of the tests, also where
// these run as root.
func printing() []string {
	return []string{"KOPPELKANS_CHROMIUM=" + os.Getenv(browserVariable), "KOPPELKANS_CHROMIUM_NO_SANDBOX=" + strconv.FormatBool(os.Getuid() == 0)}
}

// run runs a command of the program and gives what it printed.
func run(args ...string) (string, error) {
	cmd := exec.Command(binary, args...)
	cmd.Env = append(append(os.Environ(), "KOPPELKANS_LANG=en"), printing()...)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("koppelkans %s: %w\n%s", strings.Join(args, " "), err, errs.String())
	}
	return string(out), nil
}

// demoCode is the code of Waterhoven.
const demoCode = "GM9999"

func fillDemo(data string) (string, error) {
	if _, err := run("demo", "--data", data); err != nil {
		return "", err
	}
	_, err := run("settings", "embed-in", "https://www.example.org", "--data", data)
	return demoCode, err
}

func fillEindhoven(data string) (string, error) {
	cmd := exec.Command("scripts/load-eindhoven.sh", "../shared/data", data)
	cmd.Dir, cmd.Env = root, append(os.Environ(), "KOPPELKANS="+binary)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("scripts/load-eindhoven.sh: %w\n%s", err, out)
	}
	return "GM0772", nil
}
