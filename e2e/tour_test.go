package e2e

import (
	"os"
	"path/filepath"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// pictureMoment is when the demo of the pictures ends, so that they are the
// same each time.
const pictureMoment = "2026-11-23T09:00:00Z"

// tourPictures are the pictures of docs/tour.md: who looks where, how wide.
// What lies behind follow, a link on the page, is what is shown.
var tourPictures = []struct {
	name, role, path, follow string
	width, height            int64
}{
	{name: "demo", path: "/demo", width: 1100, height: 820},
	{name: "resident-place", path: "/gebieden/neighbourhood/BU99990304?rondleiding=bewoner-2", width: 1100, height: 860},
	{name: "resident-phone", path: "/gebieden/neighbourhood/BU99990304?rondleiding=bewoner-2", width: 360, height: 760},
	{name: "resident-map", path: "/kaart/GM9999?rondleiding=bewoner-4", width: 1280, height: 800},
	{name: "analyst-deliveries", role: "analyst", path: "/leveringen?rondleiding=analist-1", width: 1100, height: 760},
	{name: "analyst-threshold", role: "analyst", path: "/drempelwaarden?q=eenzaamheid", follow: "geschiedenis", width: 1100, height: 860},
	{name: "coordinator-partnership", role: "coordinator", path: "/samenwerkingen?q=samen+gezond", follow: "geschiedenis", width: 1100, height: 860},
	{name: "coordinator-compass", role: "coordinator", path: "/rondleiding/naar?rondleiding=coordinator-3", width: 1100, height: 860},
	{name: "administrator-log", role: "administrator", path: "/beheer/logboek?wat=erased&rondleiding=beheerder-3", width: 1100, height: 620},
}

// mostTourPictures is how many bytes all pictures together may be.
const mostTourPictures = 600_000

// The pictures of docs/tour.md are made here, so that they show what is:
//
//	KOPPELKANS_WRITE_SCREENSHOT=1 go test ./e2e -run TourPictures
func TestTourPictures(t *testing.T) {
	s := demoSite(t)
	writing := os.Getenv("KOPPELKANS_WRITE_SCREENSHOT") != ""
	if writing {
		s = must(newSite("tour", func(data string) (string, error) {
			_, err := run("demo", "--data", data, "--now", pictureMoment)
			return demoCode, err
		}))(t)
	}
	folder := filepath.Join(root, ".ci/out/tour")
	if writing {
		folder = filepath.Join(root, "docs/tour")
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, shown := range tourPictures {
		b := open(t, s, look{lang: "nl", width: shown.width, script: true})
		b.do(t, chromedp.EmulateViewport(shown.width, shown.height))
		if shown.role != "" {
			b.signIn(t, shown.role)
		}
		b.visit(t, shown.path)
		if shown.follow != "" {
			b.visit(t, eval[string](t, b, `document.querySelector("main tbody th a").getAttribute("href")`)+"/"+shown.follow)
		}
		b.clean(t)
		quality := int64(50)
		image := must(chromedp.Call(b.ctx, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{Format: cdppage.CaptureScreenshotFormatJpeg, Quality: &quality}))(t)
		total += len(image.Data)
		if err := os.WriteFile(filepath.Join(folder, shown.name+".jpg"), image.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if total > mostTourPictures {
		t.Errorf("the pictures of docs/tour.md are %d bytes together, more than %d", total, mostTourPictures)
	}
}

// The bar of a visit works by keyboard and without script, comes before the
// page, covers nothing, and stays off paper.
func TestTourBarIsNeverInTheWay(t *testing.T) {
	s := demoSite(t)
	for _, l := range []look{{lang: "nl", width: 360, script: true}, {lang: "en", width: 1280}} {
		t.Run(l.String(), func(t *testing.T) {
			b := open(t, s, l)
			b.visit(t, "/?rondleiding=bewoner-1")
			b.focus(t, `.tour a[rel="next"]`)
			b.press(t, "\r")
			b.await(t, `location.search.includes("bewoner-2") && document.querySelector('.tour a[rel="prev"]') !== null`)
			if small := eval[int](t, b, `[...document.querySelectorAll(".tour a")].filter((a) => a.getBoundingClientRect().height < 24).length`); small > 0 {
				t.Errorf("%d links of the bar are lower than 24 px", small)
			}
			if covers := eval[bool](t, b, `document.querySelector(".tour").getBoundingClientRect().bottom > document.querySelector("main").getBoundingClientRect().top + 1`); covers {
				t.Error("the bar lies over the page")
			}
			b.focus(t, `.tour .button-plain`)
			b.press(t, "\r")
			b.await(t, `!location.search.includes("rondleiding") && document.querySelector("main h1") !== null`)
			if eval[bool](t, b, `document.querySelector(".tour") !== null`) {
				t.Error("the visit cannot be left")
			}
		})
	}
	b := open(t, s, look{lang: "nl", width: 1280, print: true, script: true})
	b.visit(t, "/?rondleiding=bewoner-1")
	if display := eval[string](t, b, `getComputedStyle(document.querySelector(".tour")).display`); display != "none" {
		t.Errorf("on paper the bar is %s", display)
	}
}
