package app

import (
	"io"
	"net/http"
	"net/http/cookiejar"
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

// browser is a visitor: it keeps cookies and does not follow redirects.
type browser struct {
	*http.Client
	address string
}

func newBrowser(t testing.TB, address string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{&http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, address}
}

// ask asks a page; a form makes it a POST.
func (b *browser) ask(t testing.TB, path string, form url.Values) (*http.Response, string) {
	t.Helper()
	var response *http.Response
	var err error
	if form == nil {
		response, err = b.Get(b.address + path)
	} else {
		response, err = b.PostForm(b.address+path, form)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(text)
}

// expect asks a page and tells when the status is another.
func (b *browser) expect(t testing.TB, status int, path string, form url.Values) string {
	t.Helper()
	response, text := b.ask(t, path, form)
	if response.StatusCode != status {
		t.Fatalf("%s: status %d, want %d\n%s", path, response.StatusCode, status, text)
	}
	return text
}

// signedInAs gives the name in the top bar, "" for the public.
func (b *browser) signedInAs(t testing.TB) string {
	t.Helper()
	found := regexp.MustCompile(`href="/account"><svg.*?</svg><span>([^<]*)</span>`).FindStringSubmatch(b.expect(t, http.StatusOK, "/over", nil))
	if found == nil {
		return ""
	}
	return found[1]
}

var (
	noForm   = url.Values{"x": {""}}
	linkPath = regexp.MustCompile(`/inloggen/mail/[A-Z2-7]{26}\b`)
)

func TestSignInByMail(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		post := mailtest.Start(t, mailtest.Options{})
		s := start(t, config, "--smtp", "smtp+plain://"+post.Address, "--mail-from", "Koppelkans <kans@example.org>", "--public-url", "http://kans.example.org")
		b := newBrowser(t, s.address)
		askLink := func(email string) (status int, where, text string) {
			response, text := b.ask(t, "/inloggen/mail", url.Values{"email": {email}, "terug": {"/kaart?q=x"}})
			return response.StatusCode, response.Header.Get("Location"), regexp.MustCompile(`[a-z0-9]{13}`).ReplaceAllString(text, "")
		}
		status, where, text := askLink(" Analist@Example.org ")
		letter := post.Wait(t)
		if letter.To != "analist@example.org" || !strings.Contains(letter.Text, "http://kans.example.org/inloggen/mail/") {
			t.Fatalf("to %s:\n%s", letter.To, letter.Text)
		}
		// Whoever asks for an address without account gets the same answer, and no letter.
		if unknown, there, same := askLink("niemand@example.org"); unknown != status || there != where || same != text {
			t.Errorf("for an unknown address %d %s %q, for a known one %d %s %q", unknown, there, same, status, where, text)
		}
		post.None(t, 2*time.Second)
		if status, _, _ := askLink("geen adres"); status != http.StatusUnprocessableEntity {
			t.Errorf("no address at all: %d", status)
		}

		link := linkPath.FindString(letter.Text)
		for range 3 { // programs that read mail open links
			scanner := newBrowser(t, s.address)
			response, _ := scanner.ask(t, link, nil)
			if next := response.Header.Get("Location"); response.StatusCode != http.StatusSeeOther || next != "/inloggen/mail/bevestigen" {
				t.Fatalf("%d %s", response.StatusCode, next)
			}
			if page := scanner.expect(t, http.StatusOK, "/inloggen/mail/bevestigen", nil); !strings.Contains(page, "analist@example.org") {
				t.Error("the page does not say who signs in")
			}
		}
		before := cookie(b, "sessie")
		b.expect(t, http.StatusSeeOther, link, nil)
		if b.signedInAs(t) != "" {
			t.Error("opening the link signs in, without the button")
		}
		response, _ := b.ask(t, "/inloggen/mail/bevestigen", noForm)
		if response.Header.Get("Location") != "/kaart?q=x" || b.signedInAs(t) != "Anna Analist" {
			t.Fatalf("%d to %s, signed in as %q", response.StatusCode, response.Header.Get("Location"), b.signedInAs(t))
		}
		if cookie(b, "sessie") == before {
			t.Error("the session kept its token")
		}
		other := newBrowser(t, s.address)
		other.expect(t, http.StatusSeeOther, link, nil)
		other.expect(t, http.StatusNotFound, "/inloggen/mail/bevestigen", nil)
		other.expect(t, http.StatusNotFound, "/inloggen/mail/bevestigen", noForm)
		if other.signedInAs(t) != "" {
			t.Error("a link was used twice")
		}
		b.expect(t, http.StatusSeeOther, "/uitloggen", noForm)
		if b.signedInAs(t) != "" {
			t.Error("still signed in after signing out")
		}
		for _, line := range s.stop(t) {
			if strings.Contains(line, strings.TrimPrefix(link, "/inloggen/mail/")) || strings.Contains(line, "@example.org") {
				t.Errorf("the log names a link or an address: %s", line)
			}
		}
	})
}

func cookie(b *browser, name string) string {
	address, _ := url.Parse(b.address)
	for _, one := range b.Jar.Cookies(address) {
		if one.Name == name {
			return one.Value
		}
	}
	return ""
}

// Of those who try a link at the same time one gets in; and nobody's mailbox
// is filled by others.
func TestLinkIsUsedOnce(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		post := mailtest.Start(t, mailtest.Options{})
		s := start(t, config, "--smtp", "smtp+plain://"+post.Address, "--limit-sign-in", "1000")
		asker := newBrowser(t, s.address)
		for range 3 {
			asker.expect(t, http.StatusSeeOther, "/inloggen/mail", url.Values{"email": {"lezer@example.org"}})
			link := linkPath.FindString(post.Wait(t).Text)
			var together sync.WaitGroup
			results := make([]int, 8)
			for at := range results {
				b := newBrowser(t, s.address)
				b.expect(t, http.StatusSeeOther, link, nil)
				together.Go(func() {
					response, err := b.PostForm(b.address+"/inloggen/mail/bevestigen", noForm)
					if err == nil {
						response.Body.Close()
						results[at] = response.StatusCode
					}
				})
			}
			together.Wait()
			in := 0
			for _, status := range results {
				if status == http.StatusSeeOther {
					in++
				} else if status != http.StatusNotFound {
					t.Errorf("status %d", status)
				}
			}
			if in != 1 {
				t.Errorf("%d of %d got in by one link", in, len(results))
			}
		}
		asker.expect(t, http.StatusSeeOther, "/inloggen/mail", url.Values{"email": {"lezer@example.org"}})
		post.None(t, 2*time.Second)
		s.stop(t)
	})
}

// Without a mail server the link is in the log, and the start says so.
func TestSignInWithoutMailServer(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	s := start(t, config)
	b := newBrowser(t, s.address)
	b.expect(t, http.StatusSeeOther, "/inloggen/mail", url.Values{"email": {"lezer@example.org"}})
	line := await(t, s.log, "/inloggen/mail/")
	if strings.Contains(line, `"msg":"request"`) {
		line = await(t, s.log, "letter not sent")
	}
	b.expect(t, http.StatusSeeOther, linkPath.FindString(line), nil)
	b.expect(t, http.StatusSeeOther, "/inloggen/mail/bevestigen", noForm)
	if who := b.signedInAs(t); who != "Lotte Lezer" {
		t.Errorf("signed in as %q", who)
	}
	s.stop(t)
}

// Sessions are seen and ended, also those of another browser and by another
// process on the same database.
func TestSessionsEndAtOnce(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		one, two := start(t, config), start(t, config)
		role := url.Values{"rol": {"reader"}}
		here, there, third := newBrowser(t, one.address), newBrowser(t, one.address), newBrowser(t, two.address)
		for _, b := range []*browser{here, there, third} {
			b.expect(t, http.StatusSeeOther, "/demo", role)
		}
		page := here.expect(t, http.StatusOK, "/account", nil)
		sessions := regexp.MustCompile(`name="sessie" value="([0-9a-z]{13})"`).FindAllStringSubmatch(page, -1)
		if len(sessions) != 2 {
			t.Fatalf("%d other sessions are listed, want 2", len(sessions))
		}
		if !strings.Contains(page, "127.0.0.0/24") || strings.Contains(page, "127.0.0.1") {
			t.Error("the list shows a whole address, or none")
		}
		// A session of somebody else cannot be ended.
		stranger := newBrowser(t, one.address)
		stranger.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"editor"}})
		stranger.expect(t, http.StatusSeeOther, "/account/sessies", url.Values{"sessie": {sessions[0][1]}})
		if there.signedInAs(t) == "" || third.signedInAs(t) == "" {
			t.Error("somebody ended a session of somebody else")
		}
		here.expect(t, http.StatusSeeOther, "/account/sessies", url.Values{"sessie": {sessions[0][1]}})
		if left := boolToInt(there.signedInAs(t) != "") + boolToInt(third.signedInAs(t) != ""); left != 1 {
			t.Errorf("after ending one of two others, %d are left", left)
		}
		here.expect(t, http.StatusSeeOther, "/account/sessies", noForm)
		if there.signedInAs(t) != "" || third.signedInAs(t) != "" || here.signedInAs(t) == "" {
			t.Error("ending all others left another, or ended this one")
		}
		one.stop(t)
		two.stop(t)
	})
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Outside a demo there is no door for everybody.
func TestNoDemoDoorElsewhere(t *testing.T) {
	s := start(t, store.Config{Folder: t.TempDir()})
	b := newBrowser(t, s.address)
	b.expect(t, http.StatusNotFound, "/demo", nil)
	b.expect(t, http.StatusNotFound, "/demo", url.Values{"rol": {"administrator"}})
	if text := b.expect(t, http.StatusOK, "/inloggen", nil); strings.Contains(text, "/demo") {
		t.Error("the page to sign in leads to the demo")
	}
	s.stop(t)
}

// Behind a proxy that does TLS cookies go over TLS only, and to this host only.
func TestCookiesBehindTLS(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	s := start(t, config, "--public-url", "https://kans.example.org")
	b := newBrowser(t, s.address)
	response, _ := b.ask(t, "/demo?lang=en", url.Values{"rol": {"reader"}})
	found := map[string]bool{}
	for _, c := range response.Cookies() {
		found[c.Name] = true
		if !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("cookie %+v", c)
		}
	}
	if !found["__Host-sessie"] {
		t.Errorf("cookies %v", found)
	}
	if hsts := response.Header.Get("Strict-Transport-Security"); !strings.HasPrefix(hsts, "max-age=") {
		t.Errorf("Strict-Transport-Security %q", hsts)
	}
	s.stop(t)
}

// The log of deeds tells who did what, and an administrator can read it.
func TestAuditLog(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		s := start(t, config)
		reader, administrator := newBrowser(t, s.address), newBrowser(t, s.address)
		reader.expect(t, http.StatusForbidden, "/beheer/logboek", nil)
		reader.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"reader"}})
		reader.expect(t, http.StatusForbidden, "/beheer/logboek", nil)
		reader.expect(t, http.StatusForbidden, "/beheer/logboek.csv", nil)
		administrator.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"administrator"}})
		if page := administrator.expect(t, http.StatusOK, "/beheer/logboek?wat=denied&lang=nl", nil); strings.Count(page, "GET /beheer/logboek") != 2 || !strings.Contains(page, "Lotte Lezer") {
			t.Errorf("what was denied:\n%s", page)
		}
		file := administrator.expect(t, http.StatusOK, "/beheer/logboek.csv", nil)
		for _, want := range []string{",sign-in,ok,web,127.0.0.0/24,", ",setting,ok,command,,", ",export,ok,web,", ",grant-changed,ok,command,,"} {
			if !strings.Contains(file, want) {
				t.Errorf("the file has no %s:\n%s", want, file)
			}
		}
		administrator.expect(t, http.StatusBadRequest, "/beheer/logboek?wat=x", nil)
		s.stop(t)
	})
}

// Whoever can reach the database makes the first account, and gets in when
// nobody else can; but not even they take the last administrator away.
func TestAccountCommands(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		must(t, config, "account", "create", "Baas@Example.org", "--name", "De Baas", "--administrator")
		must(t, config, "account", "create", "lid@example.org")
		if _, errs, code := command(t, config, "account", "create", "lid@example.org"); code != exitRefused {
			t.Errorf("the same address twice: exit code %d, %s", code, errs)
		}
		must(t, config, "account", "grant", "lid@example.org", "reader", "--until", "2999-12-31")
		for _, wrong := range [][]string{{"lid@example.org", "boss"}, {"lid@example.org", "reader", "--until", "morgen"}, {"lid@example.org", "reader", "--place", "GM0001"}, {"niemand@example.org", "reader"}} {
			if _, _, code := command(t, config, append([]string{"account", "grant"}, wrong...)...); code != exitRefused {
				t.Errorf("%v: exit code %d", wrong, code)
			}
		}
		list := must(t, config, "account", "list")
		if !strings.Contains(list, "baas@example.org") || !strings.Contains(list, "administrator (everywhere)") || !strings.Contains(list, "reader (everywhere, 2999-12-31)") {
			t.Errorf("list:\n%s", list)
		}
		s := start(t, config)
		link := strings.TrimSpace(must(t, config, "account", "link", "baas@example.org", "--public-url", s.address))
		b := newBrowser(t, s.address)
		b.expect(t, http.StatusSeeOther, strings.TrimPrefix(link, s.address), nil)
		b.expect(t, http.StatusSeeOther, "/inloggen/mail/bevestigen", noForm)
		if who := b.signedInAs(t); who != "De Baas" {
			t.Errorf("signed in as %q", who)
		}
		if _, errs, code := command(t, config, "account", "block", "baas@example.org"); code != exitRefused || !strings.Contains(errs, "last administrator") {
			t.Errorf("blocking the last administrator: exit code %d, %s", code, errs)
		}
		must(t, config, "account", "grant", "lid@example.org", "administrator")
		must(t, config, "account", "block", "baas@example.org")
		if b.signedInAs(t) != "" {
			t.Error("a blocked account is still in")
		}
		if _, _, code := command(t, config, "account", "link", "baas@example.org"); code != exitRefused {
			t.Errorf("a link for a blocked account: exit code %d", code)
		}
		must(t, config, "account", "unblock", "baas@example.org")
		if !strings.Contains(must(t, config, "account", "end-sessions", "baas@example.org"), "0 sessions") {
			t.Error("blocking left sessions")
		}
		s.stop(t)
	})
}

// invite invites somebody as who is signed in, and gives the status.
func (b *browser) invite(t testing.TB, form url.Values) int {
	t.Helper()
	response, _ := b.ask(t, "/uitnodigen", form)
	return response.StatusCode
}

// Coordinators and administrators invite within what they may give; the letter
// leads to a page with a button; withdrawing takes everything back.
func TestInvitations(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		post := mailtest.Start(t, mailtest.Options{})
		s := start(t, config, "--smtp", "smtp+plain://"+post.Address)
		as := func(role string) *browser {
			b := newBrowser(t, s.address)
			b.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {role}})
			return b
		}
		as("editor").expect(t, http.StatusForbidden, "/uitnodigen", nil)
		coordinator, administrator := as("coordinator"), as("administrator")
		page := coordinator.expect(t, http.StatusOK, "/uitnodigen", nil)
		where := regexp.MustCompile(`value="(gebied-[0-9a-z]{13})"[^>]*>gemeente Waterhoven`).FindStringSubmatch(page)
		if where == nil || strings.Contains(page, `value="administrator"`) || strings.Contains(page, `<option value=""`) {
			t.Fatalf("a coordinator is offered\n%s", page)
		}
		ask := func(email, role, place string) url.Values {
			return url.Values{"email": {email}, "naam": {"Nieuw Gezicht"}, "rol": {role}, "waar": {place}, "taal": {"en"}, "tot": {""}}
		}
		for name, wrong := range map[string]url.Values{
			"a role that decides":    ask("x@example.org", "administrator", where[1]),
			"another role":           ask("x@example.org", "boss", where[1]),
			"everywhere":             ask("x@example.org", "reader", ""),
			"a place that is no id":  ask("x@example.org", "reader", "gebied-x"),
			"a place elsewhere":      ask("x@example.org", "reader", "gebied-0000000000001"),
			"another partnership":    ask("x@example.org", "reader", "samenwerking-0000000000001"),
			"no address":             ask("x", "reader", where[1]),
			"a role on every place ": ask("x@example.org", "coordinator", where[1]),
		} {
			if status := coordinator.invite(t, wrong); status != http.StatusUnprocessableEntity && status != http.StatusBadRequest {
				t.Errorf("%s: status %d", name, status)
			}
		}
		post.None(t, 0)

		if status := coordinator.invite(t, ask("Nieuw@example.org", "contributor", where[1])); status != http.StatusSeeOther {
			t.Fatalf("status %d", status)
		}
		letter := post.Wait(t)
		link := regexp.MustCompile(`/uitnodiging/[A-Z2-7]{26}`).FindString(letter.Text)
		if letter.To != "nieuw@example.org" || letter.Subject() != "Cor Coördinator invites you to Koppelkans" || link == "" || !strings.Contains(letter.Text, "works for 14 days") {
			t.Fatalf("%s\n%s", letter.Subject(), letter.Text)
		}
		guest := newBrowser(t, s.address)
		guest.expect(t, http.StatusSeeOther, link, nil)
		if page := guest.expect(t, http.StatusOK, "/uitnodiging?lang=nl", nil); !strings.Contains(page, "Bijdrager, Waterhoven") {
			t.Error("the page does not say to what")
		}
		guest.expect(t, http.StatusSeeOther, "/uitnodiging", noForm)
		if guest.signedInAs(t) != "Nieuw Gezicht" {
			t.Fatalf("signed in as %q", guest.signedInAs(t))
		}
		again := newBrowser(t, s.address)
		again.expect(t, http.StatusSeeOther, link, nil)
		again.expect(t, http.StatusNotFound, "/uitnodiging", noForm)
		if page := coordinator.expect(t, http.StatusOK, "/uitnodigen?lang=nl", nil); !strings.Contains(page, "aangenomen op") {
			t.Error("the list does not say that it was accepted")
		}

		// Withdrawn: the link, the role and the account are gone.
		if status := administrator.invite(t, ask("weg@example.org", "administrator", "")); status != http.StatusSeeOther {
			t.Fatalf("status %d", status)
		}
		first := regexp.MustCompile(`/uitnodiging/[A-Z2-7]{26}`).FindString(post.Wait(t).Text)
		list := administrator.expect(t, http.StatusOK, "/uitnodigen", nil)
		which := regexp.MustCompile(`name="uitnodiging" value="([0-9a-z]{13})"`).FindStringSubmatch(list)
		if which == nil {
			t.Fatal("the list has no invitation that waits")
		}
		coordinator.expect(t, http.StatusNotFound, "/uitnodigen/wijzigen", url.Values{"uitnodiging": {which[1]}, "trekin": {"ja"}})
		administrator.expect(t, http.StatusSeeOther, "/uitnodigen/wijzigen", url.Values{"uitnodiging": {which[1]}, "opnieuw": {"ja"}})
		second := regexp.MustCompile(`/uitnodiging/[A-Z2-7]{26}`).FindString(post.Wait(t).Text)
		administrator.expect(t, http.StatusSeeOther, "/uitnodigen/wijzigen", url.Values{"uitnodiging": {which[1]}, "trekin": {"ja"}})
		for _, link := range []string{first, second} {
			b := newBrowser(t, s.address)
			b.expect(t, http.StatusSeeOther, link, nil)
			b.expect(t, http.StatusNotFound, "/uitnodiging", noForm)
		}
		if list := must(t, config, "account", "list"); strings.Contains(list, "weg@example.org") {
			t.Errorf("the account is still there:\n%s", list)
		}
		for _, line := range s.stop(t) {
			if strings.Contains(line, strings.TrimPrefix(link, "/uitnodiging/")) {
				t.Errorf("the log names a link: %s", line)
			}
		}
	})
}

// Whoever is blocked or deleted on a page is out at once, and stays out.
func TestBlockedOnAPage(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		s := start(t, config)
		reader, administrator := newBrowser(t, s.address), newBrowser(t, s.address)
		reader.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"reader"}})
		administrator.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"administrator"}})
		found := regexp.MustCompile(`href="(/accounts/[0-9a-z]{13})"[^>]*>Lotte Lezer`).FindStringSubmatch(administrator.expect(t, http.StatusOK, "/accounts", nil))
		if found == nil {
			t.Fatal("no account of the reader")
		}
		edit := administrator.expect(t, http.StatusOK, found[1]+"/wijzigen", nil)
		version := regexp.MustCompile(`name="_versie" value="(\d+)"`).FindStringSubmatch(edit)
		administrator.expect(t, http.StatusSeeOther, found[1]+"/wijzigen", url.Values{"_versie": {version[1]}, "state": {"blocked"}})
		if reader.signedInAs(t) != "" {
			t.Error("a blocked account is still in")
		}
		must(t, config, "account", "unblock", "lezer@example.org")
		if reader.signedInAs(t) != "" {
			t.Error("a session from before the block came back")
		}
		s.stop(t)
	})
}

// Where a weakness is reported is said when somebody set it, and else not.
func TestSecurityText(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	s := start(t, config, "--public-url", "https://kans.example.org")
	b := newBrowser(t, s.address)
	b.expect(t, http.StatusNotFound, "/.well-known/security.txt", nil)
	for _, wrong := range []string{"veiligheid@example.org", "http://example.org", "mailto:", "javascript:alert(1)", "mailto:a@example.org\nContact: x"} {
		if _, _, code := command(t, config, "settings", "security-contact", wrong); code != exitRefused {
			t.Errorf("%q: exit code %d", wrong, code)
		}
	}
	must(t, config, "settings", "security-contact", "mailto:veiligheid@example.org")
	text := b.expect(t, http.StatusOK, "/.well-known/security.txt", nil)
	expires := regexp.MustCompile(`(?m)^Expires: (\S+)$`).FindStringSubmatch(text)
	if expires == nil || !strings.Contains(text, "Contact: mailto:veiligheid@example.org\n") || !strings.Contains(text, "Canonical: https://kans.example.org/.well-known/security.txt\n") {
		t.Fatalf("%s", text)
	}
	if end, err := time.Parse(time.RFC3339, expires[1]); err != nil || time.Until(end) < 24*time.Hour || time.Until(end) > 31*24*time.Hour {
		t.Errorf("expires %s, %v", expires[1], err)
	}
	s.stop(t)
}

// Somebody makes a token on their page, sees its secret once and withdraws it.
func TestTokensOnThePage(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	s := start(t, config)
	b := newBrowser(t, s.address)
	b.expect(t, http.StatusForbidden, "/account/tokens", nil)
	b.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"editor"}})
	b.expect(t, http.StatusUnprocessableEntity, "/account/tokens", url.Values{"naam": {""}, "tot": {"2999-12-31"}})
	made := b.expect(t, http.StatusOK, "/account/tokens", url.Values{"naam": {"dashboard"}, "tot": {time.Now().AddDate(0, 1, 0).Format(time.DateOnly)}, "soort": {"working"}})
	secret := regexp.MustCompile(`kk_[a-z2-7]{26}`).FindString(made)
	if secret == "" {
		t.Fatalf("no secret is shown:\n%s", made)
	}
	status := func() int {
		request, err := http.NewRequest("GET", s.address+"/api/v1/organisations", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+secret)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response.StatusCode
	}
	if got := status(); got != http.StatusOK {
		t.Errorf("with the token: %d", got)
	}
	list := b.expect(t, http.StatusOK, "/account/tokens", nil)
	if strings.Contains(list, secret) {
		t.Error("the secret is shown a second time")
	}
	which := regexp.MustCompile(`name="token" value="([0-9a-z]{13})"`).FindStringSubmatch(list)
	stranger := newBrowser(t, s.address)
	stranger.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"reader"}})
	stranger.expect(t, http.StatusNotFound, "/account/tokens/intrekken", url.Values{"token": {which[1]}})
	b.expect(t, http.StatusSeeOther, "/account/tokens/intrekken", url.Values{"token": {which[1]}})
	if got := status(); got == http.StatusOK {
		t.Error("a token that was withdrawn still works")
	}
	s.stop(t)
}

// Somebody ends their own account; the last administrator cannot.
func TestLeaving(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		s := start(t, config)
		b, other := newBrowser(t, s.address), newBrowser(t, s.address)
		for _, one := range []*browser{b, other} {
			one.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"reader"}})
		}
		b.expect(t, http.StatusOK, "/account/vertrekken", nil)
		b.expect(t, http.StatusSeeOther, "/account/vertrekken", noForm)
		b.expect(t, http.StatusOK, "/vertrokken", nil)
		if b.signedInAs(t) != "" || other.signedInAs(t) != "" {
			t.Error("still signed in after leaving")
		}
		if list := must(t, config, "account", "list"); strings.Contains(list, "lezer@example.org") {
			t.Errorf("the account is still there:\n%s", list)
		}
		administrator := newBrowser(t, s.address)
		administrator.expect(t, http.StatusSeeOther, "/demo", url.Values{"rol": {"administrator"}})
		if page := administrator.expect(t, http.StatusUnprocessableEntity, "/account/vertrekken", noForm); !strings.Contains(page, "laatste beheerder") {
			t.Error("the last administrator is not told why")
		}
		if administrator.signedInAs(t) == "" {
			t.Error("the last administrator is out")
		}
		s.stop(t)
	})
}
