package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// signIn signs in as somebody of the demo, as a visitor does.
func (b *tab) signIn(t testing.TB, role string) {
	t.Helper()
	b.visit(t, "/demo")
	b.click(t, `form[action="/demo"]:has(input[value="`+role+`"]) button`)
	b.until(t, `document.readyState === "complete" && document.querySelector(".top-who[href='/account']") !== null`)
}

// until waits until an expression holds, also in a page without script, in
// which no promise is kept.
func (b *tab) until(t testing.TB, expression string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		holds, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression))
		if err == nil && holds {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s: not within 30 seconds (%v)", shorten(expression), err)
		}
	}
}

// click clicks an element, found by a selector of CSS.
func (b *tab) click(t testing.TB, selector string) {
	t.Helper()
	b.do(t, chromedp.Click(selector))
}

// A delivery is taken back by an analyst; who is not gets to know whom to ask.
func TestOnlyAnAnalystTakesADeliveryBack(t *testing.T) {
	s := demoSite(t)
	delivery := "/leveringen/" + find(t, s, "/leveringen", `/leveringen/([0-9a-z]{10,})`)
	const button = `document.querySelector("a[href$='/terugnemen']") !== null`
	for _, script := range []bool{true, false} {
		b := open(t, s, look{lang: "nl", width: 360, script: script})
		b.visit(t, delivery)
		if eval[bool](t, b, button) {
			t.Error("the public is offered to take a delivery back")
		}
		answer, err := chromedp.Run(b.ctx, chromedp.NavigateResponse(s.address+delivery+"/terugnemen"))
		if err != nil || answer.Status != 403 {
			t.Errorf("the public gets %v, %v", answer, err)
		}
		if !eval[bool](t, b, `document.querySelector("main a[href^='/inloggen?terug=']") !== null`) {
			t.Error("the public is not told to sign in")
		}
		b.signIn(t, "analyst")
		b.visit(t, delivery)
		if !eval[bool](t, b, button) {
			t.Error("the analyst is not offered to take a delivery back")
		}
	}
}

// linkFor gives the token of a link to sign in, as the command line prints it.
func linkFor(t testing.TB, s *site, email string) string {
	t.Helper()
	link := must(run("account", "link", email, "--data", s.data))(t)
	_, token, _ := strings.Cut(strings.TrimSpace(link), "/inloggen/mail/")
	return token
}

// A visitor signs in with a link, sees their sessions and ends one, also
// without script and on a telephone.
func TestSignInByLink(t *testing.T) {
	s := demoSite(t)
	for _, l := range []look{{lang: "nl", width: 360, script: true}, {lang: "en", width: 1280}} {
		b, other := open(t, s, l), open(t, s, l)
		other.signIn(t, "reader")
		b.visit(t, "/inloggen/mail/"+linkFor(t, s, "lezer@example.org"))
		b.click(t, `form[action="/inloggen/mail/bevestigen"] button`)
		b.until(t, `document.querySelector(".top-who[href='/account']") !== null`)
		b.visit(t, "/account")
		b.click(t, `form:has(input[name="sessie"]) button`)
		b.until(t, `document.querySelector("[role=status]") !== null`)
		for eval[bool](t, b, `document.querySelector('input[name="sessie"]') !== null`) { // of tests before this one
			b.click(t, `form:has(input[name="sessie"]) button`)
			b.until(t, `document.readyState === "complete"`)
		}
		other.visit(t, "/over")
		if eval[bool](t, other, `document.querySelector(".top-who[href='/account']") !== null`) {
			t.Error("a session that was ended goes on")
		}
		b.visit(t, "/account")
		b.click(t, `form[action="/uitloggen"] button`)
		b.until(t, `document.readyState === "complete" && document.querySelector(".top-who[href='/account']") === null`)
		b.clean(t)
	}
}
