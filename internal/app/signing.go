package app

import (
	"context"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/limit"
	"github.com/koppelkans/koppelkans/internal/mail"
	"github.com/koppelkans/koppelkans/internal/openid"
	"github.com/koppelkans/koppelkans/internal/web"
)

// smtpPassword names the variable with the password for the mail server. It
// is no option, because options show in the list of processes.
const smtpPassword = "KOPPELKANS_SMTP_PASSWORD"

// usualAddress is where a server listens that is not told where.
const usualAddress = "127.0.0.1:8080"

// mailing are the settings of a process that sends letters.
type mailing struct {
	PublicURL string `help:"Address by which readers reach the pages, as https://kans.example.nl; letters name it, and with https the browser keeps cookies to it." env:"KOPPELKANS_PUBLIC_URL" placeholder:"URL"`
	SMTP      string `name:"smtp" help:"Mail server: smtp://user@host:587 (STARTTLS), smtps://user@host:465 or, on this machine, smtp+plain://localhost:25; the password stands in KOPPELKANS_SMTP_PASSWORD. Without it links to sign in are printed in the log." env:"KOPPELKANS_SMTP" placeholder:"URL"`
	MailFrom  string `help:"Sender of letters." default:"Koppelkans <koppelkans@localhost>" env:"KOPPELKANS_MAIL_FROM" placeholder:"ADDRESS"`
}

// prepare makes ready to send letters. Without an address of our own, letters
// name the one that is listened on.
func (m *mailing) prepare(p *parts, c *console, log *slog.Logger, listening string) error {
	p.accounts.Log = log
	base, err := m.base()
	if err != nil {
		return err
	}
	if base == "" {
		base = listening
	}
	post := &mail.Post{Sender: mail.Log{Log: log}, Words: c.words, Base: base}
	if m.SMTP == "" {
		c.print("mail.no-server", nil)
	} else if post.Sender, err = mail.ParseServer(m.SMTP, os.Getenv(smtpPassword), m.MailFrom); err != nil {
		return err
	} else if m.PublicURL == "" {
		c.print("mail.base", fault.Args{"Base": base})
	}
	p.accounts.Post, p.agreements.Post, p.letters.Post, p.newsletters.Post, p.base = post, post, post, post, base
	return nil
}

// base checks the address by which readers reach the pages.
func (m *mailing) base() (string, error) {
	if m.PublicURL == "" {
		return "", nil
	}
	address, err := url.Parse(strings.TrimSuffix(m.PublicURL, "/"))
	if err != nil || address.Scheme != "https" && address.Scheme != "http" || address.Host == "" || address.Path != "" || address.RawQuery != "" {
		return "", fault.New(fault.Invalid, "app.public-url", fault.Args{"Address": m.PublicURL})
	}
	return address.String(), nil
}

// signing are the settings of signing in.
type signing struct {
	mailing
	OpenID          string         `name:"openid" help:"File with the providers of OpenID Connect; see docs/sign-in.md." env:"KOPPELKANS_OPENID" placeholder:"FILE" type:"path"`
	Proxies         []netip.Prefix `help:"Networks of the proxies before this server; what they say of where a reader comes from is believed." default:"127.0.0.0/8,::1/128" env:"KOPPELKANS_PROXIES" placeholder:"NETWORK"`
	SessionIdle     time.Duration  `help:"How long somebody stays signed in who asks nothing." default:"12h" env:"KOPPELKANS_SESSION_IDLE"`
	SessionLifetime time.Duration  `help:"How long somebody stays signed in at most." default:"168h" env:"KOPPELKANS_SESSION_LIFETIME"`
	LimitSearch     int            `help:"Searches a minute of one reader; 0 is no limit." default:"600" env:"KOPPELKANS_LIMIT_SEARCH"`
	LimitWrites     int            `help:"Changes a minute of one reader; 0 is no limit." default:"120" env:"KOPPELKANS_LIMIT_WRITES"`
	LimitSignIn     int            `help:"Tries to sign in a minute from one address; 0 is no limit." default:"20" env:"KOPPELKANS_LIMIT_SIGN_IN"`
	LimitLinks      int            `help:"Links by mail a minute for one address on the network; 0 is no limit." default:"4" env:"KOPPELKANS_LIMIT_LINKS"`
}

// begin makes ready for people to sign in, and says what whoever runs this
// should know.
func (cmd *signing) begin(ctx context.Context, p *parts, c *console, log *slog.Logger, listening string) error {
	if err := cmd.mailing.prepare(p, c, log, listening); err != nil {
		return err
	}
	p.accounts.Idle = cmd.SessionIdle
	base, err := cmd.base()
	if err != nil {
		return err
	}
	if p.accounts.Keys, err = account.Passkeys(base, c.words.T(c.lang, "site.name", nil)); err != nil {
		return err
	}
	demo, err := p.accounts.Demo(ctx)
	if demo {
		c.print("app.demo-open", nil)
	}
	return err
}

// options fills in what the pages must know of signing in.
func (cmd *signing) options(p *parts, options *web.Options) error {
	base, err := cmd.base()
	if err != nil {
		return err
	}
	limits := web.UsualLimits()
	limits.Search = limit.PerMinute(cmd.LimitSearch, cmd.LimitSearch/3)
	limits.Writes = limit.PerMinute(cmd.LimitWrites, cmd.LimitWrites)
	limits.SignIns = limit.PerMinute(cmd.LimitSignIn, 2*cmd.LimitSignIn)
	limits.Links = limit.PerMinute(cmd.LimitLinks, 5*cmd.LimitLinks)
	options.Accounts, options.Sessions, options.PublicURL = p.accounts, p.db.Sessions(cmd.SessionIdle), base
	if cmd.OpenID != "" {
		providers, err := openid.Load(cmd.OpenID, os.Getenv)
		if err != nil {
			return err
		}
		options.OpenID = openid.New(providers)
	}
	options.Proxies, options.Limits, options.SessionLifetime = cmd.Proxies, &limits, cmd.SessionLifetime
	return nil
}

// asItself says in the log of deeds that the program itself does something,
// not whoever typed the command that started it.
func asItself(ctx context.Context) context.Context {
	return account.From(ctx, account.Origin{Way: account.Program})
}
