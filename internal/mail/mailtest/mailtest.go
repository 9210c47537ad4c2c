// Package mailtest runs a mail server for tests.
package mailtest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Letter is what the server took in.
type Letter struct {
	From, To    string
	Head        mail.Header
	Text, HTML  string
	Raw         []byte
	OverTLS     bool
	User        string // who signed in
	ContentType string
}

// Subject is the subject as people read it.
func (l Letter) Subject() string {
	text, err := new(mime.WordDecoder).DecodeHeader(l.Head.Get("Subject"))
	if err != nil {
		return l.Head.Get("Subject")
	}
	return text
}

// Server is a mail server that keeps what it gets.
type Server struct {
	Address string      // host:port
	Trust   *tls.Config // that trusts the server
	letters chan Letter
}

// Options is how the server behaves.
type Options struct {
	StartTLS, WholeTLS bool
	User, Password     string // asked when not empty
	Refuse             string // an address that it does not know
}

// Start starts a server; it ends with the test.
func Start(t testing.TB, options Options) *Server {
	t.Helper()
	s := &Server{letters: make(chan Letter, 100)}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		_, over := c.TLSConnectionState()
		return &session{server: s, options: options, letter: Letter{OverTLS: over}}, nil
	}))
	server.Domain, server.AllowInsecureAuth = "localhost", !options.StartTLS
	server.ReadTimeout, server.WriteTimeout = 10*time.Second, 10*time.Second
	server.ErrorLog = quiet{}
	ours, trust := certificate(t)
	if options.StartTLS {
		server.TLSConfig = ours
	}
	s.Trust = trust
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Address = listener.Addr().String()
	if options.WholeTLS {
		listener = tls.NewListener(listener, ours)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		_ = server.Close() // what it says of connections that ended is of no interest
		<-ended
	})
	return s
}

// Wait gives the next letter.
func (s *Server) Wait(t testing.TB) Letter {
	t.Helper()
	select {
	case letter := <-s.letters:
		return letter
	case <-time.After(20 * time.Second):
		t.Fatal("no letter came within 20 seconds")
	}
	return Letter{}
}

// Next gives the next letter that came already.
func (s *Server) Next() (Letter, bool) {
	select {
	case letter := <-s.letters:
		return letter, true
	default:
		return Letter{}, false
	}
}

// None fails when a letter came, or comes within a while.
func (s *Server) None(t testing.TB, within time.Duration) {
	t.Helper()
	select {
	case letter := <-s.letters:
		t.Errorf("a letter came to %s: %s", letter.To, letter.Subject())
	case <-time.After(within):
	}
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

type session struct {
	server  *Server
	options Options
	letter  Letter
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if s.options.User == "" || user != s.options.User || password != s.options.Password {
			return errors.New("wrong name or password")
		}
		s.letter.User = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.options.User != "" && s.letter.User == "" {
		return smtp.ErrAuthRequired
	}
	s.letter.From = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if to == s.options.Refuse {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	}
	s.letter.To = to
	return nil
}

func (s *session) Data(from io.Reader) error {
	raw, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	letter := s.letter
	letter.Raw = raw
	if err := letter.read(); err != nil {
		return err
	}
	s.server.letters <- letter
	return nil
}

func (s *session) Reset()        { s.letter = Letter{OverTLS: s.letter.OverTLS, User: s.letter.User} }
func (s *session) Logout() error { return nil }

// read takes the letter apart.
func (l *Letter) read() error {
	message, err := mail.ReadMessage(bytes.NewReader(l.Raw))
	if err != nil {
		return err
	}
	l.Head = message.Header
	kind, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	l.ContentType = kind
	parts := multipart.NewReader(message.Body, parameters["boundary"])
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var body io.Reader = part
		if part.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
			body = quotedprintable.NewReader(part)
		}
		text, err := io.ReadAll(body)
		if err != nil {
			return err
		}
		plain := strings.ReplaceAll(string(text), "\r\n", "\n")
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			l.HTML = plain
		} else {
			l.Text = plain
		}
	}
}

// certificate makes a certificate for this machine, and what trusts it.
func certificate(t testing.TB) (ours, trust *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	made, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(made)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{made}, PrivateKey: key}}}, &tls.Config{RootCAs: pool, ServerName: "127.0.0.1"}
}
