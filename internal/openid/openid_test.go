package openid

import (
	"context"
	"encoding/base64"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/openid/openidtest"
)

const redirect = "http://127.0.0.1:9/inloggen/organisatie/waterhoven/terug"

// settings are those of a provider of a test.
func settings(issuer string) Settings {
	s := Settings{ID: "waterhoven", Name: "Gemeente Waterhoven", Issuer: issuer, Client: openidtest.Client, Secret: "GEHEIM", Roles: Roles{Claim: "realm_access.roles"}}
	if err := s.check(func(string) string { return openidtest.Secret }); err != nil {
		panic(err)
	}
	return s
}

func person(subject string, groups ...string) openidtest.Person {
	return openidtest.Person{Subject: subject, Email: subject + "@example.org", Verified: true, Groups: groups}
}

// back takes an address apart to which a provider sends somebody back.
func back(t *testing.T, address string) Back {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, redirect) {
		t.Fatalf("sent back to %s", address)
	}
	query := parsed.Query()
	return Back{State: query.Get("state"), Code: query.Get("code"), Error: query.Get("error"), Issuer: query.Get("iss")}
}

func TestSignInAtAProvider(t *testing.T) {
	ctx := context.Background()
	at := openidtest.Start(t, redirect, person("jan", "ggd", "cijfers"))
	s := settings(at.Issuer)
	s.Roles.Map = append(s.Roles.Map, struct {
		Value string      `yaml:"value"`
		Role  access.Role `yaml:"role"`
		Place string      `yaml:"place"`
	}{"cijfers", access.Analyst, "GM9999"})
	client := New([]Settings{s})
	if ways := client.Ways(); len(ways) != 1 || ways[0] != (Way{"waterhoven", "Gemeente Waterhoven"}) {
		t.Errorf("ways %v", ways)
	}
	address, step, err := client.Begin(ctx, "waterhoven", redirect)
	if err != nil {
		t.Fatal(err)
	}
	arrived := back(t, at.SignIn(t, address, "jan"))
	asked := at.Asked()
	if asked.Get("code_challenge_method") != "S256" || asked.Get("code_challenge") == "" || asked.Get("response_type") != "code" || asked.Get("nonce") != step.Nonce || len(asked.Get("state")) < 32 {
		t.Errorf("asked %v", asked)
	}
	who, err := client.Finish(ctx, "waterhoven", redirect, step, arrived)
	if err != nil {
		t.Fatal(err)
	}
	if who.Provider != "waterhoven" || who.Subject != "jan" || who.Email != "jan@example.org" || !who.Verified || who.Name != "Voornaam Achternaam" || !who.Maps ||
		len(who.Roles) != 1 || who.Roles[0] != (account.MappedRole{Role: access.Analyst, Place: "GM9999"}) {
		t.Errorf("%+v", who)
	}
	if _, err := client.Finish(ctx, "waterhoven", redirect, step, arrived); fault.CodeOf(err) != fault.Denied {
		t.Errorf("a code was used twice: %v", err)
	}
}

// What does not fit is refused, whoever made it so.
func TestWhatDoesNotFitIsRefused(t *testing.T) {
	ctx := context.Background()
	at := openidtest.Start(t, redirect, person("jan"), person("piet"))
	client := New([]Settings{settings(at.Issuer)})
	for name, spoil := range map[string]func(*Step, *Back){
		"no state":       func(s *Step, _ *Back) { s.State = "" },
		"both no state":  func(s *Step, b *Back) { s.State, b.State = "", "" },
		"other state":    func(_ *Step, b *Back) { b.State = "x" },
		"other nonce":    func(s *Step, _ *Back) { s.Nonce = "x" },
		"other verifier": func(s *Step, _ *Back) { s.Verifier = strings.Repeat("x", 43) },
		"other code":     func(_ *Step, b *Back) { b.Code = "x" },
		"no code":        func(_ *Step, b *Back) { b.Code = "" },
		"error":          func(_ *Step, b *Back) { b.Error = "access_denied" },
		"other issuer":   func(_ *Step, b *Back) { b.Issuer = "https://elsewhere.example.org" },
	} {
		address, step, err := client.Begin(ctx, "waterhoven", redirect)
		if err != nil {
			t.Fatal(err)
		}
		arrived := back(t, at.SignIn(t, address, "jan"))
		spoil(&step, &arrived)
		if who, err := client.Finish(ctx, "waterhoven", redirect, step, arrived); fault.CodeOf(err) != fault.Denied || err == nil {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
	}
	for name, tamper := range map[string]func(string, map[string]any){
		"another signature": func(path string, answer map[string]any) {
			if token, is := answer["id_token"].(string); is {
				parts := strings.Split(token, ".")
				claims, _ := base64.RawURLEncoding.DecodeString(parts[1])
				parts[1] = base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(claims), `"jan"`, `"piet"`, 1)))
				answer["id_token"] = strings.Join(parts, ".")
			}
		},
		"no signature": func(path string, answer map[string]any) {
			if token, is := answer["id_token"].(string); is {
				parts := strings.Split(token, ".")
				answer["id_token"] = base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + parts[1] + "."
			}
		},
		"no id_token": func(path string, answer map[string]any) { delete(answer, "id_token") },
		"userinfo about another": func(path string, answer map[string]any) {
			if path == "/userinfo" {
				answer["sub"] = "piet"
			}
		},
	} {
		address, step, err := client.Begin(ctx, "waterhoven", redirect)
		if err != nil {
			t.Fatal(err)
		}
		arrived := back(t, at.SignIn(t, address, "jan"))
		at.Tamper(tamper)
		if who, err := client.Finish(ctx, "waterhoven", redirect, step, arrived); fault.CodeOf(err) != fault.Denied || err == nil {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
		at.Tamper(nil)
	}
}

func TestProviderThatIsAway(t *testing.T) {
	client := New([]Settings{settings("http://127.0.0.1:1")})
	if _, _, err := client.Begin(context.Background(), "waterhoven", redirect); fault.CodeOf(err) != fault.Away {
		t.Errorf("%v", err)
	}
	if _, _, err := client.Begin(context.Background(), "elders", redirect); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("%v", err)
	}
	var none *Client
	if len(none.Ways()) != 0 {
		t.Error("ways without providers")
	}
}

func TestWhoIsVouchedFor(t *testing.T) {
	for name, check := range map[string]struct {
		change   func(*Settings)
		claims   map[string]any
		verified bool
		refused  bool
	}{
		"verified":                {nil, map[string]any{"email": "Jan@Example.org", "email_verified": true}, true, false},
		"verified, as a text":     {nil, map[string]any{"email": "jan@example.org", "email_verified": "true"}, true, false},
		"not verified":            {nil, map[string]any{"email": "jan@example.org", "email_verified": false}, false, false},
		"says nothing":            {nil, map[string]any{"email": "jan@example.org"}, false, false},
		"no address":              {nil, map[string]any{"email": "jan", "email_verified": true}, false, false},
		"trusted":                 {func(s *Settings) { s.TrustEmail = true }, map[string]any{"email": "jan@example.org"}, true, false},
		"trusted, other claim":    {func(s *Settings) { s.TrustEmail, s.Email = true, "upn" }, map[string]any{"upn": "jan@example.org"}, true, false},
		"verified is about email": {func(s *Settings) { s.Email = "upn" }, map[string]any{"upn": "jan@example.org", "email_verified": true}, false, false},
		"of the domain":           {func(s *Settings) { s.Domains = []string{"example.org"} }, map[string]any{"email": "jan@example.org", "email_verified": true}, true, false},
		"of another domain":       {func(s *Settings) { s.Domains = []string{"example.com"} }, map[string]any{"email": "jan@example.org", "email_verified": true}, false, true},
	} {
		s := settings("http://127.0.0.1:1")
		if check.change != nil {
			check.change(&s)
		}
		who, err := (&provider{Settings: s}).identity("1", check.claims)
		if (err != nil) != check.refused || who.Verified != check.verified {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
		if who.Verified && who.Email != "jan@example.org" {
			t.Errorf("%s: address %s", name, who.Email)
		}
	}
}

func TestSettingsFile(t *testing.T) {
	const good = `providers:
  - id: waterhoven
    name: Gemeente Waterhoven
    issuer: https://login.example.org/realms/waterhoven
    client_id: koppelkans
    secret_env: GEHEIM
    roles:
      claim: groups
      map:
        - {value: kans-beheer, role: administrator}
        - {value: kans-cijfers, role: analyst, place: GM9999}
`
	getenv := func(name string) string { return map[string]string{"GEHEIM": "x"}[name] }
	path := filepath.Join(t.TempDir(), "providers.yaml")
	if err := os.WriteFile(path, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := Load(path, getenv)
	if err != nil || len(list) != 1 || list[0].secret != "x" || len(list[0].Roles.Map) != 2 {
		t.Fatalf("%+v, %v", list, err)
	}
	if roles := list[0].Mapped([]string{"kans-cijfers", "iets"}); len(roles) != 1 || roles[0] != (account.MappedRole{Role: access.Analyst, Place: "GM9999"}) {
		t.Errorf("%v", roles)
	}
	if _, err := Load(path+"x", getenv); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
	for _, change := range [][2]string{
		{"id: waterhoven", "id: Waterhoven"}, {"name: Gemeente Waterhoven", "name: ''"}, {"issuer: https://", "issuer: http://"}, {"secret_env: GEHEIM", "secret_env: ANDERS"},
		{"role: administrator", "role: boss"}, {"GM9999", "Waterhoven"}, {"claim: groups", "claim: ''"}, {"client_id", "client"}, {"providers:", "providers: []\nmore:"},
	} {
		text := strings.Replace(good, change[0], change[1], 1)
		if list, err := parse([]byte(text), getenv); err == nil {
			t.Errorf("%v was taken: %+v", change, list)
		}
	}
	if _, err := parse([]byte(good+strings.TrimPrefix(good, "providers:\n")), getenv); err == nil {
		t.Error("one provider twice was taken")
	}
}

// The example in the documentation is one that works.
func TestDocumentedSettings(t *testing.T) {
	text, err := os.ReadFile("../../docs/sign-in.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(text), "```yaml\n")[1:]
	if len(blocks) < 2 {
		t.Fatalf("%d examples", len(blocks))
	}
	for _, block := range blocks {
		yaml, _, _ := strings.Cut(block, "```")
		if _, err := parse([]byte(yaml), func(string) string { return "x" }); err != nil {
			t.Errorf("%v\n%s", err, yaml)
		}
	}
}
