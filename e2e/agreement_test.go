package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// required counts the fields of the form on the page that must be filled in,
// those that are filled in already among them.
const required = `[...document.querySelectorAll("main form [required], main form .form-must")].filter((e) => e.checkVisibility()).length`

// mostFields is how many fields lie between nothing and the first agreement that
// is accepted, at most.
const mostFields = 9

// Somebody begins a partnership, writes an agreement down, names a party, asks
// it, and the party accepts with the link of the letter. How many fields must be
// filled in on the way is counted in the browser.
func TestFirstAgreement(t *testing.T) {
	s := demoSite(t)
	b := open(t, s, look{lang: "nl", width: 360, script: true})
	b.signIn(t, "coordinator")
	forms, fields := 0, 0
	count := func(atLeast int) {
		t.Helper()
		forms++
		fields += max(eval[int](t, b, required), atLeast)
	}
	there := func(expression string) {
		t.Helper()
		b.until(t, `document.readyState === "complete" && (`+expression+`)`)
	}

	b.visit(t, "/samenwerkingen")
	b.click(t, `a[href="/samenwerkingen/beginnen"]`)
	there(`document.querySelector("#aim") !== null`)
	count(1)
	b.do(t, chromedp.SetValue("#name", "Straatfeest"))
	b.click(t, `main form .actions button[type=submit]`)
	there(`document.querySelector("h1").textContent === "Straatfeest"`)

	b.click(t, `a[href^="/afspraken/toevoegen"]`)
	there(`document.querySelector("#veld-what") !== null`)
	count(2)
	b.do(t, chromedp.SetValue("#veld-what", "De straat is op zondag dicht voor auto's"))
	b.do(t, chromedp.SetValue("#veld-review", "2030-01-01"))
	b.click(t, `main form.form .actions button[type=submit]`)
	there(`document.querySelector("#naam") !== null`)

	count(2) // of somebody else their name and their address
	b.do(t, chromedp.SetValue("#naam", "Buurtcomité"))
	b.do(t, chromedp.SetValue("#email", "comite@example.org"))
	b.click(t, `form[action$="/partijen"] button[type=submit]`)
	there(`document.querySelector('form[action$="/vragen"]') !== null`)
	agreement := eval[string](t, b, `location.pathname`)
	b.click(t, `form[action$="/vragen"] button`)
	there(`document.querySelector(".notice[role=status]") !== null`)

	guest := open(t, s, look{lang: "nl", width: 360, script: true})
	guest.visit(t, "/antwoord/"+letterTo(t, s, "comite@example.org"))
	forms++
	fields += 1 // yes or no
	guest.click(t, `input[name=antwoord][value=accepted]`)
	guest.click(t, `main form .actions button[type=submit]`)
	guest.until(t, `document.querySelector("h1").textContent.startsWith("Dank je wel")`)

	b.visit(t, agreement)
	if text := eval[string](t, b, `document.querySelector(".lead").textContent`); text == "" || eval[bool](t, b, `!document.querySelector(".lead").textContent.includes("Alle partijen zijn akkoord")`) {
		t.Errorf("the agreement says %q", text)
	}
	t.Logf("from nothing to the first accepted agreement: %d required fields in %d forms", fields, forms)
	if fields > mostFields {
		t.Errorf("%d required fields, at most %d", fields, mostFields)
	}
}

// Who is asked reads the agreement before the question, and on a phone what is
// wrong with an answer is told in view, although the question stands below.
func TestWrongAnswerIsToldInView(t *testing.T) {
	s := demoSite(t)
	b := open(t, s, look{lang: "nl", width: 360, script: true})
	b.signIn(t, "coordinator")
	there := func(expression string) {
		t.Helper()
		b.until(t, `document.readyState === "complete" && (`+expression+`)`)
	}
	b.visit(t, "/samenwerkingen/beginnen")
	b.do(t, chromedp.SetValue("#name", "Straatbomen"))
	b.click(t, `main form .actions button[type=submit]`)
	there(`document.querySelector("h1").textContent === "Straatbomen"`)
	b.click(t, `a[href^="/afspraken/toevoegen"]`)
	there(`document.querySelector("#veld-what") !== null`)
	b.do(t, chromedp.SetValue("#veld-what", "We planten acht bomen"))
	b.do(t, chromedp.SetValue("#veld-review", "2030-01-01"))
	b.click(t, `main form.form .actions button[type=submit]`)
	there(`document.querySelector("input[name=deelnemer]") !== null`)
	if !eval[bool](t, b, `document.querySelector('form[action$="/partijen"] a[href^="/deelnemers/toevoegen?partnership="]') !== null`) {
		t.Error("nothing leads from the parties to a new member")
	}
	b.click(t, `input[name=deelnemer]`)
	b.click(t, `form[action$="/partijen"] button[type=submit]`)
	there(`document.querySelector('form[action$="/vragen"]') !== null`)
	b.click(t, `form[action$="/vragen"] button`)
	there(`document.querySelector("#antwoord") !== null`)
	if !eval[bool](t, b, `document.querySelector("#antwoord").previousElementSibling.querySelector(".facts") !== null`) {
		t.Error("the question does not follow the agreement")
	}
	b.click(t, `#antwoord button[type=submit]`)
	there(`document.querySelector("#antwoord .form-wrong") !== null`)
	b.until(t, `(() => { const box = document.querySelector("#antwoord .form-wrong").getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight })()`)
}
