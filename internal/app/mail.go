package app

import (
	"context"
	"io"
	"os"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/letters"
)

type mailGroup struct {
	Bounced mailBounced `cmd:"" help:"Read the report of a mail server on a letter that did not arrive (RFC 3464); two in a row end somebody's weekly letters."`
}

type mailBounced struct {
	Where
	File string `arg:"" help:"The report as it came in; - is the standard input."`
}

// Run notes the report. A mail server hands reports over with a pipe.
func (cmd *mailBounced) Run(ctx context.Context, c *console) error {
	from := io.Reader(os.Stdin)
	if cmd.File != "-" {
		file, err := os.Open(cmd.File)
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }() // it was only read
		from = file
	}
	addresses, err := letters.Undelivered(from)
	if err != nil {
		return err
	}
	return cmd.with(ctx, c, func(p *parts) error {
		noted, ended, err := p.letters.Bounced(ctx, addresses)
		if err != nil {
			return err
		}
		c.print("letters.noted", fault.Args{"Noted": noted, "Ended": ended})
		return nil
	})
}
