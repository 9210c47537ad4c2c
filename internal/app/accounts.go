package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
)

// accountGroup is for the first account, and for when nobody can get in.
type accountGroup struct {
	Create      accountCreate      `cmd:"" help:"Make an account; with --administrator the first one."`
	List        accountList        `cmd:"" help:"List accounts with their roles."`
	Grant       accountGrant       `cmd:"" help:"Give an account a role."`
	Link        accountLink        `cmd:"" help:"Print a link to sign in, for one use within a quarter of an hour."`
	Block       accountBlock       `cmd:"" help:"Keep an account out, and end its sessions."`
	Unblock     accountUnblock     `cmd:"" help:"Let a blocked account in again."`
	EndSessions accountEndSessions `cmd:"" help:"End all sessions of an account."`
	Token       accountToken       `cmd:"" help:"Make a token with which a program acts for an account, and print it."`
}

type accountCreate struct {
	Where
	Email         string `arg:"" help:"Address, to which links to sign in are sent."`
	Name          string `help:"Name; default: the address."`
	Language      string `help:"Language of letters." enum:"nl,en" default:"nl"`
	Administrator bool   `help:"Make it administrator of everything, without an end date."`
}

// Run makes an account.
func (cmd *accountCreate) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		email, sound := account.CleanEmail(cmd.Email)
		if !sound {
			return fault.New(fault.Invalid, "signin.bad-email", nil)
		}
		var grants []account.Grant
		if cmd.Administrator {
			grants = append(grants, account.Grant{Role: access.Administrator})
		}
		_, err := p.accounts.Create(ctx, account.Account{Email: email, Name: cmd.Name, Language: cmd.Language, State: account.Active}, grants, 0)
		if err != nil {
			return err
		}
		c.print("account.command.created", fault.Args{"Email": email})
		return nil
	})
}

type accountList struct{ Where }

// Run lists accounts.
func (cmd *accountList) Run(ctx context.Context, c *console) error {
	const perPage = 200
	return cmd.with(ctx, c, func(p *parts) error {
		for after := ""; ; {
			list, err := p.accounts.All(ctx, after, perPage)
			if err != nil {
				return err
			}
			for _, a := range list {
				grants, err := p.accounts.GrantsOf(ctx, a.ID)
				if err != nil {
					return err
				}
				fmt.Fprintf(c.out, "%s  %-8s  %-32s  %s\n", a.ID, c.say("account.state."+string(a.State), nil), a.Email, c.grants(grants))
				after = a.Email
			}
			if len(list) < perPage {
				return nil
			}
		}
	})
}

// grants writes roles on one line.
func (c *console) grants(list []account.Held) string {
	var texts []string
	for _, g := range list {
		if !g.InForce {
			continue
		}
		where := g.Where
		if where == "" {
			where = c.say("account.everywhere", nil)
		}
		text := string(g.Role) + " (" + where
		if g.Until != "" {
			text += ", " + g.Until
		}
		texts = append(texts, text+")")
	}
	return strings.Join(texts, ", ")
}

// oneAccount is a command about one account.
type oneAccount struct {
	Where
	Email string `arg:"" help:"Address of the account."`
}

func (cmd *oneAccount) about(ctx context.Context, c *console, work func(*parts, account.Account) error) error {
	return cmd.with(ctx, c, func(p *parts) error {
		who, err := p.accounts.ByEmail(ctx, cmd.Email)
		if err != nil {
			return err
		}
		return work(p, who)
	})
}

type accountGrant struct {
	oneAccount
	Role  string `arg:"" help:"reader, contributor, editor, analyst, coordinator or administrator."`
	Place string `help:"Code of the place where it holds, as GM0772; default: everywhere." placeholder:"CODE"`
	Until string `help:"Last day, YYYY-MM-DD; default: without end." placeholder:"DAY"`
}

// Run gives a role.
func (cmd *accountGrant) Run(ctx context.Context, c *console) error {
	return cmd.about(ctx, c, func(p *parts, who account.Account) error {
		grant := account.Grant{Account: who.ID, Role: access.Role(cmd.Role), Until: cmd.Until}
		if cmd.Until != "" {
			if _, err := time.Parse(time.DateOnly, cmd.Until); err != nil {
				return fault.New(fault.Invalid, "account.bad-day", fault.Args{"Day": cmd.Until})
			}
		}
		if cmd.Place != "" {
			level, official := place.LevelOf(cmd.Place)
			if !official {
				level = place.OwnArea
			}
			editions, err := p.db.EditionsOf(ctx, level, cmd.Place)
			if err != nil || len(editions) == 0 {
				return fault.New(fault.NotFound, "place.unknown", fault.Args{"Code": cmd.Place})
			}
			grant.Place = editions[0].PlaceID
		}
		if _, err := p.accounts.Give(ctx, grant, 0); err != nil {
			return err
		}
		c.print("account.command.granted", fault.Args{"Email": who.Email, "Role": cmd.Role})
		return nil
	})
}

type accountLink struct {
	oneAccount
	PublicURL string `help:"Address by which readers reach the pages." default:"http://127.0.0.1:8080" env:"KOPPELKANS_PUBLIC_URL" placeholder:"URL"`
}

// Run prints a link to sign in.
func (cmd *accountLink) Run(ctx context.Context, c *console) error {
	return cmd.about(ctx, c, func(p *parts, who account.Account) error {
		path, err := p.accounts.EmergencyLink(ctx, who)
		if err != nil {
			return err
		}
		fmt.Fprintln(c.out, strings.TrimSuffix(cmd.PublicURL, "/")+path)
		return nil
	})
}

type accountBlock struct{ oneAccount }

// Run blocks an account.
func (cmd *accountBlock) Run(ctx context.Context, c *console) error {
	return cmd.about(ctx, c, func(p *parts, who account.Account) error {
		if err := p.accounts.Block(ctx, who.ID, true, 0); err != nil {
			return err
		}
		c.print("account.command.blocked", fault.Args{"Email": who.Email})
		return nil
	})
}

type accountUnblock struct{ oneAccount }

// Run lets an account in again.
func (cmd *accountUnblock) Run(ctx context.Context, c *console) error {
	return cmd.about(ctx, c, func(p *parts, who account.Account) error {
		if err := p.accounts.Block(ctx, who.ID, false, 0); err != nil {
			return err
		}
		c.print("account.command.unblocked", fault.Args{"Email": who.Email})
		return nil
	})
}

type accountEndSessions struct{ oneAccount }

// Run ends the sessions of an account.
func (cmd *accountEndSessions) Run(ctx context.Context, c *console) error {
	return cmd.about(ctx, c, func(p *parts, who account.Account) error {
		ended, err := p.accounts.EndSessions(ctx, who.ID, 0, 0)
		if err != nil {
			return err
		}
		c.print("account.command.ended", fault.Args{"n": int(ended)})
		return nil
	})
}
