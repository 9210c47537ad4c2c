package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

const (
	runs      = 5
	firstMost = 2500 * time.Millisecond
)

// From a cold cache to the first new map by key, the median of five browsers
// that never saw the page. Eindhoven where its data is, else the demo.
func TestFirstRescore(t *testing.T) {
	needBrowser(t)
	site, code := serveEindhoven(t)
	if site == "" {
		site, code = serveDemo(t), demo
	}
	url := site + "/kaart/" + code + "?lang=nl"
	warm := open(t, newBrowser(t), wide, site)
	warm.visit(url) // the server's first reading of the map is measured elsewhere

	var times []time.Duration
	for range runs {
		p := open(t, newBrowser(t), wide, site)
		begun := time.Now()
		p.visit(url)
		eval[any](p, `performance.clearMarks("koppelkans-drawn"), document.querySelector("[role=slider]").focus()`)
		p.press(kb.ArrowRight)
		p.until(`performance.getEntriesByName("koppelkans-drawn").length > 0`)
		times = append(times, time.Since(begun).Round(time.Millisecond))
	}
	slices.Sort(times)
	t.Logf("measured: %s, cold cache to first re-score by key: median %s of %v (limit %s)", code, times[runs/2], times, firstMost)
	if times[runs/2] > firstMost {
		t.Errorf("median %s is over %s", times[runs/2], firstMost)
	}
}

// Later steps must follow within a frame.
func TestRescoreWithinAFrame(t *testing.T) {
	browser, site := newBrowser(t), serveDemo(t)
	p := open(t, browser, wide, site)
	p.visit(site + "/kaart/" + demo + "?lang=nl")
	p.until(`performance.getEntriesByName("koppelkans-around").length > 0`)
	eval[any](p, `document.querySelector("[role=slider]").focus()`)
	for range 40 {
		p.press(kb.ArrowRight)
	}
	took := eval[[]float64](p, `performance.getEntriesByName("koppelkans-rescore").map(e => e.duration).sort((a, b) => a - b)`)
	if len(took) < 20 {
		t.Fatalf("%d steps were measured", len(took))
	}
	median := took[len(took)/2]
	t.Logf("measured: one step of a threshold, %d cells: median %.1f ms, longest %.1f ms", eval[int](p, `performance.getEntriesByName("koppelkans-rescore").length`), median, took[len(took)-1])
	if median > 16 {
		t.Errorf("median %.1f ms is over a frame", median)
	}
}

// serveEindhoven loads Eindhoven with the documented commands; "" when its
// data is not here.
func serveEindhoven(t testing.TB) (site, code string) {
	t.Helper()
	const from = "../../shared/data"
	if _, err := os.Stat(filepath.Join(from, "eindhoven")); err != nil {
		t.Log("the data of Eindhoven is not here; measuring the demo")
		return "", ""
	}
	data := t.TempDir()
	load := exec.Command("../scripts/load-eindhoven.sh", from, data)
	load.Env = append(os.Environ(), "KOPPELKANS="+program)
	if out, err := load.CombinedOutput(); err != nil {
		t.Fatalf("load-eindhoven.sh: %v\n%s", err, out)
	}
	return serve(t, data), "GM0772"
}
