package e2e

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"image"
	_ "image/png" // pictures of the browser
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// legend is what the legend says, for the eye and for the ear.
const legend = `document.getElementById("legenda").textContent`

// shot gives the picture of the map itself.
func shot(t testing.TB, b *tab) image.Image {
	t.Helper()
	content := must(chromedp.Run(b.ctx, chromedp.Screenshot(chromedp.CSS("#doek"))))(t)
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// differing gives the part of two pictures of one size that differs.
func differing(a, b image.Image) float64 {
	differ, all := 0, 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y += 3 {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x += 3 {
			all++
			if a.At(x, y) != b.At(x, y) {
				differ++
			}
		}
	}
	return float64(differ) / float64(all)
}

// moveByKey steps the first threshold until the legend says something else.
func moveByKey(t testing.TB, b *tab) {
	t.Helper()
	before := eval[string](t, b, legend)
	b.focus(t, `.cut-handle[role=slider]`)
	for range 40 {
		was := eval[string](t, b, `document.activeElement.getAttribute("aria-valuenow")`)
		b.press(t, rightArrow)
		// No waiting: the legend follows in the task that handles the key.
		if eval[string](t, b, `document.activeElement.getAttribute("aria-valuenow")`) == was {
			t.Fatal("a step by key did not move the threshold")
		}
		if eval[string](t, b, legend) != before {
			return
		}
	}
	t.Fatal("forty steps of a threshold, and the legend says the same")
}

// What is drawn must follow the threshold: the pixels of the map, not only the
// numbers beside it.
func TestCellsFollowTheThreshold(t *testing.T) {
	s := demoSite(t)
	b := open(t, s, wide)
	b.visit(t, "/kaart/"+s.code)
	before := shot(t, b)
	moveByKey(t, b)
	b.press(t, kb.End)
	b.do(t, chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`))
	b.await(t, `!document.querySelector(".cut-handle:focus")`)
	if part := differing(before, shot(t, b)); part < 0.01 {
		t.Errorf("the greatest threshold changes %.2f%% of the pixels of the map", 100*part)
	}
	b.clean(t)
}

// The address is how people show each other what they see: it brings back
// thresholds, level and the area that was opened.
func TestAddressHoldsTheView(t *testing.T) {
	s := demoSite(t)
	b := open(t, s, wide)
	b.visit(t, "/kaart/"+s.code)
	b.do(t, chromedp.Evaluate[chromedp.Void](`document.querySelector("input[name=niveau][value=buurt]").click()`))
	moveByKey(t, b)
	b.focus(t, `#doek canvas`)
	b.press(t, rightArrow)
	b.press(t, kb.Enter)
	b.await(t, `!document.getElementById("vakje").hidden`)
	b.await(t, `location.search.includes("niveau=buurt") && location.search.includes("gebied=BU") && location.search.includes("d.")`)
	const state = `JSON.stringify([document.querySelector("input[name=niveau]:checked").value, ` + legend + `,
		document.querySelector("#vakje .cell-name").textContent, document.querySelector("#vakje h2").textContent,
		[...document.querySelectorAll(".cut-handle")].map((e) => e.getAttribute("aria-valuenow"))])`
	before := eval[string](t, b, state)
	b.do(t, chromedp.Reload())
	b.settle(t)
	b.await(t, `!document.getElementById("vakje").hidden`)
	if after := eval[string](t, b, state); after != before {
		t.Errorf("the same address shows\n%s\ninstead of\n%s", after, before)
	}
	inDutch := b.text(t, "#legenda")
	b.do(t, chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll("a[hreflang=en]")].find((a) => a.checkVisibility()).click()`))
	b.await(t, `document.documentElement.lang === "en"`)
	b.settle(t)
	if inEnglish := b.text(t, "#legenda"); inEnglish == inDutch {
		t.Error("the map in English has a legend in Dutch")
	}
	b.clean(t)
}

// The cell panel is opened, read and left without a pointer, and the focus
// comes back to where it was.
func TestCellPanelByKey(t *testing.T) {
	s := demoSite(t)
	b := open(t, s, look{lang: "nl", width: 360, script: true})
	b.visit(t, "/kaart/"+s.code)
	b.focus(t, `#doek canvas`)
	b.press(t, rightArrow)
	b.press(t, kb.Enter)
	b.await(t, `document.getElementById("vakje").contains(document.activeElement)`)
	if rows := eval[int](t, b, `document.querySelectorAll("#vakje .reasons tbody tr").length`); rows < 8 {
		t.Errorf("the score is taken apart in %d rows, and the map set has eight items", rows)
	}
	b.press(t, kb.Escape)
	b.await(t, `document.getElementById("vakje").hidden && document.activeElement === document.querySelector("#doek canvas")`)
}

// twinRow is a row of the table twin.
type twinRow struct {
	Name, Score, Known string
	States             []string   // over, under or hole, by item
	Values             [][]string // texts, by item
}

const twinRows = `[...document.querySelectorAll("%s tbody tr")].map((row) => ({
	name: row.cells[0].textContent.trim(), score: row.cells[2].textContent.trim(), known: row.cells[3].textContent.trim().split(/\D+/)[0],
	states: [...row.cells].slice(4).map((c) => c.classList.contains("hole") ? "hole" : c.classList.contains("twin-over") ? "over" : "under"),
	values: [...row.cells].slice(4).map((c) => [...c.querySelectorAll(".twin-value")].map((v) => v.textContent.trim())),
}))`

// Three ways to the same map: the table beside the map, the page without
// script, and the file of the command line. Order and values must be one.
func TestTableTwinIsTheExport(t *testing.T) {
	s := demoSite(t)
	want := exported(t, s)
	b := open(t, s, wide)
	b.visit(t, "/kaart/"+s.code+"?beeld=tabel")
	plain := open(t, s, look{lang: "nl", width: 1280})
	for page, rows := range slices.Collect(slices.Chunk(want, 50)) {
		compareRows(t, fmt.Sprint("beside the map, page ", page+1), eval[[]twinRow](t, b, fmt.Sprintf(twinRows, "#tabel")), rows)
		plain.visit(t, fmt.Sprintf("/kaart/%s/tabel?p=%d", s.code, page+1))
		compareRows(t, fmt.Sprint("without script, page ", page+1), eval[[]twinRow](t, plain, fmt.Sprintf(twinRows, ".twin")), rows)
		if t.Failed() {
			return
		}
		b.do(t, chromedp.Evaluate[chromedp.Void](`document.querySelector("#tabel .paging button:last-of-type").click()`))
	}
	plain.clean(t)
	b.clean(t)
}

func compareRows(t *testing.T, where string, got, want []twinRow) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d rows, the export has %d", where, len(got), len(want))
		return
	}
	for at, w := range want {
		g := got[at]
		if g.Score == "?" && w.Known < "4" { // too little is known for a score to be shown
			g.Score = w.Score
		}
		if g.Name != w.Name || g.Score != w.Score || g.Known != w.Known || !slices.Equal(g.States, w.States) {
			t.Errorf("%s, row %d: %s score %s known %s %v; the export has %s score %s known %s %v",
				where, at+1, g.Name, g.Score, g.Known, g.States, w.Name, w.Score, w.Known, w.States)
			return
		}
		for item, values := range w.Values {
			if len(g.Values[item]) == 1 && len(values) == 1 && !sameNumber(g.Values[item][0], values[0]) {
				t.Errorf("%s, row %d, %s, item %d: %q; the export has %s", where, at+1, g.Name, item+1, g.Values[item][0], values[0])
				return
			}
		}
	}
}

// sameNumber tells whether a Dutch text shows a number, rounded as it shows it.
func sameNumber(shown, exact string) bool {
	digits := strings.FieldsFunc(strings.NewReplacer(".", "", "−", "-", ",", ".").Replace(shown), func(r rune) bool {
		return !strings.ContainsRune("-.0123456789", r)
	})
	value, err := strconv.ParseFloat(exact, 64)
	if err != nil || len(digits) == 0 {
		return false
	}
	_, decimals, _ := strings.Cut(digits[0], ".")
	number, err := strconv.ParseFloat(digits[0], 64)
	half := 0.5000001
	for range len(decimals) {
		half /= 10
	}
	return err == nil && number-value <= half && value-number <= half
}

// exported gives the map as the command line exports it, in the order of the
// table: the highest score first, of equals those of which most is known, then
// the order of the file.
func exported(t *testing.T, s *site) []twinRow {
	t.Helper()
	path := filepath.Join(t.TempDir(), "map.csv")
	must(run("map", "export", "--place", s.code, "--set", "city8", "--data", s.data, "--out", path))(t)
	file := must(os.Open(path))(t)
	defer file.Close()
	lines := must(csv.NewReader(file).ReadAll())(t)
	var rows []twinRow
	for _, line := range lines[1:] {
		row := twinRow{Name: signed(line[1]) + ",\u00a0" + signed(line[2]), Score: line[6], Known: line[7]}
		for column := 9; column < len(line); column += 2 {
			state, _, _ := strings.Cut(line[column+1], ":")
			row.States = append(row.States, state)
			var values []string
			if line[column] != "" {
				values = []string{line[column]}
			}
			row.Values = append(row.Values, values)
		}
		rows = append(rows, row)
	}
	number := func(text string) int { n, _ := strconv.Atoi(text); return n }
	slices.SortStableFunc(rows, func(a, b twinRow) int {
		if a.Score != b.Score {
			return number(b.Score) - number(a.Score)
		}
		return number(b.Known) - number(a.Known)
	})
	return rows
}

func signed(text string) string { return strings.Replace(text, "-", "−", 1) }

// Without script there is a picture, a table and a page to print.
func TestWithoutScript(t *testing.T) {
	s := demoSite(t)
	b := open(t, s, look{lang: "nl", width: 1280})
	for _, path := range []string{"/kaart/" + s.code, "/kaart/" + s.code + "/afdruk"} {
		b.visit(t, path)
		if widest := eval[int](t, b, `Math.max(0, ...[...document.images].filter((i) => i.complete && i.naturalWidth > 0 && i.checkVisibility()).map((i) => Math.round(i.getBoundingClientRect().width)))`); widest < 400 {
			t.Errorf("%s shows no map without script: its widest picture is %d px", path, widest)
		}
		picture(t, b, "noscript-"+name(path))
	}
	b.visit(t, "/kaart/"+s.code+"/tabel")
	before := eval[[]twinRow](t, b, fmt.Sprintf(twinRows, ".twin"))
	b.visit(t, "/kaart/"+s.code+"/tabel?d.loneliness=99")
	if after := eval[[]twinRow](t, b, fmt.Sprintf(twinRows, ".twin")); fmt.Sprint(after) == fmt.Sprint(before) {
		t.Error("a threshold in the address changes nothing without script")
	}
	b.clean(t)
}

// What is printed hangs in a neighbourhood centre for years: it says what the
// colours mean, whose figures these are, and of which day it is.
func TestPrint(t *testing.T) {
	s := demoSite(t)
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("needs poppler: pdftotext is not installed (Debian package poppler-utils)")
	}
	for _, path := range []string{"/kaart/" + s.code, "/kaart/" + s.code + "/afdruk"} {
		t.Run(name(path), func(t *testing.T) {
			b := open(t, s, wide)
			b.visit(t, path)
			file := filepath.Join(t.TempDir(), "print.pdf")
			content := must(chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPrintBackground())))(t)
			if err := os.WriteFile(file, content, 0o600); err != nil {
				t.Fatal(err)
			}
			text := string(must(exec.Command(tool, "-layout", file, "-").Output())(t))
			for what, words := range map[string][]string{
				"what a hole is": {"ontbreekt"}, "the source": {"Bron"}, "the day": {eval[string](t, b, `new Date().toLocaleDateString("nl-NL", {year: "numeric"})`)},
				"the place": {"Waterhoven"}, "that it is made up": {"erzonnen"},
			} {
				for _, word := range words {
					if !strings.Contains(text, word) {
						t.Errorf("the print does not tell %s: %q is not in\n%s", what, word, text)
					}
				}
			}
			out := filepath.Join(root, ".ci/out/pages", "print-"+name(path)+".pdf")
			if err := os.WriteFile(out, content, 0o600); err != nil {
				t.Error(err)
			}
		})
	}
}
