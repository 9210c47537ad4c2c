// Package mail writes letters from sentences of the language catalogue and
// hands them to a mail server, or to the log when there is none.
package mail

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// Message is a letter as it is sent.
type Message struct {
	To      string
	Subject string
	Text    string
	HTML    string
	Stop    string // address that ends such letters with one click; "" is none
}

// Sender sends messages.
type Sender interface {
	Send(ctx context.Context, message Message) error
}

// SMTP sends by a mail server.
type SMTP struct {
	Host     string
	Port     int
	Security Security
	User     string // "" signs in nowhere
	Password string
	From     netmail.Address
	TLS      *tls.Config // nil trusts what this machine trusts
}

// Security is how the way to the mail server is kept closed.
type Security string

const (
	StartTLS Security = "starttls" // the way is closed before anything is said, else nothing is sent
	WholeTLS Security = "tls"
	Plain    Security = "plain" // for a mail server on this machine
)

// schemes tell the security and the usual port from an address.
var schemes = map[string]struct {
	security Security
	port     int
}{"smtp": {StartTLS, 587}, "smtps": {WholeTLS, 465}, "smtp+plain": {Plain, 25}}

// ParseServer reads the address of a mail server: smtp://user@host:587.
func ParseServer(address, password, from string) (*SMTP, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return nil, fault.New(fault.Invalid, "mail.bad-server", nil)
	}
	scheme, known := schemes[parsed.Scheme]
	if _, open := parsed.User.Password(); !known || parsed.Hostname() == "" || open {
		return nil, fault.New(fault.Invalid, "mail.bad-server", nil)
	}
	sender, err := netmail.ParseAddress(from)
	if err != nil {
		return nil, fault.New(fault.Invalid, "mail.bad-from", nil)
	}
	server := &SMTP{Host: parsed.Hostname(), Port: scheme.port, Security: scheme.security, User: parsed.User.Username(), Password: password, From: *sender}
	if text := parsed.Port(); text != "" {
		if server.Port, err = strconv.Atoi(text); err != nil {
			return nil, fault.New(fault.Invalid, "mail.bad-server", nil)
		}
	}
	return server, nil
}

// patience is how long a mail server may take.
const patience = 30 * time.Second

// Send sends one message over a connection of its own.
func (s *SMTP) Send(ctx context.Context, message Message) error {
	options := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(patience), gomail.WithoutNoop()}
	switch s.Security {
	case WholeTLS:
		options = append(options, gomail.WithSSL())
	case StartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.TLS != nil {
		options = append(options, gomail.WithTLSConfig(s.TLS))
	}
	if s.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	client, err := gomail.NewClient(s.Host, options...)
	if err != nil {
		return failed(err)
	}
	letter, err := s.letter(message)
	if err != nil {
		return failed(err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := client.DialAndSendWithContext(ctx, letter); err != nil {
		return failed(err)
	}
	return nil
}

func (s *SMTP) letter(message Message) (*gomail.Msg, error) {
	letter := gomail.NewMsg()
	letter.FromMailAddress(&s.From)
	if err := letter.To(message.To); err != nil {
		return nil, err
	}
	letter.Subject(message.Subject)
	letter.SetDate()
	_, domain, _ := strings.Cut(s.From.Address, "@")
	letter.SetMessageIDWithValue(rand.Text() + "@" + domain) // the library's own names this machine
	letter.SetUserAgent("Koppelkans")
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	if message.Stop != "" {
		letter.SetGenHeader("List-Unsubscribe", "<"+message.Stop+">")
		letter.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	letter.SetBodyString(gomail.TypeTextPlain, message.Text)
	letter.AddAlternativeString(gomail.TypeTextHTML, message.HTML)
	return letter, nil
}

// failed tells whether trying again can help: what a mail server refuses for
// good it refuses the next time as well. The library names the address in its
// error, which does not belong in a log.
func failed(err error) error {
	var refused *gomail.SendError
	if !errors.As(err, &refused) {
		return fault.Wrap(err, fault.Broken, "mail.failed", nil)
	}
	plain := fmt.Errorf("mail server: %s, code %d", refused.Reason, refused.ErrorCode())
	if !refused.IsTemp() && (refused.Reason == gomail.ErrSMTPRcptTo || refused.Reason == gomail.ErrSMTPMailFrom) {
		return fault.Wrap(plain, fault.Invalid, "mail.refused", nil)
	}
	return fault.Wrap(plain, fault.Broken, "mail.failed", nil)
}
