package app

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/mail/mailtest"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

var (
	answerPath  = regexp.MustCompile(`/antwoord/[A-Z2-7]{26}\b`)
	versionSent = regexp.MustCompile(`name="(?:_versie|versie)" value="(\d+)"`)
)

// table is people around an agreement: who keeps it, and a mail server.
type table struct {
	*browser
	t         *testing.T
	post      *mailtest.Server
	agreement string // its address
}

// sit starts a server with a partnership that the coordinator began, and an
// agreement in it without parties.
func sit(t *testing.T, config store.Config) *table {
	t.Helper()
	fillDemo(t, config)
	post := mailtest.Start(t, mailtest.Options{})
	s := start(t, config, "--smtp", "smtp+plain://"+post.Address, "--mail-from", "Koppelkans <kans@example.org>", "--public-url", "http://kans.example.org")
	b := &table{browser: newBrowser(t, s.address), t: t, post: post}
	b.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"coordinator"}})
	begin := b.expect(t, http.StatusOK, "/samenwerkingen/beginnen", nil)
	place := regexp.MustCompile(`<option value="([a-z0-9]{13})"`).FindStringSubmatch(begin)[1]
	partnership := b.goes("/samenwerkingen/beginnen", url.Values{"name": {"Tafel"}, "place": {place}})
	of := strings.TrimPrefix(partnership, "/samenwerkingen/")
	b.agreement = b.goes("/afspraken/toevoegen", url.Values{"what": {"Elke dinsdag gaat de deur open"}, "details": {"De sleutel ligt bij de buren."}, "review": {"2030-01-01"}, "partnership": {of}, "place": {place}})
	return b
}

// goes sends a form and gives the page that it leads to.
func (b *table) goes(path string, form url.Values) string {
	b.t.Helper()
	response, text := b.ask(b.t, path, form)
	if response.StatusCode != http.StatusSeeOther {
		b.t.Fatalf("%s: %d %s", path, response.StatusCode, problemsIn(text))
	}
	return response.Header.Get("Location")
}

// change changes the text.
func (b *table) change(values url.Values) (status int, problems string) {
	b.t.Helper()
	form := b.expect(b.t, http.StatusOK, b.agreement+"/wijzigen", nil)
	values.Set("_versie", versionSent.FindStringSubmatch(form)[1])
	response, text := b.ask(b.t, b.agreement+"/wijzigen", values)
	return response.StatusCode, problemsIn(text)
}

// link asks all parties, and gives the link of the one letter that comes.
func (b *table) link() string {
	b.t.Helper()
	b.goes(b.agreement+"/vragen", noForm)
	link := answerPath.FindString(b.post.Wait(b.t).Text)
	if link == "" {
		b.t.Fatal("the letter has no link")
	}
	return link
}

// guest is somebody without account who opened a link.
func (b *table) guest(link string) *browser {
	b.t.Helper()
	guest := newBrowser(b.t, b.address)
	guest.expect(b.t, http.StatusSeeOther, link, nil)
	return guest
}

func (b *table) shows(text string) {
	b.t.Helper()
	deadline := time.Now().Add(20 * time.Second) // the state may follow by a job
	for {
		page := b.expect(b.t, http.StatusOK, b.agreement, nil)
		if strings.Contains(page, text) {
			return
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("%s does not say %q", b.agreement, text)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func answers(page, answer, reason string) url.Values {
	return url.Values{"versie": {versionSent.FindStringSubmatch(page)[1]}, "antwoord": {answer}, "reden": {reason}}
}

// Somebody without an account accepts with the link of a mail. The link does
// nothing the second time; a change of substance asks again, and a correction
// does not.
func TestAgreementIsAcceptedFromTheMail(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		b := sit(t, config)
		b.goes(b.agreement+"/partijen", url.Values{"naam": {"Buurthuis De Vlonder"}, "email": {"vlonder@example.org"}})
		link := b.link()
		guest := b.guest(link)
		page := guest.expect(t, http.StatusOK, "/antwoord", nil)
		for _, text := range []string{"Elke dinsdag gaat de deur open", "De sleutel ligt bij de buren.", "Buurthuis De Vlonder"} {
			if !strings.Contains(page, text) {
				t.Errorf("the page of the link does not say %q", text)
			}
		}
		if again := guest.expect(t, http.StatusUnprocessableEntity, "/antwoord", answers(page, "declined", "")); !strings.Contains(again, "reden-fout") {
			t.Error("no without a reason is not asked why")
		}
		guest.expect(t, http.StatusOK, "/antwoord", answers(page, "accepted", ""))
		b.shows("Alle partijen zijn akkoord")
		guest.expect(t, http.StatusConflict, "/antwoord", answers(page, "declined", "Toch niet"))
		b.guest(link).expect(t, http.StatusConflict, "/antwoord", nil)
		b.shows("Alle partijen zijn akkoord")
		if letter := b.post.Wait(t); letter.To != "coordinator@example.org" {
			t.Errorf("who keeps the agreement hears nothing; a letter went to %s", letter.To)
		}

		// A correction is a slip, and nothing else.
		if status, why := b.change(url.Values{"details": {"De sleutels ligt bij de buren."}, "correction": {"true"}}); status != http.StatusSeeOther {
			t.Fatalf("a correction: %d %s", status, why)
		}
		b.shows("Alle partijen zijn akkoord")
		if status, _ := b.change(url.Values{"details": {"Wie wil komen, vraagt een sleutel aan bij de gemeente en betaalt borg."}, "correction": {"true"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("another text passes for a correction: %d", status)
		}
		if status, _ := b.change(url.Values{"until": {"2031-01-01"}, "correction": {"true"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("another last day passes for a correction: %d", status)
		}

		// A change of substance asks again, with what changed.
		if status, why := b.change(url.Values{"details": {"De sleutel ligt bij de buren op 12, behalve in augustus."}}); status != http.StatusSeeOther {
			t.Fatalf("a change: %d %s", status, why)
		}
		b.shows("0 van 1 partijen")
		guest = b.guest(b.link())
		page = guest.expect(t, http.StatusOK, "/antwoord", nil)
		if !strings.Contains(page, "<ins>") || !strings.Contains(page, "augustus") {
			t.Error("who is asked again does not see what changed")
		}
		guest.expect(t, http.StatusOK, "/antwoord", answers(page, "declined", "In augustus juist wel"))
		b.shows("In augustus juist wel")
		b.shows("Niet iedereen is akkoord")
		if texts := b.expect(t, http.StatusOK, b.agreement+"/teksten", nil); !strings.Contains(texts, "foutje verbeterd") || !strings.Contains(texts, "Versie 2") {
			t.Error("the texts side by side lack an edition or a correction")
		}
	})
}

// Of six answers at the same time one is kept.
func TestOneAnswerOfManyIsKept(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		b := sit(t, config)
		b.goes(b.agreement+"/partijen", url.Values{"naam": {"Vlonder"}, "email": {"vlonder@example.org"}})
		link := b.link()
		var wait sync.WaitGroup
		statuses := make([]int, 6)
		guests, forms := make([]*browser, len(statuses)), make([]url.Values, len(statuses))
		for at := range statuses {
			guests[at] = b.guest(link)
			forms[at] = answers(guests[at].expect(t, http.StatusOK, "/antwoord", nil), []string{"accepted", "declined"}[at%2], fmt.Sprint("reden ", at))
		}
		for at, guest := range guests {
			wait.Go(func() {
				response, err := guest.PostForm(b.address+"/antwoord", forms[at])
				if err == nil {
					statuses[at] = response.StatusCode
					response.Body.Close()
				}
			})
		}
		wait.Wait()
		kept := 0
		for _, status := range statuses {
			if status == http.StatusOK {
				kept++
			} else if status != http.StatusConflict {
				t.Errorf("an answer gets %d", status)
			}
		}
		if kept != 1 {
			t.Errorf("%d answers were kept: %v", kept, statuses)
		}
		page := b.expect(t, http.StatusOK, b.agreement, nil)
		if n := len(regexp.MustCompile(`reden \d`).FindAllString(page, -1)); n != 1 {
			t.Errorf("%d reasons stand on the page", n)
		}
	})
}

// Fewer people see the parties of an agreement when fewer see the agreement, and
// its state follows a party that is taken away: both by jobs of a server.
func TestPartiesFollowTheirAgreement(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		b := sit(t, config)
		b.goes(b.agreement+"/partijen", url.Values{"naam": {"Vlonder"}, "email": {"vlonder@example.org"}})
		b.goes(b.agreement+"/partijen", url.Values{"naam": {"Wegwijzer"}, "email": {"weg@example.org"}})
		b.goes(b.agreement+"/vragen", noForm)
		first := b.post.Wait(t)
		b.post.Wait(t)
		guest := b.guest(answerPath.FindString(first.Text))
		guest.expect(t, http.StatusOK, "/antwoord", answers(guest.expect(t, http.StatusOK, "/antwoord", nil), "accepted", ""))
		b.shows("1 van 2 partijen")
		page := b.expect(t, http.StatusOK, b.agreement, nil)
		for _, row := range regexp.MustCompile(`<a href="(/afspraakpartners/[a-z0-9]{13})">(\w+)</a>`).FindAllStringSubmatch(page, -1) {
			if answered := strings.Contains(first.To, map[string]string{"Vlonder": "vlonder", "Wegwijzer": "weg"}[row[2]]); !answered {
				b.goes(row[1]+"/verwijderen", url.Values{"_versie": {versionSent.FindStringSubmatch(b.expect(t, http.StatusOK, row[1]+"/verwijderen", nil))[1]}})
			}
		}
		b.shows("Alle partijen zijn akkoord")

		if status, why := b.change(url.Values{"audience": {"partnership"}}); status != http.StatusSeeOther {
			t.Fatalf("fewer people: %d %s", status, why)
		}
		reader := newBrowser(t, b.address)
		reader.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"reader"}})
		party := regexp.MustCompile(`/afspraakpartners/[a-z0-9]{13}`).FindString(b.expect(t, http.StatusOK, b.agreement, nil))
		for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			response, _ := reader.ask(t, party, nil)
			if response.StatusCode == http.StatusNotFound {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("a party is still seen by who may not see its agreement: %d", response.StatusCode)
			}
		}
	})
}

// Two people change one agreement at once: what both changed is shown to the
// second, and nothing is lost.
func TestTwoPeopleChangeOneAgreement(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		b := sit(t, config)
		form := b.expect(t, http.StatusOK, b.agreement+"/wijzigen", nil)
		version := versionSent.FindStringSubmatch(form)[1]
		other := newBrowser(t, b.address)
		other.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"administrator"}})
		other.expect(t, http.StatusSeeOther, b.agreement+"/wijzigen", url.Values{"_versie": {version}, "details": {"De sleutel hangt aan een spijker."}})
		// Another field goes on top of it.
		b.expect(t, http.StatusSeeOther, b.agreement+"/wijzigen", url.Values{"_versie": {version}, "forWhom": {"De hele straat"}})
		b.shows("aan een spijker")
		b.shows("De hele straat")
		// The same field is asked about, with both texts.
		page := b.expect(t, http.StatusConflict, b.agreement+"/wijzigen", url.Values{"_versie": {version}, "details": {"De sleutel ligt onder de mat."}})
		if !strings.Contains(page, "onder de mat") || !strings.Contains(page, "aan een spijker") {
			t.Error("the second does not see both texts")
		}
		b.shows("aan een spijker")
	})
}

// The covenant is the accepted agreements, on a page and as a document.
func TestCovenant(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		b := sit(t, config)
		page := b.expect(t, http.StatusOK, b.agreement, nil)
		path := regexp.MustCompile(`/samenwerkingen/[a-z0-9]+/convenant`).FindString(page)
		if before := b.expect(t, http.StatusOK, path, nil); strings.Contains(before, "Artikel 1") {
			t.Error("an agreement that nobody accepted is an article")
		}
		b.goes(b.agreement+"/partijen", url.Values{"naam": {"Vlonder & Zn"}, "email": {"vlonder@example.org"}})
		guest := b.guest(b.link())
		guest.expect(t, http.StatusOK, "/antwoord", answers(guest.expect(t, http.StatusOK, "/antwoord", nil), "accepted", ""))
		if after := b.expect(t, http.StatusOK, path, nil); !strings.Contains(after, "Artikel 1. Elke dinsdag") || !strings.Contains(after, "Vlonder &amp; Zn") {
			t.Error("the accepted agreement is no article")
		}
		_, document := b.ask(t, path+".docx", nil)
		files, err := zip.NewReader(bytes.NewReader([]byte(document)), int64(len(document)))
		if err != nil {
			t.Fatal(err)
		}
		text, err := files.Open("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		var body bytes.Buffer
		if _, err := body.ReadFrom(text); err != nil || !strings.Contains(body.String(), "De sleutel ligt bij de buren.") || !strings.Contains(body.String(), "Vlonder &amp; Zn") {
			t.Errorf("the document lacks the text or the party: %v", err)
		}
	})
}
