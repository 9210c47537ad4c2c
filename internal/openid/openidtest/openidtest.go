// Package openidtest runs a provider of OpenID Connect for tests: the OpenID
// provider of zitadel/oidc, with its example of a sign-in page.
package openidtest

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
	"golang.org/x/text/language"
)

// Client and Secret are those of the one client that the provider knows.
const (
	Client = "koppelkans"
	Secret = "geheim"
)

// Person is somebody with an account at the provider. Their name to sign in is
// their subject.
type Person struct {
	Subject  string
	Email    string
	Verified bool
	Groups   []string
}

const password = "wachtwoord"

// Provider is a running provider.
type Provider struct {
	Issuer string

	lock   sync.Mutex
	people map[string]Person
	// Tamper changes the answers of an endpoint, for tests of what must be refused.
	tamper func(path string, answer map[string]any)
	asked  []url.Values // what came to the authorization endpoint
}

// Start starts a provider that sends people back to an address; it ends with
// the test.
func Start(t testing.TB, redirect string, people ...Person) *Provider {
	t.Helper()
	p := &Provider{people: map[string]Person{}}
	p.Set(people...)
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { p.serve(handler, w, r) }))
	t.Cleanup(server.Close)
	p.Issuer = server.URL
	storage.RegisterClients(storage.WebClient(Client, Secret, redirect))
	quiet := slog.New(slog.DiscardHandler)
	handler = exampleop.SetupServer(p.Issuer, &house{storage.NewStorage(users{p}), p}, quiet, false, op.WithLogger(quiet))
	return p
}

// Set changes people, or adds them.
func (p *Provider) Set(people ...Person) {
	p.lock.Lock()
	defer p.lock.Unlock()
	for _, one := range people {
		p.people[one.Subject] = one
	}
}

// Tamper makes the provider answer something else than it should.
func (p *Provider) Tamper(how func(path string, answer map[string]any)) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.tamper = how
}

// Asked gives what was asked of the page to sign in, the last first.
func (p *Provider) Asked() url.Values {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.asked[len(p.asked)-1]
}

func (p *Provider) serve(handler http.Handler, w http.ResponseWriter, r *http.Request) {
	p.lock.Lock()
	tamper := p.tamper
	if r.URL.Path == "/auth" {
		p.asked = append(p.asked, r.URL.Query())
	}
	p.lock.Unlock()
	if tamper == nil {
		handler.ServeHTTP(w, r)
		return
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, r)
	body := recorder.Body.Bytes()
	answer := map[string]any{}
	if json.Unmarshal(body, &answer) == nil {
		tamper(r.URL.Path, answer)
		body, _ = json.Marshal(answer) // it was JSON before
	}
	for name, values := range recorder.Header() {
		if name != "Content-Length" {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(recorder.Code)
	_, _ = w.Write(body) // the test ended when it cannot be written
}

var loginID = regexp.MustCompile(`name="id" value="([^"]*)"`)

// SignIn does at the provider what somebody does there, from the address that
// they were led to, and gives the address that they are sent back to.
func (p *Provider) SignIn(t testing.TB, address, subject string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if !strings.HasPrefix(r.URL.String(), p.Issuer) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	response, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if back := response.Header.Get("Location"); back != "" { // refused at once
		return back
	}
	found := loginID.FindSubmatch(text)
	if found == nil {
		t.Fatalf("the provider answers %d: %s", response.StatusCode, text)
	}
	response, err = client.PostForm(p.Issuer+"/login/username", url.Values{"username": {subject}, "password": {password}, "id": {string(found[1])}})
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	back := response.Header.Get("Location")
	if back == "" {
		text, _ := io.ReadAll(response.Body)
		t.Fatalf("the provider does not send %s back: %d %s", subject, response.StatusCode, text)
	}
	return back
}

// users gives the people to the provider.
type users struct{ *Provider }

func (u users) GetUserByID(subject string) *storage.User {
	u.lock.Lock()
	defer u.lock.Unlock()
	person, known := u.people[subject]
	if !known {
		return nil
	}
	return &storage.User{ID: subject, Username: subject, Password: password, FirstName: "Voornaam", LastName: "Achternaam",
		Email: person.Email, EmailVerified: person.Verified, PreferredLanguage: language.Dutch}
}

func (u users) GetUserByUsername(name string) *storage.User { return u.GetUserByID(name) }

func (u users) ExampleClientID() string { return "service" }

// house is the example's storage that also tells groups.
type house struct {
	*storage.Storage
	provider *Provider
}

func (h *house) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, token, subject, origin string) error {
	if err := h.Storage.SetUserinfoFromToken(ctx, info, token, subject, origin); err != nil {
		return err
	}
	h.provider.lock.Lock()
	defer h.provider.lock.Unlock()
	info.AppendClaims("realm_access", map[string]any{"roles": h.provider.people[info.Subject].Groups})
	return nil
}
