package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/record"
)

type accountToken struct {
	oneAccount
	Name    string   `required:"" help:"What the token is for."`
	Until   string   `help:"Last day, YYYY-MM-DD, at most a year from now; default: 90 days from now." placeholder:"DAY"`
	Writes  bool     `help:"Let it also add, change and delete."`
	Classes []string `help:"Only these records: working, people, accounts, figures; default: all." placeholder:"CLASS"`
}

// tokenLasts is how long a token works when nobody says otherwise.
const tokenLasts = 90 * 24 * time.Hour

// Run makes a token and prints its secret, this once.
func (cmd *accountToken) Run(ctx context.Context, c *console) error {
	return cmd.about(ctx, c, func(p *parts, who account.Account) error {
		token := account.Token{Account: who.ID, Name: cmd.Name, Until: cmd.Until, Writes: cmd.Writes}
		if token.Until == "" {
			token.Until = account.Today(time.Now().Add(tokenLasts))
		}
		for _, class := range cmd.Classes {
			token.Classes = append(token.Classes, access.Class(class))
		}
		_, secret, err := p.accounts.MakeToken(ctx, token)
		var problems record.Problems
		if errors.As(err, &problems) { // here they have no form to stand in
			return fault.New(fault.Invalid, problems[0].Key, problems[0].Args)
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(c.out, secret)
		return nil
	})
}
