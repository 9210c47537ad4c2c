package app

import (
	"context"
	"log/slog"
)

// signing are the settings of signing in.
type signing struct {
	PublicURL string `help:"Address by which readers reach the pages, as https://kans.example.nl; needed behind a proxy that does TLS." env:"KOPPELKANS_PUBLIC_URL" placeholder:"URL"`
}

// prepare makes ready for people to sign in, and says what whoever runs this
// should know.
func (cmd *signing) prepare(ctx context.Context, p *parts, c *console, log *slog.Logger) error {
	p.accounts.Log = log
	demo, err := p.accounts.Demo(ctx)
	if demo {
		c.print("app.demo-open", nil)
	}
	return err
}
