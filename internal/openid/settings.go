// Package openid signs people in at a provider of OpenID Connect, such as the
// Entra or Keycloak of their organisation: code flow with PKCE. It says who
// somebody is there; which account that is, package account decides.
package openid

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Settings is one provider in the settings file.
type Settings struct {
	ID     string `yaml:"id"`   // in addresses: entra
	Name   string `yaml:"name"` // on the button: Gemeente Waterhoven
	Issuer string `yaml:"issuer"`
	Client string `yaml:"client_id"`
	// Secret names the environment variable that holds the secret; a public
	// client has none.
	Secret string   `yaml:"secret_env"`
	Scopes []string `yaml:"scopes"` // besides openid; profile and email when empty
	// Email names the claim with the address; email when empty.
	Email string `yaml:"email_claim"`
	// TrustEmail takes the address for verified though the provider does not
	// say so. Only for a provider whose addresses nobody can choose for
	// themselves.
	TrustEmail bool `yaml:"trust_email"`
	// Domains, when not empty, are those of the addresses that may come in.
	Domains []string `yaml:"domains"`
	// Create makes an account for whoever has none.
	Create bool  `yaml:"create_accounts"`
	Roles  Roles `yaml:"roles"`

	secret string
}

// Roles tells which roles follow from what a provider says of somebody.
type Roles struct {
	Claim string `yaml:"claim"` // groups, roles, realm_access.roles
	Map   []struct {
		Value string      `yaml:"value"`
		Role  access.Role `yaml:"role"`
		Place string      `yaml:"place"` // official code; everywhere when empty
	} `yaml:"map"`
}

// mostFile bounds the settings file.
const mostFile = 1 << 20

var idForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,30}$`)

// Load reads the settings file; getenv gives the secrets.
func Load(path string, getenv func(string) string) ([]Settings, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "openid.no-file", fault.Args{"File": path})
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, mostFile))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "openid.no-file", fault.Args{"File": path})
	}
	list, err := parse(text, getenv)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "openid.bad-file", fault.Args{"File": path, "Why": err.Error()})
	}
	return list, nil
}

func parse(text []byte, getenv func(string) string) ([]Settings, error) {
	var content struct {
		Providers []Settings `yaml:"providers"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&content); err != nil {
		return nil, err
	}
	if len(content.Providers) == 0 {
		return nil, errors.New("providers: none")
	}
	seen := map[string]bool{}
	for at := range content.Providers {
		p := &content.Providers[at]
		if seen[p.ID] {
			return nil, fmt.Errorf("provider %q: twice", p.ID)
		}
		seen[p.ID] = true
		if err := p.check(getenv); err != nil {
			return nil, fmt.Errorf("provider %q: %w", p.ID, err)
		}
	}
	return content.Providers, nil
}

func (p *Settings) check(getenv func(string) string) error {
	if !idForm.MatchString(p.ID) {
		return errors.New("id: small letters, digits and hyphens")
	}
	if p.Name == "" || p.Client == "" {
		return errors.New("name and client_id are needed")
	}
	issuer, err := url.Parse(p.Issuer)
	if err != nil || issuer.Host == "" || issuer.Scheme != "https" && !loopback(issuer) {
		return errors.New("issuer: an https address is needed")
	}
	if p.Secret != "" {
		if p.secret = getenv(p.Secret); p.secret == "" {
			return fmt.Errorf("secret_env: %s is not set", p.Secret)
		}
	}
	if len(p.Scopes) == 0 {
		p.Scopes = []string{"profile", "email"}
	}
	if p.Email == "" {
		p.Email = "email"
	}
	for at, domain := range p.Domains {
		p.Domains[at] = strings.ToLower(strings.TrimPrefix(domain, "@"))
	}
	if len(p.Roles.Map) > 0 && p.Roles.Claim == "" {
		return errors.New("roles: claim is needed")
	}
	for _, line := range p.Roles.Map {
		if !line.Role.Valid() || line.Value == "" {
			return fmt.Errorf("roles: %q gives no role %q", line.Value, line.Role)
		}
		if line.Place != "" {
			if _, official := place.LevelOf(line.Place); !official {
				return fmt.Errorf("roles: %q is no official code of a place", line.Place)
			}
		}
	}
	return nil
}

// loopback tells whether an issuer is on this machine, where http will do.
func loopback(issuer *url.URL) bool {
	if issuer.Hostname() == "localhost" {
		return issuer.Scheme == "http"
	}
	address, err := netip.ParseAddr(issuer.Hostname())
	return err == nil && address.IsLoopback() && issuer.Scheme == "http"
}

// Mapped gives the roles that follow from the values of a claim.
func (p *Settings) Mapped(values []string) []account.MappedRole {
	var list []account.MappedRole
	for _, line := range p.Roles.Map {
		role := account.MappedRole{Role: line.Role, Place: line.Place}
		if slices.Contains(values, line.Value) && !slices.Contains(list, role) {
			list = append(list, role)
		}
	}
	return list
}
