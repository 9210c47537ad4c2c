package app

import (
	"context"
	"fmt"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
)

type areasGroup struct {
	Changes areasChanges `cmd:"" help:"Show which areas continued, split, merged or were recoded between two boundary years."`
}

type areasChanges struct {
	Where
	Level string `required:"" help:"municipality, district, neighbourhood, …"`
	From  int    `required:"" help:"Older boundary year."`
	To    int    `required:"" help:"Newer boundary year."`
	Kind  string `help:"Only this kind: merged, split, recoded, redrawn, new, ended or continued."`
}

// Run prints successions, changes first.
func (cmd *areasChanges) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		if err := c.deriveSuccessions(ctx, p); err != nil {
			return err
		}
		level := place.Level(cmd.Level)
		for page := 0; ; page++ {
			const perPage = 500
			list, counts, err := p.db.Successions(ctx, level, cmd.From, cmd.To, place.SuccessionKind(cmd.Kind), page*perPage, perPage)
			if err != nil {
				return err
			}
			if page == 0 {
				c.countKinds(counts)
				if len(list) == 0 && len(counts) > 0 {
					c.print("app.no-such-change", nil)
				}
			}
			for _, s := range list {
				fmt.Fprintf(c.out, "%-10s %-10s %-10s %5.1f%% %5.1f%%\n", c.say("change."+string(s.Kind), nil), dash(s.From), dash(s.To), 100*s.ShareFrom, 100*s.ShareTo)
			}
			if len(list) < perPage {
				return nil
			}
		}
	})
}

func (c *console) countKinds(counts map[place.SuccessionKind]int) {
	if len(counts) == 0 {
		c.print("app.no-successions", nil)
		return
	}
	for _, kind := range place.SuccessionKinds {
		if counts[kind] > 0 {
			fmt.Fprintf(c.out, "%s: %d\n", c.say("change."+string(kind), nil), counts[kind])
		}
	}
}

func dash(code string) string {
	if code == "" {
		return "-"
	}
	return code
}

// deriveSuccessions overlays the borders of boundary years that are new, with
// progress.
func (c *console) deriveSuccessions(ctx context.Context, p *parts) error {
	bar := c.newBar("")
	defer bar.end()
	return p.places.DeriveMissing(ctx, func(level place.Level, from, to, done, total int) {
		if label := c.say("app.overlaying", fault.Args{"Level": c.say("level."+string(level), nil), "FromYear": from, "ToYear": to}); label != bar.label {
			bar.next(label)
		}
		bar.show(c.say("app.unit.areas", nil), int64(done), int64(total))
	})
}
