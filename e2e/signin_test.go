package e2e

import (
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
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

// click clicks an element, found by a selector of CSS. It waits until the page
// has it, and presses once: when the answer to that is lost with the page, the
// page went because it was pressed.
func (b *tab) click(t testing.TB, selector string) {
	t.Helper()
	b.until(t, fmt.Sprintf("document.querySelector(%q) !== null && (document.documentElement.dataset.pressed = %q) !== ''", selector, selector))
	ctx, stop := context.WithTimeout(b.ctx, 20*time.Second)
	err := chromedp.Do(ctx, chromedp.Click(selector))
	stop()
	if err == nil {
		return
	}
	if gone, lost := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("document.documentElement.dataset.pressed === undefined")); lost == nil && gone {
		return
	}
	where, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`location.pathname + ": " + document.title`))
	t.Fatalf("clicking %s on %s: %v", selector, where, err)
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
		const sessions = `document.querySelectorAll('input[name="sessie"]').length`
		for left := eval[int](t, b, sessions); left > 0; left = eval[int](t, b, sessions) { // of tests before this one
			b.click(t, `form:has(input[name="sessie"]) button`)
			b.until(t, fmt.Sprintf(`document.readyState === "complete" && %s < %d`, sessions, left))
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

// authenticator gives a tab a device that keeps passkeys.
func (b *tab) authenticator(t testing.TB) webauthn.AuthenticatorID {
	t.Helper()
	if _, err := chromedp.Call(b.ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	made, err := chromedp.Call(b.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
	if err != nil {
		t.Fatal(err)
	}
	return made.AuthenticatorID
}

// Somebody adds a passkey, signs in with it, gives it another name and removes
// it; after that it works no more. Another device, another person or a wrong
// finger does not get in.
func TestPasskey(t *testing.T) {
	s := demoSite(t)
	b := open(t, s, look{lang: "nl", width: 360, script: true})
	device := b.authenticator(t)
	const begin, part = `[data-passkey] button`, `[data-passkey] [role=status]`
	in := `document.readyState === "complete" && document.querySelector(".top-who[href='/account']") !== null`
	says := `document.querySelector("[data-passkey] [role=status]").textContent !== "" && !document.querySelector("[data-passkey] button").disabled`

	b.visit(t, "/inloggen")
	b.click(t, begin) // before there is any
	b.until(t, says)

	b.signIn(t, "contributor")
	b.visit(t, "/account")
	b.do(t, chromedp.SetValue("#sleutelnaam", "Telefoon <b>"))
	b.click(t, begin)
	b.until(t, `document.querySelector("#sleutels form.inline-form input.field")?.value === "Telefoon <b>"`)
	picture(t, b, "passkey-account")
	b.click(t, begin) // a second on the same device
	b.until(t, says)
	if text := b.text(t, part); !strings.Contains(text, "staat al een toegangssleutel") {
		t.Errorf("a second passkey on one device: %q", text)
	}
	b.do(t, chromedp.SetValue("#sleutels form.inline-form input.field", "Werktelefoon"))
	b.click(t, "#sleutels form.inline-form button")
	// What was typed is the value at once; only the next page has it from the start.
	b.until(t, `document.readyState === "complete" && document.querySelector("#sleutels form.inline-form input.field")?.defaultValue === "Werktelefoon"`)
	b.click(t, `#sessies form[action="/uitloggen"] button`)
	b.until(t, `document.readyState === "complete" && document.querySelector(".top-who[href='/account']") === null`)

	b.visit(t, "/inloggen?terug=/cijfers")
	b.click(t, begin)
	b.until(t, in)
	if where, who := eval[string](t, b, "location.pathname"), b.text(t, ".top-menu"); where != "/cijfers" || who == "" {
		t.Errorf("signed in and led to %s", where)
	}
	b.visit(t, "/account")
	if !strings.Contains(b.text(t, "#sleutels"), "Laatst gebruikt") || !strings.Contains(b.text(t, "main"), "meedoener@example.org") {
		t.Errorf("the account says %q", b.text(t, "main"))
	}

	// Somebody else cannot remove it.
	key := eval[string](t, b, `document.querySelector("#sleutels input[name=sleutel]").value`)
	other := open(t, s, look{lang: "nl", width: 360, script: true})
	other.signIn(t, "reader")
	other.visit(t, "/account")
	eval[int](t, other, `fetch("/account/sleutel", {method: "POST", body: new URLSearchParams({sleutel: "`+key+`", weg: "ja"})}).then((r) => r.status)`)
	b.visit(t, "/account")
	if !eval[bool](t, b, `document.querySelector("#sleutels input[name=sleutel]") !== null`) {
		t.Fatal("somebody removed a passkey of somebody else")
	}

	b.click(t, `#sessies form[action="/uitloggen"] button`)
	b.until(t, `document.readyState === "complete" && document.querySelector(".top-who[href='/account']") === null`)
	if _, err := chromedp.Call(b.ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: device, IsUserVerified: false}); err != nil {
		t.Fatal(err)
	}
	b.visit(t, "/inloggen")
	b.click(t, begin)
	b.until(t, says)
	if _, err := chromedp.Call(b.ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: device, IsUserVerified: true}); err != nil {
		t.Fatal(err)
	}
	b.clean(t)

	b.visit(t, "/inloggen")
	b.click(t, begin)
	b.until(t, in)
	b.visit(t, "/account")
	b.click(t, `#sleutels button[name=weg]`)
	b.until(t, `document.readyState === "complete" && location.search === "?gedaan=sleutelweg"`)
	b.click(t, `#sessies form[action="/uitloggen"] button`)
	b.until(t, `document.readyState === "complete" && document.querySelector(".top-who[href='/account']") === null`)
	b.visit(t, "/inloggen")
	b.click(t, begin)
	b.until(t, says)
	if text := b.text(t, part); !strings.Contains(text, "werkt hier niet") {
		t.Errorf("a passkey that was removed: %q", text)
	}
}

// Without script the page says that a passkey needs it, and offers mail.
func TestPasskeyNeedsScript(t *testing.T) {
	b := open(t, demoSite(t), look{lang: "nl", width: 360})
	b.visit(t, "/inloggen")
	if text := b.text(t, "main"); !strings.Contains(text, "werken alleen met JavaScript") || !strings.Contains(text, "Stuur mij een link") {
		t.Errorf("%q", text)
	}
	if eval[bool](t, b, `document.querySelector("[data-passkey]").checkVisibility()`) {
		t.Error("a button that does nothing is shown")
	}
}

// letterTo gives what only the link of the last letter about an agreement to
// somebody has.
func letterTo(t testing.TB, s *site, email string) string {
	t.Helper()
	letter := regexp.MustCompile(regexp.QuoteMeta(email) + `.*?/antwoord/([A-Z2-7]{26})`)
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if all := letter.FindAllSubmatch(must(os.ReadFile(s.data+".log"))(t), -1); len(all) > 0 {
			return string(all[len(all)-1][1])
		}
	}
	t.Fatal("no letter about an agreement came into the log")
	return ""
}

// answerFor asks the parties of an agreement, and gives what only the link of a
// letter has.
func answerFor(t testing.TB, s *site, agreement string) string {
	t.Helper()
	client := &http.Client{Jar: must(cookiejar.New(nil))(t)}
	must(client.PostForm(s.address+"/demo", url.Values{"rol": {"coordinator"}}))(t).Body.Close()
	must(client.PostForm(s.address+"/afspraken/"+agreement+"/vragen", url.Values{}))(t).Body.Close()
	return letterTo(t, s, "redacteur@example.org")
}

// invitationFor gives the token of a new invitation, as the log prints it when
// there is no mail server.
func invitationFor(t testing.TB, s *site) string {
	t.Helper()
	client := &http.Client{Jar: must(cookiejar.New(nil))(t)}
	send := func(path string, form url.Values) {
		response := must(client.PostForm(s.address+path, form))(t)
		response.Body.Close()
		if response.StatusCode != http.StatusOK {
			t.Fatalf("%s: status %d", path, response.StatusCode)
		}
	}
	send("/demo", url.Values{"rol": {"administrator"}})
	email := fmt.Sprintf("gast%d@example.org", time.Now().UnixNano())
	send("/uitnodigen", url.Values{"email": {email}, "naam": {"Een gast"}, "rol": {"reader"}, "waar": {""}})
	letter := regexp.MustCompile(email + `.*?/uitnodiging/([A-Z2-7]{26})`)
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if found := letter.FindSubmatch(must(os.ReadFile(s.data + ".log"))(t)); found != nil {
			return string(found[1])
		}
	}
	t.Fatal("no letter came into the log")
	return ""
}
