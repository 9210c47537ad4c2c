package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// fill types a text in a field, instead of what was there.
func (b *tab) fill(t testing.TB, selector, text string) {
	t.Helper()
	b.choose(t, selector, "")
	b.do(t, chromedp.SendKeys(selector, text))
}

// choose gives a field a value at once, as picking from a list does.
func (b *tab) choose(t testing.TB, selector, value string) {
	t.Helper()
	eval[bool](t, b, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.value = %q; e.dispatchEvent(new Event("input", {bubbles: true})); return true; })()`, selector, value))
}

// submit sends the form that holds an element and waits for the page that
// follows.
func (b *tab) submit(t testing.TB, selector string) {
	t.Helper()
	b.do(t, chromedp.Evaluate[chromedp.Void](`document.documentElement.dataset.before = "1"`))
	b.click(t, selector)
	b.await(t, `document.documentElement.dataset.before === undefined && document.readyState === "complete"`)
}

// newOrganisation adds an organisation by the form and gives its address.
func newOrganisation(t testing.TB, b *tab, name string) string {
	t.Helper()
	b.visit(t, "/organisaties/toevoegen")
	b.fill(t, "#veld-name", name)
	b.choose(t, "#veld-sort", "school")
	b.submit(t, `form.form .actions button[type=submit]`)
	return eval[string](t, b, `location.pathname`)
}

// Two people have the same form open. What they change in different fields
// goes together; when both change the same field, the second sees both values,
// loses nothing that was typed, and chooses.
func TestTwoEditorsInTheBrowser(t *testing.T) {
	s := demoSite(t)
	one, two := open(t, s, wide), open(t, s, wide)
	one.signIn(t, "coordinator")
	two.signIn(t, "administrator")
	path := newOrganisation(t, one, "Twee tegelijk")

	one.visit(t, path+"/wijzigen")
	two.visit(t, path+"/wijzigen")
	one.fill(t, "#veld-phone", "000 - 111")
	one.submit(t, `form.form .actions button[type=submit]`)
	two.fill(t, "#veld-shortName", "TT")
	two.submit(t, `form.form .actions button[type=submit]`)
	two.visit(t, path)
	if text := two.text(t, "main"); !strings.Contains(text, "000 - 111") || !strings.Contains(text, "TT") {
		t.Errorf("different fields did not go together: %s", text)
	}

	one.visit(t, path+"/wijzigen")
	two.visit(t, path+"/wijzigen")
	one.fill(t, "#veld-phone", "000 - 222")
	one.submit(t, `form.form .actions button[type=submit]`)
	two.fill(t, "#veld-phone", "000 - 333")
	two.fill(t, "#veld-address", "Havenstraat")
	two.submit(t, `form.form .actions button[type=submit]`)
	text := two.text(t, "main")
	if !strings.Contains(text, "Cor Coördinator") || !strings.Contains(text, "000 - 222") {
		t.Errorf("the second editor is not told what the first did: %s", text)
	}
	typed := eval[[]string](t, two, `[document.querySelector("#veld-phone").value, document.querySelector("#veld-address").value]`)
	if typed[0] != "000 - 333" || typed[1] != "Havenstraat" {
		t.Errorf("what was typed is gone: %q", typed)
	}
	picture(t, two, "two-editors")
	two.click(t, `input[name="kies.phone"][value=hun]`)
	two.submit(t, `form.form .actions button[type=submit]`)
	if text := two.text(t, "main"); !strings.Contains(text, "000 - 222") || !strings.Contains(text, "Havenstraat") {
		t.Errorf("after choosing: %s", text)
	}
	one.clean(t)
}

// What somebody typed is offered again when the tab was closed.
func TestDraftSurvivesAClosedTab(t *testing.T) {
	s := demoSite(t)
	b := open(t, s, wide)
	b.signIn(t, "editor")
	b.visit(t, "/organisaties/toevoegen")
	b.fill(t, "#veld-name", "Half getypt")
	b.await(t, `document.querySelector("[data-draft-note]").textContent !== ""`)
	b.visit(t, "/over") // the form is left; another tab of the same browser would find it too
	b.visit(t, "/organisaties/toevoegen")
	if value := eval[string](t, b, `document.querySelector("#veld-name").value`); value != "" {
		t.Errorf("the draft came back without being asked for: %q", value)
	}
	b.click(t, `a[href$="?concept=1"]`)
	b.await(t, `document.querySelector("#veld-name")?.value === "Half getypt"`)
	b.choose(t, "#veld-sort", "school")
	b.submit(t, `form.form .actions button[type=submit]`)
	if heading := b.text(t, "h1"); heading != "Half getypt" {
		t.Errorf("saved as %q", heading)
	}
	b.visit(t, "/organisaties/toevoegen")
	if eval[bool](t, b, `document.querySelector('a[href$="?concept=1"]') !== null`) {
		t.Error("the draft is still offered after it was saved")
	}
	b.clean(t)
}
