package e2e

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// bundle makes the factsheets of all areas of a level with the command, and
// gives them by name with how long it took.
func bundle(t testing.TB, s *site, level, format string) (map[string][]byte, time.Duration) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "all.zip")
	began := time.Now()
	if _, err := run("factsheets", s.code, "--data", s.data, "--level", level, "--format", format, "--out", path); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	packed, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	files := map[string][]byte{}
	for _, file := range packed.File {
		from, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[file.Name], err = io.ReadAll(from); err != nil {
			t.Fatal(err)
		}
	}
	return files, took
}

// codes gives the areas that a bundle has.
func codes(t testing.TB, files map[string][]byte) []string {
	t.Helper()
	reader := csv.NewReader(bytes.NewReader(files["contents.csv"]))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, row := range rows[1:] {
		list = append(list, row[0])
	}
	return list
}

// The PDF of every area is two sheets that a screen reader can read, with its
// letters inside.
func TestFactsheetsAsPDF(t *testing.T) {
	t.Run("demo", func(t *testing.T) { factsheetsAsPDF(t, demoSite(t)) })
	t.Run("Eindhoven", func(t *testing.T) { factsheetsAsPDF(t, eindhovenSite(t)) })
}

func factsheetsAsPDF(t *testing.T, s *site) {
	files, took := bundle(t, s, "neighbourhood", "pdf")
	all := codes(t, files)
	for name, content := range files {
		if name == "contents.csv" {
			continue
		}
		if sheets := bytes.Count(content, []byte("/Type /Page\n")); sheets != 2 {
			t.Errorf("%s has %d sheets", name, sheets)
		}
		for _, part := range []string{"/StructTreeRoot", "/Lang (en", "/FontFile2", "/Title ("} {
			if !bytes.Contains(content, []byte(part)) {
				t.Errorf("%s has nothing like %s", name, part)
			}
		}
		if text := textOf(t, content); !strings.Contains(text, "sheet 1 of 2") || !strings.Contains(text, "sheet 2 of 2") {
			t.Errorf("%s has lost a foot", name)
		}
		if bytes.Contains(content, []byte("/Subtype /Type3")) {
			t.Errorf("%s has letters that are drawings", name)
		}
	}
	t.Logf("measured: %d factsheets of %s as PDF in %.0f s", len(all), s.code, took.Seconds())
}

// textOf reads a PDF as pdftotext of poppler does.
func textOf(t testing.TB, content []byte) string {
	t.Helper()
	read := exec.Command("pdftotext", "-", "-")
	read.Stdin = bytes.NewReader(content)
	text, err := read.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// spill tells what of the two sheets runs farthest into a foot, or beside an
// edge, and by how many pixels. What scrolls on a screen is a little wider than
// what it holds.
const spill = `[...document.querySelectorAll('.sheet')].flatMap(sheet => {
	const foot = sheet.querySelector('.sheet-foot').getBoundingClientRect(), edge = sheet.getBoundingClientRect();
	const end = {by: Math.max(foot.bottom - edge.bottom, foot.right - edge.right), what: 'the foot'};
	return [end, ...[...sheet.querySelectorAll('*')].filter(e => !e.matches('.scroll') && !e.closest('.sheet-foot') && !e.closest('.unseen, svg') && e.getClientRects().length).map(e => {
		const box = e.getBoundingClientRect();
		return {by: Math.max(box.bottom - foot.top, box.right - edge.right), what: e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 40)};
	})];
}).reduce((a, b) => a.by > b.by ? a : b)`

// spilt is what a script tells of it.
type spilt struct {
	By   float64 `json:"by"`
	What string  `json:"what"`
}

// paperWidth is the width of A4 without its margins, in the pixels of print.
const paperWidth = 680

// On real data and on the demo, in every wording, nothing is cut off: the
// longest names and the most findings fit on the two sheets.
func TestFactsheetsFit(t *testing.T) {
	t.Run("demo", func(t *testing.T) { factsheetsFit(t, demoSite(t)) })
	t.Run("Eindhoven", func(t *testing.T) { factsheetsFit(t, eindhovenSite(t)) })
}

func factsheetsFit(t *testing.T, s *site) {
	var paths []string
	for _, level := range []string{"neighbourhood", "district"} {
		files, _ := bundle(t, s, level, "docx")
		for _, code := range codes(t, files) {
			paths = append(paths, "/gebieden/"+level+"/"+code+"/factsheet")
		}
	}
	paths = append(paths, "/gebieden/municipality/"+s.code+"/factsheet")
	words := []string{"?lang=nl&woorden=vak", "?lang=nl&woorden=gewoon", "?lang=en"}
	next := make(chan string)
	var looking sync.WaitGroup
	for range 2 {
		b := open(t, s, look{lang: "nl", width: paperWidth, print: true, script: false})
		looking.Go(func() {
			for path := range next {
				over, err := overflow(b.ctx, s.address+path)
				if err != nil {
					t.Errorf("%s: %v", path, err)
				} else if over.By > 0.5 {
					t.Errorf("%s: %.0f pixels are cut off of %s", path, over.By, over.What)
				}
			}
		})
	}
	for at, path := range paths {
		for _, wording := range words {
			if at%3 == 0 || wording == words[at%3] { // each in one wording, a third in all
				next <- path + wording
			}
		}
	}
	close(next)
	looking.Wait()
}

func overflow(ctx context.Context, address string) (spilt, error) {
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		return spilt{}, err
	}
	return chromedp.Run(ctx, chromedp.Evaluate[spilt](spill))
}

// A visitor fetches a factsheet as PDF and as Word, and a chart as SVG, PNG and
// CSV, by the links of the pages.
func TestDownloads(t *testing.T) {
	s := demoSite(t)
	area := find(t, s, "/kaart/"+s.code+"/tabel?niveau=buurt", `(/gebieden/neighbourhood/BU[0-9A-Z]+)`)
	for pattern, where := range map[string]string{
		`href="([^"]+/factsheet\.pdf)"`: area + "/factsheet", `href="([^"]+/factsheet\.docx)"`: area + "/factsheet",
		`href="([^"]+/grafiek/[^"]+\.svg[^"]*)"`: area, `href="([^"]+/grafiek/[^"]+\.png[^"]*)"`: area, `href="([^"]+/grafiek/[^"]+\.csv[^"]*)"`: area,
		`href="(/kaart/[^"]+\.svg[^"]*)"`: "/kaart/" + s.code + "/afdruk", `href="(/kaart/[^"]+\.png[^"]*)"`: "/kaart/" + s.code + "/afdruk", `href="(/kaart/[^"]+\.csv[^"]*)"`: "/kaart/" + s.code + "/afdruk",
	} {
		address := strings.ReplaceAll(find(t, s, where, pattern), "&amp;", "&")
		answer, err := http.Get(s.address + address)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Disposition"), "attachment") {
			t.Fatalf("%s: %s, %v", address, answer.Status, err)
		}
		begins := []string{"%PDF-", "PK\x03\x04", "<svg ", "\x89PNG", "\ufeff", "cell,"}
		if !slices.ContainsFunc(begins, func(begin string) bool { return bytes.HasPrefix(content, []byte(begin)) }) {
			t.Errorf("%s begins with %q", address, content[:min(len(content), 12)])
		}
	}
}
