package app

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/demo/tour"
	"github.com/koppelkans/koppelkans/internal/plain"
	"github.com/koppelkans/koppelkans/internal/store"
)

var (
	tourBar = regexp.MustCompile(`(?s)<aside class="tour".*?</aside>`)
	mainOf  = regexp.MustCompile(`(?s)<main.*</main>`)
	tags    = regexp.MustCompile(`<[^>]*>`)
)

// textOf gives what a piece of a page says.
func textOf(piece string) string { return html.UnescapeString(tags.ReplaceAllString(piece, "")) }

// Who follows a visit finds on each page what the step speaks of, may see it,
// and can go on, back and away.
func TestToursShowWhatTheySpeakOf(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	h := openHall(t, config)
	tours, err := tour.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range append([]access.Role{""}, access.Roles...) {
		visit, is := tours.Of(role)
		if !is {
			t.Errorf("there is no visit for %q", role)
			continue
		}
		b := newBrowser(t, h.server.URL)
		if role != "" {
			b.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {string(role)}})
		}
		if response, _ := b.ask(t, "/rondleiding", nil); response.Header.Get("Location") != visit.Address(1) {
			t.Errorf("%q: the visit begins at %s", role, response.Header.Get("Location"))
		}
		for at, step := range visit.Steps {
			where := visit.Address(at + 1)
			if step.Kind != "" {
				response, _ := b.ask(t, where, nil)
				if where = response.Header.Get("Location"); where == "" {
					t.Fatalf("%s: no %s %q", visit.Address(at+1), step.Kind, step.Named)
				}
			}
			for _, lang := range []string{"nl", "en"} {
				page := b.expect(t, http.StatusOK, where+"&lang="+lang, nil)
				bar, main := tourBar.FindString(page), mainOf.FindString(page)
				if !strings.Contains(textOf(bar), step.Text[lang]) {
					t.Errorf("%s in %s: the bar says %q", visit.Address(at+1), lang, textOf(bar))
				}
				if !strings.Contains(textOf(main), step.See[lang]) {
					t.Errorf("%s in %s does not show %q", visit.Address(at+1), lang, step.See[lang])
				}
				for _, next := range []int{at, at + 2} {
					if next >= 1 && next <= len(visit.Steps) && !strings.Contains(html.UnescapeString(bar), `href="`+visit.Address(next)+`"`) {
						t.Errorf("%s in %s does not lead to step %d", visit.Address(at+1), lang, next)
					}
				}
			}
			left, _, _ := strings.Cut(where, tour.Param+"=")
			if page := b.expect(t, http.StatusOK, strings.TrimRight(left, "?&"), nil); tourBar.MatchString(page) {
				t.Errorf("%s shows a visit that was left", step.Path)
			}
		}
	}
}

// Residents read their visit in plain Dutch.
func TestTourOfResidentsIsPlain(t *testing.T) {
	tours, err := tour.Load()
	if err != nil {
		t.Fatal(err)
	}
	visit, _ := tours.Of("")
	var all []string
	for _, step := range visit.Steps {
		all = append(all, step.Title["nl"]+".", step.Text["nl"])
	}
	if report := plain.Check(strings.Join(all, "\n"), plain.Options{Known: []string{"Waterhoven", "gezondheidskaarten", "eenzaamheid", "organisaties"}}); !report.OK() {
		t.Error(report)
	}
}

// The first time that somebody signs in to a demo they are shown around; after
// that they are left alone.
func TestTourComesByItselfOnce(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	b := newBrowser(t, openHall(t, config).server.URL)
	for _, try := range []struct {
		role  access.Role
		where string
	}{{access.Analyst, "/leveringen?rondleiding=analist-1"}, {access.Reader, "/samenwerken?rondleiding=lezer-1"}, {access.Analyst, "/"}, {access.Reader, "/"}} {
		response, _ := b.ask(t, "/demo", url.Values{"rol": {string(try.role)}})
		if where := response.Header.Get("Location"); where != try.where {
			t.Errorf("%s is led to %s, want %s", try.role, where, try.where)
		}
	}
}

// A visit is for its role, with what may be in an address held to what exists,
// and nobody outside a demo sees anything of it.
func TestToursAreForTheirRoleInADemoOnly(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	h := openHall(t, config)
	b := newBrowser(t, h.server.URL)
	b.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {string(access.Reader)}})
	for step, shown := range map[string]bool{
		"lezer-1": true, "bewoner-2": true, "analist-1": false, "beheerder-1": false, "lezer-0": false, "lezer-9": false, "lezer": false, "lezer-1-2": false, "-1": false,
	} {
		if page := b.expect(t, http.StatusOK, "/over?rondleiding="+step, nil); tourBar.MatchString(page) != shown {
			t.Errorf("%s: shown is %v, want %v", step, !shown, shown)
		}
	}
	empty := newBrowser(t, openHall(t, store.Config{Folder: t.TempDir()}).server.URL)
	empty.expect(t, http.StatusNotFound, "/rondleiding", nil)
	if page := empty.expect(t, http.StatusOK, "/over?rondleiding=bewoner-1", nil); strings.Contains(page, "tour") || strings.Contains(page, `href="/rondleiding`) {
		t.Error("outside a demo a page speaks of the visit")
	}
}
