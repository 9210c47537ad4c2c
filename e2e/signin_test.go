package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// signIn signs in as somebody of the demo, as a visitor does.
func (b *tab) signIn(t testing.TB, role string) {
	t.Helper()
	b.visit(t, "/demo")
	b.click(t, `form[action="/demo"]:has(input[value="`+role+`"]) button`)
	b.await(t, `document.readyState === "complete" && document.querySelector(".top-who[href='/account']") !== null`)
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
