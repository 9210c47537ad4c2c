package openid

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
)

// Client signs people in at the providers of the settings.
type Client struct {
	providers []*provider
	http      *http.Client
}

// provider is one provider, with what it told about itself.
type provider struct {
	Settings
	lock sync.Mutex
	told *oidc.Provider
}

// patience is how long a provider may take to answer.
const patience = 10 * time.Second

// New makes a client. Providers are asked about themselves when somebody
// first signs in there, so that a server starts when one of them is down.
func New(settings []Settings) *Client {
	c := &Client{http: &http.Client{Timeout: patience}}
	for _, one := range settings {
		c.providers = append(c.providers, &provider{Settings: one})
	}
	return c
}

// Way is a provider as the page to sign in offers it.
type Way struct{ ID, Name string }

// Ways lists the providers.
func (c *Client) Ways() []Way {
	if c == nil {
		return nil
	}
	list := make([]Way, len(c.providers))
	for at, p := range c.providers {
		list[at] = Way{p.ID, p.Name}
	}
	return list
}

func (c *Client) find(id string) (*provider, error) {
	if c != nil {
		for _, p := range c.providers {
			if p.ID == id {
				return p, nil
			}
		}
	}
	return nil, fault.New(fault.NotFound, "openid.unknown", nil)
}

// Step is what the way back must fit: it is kept in the visitor's session.
type Step struct{ State, Nonce, Verifier string }

// Begin gives the address at the provider where somebody signs in.
func (c *Client) Begin(ctx context.Context, id, redirect string) (address string, step Step, err error) {
	p, err := c.find(id)
	if err != nil {
		return "", step, err
	}
	config, _, err := c.config(ctx, p, redirect)
	if err != nil {
		return "", step, err
	}
	step = Step{State: oauth2.GenerateVerifier(), Nonce: oauth2.GenerateVerifier(), Verifier: oauth2.GenerateVerifier()}
	return config.AuthCodeURL(step.State, oidc.Nonce(step.Nonce), oauth2.S256ChallengeOption(step.Verifier)), step, nil
}

// config asks the provider about itself, once.
func (c *Client) config(ctx context.Context, p *provider, redirect string) (*oauth2.Config, *oidc.Provider, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.told == nil {
		// What is told outlives the request that asked.
		told, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), c.http), p.Issuer)
		if err != nil {
			return nil, nil, fault.Wrap(err, fault.Away, "openid.no-answer", fault.Args{"Name": p.Name})
		}
		p.told = told
	}
	return &oauth2.Config{
		ClientID: p.Client, ClientSecret: p.secret, Endpoint: p.told.Endpoint(), RedirectURL: redirect,
		Scopes: append([]string{oidc.ScopeOpenID}, p.Scopes...),
	}, p.told, nil
}

// Back is how the provider sent somebody back.
type Back struct{ State, Code, Error, Issuer string }

// Finish tells who came back. What does not fit the step is refused.
func (c *Client) Finish(ctx context.Context, id, redirect string, step Step, back Back) (account.Identity, error) {
	p, err := c.find(id)
	if err != nil {
		return account.Identity{}, err
	}
	refused := func(why error) (account.Identity, error) {
		return account.Identity{}, fault.Wrap(why, fault.Denied, "openid.refused", fault.Args{"Name": p.Name})
	}
	switch {
	case step.State == "" || back.State != step.State:
		return refused(errors.New("state does not fit"))
	case back.Issuer != "" && back.Issuer != p.Issuer: // RFC 9207
		return refused(errors.New("another issuer answers"))
	case back.Error != "" || back.Code == "":
		return refused(errors.New("the provider sent no code"))
	}
	ctx = oidc.ClientContext(ctx, c.http)
	config, told, err := c.config(ctx, p, redirect)
	if err != nil {
		return account.Identity{}, err
	}
	token, err := config.Exchange(ctx, back.Code, oauth2.VerifierOption(step.Verifier))
	if err != nil {
		return refused(withoutBody(err))
	}
	raw, is := token.Extra("id_token").(string)
	if !is {
		return refused(errors.New("no id_token"))
	}
	verified, err := told.VerifierContext(ctx, &oidc.Config{ClientID: p.Client}).Verify(ctx, raw)
	if err != nil {
		return refused(err)
	}
	if verified.Nonce != step.Nonce {
		return refused(errors.New("nonce does not fit"))
	}
	claims := map[string]any{}
	if err := verified.Claims(&claims); err != nil {
		return refused(err)
	}
	if err := p.askMore(ctx, told, config.TokenSource(ctx, token), verified.Subject, claims); err != nil {
		return refused(err)
	}
	return p.identity(verified.Subject, claims)
}

// askMore asks the provider for claims that the id_token lacks.
func (p *provider) askMore(ctx context.Context, told *oidc.Provider, tokens oauth2.TokenSource, subject string, claims map[string]any) error {
	_, address := claims[p.Email]
	if address && (p.Roles.Claim == "" || find(claims, p.Roles.Claim) != nil) || told.UserInfoEndpoint() == "" {
		return nil
	}
	more, err := told.UserInfo(ctx, tokens)
	if err != nil {
		return withoutBody(err)
	}
	if more.Subject != subject { // the answer may be about somebody else
		return errors.New("userinfo is about another subject")
	}
	extra := map[string]any{}
	if err := more.Claims(&extra); err != nil {
		return err
	}
	for name, value := range extra {
		if _, known := claims[name]; !known {
			claims[name] = value
		}
	}
	return nil
}

// identity reads the claims.
func (p *provider) identity(subject string, claims map[string]any) (account.Identity, error) {
	text := func(name string) string { value, _ := find(claims, name).(string); return value }
	email, sound := account.CleanEmail(text(p.Email))
	if !sound {
		email = ""
	}
	_, domain, _ := strings.Cut(email, "@")
	if len(p.Domains) > 0 && !contains(p.Domains, domain) {
		return account.Identity{}, fault.New(fault.Denied, "openid.domain", fault.Args{"Name": p.Name})
	}
	name := text("name")
	if name == "" {
		name = text("preferred_username")
	}
	identity := account.Identity{
		Provider: p.ID, Subject: subject, Email: email, Verified: email != "" && (p.TrustEmail || truth(claims["email_verified"]) && p.Email == "email"),
		Name: name, Create: p.Create, Maps: p.Roles.Claim != "",
	}
	if identity.Maps {
		identity.Roles = p.Mapped(texts(find(claims, p.Roles.Claim)))
	}
	return identity, nil
}

// find gives a claim; a path with points leads into claims within claims.
func find(claims map[string]any, path string) any {
	if value, known := claims[path]; known {
		return value
	}
	first, rest, deeper := strings.Cut(path, ".")
	within, is := claims[first].(map[string]any)
	if !deeper || !is {
		return nil
	}
	return find(within, rest)
}

// texts gives the values of a claim, which is a list or one text.
func texts(value any) []string {
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		var list []string
		for _, one := range value {
			if text, is := one.(string); is {
				list = append(list, text)
			}
		}
		return list
	}
	return nil
}

// truth reads a claim that some providers write as a text.
func truth(value any) bool {
	switch value := value.(type) {
	case bool:
		return value
	case string:
		return value == "true"
	}
	return false
}

func contains(list []string, one string) bool {
	for _, known := range list {
		if known == one {
			return true
		}
	}
	return false
}

// withoutBody keeps what a provider answered out of the log, as it may be
// about a person.
func withoutBody(err error) error {
	var answered *oauth2.RetrieveError
	if errors.As(err, &answered) {
		return fmt.Errorf("the provider answered %d %s", answered.Response.StatusCode, answered.ErrorCode)
	}
	return err
}
