package app

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/fault"
)

type searchGroup struct {
	Rebuild searchRebuild `cmd:"" help:"Make the search index of all records anew."`
}

type searchRebuild struct{ Where }

// Run makes the search index anew.
func (cmd *searchRebuild) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		bar := c.newBar(c.say("search.rebuilding", nil))
		defer bar.end()
		var records int64
		err := p.db.RebuildSearch(ctx, p.records.Kinds.All(), func(done, total int64) {
			records = total
			bar.part(done, total)
		})
		bar.end()
		if err == nil {
			c.print("search.rebuilt", fault.Args{"n": records})
		}
		return err
	})
}

// followSearch makes the search index anew when another version of the
// program made it: the words that it holds would not be those that are asked.
func (p *parts) followSearch(ctx context.Context) error {
	current, err := p.db.SearchIsCurrent(ctx)
	if err != nil || current {
		return err
	}
	return p.db.RebuildSearch(ctx, p.records.Kinds.All(), func(int64, int64) {})
}
