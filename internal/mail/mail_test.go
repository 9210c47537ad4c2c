package mail

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/mail/mailtest"
)

// server gives the way to a mail server of a test.
func server(t *testing.T, scheme, user, password string, at *mailtest.Server) *SMTP {
	t.Helper()
	if user != "" {
		user += "@"
	}
	s, err := ParseServer(scheme+"://"+user+at.Address, password, "Koppelkans <kans@example.org>")
	if err != nil {
		t.Fatal(err)
	}
	s.TLS = at.Trust
	return s
}

var short = Message{To: "iemand@example.org", Subject: "Één vraag", Text: "Dag\nè\n", HTML: "<p>Dag è</p>"}

func TestSending(t *testing.T) {
	ctx := context.Background()
	t.Run("STARTTLS with a password", func(t *testing.T) {
		at := mailtest.Start(t, mailtest.Options{StartTLS: true, User: "kans", Password: "geheim"})
		if err := server(t, "smtp", "kans", "geheim", at).Send(ctx, short); err != nil {
			t.Fatal(err)
		}
		got := at.Wait(t)
		if !got.OverTLS || got.User != "kans" || got.From != "kans@example.org" || got.To != short.To || got.Subject() != short.Subject || got.Text != short.Text || strings.TrimSpace(got.HTML) != short.HTML {
			t.Errorf("%+v", got)
		}
		if got.ContentType != "multipart/alternative" || got.Head.Get("Auto-Submitted") != "auto-generated" || !strings.HasSuffix(got.Head.Get("Message-Id"), "@example.org>") {
			t.Errorf("head %v", got.Head)
		}
		var f *fault.Fault
		if err := server(t, "smtp", "kans", "fout", at).Send(ctx, short); !errors.As(err, &f) || f.Code != fault.Broken || strings.Contains(err.Error(), "fout") {
			t.Errorf("with a wrong password: %v", err)
		}
		at.None(t, 0)
	})
	t.Run("TLS", func(t *testing.T) {
		at := mailtest.Start(t, mailtest.Options{WholeTLS: true})
		if err := server(t, "smtps", "", "", at).Send(ctx, short); err != nil {
			t.Fatal(err)
		}
		at.Wait(t)
		unknown := server(t, "smtps", "", "", at)
		unknown.TLS = nil
		if err := unknown.Send(ctx, short); err == nil {
			t.Error("sent to a server that nobody vouches for")
		}
	})
	t.Run("without TLS", func(t *testing.T) {
		at := mailtest.Start(t, mailtest.Options{})
		if err := server(t, "smtp", "", "", at).Send(ctx, short); err == nil {
			t.Error("sent in the open though TLS was asked")
		}
		at.None(t, 0)
		if err := server(t, "smtp+plain", "", "", at).Send(ctx, short); err != nil {
			t.Fatal(err)
		}
		at.Wait(t)
	})
	t.Run("refused address", func(t *testing.T) {
		at := mailtest.Start(t, mailtest.Options{Refuse: short.To})
		err := server(t, "smtp+plain", "", "", at).Send(ctx, short)
		if fault.CodeOf(err) != fault.Invalid || strings.Contains(err.Error(), short.To) {
			t.Errorf("want a refusal that does not name the address: %v", err)
		}
	})
	t.Run("nobody there", func(t *testing.T) {
		if err := (&SMTP{Host: "127.0.0.1", Port: 1, Security: Plain}).Send(ctx, short); fault.CodeOf(err) != fault.Broken {
			t.Errorf("%v", err)
		}
	})
}

func TestServerAddress(t *testing.T) {
	for address, want := range map[string]*SMTP{
		"smtp://mail.example.org":             {Host: "mail.example.org", Port: 587, Security: StartTLS},
		"smtps://kans@mail.example.org":       {Host: "mail.example.org", Port: 465, Security: WholeTLS, User: "kans"},
		"smtp+plain://localhost:2525":         {Host: "localhost", Port: 2525, Security: Plain},
		"smtp://kans:geheim@mail.example.org": nil, // a password shows in the list of processes
		"mail.example.org":                    nil,
		"https://mail.example.org":            nil,
		"smtp://":                             nil,
	} {
		got, err := ParseServer(address, "", "kans@example.org")
		if want == nil {
			if err == nil {
				t.Errorf("%s was taken", address)
			} else if strings.Contains(err.Error(), "geheim") {
				t.Errorf("%s: the password is repeated: %v", address, err)
			}
			continue
		}
		if err != nil || got.Host != want.Host || got.Port != want.Port || got.Security != want.Security || got.User != want.User {
			t.Errorf("%s: %+v, %v", address, got, err)
		}
	}
	if _, err := ParseServer("smtp://localhost", "", "geen adres"); err == nil {
		t.Error("a sender that is no address was taken")
	}
}

// A name is text, whatever is in it: in the mark-up and in the head.
func TestLetter(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	at := mailtest.Start(t, mailtest.Options{})
	post := &Post{Sender: server(t, "smtp+plain", "", "", at), Words: words, Base: "https://kans.example.org"}
	for _, lang := range words.Languages() {
		letter := account.Letter{To: "a@example.org", Lang: lang, Key: "mail.link", Path: "/inloggen/mail/ABC",
			Args: fault.Args{"name": "<b>Jan</b>\r\nBcc: x@example.org", "n": 15}}
		if err := post.Send(context.Background(), letter); err != nil {
			t.Fatal(err)
		}
		got := at.Wait(t)
		if strings.Contains(got.HTML, "<b>") || got.Head.Get("Bcc") != "" || strings.Contains(got.Text, "{") {
			t.Errorf("%s: %s\n%s", lang, got.Text, got.HTML)
		}
		if !strings.Contains(got.Text, "\nhttps://kans.example.org/inloggen/mail/ABC\n") || !strings.Contains(got.HTML, `href="https://kans.example.org/inloggen/mail/ABC"`) || !strings.Contains(got.HTML, `lang="`+lang+`"`) {
			t.Errorf("%s: the link is not in the letter:\n%s\n%s", lang, got.Text, got.HTML)
		}
	}
}

func TestLetterInTheLog(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	post := &Post{Sender: Log{slog.New(slog.NewJSONHandler(&log, nil))}, Words: words, Base: "http://localhost:8080"}
	if err := post.Send(context.Background(), account.Letter{To: "a@example.org", Lang: "nl", Key: "mail.link", Path: "/inloggen/mail/ABC"}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "http://localhost:8080/inloggen/mail/ABC") {
		t.Error(log.String())
	}
}
