package app

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/openid/openidtest"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

const providerFile = `providers:
  - id: waterhoven
    name: Gemeente Waterhoven
    issuer: ISSUER
    client_id: koppelkans
    secret_env: KOPPELKANS_TEST_SECRET
    CREATE
    roles:
      claim: realm_access.roles
      map:
        - {value: beheer, role: administrator}
        - {value: cijfers, role: analyst, place: GM9999}
        - {value: elders, role: analyst, place: GM0001}
`

// organisation is a provider with a server that sends people there.
type organisation struct {
	*openidtest.Provider
	*server
}

// newOrganisation starts both; more is a line for the settings file.
func newOrganisation(t *testing.T, config store.Config, more string, people ...openidtest.Person) *organisation {
	t.Helper()
	listen := "127.0.0.1:" + freePort(t)
	o := &organisation{Provider: openidtest.Start(t, "http://"+listen+"/inloggen/organisatie/waterhoven/terug", people...)}
	path := filepath.Join(t.TempDir(), "providers.yaml")
	text := strings.NewReplacer("ISSUER", o.Issuer, "CREATE", more).Replace(providerFile)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KOPPELKANS_TEST_SECRET", openidtest.Secret)
	o.server = start(t, config, "--listen", listen, "--openid", path, "--limit-sign-in", "0")
	return o
}

// come signs somebody in at the organisation and comes back; it gives the
// status of the answer.
func (o *organisation) come(t *testing.T, b *browser, subject string) int {
	t.Helper()
	away, _ := b.ask(t, "/inloggen/organisatie/waterhoven?terug=/kaart", nil)
	if away.StatusCode != http.StatusSeeOther || !strings.HasPrefix(away.Header.Get("Location"), o.Issuer) {
		t.Fatalf("led to %d %s", away.StatusCode, away.Header.Get("Location"))
	}
	before := cookie(b, "stap")
	response, text := b.ask(t, strings.TrimPrefix(o.Provider.SignIn(t, away.Header.Get("Location"), subject), b.address), nil)
	if response.StatusCode == http.StatusSeeOther {
		if where := response.Header.Get("Location"); where != "/kaart" {
			t.Errorf("led on to %s", where)
		}
		if cookie(b, "stap") == before {
			t.Error("what was kept for the way back is still there")
		}
	} else if response.StatusCode != http.StatusForbidden {
		t.Errorf("%d %s", response.StatusCode, text)
	}
	return response.StatusCode
}

func TestSignInAtTheOrganisation(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		jan := openidtest.Person{Subject: "jan", Email: "lezer@example.org", Verified: true, Groups: []string{"cijfers", "elders"}}
		o := newOrganisation(t, config, "", jan,
			openidtest.Person{Subject: "opvolger", Email: "lezer@example.org", Verified: true},
			openidtest.Person{Subject: "vreemd", Email: "vreemd@example.org", Verified: true},
			openidtest.Person{Subject: "beweert", Email: "beheerder@example.org"})
		b := newBrowser(t, o.address)
		if page := b.expect(t, http.StatusOK, "/inloggen?terug=/kaart", nil); !strings.Contains(page, `href="/inloggen/organisatie/waterhoven?terug=%2Fkaart"`) || !strings.Contains(page, "Gemeente Waterhoven") {
			t.Error("the page to sign in does not offer the organisation")
		}
		if o.come(t, b, "jan") != http.StatusSeeOther || b.signedInAs(t) != "Lotte Lezer" {
			t.Fatalf("signed in as %q", b.signedInAs(t))
		}
		roles := func() string {
			for line := range strings.Lines(must(t, config, "account", "list")) {
				if strings.Contains(line, "lezer@example.org") {
					return strings.TrimSpace(line[strings.Index(line, "lezer@example.org")+len("lezer@example.org"):])
				}
			}
			return ""
		}
		if got := roles(); got != "reader (Waterhoven), analyst (Waterhoven)" {
			t.Errorf("roles %q", got)
		}
		// Somebody else gets nothing of it.
		for subject, why := range map[string]string{"opvolger": "the address of somebody who was bound before", "vreemd": "no account", "beweert": "an address that nobody vouches for"} {
			other := newBrowser(t, o.address)
			if o.come(t, other, subject) != http.StatusForbidden || other.signedInAs(t) != "" {
				t.Errorf("%s came in, with %s", subject, why)
			}
		}
		// The subject counts, not the address; and roles follow what is said now.
		jan.Email, jan.Verified, jan.Groups = "nieuw@example.org", false, nil
		o.Set(jan)
		again := newBrowser(t, o.address)
		if o.come(t, again, "jan") != http.StatusSeeOther || again.signedInAs(t) != "Lotte Lezer" {
			t.Errorf("with another address signed in as %q", again.signedInAs(t))
		}
		if got := roles(); got != "reader (Waterhoven)" {
			t.Errorf("roles after the group was left: %q", got)
		}
		must(t, config, "account", "block", "lezer@example.org")
		if o.come(t, newBrowser(t, o.address), "jan") != http.StatusForbidden {
			t.Error("a blocked account came in")
		}
		for _, line := range o.stop(t) {
			if strings.Contains(line, "@example.org") || strings.Contains(line, "code=") {
				t.Errorf("the log says too much: %s", line)
			}
		}
	})
}

// A provider may make accounts; and the last administrator stays one, whatever
// the provider says.
func TestOrganisationMakesAccounts(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		baas := openidtest.Person{Subject: "baas", Email: "Baas@example.org", Verified: true, Groups: []string{"beheer"}}
		o := newOrganisation(t, config, "create_accounts: true", baas)
		b := newBrowser(t, o.address)
		if o.come(t, b, "baas") != http.StatusSeeOther || b.signedInAs(t) != "Voornaam Achternaam" {
			t.Fatalf("signed in as %q", b.signedInAs(t))
		}
		b.expect(t, http.StatusOK, "/beheer", nil)
		baas.Groups = nil
		o.Set(baas)
		if o.come(t, b, "baas") != http.StatusSeeOther {
			t.Error("the last administrator cannot sign in any more")
		}
		b.expect(t, http.StatusOK, "/beheer", nil)
		o.stop(t)
	})
}

// What comes back without having left is refused: nobody can be signed in by
// somebody else's link.
func TestComingBackWithoutHavingLeft(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	o := newOrganisation(t, config, "", openidtest.Person{Subject: "jan", Email: "lezer@example.org", Verified: true})
	victim, attacker := newBrowser(t, o.address), newBrowser(t, o.address)
	away, _ := attacker.ask(t, "/inloggen/organisatie/waterhoven", nil)
	back := strings.TrimPrefix(o.Provider.SignIn(t, away.Header.Get("Location"), "jan"), o.address)
	victim.expect(t, http.StatusForbidden, back, nil)
	if victim.signedInAs(t) != "" {
		t.Error("signed in by the link of somebody else")
	}
	parsed, err := url.Parse(back)
	if err != nil {
		t.Fatal(err)
	}
	victim.expect(t, http.StatusSeeOther, "/inloggen/organisatie/waterhoven", nil) // has begun something else
	victim.expect(t, http.StatusForbidden, parsed.RequestURI(), nil)
	if victim.signedInAs(t) != "" {
		t.Error("signed in by the link of somebody else")
	}
	o.stop(t)
}
