package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

var wide = look{1440, 900, "light", "nl"}

// legend gives the number of cells by score and missing, as a reader hears it.
const legend = `[...document.querySelectorAll("#legenda li .unseen")].map(e => e.textContent).join(";")`

// A threshold is moved by key, the map follows, and the address gives the
// same map back.
func TestThresholdByKey(t *testing.T) {
	browser, site := newBrowser(t), serveDemo(t)
	p := open(t, browser, wide, site)
	p.visit(site + "/kaart/" + demo + "?lang=nl")
	before := eval[string](p, legend)
	eval[any](p, `document.querySelector("[role=slider]").focus()`)
	words := eval[string](p, `document.activeElement.getAttribute("aria-valuetext")`)
	for range 4 {
		p.press(kb.ArrowRight)
	}
	p.press(kb.PageUp)
	moved := eval[string](p, `document.activeElement.getAttribute("aria-valuetext")`)
	after := eval[string](p, legend)
	if words == moved || before == after || !strings.HasPrefix(moved, "vanaf ") {
		t.Errorf("words %q → %q, legend %q → %q", words, moved, before, after)
	}
	p.until(`location.search.includes("d.loneliness=")`)

	again := open(t, browser, wide, site)
	again.visit(eval[string](p, `location.href`))
	if got := eval[string](again, legend); got != after {
		t.Errorf("the address gives another map: %q instead of %q", got, after)
	}
	eval[any](again, `document.getElementById("drempels-terug").click()`)
	if got := eval[string](again, legend); got != before {
		t.Errorf("thresholds are not back: %q instead of %q", got, before)
	}
	// typing a number is the same as moving the handle
	eval[any](again, `{const field = document.querySelector("[name='d.loneliness']"); field.value = "99"; field.dispatchEvent(new Event("input"))}`)
	if got := eval[string](again, legend); got == before {
		t.Error("a typed threshold changes nothing")
	}
	p.quiet()
	again.quiet()
}

// A cell is found and taken apart without a pointer.
func TestCellByKey(t *testing.T) {
	browser, site := newBrowser(t), serveDemo(t)
	p := open(t, browser, wide, site)
	p.visit(site + "/kaart/" + demo + "?lang=nl")
	eval[any](p, `document.querySelector(".maplibregl-canvas").focus()`)
	p.press(kb.ArrowRight, kb.ArrowUp, kb.ArrowUp)
	said := eval[string](p, `document.getElementById("kaart-zegt").textContent`)
	if !strings.Contains(said, "Vakje") || !strings.Contains(said, "buurt") {
		t.Errorf("the cursor says %q", said)
	}
	p.press(kb.Enter)
	p.until(`!document.getElementById("vakje").hidden`)
	if reasons := eval[int](p, `document.querySelectorAll("#vakje .reason").length`); reasons != 8 {
		t.Errorf("%d reasons", reasons)
	}
	if sources := eval[int](p, `[...document.querySelectorAll("#vakje .reason-more")].filter(e => /\d{4}|geladen/.test(e.textContent)).length`); sources != 8 {
		t.Errorf("%d of the reasons name their source and year", sources)
	}
	p.until(`document.querySelectorAll("#vakje .year").length >= 3`)
	p.until(`location.search.includes("vakje=")`)
	p.picture("cell")
	eval[any](p, `document.querySelector(".maplibregl-canvas").focus()`)
	p.press(kb.Escape)
	p.until(`document.getElementById("vakje").hidden`)
	p.quiet()
}

// The table says what the map says, and follows the thresholds.
func TestTableTwin(t *testing.T) {
	browser, site := newBrowser(t), serveDemo(t)
	p := open(t, browser, wide, site)
	p.visit(site + "/kaart/" + demo + "?lang=nl")
	p.do(chromedp.Click(chromedp.CSS("#als-tabel")))
	const first = `[...document.querySelectorAll("#tabel tbody tr")].slice(0, 50).map(r => r.cells[2].textContent.trim() + " " + r.cells[3].textContent.trim()).join()`
	rows := eval[string](p, first)
	static := open(t, browser, wide, site)
	static.visit(site + "/kaart/" + demo + "/tabel?lang=nl")
	if got := eval[string](static, strings.Replace(first, "#tabel tbody", ".twin tbody", 1)); got != rows {
		t.Errorf("the server's table differs:\n%s\n%s", got, rows)
	}
	eval[any](p, `document.querySelector("[role=slider]").focus()`)
	p.press(kb.End)
	if moved := eval[string](p, first); moved == rows {
		t.Error("the table does not follow a threshold")
	}
	p.quiet()
}

// On paper there is a map with its legend, its sources and the day.
func TestPrint(t *testing.T) {
	browser, site := newBrowser(t), serveDemo(t)
	p := open(t, browser, wide, site)
	p.visit(site + "/kaart/" + demo + "?lang=nl")
	eval[any](p, `window.dispatchEvent(new Event("beforeprint"))`)
	if cells := eval[int](p, `document.querySelectorAll(".still-map g > path:first-child").length`); cells < 1000 {
		t.Errorf("%d cells on paper", cells)
	}
	text := eval[string](p, `document.querySelector(".still").textContent`)
	for _, wanted := range []string{"Telt mee:", "Bronnen:", "Gemaakt met Koppelkans op", "Verzonnen gegevens", "ontbreekt"} {
		if !strings.Contains(text, wanted) {
			t.Errorf("%q is not on the paper", wanted)
		}
	}
	pdf, err := chromedp.Run(p.ctx, chromedp.PrintToPDF())
	if err != nil || len(pdf) < 10_000 {
		t.Errorf("print: %d bytes, %v", len(pdf), err)
	}
}
